"""Figures of one sentence that have changed places between two languages: by the names beside them, or by their order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ...alignment import Pair, once
from ...figures import Figure
from ...reading import Reading
from ...text import fold

Match = tuple[Figure, Figure]

_NAME = re.compile(r"(?<![\w@#])[^\W\d_a-zà-öø-ÿ][\w’'-]+")
# A name is looked for so far before its figure.
NAME_WITHIN = 80


def changed_places(pair: Pair, matched: Iterable[Match]) -> Iterator[Match]:
    """Two figures of a sentence: each stands behind the name that the other one stands behind in the other language, or both
    count the same thing and stand in another order."""
    by_blocks: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for left, right in matched:
        by_blocks[left.block.index, right.block.index].append((left, right))
    for together in by_blocks.values():
        for one, two in combinations(together, 2):
            if one[0].base != two[0].base and _are_of_one_sentence(pair, one, two):
                if _have_each_others_name(pair, one, two) or _count_one_thing_the_other_way_round(one, two):
                    yield one


def _are_of_one_sentence(pair: Pair, this: Match, two: Match) -> bool:
    return all(
        reading.sentence_at(first.block, first.start) == reading.sentence_at(second.block, second.start)
        for reading, first, second in zip(pair.readings, this, two, strict=True)
    )


def _have_each_others_name(pair: Pair, first: Match, two: Match) -> bool:
    lefts, rights = ([_name_before(pair, figure) for figure in (first[side], two[side])] for side in (0, 1))
    return "" not in lefts and lefts[0] != lefts[1] and lefts == rights[::-1]


def _name_before(pair: Pair, figure: Figure) -> str:
    """The last name that stands before a figure in its sentence, of those that both languages have."""
    reading = pair.of(figure.block)
    start = max(reading.sentence_at(figure.block, figure.start).start, figure.start - NAME_WITHIN)
    names = [fold(match.group()) for match in _NAME.finditer(figure.block.text, start, figure.start)]
    return next((name for name in reversed(names) if name in _shared_names(pair)), "")


@once
def _shared_names(pair: Pair) -> frozenset[str]:
    left, right = map(_names_of, pair.readings)
    return left & right


def _names_of(reading: Reading) -> frozenset[str]:
    return frozenset(fold(match.group()) for block in reading.blocks for match in _NAME.finditer(block.text))


def _count_one_thing_the_other_way_round(first: Match, two: Match) -> bool:
    """“20 votes pour, 3 votes contre” and “3 votes for, 20 votes against”."""
    lefts, rights = (first[0], two[0]), (first[1], two[1])
    counts_one = all(a.noun and a.noun[:1] == b.noun[:1] and a.unit == b.unit for a, b in (lefts, rights))
    return counts_one and (lefts[0].start < lefts[1].start) != (rights[0].start < rights[1].start)
