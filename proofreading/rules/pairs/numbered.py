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
# No paragraph names more things with a number in them.
MOST_NAMES = 40
_TOKEN = re.compile(r"(?<![\w.,-])[^\W_]*\d[^\W_]*(?:[.-]?\d[^\W_]*)*(?!\w)")
_RUN = re.compile(r"\d+(?:\.\d+)*")
# Figures, times and amounts are compared by what they are worth; so are ordinals.
_OF_ANOTHER_KIND = re.compile(r"\d{1,2}[h:]\d{0,2}|\d+(?:ers?|eres?|res?|emes?|es?|ndes?|nds?|st|rd|th|m|k|md|mds|bn|g|d|p|x)?")


@rule(
    "number-differs", WARNING, TWO_LANGUAGES, subject="figure", yields_to=("date-differs", "figure-differs", "figure-missing")
)
def number_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“Part 2” and “partie 3”, “version 3.4.1” and “version 3.1.4”; “B4C” and “B4D”, “zibro2” and “zibro”."""
    for one, other in keys_that_differ(pair, _numbers):
        if _has(one, other) or _has(other, one):
            continue  # “Arvor17” here and “Arvor 17” there, beside another number.
        yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)
    for one, other in _names_with_a_number(pair):
        yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)


def _has(first: Keyed, other: Keyed) -> bool:
    """Whether the paragraph of one thing has the figures of the other one as often as its own, in whatever form."""
    mine, theirs = (_RUN.findall(one.place[0].folded).count(other.key) for one in (first, other))
    return 0 < theirs <= mine


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
        numbered = [[one for one in words.values() if _RUN.search(one.key)][:MOST_NAMES] for words in (lefts, rights)]
        found = [(one, other) for one in numbered[0] for other in numbered[1] if _differ_in_a_letter(one.key, other.key)]
        found += [(one, rights[letters]) for one in numbered[0] if (letters := _letters(one.key)) in rights]
        found += [(lefts[letters], other) for other in numbered[1] if (letters := _letters(other.key)) in lefts]
        yield from ((one, other) for one, other in found if not _stands_apart(one, other))


def _stands_apart(first: Keyed, other: Keyed) -> bool:
    """Whether the number that only one of two names holds stands beside the other one: “Arvor17”, “Arvor 17”."""
    if _RUN.search(first.key) and _RUN.search(other.key):
        return False
    lacking, having = (other, first) if _RUN.search(first.key) else (first, other)
    return not set(_RUN.findall(having.key)).isdisjoint(_RUN.findall(lacking.place[0].folded))


def _only_here(pair: Pair, reading: Reading, block: Block) -> dict[str, Keyed]:
    """The words of a block that the other language has nowhere, and that hold letters."""
    others = _words(pair)[pair.beside(reading).language]
    found: dict[str, Keyed] = {}
    for token in reading.tokens[block.index]:
        if token.text not in others and not token.text.isdigit():
            found.setdefault(token.text, Keyed(token.text, (block, token.start, token.end)))
    return found


@once
def _words(pair: Pair) -> dict[str, Counter[str]]:
    return {reading.language: Counter(token.text for words in reading.tokens for token in words) for reading in pair.readings}


def _letters(name: str) -> str:
    """The letters of a name with a number, where they are a name by themselves: “zibro” of “zibro2”."""
    letters = re.sub(r"\d", "", name)
    return letters if len(letters) >= SHORTEST_NAME else ""


def _differ_in_a_letter(first: str, other: str) -> bool:
    letters, others = re.sub(r"\d", "", first), re.sub(r"\d", "", other)
    return _RUN.findall(first) == _RUN.findall(other) and len(letters) > 1 and distance(letters, others, 1) == 1
