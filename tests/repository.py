"""The files of the repository, as git keeps them, for the tests that read or copy them."""

import ast
import gc
import os
import shutil
import subprocess
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from django.conf import settings


def files() -> list[Path]:
    """Every file that git keeps, or would keep: nothing made by a run or a build."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in sorted(filter(None, listed.split("\0"))) if (path := settings.BASE_DIR / name).is_file()]


def sources(pattern: str) -> list[Path]:
    return [path for path in files() if fnmatch(path.name, pattern)]


@cache
def parsed(source: str) -> ast.Module:
    """The tree of a source, to be read and never changed: half a dozen tests read those of the whole house."""
    collects = gc.isenabled()
    gc.disable()  # Nothing of a tree is garbage, however many there are to look through.
    try:
        return ast.parse(source)
    finally:
        if collects:
            gc.enable()


@cache
def nodes(source: str) -> list[ast.AST]:
    """All nodes of a source, whatever is around them; as ``ast.walk`` gives them, once for all who ask."""
    found: list[ast.AST] = [parsed(source)]
    for node in found:
        for name in node._fields:
            inner = getattr(node, name, None)
            if isinstance(inner, ast.AST):
                found.append(inner)
            elif isinstance(inner, list):
                found.extend(one for one in inner if isinstance(one, ast.AST))
    return found


def copy_of_the_tree(target: Path) -> Path:
    for path in files():
        copy = target / path.relative_to(settings.BASE_DIR)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return target


def portal_environment(var: Path, **more: str) -> dict[str, str]:
    """The environment of a program of a local portal that keeps everything in ``var``, on SQLite."""
    var.mkdir(parents=True, exist_ok=True)
    return {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "PORTAL_ENV": "local", "VAR_DIR": str(var), **more}
