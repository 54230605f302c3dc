"""Dates, seasons and hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...alignment import Pair, once
from ...dates import When
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from .bare_dates import bare_dates_that_differ
from .places import apart, gaps, place_of, shown
from .practical import ZONES, is_same_day, lines_that_differ

Dates = dict[tuple[object, ...], When]
"""The dates of a text, each by what it says."""


@rule(
    "date-differs",
    ERROR,
    TWO_LANGUAGES,
    subject="date",
    yields_to=("date-impossible", "weekday-wrong", "date-line", "milestone"),
)
def date_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The date that the timeline does not have is told; where it has none or both, that of the translation."""
    told = {(id(when.block), when.start) for both in _compared(pair)[0] for when in both}
    for key, here, there in lines_that_differ(pair):
        if (id(here[0]), here[1]) not in told:
            one, two = shown(here), shown(there)
            message = say("zones-differ", one=one, two=two) if key == ZONES else say("lines-differ", one=one, two=two)
            yield Found(*here, message, other=there)
    for left, right in _compared(pair)[0]:
        on_timeline = [any(when.covers(step.date) for step in known.milestones) for when in (left, right)]
        wrong, other = (left, right) if on_timeline == [False, True] else (right, left)
        here, there = place_of(wrong), place_of(other)
        yield Found(*here, say("languages-differ", one=shown(here), two=shown(there)), other=there)
    for there, here in bare_dates_that_differ(pair):
        yield Found(*here, say("languages-differ", one=shown(here), two=shown(there)), other=there, severity=WARNING)


@rule(
    "date-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="date",
    yields_to=("date-impossible", "weekday-wrong", "date-line", "milestone", "date-differs"),
)
def date_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    told = {(id(place[0]), place[1]) for _key, *both in lines_that_differ(pair) for place in both}
    for when in _compared(pair)[1]:
        place = place_of(when)
        if (id(place[0]), place[1]) in told:
            continue
        yield Found(*place, say("shown-once", shown=shown(place)))


@once
def _compared(pair: Pair) -> tuple[list[tuple[When, When]], list[When]]:
    """The dates that differ in aligned paragraphs, and those that one language lacks altogether."""
    every_left, every_right = _distinct(pair.left.dates), _distinct(pair.right.dates)
    over = [_left_over(pair.left.dates_in(a), pair.right.dates_in(b)) for a, b in pair.aligned]
    over += [_left_over(_dates(pair.left, lefts), _dates(pair.right, rights)) for lefts, rights in gaps(pair)]
    differing = []
    missing = []
    for lefts, rights in over:
        for when in lefts:
            other = _likeliest(when, [one for one in rights if _may_differ(when, one, every_left, every_right)])
            if other is not None:
                rights.remove(other)
                differing.append((when, other))
            elif not _agrees_with_any(when, every_right.values()):
                missing.append(when)
    missing += [when for _lefts, rights in over for when in rights if not _agrees_with_any(when, every_left.values())]
    return differing, [when for when in missing if not when.fault and not _is_read_as_figure(pair, when)]


def _may_differ(when: When, other: When, lefts: Dates, rights: Dates) -> bool:
    """Whether one of two dates is nowhere in the other language; or both are one day or hour, of two weekdays or zones."""
    return other.key not in lefts or when.key not in rights or when.key == other.key or when.agrees(other)


def _dates(reading: Reading, blocks: Iterable[Block]) -> list[When]:
    return [when for block in blocks for when in reading.dates_in(block)]


def _distinct(dates: Iterable[When]) -> Dates:
    return {when.key: when for when in dates}


def _agrees_with_any(when: When, others: Iterable[When]) -> bool:
    return any(when.agrees(other) for other in others)


def _left_over(lefts: Iterable[When], rights: Iterable[When]) -> tuple[list[When], list[When]]:
    """The dates of two aligned paragraphs that agree with none; the same date goes before one that may be meant."""
    mine, theirs = [], list(rights)
    for when in lefts:
        alike = [other for other in theirs if is_same_day(when, other)]
        same = [other for other in alike if other.key == when.key] or alike
        if same:
            theirs.remove(same[0])
        else:
            mine.append(when)
    return mine, theirs


def _likeliest(when: When, others: Sequence[When]) -> When | None:
    """The date that stands where another stands in the other language: told as exactly, and nearest to its place."""
    alike = [other for other in others if bool(other.clock) == bool(when.clock)]
    return min(
        alike,
        key=lambda other: (bool(other.day) != bool(when.day), apart(place_of(other), place_of(when))),
        default=None,
    )


def _is_read_as_figure(pair: Pair, when: When) -> bool:
    """Whether the other language has the year, or the hour, as a figure."""
    beside = pair.partner_of(when.block)
    if beside is None:
        return False
    said = {when.year, int(when.clock[:2]) if when.clock else None} - {None}
    return any(figure.value in said for figure in pair.of(beside).figures_in(beside))
