"""The timeline as a picture: each milestone where its date stands, those too near each other on levels of their own.

Places are percentages of the width, so that the drawing is as wide as its page while its words and marks keep their size;
heights are CSS pixels. Two marks share a level only where at least ``GAP`` per cent lie between them, which keeps them apart on
the narrowest phone: of 280 px, 4 % is 11 px, and a mark takes 9. A date known by its month or year only is as long as that.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from .enums import MilestoneLane
from .models import Milestone

FIRST, LAST = 2018, 2030
MOST = 100
"""Milestones of one drawing."""
EDGE, GAP, PITCH = 3, 4, 13
HEAD, AXIS = 26, 34
MOST_YEARS, FEW_YEARS = 14, 5


@dataclass(frozen=True)
class Mark:
    """A milestone, from ``start`` to ``end`` (per cent of the width), at the height ``y`` (px).

    ``ahead`` if it is planned or to come; ``unconfirmed`` if it was planned for a time that has passed.
    """

    milestone: Milestone
    start: str
    end: str
    y: int
    ahead: bool
    unconfirmed: bool = False


@dataclass(frozen=True)
class Year:
    """A year: its beginning and its middle. ``often`` where a phone has room for its number, ``named`` where a page has."""

    year: int
    x: str
    middle: str
    named: bool
    often: bool


@dataclass(frozen=True)
class Timescale:
    """All that the drawing shows: the cluster's marks above the axis, the national programme's below."""

    years: list[Year]
    axis: int
    height: int
    today: str
    marks: list[Mark] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.years[0].year

    @property
    def last(self) -> int:
        return self.years[-1].year - 1

    @property
    def names_y(self) -> int:
        return self.axis + 20

    @property
    def foot_y(self) -> int:
        return self.height - 6

    @property
    def ahead(self) -> int:
        return sum(mark.ahead for mark in self.marks)


def draw(milestones: Iterable[Milestone], today: date) -> Timescale:
    """The picture of ``milestones``: 2018 to 2030, and further where they go further."""
    milestones = sorted(milestones, key=lambda one: (one.date, one.pk))
    spans = [(one, moment(one.date), moment(one.date_end or one.date, last=True)) for one in milestones]
    first = min([FIRST, *(int(start) for _one, start, _end in spans)])
    last = max([LAST, *(int(end) for _one, _start, end in spans)])

    def place(year: float) -> float:
        return EDGE + (year - first) / (last + 1 - first) * (100 - 2 * EDGE)

    above = _levels([span for span in spans if span[0].lane == MilestoneLane.CLUSTER], place)
    below = _levels([span for span in spans if span[0].lane != MilestoneLane.CLUSTER], place)
    axis = HEAD + _tallest(above) * PITCH + 8
    now = moment(today.isoformat())
    marks = [
        Mark(
            one,
            _per_cent(place(start)),
            # A line without length has no round caps in some browsers.
            _per_cent(max(place(end), place(start) + 0.01)),
            axis - 14 - level * PITCH if row is above else axis + AXIS + level * PITCH,
            one.is_planned or start > now,
            one.is_planned and end < now,
        )
        for row in (above, below)
        for one, start, end, level in row
    ]
    return Timescale(
        _years(first, last, place),
        axis,
        axis + AXIS + _tallest(below) * PITCH + HEAD - 6,
        _per_cent(place(now)) if first <= now < last + 1 else "",
        sorted(marks, key=lambda mark: (mark.milestone.date, mark.milestone.pk)),
    )


def moment(iso: str, *, last: bool = False) -> float:
    """A year, month or day as a decimal year: where it begins, or with ``last`` where the last day of it does."""
    year, *rest = (int(part) for part in iso.split("-"))
    month = rest[0] if rest else (12 if last else 1)
    day = rest[1] if len(rest) > 1 else (monthrange(year, month)[1] if last else 1)
    return year + (date(year, month, day).timetuple().tm_yday - 1) / (366 if isleap(year) else 365)


def _levels(
    spans: list[tuple[Milestone, float, float]], place: Callable[[float], float]
) -> list[tuple[Milestone, float, float, int]]:
    """Each span on the lowest level where it keeps its distance from the one before."""
    ends: list[float] = []
    found = []
    for one, start, end in spans:
        level = next((level for level, taken in enumerate(ends) if place(start) - taken >= GAP), len(ends))
        ends[level : level + 1] = [place(end)]
        found.append((one, start, end, level))
    return found


def _tallest(rows: list[tuple[Milestone, float, float, int]]) -> int:
    return max((level for *_span, level in rows), default=0) + 1


def _years(first: int, last: int, place: Callable[[float], float]) -> list[Year]:
    """Every year's beginning and the end of the last one; as many named as there is room for."""
    count = last + 1 - first
    step, wide = ceil(count / MOST_YEARS), ceil(count / FEW_YEARS)
    return [
        Year(
            year,
            _per_cent(place(year)),
            _per_cent(place(year + 0.5)),
            year <= last and not (year - first) % step,
            year <= last and not (year - first) % wide,
        )
        for year in range(first, last + 2)
    ]


def _per_cent(value: float) -> str:
    return f"{value:.2f}%"
