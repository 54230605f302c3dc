"""Telling a database that is slow from one that is silent, so that nobody waits for one that will never answer.

A statement may take its time, and no bound on it fits both a page and a merge. So none of ours cuts a statement that the server
works on. Whoever has heard nothing for some tenths of a second has the server asked over a connection of its own whether it is
there and whether it works on the statement. A server that leaves that unanswered is **silent**: all that wait are let go, and
whoever comes is refused at once, until it answers again. A server that answers, but knows nothing of the statement, has lost it
(a connection cut without a word on the way): that wait alone is given up.

What is refused, reset or answered with an error fails by itself and at once, and needs no watch.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

logger = logging.getLogger(__name__)

PAUSE = 0.2
"""Seconds between two questions whether the server is there."""
LOST = (
    "SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND state LIKE 'idle%%' "
    "AND clock_timestamp() - state_change > interval '0.3 seconds'"
)
"""Those of our own sessions that wait for us, while we wait for them."""


class DatabaseSilentError(psycopg.OperationalError):
    """The database does not answer."""


@dataclass(frozen=True)
class Patience:
    """How long a process waits. ``connection`` and ``options`` are libpq's and the server's own bounds."""

    doubt: float
    """Seconds of silence after which the server is asked whether it is there."""
    answer: float
    """Seconds within which it must say so."""
    connection: Mapping[str, int] = field(default_factory=dict)
    options: str = ""


def _connection(seconds: int) -> dict[str, int]:
    return {
        "connect_timeout": seconds,
        "tcp_user_timeout": seconds * 1000,
        "keepalives": 1,
        "keepalives_idle": 5 * seconds,
        "keepalives_interval": seconds,
        "keepalives_count": 3,
    }


VISITORS = Patience(
    doubt=0.3,
    answer=0.9,
    connection=_connection(2),
    options="-c statement_timeout=20s -c lock_timeout=8s -c idle_in_transaction_session_timeout=60s",
)
"""A web process: 503 within two seconds. Its statements are a page's or a form's."""
WORKERS = Patience(
    doubt=5, answer=10, connection=_connection(10), options="-c lock_timeout=120s -c idle_in_transaction_session_timeout=15min"
)
"""Commands and workers: a statement may take hours, and a pause of the network may last some seconds."""


def until(gen: Generator[Any, Any, Any], on_silence: Callable[[], None]) -> Generator[Any, Any, Any]:
    """One of psycopg's generators; ``on_silence`` is asked at each tenth of a second in which nothing came, and may raise."""
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready:
                on_silence()
            wanted = gen.send(ready)
    except StopIteration as ended:
        return ended.value
    finally:
        gen.close()


def bounded(gen: Generator[Any, Any, Any], pid: int = 0) -> Generator[Any, Any, Any]:
    """The same, given up once the server is silent or has lost the connection. ``pid``: the server's process."""
    watch.require_answers()
    wait = _Wait(pid)
    began = time.monotonic()

    def on_silence() -> None:
        if time.monotonic() - began >= watch.patience.doubt:
            watch.doubt(wait)

    try:
        return (yield from until(gen, on_silence))
    finally:
        watch.leave(wait)


class _Question(psycopg.Connection):
    """The connection that the server is asked over. It waits for no answer longer than one is worth."""

    def wait(self, gen: Generator[Any, Any, Any], *args: Any, **kwargs: Any) -> Any:
        end = time.monotonic() + max(watch.patience.answer, 1)

        def on_silence() -> None:
            if time.monotonic() > end:
                raise TimeoutError

        return super().wait(until(gen, on_silence), *args, **kwargs)


@dataclass(eq=False)
class _Wait:
    """Somebody who has heard nothing for a while. ``pid`` is the server's process, 0 while connecting."""

    pid: int
    is_lost: bool = False


class DatabaseWatch:
    """What a process knows of its database. One thread asks, and only while somebody doubts or the server is silent."""

    def __init__(self) -> None:
        self.patience = WORKERS
        self.address: dict[str, Any] = {}
        self._waits: set[_Wait] = set()
        self._asked_at: float | None = None
        self._is_looking = False
        self._was_silent = False
        self._lock = threading.Lock()

    def is_silent(self) -> bool:
        """Whether the server has left a question unanswered for too long."""
        asked_at = self._asked_at
        return asked_at is not None and time.monotonic() - asked_at > self.patience.answer

    def require_answers(self) -> None:
        if self.is_silent():
            raise DatabaseSilentError("The database does not answer.")

    def doubt(self, wait: _Wait) -> None:
        """Have the server asked. Raises ``DatabaseSilentError`` where there is nothing to wait for."""
        self.require_answers()
        if wait.is_lost:
            raise DatabaseSilentError("The database has lost the connection.")
        with self._lock:
            self._waits.add(wait)
            if self._is_looking or not self.address:
                return
            self._is_looking = True
            threading.Thread(target=self._look, name="database watch", daemon=True).start()

    def leave(self, wait: _Wait) -> None:
        with self._lock:
            self._waits.discard(wait)

    def _look(self) -> None:
        """Ask until the server answers and nobody doubts any more."""
        connection: psycopg.Connection | None = None
        try:
            while True:
                self._asked_at = self._asked_at or time.monotonic()
                connection = self._asked(connection)
                self._tell()
                with self._lock:
                    if self._asked_at is None and not self._waits:
                        self._is_looking = False
                        return
                time.sleep(PAUSE)
        except BaseException:
            self._is_looking, self._asked_at = False, None
            raise
        finally:
            if connection is not None:
                connection.close()

    def _asked(self, connection: psycopg.Connection | None) -> psycopg.Connection | None:
        """One question. The connection that it was asked over, if it is good for another."""
        try:
            if connection is None:
                connection = _Question.connect(**{**self.patience.connection, **self.address}, autocommit=True)
            pids = [wait.pid for wait in list(self._waits) if wait.pid]
            self._give_up({pid for (pid,) in connection.execute(LOST, [pids]).fetchall()})
        except (TimeoutError, psycopg.errors.ConnectionTimeout):
            self._close(connection)
            return None
        except psycopg.Error as error:
            # It refuses, which is an answer too: whoever comes fails by itself. What waits on a server that is gone is let go.
            self._close(connection)
            if "FATAL" not in str(error):
                self._give_up({wait.pid for wait in list(self._waits)})
            connection = None
        self._asked_at = None
        return connection

    def _give_up(self, pids: set[int]) -> None:
        for wait in list(self._waits):
            wait.is_lost = wait.is_lost or wait.pid in pids

    @staticmethod
    def _close(connection: psycopg.Connection | None) -> None:
        with contextlib.suppress(Exception):
            if connection is not None:
                connection.close()

    def _tell(self) -> None:
        """Say it in the log once when the server falls silent, and once when it is back."""
        silent = self.is_silent()
        if silent != self._was_silent:
            self._was_silent = silent
            level, words = (logging.ERROR, "is silent") if silent else (logging.WARNING, "answers again")
            logger.log(level, "The database %s.", words)


watch = DatabaseWatch()
