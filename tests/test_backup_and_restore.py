"""The commands as they are run: a backup under load, a restore that opens to nobody, and the same pages afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from conftest import own_database
from portal.backup import saving
from tests.databases import DEMO, MIGRATED
from tests.repository import portal_environment

pytestmark = [pytest.mark.slow, pytest.mark.in_full, pytest.mark.django_db]
PROGRAM = """
import hashlib, json, os, re, sys
import django
django.setup()
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
settings.ALLOWED_HOSTS += ["testserver"]
settings.QUARANTINE_ASKED_EVERY = 0
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

def paths():
    from django.urls import reverse
    from django.utils.translation import override
    from portal.lists import LISTS
    from publishing import languages, structured
    yield from ("/livez", "/sitemap.xml", "/robots.txt")
    for language in languages.codes():
        with override(language):
            yield from (reverse(name) for name in (*LISTS, "home", "site-map"))
            yield reverse("search") + "?q=PostGenAI"
            for model in structured.described():
                yield from (one.get_absolute_url(language) for one in model.objects.public(language).order_by("pk")[:1])

def pages(asked):
    client, found = Client(), {}
    for path in asked:
        answer = client.get(path)
        body = re.sub(rb'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', b"", answer.getvalue())
        found[path] = [answer.status_code, hashlib.sha256(body).hexdigest()]
    return found

for line in sys.stdin:
    asked = json.loads(line)
    try:
        if asked[0] == "pages":
            said = pages(asked[1:] or paths())
        elif asked[0] == "sql":
            from django.db import connection
            with connection.cursor() as cursor:
                cursor.execute(asked[1])
                said = [list(map(str, row)) for row in cursor.fetchall()] if cursor.description else []
        elif asked[0] == "carry":
            from publishing.quarantine_middleware import carry
            said = carry()
        elif asked[0] == "copied":
            from portal.backup import moving
            said = moving._copied(moving._connected(asked[1]), lambda words: None)
        else:
            from io import StringIO
            out = StringIO()
            call_command(*asked, "--language", "en", stdout=out)
            said = out.getvalue()
        print(json.dumps([True, said]), file=sys.__stdout__, flush=True)
    except CommandError as error:
        print(json.dumps([False, str(error)]), file=sys.__stdout__, flush=True)
