"""How often something may be tried: counted in the cache, which all processes share.

Without the cache nothing can be counted, so nothing that is limited is done: ``CACHE_GONE`` is raised and answered with a
page that says so (``publishing.unavailable.UnavailableMiddleware``). All else goes on.
"""

from __future__ import annotations

from django.core.cache import cache
from redis.exceptions import RedisError

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
CACHE_GONE: tuple[type[Exception], ...] = (RedisError,)


def is_over(key: str, most: int, seconds: int) -> bool:
    """Count one more under a key; whether that is more than may be within so many seconds."""
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
