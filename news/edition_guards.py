"""The database's own guard of editions: what is sealed is not changed, and only what was approved is pointed at.

Triggers, not code: so no command, import, restore or query by hand goes round them. They are made anew after every migration,
since SQLite drops those of a table that it makes anew; a system check asks whether they are there.

- An edition, its references and its files are never updated.
- They are deleted, and leaves are written, only while a row of ``news_editiondoor`` names their edition.
- A sealed file is never updated, and a part that was struck out is brought back by nobody.
- ``INSERT OR REPLACE``, which passes SQLite's triggers of deletion, finds the number taken.
- A contact of an edition is never updated, and may be deleted: it is the one leaf that must be able to go.
- A release points at an edition of its own, in that language, that is no proof.
- No save of a release, which its new stamp tells, takes a withdrawal back, puts an earlier edition in force again, or takes one
  away from a language that would be in review: so would one of an instance that was read before the step.

PostgreSQL's TRUNCATE fires no trigger of a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate

from publishing import languages

from .enums import ReviewState

STALE = "a release is not saved over a later step of its life"
SEALED = "an edition is never changed"
CLOSED = "the door of this edition is closed"
FOREIGN = "a release points at an edition of its own that was approved"
EDITION, DOOR, RELEASE = "news_edition", "news_editiondoor", "news_pressrelease"
FILE, STRIKE = "news_sealedfile", "news_strike"
LEAVES = ("news_editionreference", "news_editionfile", "news_editioncontact")


@dataclass(frozen=True)
class Guard:
    """A trigger: before ``event`` on ``table``, ``sentence`` is raised ``when`` a condition on OLD or NEW holds."""

    name: str
    table: str
    event: str
    when: str
    sentence: str

    def sqlite(self) -> list[str]:
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.sentence}'); END",
        ]

    def postgresql(self) -> list[str]:
        row = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.when} THEN RAISE EXCEPTION '{self.sentence}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {row}; END $$",
            f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]


def guards() -> Iterator[Guard]:
    yield Guard("news_edition_sealed", EDITION, "UPDATE", "1 = 1", SEALED)
    yield Guard("news_edition_kept", EDITION, "DELETE", _closed("OLD.id"), CLOSED)
    taken = (
        f"EXISTS (SELECT 1 FROM {EDITION} AS e WHERE e.id = NEW.id OR "  # noqa: S608
        "(e.release_id = NEW.release_id AND e.language = NEW.language AND e.number = NEW.number))"
    )
    yield Guard("news_edition_new", EDITION, "INSERT", taken, SEALED)
    for table in LEAVES:
        yield Guard(f"{table}_sealed", table, "UPDATE", "1 = 1", SEALED)
        yield Guard(f"{table}_new", table, "INSERT", _closed("NEW.edition_id"), CLOSED)
        if table != "news_editioncontact":
            yield Guard(f"{table}_kept", table, "DELETE", _closed("OLD.edition_id"), CLOSED)
    yield Guard("news_sealedfile_sealed", FILE, "UPDATE", "1 = 1", SEALED)
    moved = "OLD.edition_id <> NEW.edition_id OR OLD.part <> NEW.part OR OLD.place <> NEW.place"
    yield Guard("news_strike_sealed", STRIKE, "UPDATE", moved, SEALED)
    yield Guard("news_strike_kept", STRIKE, "DELETE", _closed("OLD.edition_id"), CLOSED)
    for code in languages.codes():
        column = f"{languages.column('edition', code)}_id"
        foreign = (
            f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {EDITION} AS e WHERE e.id = NEW.{column} "  # noqa: S608
            f"AND e.release_id = NEW.id AND e.language = '{code}' AND e.kind <> 'proof')"
        )
        for event in ("INSERT", "UPDATE"):
            yield Guard(languages.column(f"news_pressrelease_{event.lower()}", code), RELEASE, event, foreign, FOREIGN)
    yield from _against_stale_saves()


def _against_stale_saves() -> Iterator[Guard]:
    saved = "NEW.stamp <> OLD.stamp"
    back = f"{saved} AND OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL"
    yield Guard("news_pressrelease_withdrawn", RELEASE, "UPDATE", back, STALE)
    for code in languages.codes():
        column, review = f"{languages.column('edition', code)}_id", languages.column("review", code)
        number = f"(SELECT e.number FROM {EDITION} AS e WHERE e.id = {{}}.{column})"  # noqa: S608
        earlier = f"NEW.{column} IS NOT NULL AND {number.format('NEW')} < {number.format('OLD')}"
        undone = f"NEW.{column} IS NULL AND NEW.{review} = '{ReviewState.IN_REVIEW}'"
        was = f"{saved} AND OLD.{column} IS NOT NULL"
        yield Guard(
            languages.column("news_pressrelease_stale", code), RELEASE, "UPDATE", f"{was} AND ({earlier} OR {undone})", STALE
        )


def _closed(edition: str) -> str:
    return f"NOT EXISTS (SELECT 1 FROM {DOOR} AS d WHERE d.edition = {edition})"  # noqa: S608


def install(connection: BaseDatabaseWrapper) -> None:
    """Make every guard anew."""
    with connection.cursor() as cursor:
        for guard in guards():
            for statement in getattr(guard, connection.vendor)():
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The guards that a database lacks."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {name for (name,) in cursor.fetchall()}
    return {guard.name for guard in guards()} - found


def _migrated(using: str, **signal: object) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    if {EDITION, DOOR, RELEASE, FILE, STRIKE, *LEAVES} <= set(tables):
        columns = _columns(connection, RELEASE)
        if {f"{name}_id" for name in languages.columns("edition")} <= columns:
            install(connection)


def _columns(connection: BaseDatabaseWrapper, table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


@checks.register(checks.Tags.database)
def editions_are_guarded(databases: Iterable[str] | None = None, **given: Any) -> list[checks.CheckMessage]:
    """Asked by ``migrate`` and ``check --database``."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if EDITION in connection.introspection.table_names() and (lacking := missing(connection)):
            names = ", ".join(sorted(lacking))
            found.append(
                checks.Warning(
                    f"The database does not guard editions: {names} missing.", hint="Run “manage.py migrate”.", id="news.W001"
                )
            )
    return found


def connect() -> None:
    from django.apps import apps

    post_migrate.connect(_migrated, sender=apps.get_app_config("news"), dispatch_uid="news.edition_guards")
