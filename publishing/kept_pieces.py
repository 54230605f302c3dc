"""Pieces of public pages that are kept for as long as the content is as it was: what a list's filters hold, and their form.

They are kept under the state of the portal (``answer_state``), as whole answers are, and dropped with it: a process holds the
pieces of one state, and those of earlier ones of which it can be asked whether they still hold. Where the state is not known,
or has moved while a piece was made, the piece is used and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

from . import read_traces
from .answer_state import PortalState, StateReader
from .kept_values import new_shelf, where
from .read_traces import ReadTrace

MOST = 500
_Piece = TypeVar("_Piece")
_states = StateReader()
_shelf, _earlier = new_shelf(), new_shelf()


def kept_while_unchanged(key: Hashable, make: Callable[[], _Piece], *, reads_all: bool = False) -> _Piece:
    """What ``make`` gives, or gave for the same ``key`` in the same state. Nobody may change it afterwards.

    One that ``reads_all`` that it is made of, and is given nothing that was read before, outlives the edits of other things.
    """
    return PiecesOfPage().get(key, make, reads_all=reads_all)


class PiecesOfPage:
    """The pieces of one page, all of the state in which the first of them is asked for, which is read once."""

    @cached_property
    def _state(self) -> PortalState | None:
        with read_traces.unfollowed():
            return _states.read()

    def get(self, key: Hashable, make: Callable[[], _Piece], *, reads_all: bool = False) -> _Piece:
        """A piece of ``kept_while_unchanged``."""
        state = self._state
        if state is None:
            return make()
        pieces: dict[Hashable, tuple[Any, ReadTrace]] = _shelf.get(state.name) or {}
        place = (key, where())
        kept = pieces.get(place) or (_from_before(place, state) if reads_all else None)
        if kept is not None:
            made, trace = kept
            read_traces.count_in(trace)
        else:
            with read_traces.following() as trace:
                made = make()
            read = trace.ask_again() if reads_all else None
        if place not in pieces:
            with read_traces.unfollowed():
                still_holds = state.still_holds()
            if still_holds:
                _keep(state, pieces, place, (made, trace))
                if kept is None and read is not None:
                    _earlier[place] = (made, trace, read)
        return made


def _keep(state: PortalState, pieces: dict[Hashable, Any], place: Hashable, piece: tuple[Any, ReadTrace]) -> None:
    if len(pieces) < MOST:
        pieces[place] = piece
    if state.name not in _shelf:
        _shelf.clear()
    _shelf[state.name] = pieces


def _from_before(place: Hashable, state: PortalState) -> tuple[Any, ReadTrace] | None:
    """A piece of an earlier state, where all that was read for it is as it was."""
    piece, trace, read = _earlier.pop(place, (None, None, None))
    if trace is None or not trace.is_as_in(state.span) or trace.ask_again() != read:
        return None
    _earlier[place] = (piece, trace, read)
    return piece, trace
