"""The practical block, key by key: the day, the hour and its time zone, on which journalists come."""

from __future__ import annotations

from collections.abc import Iterator

from ...alignment import Pair, once
from ...analysers.practical import KeyValue, zone_in
from ...dates import When
from ...reading import Reading
from .places import Place, place_of

# What of two lines differs.
LINES, ZONES = "lines", "zones"
# Kinds of values that are dates or hours: the others are compared by the rules of figures, addresses and names.
OF_TIME = ("date", "hour", "deadline")


def lines_that_differ(pair: Pair) -> Iterator[tuple[str, Place, Place]]:
    """What differs of two lines, what they say or their zones, and where, that of the translation first.

    Wherever the lines stand: the first line of a kind in one language is held against the first of it in the other.
    """
    for left, right in _compared(pair):
        for here, there in _differing(pair, left, right):
            yield LINES, here, there
        zones = zone_in(left.block, *left.span), zone_in(right.block, *right.span)
        if all(zones) and "local" not in zones and zones[0] != zones[1]:
            yield ZONES, (right.block, *right.span), (left.block, *left.span)


@once
def _compared(pair: Pair) -> list[tuple[KeyValue, KeyValue]]:
    """The lines that stand in both languages, where each has one of the kind."""
    found = []
    for kind in OF_TIME:
        lefts, rights = ([one for one in reading.practical if one.kind == kind] for reading in pair.readings)
        if len(lefts) == len(rights):
            found += list(zip(lefts, rights, strict=True))
    return found


def _differing(pair: Pair, left: KeyValue, right: KeyValue) -> Iterator[tuple[Place, Place]]:
    """What two lines say of days and of hours, in order, where it differs."""
    mine, theirs = _dates(pair.left, left), _dates(pair.right, right)
    for clocks in (False, True):
        ones, others = ([when for when in dates if bool(when.clock) == clocks] for dates in (mine, theirs))
        if len(ones) != len(others):
            continue
        for one, other in zip(ones, others, strict=True):
            if not one.agrees(other) or one.weekday != other.weekday and None not in (one.weekday, other.weekday):
                yield place_of(other), place_of(one)


def _dates(reading: Reading, value: KeyValue) -> list[When]:
    return reading.dates_in(value.block, *value.span)
