"""The sentence around a place, and the one that stands for it in the other language: for whoever reads a finding."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .alignment import Pair, roots
from .annotations import Sentence
from .findings import EXCERPT, Place
from .reading import Reading
from .source import Block
from .tokens import tokens

# So many characters of a sentence are shown before a place and behind it; the rest of a long one is cut at a word.
AROUND = 160
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"\S+\s*$"), re.compile(r"^\s*\S+")


@dataclass(frozen=True)
class MarkedPassage:
    """A sentence in a language: what stands before the place that is meant, the place, what stands behind it.

    Without a place the whole sentence stands in ``before``.
    """

    language: str
    before: str
    marked: str = ""
    behind: str = ""


def passage_at(reading: Reading, place: Place) -> MarkedPassage | None:
    """The sentence in which a place is, the place marked; ``None`` for a place that is in no text."""
    block = _block_of(reading, place)
    if block is None:
        return None
    start, end = _stretch(block, place)
    opens, closes = reading.sentence_at(block, start).start, reading.sentence_at(block, max(start, end - 1)).end
    before, marked, behind = block.text[min(opens, start) : start], block.text[start:end], block.text[end : max(closes, end)]
    return MarkedPassage(reading.language, _end_of(before), _shortened(marked), _beginning_of(behind))


def passage_beside(pair: Pair, place: Place) -> MarkedPassage | None:
    """The sentence of the other language that stands for the one in which a place is; ``None`` where none is known to."""
    reading = pair.left if place.language == pair.left.language else pair.right
    block = _block_of(reading, place)
    other = (pair.partner_of(block) or pair.joined.get((place.language, block.index))) if block else None
    if block is None or other is None:
        return None
    beside = pair.beside(reading)
    theirs = beside.sentences[other.index]
    if not theirs:
        return MarkedPassage(beside.language, _beginning_of(other.text))
    mine = reading.sentence_at(block, _stretch(block, place)[0])
    answer = max(theirs, key=lambda sentence: _likeness(mine, sentence))
    return MarkedPassage(beside.language, _beginning_of(answer.text.strip()))


def nth_of(reading: Reading, place: Place) -> int:
    """How often the words of a place stand in their text before it: so an editor finds the very ones that are meant."""
    block = _block_of(reading, place)
    if block is None or not place.shown:
        return 0
    before = [other.text for other in reading.blocks[: block.index] if other.part is block.part]
    return sum(text.count(place.shown) for text in [*before, block.text[: _stretch(block, place)[0]]])


def _block_of(reading: Reading, place: Place) -> Block | None:
    """The paragraph that a place is in."""
    number = place.paragraph - 1
    if place.language != reading.language or not 0 <= number < len(reading.blocks):
        return None
    block = reading.blocks[number]
    return block if block.part.field == place.field else None


def _stretch(block: Block, place: Place) -> tuple[int, int]:
    """The letters of a paragraph that a place holds; for a point the word that it is in or behind."""
    start, end = bisect_left(block.at, place.start), bisect_left(block.at, place.end)
    if start < end:
        return start, end
    before, behind = _WORD_BEFORE.search(block.text, 0, start), _WORD_BEHIND.match(block.text[start:])
    if before:
        return before.start(), start
    return start, start + (behind.end() if behind else 0)


def _likeness(sentence: Sentence, other: Sentence) -> float:
    """How likely two sentences of two paragraphs that belong together say the same: by the roots of their words and place."""
    one, two = (roots(tokens(each.folded)) for each in (sentence, other))
    middle, there = ((each.start + each.end) / (2 * max(len(each.block.text), 1)) for each in (sentence, other))
    return len(one & two) / (min(len(one), len(two)) + 1) - abs(middle - there)


def _end_of(text: str) -> str:
    return text if len(text) <= AROUND else "… " + text[-AROUND:].partition(" ")[2]


def _beginning_of(text: str) -> str:
    return text if len(text) <= 2 * AROUND else text[: 2 * AROUND].rpartition(" ")[0] + " …"


def _shortened(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rpartition(" ")[0] + " …"
