"""Figures of one text held against one another."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ..figures import Figure
from ..findings import WARNING
from ..knowledge import TERM, Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say

_PART = frozenset(
    "autres autre premiers premieres other another first further additional dont parmi among including remaining"
    " restants nouveaux nouvelles new"
    " supplementaires chaque each par per every".split()
)


@rule("figure-contradicts", WARNING, ONE_TEXT, subject="figure")
def figure_contradicts(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """Two figures for the same thing in one text. Only the very same words count, and no sentence that names another body."""
    by_noun: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in reading.figures:
        if figure.unit or len(figure.noun) < 2 or figure.value < 3:
            continue
        if _is_a_part(reading, figure):
            continue
        by_noun[figure.noun[:2]].append(figure)
    for same in by_noun.values():
        values: dict[object, list[Figure]] = defaultdict(list)
        for figure in same:
            values[figure.value].append(figure)
        if len(values) != 2 or any(reading.section_of(one.block).kind == "about" for one in same):
            continue
        kept, rare = sorted(values.values(), key=lambda ones: (-len(ones), ones[0].block.index, ones[0].start))
        for figure in rare[:1]:
            first = kept[0]
            shown = first.block.text[first.start : first.noun_end]
            message = say("elsewhere", other=shown)
            yield Found(figure.block, figure.start, figure.noun_end, message, other=(first.block, first.start, first.noun_end))


def _is_a_part(reading: Reading, figure: Figure) -> bool:
    """A figure for some of them only: “ten other members”, “four programmes” of one institution."""
    sentence = reading.sentence_at(figure.block, figure.start)
    words = {token.text for token in reading.tokens[figure.block.index] if sentence.start <= token.start < sentence.end}
    close = [token.text for token in reading.tokens[figure.block.index] if token.end <= figure.start][-3:]
    if re.match(r" (?:des|d'entre|of the|of these|of them|de ces) ", figure.block.folded[figure.end : figure.end + 12]):
        return True
    if words & _PART or set(close) & _PART:
        return True
    ours = (None, reading.known.ours, reading.known.lead)
    mentions = [one for one in reading.mentions[figure.block.index] if sentence.start <= one.start < sentence.end]
    return any(one.body not in ours and one.body.kind != TERM for one in mentions)
