"""Bringing a backup back: nothing is touched before all of it was read, and the portal opens to nobody."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from mailing.worker import hold_after_restore
from publishing import quarantine
from publishing.journal_tables import Quarantine
from publishing.log_words import kind_of

from . import archive, dumps, media_files
from .archive import BackupError

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What was brought back, and what was there before it."""

    manifest: dict[str, Any]
    files: int
    aside: list[str]


def restore(
    path: Path,
    secret: bytes | None,
    *,
    replace: bool = False,
    at: datetime | None = None,
    tell: Callable[[str], object] = lambda _words: None,
) -> Restored:
    """Bring a backup back into an empty database and an empty directory of files, in quarantine.

    With ``replace`` what is there is put aside first, under another name. Raises ``BackupError``: then either nothing was
    touched, or the portal is closed.
    """
    at = at or timezone.now()
    root = media_files.directory()
    with media_files.workplace(root, "restore") as work:
        manifest = archive.read(path, secret, work)
        _require_fitting(manifest)
        said = {"files": len(manifest["files"]), "at": manifest["made_at"]}
        tell(_("The backup is whole: %(files)s files, made at %(at)s.") % said)
        _require_empty(root, replace)
        aside = _put_aside(root, at) if replace else []
        mark = Quarantine(
            began_at=at,
            backup_made_at=parse_datetime(manifest["made_at"]),
            backup=path.name[:200],
            journal_head=manifest.get("journal", ""),
        )
        dumps.bring_back(work / dumps.DUMP[connection.vendor], mark)
        quarantine.forget()
        _require_counts(manifest)
        tell(_("The database is back, and the portal is in quarantine."))
        files = media_files.put(work / "media", root) if (work / "media").is_dir() else 0
    _follow(manifest)
    return Restored(manifest, files, aside)


def _require_fitting(manifest: dict[str, Any]) -> None:
    if manifest.get("database") != connection.vendor:
        raise BackupError(
            _("The backup is of another kind of database (%(kind)s): restore it there, then use “manage.py move_to”.")
            % {"kind": manifest.get("database")}
        )
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = set(loader.disk_migrations) | {pair for one in loader.disk_migrations.values() for pair in one.replaces}
    if unknown := [f"{app} {name}" for app, name in manifest["migrations"] if (app, name) not in known]:
        raise BackupError(
            _("The backup is of a newer version of the portal, with migrations that this one does not know: %(names)s.")
            % {"names": ", ".join(unknown[:5])}
        )


def _require_empty(root: Path | None, replace: bool) -> None:
    if replace:
        return
    if not dumps.is_empty():
        raise BackupError(_("The database is not empty. Give an empty one, or --replace to put what is there aside."))
    if root is not None and next(media_files.names(root), None) is not None:
        raise BackupError(_("MEDIA_ROOT is not empty. Give an empty directory, or --replace to put what is there aside."))


def _put_aside(root: Path | None, at: datetime) -> list[str]:
    """First the portal is closed, so that no process that runs shows what is about to come."""
    stamp, aside = f"{at:%Y%m%dT%H%M%S}", []
    if not dumps.is_empty():
        try:
            quarantine.begin()
        except DatabaseError:
            logger.warning("What stood in the database was no portal of this version.")
        aside.append(dumps.put_aside(stamp))
    if root is not None:
        if root.is_dir() and next(media_files.names(root), None) is not None:
            away = root.with_name(f"{root.name}.before-{stamp}")
            root.rename(away)
            aside.append(str(away))
        root.mkdir(parents=True, exist_ok=True)
    return aside


def _require_counts(manifest: dict[str, Any]) -> None:
    """Every table has the rows that the manifest counts."""
    with connection.cursor() as cursor:
        for table, number in manifest["counts"].items():
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            if cursor.fetchone()[0] != number:
                raise BackupError(_("The table %(table)s has not come back whole. The portal stays closed.") % {"table": table})


def _follow(manifest: dict[str, Any]) -> None:
    """What a restored portal needs before anybody looks at it: migrations, no session, no mail that waits, no old answers."""
    connections.close_all()
    call_command("migrate", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    hold_after_restore()
    call_command("rebuild_search", verbosity=0)
    try:
        caches["default"].clear()
    except Exception as error:  # whatever a cache that is away raises
        logger.warning("The cache could not be emptied (%s): empty it before you open the portal.", kind_of(error))


def journal_is_kept() -> bool:
    return settings.JOURNAL_DIR is not None
