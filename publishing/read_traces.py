"""What the database was asked while something was made from public content, so that it can be asked once more.

What is made from the content hangs on the code, on the span of time (``content_moments``) and on what the database answers. So
after a change of the content, what was made before it stands where the same questions still get the same answers, and asking
them costs a fraction of making it. No list says what hangs on what, so nothing can be missing from it.

Who reads the content by other ways than questions is noticed too: what is kept in the process and comes with no question brings
the questions that it was made from (``count_in``), or has the trace broken (``cannot_be_followed``).
"""

from __future__ import annotations

import hashlib
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection

from . import clock
from .log_words import kind_of

if TYPE_CHECKING:
    from .content_moments import Span

logger = logging.getLogger(__name__)

MOST = 100
"""Questions of one trace: what asks more is made anew."""
TOGETHER = 50
"""How many questions are sent at once to PostgreSQL."""
READS = ("SELECT ", "(SELECT ", "WITH ")

Question = tuple[str, tuple[Any, ...] | None]


class ReadTrace:
    """The questions that were asked, and from when to when: they carry moments of their own."""

    def __init__(self) -> None:
        self.since = self.until = clock.now()
        self.questions: list[Question] = []
        self.is_whole = True
        """Whether the questions are all that was read."""

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not _unfollowed.get():
            self._note(sql, params, many=many)
        return execute(sql, params, many, context)

    def _note(self, sql: str, params: Any, *, many: bool) -> None:
        can_be_asked_again = sql.startswith(READS) and isinstance(params, Sequence | None) and not many
        self.is_whole = self.is_whole and can_be_asked_again and len(self.questions) < MOST
        if self.is_whole:
            self.questions.append((sys.intern(str(sql)), None if params is None else tuple(params)))

    def add(self, other: ReadTrace) -> None:
        """Count in what something was made from that is used here."""
        self.since, self.until = min(self.since, other.since), max(self.until, other.until)
        self.is_whole = self.is_whole and other.is_whole and len(self.questions) + len(other.questions) <= MOST
        if self.is_whole:
            self.questions += other.questions

    def is_as_in(self, span: Span) -> bool:
        """Whether between the moments of the questions and any moment of the span nothing begins or ends by itself."""
        return span.holds(self.since) and span.holds(self.until)

    def ask_again(self) -> bytes | None:
        """A digest of what the questions are answered now, as of their own moments; none where they are not all there is."""
        if not self.is_whole or not self.questions:
            return None
        ask = _asked_of_postgresql if connection.vendor == "postgresql" else _asked
        digest = hashlib.sha256()
        try:
            with unfollowed(), connection.cursor() as cursor:
                for start in range(0, len(self.questions), TOGETHER):
                    read = ask(cursor, self.questions[start : start + TOGETHER])
                    digest.update(repr(read).encode("utf-8", "surrogatepass"))
        except DatabaseError as error:
            logger.warning("What was asked for an answer cannot be asked again: %s", kind_of(error))
            return None
        return digest.digest()


_under_way: ContextVar[tuple[ReadTrace, ...]] = ContextVar("traces under way", default=())
_unfollowed: ContextVar[bool] = ContextVar("reading that no trace follows", default=False)


@contextmanager
def following() -> Iterator[ReadTrace]:
    """What is read within is noted; within another one, in both."""
    trace = ReadTrace()
    token = _under_way.set((*_under_way.get(), trace))
    try:
        with connection.execute_wrapper(trace):
            yield trace
    finally:
        trace.until = clock.now()
        _under_way.reset(token)


@contextmanager
def unfollowed() -> Iterator[None]:
    """What is read within is no part of what is made: whether something kept still holds."""
    token = _unfollowed.set(True)
    try:
        yield
    finally:
        _unfollowed.reset(token)


def count_in(trace: ReadTrace) -> None:
    """Say that something is used that was made earlier, from what ``trace`` tells."""
    for one in _under_way.get():
        one.add(trace)


def cannot_be_followed() -> None:
    """Say that something is used of which no question tells what it hangs on."""
    for one in _under_way.get():
        one.is_whole = False


def _asked(cursor: Any, questions: Sequence[Question]) -> list[Any]:
    found = []
    for sql, params in questions:
        cursor.execute(sql, params)
        found.append(cursor.fetchall())
    return found


ROWS = "(SELECT sha256(convert_to(string_agg(rows_read::text, chr(10)), 'UTF8')) FROM ({}) rows_read)"
"""The digest of the rows of a question, made where they are. They come in the order of the question, there being no other work
between (PostgreSQL’s manual, 9.21, of aggregates over a sorted subquery)."""


def _asked_of_postgresql(cursor: Any, questions: Sequence[Question]) -> list[Any]:
    """All of them in one statement: nothing of the rows is sent, and nothing of them made."""
    texts = [ROWS.format(sql.replace("%", "%%") if params is None else sql) for sql, params in questions]
    cursor.execute(f"SELECT {', '.join(texts)}", [one for _sql, params in questions for one in params or ()])
    return [None if one is None else bytes(one) for one in cursor.fetchone()]
