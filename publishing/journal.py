"""What no backup may undo, written down by the database itself.

Restoring yesterday's backup brings back whatever was taken away since: a release that was withdrawn, an account that was
closed, an address that left. So each such change is written, in its own transaction, to a table on its way to the journal
(``journal_file``), which is kept outside the database.

A trigger writes it, not code: so no save, ``QuerySet.update``, import, command or query by hand goes round it. Lines hold keys,
moments and states, never names, addresses or words. ``watches()`` says what is watched; each room adds its own by ``watch``,
with what is compared and applied again after a restore. Triggers are made after each migration and taken away before one, since
SQLite makes tables anew; a system check asks whether they are there.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.core import checks
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.crypto import salted_hmac

from proofreading.text import fold

from .enums import JournalKind
from .journal_tables import JournalLine

PREFIX = "journal_"
FUNCTION = "publishing_journal_line"
INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"


@dataclass(frozen=True)
class Watch:
    """What of a table is written down: which change of which columns, and what the line says of it.

    ``when`` is a condition in SQL on OLD or NEW, the same on both databases. ``says`` are columns, of the row as it became or,
    where it is deleted, as it was.
    """

    kind: JournalKind
    model: type[models.Model]
    event: str
    says: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    when: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    def columns(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Names of attributes, each with its column in the database."""
        columns = {column.attname: str(column.column) for column in self.model._meta.concrete_fields}
        return [(name, columns[name]) for name in names]

    def condition(self, vendor: str) -> str:
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        changed = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for _name, column in self.columns(self.changes))
        return " AND ".join(f"({part})" for part in (changed, self.when) if part)

    def definition(self, vendor: str) -> str:
        """The trigger, but for its name."""
        table, key = self.model._meta.db_table, self._key()
        row = "OLD" if self.event == DELETE else "NEW"
        condition = self.condition(vendor)
        when = f" WHEN ({condition})" if condition else ""
        if vendor == "sqlite":
            said = ", ".join(f"'{name}', {row}.\"{column}\"" for name, column in self.columns(self.says))
            return (
                f'AFTER {self.event} ON "{table}" FOR EACH ROW{when} BEGIN INSERT INTO publishing_journalline '  # noqa: S608
                f'("key", "at", kind, model, record, said) VALUES (lower(hex(randomblob(16))), '
                f"strftime('%Y-%m-%d %H:%M:%f', 'now'), '{self.kind.value}', '{self.label}', {row}.\"{key}\", "
                f"json_object({said})); END"
            )
        pairs = "".join(f", '{name}', '{column}'" for name, column in self.columns(self.says))
        return (
            f'AFTER {self.event} ON "{table}" FOR EACH ROW{when} '
            f"EXECUTE FUNCTION {FUNCTION}('{self.kind.value}', '{self.label}', '{key}'{pairs})"
        )

    def name(self, vendor: str) -> str:
        """Tells the definition, so that a trigger that is there by its name is there as it should be."""
        mark = hashlib.sha256(self.definition(vendor).encode()).hexdigest()[:12]
        return f"{PREFIX}{mark}_{self.model._meta.db_table}"[:60]

    def _key(self) -> str:
        column = self.model._meta.pk
        if column is None:
            raise TypeError(f"{self.label} has no key")
        return str(column.column)


@dataclass(frozen=True)
class JournalDifference:
    """What the journal knows and the restored database does not; ``mend`` applies it again, or a person has to."""

    entry: JournalEntry
    sentence: str
    mend: Callable[[], object] | None = None


@dataclass(frozen=True)
class JournalEntry:
    """A line of the journal."""

    key: str
    at: str
    kind: str
    model: str
    record: str
    said: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[tuple[str, str, str], JournalEntry] = field(default_factory=dict, repr=False, compare=False)
    """The last line of each record, by kind, table and key: what a line refers to may stand in another."""


Comparison = Callable[[JournalEntry], Iterable[JournalDifference]]
_watches: list[Watch] = []
_everywhere: list[Callable[[type[models.Model]], Iterable[Watch]]] = []
_comparisons: dict[tuple[str, str], Comparison] = {}


def watch(*watches: Watch, compare: Comparison | None = None) -> None:
    """Have changes written down, and say how the last of a record is compared after a restore.

    Raises ``ValueError`` where two rooms compare the same.
    """
    for one in watches:
        if one not in _watches:
            _watches.append(one)
        if compare is not None:
            compares(one.kind, one.label, compare)


def watch_everywhere(find: Callable[[type[models.Model]], Iterable[Watch]]) -> None:
    """Have every table looked at for what is to be watched, so that a new one is not forgotten."""
    if find not in _everywhere:
        _everywhere.append(find)


