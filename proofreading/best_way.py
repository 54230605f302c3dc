"""The best way through two rows: which of one go with which of the other, in order."""

from __future__ import annotations

from collections.abc import Callable

# A paragraph is looked for so many places to either side of where it should stand, so that time grows with the text
# only: a few more where one text has more paragraphs, fewer in a text longer than any communiqué. What stands further
# away is alone, and told to stand in one language only.
BAND, BAND_TO_SPARE, WIDEST_BAND, BAND_OF_LONG_TEXTS = 24, 8, 72, 12
LONG_TEXT = 1500
# What a paragraph without an answer costs the alignment. It is the measure of all the weights below.
GAP = -0.25

# Each step takes the next of the left one, of the right one, or of both.
_LEFT, _RIGHT, _BOTH = "left", "right", "both"
_Steps = dict[int, str]


def best_way(lefts: int, rights: int, likeness: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Which places of two rows go together, in order, so that the sum of their likeness is greatest."""
    band = _band(lefts, rights)
    scores = {place: place * GAP for place in range(min(rights, band) + 1)}
    steps: list[_Steps] = [dict.fromkeys(scores, _RIGHT)]
    for row in range(lefts):
        middle = (row + 1) * rights // lefts
        reach = range(max(0, middle - band), min(rights, middle + band) + 1)
        scores, taken = _next_row(scores, reach, [likeness(row, place - 1) if place else 0.0 for place in reach])
        steps.append(taken)
    return _walked_back(steps, rights)


def _band(lefts: int, rights: int) -> int:
    if max(lefts, rights) > LONG_TEXT:
        return BAND_OF_LONG_TEXTS
    return min(max(BAND, abs(lefts - rights) + BAND_TO_SPARE), WIDEST_BAND)


def _next_row(above: dict[int, float], reach: range, likenesses: list[float]) -> tuple[dict[int, float], _Steps]:
    """The best score of each place of a row, and the step that leads to it."""
    scores: dict[int, float] = {}
    steps: _Steps = {}
    for place in reach:
        options = []
        if place in above:
            options.append((above[place] + GAP, _LEFT))
        if place - 1 in scores:
            options.append((scores[place - 1] + GAP, _RIGHT))
        if place - 1 in above:
            options.append((above[place - 1] + likenesses[place - reach.start], _BOTH))
        if options:
            scores[place], steps[place] = max(options)
    return scores, steps


def _walked_back(steps: list[_Steps], rights: int) -> list[tuple[int, int]]:
    found = []
    left, right = len(steps) - 1, rights
    while left > 0 and right in steps[left]:
        step = steps[left][right]
        if step == _BOTH:
            found.append((left - 1, right - 1))
        left -= step != _RIGHT
        right -= step != _LEFT
    return found[::-1]
