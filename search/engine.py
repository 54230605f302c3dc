"""Where SQLite and PostgreSQL differ: how the lexemes of an entry are kept and asked. All else of the search is one code.

To both an entry is a set of lexemes (``a``–``z``, digits and ``_``): FTS5 without positions on SQLite, a ``tsvector`` with a
GIN index on PostgreSQL. Neither parses, stems or ranks: that is done once, in Python, so both give the same answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from publishing import planned_statements
from publishing.planned_statements import PlannedText
from publishing.prepared_queries import as_of_now
from publishing.prepared_texts import StatementText
from publishing.prepared_values import Slot

INSTALL = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_fts USING fts5(lexemes, content='search_entry', content_rowid='id', detail=none, "
        "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")",
        "CREATE TRIGGER search_fts_added AFTER INSERT ON search_entry BEGIN "
        "INSERT INTO search_fts(rowid, lexemes) VALUES (new.id, new.lexemes); END",
        "CREATE TRIGGER search_fts_gone AFTER DELETE ON search_entry BEGIN "
        "INSERT INTO search_fts(search_fts, rowid, lexemes) VALUES ('delete', old.id, old.lexemes); END",
        "CREATE TRIGGER search_fts_changed AFTER UPDATE OF lexemes ON search_entry BEGIN "
        "INSERT INTO search_fts(search_fts, rowid, lexemes) VALUES ('delete', old.id, old.lexemes); "
        "INSERT INTO search_fts(rowid, lexemes) VALUES (new.id, new.lexemes); END",
        "INSERT INTO search_fts(search_fts) VALUES ('rebuild')",
    ],
    "postgresql": [
        "ALTER TABLE search_entry ADD COLUMN vector tsvector "
        "GENERATED ALWAYS AS (array_to_tsvector(string_to_array(lexemes, ' '))) STORED",
        "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
    ],
}
UNINSTALL = {
    "sqlite": [
        "DROP TRIGGER search_fts_added",
        "DROP TRIGGER search_fts_gone",
        "DROP TRIGGER search_fts_changed",
        "DROP TABLE search_fts",
    ],
    "postgresql": ["ALTER TABLE search_entry DROP COLUMN vector"],
}


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration. SQLite drops triggers when Django remakes a table: a later migration that alters ``Entry`` must
    uninstall before and install after."""
    _run(INSTALL, schema_editor)