def compares(kind: JournalKind, label: str, compare: Comparison) -> None:
    """Say how lines of a kind about a table are compared; without a table, those of every one that says nothing else."""
    if _comparisons.setdefault((kind.value, label), compare) is not compare:
        raise ValueError(f"two rooms compare {kind.value} of {label}")


def comparison(entry: JournalEntry) -> Comparison | None:
    return _comparisons.get((entry.kind, entry.model)) or _comparisons.get((entry.kind, ""))


def watches() -> Iterator[Watch]:
    """Everything that is written down."""
    yield from _watches
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            for find in _everywhere:
                yield from find(model)


def note(kind: JournalKind, model: str, record: object, **said: Any) -> None:
    """Write down what no column tells. Raises ``TransactionManagementError`` outside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("What is written down belongs to the transaction of what it tells.")
    JournalLine.objects.create(key=uuid.uuid4().hex, kind=kind, model=model, record=str(record), said=said)


def keyed(words: str) -> str:
    """The hash under which a name or an address is known again, by who holds SECRET_KEY."""
    return salted_hmac("publishing.journal", fold(words), algorithm="sha256").hexdigest()


# The triggers

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whole jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
    said jsonb := '{{}}'::jsonb;
    place integer := 3;
BEGIN
    WHILE place < TG_NARGS LOOP
        said := said || jsonb_build_object(TG_ARGV[place], whole -> TG_ARGV[place + 1]);
        place := place + 2;
    END LOOP;
    INSERT INTO publishing_journalline ("key", "at", kind, model, record, said) VALUES (
        replace(gen_random_uuid()::text, '-', ''), clock_timestamp(), TG_ARGV[0], TG_ARGV[1], whole ->> TG_ARGV[2], said
    );
    RETURN NULL;
END $$
"""  # noqa: S608


def present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers of the journal that a database has, each with its table."""
    query = {
        "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND pg_table_is_visible(pg_class.oid)"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: table for name, table in cursor.fetchall() if name.startswith(PREFIX)}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing, and take away those that are wanted no more."""
    there = present(connection)
    wanted = {one.name(connection.vendor): one for one in watches()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
        _drop(connection, {name: table for name, table in there.items() if name not in wanted})
        for name, one in wanted.items():
            if name not in there:
                cursor.execute(f'CREATE TRIGGER "{name}" {one.definition(connection.vendor)}')


def _drop(connection: BaseDatabaseWrapper, triggers: Mapping[str, str]) -> None:
    with connection.cursor() as cursor:
        for name, table in triggers.items():
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    return {one.name(connection.vendor) for one in watches()} - set(present(connection))


def _before_migration(using: str, plan: Iterable[Any] = (), **signal: object) -> None:
    if plan and JournalLine._meta.db_table in connections[using].introspection.table_names():
        _drop(connections[using], present(connections[using]))


def _migrated(using: str, apps: Apps | None = None, **signal: object) -> None:
    """Only where every table is as the models have it: not in the middle of a plan, nor on the way back."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if {one.model._meta.db_table for one in watches()} | {JournalLine._meta.db_table} <= tables:
        if apps is None or all(_has_columns(apps, one) for one in watches()):
            install(connection)


def _has_columns(migrated: Apps, watched: Watch) -> bool:
    """Whether the tables as they were migrated have what a trigger looks at."""
    try:
        known = {column.attname for column in migrated.get_model(watched.label)._meta.concrete_fields}
    except LookupError:
        return False
    return {*watched.says, *watched.changes} <= known


@checks.register(checks.Tags.database)
def changes_are_written_down(databases: Iterable[str] | None = None, **given: Any) -> list[checks.CheckMessage]:
    """Asked by ``migrate`` and ``check --database``."""
    found: list[checks.CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if JournalLine._meta.db_table in connection.introspection.table_names() and (lacking := missing(connection)):
            names = ", ".join(sorted(lacking))
            found.append(
                checks.Warning(
                    f"The database does not write down what no backup may undo: {names} missing.",
                    hint="Run “manage.py migrate”.",
                    id="publishing.W010",
                )
            )
    return found


def connect() -> None:
    """Once for a migration, however many rooms: the first is told before it, the last after it."""
    ground = apps.get_app_config("publishing")
    pre_migrate.connect(_before_migration, sender=ground, dispatch_uid="publishing.journal.before")
    post_migrate.connect(_migrated, sender=apps.get_app_config("portal"), dispatch_uid="publishing.journal.after")


def as_json(value: Mapping[str, Any]) -> str:
    """One way of writing a line, so that its hash is always the same."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
