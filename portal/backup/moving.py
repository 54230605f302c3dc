"""Moving a portal from SQLite to PostgreSQL: every row, compared one by one, into an empty database."""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import environ
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connection, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from publishing.content_version import ContentChange

from .archive import BackupError

TARGET = "move_to"
DERIVED = frozenset({"search"})
"""Rooms whose tables are made anew from the others, and differ between the two databases."""
BATCH = 500


@dataclass(frozen=True)
class Moved:
    """How many rows and tables were moved and compared, and which files rows name that are not there."""

    tables: dict[str, int]
    missing_files: list[str]


def move(url: str, tell: Callable[[str], object] = lambda _words: None) -> Moved:
    """Copy the SQLite database of the settings into an empty PostgreSQL database, and compare. Raises ``BackupError``.

    The source is locked against writing until the end, and is not changed.
    """
    if connection.vendor != "sqlite":
        raise BackupError(_("What is moved is a SQLite database: DATABASE_URL names another kind."))
    target = _connected(url)
    try:
        if target.introspection.table_names():
            raise BackupError(_("The target is not empty. Nothing was written."))
        with _source_alone():
            _manage(url, "migrate", "--no-input", "--verbosity=0")
            tell(_("The tables are made."))
            counts = _copied(target, tell)
            _manage(url, "rebuild_search", "--all", "--verbosity=0")
            tell(_("The search is made anew."))
            return Moved(counts, list(_missing_files()))
    finally:
        target.close()
        connections.databases.pop(TARGET, None)


def _connected(url: str) -> BaseDatabaseWrapper:
    try:
        found = environ.Env.db_url_config(url)
    except (ImproperlyConfigured, KeyError, ValueError):
        found = {}
    if not str(found.get("ENGINE", "")).endswith("postgresql"):
        raise BackupError(_("The target is to be written as postgres://name:password@host/database."))
    defaults = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}
    tests = settings.DATABASES[DEFAULT_DB_ALIAS].get("TEST", {})
    connections.databases[TARGET] = {**defaults, "OPTIONS": {}, "TEST": tests, **found}
    target = connections[TARGET]
    try:
        target.ensure_connection()
    except OperationalError as error:
        raise BackupError(_("The target does not answer: %(why)s") % {"why": str(error).splitlines()[0]}) from error
    return target


@contextlib.contextmanager
def _source_alone() -> Iterator[None]:
    """Nobody else writes meanwhile. Who still runs is waited for no longer than a second, and named as the reason."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 1000")
        try:
            cursor.execute("BEGIN EXCLUSIVE" if _has_log() else "BEGIN IMMEDIATE")
        except OperationalError as error:
            raise BackupError(_("The portal is in use: stop its web process and its workers first.")) from error
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _has_log() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        return bool(cursor.fetchone()[0] != "wal")


def _manage(url: str, *arguments: str) -> None:
    """A command of the portal on the target, whose address stands in the environment alone."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), *arguments],
        env={**settings.CHILD_ENVIRONMENT, "DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise BackupError(_("%(name)s failed: %(why)s") % {"name": arguments[0], "why": last[:300]})


def tables() -> list[type[models.Model]]:
    """Every table of the portal but those that are made anew."""
    # What was changed last is of each database: no page of the one is kept beside the other.
    found = [one for one in apps.get_models(include_auto_created=True) if one is not ContentChange]
    return [one for one in found if one._meta.managed and not one._meta.proxy and one._meta.app_label not in DERIVED]


def _copied(target: BaseDatabaseWrapper, tell: Callable[[str], object]) -> dict[str, int]:
    """In one transaction, with the guards of editions and the journal at rest: they are for changes, and this is none."""
    counts = {}
    with transaction.atomic(using=TARGET), target.cursor() as cursor:
        _clear(target)
        for model in tables():
            _triggers(target, model, "DISABLE")
            counts[model._meta.label] = _copy(model, target)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in tables():
            _triggers(target, model, "ENABLE")
        for statement in target.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
        for model in tables():
            _require_same(model)
    said = {"rows": sum(counts.values()), "tables": len(counts)}
    tell(_("%(rows)s rows in %(tables)s tables are moved, and each is the same.") % said)
    return counts


def _clear(target: BaseDatabaseWrapper) -> None:
    """What the migrations put there is put there again as the source has it, with its numbers."""
    names = ", ".join(f'"{model._meta.db_table}"' for model in tables())
    with target.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} CASCADE")


def _triggers(target: BaseDatabaseWrapper, model: type[models.Model], what: str) -> None:
    with target.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{model._meta.db_table}" {what} TRIGGER USER')


def _copy(model: type[models.Model], target: BaseDatabaseWrapper) -> int:
    columns = [column for column in model._meta.concrete_fields if not column.generated]
    names = [column.attname for column in columns]
    fields = ", ".join(f'"{column.column}"' for column in columns)
    sql = f'INSERT INTO "{model._meta.db_table}" ({fields}) VALUES ({", ".join(["%s"] * len(columns))})'  # noqa: S608
    count = 0
    with target.cursor() as cursor:
        for rows in _batches(models.QuerySet(model).order_by("pk").values_list(*names).iterator(BATCH)):
            given = [
                [column.get_db_prep_save(value, target) for column, value in zip(columns, row, strict=True)] for row in rows
            ]
            try:
                cursor.executemany(sql, given)
            except (DatabaseError, ValueError) as error:
                why = str(error).strip().splitlines()[0][:200]
                raise BackupError(
                    _("A row of %(table)s is refused by PostgreSQL: %(why)s") % {"table": model._meta.label, "why": why}
                ) from error
            count += len(rows)
    return count


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _require_same(model: type[models.Model]) -> None:
    if digest(model, DEFAULT_DB_ALIAS) != digest(model, TARGET):
        raise BackupError(_("%(table)s is not the same after the move. Nothing was kept.") % {"table": model._meta.label})


def digest(model: type[models.Model], alias: str) -> tuple[int, int]:
    """The number of a table's rows, and the sum of their hashes: the same for the same rows, in whatever order."""
    names = [column.attname for column in model._meta.concrete_fields]
    count, total = 0, 0
    for row in models.QuerySet(model, using=alias).order_by().values_list(*names).iterator(BATCH):
        text = json.dumps([_plain(value) for value in row], ensure_ascii=False, sort_keys=True, default=str)
        total = (total + int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")) % (1 << 256)
        count += 1
    return count, total


def _plain(value: Any) -> Any:
    """A value as both databases have it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return str(value.normalize())
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else value


def _missing_files() -> Iterator[str]:
    """Files stay where they are: every one that a row names is looked for."""
    for model in tables():
        for column in model._meta.concrete_fields:
            if isinstance(column, models.FileField):
                names: Any = models.QuerySet(model).exclude(**{column.attname: ""}).values_list(column.attname, flat=True)
                yield from sorted(str(name) for name in names if name and not default_storage.exists(str(name)))
