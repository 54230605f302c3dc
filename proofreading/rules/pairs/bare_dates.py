"""Months and weekdays that are told alone, of no date: “en septembre”, “Monday evening”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from ...alignment import Pair
from ...reading import Reading
from ...source import Block
from ...spans import holds, spans_of
from ...words import of
from .places import Keyed, Place, keys_that_differ

# Abbreviated names are those of dates, and words besides: “mer”, “sat”.
SHORTEST_NAME = 3
# Names that are common words too, unless they have a capital, and behind a word.
_COMMON_WORDS = {"en": frozenset({"may", "march", "august"}), "fr": frozenset({"mars"})}
_OPENS = re.compile(r"(?:^|[.!?:;•–—«“”\"(]\s*)$")
_LONGEST_OPENING = 3


def bare_dates_that_differ(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The month, or the weekday, of a paragraph beside that of its translation, where dates tell neither."""
    for kind in ("month", "weekday"):
        for one, other in keys_that_differ(pair, partial(_named, kind)):
            if not any(_is_of_a_date(pair.of(said.place[0]), said) for said in (one, other)):
                yield one.place, other.place


def _is_of_a_date(reading: Reading, said: Keyed) -> bool:
    block, start, _end = said.place
    return holds(spans_of(reading.dates_in(block)), start)


def _named(kind: str, reading: Reading, block: Block) -> Iterable[Keyed]:
    """The months or weekdays of a block, those of its dates among them."""
    dates = reading.dates_in(block)
    for when in dates:
        number = when.month if kind == "month" else when.weekday
        if number is not None:
            yield Keyed(str(number), (block, when.start, when.end))
    taken = spans_of(dates)
    names, pattern = _names(reading.language, kind)
    for match in pattern.finditer(block.folded) if pattern else ():
        if not holds(taken, match.start()) and not _is_a_common_word(reading.language, block, match):
            yield Keyed(str(names[match[1]]), (block, *match.span()))


@cache
def _names(language: str, kind: str) -> tuple[dict[str, int], re.Pattern[str] | None]:
    words = of(language)
    every = words.months if kind == "month" else words.weekdays
    longest: dict[int, str] = {}
    for name, number in every.items():
        longest[number] = max(longest.get(number, ""), name, key=len)
    names = {name: number for number, name in longest.items() if len(name) >= SHORTEST_NAME}
    if not names:
        return names, None
    return names, re.compile(rf"(?<![\w’'-])({'|'.join(names)})s?(?![\w-])")


def _is_a_common_word(language: str, block: Block, match: re.Match[str]) -> bool:
    if match[1] not in _COMMON_WORDS.get(language, ()):
        return False
    if language == "fr":
        return block.text[match.start()].isupper()
    before = block.text[max(0, match.start() - _LONGEST_OPENING) : match.start()]
    return not block.text[match.start()].isupper() or _OPENS.search(before) is not None
