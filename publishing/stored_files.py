"""Where uploads lie, and how what is written for a while only is kept away from them.

A preview writes a record as if it were saved and takes it back. A database undoes that by itself, a folder of files does not:
so within ``set_aside`` whatever is stored goes to a folder of its own, where it is read again, and nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.core.files.storage import FileSystemStorage, default_storage

if TYPE_CHECKING:
    from .working_folders import WorkingPath


class StorageAwayError(OSError):
    """What keeps the uploads does not answer."""


def is_lost(name: str) -> bool:
    """Whether a file that should be there is not. Of a storage that does not answer nobody knows: its files count as there."""
    try:
        return not default_storage.exists(name)
    except StorageAwayError:
        return False


_folder: ContextVar[WorkingPath | None] = ContextVar("set_aside", default=None)


@contextmanager
def set_aside(folder: WorkingPath) -> Iterator[None]:
    """Have this thread's uploads written to ``folder``, and those that are there read from it; nothing is deleted elsewhere."""
    token = _folder.set(folder)
    try:
        yield
    finally:
        _folder.reset(token)


class UploadStorage(FileSystemStorage):
    """The uploads of the portal on a disk that all its processes share; ``bucket_storage.py`` is their other place."""

    def path(self, name: str) -> str:
        aside = _aside()
        if aside is not None and aside.exists(name):
            return aside.path(name)
        return super().path(name)

    def _save(self, name: str, content: IO[Any]) -> str:
        aside = _aside()
        if aside is not None:
            return aside.write(name, content)
        return super()._save(name, content)  # type: ignore[misc]  # Django’s, which its types leave out

    def delete(self, name: str) -> None:
        aside = _aside()
        if aside is None:
            super().delete(name)
        elif aside.exists(name):
            aside.delete(name)


class _AsideStorage(FileSystemStorage):
    """The folder of what is not to stay."""

    def write(self, name: str, content: IO[Any]) -> str:
        """Write a file under a name that is free; the name that it got."""
        return self._save(name, content)  # type: ignore[attr-defined]  # Django’s, which its types leave out


def aside_folder() -> WorkingPath | None:
    """Where this thread’s uploads go for now, if not to their own place."""
    return _folder.get()


def _aside() -> _AsideStorage | None:
    folder = _folder.get()
    return _AsideStorage(location=folder) if isinstance(folder, Path) else None
