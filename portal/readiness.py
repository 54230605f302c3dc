"""Whether the portal can serve: ``/readyz`` names what fails, never why. Whoever may not know finds no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from mailing.worker import is_overdue
from publishing import clock, journal_file, quarantine
from publishing.rendition_jobs import RenditionJob
from publishing.sheet_jobs import SheetJob

from .watching import for_watchers


@for_watchers
def readyz(request: HttpRequest) -> HttpResponse:
    held = told()
    text = "".join(f"{name}: {'ok' if holds else 'failed'}\n" for name, holds in held.items())
    return HttpResponse(text, content_type="text/plain", status=200 if all(held.values()) else 503)


def told() -> dict[str, bool]:
    """Each part by its name, and whether it is as it should be. What cannot be asked is not."""
    return {name: _holds(check) for name, check in CHECKS.items()}


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    """The migrations of this code, read from its files once: they do not change while a process runs.

    One that stands for others counts as they do once ``migrate`` has written it down; those that it replaces count no more.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {pair for migration in loader.disk_migrations.values() for pair in migration.replaces}
    return frozenset(loader.disk_migrations.keys() - replaced)


def _migrations() -> bool:
    return _wanted() <= MigrationRecorder(connection).applied_migrations().keys()


def _cache() -> bool:
    caches["default"].set("readyz", "ok", 10)
    return caches["default"].get("readyz") == "ok"


def _media() -> bool:
    default_storage.exists("readyz")
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "media": _media,
    "clock": clock.is_right,
    "mail": lambda: not is_overdue(),
    "spreadsheets": lambda: not SheetJob.objects.is_overdue(),
    "renditions": lambda: not RenditionJob.objects.is_overdue(),
    "journal": lambda: not journal_file.is_late(),
    "quarantine": quarantine.is_open,
}
"""What is asked, in the order in which it is told."""
