"""``/metrics``: how the portal is, in Prometheus’s text form (version 0.0.4), for watchers alone.

Counts come from every process of this machine (``counters.py``); what has a state is asked of the database when it is told.
Labels are names of the code: routes, kinds of queues. No address, person or title is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from mailing.worker import is_overdue
from publishing import clock

from . import readiness, waiting
from .counting import BOUNDS, counters, sample
from .watching import for_watchers

KIND = "text/plain; version=0.0.4; charset=utf-8"
Labels = tuple[tuple[str, str], ...]
Sample = tuple[str, Labels, float]
Gauge = Callable[[], Iterable[tuple[Labels, float]]]


COUNTED = {
    "portal_requests_total": "Answers, by route and class of status.",
    "portal_render_seconds_total": "Seconds spent on the answers of a route.",
    "portal_cache_answers_total": "What the cache of whole answers said.",
    "portal_log_records_total": "Warnings and errors in the log.",
}
GAUGES: dict[str, tuple[str, Gauge]] = {}
"""What is asked when it is told, by name, each with what it means. Another part of the portal adds its own with ``tell``."""


def tell(name: str, meaning: str, gauge: Gauge) -> None:
    """Have a number told. What a gauge raises leaves it out, and ``portal_untold`` counts it."""
    GAUGES[name] = (meaning, gauge)


def _by(label: str, found: Mapping[str, float]) -> list[tuple[Labels, float]]:
    return [(((label, key),), float(value)) for key, value in found.items()]


def _one(value: Callable[[], float]) -> Gauge:
    return lambda: [((), float(value()))]


tell("portal_counts_shared", "Whether the counts are those of all processes.", _one(lambda: counters().is_shared))
tell("portal_ready", "Whether a part is as it should be.", lambda: _by("part", readiness.told()))
tell("portal_waiting", "What waits to be done.", lambda: _by("kind", {k: v.number for k, v in waiting.lengths().items()}))
tell(
    "portal_waiting_oldest_seconds",
    "For how long the first of them has waited.",
    lambda: _by("kind", {kind: round(found.oldest, 1) for kind, found in waiting.lengths().items()}),
)
tell("portal_mail_overdue", "Whether something should have left long ago.", _one(is_overdue))
tell("portal_mail_outcomes_unknown", "Messages of which a person has to say what became.", _one(waiting.unknown_outcomes))
tell(
    "portal_clock_ahead_seconds",
    "By how much the clock of this machine is before the database’s.",
    _one(lambda: round(clock.ahead().total_seconds(), 3)),
)


@for_watchers
def metrics(request: HttpRequest) -> HttpResponse:
    return HttpResponse("".join(f"{line}\n" for line in lines()), content_type=KIND)


def lines() -> Iterator[str]:
    sums = counters().sums()
    for name, meaning in COUNTED.items():
        yield from _family(name, meaning, "counter", _samples(sums, name))
    yield from _histogram(sums)
    untold = 0
    for name, (meaning, gauge) in GAUGES.items():
        try:
            found = [(sample(name, **dict(labels)), value) for labels, value in gauge()]
        except (DatabaseError, OSError, LookupError):
            untold += 1
            continue
        yield from _family(name, meaning, "gauge", found)
    yield from _family("portal_untold", "Numbers that could not be asked for.", "gauge", [("portal_untold", untold)])


def _samples(sums: dict[str, float], metric: str) -> list[tuple[str, float]]:
    return sorted((name, value) for name, value in sums.items() if name.partition("{")[0] == metric)


def _family(name: str, meaning: str, kind: str, samples: Iterable[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
    yield from (f"{name_of} {value:.12g}" for name_of, value in samples)


def _histogram(sums: dict[str, float]) -> Iterator[str]:
    """Answers at or below each bound, counted up; each was counted under the first that holds it."""
    name = "portal_request_seconds"
    yield f"# HELP {name} Seconds that answers took."
    yield f"# TYPE {name} histogram"
    for counted, number in _samples(sums, f"{name}_count"):
        area, below = counted.partition('area="')[2].rpartition('"')[0], 0.0
        for bound in BOUNDS:
            below += sums.get(sample(f"{name}_bucket", area=area, le=f"{bound:g}"), 0.0)
            yield f"{sample(f'{name}_bucket', area=area, le=f'{bound:g}')} {below:.12g}"
        yield f"{sample(f'{name}_bucket', area=area, le='+Inf')} {number:.12g}"
        yield f"{sample(f'{name}_sum', area=area)} {sums.get(sample(f'{name}_sum', area=area), 0.0):.12g}"
        yield f"{counted} {number:.12g}"
