"""How often something may be tried: counted in the cache, which all processes share.

What could do harm (signing in, writing to people) is counted by ``is_over``. Without the cache nothing can be counted, so
nothing of that is done: ``CACHE_GONE`` is raised and answered with a page that says so
(``publishing.unavailable.UnavailableMiddleware``). What only costs work (a search, a document made on demand) is counted by a
``Limit``. Without the cache each process counts it alone: reading goes on, and never without a bound.
"""

from __future__ import annotations

import math
import threading
import time
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from .network import network_of

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
CACHE_GONE: tuple[type[Exception], ...] = (RedisError,)


def is_over(key: str, most: int, seconds: int) -> bool:
    """Count one more under a key; whether that is more than may be within so many seconds."""
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # It is the first, and its time begins.
        cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # The time ended between the two lines.
        return False


def take_back(key: str) -> None:
    """What was counted last turned out to be none of what is limited."""
    try:
        cache.decr(key)
    except ValueError:  # Its time ended meanwhile.
        return


class TooOften(Exception):
    """Something was asked for more often than it may be; ``seconds`` until it may be asked for again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class Limit:
    """How often one network may ask for something that costs work, in windows of a minute that begin with the clock's.

    The number is a setting of the same name in ``LIMITS_A_MINUTE``: a university has one network, so it is a large one.
    """

    name: str

    def count(self, request: HttpRequest) -> None:
        """Count one more. Raises ``TooOften`` where that is more than may be."""
        now = time.time()
        window = int(now // MINUTE)
        key = f"limit:{self.name}:{network_of(request)}:{window}"
        most = settings.LIMITS_A_MINUTE[self.name]
        try:
            over = is_over(key, most, 2 * MINUTE)
        except CACHE_GONE:
            over = _counts_here.is_over(key, most, window)
        if over:
            raise TooOften(math.ceil((window + 1) * MINUTE - now))


class _CountsHere:
    """The counts of this process alone, those of the present minute."""

    def __init__(self) -> None:
        self._lock, self._window, self._counts = threading.Lock(), 0, Counter[str]()

    def is_over(self, key: str, most: int, window: int) -> bool:
        with self._lock:
            if window != self._window:
                self._window, self._counts = window, Counter()
            self._counts[key] += 1
            return self._counts[key] > most


_counts_here = _CountsHere()
SEARCHES, SUGGESTIONS, DOCUMENTS = Limit("searches"), Limit("suggestions"), Limit("documents")
