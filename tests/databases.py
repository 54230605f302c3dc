"""The databases of the tests: two are made once, and every process of a run copies them instead of making its own.

One is as the migrations leave it, one holds the demo data too, with its files. Both are kept under ``var/tests`` (SQLite) or
on the server (PostgreSQL), named by all that they are made from, so that a change of a migration, of the demo data or of
any module makes them anew. Where a test has written for good, the next one begins with a fresh copy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol
from urllib.parse import quote

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from tests.shelf import HALF_MADE, SHELF, alone, fingerprint

MIGRATED, DEMO = "migrated", "demo"
OWN = "own_"
"""Begins the names of the databases that processes write to."""
READ = {".py", ".yaml", ".toml", ".json", ".csv", ".txt", ".po", ".html", ".png", ".jpg", ".svg"}
"""What a database can be made from: code, data, locks, catalogues, pictures, and the templates of texts."""
IN_USE_SECONDS = 10
"""So long a copy waits for whoever still reads the database that it is to take the place of."""
MAKE_IT = (Path("tests/settings.py"), Path("tests/fill_database.py"))
"""The two of the tests that have a part in it."""


def sources(root: Path) -> Iterator[Path]:
    """All that a database is made from."""
    yield from (root / path for path in MAKE_IT if (root / path).is_file())
    for top in sorted(root.iterdir()):
        if top.is_file() and top.suffix in READ:
            yield top
        elif top.is_dir() and not top.name.startswith(".") and top.name not in {"var", "docs", "script", "tests"}:
            yield from (path for path in top.rglob("*") if path.suffix in READ and "tests" not in path.relative_to(root).parts)


class Shelf(Protocol):
    """Where the finished databases of one fingerprint are kept. A name is a database's content, and its fingerprint."""

    def address(self, name: str) -> str:
        """The value of ``DATABASE_URL`` that leads to it."""

    def names(self) -> Iterable[str]:
        """What is there, half-made databases included."""

    def begin(self, name: str, origin: str | None) -> None:
        """Make a copy of another one, or an empty one."""

    def rename(self, old: str, new: str) -> None: ...

    def remove(self, name: str) -> None: ...

    def own(self, name: str) -> str:
        """What Django is to call a database that a process writes to."""

    def copy(self, name: str) -> None:
        """Make it the content of this process's own database, whatever that held."""


class SQLiteShelf:
    """Files; this process's own database is in its memory, where all its threads share one connection."""

    def __init__(self, folder: Path):
        self.folder = folder

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def address(self, name: str) -> str:
        return f"sqlite:///{self._path(name)}"

    def names(self) -> list[str]:
        return [path.stem for path in self.folder.glob("*.sqlite3")]

    def begin(self, name: str, origin: str | None) -> None:
        if origin:
            shutil.copy(self._path(origin), self._path(name))
        else:
            self._path(name).touch()

    def rename(self, old: str, new: str) -> None:
        with contextlib.closing(sqlite3.connect(self._path(old))) as database:
            # A copy in memory can have no log beside it.
            database.execute("PRAGMA journal_mode=DELETE")
        self._path(old).replace(self._path(new))

    def remove(self, name: str) -> None:
        for path in self.folder.glob(f"{name}.sqlite3*"):
            path.unlink()

    def own(self, name: str) -> str:
        return f"file:{name}?mode=memory&cache=shared"

    def copy(self, name: str) -> None:
        connection.ensure_connection()
        ends = monotonic() + IN_USE_SECONDS
        with contextlib.closing(sqlite3.connect(f"file:{self._path(name)}?mode=ro", uri=True)) as database:
            while not self._copied_from(database, last=monotonic() > ends):
                sleep(0.05)

    @staticmethod
    def _copied_from(database: sqlite3.Connection, last: bool) -> bool:
        """Copy it, unless a server's thread still reads what its page was made from: they share one connection."""
        try:
            database.backup(connection.connection)
        except sqlite3.OperationalError as error:
            if last or "in use" not in str(error):
                raise
            return False
        return True


