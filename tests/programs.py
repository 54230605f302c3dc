"""Programs that ask the settings, each in its own fork of a process that has loaded Django and no module of the house."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from pathlib import Path
from subprocess import CompletedProcess

_FORKS = multiprocessing.get_context("forkserver")
# What the settings import of others. Whatever of this could not be imported beforehand is imported by each fork.
_FORKS.set_forkserver_preload(
    [
        "csp.constants",
        "django.conf",
        "django.forms",
        "django_prose_editor.config",
        "email.headerregistry",
        "environ",
        "js_asset",
    ]
)


def run(program: str, directory: Path, environment: dict[str, str]) -> CompletedProcess[str]:
    """What ``python -c program`` would do: how it ends, and what it prints."""
    with tempfile.TemporaryDirectory() as kept:
        said = [Path(kept) / name for name in ("out", "err")]
        process = _FORKS.Process(target=_answer, args=(program, directory, environment, said))
        process.start()
        process.join()
        out, err = (path.read_text(encoding="utf-8") for path in said)
        code = process.exitcode
        process.close()
    return CompletedProcess(program, code, out, err)


def _answer(program: str, directory: Path, environment: dict[str, str], said: list[Path]) -> None:
    sys.stdout, sys.stderr = (path.open("w", encoding="utf-8", buffering=1) for path in said)
    os.environ.clear()
    os.environ |= environment
    os.chdir(directory)
    sys.path[:0] = [str(directory)]
    loaded = sorted(name for name in sys.modules if name.partition(".")[0] in {"portal", "publishing"})
    assert loaded == [], f"they would not be loaded anew: {loaded}"
    exec(program, {"__name__": "__main__"})
