"""One slow answer is made by one thread, however many ask for it; and a short memory of what was asked."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

WAITS = 5.0
"""Seconds for which requests wait for another one that makes the same answer; then each makes its own."""


class Recent:
    """The last so many things that were added."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def add(self, key: str) -> None:
        with self._lock:
            self._held[key] = None
            self._held.move_to_end(key)
            while len(self._held) > self.most:
                self._held.popitem(last=False)


class Flights:
    """Of the threads that want the same thing made, one makes it and the others wait, for no longer than ``WAITS``."""

    def __init__(self) -> None:
        self._under_way: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    @contextmanager
    def leading(self, key: str) -> Iterator[bool]:
        """Whether whoever asks is the one that makes it. The others get here when it is made, or after waiting in vain."""
        mine = threading.Event()
        with self._lock:
            made = self._under_way.setdefault(key, mine)
        if made is not mine:
            made.wait(WAITS)
            yield False
            return
        try:
            yield True
        finally:
            with self._lock:
                del self._under_way[key]
            mine.set()
