"""Where made documents are kept, so that each is made once per content and not once per reader.

They lie under ``documents/`` in the storage of uploaded files. No address leads there: the views that serve them ask the
visibility rule first.
"""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from publishing import languages

FOLDER = "documents"
logger = logging.getLogger(__name__)


def kept(folder: str, name: str, write: Callable[[IO[bytes]], object]) -> IO[bytes]:
    """The file ``documents/<folder>/<name>``, open to be read; where there is none it is made by ``write`` and kept.

    ``name`` must tell the content, since what is kept is never made again. The folder keeps only what was made last.
    """
    path = f"{FOLDER}/{folder}/{name}"
    try:
        return default_storage.open(path)
    except FileNotFoundError:
        pass
    made = tempfile.TemporaryFile()
    write(made)
    try:
        _keep(path, made)
        _forget_others(folder, name)
    except OSError:
        logger.warning("A document could not be kept; it is made anew at each reading.", exc_info=True)
    made.seek(0)
    return made


def _keep(path: str, made: IO[bytes]) -> None:
    """A disk shows a file while it is being written, so there it is moved into place whole; other storages do so themselves."""
    made.seek(0)
    try:
        target = Path(default_storage.path(path))
    except NotImplementedError:
        default_storage.save(path, File(made))
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in iter(lambda: made.read(1 << 16), b""):
                file.write(chunk)
        os.chmod(temporary, settings.FILE_UPLOAD_PERMISSIONS)
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_others(folder: str, name: str) -> None:
    suffix = Path(name).suffix
    for other in default_storage.listdir(f"{FOLDER}/{folder}")[1]:
        if other != name and other.endswith(suffix) and not other.startswith("."):
            default_storage.delete(f"{FOLDER}/{folder}/{other}")


def number_in(release: int) -> int:
    """How many documents are kept of a release."""
    return sum(len(names) for _folder, names in _kept_of(release))


def forget(release: int) -> None:
    """Delete what was made of a release, in whatever language: it is made anew from what may still be said."""
    for folder, names in _kept_of(release):
        for name in names:
            default_storage.delete(f"{folder}/{name}")


def _kept_of(release: int) -> Iterator[tuple[str, list[str]]]:
    for code in languages.codes():
        for name in (folder_of(release, code), embargo_folder_of(release, code)):
            folder = f"{FOLDER}/{name}"
            try:
                yield folder, default_storage.listdir(folder)[1]
            except OSError:
                continue


def folder_of(release: int, language: str) -> str:
    """Where a release's made documents are kept, a folder per language."""
    return f"release-{release}-{language}"


def embargo_folder_of(release: int, language: str) -> str:
    """Where what is marked as under embargo is kept: no public address looks there."""
    return f"embargo-{release}-{language}"
