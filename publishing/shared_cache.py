"""The cache that every process shares, on Redis: whoever it does not answer goes on without it at once.

A page may ask it several times. So after one question that was not answered the process asks no more for a second: what it
would have found is made anew, and what has to be counted is refused (``publishing.limits.CACHE_GONE``).
"""

from __future__ import annotations

import time
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

PAUSE = 1.0
"""Seconds for which a process leaves a cache alone that did not answer."""
AWAY = (redis.ConnectionError, redis.TimeoutError)


class _Pause:
    until = 0.0


class PromptRedis(redis.Redis):
    """Asks once; a second time only where a kept connection turns out to be closed."""

    def execute_command(self, *args: Any, **options: Any) -> Any:
        if time.monotonic() < _Pause.until:
            raise redis.ConnectionError("The cache did not answer a moment ago.")
        try:
            return super().execute_command(*args, **options)  # type: ignore[no-untyped-call]  # redis-py has no types there
        except AWAY:
            _Pause.until = time.monotonic() + PAUSE
            raise


class _Client(RedisCacheClient):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._client = PromptRedis


class SharedCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        bounds = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 1)}
        super().__init__(server, {**params, "OPTIONS": bounds | params.get("OPTIONS", {})})
        self._class = _Client
