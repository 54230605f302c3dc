"""The file of a backup: a tar with the database, the media and, last, a manifest of all that is in it.

The manifest names versions, migrations, the number of rows of each table, and each file with its size and SHA-256; nothing is
believed that it does not name. Where a key is given the whole is sealed (``sealed_stream``): then it is authentic too.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .sealed_stream import MAGIC, SealedReader, SealedWriter, SealError

FORMAT = 1
HEAD, MANIFEST, MEDIA = "portal-backup.json", "manifest.json", "media/"
BLOCK = 1 << 20
LARGEST_MANIFEST = 256 << 20


class BackupError(Exception):
    """A backup cannot be made or brought back; says why, in a sentence for who runs the server."""


@dataclass
class ArchiveWriter:
    """Files are added one by one, hashed as they pass; ``finish`` writes the manifest."""

    tar: tarfile.TarFile
    files: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            info = tarfile.TarInfo(name)
            info.size, info.mode = os.fstat(source.fileno()).st_size, 0o640
            hashed = _Hashed(source)
            self.tar.addfile(info, hashed)
        self.files[name] = {"size": info.size, "sha256": hashed.digest()}

    def add_json(self, name: str, said: dict[str, Any]) -> None:
        text = json.dumps(said, ensure_ascii=False, indent=1).encode()
        info = tarfile.TarInfo(name)
        info.size, info.mode = len(text), 0o640
        self.tar.addfile(info, io.BytesIO(text))

    def finish(self, said: dict[str, Any]) -> None:
        self.add_json(MANIFEST, {**said, "files": self.files})


class _Hashed:
    def __init__(self, source: BinaryIO):
        self._source, self._hash = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found = self._source.read(size)
        self._hash.update(found)
        return found

    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def written(target: BinaryIO, secret: bytes | None) -> Iterator[ArchiveWriter]:
    """An archive in a file that is open: whole once the block has ended well."""
    sealed = SealedWriter(target, secret) if secret else None
    out = io.BufferedWriter(sealed, BLOCK) if sealed else target
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        writer = ArchiveWriter(tar)
        writer.add_json(HEAD, {"format": FORMAT})
        yield writer
    out.flush()
    if sealed:
        sealed.finish()


def read(path: Path, secret: bytes | None, into: Path | None = None) -> dict[str, Any]:
    """Read a whole archive, compare it with its manifest and give that; what it holds is put into ``into``, if given.

    Raises ``BackupError`` where anything is not as it was written. What was put there by then is nobody's.
    """
    try:
        with path.open("rb") as file, _opened(file, secret) as tar:
            return _compared(*_members(tar, into))
    except SealError as error:
        raise BackupError(_("The key is another one, or the backup was changed or cut short.")) from error
    except (tarfile.TarError, EOFError, UnicodeDecodeError) as error:
        raise BackupError(_("This is no backup of the portal, or it was changed or cut short.")) from error


@contextmanager
def _opened(file: BinaryIO, secret: bytes | None) -> Iterator[tarfile.TarFile]:
    is_sealed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if is_sealed and not secret:
        raise BackupError(_("The backup is sealed: give its key in a file (--key-file or BACKUP_KEY_FILE)."))
    source = io.BufferedReader(SealedReader(file, secret), BLOCK) if is_sealed and secret else file
    with tarfile.open(fileobj=source, mode="r|") as tar:
        yield tar
        while source.read(BLOCK):
            pass  # To the end: a sealed stream tells there that it is whole.


def _members(tar: tarfile.TarFile, into: Path | None) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The manifest, and each file as it was found."""
    found: dict[str, dict[str, Any]] = {}
    for info in tar:
        source = tar.extractfile(info) if info.isreg() else None
        if source is None or info.name in found:
            raise BackupError(_("This is no backup of the portal, or it was changed or cut short."))
        if info.name in (HEAD, MANIFEST):
            said = _json(source, info.size)
            if info.name == MANIFEST:
                return said, found
            if said.get("format") != FORMAT:
                raise BackupError(_("The backup is of a form that this version does not know."))
        else:
            found[info.name] = _take(source, _safe(info.name, into))
    raise BackupError(_("The backup has no manifest: it was cut short, or never finished."))


def _json(source: Any, size: int) -> dict[str, Any]:
    if size > LARGEST_MANIFEST:
        raise BackupError(_("This is no backup of the portal, or it was changed or cut short."))
    try:
        found = json.loads(source.read())
    except ValueError as error:
        raise BackupError(_("This is no backup of the portal, or it was changed or cut short.")) from error
    return found if isinstance(found, dict) else {}


def _safe(name: str, into: Path | None) -> Path | None:
    """Where a member goes: never outside, whatever its name says."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\x00" in name or not path.parts:
        raise BackupError(_("The backup names a file outside its own directory."))
    return into.joinpath(*path.parts) if into else None


def _take(source: Any, path: Path | None) -> dict[str, Any]:
    hashed, size = hashlib.sha256(), 0
    if path:
        path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "xb") if path else io.BytesIO() as out:
        while block := source.read(BLOCK):
            hashed.update(block)
            size += len(block)
            if path:
                out.write(block)
    return {"size": size, "sha256": hashed.hexdigest()}


def _compared(said: dict[str, Any], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if said.get("files") != found:
        raise BackupError(_("What the backup holds is not what its manifest says: it was changed or is damaged."))
    return said
