"""What every process counts of what it does: answers, records of its log. ``/metrics`` tells the sums (``metrics.py``).

Labels are names of the code, so that there are few of them: no address, person or title is one.
"""

from __future__ import annotations

import logging
import threading
from bisect import bisect_left
from functools import cache
from typing import NamedTuple

from django.conf import settings

from .counters import Counters

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds by which answers are told apart."""
OWN_STATUS = frozenset({404, 410, 429, 503})
"""What is counted by itself: watchers ask how often something is refused, unknown or away."""


@cache
def counters() -> Counters:
    return Counters(settings.METRICS_DIR)


def sample(metric: str, **labels: str) -> str:
    written = ",".join(f'{name}="{value}"' for name, value in labels.items())
    return f"{metric}{{{written}}}" if written else metric


def short(route: str) -> str:
    """A route as a label: those of the back office by what they do, not by the kind of record."""
    space, _colon, name = route.rpartition(":")
    return f"{space}:{name.rpartition('_')[2]}" if space else name


def area_of(route: str) -> str:
    if route.startswith("admin:"):
        return "back office"
    if route.startswith(("account_", "mfa_", "socialaccount_", "openid_connect_")):
        return "account"
    return route if route in ("static", "kept", "media", "unknown") else "page"


class _Samples(NamedTuple):
    """The numbers that an answer is added to; ``buckets`` has one for each of ``BOUNDS``."""

    requests: str
    render_seconds: str
    buckets: tuple[str, ...]
    answers: str
    seconds: str


@cache
def _samples(route: str, status: int) -> _Samples:
    label, area = short(route), area_of(route)
    code = str(status) if status in OWN_STATUS else f"{status // 100}xx"
    return _Samples(
        sample("portal_requests_total", route=label, status=code),
        sample("portal_render_seconds_total", route=label),
        tuple(sample("portal_request_seconds_bucket", area=area, le=f"{bound:g}") for bound in BOUNDS),
        sample("portal_request_seconds_count", area=area),
        sample("portal_request_seconds_sum", area=area),
    )


def count_request(route: str, status: int, seconds: float) -> None:
    """Count an answer: by its route and class of status, and its time."""
    add, samples = counters().add, _samples(route, status)
    add(samples.requests)
    add(samples.render_seconds, seconds)
    if (bucket := bisect_left(BOUNDS, seconds)) < len(BOUNDS):
        add(samples.buckets[bucket])
    add(samples.answers)
    add(samples.seconds, seconds)


@cache
def _cache_sample(outcome: str) -> str:
    return sample("portal_cache_answers_total", outcome=outcome)


def count_kept_answer(outcome: str) -> None:
    """Count what a cache of answers said: ``hit``, ``miss``, or a word of its own."""
    counters().add(_cache_sample(outcome))


class CountedRecords(logging.Handler):
    """Counts what is logged, by how grave it is."""

    _is_counting = threading.local()

    def emit(self, record: logging.LogRecord) -> None:
        if settings.configured and not getattr(self._is_counting, "now", False):
            self._is_counting.now = True
            try:
                counters().add(sample("portal_log_records_total", level=record.levelname.lower()))
            finally:
                self._is_counting.now = False
