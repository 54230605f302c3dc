"""The databases of the tests: made once, copied often, never taken half-made."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from caps.models import CAP
from conftest import own_database
from tests import databases
from tests.databases import DEMO, MIGRATED, OwnDatabase
from tests.shelf import HALF_MADE, directory, fingerprint


class Boxes:
    """A shelf of nothing: what is asked of it, in order."""

    def __init__(self):
        self.kept: set[str] = set()
        self.copied: list[str] = []

    def own(self, name):
        return name

    def address(self, name):
        return name

    def names(self):
        return list(self.kept)

    def begin(self, name, origin):
        assert origin is None or origin in self.kept
        assert name not in self.kept
        self.kept.add(name)

    def rename(self, old, new):
        self.kept.remove(old)
        self.kept.add(new)

    def remove(self, name):
        self.kept.discard(name)

    def copy(self, name):
        self.copied.append(name)


KILLED = """
import sys, time
from pathlib import Path
import django
django.setup()
from tests import databases
def fill(command, **given):
    Path(command[-1]).mkdir()
    print("filling", flush=True)
    time.sleep(60)
databases.subprocess.run = fill
databases.OwnDatabase(databases.shelf(sys.argv[1], Path(sys.argv[2])), Path(sys.argv[2])).made(databases.MIGRATED)
"""
"""A process that is killed while it makes a database."""


@pytest.fixture
def boxes() -> Boxes:
    return Boxes()


@pytest.fixture
def filled(monkeypatch) -> list[str]:
    """What was filled; a name in it that begins with “dies” stands for a process that died of it."""
    filled: list[str] = []

    def run(command, **given):
        filled.append(command[-2])
        Path(command[-1]).mkdir()
        if "dies" in filled:
            raise subprocess.CalledProcessError(-9, command)

    monkeypatch.setattr(databases.subprocess, "run", run)
    return filled


@pytest.fixture
def own(boxes, filled, tmp_path, settings) -> OwnDatabase:
    settings.MEDIA_ROOT = tmp_path / "media"
    return OwnDatabase(boxes, tmp_path / "shelf")


def test_each_content_is_made_once_and_copied_after(own, boxes, filled):
    for content in (DEMO, DEMO, MIGRATED, DEMO):
        own.hold(content)
    assert filled == [MIGRATED, DEMO]
    assert [name.partition("_")[0] for name in boxes.copied] == [DEMO, MIGRATED, DEMO]


def test_what_was_written_for_good_asks_for_a_fresh_copy(own, boxes):
    own.hold(MIGRATED)
    own.spoil()
    own.hold(MIGRATED)
    assert len(boxes.copied) == 2


def test_a_process_that_dies_leaves_nothing_that_is_taken_for_whole(own, boxes, filled):
    filled.append("dies")
    with pytest.raises(subprocess.CalledProcessError):
        own.hold(MIGRATED)
    assert boxes.copied == []
    assert [name.endswith(HALF_MADE) for name in boxes.kept] == [True]
    filled.clear()
    own.hold(MIGRATED)
    assert [name.endswith(HALF_MADE) for name in boxes.kept] == [False]


def test_a_killed_process_leaves_none_behind_on_the_database_itself(db, filled, tmp_path):
    shelf = databases.shelf("killed", tmp_path)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", KILLED, "killed", str(tmp_path)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "filling\n"
        process.kill()
    try:
        assert [name.endswith(HALF_MADE) for name in shelf.names()] == [True]
        name = OwnDatabase(shelf, tmp_path).made(MIGRATED)
        assert (filled, shelf.names()) == ([MIGRATED], [name])
    finally:
        for name in shelf.names():
            shelf.remove(name)


def test_a_database_without_its_files_is_made_anew(own, boxes, filled):
    own.hold(MIGRATED)
    shutil.rmtree(next(own.folder.glob("files-*")))
    own.spoil()
    own.hold(MIGRATED)
    assert filled == [MIGRATED, MIGRATED]


def test_files_without_their_database_are_in_nobodys_way(own, boxes, filled):
    own.hold(MIGRATED)
    (next(own.folder.glob("files-*")) / "left.txt").write_text("x")
    boxes.kept.clear()
    own.spoil()
    own.hold(MIGRATED)
    assert filled == [MIGRATED, MIGRATED]


def test_those_of_another_fingerprint_go_and_those_of_processes_stay(own, boxes):
    boxes.kept |= {"migrated_0123456789ab", "demo_0123456789ab_unfinished", "own_gw1"}
    own.hold(DEMO)
    assert boxes.kept == {f"migrated_{own.fingerprint}", f"demo_{own.fingerprint}", "own_gw1"}


def test_while_one_is_made_another_is_copied_and_none_is_made_twice(own, boxes, filled, monkeypatch):
    own.hold(MIGRATED)
    run = databases.subprocess.run
    other = OwnDatabase(boxes, own.folder)

    def busy(command, **given):
        other.hold(MIGRATED)
        with pytest.raises(BlockingIOError), (own.folder / f"lock-{DEMO}").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return run(command, **given)

    monkeypatch.setattr(databases.subprocess, "run", busy)
    own.hold(DEMO)
    assert (filled, len(boxes.copied)) == ([MIGRATED, DEMO], 3)


def test_one_that_is_taken_away_before_it_is_copied_is_made_anew(own, boxes, filled, monkeypatch):
    finished = own._is_finished
    answers = iter([False, False, False])
    monkeypatch.setattr(own, "_is_finished", lambda name: next(answers, finished(name)))
    own.hold(MIGRATED)
    assert (filled, len(boxes.copied)) == ([MIGRATED, MIGRATED], 1)


def mark_of(root: Path) -> str:
    return fingerprint(root, databases.sources(root))


@pytest.mark.parametrize("folder", ["portal", "tests"], ids=["a checkout", "a checkout called tests"])
def test_the_fingerprint_is_of_all_that_a_database_is_made_from_and_of_no_test(tmp_path, folder):
    tmp_path /= folder
    tmp_path.mkdir()
    made_from = ("caps/models.py", "caps/migrations/0001_programmes.py", "portal/demo/facts.yaml", "portal/demo/logos/a.png")
    for name in (*made_from, "requirements.txt", "tests/fill_database.py"):
        before = mark_of(tmp_path)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
        assert mark_of(tmp_path) != before
        before = mark_of(tmp_path)
        path.write_text("y")
        assert mark_of(tmp_path) != before
    before = mark_of(tmp_path)
    for name in ("caps/tests/test_models.py", "tests/test_walk.py", "var/x.py", ".venv/x.py", "docs/x.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    assert mark_of(tmp_path) == before


def test_a_directory_is_made_once_for_what_it_is_made_from(tmp_path):
    made: list[str] = []

    def make(folder: Path) -> None:
        folder.mkdir()
        made.append(folder.name)

    assert [directory("static", mark, make, tmp_path).name for mark in "aab"] == ["static_a", "static_a", "static_b"]
    assert made == ["static_a_unfinished", "static_b_unfinished"]
    assert [path.name for path in tmp_path.glob("static*")] == ["static_b"]


def test_a_directory_is_never_taken_half_made(tmp_path):
    def die(folder: Path) -> None:
        folder.mkdir()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        directory("static", "a", die, tmp_path)
    assert directory("static", "a", Path.mkdir, tmp_path).is_dir()
    assert [path.name for path in tmp_path.glob("static*")] == ["static_a"]


def test_a_copy_waits_for_whoever_still_reads_what_it_replaces(tmp_path, monkeypatch):
    """SQLite refuses it while a thread of a server is in the middle of an answer: all of them read by one connection."""
    with contextlib.closing(sqlite3.connect(tmp_path / "new.sqlite3")) as new:
        new.executescript("CREATE TABLE arrived (n); INSERT INTO arrived VALUES (7)")
    with contextlib.closing(sqlite3.connect(":memory:")) as own:
        own.executescript("CREATE TABLE old (n); INSERT INTO old VALUES (1), (2)")
        reading = own.execute("SELECT n FROM old")
        reading.fetchone()
        waits = []
        monkeypatch.setattr(databases, "sleep", lambda seconds: waits.append(seconds) or len(waits) < 3 or reading.close())
        monkeypatch.setattr(databases, "connection", SimpleNamespace(connection=own, ensure_connection=lambda: None))
        databases.SQLiteShelf(tmp_path).copy("new")
        assert len(waits) == 3
        assert own.execute("SELECT n FROM arrived").fetchall() == [(7,)]
        monkeypatch.setattr(databases, "IN_USE_SECONDS", 0)
        with pytest.raises(sqlite3.OperationalError, match="in use"):
            _hold_and_copy(own, tmp_path)


def _hold_and_copy(own, folder):
    reading = own.execute("SELECT n FROM arrived UNION ALL SELECT n FROM arrived")
    reading.fetchone()
    try:
        databases.SQLiteShelf(folder).copy("new")
    finally:
        reading.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_written_for_good_is_seen_by_the_next_test(turn):
    assert Group.objects.count() == 4, "what migrations made is there"
    Group.objects.all().delete()
    assert not default_storage.exists("left.txt")
    default_storage.save("left.txt", ContentFile(b"x"))
    assert own_database().content == MIGRATED


def test_the_demo_data_are_there_with_their_files(demo):
    assert CAP.objects.count() == 21
    assert list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_the_demo_data_are_gone_for_whom_they_are_not_asked_for(db):
    assert CAP.objects.count() == 0
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))
