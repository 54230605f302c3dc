"""Folders beside the uploads, for what the portal keeps for a while and no address leads to.

They lie where the uploads do, so that every process on every machine finds them: on the disk, or in the bucket.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import IO, TypeAlias

from django.core.files.storage import default_storage

from .bucket_paths import BucketPath

WorkingPath: TypeAlias = Path | BucketPath


def working_folder(name: str) -> WorkingPath:
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        return BucketPath(default_storage, name)  # type: ignore[arg-type]  # whatever has no paths is a bucket


def move(path: WorkingPath, target: WorkingPath) -> None:
    """Put a file in another’s place, whole, whoever reads meanwhile."""
    if isinstance(path, Path) and isinstance(target, Path):
        path.replace(target)
    elif isinstance(path, BucketPath) and isinstance(target, BucketPath):
        path.replace(target)
    else:
        raise TypeError("A file cannot move between a disk and a bucket.")


def opened(path: WorkingPath) -> IO[bytes]:
    return path.open("rb") if isinstance(path, Path) else io.BytesIO(path.read_bytes())


def names_under(folder: WorkingPath) -> set[str]:
    """The files within a folder, by their names from there on."""
    if isinstance(folder, Path):
        return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def erase(folder: WorkingPath) -> None:
    """Whatever is under a folder, and itself; what cannot be erased stays."""
    if isinstance(folder, Path):
        shutil.rmtree(folder, ignore_errors=True)
    else:
        folder.erase()
