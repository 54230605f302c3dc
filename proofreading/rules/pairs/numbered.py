"""Numbers that count nothing: of a version, a part, an article, or written to a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...alignment import Pair, once
from ...findings import WARNING
from ...knowledge import Knowledge
from ...nearness import distance
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...spans import overlaps, spans_of
from ..spans import addresses_in
from .places import Keyed, is_contact, keys_that_differ, shown

# A shorter word may have a number written to it and be another thing.
SHORTEST_NAME = 4
_TOKEN = re.compile(r"(?<![\w.,-])[^\W_]*\d[^\W_]*(?:[.-]?\d[^\W_]*)*(?!\w)")
_RUN = re.compile(r"\d+(?:\.\d+)*")
# Figures, times and amounts are compared by what they are worth; so are ordinals.
_OF_ANOTHER_KIND = re.compile(r"\d{1,2}[h:]\d{0,2}|\d+(?:ers?|eres?|res?|emes?|es?|ndes?|nds?|st|rd|th|m|k|md|mds|bn|g|d|p|x)?")


@rule(
    "number-differs", WARNING, TWO_LANGUAGES, subject="figure", yields_to=("date-differs", "figure-differs", "figure-missing")
)
def number_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“Part 2” and “partie 3”, “version 3.4.1” and “version 3.1.4”; “B4C” and “B4D”, “grub2” and “grub”."""
    for one, other in keys_that_differ(pair, _numbers):
        if _has(one, other) or _has(other, one):
            continue  # “Arvor17” here and “Arvor 17” there, beside another number.
        yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)
    for one, other in _names_with_a_number(pair):
        yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)


def _has(one: Keyed, other: Keyed) -> bool:
    """Whether the paragraph of one thing has the figures of the other one, in whatever form."""
    return other.key in _RUN.findall(one.place[0].folded)


def _numbers(reading: Reading, block: Block) -> Iterator[Keyed]:
    """The figures of each number that counts nothing, as written."""
    if is_contact(reading, block):
        return
    taken = [
        *addresses_in(reading, block),
        *spans_of(reading.phones_in(block)),
        *spans_of(reading.dates_in(block)),
        *spans_of(reading.figures_in(block)),
    ]
    for match in _TOKEN.finditer(block.folded):
        if overlaps(taken, *match.span()):
            continue
        numbered = reading.words.numbered
        before = block.folded[: match.start()].rstrip(" °º")
        is_numbered = before.endswith((*numbered, "#")) or "." in match.group()
        if is_numbered or not _OF_ANOTHER_KIND.fullmatch(match.group()):
            figures = "-".join(_RUN.findall(match.group()))
            yield Keyed(figures, (block, *match.span()))


def _names_with_a_number(pair: Pair) -> Iterator[tuple[Keyed, Keyed]]:
    """Two names of a paragraph and its translation that share their number and differ in one letter, or in having one."""
    for a, b in pair.aligned:
        lefts, rights = (_only_here(pair, pair.of(block), block) for block in (a, b))
        for one in lefts:
            yield from ((one, other) for other in rights if _are_one_name(one.key, other.key) and not _stands_apart(one, other))


def _stands_apart(one: Keyed, other: Keyed) -> bool:
    """Whether the number that only one of two names holds stands beside the other one: “Arvor17”, “Arvor 17”."""
    lacking, having = (one, other) if not _RUN.search(one.key) else (other, one)
    return not set(_RUN.findall(having.key)).isdisjoint(_RUN.findall(lacking.place[0].folded))


def _only_here(pair: Pair, reading: Reading, block: Block) -> list[Keyed]:
    """The words of a block that the other language has nowhere, and that hold letters."""
    others = _words(pair)[pair.beside(reading).language]
    found = []
    for token in reading.tokens[block.index]:
        if token.text not in others and not token.text.isdigit():
            found.append(Keyed(token.text, (block, token.start, token.end)))
    return found


@once
def _words(pair: Pair) -> dict[str, Counter[str]]:
    return {reading.language: Counter(token.text for words in reading.tokens for token in words) for reading in pair.readings}


def _are_one_name(one: str, other: str) -> bool:
    mine, theirs = _RUN.findall(one), _RUN.findall(other)
    if not (mine or theirs) or one == other:
        return False
    letters, others = re.sub(r"\d", "", one), re.sub(r"\d", "", other)
    if bool(mine) != bool(theirs):
        return letters == others and len(letters) >= SHORTEST_NAME
    return mine == theirs and len(letters) > 1 and distance(letters, others, 1) == 1
