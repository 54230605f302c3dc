"""What is made of a text alone, by rules that never change in a process: made once for each text.

Names and titles stand on many pages, and a long text is set each time its page is made. What is kept hangs on the words
themselves, so it cannot be older than they are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from .kept_values import new_shelf

MOST = 500_000
"""Characters of texts of which each function keeps what it made; the oldest go first."""
_Made = TypeVar("_Made")


def kept_by_text(make: Callable[..., _Made]) -> Callable[..., _Made]:
    """A function of a text and of codes (of a language) that asks nothing else, and gives what nobody changes.

    A text of a class of its own is not looked up: one that is marked as safe is equal to one that is not.
    """
    shelf, lock = new_shelf(), threading.Lock()
    held = 0

    def keep(key: tuple[str, ...], made: _Made) -> None:
        nonlocal held
        with lock:
            held = held if shelf else 0
            if key in shelf:
                return
            shelf[key] = made
            held += len(key[0])
            while held > MOST:
                oldest = next(iter(shelf))
                del shelf[oldest]
                held -= len(oldest[0])

    @wraps(make)
    def kept(text: str, *codes: str) -> _Made:
        if type(text) is not str:
            return make(text, *codes)
        key = (text, *codes)
        found = shelf.get(key)
        if found is None:
            found = make(text, *codes)
            keep(key, found)
        return found

    return kept
