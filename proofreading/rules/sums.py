"""Totals that are not the sum of the parts that their sentence tells, shares of no whole, lists that are miscounted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..figures import MONEY, Figure
from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading, Sentence
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Amount, say
from .shares import WHOLE, lists_miscounted, shares_beyond_all, shares_of_no_whole
from .spans import beginning_in

# The parts of a total, behind a colon, or “made up of”; the last one joined by “and”.
_JOINS = re.compile(r"(?:,? et |,? and | ?\+ ?|, | ; |; )")
MOST_PARTS, FEWEST_PARTS = 6, 2
# The words of one part, to the sign that ends it.
LONGEST_PART = 60


@rule("sum-wrong", WARNING, ONE_TEXT, subject="figure", yields_to=("figure-contradicts",))
def sum_wrong(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only where the sentence tells a total, then behind a colon all its parts, the last with “and”; and none is rough."""
    for sentences in text.sentences:
        for sentence in sentences:
            yield from _in_sentence(text, sentence)
            yield from _shares_and_lists(text, sentence)
    for one in shares_beyond_all(text):
        yield Found(one.block, one.start, one.end, say("beyond-all"))


def _in_sentence(text: Reading, sentence: Sentence) -> Iterator[Found]:
    figures = beginning_in(text.figures_in(sentence.block), sentence.start, sentence.end)
    for place, total in enumerate(figures):
        parts = _parts_of(total, figures[place + 1 : place + 1 + MOST_PARTS], sentence)
        if len(parts) >= FEWEST_PARTS and (right := sum((part.value for part in parts), Decimal())) != total.value:
            message = say("sum", total=total.block.text[total.start : total.end], sum=Amount(right))
            other = (total.block, parts[0].start, parts[-1].end)
            yield Found(total.block, total.start, total.end, message, other=other)


def _shares_and_lists(text: Reading, sentence: Sentence) -> Iterator[Found]:
    for shares, total in shares_of_no_whole(text, sentence):
        yield Found(sentence.block, shares[0].start, shares[-1].end, say("shares", sum=Amount(total), whole=Amount(WHOLE)))
    for one, number in lists_miscounted(text, sentence):
        yield Found(one.block, one.start, sentence.end, say("members", number=number))


def _parts_of(total: Figure, others: list[Figure], sentence: Sentence) -> list[Figure]:
    """The figures of a total’s unit that follow a colon behind it, each smaller, none rough, the last behind “and”."""
    folded = sentence.block.folded
    if total.qualifier or not others or ":" not in folded[total.end : others[0].start][-4:]:
        return []
    parts: list[Figure] = []
    for figure in others:
        between = folded[parts[-1].end if parts else total.end : figure.start]
        if figure.unit != total.unit or figure.qualifier or figure.value >= total.value or len(between) > LONGEST_PART:
            return []
        if parts and not _JOINS.search(between):
            return []
        parts.append(figure)
    is_closed = re.search(r"(?:et|and) (?:de |d')?$", folded[parts[-2].end : parts[-1].start]) if len(parts) > 1 else None
    counts = total.unit in MONEY or not total.unit
    return parts if is_closed and counts else []
