"""Dates, seasons and hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ...alignment import Pair, once
from ...dates import When
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from .places import shown, span


@rule(
    "date-differs",
    ERROR,
    TWO_LANGUAGES,
    subject="date",
    yields_to=("date-impossible", "weekday-wrong", "date-line", "milestone"),
)
def date_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A date, a season or an hour that the other language gives differently."""
    for left, right in _dates_compared(pair)[0]:
        told = [any(when.covers(step.date) for step in known.milestones) for when in (left, right)]
        wrong, other = (left, right) if told == [False, True] else (right, left)
        message = say("languages-differ")
        yield Found(*span(wrong), message.having(one=shown(wrong), two=shown(other)), other=span(other))


@rule(
    "date-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="date",
    yields_to=("date-impossible", "weekday-wrong", "date-line", "milestone", "date-differs"),
)
def date_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A date that the other language does not give at all."""
    for when in _dates_compared(pair)[1]:
        yield Found(*span(when), say("shown-once", shown=shown(when)))


@once
def _dates_compared(pair: Pair) -> tuple[list[tuple[When, When]], list[When]]:
    differing, missing = [], []
    left_over: list[tuple[int, When]] = []
    right_over: dict[int, list[When]] = defaultdict(list)
    for number, (a, b) in enumerate(pair.aligned):
        one, two = pair.left.dates_in(a), list(pair.right.dates_in(b))
        for when in one:
            match = next((other for other in two if other.key == when.key), None) or next(
                (other for other in two if other.agrees(when)), None
            )
            if match is not None:
                two.remove(match)
            else:
                left_over.append((number, when))
        right_over[number] = two
    every_left, every_right = _keys(pair.left.dates), _keys(pair.right.dates)
    for number, when in left_over:
        choices = [
            one
            for one in right_over[number]
            if bool(one.clock) == bool(when.clock) and (one.key not in every_left or when.key not in every_right)
        ]
        if choices:
            other = min(
                choices,
                key=lambda one: (
                    bool(one.day) != bool(when.day),
                    abs(one.start / len(one.block.text) - when.start / len(when.block.text)),
                ),
            )
            right_over[number].remove(other)
            differing.append((when, other))
        elif not any(when.agrees(one) for one in pair.right.dates):
            missing.append(when)
    missing += [when for ones in right_over.values() for when in ones if not any(when.agrees(one) for one in pair.left.dates)]
    missing = [when for when in missing if not when.fault and not _as_figure(pair, when)]
    return differing, missing


def _keys(dates: Iterable[When]) -> set[tuple]:
    return {when.key for when in dates}


def _as_figure(pair: Pair, when: When) -> bool:
    """A year of one language that the other reads as a figure, or the hour as one."""
    other = pair.beside(pair.of(when.block))
    beside = pair.partner.get((when.block.part.language, when.block.index))
    return beside is not None and any(
        figure.value == when.year or when.clock and figure.value == int(when.clock[:2]) for figure in other.figures_in(beside)
    )
