"""The state of the portal: all that decides what a public address answers, besides the request.

The version of the content, the span of time in which nothing begins or ends by itself, and the code with its settings. In one
state an address gives one answer; so what is kept under the state needs no question whether it still holds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from django.db import DatabaseError, InterfaceError, connection

from . import clock, content_moments, content_triggers, content_version
from .code_version import code_version
from .content_moments import Span
from .log_words import kind_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PortalState:
    """``name`` tells it from every other state."""

    version: int
    span: Span

    @cached_property
    def name(self) -> str:
        return f"{code_version()}:{self.version}:{self.span.begin.timestamp():.6f}"

    def still_holds(self) -> bool:
        """Whether all that was read since belongs to this state: neither the content has moved nor a moment come."""
        return content_version.unchanged_since(self.version) and self.span.holds(clock.now())


_answering: ContextVar[PortalState | None] = ContextVar("state in which a request is answered", default=None)


@contextmanager
def answering_in(state: PortalState) -> Iterator[None]:
    """Within, a request is answered of which the state is read at its start and again at its end."""
    token = _answering.set(state)
    try:
        yield
    finally:
        _answering.reset(token)


class StateReader:
    """Reads the state at the start of a request: one query, and one more after each change and each moment."""

    def __init__(self) -> None:
        self._last: PortalState | None = None
        self._is_watched: bool | None = None

    def read(self) -> PortalState | None:
        """The state now, or that of the request; ``None`` where it cannot be known: without the database, or its triggers."""
        if (state := _answering.get()) is not None:
            return state
        try:
            return self._read() if self._changes_are_noticed() else None
        except (DatabaseError, content_version.ContentVersionError) as error:
            logger.info("The version of the content is not known: %s", kind_of(error))
            return None

    def unmoved(self) -> PortalState | None:
        """The last state that was read, where it is that of now: one question over the open connection.

        ``None`` where it has moved, and where it cannot be told that easily: then ``read`` says what is.
        """
        last = self._last
        if last is None or not self._is_watched:
            return None
        try:
            is_last = content_version.read_over_open_connection() == last.version and last.span.holds(clock.now())
        except (DatabaseError, InterfaceError, content_version.ContentVersionError):
            return None
        return last if is_last else None

    def _read(self) -> PortalState | None:
        version, now = content_version.read(), clock.now()
        last = self._last
        if last is not None and last.version == version and last.span.holds(now):
            return last
        state = PortalState(version, content_moments.span_at(now))
        # The span was read after the version: where that has moved meanwhile, it may be the span of a later one.
        if not state.still_holds():
            return None
        self._last = state
        return state

    def _changes_are_noticed(self) -> bool:
        """Asked once: whoever takes a trigger away while the portal runs is told by ``check --database``."""
        if self._is_watched is None:
            lacking = content_triggers.missing(connection)
            if lacking:
                logger.error("Triggers that notice changes of the content are missing: run “manage.py migrate”.")
            self._is_watched = not lacking
        return self._is_watched
