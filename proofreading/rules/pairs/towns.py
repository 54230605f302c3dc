"""Countries and towns: where the two languages say that something is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...alignment import Pair, once
from ...nearness import distance
from ...reading import Reading
from ...source import Block
from ...tokens import Token, folded_words
from ...words import Vocabulary
from ...words.geography import TWO_NAMES
from ..spans import addresses_in, named_in, overlaps, spans_of
from .places import Place, apart, is_contact

# Places further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.35
# Names that begin alike may be one town’s in two languages: “Brême”, “Bremen”.
BEGINNING, NEAR = 3, 2
# A name of a place has no more words.
LONGEST_NAME = 4
# Names of countries that are other names more often.
NOT_COUNTRIES = frozenset({"maurice", "jordan", "chad", "jersey", "georgia", "man", "georgie"})
_WORD = r"[^\W\d_a-zà-öø-ÿ][\w’'-]+"
_CAPITALISED = rf"({_WORD}(?:[ \u00a0](?:(?:de|la|le|les|of|the|upon|sur)[ \u00a0]){{0,2}}{_WORD})*)"


class _Named(NamedTuple):
    """A place that is named: its words folded, its code where CLDR has one, and where it stands."""

    word: str
    code: str
    place: Place


def places_that_differ(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """Two places, that of the translation first, where each language has exactly one of a kind that the other has nowhere."""
    for a, b in pair.aligned:
        if is_contact(pair.left, a):
            continue
        yield from _countries_that_differ(pair, a, b)
        for table in ("countries", "towns"):
            lefts = list(_only_here(pair, pair.left, a, table))
            rights = list(_only_here(pair, pair.right, b, table))
            if len(lefts) == len(rights) == 1 and _are_two_places(lefts[0], rights[0]):
                yield rights[0].place, lefts[0].place


def _only_here(pair: Pair, reading: Reading, block: Block, table: str) -> Iterator[_Named]:
    """The places of a block that the other language’s text does not have, by their words or by their code."""
    said = _said(pair)[pair.beside(reading).language]
    for named in _places(reading, block, table):
        if said.isdisjoint({named.word, named.code} - {""}):
            yield named


@once
def _said(pair: Pair) -> dict[str, frozenset[str]]:
    """For each language the words of its text, alone and in runs as long as a name, and the codes of the places among them."""
    found = {}
    for reading in pair.readings:
        runs = {run for words in reading.tokens for run in _runs([token.text for token in words])}
        tables = (reading.words.countries, reading.words.towns)
        found[reading.language] = frozenset(runs).union(table[name] for table in tables for name in runs & table.keys())
    return found


def _runs(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for length in range(1, LONGEST_NAME + 1):
            yield " ".join(words[start : start + length])


def _places(reading: Reading, block: Block, table: str) -> Iterator[_Named]:
    vocabulary = reading.words
    codes: dict[str, str] = getattr(vocabulary, table)
    if not vocabulary.place_words or not codes:
        return
    taken = [*addresses_in(reading, block), *named_in(reading, block), *spans_of(reading.people_in(block))]
    for match in re.finditer(rf"(?<!\w)(?:{vocabulary.place_words})[ \u00a0]?{_CAPITALISED}", block.text):
        word = " ".join(folded_words(match[1]))
        if overlaps(taken, *match.span(1)) or not _may_be_a_place(vocabulary, word):
            continue
        is_country = word in vocabulary.countries
        if is_country == (table == "countries"):
            yield _Named(word, codes.get(word, ""), (block, *match.span(1)))


def _may_be_a_place(vocabulary: Vocabulary, word: str) -> bool:
    """One word that is no month and no weekday; several are a body’s name as well as a town’s, unless CLDR has them."""
    if word in vocabulary.countries or word in vocabulary.towns:
        return True
    return " " not in word and word not in vocabulary.months and word not in vocabulary.weekdays and len(word) > BEGINNING


def _are_two_places(left: _Named, right: _Named) -> bool:
    if left.code and right.code:
        return left.code != right.code and apart(left.place, right.place) <= APART
    if left.word[:BEGINNING] == right.word[:BEGINNING] or distance(left.word, right.word, NEAR) <= NEAR:
        return False
    return frozenset({left.word, right.word}) not in TWO_NAMES and apart(left.place, right.place) <= APART


# Countries, whatever stands before them, and their peoples


def _countries_that_differ(pair: Pair, a: Block, b: Block) -> Iterator[tuple[Place, Place]]:
    """One country of a paragraph beside one of its translation that is another: of each text at least one has only its own."""
    lefts, rights = _countries(pair.left, a), _countries(pair.right, b)
    only_left, only_right = lefts.keys() - rights.keys(), rights.keys() - lefts.keys()
    if len(only_left) != 1 or len(only_right) != 1:
        return
    (left,), (right,) = only_left, only_right
    everywhere = _all_countries(pair)
    is_wrong = left not in everywhere[pair.right.language] or right not in everywhere[pair.left.language]
    if is_wrong and apart(lefts[left], rights[right]) <= APART:
        yield rights[right], lefts[left]


@once
def _all_countries(pair: Pair) -> dict[str, frozenset[str]]:
    return {
        reading.language: frozenset(code for block in reading.blocks for code in _countries(reading, block))
        for reading in pair.readings
    }


def _countries(reading: Reading, block: Block) -> dict[str, Place]:
    """The countries that a block names, or whose people it does, each by its code with its first place."""
    vocabulary, words = reading.words, reading.tokens[block.index]
    taken = [*addresses_in(reading, block), *named_in(reading, block), *spans_of(reading.people_in(block))]
    found: dict[str, Place] = {}
    place = 0
    while place < len(words):
        length, code = _country_at(vocabulary, block, words[place : place + LONGEST_NAME])
        start, end = words[place].start, words[place + length - 1].end
        if code and not overlaps(taken, start, end):
            found.setdefault(code, (block, start, end))
        place += length
    return found


def _country_at(vocabulary: Vocabulary, block: Block, words: list[Token]) -> tuple[int, str]:
    """How many words make the longest name of a country that stands here, and its code; one word and none else."""
    is_capital = block.text[words[0].start].isupper()
    for length in range(len(words), 0, -1):
        name = " ".join(word.text for word in words[:length])
        code = vocabulary.countries.get(name, "") if is_capital and name not in NOT_COUNTRIES else ""
        if code:
            return length, code
    shown = block.text[words[0].start : words[0].end]
    is_a_word = len(shown) > 3 or shown.isupper()
    return 1, vocabulary.peoples.get(words[0].text, "") if is_a_word else ""