"""
"""A process that has loaded the portal and does what it is told: pages, a query, or a command."""


class Program:
    """A portal of its own, with a database and a directory."""

    def __init__(self, directory: Path, database: str, journal: Path):
        environment = portal_environment(directory, SECRET_KEY="s" * 10 + "ecret of the tests " * 3, JOURNAL_DIR=str(journal))
        environment |= {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "portal.settings"}
        self.environment = environment
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", PROGRAM],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *asked: str):
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@pytest.fixture
def databases(tmp_path) -> Iterator[tuple[str, str]]:
    """The addresses of a copy of the demo database, and of one that is empty."""
    own = own_database()
    demo = own.made(DEMO)
    if connection.vendor == "sqlite":
        shutil.copy(own.shelf._path(demo), tmp_path / "source.sqlite3")
        yield f"sqlite:///{tmp_path / 'source.sqlite3'}", f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    names = [f"backup_{os.getpid()}_{which}" for which in ("source", "empty")]
    for name, origin in zip(names, (demo, None), strict=True):
        own.shelf.begin(name, origin)
    yield tuple(own.shelf.address(name) for name in names)
    for name in names:
        own.shelf.remove(name)


@pytest.fixture
def portals(databases, tmp_path) -> Iterator[tuple[Program, Program]]:
    """The portal that is saved, and the machine that it is brought back on."""
    own = own_database()
    shutil.copytree(own._files(own.made(DEMO)), tmp_path / "source" / "media")
    found = [
        Program(tmp_path / name, address, tmp_path / "journal")
        for name, address in zip(("source", "empty"), databases, strict=True)
    ]
    yield found[0], found[1]
    for one in found:
        one.end()


LASTING = 60
"""How many files come before one goes: each stays for a fifth of a second at least."""


@contextlib.contextmanager
def load(database: str, media: Path) -> Iterator[list[int]]:
    """Somebody writes without a pause: files before their rows, and deletes them after."""
    ended, written = threading.Event(), [0]

    def write() -> None:
        with contextlib.closing(_connection(database)) as link:
            while not ended.is_set():
                written[0] += 1
                name = f"load/{written[0]}.bin"
                (media / "load").mkdir(parents=True, exist_ok=True)
                (media / name).write_bytes(os.urandom(2000))
                rows = link.cursor()
                rows.execute(f"INSERT INTO load_file (name) VALUES ('{name}')")
                link.commit()
                if written[0] > LASTING:
                    old = f"load/{written[0] - LASTING}.bin"
                    rows.execute(f"DELETE FROM load_file WHERE name = '{old}'")
                    link.commit()
                    (media / old).unlink()
                time.sleep(0.002)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while written[0] < LASTING + 10:
            time.sleep(0.01)
        yield written
    finally:
        ended.set()
        thread.join()


def _connection(database: str):
    at = urlsplit(database)
    if at.scheme == "sqlite":
        return sqlite3.connect(at.path, timeout=30)
    return psycopg.connect(host=at.hostname, port=at.port, user=at.username, password=at.password, dbname=at.path.lstrip("/"))


def test_a_portal_is_saved_under_load_and_comes_back_closed_and_the_same(portals, databases, tmp_path):
    source, empty = portals
    backup, key = tmp_path / "portal.backup", tmp_path / "key"
    saving.new_key(key)
    source.ask("sql", "CREATE TABLE load_file (name varchar(100))")
    before = source.ask("pages")[1]
    assert len(before) > 50 and {status for status, _hash in before.values()} == {200}

    with load(databases[0], tmp_path / "source" / "media") as written:
        began = written[0]
        done, said = source.ask("backup", str(backup), "--key-file", str(key), "--verify")
        assert done and "Read again: the backup is whole." in said, said
        assert written[0] > began + 5, "nobody wrote meanwhile"

    withdrawn = "UPDATE news_article SET withdrawn_at = '2026-01-01 00:00:00' WHERE id = (SELECT min(id) FROM news_article)"
    source.ask("sql", withdrawn)
    source.ask("carry")

    assert empty.ask("restore", str(backup)) == [
        False,
        "The backup is sealed: give its key in a file (--key-file or BACKUP_KEY_FILE).",
    ]
    done, said = empty.ask("restore", str(backup), "--key-file", str(key))
    assert done, said
    assert "The portal is in quarantine" in said and "Withdrawn from the public (1)" in said
    closed = empty.ask("pages", *list(before)[:12])[1]
    assert {path: status for path, (status, _hash) in closed.items() if status != 503} == {"/livez": 200}

    named = {name for (name,) in empty.ask("sql", "SELECT name FROM load_file")[1]}
    there = {f"load/{path.name}" for path in (tmp_path / "empty" / "media" / "load").iterdir()}
    assert named and named <= there, "a row names a file that is not there"
    assert empty.ask("sql", "SELECT count(*) FROM django_session")[1] == [["0"]]

    done, said = empty.ask("open_quarantine", "--by", "ada", "--word", "open", "--leave")
    assert done, said
    after = empty.ask("pages", *before)[1]
    assert {path for path in before if before[path] != after.get(path)} == set()

    assert empty.ask("restore", str(backup), "--key-file", str(key))[1].startswith("The database is not empty.")
    done, said = empty.ask("restore", str(backup), "--key-file", str(key), "--replace")
    assert done and "is kept as" in said, said
    done, said = empty.ask("quarantine", "--apply")
    assert done and "Applied again: 1." in said, said
    rows = "SELECT count(*) FROM news_article WHERE withdrawn_at IS NOT NULL"
    assert empty.ask("sql", rows)[1] == source.ask("sql", rows)[1]


def test_every_row_is_the_same_in_the_database_that_it_is_moved_to(tmp_path):
    """From one database into another that the migrations have just made, with sequences that go on and guards that hold."""
    if connection.vendor != "postgresql":
        pytest.skip("what is moved to is PostgreSQL: asked where the tests run on it")
    own = own_database()
    source, target = (f"backup_{os.getpid()}_{which}" for which in ("moved", "target"))
    for name, content in ((source, DEMO), (target, MIGRATED)):
        own.shelf.begin(name, own.made(content))
    program = Program(tmp_path, own.shelf.address(source), tmp_path / "journal")
    try:
        done, counts = program.ask("copied", own.shelf.address(target))
        assert done and counts["news.Edition"] > 0 and sum(counts.values()) > 1000, counts
        _require_guarded(own.shelf.address(target))
    finally:
        program.end()
        for name in (source, target):
            own.shelf.remove(name)


@pytest.mark.in_full
def test_a_portal_on_sqlite_is_moved_to_postgresql_by_one_command(tmp_path):
    """The same pages and files, the same rows, and a database that goes on as one that was never anything else."""
    if connection.vendor != "postgresql":
        pytest.skip("what is moved to is PostgreSQL: asked where the tests run on it")
    own = own_database()
    target = f"backup_{os.getpid()}_moved_to"
    own.shelf.begin(target, None)
    address, journal = own.shelf.address(target), tmp_path / "journal"
    with contextlib.ExitStack() as ended:
        ended.callback(own.shelf.remove, target)
        before = Program(tmp_path / "var", f"sqlite:///{tmp_path / 'source.sqlite3'}", journal)
        ended.callback(before.end)
        command = [sys.executable, "manage.py", "prepare"]
        subprocess.run(command, cwd=settings.BASE_DIR, env=before.environment, check=True, capture_output=True)
        shown = before.ask("pages")[1]
        assert len(shown) > 50 and {status for status, _hash in shown.values()} == {200}
        done, said = before.ask("move_to", address)
        assert done and "each is the same" in said and "are not there" not in said, said

        after = Program(tmp_path / "var", address, journal)
        ended.callback(after.end)
        again = after.ask("pages", *shown)[1]
        assert {path for path in shown if shown[path] != again.get(path)} == set()
        for kept in (EDITIONS, FILES, "SELECT count(*) FROM news_article"):
            assert after.ask("sql", kept) == before.ask("sql", kept) != [True, []]
        assert _moments(after) == _moments(before) != []
        assert before.ask("move_to", address) == [False, "The target is not empty. Nothing was written."]
        _require_guarded(address)


EDITIONS = "SELECT id, release_id, language, number, digest FROM news_edition ORDER BY id"
FILES = "SELECT id, sha256, picture, document FROM news_sealedfile ORDER BY id"


def _moments(portal: Program) -> list[datetime]:
    rows = portal.ask("sql", "SELECT public_from_fr FROM news_pressrelease WHERE public_from_fr IS NOT NULL ORDER BY id")[1]
    moments = (datetime.fromisoformat(text) for [text] in rows)
    return [one if one.tzinfo else one.replace(tzinfo=UTC) for one in moments]


def _require_guarded(address: str) -> None:
    """What guards editions and counts rows works on, as in a database that was never anything else."""
    with contextlib.closing(_connection(address)) as link:
        rows = link.cursor()
        rows.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'D'")
        assert rows.fetchone() == (0,)
        rows.execute("SELECT max(id), nextval(pg_get_serial_sequence('news_article', 'id')) FROM news_article")
        last, following = rows.fetchone()
        assert following == last + 1
        with pytest.raises(psycopg.DatabaseError):
            rows.execute("UPDATE news_edition SET digest = 'another'")
