"""The database part of a backup: what each kind of database gives of one moment, and takes back in one step.

PostgreSQL: ``pg_dump`` in its custom form, of a snapshot in which rows are counted too; brought back by ``pg_restore`` through
one transaction of ``psql``. SQLite: a file made by ``VACUUM INTO``, which holds one moment while others write, and nothing of
what was deleted. The mark of the quarantine is written in the same step as the data, so that no moment has one without the
other.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils.translation import gettext as _

from publishing.journal_tables import Quarantine

from .archive import BackupError

DUMP = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
LEFT_OUT = ("django_session", "publishing_quarantine")
"""Tables whose rows are not saved: nobody stays signed in over a restore, and a quarantine is of the portal that it closes."""
Query = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class DatabaseSnapshot:
    """What was dumped, and a way of asking about that very moment."""

    path: Path
    query: Query

    def counts(self) -> dict[str, int]:
        """Tables of the portal with their number of rows."""
        tables = sorted({model for model in connection.introspection.django_table_names(only_existing=True)})
        kept = [table for table in tables if table not in LEFT_OUT]
        return {table: self.query(f'SELECT count(*) FROM "{table}"')[0][0] for table in kept}  # noqa: S608

    def migrations(self) -> list[list[str]]:
        return [list(row) for row in self.query("SELECT app, name FROM django_migrations ORDER BY app, name")]


@contextmanager
def snapshot(into: Path, at_once: Callable[[], None]) -> Iterator[DatabaseSnapshot]:
    """Dump the database of this moment into a directory. Raises ``BackupError``.

    ``at_once`` is what must not wait until all is dumped: it is called as soon as the moment is fixed.
    """
    with _KINDS[connection.vendor](into / DUMP[connection.vendor], at_once) as found:
        yield found


@contextmanager
def _of_sqlite(path: Path, at_once: Callable[[], None]) -> Iterator[DatabaseSnapshot]:
    source = str(connection.settings_dict["NAME"])
    with contextlib.closing(sqlite3.connect(source, timeout=60, uri=source.startswith("file:"))) as database:
        try:
            database.execute("VACUUM INTO ?", [str(path)])
        except sqlite3.Error as error:
            raise BackupError(_("The database could not be copied: %(why)s.") % {"why": error}) from error
    at_once()
    path.chmod(0o600)
    with contextlib.closing(sqlite3.connect(path)) as copy:
        for table in LEFT_OUT:
            with contextlib.suppress(sqlite3.OperationalError):
                copy.execute(f'DELETE FROM "{table}"')  # noqa: S608
        copy.commit()
        yield DatabaseSnapshot(path, lambda sql: copy.execute(sql).fetchall())


@contextmanager
def _of_postgresql(path: Path, at_once: Callable[[], None]) -> Iterator[DatabaseSnapshot]:
    tool("pg_dump")
    with transaction.atomic(durable=False), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]
        at_once()

        def query(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={path}"]
        run("pg_dump", *options, *(f"--exclude-table-data={table}" for table in LEFT_OUT))
        path.chmod(0o600)
        yield DatabaseSnapshot(path, query)


_KINDS = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}


# PostgreSQL's own programs


def tool(name: str) -> str:
    """Raises ``BackupError`` where PostgreSQL's programs are not there."""
    found = shutil.which(name)
    if not found:
        raise BackupError(_("%(name)s is missing: on Debian the package postgresql-client brings it.") % {"name": name})
    return found


def environment() -> dict[str, str]:
    """How the programs find the database: in their environment, where no list of processes shows a password."""
    at = connection.settings_dict
    given = {"PGHOST": at["HOST"], "PGPORT": at["PORT"], "PGUSER": at["USER"], "PGPASSWORD": at["PASSWORD"]}
    given |= {"PGDATABASE": at["NAME"], "PGSSLMODE": at.get("OPTIONS", {}).get("sslmode", "")}
    return {**settings.CHILD_ENVIRONMENT, **{name: str(value) for name, value in given.items() if value}, "PGOPTIONS": ""}


