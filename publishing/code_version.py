"""What tells the code and the settings of a process from others: what one made is not handed out by another that says it
otherwise."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

LEFT_OUT = {"tests", "migrations", "__pycache__", "static"}
BESIDE = ("requirements.txt",)


@cache
def code_version() -> str:
    """A digest of the modules, templates, catalogues and settings that this process runs with, and of the names of its files.

    By times and sizes of files: reading them all would cost each start a tenth of a second. Machines whose files have other
    times share nothing, and are no less right. Asked when a process begins, before its code can be replaced under it.
    """
    digest = hashlib.sha256(_settings().encode())
    for path, status in _files():
        digest.update(f"{path.relative_to(settings.BASE_DIR)} {status.st_mtime_ns} {status.st_size}\n".encode())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    digest.update(manifest.read_bytes() if manifest.is_file() else b"")
    return digest.hexdigest()[:32]


def _files() -> Iterator[tuple[Path, os.stat_result]]:
    rooms = [path.parent for path in settings.BASE_DIR.glob("*/__init__.py") if path.parent.name not in LEFT_OUT]
    for top in sorted({*rooms, settings.BASE_DIR / "templates", settings.BASE_DIR / "locale"}):
        yield from sorted(_below(str(top)))
    for name in BESIDE:
        path = settings.BASE_DIR / name
        if path.is_file():
            yield path, path.stat()


def _below(top: str) -> Iterator[tuple[Path, os.stat_result]]:
    with os.scandir(top) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield Path(entry.path), entry.stat()
            elif entry.name not in LEFT_OUT:
                yield from _below(entry.path)


def _settings() -> str:
    """Every setting that is plain data, by name. A digest of it leaves the process, the values do not."""
    named = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    return json.dumps(named, default=_plain, sort_keys=True, skipkeys=True)


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, Path) else type(value).__qualname__
