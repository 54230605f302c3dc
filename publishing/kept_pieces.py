"""Pieces of public pages that are kept for as long as the content is as it was: what a list's filters hold, and their form.

They are kept under the state of the portal (``answer_state``), as whole answers are, and dropped with it: a process holds the
pieces of one state alone. Where the state is not known, or has moved while a piece was made, the piece is used and not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from . import read_traces
from .answer_state import StateReader
from .kept_values import new_shelf, where
from .read_traces import ReadTrace

MOST = 500
_Piece = TypeVar("_Piece")
_states = StateReader()
_shelf = new_shelf()


def kept_while_unchanged(key: Hashable, make: Callable[[], _Piece]) -> _Piece:
    """What ``make`` gives, or gave for the same ``key`` in the same state. Nobody may change it afterwards."""
    with read_traces.unfollowed():
        state = _states.read()
    if state is None:
        return make()
    pieces: dict[Hashable, tuple[Any, ReadTrace]] = _shelf.get(state.name) or {}
    place = (key, where())
    if place in pieces:
        piece, trace = pieces[place]
        read_traces.count_in(trace)
        return piece
    with read_traces.following() as trace:
        made = make()
    with read_traces.unfollowed():
        still_holds = state.still_holds()
    if still_holds:
        if len(pieces) < MOST:
            pieces[place] = (made, trace)
        if state.name not in _shelf:
            _shelf.clear()
        _shelf[state.name] = pieces
    return made
