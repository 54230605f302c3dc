"""Sentences of two paragraphs in beads: one or two here say what one or two say there, and what is left says nothing there.

The lengths of sentences and of their translations go together (Gale and Church, “A Program for Aligning Sentences in
Bilingual Corpora”, Computational Linguistics 19, 1993); what sentences name and the roots of their words tell the rest.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

# What each bead costs before anything is known of its sentences: Gale and Church’s shares of them, as logarithms.
COSTS = {(1, 1): 0.12, (1, 2): 2.4, (2, 1): 2.4, (2, 2): 4.5, (1, 0): 4.0, (0, 1): 4.0}
# How much the lengths of translations vary, a character; and what a bead gains whose sides have everything in common.
VARIANCE, GAIN = 6.8, 5.0
# No lengths cost more than this: what is named may speak against them.
MOST = 6.0
# So many sentences to either side of its place a sentence is looked for in its paragraph, and some more where one language
# has more of them.
BAND, BAND_TO_SPARE = 4, 6


class WeighedSentence(NamedTuple):
    """A sentence as it is compared: its length, and what it shares with its translation."""

    length: int
    features: frozenset[Hashable]


Bead = tuple[range, range]
"""The places of sentences that say the same; one of the two is empty where nothing does."""


def beads(lefts: Sequence[WeighedSentence], rights: Sequence[WeighedSentence], ratio: float) -> list[Bead]:
    """The cheapest way through two rows of sentences; ``ratio`` is how much longer the right language is."""
    best: list[dict[int, tuple[float, tuple[int, int]]]] = [{} for _row in range(len(lefts) + 1)]
    best[0][0] = 0.0, (0, 0)
    for row in range(len(lefts) + 1):
        for column in _reach(row, len(lefts), len(rights)):
            options = []
            for (here, there), cost in COSTS.items():
                before = best[row - here].get(column - there) if here <= row else None
                if before is not None:
                    misfit = _misfit(lefts[row - here : row], rights[column - there : column], ratio)
                    options.append((before[0] + cost + misfit, (here, there)))
            if options:
                best[row][column] = min(options)
    return _walked_back(best, len(lefts), len(rights))


def _reach(row: int, lefts: int, rights: int) -> range:
    if not lefts:
        return range(rights + 1)
    middle = row * rights // lefts
    band = max(BAND, rights // lefts + 1) + min(abs(lefts - rights), BAND_TO_SPARE)
    return range(max(0, middle - band), min(rights, middle + band) + 1)


def _misfit(lefts: Sequence[WeighedSentence], rights: Sequence[WeighedSentence], ratio: float) -> float:
    """What speaks against two sides being translations: their lengths; for it: what they have in common."""
    if not lefts or not rights:
        return 0.0
    here, there = sum(one.length for one in lefts) * ratio, sum(one.length for one in rights)
    apart = (there - here) ** 2 / (2 * VARIANCE * max((here + there) / 2, 1))
    mine, theirs = (frozenset().union(*(one.features for one in side)) for side in (lefts, rights))
    shared = len(mine & theirs) / (min(len(mine), len(theirs)) + 1)
    return min(apart, MOST) - GAIN * shared + (math.log(2) if mine and theirs and not shared else 0.0)


def _walked_back(best: list[dict[int, tuple[float, tuple[int, int]]]], left: int, right: int) -> list[Bead]:
    found: list[Bead] = []
    while left or right:
        here, there = best[left][right][1]
        found.append((range(left - here, left), range(right - there, right)))
        left, right = left - here, right - there
    return found[::-1]
