"""The practical block, key by key: the day, the hour and its time zone, on which journalists come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...alignment import Pair
from ...analysers.practical import KeyValue
from ...dates import When
from ...reading import Reading
from .places import Place, place_of

# What of two lines differs.
LINES, ZONES = "lines", "zones"
# Lines that tell of one moment: a day and an hour may stand on one line here and on two there.
MOMENTS = (("date", "hour"), ("deadline",))


def lines_that_differ(pair: Pair) -> Iterator[tuple[str, Place, Place]]:
    """What differs of two lines, what they say or their zones, and where, that of the translation first.

    Wherever the lines stand: all days and hours of the lines of a kind in one language are held against those in the other.
    """
    for kinds in MOMENTS:
        lefts, rights = (_moments(reading, kinds) for reading in pair.readings)
        for clocks in (False, True):
            mine = [when for when in lefts if bool(when.clock) == clocks]
            theirs = [when for when in rights if bool(when.clock) == clocks]
            for one, other in _differing(mine, theirs):
                is_zone = bool(one.clock) and one.clock == other.clock
                yield ZONES if is_zone else LINES, place_of(other), place_of(one)


def _moments(reading: Reading, kinds: Iterable[str]) -> list[When]:
    """The days and hours of the lines of some kinds, in order."""
    lines = [line for line in reading.practical if line.kind in kinds]
    return [when for line in lines for when in _dates(reading, line)]


def _dates(reading: Reading, line: KeyValue) -> list[When]:
    return reading.dates_in(line.block, *line.span)


def _differing(lefts: list[When], rights: list[When]) -> Iterator[tuple[When, When]]:
    """The moments that agree with none, in order, where as many are left on both sides."""
    over_left, over_right = [], list(rights)
    for when in lefts:
        same = next((other for other in over_right if is_same_day(when, other)), None)
        if same is None:
            over_left.append(when)
        else:
            over_right.remove(same)
    if len(over_left) == len(over_right):
        yield from zip(over_left, over_right, strict=True)


def is_same_day(first: When, other: When) -> bool:
    """Whether two dates agree, their weekdays too where both tell one."""
    return first.agrees(other) and (first.weekday == other.weekday or None in (first.weekday, other.weekday))