def uninstall(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _run(UNINSTALL, schema_editor)


def forget_deleted(connection: BaseDatabaseWrapper) -> None:
    """FTS5 keeps the words of rows that are gone until it merges its segments; PostgreSQL's go when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_fts(search_fts) VALUES ('optimize')")


def _run(statements: dict[str, list[str]], schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


@dataclass(frozen=True)
class Lexeme:
    """An entry holds this lexeme, or with ``prefix`` one that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class All:
    """An entry meets every condition."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any:
    """An entry meets one of the conditions."""

    parts: tuple[Condition, ...]


Condition = Lexeme | All | Any
_SIGNS = {
    "sqlite": ('"{}"', '"{}" *', " AND ", " OR "),
    "postgresql": ("'{}'", "'{}':*", " & ", " | "),
}
_WHERE = {
    "sqlite": ("search_fts JOIN search_entry e ON e.id = search_fts.rowid", "search_fts MATCH %s", "search_fts.rowid"),
    # “+ 0” keeps the planner from walking all rows by their key, newest first, in the hope of a match soon: the GIN index is
    # a hundred times faster where matches are few.
    "postgresql": ("search_entry e", "e.vector @@ %s::tsquery", "(e.id + 0)"),
}


def _spelt(condition: Condition, signs: tuple[str, str, str, str]) -> str:
    plain, prefix, both, either = signs
    if isinstance(condition, Lexeme):
        return (prefix if condition.prefix else plain).format(condition.text)
    return f"({(both if isinstance(condition, All) else either).join(_spelt(part, signs) for part in condition.parts)})"


@dataclass(frozen=True)
class Select:
    """A piece of SQL over the entries (``e``) that meet a condition, and its parameters."""

    sql: str
    params: tuple


def select(columns: str, condition: Condition, also: tuple[str, tuple] = ("", ()), limit: int | None = None) -> Select:
    """``columns`` of the entries that meet ``condition`` and the SQL condition ``also``; limited, the newest entries first."""
    vendor = connection.vendor
    source, match, key = _WHERE[vendor]
    sql = f"SELECT {columns} FROM {source} WHERE {match}"  # noqa: S608  nothing of a visitor's: conditions are parameters
    params: tuple = (_spelt(condition, _SIGNS[vendor]),)
    if also[0]:
        sql, params = f"{sql} AND {also[0]}", params + also[1]
    if limit is not None:
        sql = f"{sql} ORDER BY {key} DESC LIMIT {limit:d}"
    return Select(sql, params)


def run(selects: Iterable[Select]) -> list[tuple]:
    """The rows of all of them, in one query."""
    selects = list(selects)
    if not selects:
        return []
    sql = " UNION ALL ".join(f"SELECT * FROM ({one.sql}) AS part{place}" for place, one in enumerate(selects))  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for one in selects for value in one.params])
        return cursor.fetchall()


_TIERS, _CONDITIONS, _LIMITS = (Slot(name, None, list) for name in ("tiers", "conditions", "limits"))
SAMPLE = 64
"""Entries, spread over all, by which a condition is known to be met by many."""
COMMON = 0.2
"""The part of the sample from which on the entries of a kind are walked, the newest first, until enough meet the condition. The
index gives all that do, so it is for what few do: what is found is the same."""


@dataclass(frozen=True)
class PlannedPart:
    """The entries of a kind in a language: how each row of theirs is told, and the condition of the entry ``e`` that may be
    shown."""

    place: int
    model_label: str
    language: str
    scope: Lexeme
    shown: StatementText


def plan(columns: str, parts: Sequence[PlannedPart]) -> PlannedText | None:
    """For ``run_planned``. None where the database keeps no plans.

    One text for whatever is searched: which words, and how many of them in which nearness, are values. What may be shown is
    asked of one entry after the other (“OFFSET 0” keeps it apart), until there are enough.
    """
    if not planned_statements.are_kept():
        return None
    planned = PlannedText()
    # Nothing of a visitor's stands in the text: conditions are values.
    planned.write(f"WITH sample AS MATERIALIZED (SELECT e.vector FROM generate_series(1, {SAMPLE}) AS g(part) JOIN ")  # noqa: S608
    planned.write("search_entry e ON e.id = (SELECT max(id) FROM search_entry) * g.part / ", str(SAMPLE), "), ")
    planned.write("asked AS MATERIALIZED (SELECT a.tier, a.held, a.most, (SELECT count(*) FROM sample WHERE vector @@ a.held)")
    planned.write(" > ", str(COMMON), " * (SELECT count(*) FROM sample) AS is_common FROM unnest(")
    planned.write(_TIERS, "::int[], ", _CONDITIONS, "::tsquery[], ", _LIMITS, "::int[]) AS a(tier, held, most)) ")
    for number, part in enumerate(parts):
        scope = _spelt(part.scope, _SIGNS["postgresql"])
        kind = f"model_label = '{part.model_label}' AND language = '{part.language}'"
        walked = f"{kind} AND a.is_common AND (vector @@ a.held) IS TRUE ORDER BY id DESC"
        looked_up = f"NOT a.is_common AND vector @@ ({scope}::tsquery && a.held) ORDER BY (id + 0) DESC"
        start = f"SELECT {part.place}, a.tier, {columns} FROM asked a CROSS JOIN LATERAL ("  # noqa: S608
        planned.write(" UNION ALL " if number else "", start)
        for second, entries in enumerate((walked, looked_up)):
            planned.write(" UNION ALL " if second else "", "(SELECT * FROM (SELECT id, object_id, title, day, is_example ")
            planned.write(f"FROM search_entry WHERE {entries} OFFSET 0) AS e WHERE EXISTS (")
            planned.write_text(part.shown)
            planned.write(" OFFSET 0) LIMIT a.most)")
        planned.write(") AS e")
    return planned


def run_planned(planned: PlannedText, conditions: Mapping[int, Condition], limits: Mapping[int, int]) -> list[tuple]:
    """The place of the part, the tier of the condition, and the columns of the entries that meet it, up to its limit."""
    held = [_spelt(condition, _SIGNS["postgresql"]) for condition in conditions.values()]
    tiers = list(conditions)
    return planned.rows(as_of_now({"tiers": tiers, "conditions": held, "limits": [limits[tier] for tier in tiers]}))
