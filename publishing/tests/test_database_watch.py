"""A database that is slow is waited for, one that is silent is not."""

import contextlib
import time
from threading import Thread

import psycopg
import pytest
from django.db import connection

from publishing.database_watch import DatabaseSilentError, DatabaseWatch, Patience, watch
from publishing.postgresql.base import WatchedConnection
from tests.broken_line import Line

pytestmark = [
    pytest.mark.slow,
    pytest.mark.in_full,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite answers or fails, and is never silent"),
]
HURRIED = Patience(doubt=0.2, answer=0.5, connection={"connect_timeout": 2})


@pytest.fixture
def line(django_db_blocker, monkeypatch):
    """A line to the server, watched by nobody else."""
    at = connection.settings_dict
    with Line(int(at["PORT"] or 5432)) as line:
        address = {"dbname": "postgres", "user": at["USER"], "password": at["PASSWORD"], "host": "127.0.0.1", "port": line.port}
        monkeypatch.setattr(watch, "patience", HURRIED)
        monkeypatch.setattr(watch, "address", address)
        yield line
        line.mend()
        end = time.monotonic() + 10
        while watch._is_looking and time.monotonic() < end:
            time.sleep(0.05)
        assert not watch.is_silent() and watch._waits == set()


def connected() -> WatchedConnection:
    return WatchedConnection.connect(**watch.address, autocommit=True)


def test_a_slow_statement_is_waited_for(line):
    with contextlib.closing(connected()) as one:
        assert one.execute("SELECT 1 FROM pg_sleep(2)").fetchone() == (1,)


def test_a_silent_server_lets_go_whoever_waits_and_refuses_whoever_comes(line):
    with contextlib.closing(connected()) as one, contextlib.closing(connected()) as other:
        line.swallow()
        began = time.monotonic()
        with pytest.raises(DatabaseSilentError):
            one.execute("SELECT 1")
        assert time.monotonic() - began < 2
        began = time.monotonic()
        for work in (lambda: other.execute("SELECT 1"), connected):
            with pytest.raises(DatabaseSilentError):
                work()
        assert time.monotonic() - began < 0.2
        assert one.closed and other.closed
        line.mend()
        began = time.monotonic()
        while watch.is_silent():
            assert time.monotonic() - began < 2
            time.sleep(0.02)
        with contextlib.closing(connected()) as again:
            assert again.execute("SELECT 1").fetchone() == (1,)


def test_who_connects_to_a_silent_server_is_let_go(line):
    line.swallow()
    began = time.monotonic()
    with pytest.raises(psycopg.OperationalError):
        connected()
    assert time.monotonic() - began < 1.9


def test_a_connection_that_the_server_lost_is_given_up_and_the_others_are_not(line):
    with contextlib.closing(connected()) as lost, contextlib.closing(connected()) as kept:
        results = []
        line.swallow_what_is_open()

        def ask() -> None:
            with contextlib.closing(connected()) as one:
                results.append(one.execute("SELECT 2 FROM pg_sleep(1.5)").fetchone())

        late = Thread(target=ask)
        late.start()
        began = time.monotonic()
        with pytest.raises(psycopg.OperationalError):
            lost.execute("SELECT 1")
        assert time.monotonic() - began < 2
        late.join()
        assert results == [(2,)] and not kept.closed


def test_a_watch_that_nobody_told_an_address_asks_nobody():
    own = DatabaseWatch()
    assert not own.is_silent() and not own._is_looking