def run(name: str, *arguments: str) -> None:
    done = subprocess.run([tool(name), *arguments], env=environment(), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise _failed(name, done.stderr)


def _failed(name: str, said: str) -> BackupError:
    last = next((line for line in reversed(said.strip().splitlines()) if line.strip()), "")
    return BackupError(_("%(name)s failed: %(why)s") % {"name": name, "why": last[:300]})


# Bringing back


def is_empty() -> bool:
    """Whether the database that the settings name holds no table at all."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    tables = connection.introspection.table_names()
    connection.close()
    return not tables


def put_aside(stamp: str) -> str:
    """Move what is in the database out of the way, and say where it is: nothing is deleted."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        aside = path.with_name(f"{path.name}.before-{stamp}")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connections.close_all()
        path.rename(aside)
        return str(aside)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname <> 'plpgsql'")
        if cursor.fetchall():
            raise BackupError(_("The database uses extensions: make an empty database, and restore into that."))
        cursor.execute(f'ALTER SCHEMA public RENAME TO "before_{stamp}"')
        cursor.execute("CREATE SCHEMA public")
    return f"before_{stamp}"


def bring_back(dump: Path, mark: Quarantine) -> None:
    """Put a dump in the place of an empty database, in quarantine from its first moment on. Raises ``BackupError``."""
    connections.close_all()
    if connection.vendor == "sqlite":
        _sqlite_back(dump, mark)
    else:
        _postgresql_back(dump, mark)


COLUMNS = ("began_at", "backup_made_at", "backup", "journal_head", "opened_by", "note")


def _values(mark: Quarantine) -> list[str | None]:
    """As both databases read them: moments in UTC without an offset."""
    found = [getattr(mark, name) for name in COLUMNS]
    return [f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value for value in found]


def _sqlite_back(dump: Path, mark: Quarantine) -> None:
    path = Path(connection.settings_dict["NAME"])
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    shutil.copyfile(dump, new)
    new.chmod(0o640)
    with contextlib.closing(sqlite3.connect(new)) as database:
        fields = ", ".join(COLUMNS)
        places = ", ".join("?" * len(COLUMNS))
        database.execute(f"INSERT INTO publishing_quarantine ({fields}) VALUES ({places})", _values(mark))  # noqa: S608
        database.commit()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    new.replace(path)


def _postgresql_back(dump: Path, mark: Quarantine) -> None:
    """One transaction: the data, and the mark that closes the portal."""
    reader = subprocess.Popen(  # noqa: S603
        [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer = subprocess.Popen(  # noqa: S603
        [tool("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment() | {"PGTZ": "UTC"},
    )
    with reader, writer:
        try:
            _pipe(reader, writer, mark)
        except BrokenPipeError:
            pass  # psql has said why, and its transaction is undone.
        finally:
            reader.kill()
        said = writer.stderr.read().decode(errors="replace") if writer.stderr else ""
    if writer.returncode:
        raise _failed("psql", said)


def _pipe(reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes], mark: Quarantine) -> None:
    if reader.stdout is None or writer.stdin is None:
        raise BackupError(_("PostgreSQL’s programs could not be started."))
    writer.stdin.write(b"BEGIN;\n")
    shutil.copyfileobj(reader.stdout, writer.stdin, 1 << 20)
    if reader.wait():
        writer.kill()
        raise _failed("pg_restore", reader.stderr.read().decode(errors="replace") if reader.stderr else "")
    values = ", ".join("NULL" if value is None else "'" + value.replace("'", "''") + "'" for value in _values(mark))
    fields = ", ".join(COLUMNS)
    sql = f"INSERT INTO public.publishing_quarantine ({fields}) VALUES ({values});\nCOMMIT;\n"  # noqa: S608
    writer.stdin.write(b"SET standard_conforming_strings = on;\nSET timezone = 'UTC';\n" + sql.encode())
    writer.stdin.close()
