"""The clock that decides what is public: never later than the database's, however wrong the machine's own is.

Machines that serve one portal agree on the moment by asking the one thing that they share. On PostgreSQL that is the clock of
the database. SQLite has none of its own: there a process compares the machine's clock with the seconds that have gone by since
it last believed it, and follows a leap forward only where a time service holds the clock.
"""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from .log_words import kind_of

TOLERANCE = timedelta(seconds=30)
"""By how much a machine's clock may be wrong before nothing is sent from it."""
SLOWEST_ANSWER = 5.0
"""Seconds within which a database must say its time for the answer to tell anything."""

_TIMEX_BYTES, _TIME_ERROR = 512, 5
"""Room enough for a ``struct timex``, which sets nothing where it is empty; and the answer “not synchronised”."""

logger = logging.getLogger(__name__)


class WrongClockError(Exception):
    """Nothing may leave this machine: its clock is not to be believed."""


class MomentAskedError(Exception):
    """What is written of a day alone asks for the moment."""


_standing: ContextVar[datetime | date | None] = ContextVar("standing_clock", default=None)


def now() -> datetime:
    """The moment at which visibility is computed: this machine's, or the database's where that is earlier."""
    if (moment := _standing.get()) is not None:
        if not isinstance(moment, datetime):
            raise MomentAskedError("What is kept for a day cannot hang on a moment within it.")
        return moment
    here, reference = timezone.now(), _watch.reference()
    return here if reference is None else min(here, reference.now())


def today() -> date:
    """The day of ``now``, in the portal's time zone."""
    if (day := _standing.get()) is not None and not isinstance(day, datetime):
        return day
    return timezone.localdate(now())


@contextmanager
def on_a_day(day: date) -> Iterator[None]:
    """Within, it is ``day``, and nobody may ask for the moment: what is made stands for the whole day."""
    token = _standing.set(day)
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within, it is ``moment``: what is put together from several parts is all of one."""
    token = _standing.set(moment)
    try:
        yield
    finally:
        _standing.reset(token)


def ahead() -> timedelta:
    """By how much this machine's clock is before what it is compared with; negative where it is behind."""
    reference = _watch.reference()
    return timedelta() if reference is None else timezone.now() - reference.now()


def is_right() -> bool:
    return abs(ahead()) <= TOLERANCE


def fault() -> str:
    """What is wrong with this machine's clock, in a sentence of the active language; empty where nothing is."""
    seconds = round(ahead().total_seconds())
    if abs(seconds) <= TOLERANCE.total_seconds():
        return ""
    if seconds > 0:
        sentence = _(
            "This machine’s clock is %(seconds)s seconds fast: nothing is published early, and no mail leaves from here."
        )
    else:
        sentence = _("This machine’s clock is %(seconds)s seconds slow: no mail leaves from here until it is right.")
    return sentence % {"seconds": abs(seconds)}


def require_right() -> None:
    """Raise ``WrongClockError`` where nothing may be sent."""
    if words := fault():
        raise WrongClockError(words)


def forget() -> None:
    """Believe the machine's clock anew, as a process that has just begun does."""
    _watch.forget()


@dataclass(frozen=True)
class _Reference:
    """A moment that was believed, and the machine's count of seconds at it, which nobody sets and no leap moves."""

    moment: datetime
    ticks: float

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=_ticks() - self.ticks)


class _Watch:
    """Asks seldom, and remembers. Where nobody answers, the last answer and the seconds since are still right."""

    _kept: _Reference | None = None
    _asked_at: float | None = None
    _was_right = True

    def __init__(self) -> None:
        self._asking = threading.Lock()

    def forget(self) -> None:
        self._kept, self._asked_at, self._was_right = None, None, True

    def reference(self) -> _Reference | None:
        every = settings.CLOCK_ASKED_EVERY
        if every is None:
            return None
        due = self._asked_at is None or _ticks() - self._asked_at >= every
        # One thread asks; the others need not wait for it, unless nobody has ever asked.
        if due and self._asking.acquire(blocking=self._kept is None):
            try:
                self._ask()
            finally:
                self._asking.release()
        return self._kept

    def _ask(self) -> None:
        self._asked_at = _ticks()
        try:
            self._kept = _asked(self._kept) or self._kept
        except Error as error:
            logger.info("The database does not tell its time: %s", kind_of(error))
        self._tell()

    def _tell(self) -> None:
        """Say it in the log once when the clock goes wrong, and once when it is right again."""
        off = timezone.now() - self._kept.now() if self._kept else timedelta()
        right = abs(off) <= TOLERANCE
        if right != self._was_right:
            self._was_right = right
            seconds = off.total_seconds()
            if right:
                logger.warning("The clock of this machine is right again.")
            else:
                logger.error("The clock of this machine is off by %+.0f seconds: nothing is published early or sent.", seconds)


def _ticks() -> float:
    """Seconds since the machine began, those that it slept included where the system counts them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _asked(kept: _Reference | None) -> _Reference | None:
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return _not_leapt(kept)
    before = _ticks()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment = cursor.fetchone()[0]
    after = _ticks()
    return _Reference(moment, (before + after) / 2) if after - before <= SLOWEST_ANSWER else None


def _not_leapt(kept: _Reference | None) -> _Reference:
    """The machine's own clock, unless it has leapt forward and no time service says that it is right.

    A step back publishes nothing early: it is followed. A machine that began with a slow clock, or slept without counting,
    leaps forward when its time service sets it right: that is followed as well, or the portal would stay behind until it is
    restarted.
    """
    here = timezone.now()
    has_leapt = kept is not None and here - kept.now() > TOLERANCE
    return kept if kept is not None and has_leapt and not _is_held_right() else _Reference(here, _ticks())


def _is_held_right() -> bool:
    """Whether a time service holds this machine’s clock, as Linux knows by adjtimex(2). To set it by hand ends that."""
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return False
    return bool(0 <= state < _TIME_ERROR)


_watch = _Watch()
