"""The files of one moment with the database: kept by hard links from before its snapshot to after it.

A file is written before its row is committed and deleted after it, so whatever a row of the snapshot names was there before
it or came while it was taken. A file that was deleted meanwhile is still there under its link.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage

WORK = ".portal-"
"""Begins the names of directories of work beside the media."""


def directory() -> Path | None:
    """Where uploaded files are; nothing where they are in a bucket, whose own versions keep them."""
    return Path(settings.MEDIA_ROOT) if isinstance(default_storage, FileSystemStorage) else None


@contextmanager
def workplace(root: Path | None, what: str) -> Iterator[Path]:
    """A directory of one's own on the file system of the media, or else where temporary files go; it goes at the end."""
    path = (root or Path(settings.VAR_DIR)).parent / f"{WORK}{what}-{secrets.token_hex(6)}"
    try:
        path.mkdir(mode=0o700)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix=f"portal-{what}-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def names(root: Path) -> Iterator[str]:
    """Every file under a directory, by its name from there; links that lead elsewhere are left aside."""
    for folder, _folders, files in os.walk(root):
        for name in files:
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def keep(root: Path | None, into: Path) -> None:
    """Link whatever is there and not kept yet; where the file system has no links, copy it. Without a root nothing is."""
    if root is None:
        return
    for name in names(root):
        target = into / name
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                _link(root / name, target)
            except FileNotFoundError:
                continue  # Deleted between its name and its link: no row names it any more.


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except FileNotFoundError:
        raise
    except OSError:
        part = target.with_name(target.name + ".part")
        shutil.copyfile(source, part)
        part.replace(target)


def put(source: Path, root: Path | None) -> int:
    """Move the files of a backup into their place; gives how many. In a bucket, what is there already stays."""
    count = 0
    for name in names(source):
        count += 1
        if root is None:
            _put_into_bucket(source / name, name)
            continue
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source / name, target)
        target.chmod(0o640)
    return count


def _put_into_bucket(source: Path, name: str) -> None:
    if not default_storage.exists(name):
        with source.open("rb") as content:
            default_storage.save(name, File(content))