class PostgreSQLShelf:
    """Databases of the server, which copies them. Their names begin with the checkout's, so that two may share a server."""

    def __init__(self, prefix: str):
        self.prefix = prefix

    def address(self, name: str) -> str:
        at = connection.settings_dict
        who = f"{quote(at['USER'], safe='')}:{quote(at['PASSWORD'], safe='')}"
        return f"postgres://{who}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{self.prefix}{name}"

    def names(self) -> list[str]:
        with self._server() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.prefix])
            return [name.removeprefix(self.prefix) for (name,) in cursor.fetchall()]

    def begin(self, name: str, origin: str | None) -> None:
        template = self.prefix + origin if origin else "template0"
        self._run(f'CREATE DATABASE "{self.prefix}{name}" TEMPLATE "{template}"')

    def rename(self, old: str, new: str) -> None:
        self._run(f'ALTER DATABASE "{self.prefix}{old}" RENAME TO "{self.prefix}{new}"')

    def remove(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self.prefix}{name}" WITH (FORCE)')

    def own(self, name: str) -> str:
        return self.prefix + name

    def copy(self, name: str) -> None:
        connection.close()
        own = connection.settings_dict["NAME"]
        self._run(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        self._run(f'CREATE DATABASE "{own}" TEMPLATE "{self.prefix}{name}"')

    def _run(self, statement: str) -> None:
        with self._server() as cursor:
            cursor.execute(statement)

    @staticmethod
    def _server():
        return connection._nodb_cursor()


def shelf(mark: str = "tests", folder: Path = SHELF) -> Shelf:
    """That of this checkout. ``mark`` begins the names of a server’s databases, ``folder`` is where files are kept."""
    if connection.vendor == "sqlite":
        return SQLiteShelf(folder)
    checkout = hashlib.sha256(str(settings.BASE_DIR).encode()).hexdigest()[:6]
    return PostgreSQLShelf(f"{mark}_{checkout}_")


class OwnDatabase:
    """The database of this process: what it holds, and the way back to what a test wants to begin with."""

    def __init__(self, shelf: Shelf, folder: Path = SHELF):
        self.shelf = shelf
        self.folder = folder
        # The demo data's coming events are of the months after the one in which they were made.
        month = date.today().strftime("%Y%m")
        self.fingerprint = f"{fingerprint(settings.BASE_DIR, sources(settings.BASE_DIR))}_{month}"
        self.name = OWN + os.environ.get("PYTEST_XDIST_WORKER", "alone")
        self.content: str | None = None
        """What it holds, and nothing else; ``None`` once a test has written for good."""

    def begin(self) -> None:
        """Have Django write to it from now on, and to no other."""
        connection.close()
        connection.settings_dict["NAME"] = self.shelf.own(self.name)

    def spoil(self) -> None:
        """Say that something was written that no transaction takes back."""
        self.content = None

    def hold(self, content: str) -> None:
        """Have it hold this, and the files that go with it."""
        if self.content == content:
            return
        self.spoil()
        while not self._copied(self.made(content)):
            continue  # A run of another fingerprint took it away meanwhile.
        # What a process remembers of its database.
        ContentType.objects.clear_cache()
        cache.clear()
        self.content = content

    def made(self, content: str) -> str:
        """The name of the finished database. One process makes it, the others wait for it; meanwhile others are copied."""
        name = f"{content}_{self.fingerprint}"
        with alone(self.folder, content):
            if not self._is_finished(name):
                self._make(content, name)
        return name

    def _copied(self, name: str) -> bool:
        """Copy it, if it is still there: nobody may take it away while it is copied."""
        with alone(self.folder):
            if not self._is_finished(name):
                return False
            self.shelf.copy(name)
            shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
            shutil.copytree(self._files(name), settings.MEDIA_ROOT)
        return True

    def leave(self) -> None:
        """Leave none behind when the process ends."""
        connection.close()
        self.shelf.remove(self.name)

    def _is_finished(self, name: str) -> bool:
        return name in self.shelf.names() and self._files(name).is_dir()

    def _make(self, content: str, name: str) -> None:
        """Make it under another name, which it loses at the end: a process that dies leaves none that is taken for whole."""
        unfinished = name + HALF_MADE
        while not self._begun(content, name, unfinished):
            continue  # A run of another fingerprint took away what it is copied from.
        subprocess.run(
            [sys.executable, "-m", "tests.fill_database", content, str(self._files(unfinished))],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": self.shelf.address(unfinished), "DJANGO_SETTINGS_MODULE": "tests.settings"},
            check=True,
        )
        with alone(self.folder):
            self._files(unfinished).replace(self._files(name))
            self.shelf.rename(unfinished, name)

    def _begun(self, content: str, name: str, unfinished: str) -> bool:
        """Begin it, if what it is copied from is still there. Those of the same content that were made from something else
        go, and so does what is left of an unfinished one."""
        origin = None if content == MIGRATED else self.made(MIGRATED)
        with alone(self.folder):
            if origin and not self._is_finished(origin):
                return False
            for old in self.shelf.names():
                if old.startswith(f"{content}_"):
                    self._remove(old)
            # Of either there may be files alone.
            self._remove(name)
            self._remove(unfinished)
            self.shelf.begin(unfinished, origin)
        return True

    def _remove(self, name: str) -> None:
        self.shelf.remove(name)
        shutil.rmtree(self._files(name), ignore_errors=True)

    def _files(self, name: str) -> Path:
        return self.folder / f"files-{name}"
