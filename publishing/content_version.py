"""The version of the public content: one number that every change of what the public may see moves, in its own transaction.

Triggers of the database move it (``content_triggers``), so that ``QuerySet.update``, ``bulk_create``, tables between two
others, SQL by hand and other processes move it too. What is kept under the number (answers, pieces of pages) needs no lifetime:
after a change nobody asks for it under the old number any more.

**PostgreSQL.** Each statement that changes rows of a public table adds a row with a random number of sixty bits to
``publishing_contentchange``; the version is the sum of the rows that a reader sees. Nobody updates a row that another one may
update, so writers wait for nobody, in whatever order they end. That the number differs whenever the content does:

- The row and the change are made by one transaction, and by one statement of it: a snapshot holds both or neither. So two
  snapshots that show different content hold different sets of rows; a transaction that looks at its own work included.
- What a connection has once seen committed it sees ever after. So in the sequence of its snapshots the sets only grow, and a
  set that has grown has another sum: but for a chance of one in 2**60 that the random numbers of the growth add up to nothing.
- The numbers are random, not counted. A counter gives a number twice, for two contents, where two transactions are open at
  once, where one is rolled back, and where a copy of the database is restored; a random number comes once.
- Rows are put together (many become one that holds their sum) by one statement, so every snapshot holds the many or the one,
  and the sum is the same. It takes rows that nobody else holds and waits for none; where it is rolled back they are all there.

**SQLite** has one writer at a time and no need of rows: each changed row gives the one number of the table a new random value.

A page is read by several statements, each with a snapshot of its own. Whoever keeps what was read asks for the number before
and after: the same twice means that nothing became visible in between (``unchanged_since``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from . import read_traces

TABLE = "publishing_contentchange"
QUESTION = f"SELECT SUM(number) FROM {TABLE}"  # noqa: S608
BITS = 60
MODULUS = 2**BITS


class ContentVersionError(Exception):
    """The database keeps no version: nothing may be kept under one. A migrated database always has it."""


class ContentChange(models.Model):
    """A part of the version. Written by triggers alone."""

    number = models.BigIntegerField()

    class Meta:
        db_table = TABLE
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


@dataclass
class ContentReading:
    """An answer that is being made from the content of one version."""

    version: int
    is_settled: bool = True
    """Whether all of it comes from the content; not where a file was named that is still being made."""


_reading: ContextVar[ContentReading | None] = ContextVar("reading of the public content", default=None)


def current() -> int:
    """The version of the content that the connection sees now, or that was read at the start of this request.

    Raises ``ContentVersionError`` where there is none, and what the database raises where it does not answer.
    """
    reading = _reading.get()
    read_traces.cannot_be_followed()
    return read() if reading is None else reading.version


def read() -> int:
    """The version now, asked of the database whatever is remembered: one query."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        (total,) = cursor.fetchone()
    return _of(total)


def read_over_open_connection() -> int | None:
    """The same over the connection that this thread has open, past Django’s way of asking; ``None`` where there is none.

    A connection that is due to be closed, or has failed, is left to Django. Raises what Django raises.
    """
    of_thread = connections[DEFAULT_DB_ALIAS]
    raw, due = of_thread.connection, None if of_thread.in_atomic_block else of_thread.close_at
    if raw is None or of_thread.errors_occurred or (due is not None and time.monotonic() >= due):
        return None
    with of_thread.wrap_database_errors:
        if of_thread.vendor == "postgresql":
            return _of(raw.first_value(QUESTION))
        return _of(raw.execute(QUESTION).fetchone()[0])


def _of(total: object) -> int:
    if total is None:
        raise ContentVersionError("The table of the content's version is empty. Run “manage.py migrate”.")
    return int(str(total)) % MODULUS


@contextmanager
def reading(version: int) -> Iterator[ContentReading]:
    """Have ``current`` give this version without asking: for as long as one request that only reads is answered."""
    made = ContentReading(version)
    token = _reading.set(made)
    try:
        yield made
    finally:
        _reading.reset(token)


@contextmanager
def noticing() -> Iterator[ContentReading]:
    """Notice whether what is made within is settled, for it and for what it is a part of."""
    whole = _reading.get()
    part = ContentReading(-1 if whole is None else whole.version)
    token = _reading.set(part)
    try:
        yield part
    finally:
        _reading.reset(token)
        if not part.is_settled:
            is_unsettled()


def is_unsettled() -> None:
    """Say that what is being made says something that will change though no row does: it is not to be kept."""
    made = _reading.get()
    if made is not None:
        made.is_settled = False


def unchanged_since(version: int) -> bool:
    """Whether nothing became visible to this connection since it read the version: all that it read is of that one."""
    return read() == version
