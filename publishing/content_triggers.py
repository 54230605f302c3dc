"""What moves the version of the public content (``content_version``): a trigger on every table from which a public page reads.

They are made anew after every migration, since SQLite drops those of a table that it makes anew and a new table has none; and
the version moves then, since a migration may have changed what pages say. A table is public unless a room says that it is not:
whoever adds one forgets nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from .content_version import MODULUS, TABLE

NAME = "content_moves"
"""Ends the name of each trigger. A trigger that is made otherwise needs another name: what is there is kept."""
FUNCTION, EMPTIED = "publishing_content_moves", "publishing_content_emptied"
COMPACTED_AT = 64
"""About how many rows readers on PostgreSQL add up before a writer puts them together."""
LOCK = 0x706F7274
"""The advisory lock of whoever puts them together."""
_private: set[str] = {TABLE}


def leave_out(tables: Iterable[str]) -> None:
    """Say that no public page reads from these tables: what is written to them moves nothing."""
    _private.update(tables)


def private_tables() -> frozenset[str]:
    return frozenset(_private)


def public_tables(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables of models, those between two models included, from which a public page may read."""
    there = set(connection.introspection.table_names())
    named = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return sorted((named & there) - _private)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing, take away those of what is private, and move the version.

    What is there stays: between taking a trigger away and making it anew another process could write unnoticed.
    """
    wanted = {name: (table, event) for table in public_tables(connection) for name, event in _names(connection, table).items()}
    with connection.cursor() as cursor:
        made = _SQLite() if connection.vendor == "sqlite" else _PostgreSQL(_schema(cursor))
        found = _found(connection)
        for statement in made.before():
            cursor.execute(statement)
        for name, table in found.items():
            if name.endswith(f"_{NAME}") and name not in wanted:
                cursor.execute(made.removed(name, table))
        for name, (table, event) in wanted.items():
            if name not in found:
                cursor.execute(made.trigger(name, table, event))
        for statement in made.moved():
            cursor.execute(statement)


def _schema(cursor: Any) -> str:
    cursor.execute("SELECT current_schema()")
    return str(cursor.fetchone()[0])


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The triggers that a database lacks: without one of them nothing may be kept."""
    wanted = {name for table in public_tables(connection) for name in _names(connection, table)}
    return wanted - _found(connection).keys()


def _found(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers that are there and in force, with their tables."""
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _names(connection: BaseDatabaseWrapper, table: str) -> dict[str, str]:
    """The triggers of a table, with what fires each."""
    events = ["insert", "update", "delete", *(["truncate"] if connection.vendor == "postgresql" else [])]
    return {f"{table}_{event}_{NAME}": event for event in events}


class _SQLite:
    """One number, replaced for each row. By ``UPDATE``: an ``INSERT`` would obey the ``OR IGNORE`` of what fires it."""

    random = f"(random() & {MODULUS - 1})"

    def before(self) -> list[str]:
        return []

    def removed(self, name: str, table: str) -> str:
        return f'DROP TRIGGER "{name}"'

    def trigger(self, name: str, table: str, event: str) -> str:
        move = f"UPDATE {TABLE} SET number = {self.random}"  # noqa: S608
        return f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" BEGIN {move}; END'

    def moved(self) -> list[str]:
        add = f"INSERT INTO {TABLE} (id, number) SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM {TABLE})"  # noqa: S608
        return [add, f"UPDATE {TABLE} SET number = {self.random}"]  # noqa: S608


class _PostgreSQL:
    """A row for each statement that changed any; now and then the rows that nobody holds are put together.

    Only under READ COMMITTED: a stricter transaction would fail on a row that another one put together since it began.
    """

    random = (
        "('x' || left(replace(gen_random_uuid()::text, '-', ''), 12) || right(gen_random_uuid()::text, 3))::bit(60)::bigint"
    )

    def __init__(self, schema: str) -> None:
        self.schema, self.table = schema, f'"{schema}".{TABLE}'
        self.add = f"INSERT INTO {self.table} (number) VALUES ({self.random})"  # noqa: S608

    def before(self) -> Iterator[str]:
        some = "IF NOT EXISTS (SELECT 1 FROM changed_rows) THEN RETURN NULL; END IF; "
        for name, condition in ((FUNCTION, some), (EMPTIED, "")):
            yield (
                f'CREATE OR REPLACE FUNCTION "{self.schema}".{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
                f"{condition}{self.add}; {self._together()}RETURN NULL; END $$"
            )

    def _together(self) -> str:
        now_and_then = f"random() < {1 / COMPACTED_AT} AND current_setting('transaction_isolation') = 'read committed'"
        chosen = f"SELECT id FROM {self.table} FOR UPDATE SKIP LOCKED"  # noqa: S608
        gone = f"DELETE FROM {self.table} WHERE id IN (SELECT id FROM chosen) RETURNING number"  # noqa: S608
        total = f"SELECT mod(sum(number), {MODULUS})::bigint FROM gone HAVING count(*) > 0"  # noqa: S608
        return (
            f"IF {now_and_then} AND pg_try_advisory_xact_lock({LOCK}) THEN WITH chosen AS ({chosen}), gone AS ({gone}) "
            f"INSERT INTO {self.table} (number) {total}; END IF; "
        )

    def removed(self, name: str, table: str) -> str:
        return f'DROP TRIGGER "{name}" ON "{table}"'

    def trigger(self, name: str, table: str, event: str) -> str:
        rows = {"insert": "NEW", "update": "NEW", "delete": "OLD"}.get(event)
        seen, function = (f"REFERENCING {rows} TABLE AS changed_rows ", FUNCTION) if rows else ("", EMPTIED)
        return (
            f'CREATE OR REPLACE TRIGGER "{name}" AFTER {event.upper()} ON "{table}" {seen}'
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{self.schema}".{function}()'
        )

    def moved(self) -> list[str]:
        return [self.add]


def migrated(using: str, **signal: object) -> None:
    """A listener to ``post_migrate``; which app's is for the room that knows which tables are private."""
    connection = connections[using]
    if TABLE in connection.introspection.table_names():
        install(connection)


@checks.register(checks.Tags.database)
def content_is_watched(databases: Iterable[str] | None = None, **given: Any) -> list[checks.CheckMessage]:
    """Asked by ``migrate`` and ``check --database``."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if TABLE in connection.introspection.table_names() and (lacking := missing(connection)):
            found.append(
                checks.Warning(
                    f"Changes of the content are not noticed, {len(lacking)} triggers are missing: no answer is kept.",
                    hint="Run “manage.py migrate”.",
                    id="publishing.W090",
                )
            )
    return found
