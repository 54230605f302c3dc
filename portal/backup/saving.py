"""Saving the portal: database and files of one moment, in one file, while it runs."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import journal_file
from publishing.quarantine_middleware import carry

from . import archive, dumps, media_files
from .archive import BackupError
from .dumps import DatabaseSnapshot

ENDING = ".portal-backup"
LONGEST_TRIES = 3
SHORTEST_KEY = 20


@dataclass(frozen=True)
class Saved:
    """A backup that was made: where, of what, and what rows named without its file being there."""

    path: Path
    manifest: dict[str, Any]
    missing: list[str]


def read_key(path: Path | None) -> bytes | None:
    """The secret in a file, less the end of its line. Raises ``BackupError`` where it is none worth the name."""
    if path is None:
        return None
    try:
        secret = path.read_bytes().strip()
    except OSError as error:
        raise BackupError(_("The file of the key cannot be read: %(why)s.") % {"why": error.strerror}) from error
    if len(secret) < SHORTEST_KEY:
        raise BackupError(_("The key is too short: at least %(number)s characters.") % {"number": SHORTEST_KEY})
    return secret


def new_key(path: Path) -> None:
    """Write a key made at random, for nobody but the owner of the file. Raises ``BackupError`` where something is there."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
    except OSError as error:
        raise BackupError(_("The key cannot be written: %(why)s.") % {"why": error.strerror}) from error


def save(target: Path, secret: bytes | None, *, with_media: bool = True, at: datetime | None = None) -> Saved:
    """Make a backup at a path, or under a name of its moment in a directory. Raises ``BackupError``; then nothing is left."""
    at = at or timezone.now()
    path = target / f"portal-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{ENDING}" if target.is_dir() else target
    if path.exists():
        raise BackupError(_("%(path)s is there already.") % {"path": path})
    carry()
    root = media_files.directory() if with_media else None
    try:
        with _placed(path) as file, media_files.workplace(root, "backup") as work:
            manifest, missing = _write(file, secret, root, work, at)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise BackupError(_("The disk is full: no backup was made, and nothing of it is left.")) from error
        raise BackupError(_("The backup could not be written: %(why)s.") % {"why": error.strerror or error}) from error
    return Saved(path, manifest, missing)


@contextmanager
def _placed(path: Path) -> Iterator[BinaryIO]:
    """A file that bears its name once it is whole and on the disk; until then, and after a failure, there is none."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # Unlike a renaming, never over another backup.
    except FileExistsError as error:
        raise BackupError(_("%(path)s is there already.") % {"path": path}) from error
    finally:
        part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(
    file: BinaryIO, secret: bytes | None, root: Path | None, work: Path, at: datetime
) -> tuple[dict[str, Any], list[str]]:
    kept = work / "media"
    kept.mkdir()
    for left in reversed(range(LONGEST_TRIES)):
        keep: Callable[[], None] = partial(media_files.keep, root, kept)
        keep()
        with dumps.snapshot(work, keep) as taken:
            named = set(_named_files(taken)) if root else set()
            missing = sorted(name for name in named if not (kept / name).is_file())
            said = _description(taken, at)
        # A file that came and went within the moment is none that a later snapshot names.
        if not missing or not left or not _came_late(root, missing):
            break
        taken.path.unlink()
    with archive.written(file, secret) as out:
        out.add(dumps.DUMP[connection.vendor], taken.path)
        for name in sorted(media_files.names(kept)):
            out.add(archive.MEDIA + name, kept / name)
        manifest = {**said, "missing": missing}
        out.finish(manifest)
    return {**manifest, "files": out.files}, missing


def _came_late(root: Path | None, missing: list[str]) -> bool:
    """Whether a file that is missing from what was kept is there now."""
    return any((root / name).exists() for name in missing) if root else False


def _named_files(taken: DatabaseSnapshot) -> Iterator[str]:
    """Every file that a row of the snapshot names."""
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField) and model._meta.managed and not model._meta.proxy:
                table, name = model._meta.db_table, column.column
                rows = taken.query(f'SELECT "{name}" FROM "{table}" WHERE "{name}" <> \'\'')  # noqa: S608
                yield from (str(found) for (found,) in rows)


def _description(taken: DatabaseSnapshot, at: datetime) -> dict[str, Any]:
    directory = settings.JOURNAL_DIR
    return {
        "made_at": at.isoformat(),
        "database": connection.vendor,
        "versions": {"django": django.get_version()},
        "migrations": taken.migrations(),
        "counts": taken.counts(),
        "journal": journal_file.head(directory) if directory and directory.is_dir() else "",
    }


def forget_old(directory: Path, keep: int, newest: Path) -> list[Path]:
    """Delete the oldest backups of a directory but for so many; only what bears such a name, and never the one just made."""
    found = sorted(path for path in directory.glob(f"portal-*{ENDING}") if path != newest)
    old = found[: max(0, len(found) + 1 - keep)]
    for path in old:
        path.unlink()
    return old
