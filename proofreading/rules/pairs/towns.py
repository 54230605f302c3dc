"""Countries and towns: where the two languages say that something is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...alignment import Pair
from ...nearness import distance
from ...reading import Reading
from ...source import Block
from ...text import fold
from ...words import Vocabulary
from ...words.geography import TWO_NAMES
from ..spans import addresses_in, named_in, overlaps, spans_of
from .places import Place, apart, is_contact

# Places further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.35
# Names that begin alike may be one town’s in two languages: “Brême”, “Bremen”.
BEGINNING, NEAR = 3, 2
_CAPITALISED = r"([^\W\d_a-zà-öø-ÿ][\w’'-]+(?:[ \u00a0](?:(?:de|la|le|les|of|the|upon|sur)[ \u00a0]){0,2}[^\W\d_a-zà-öø-ÿ][\w’'-]+)*)"


class _Named(NamedTuple):
    """A place that is named: its words folded, its code where CLDR has one, and where it stands."""

    word: str
    code: str
    place: Place


def places_that_differ(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """Two places, that of the translation first, where each language has exactly one place of a kind that the other has nowhere, at about the same place."""
    for a, b in pair.aligned:
        if is_contact(pair.left, a):
            continue
        for table in ("countries", "towns"):
            lefts = list(_only_here(pair, pair.left, a, table))
            rights = list(_only_here(pair, pair.right, b, table))
            if len(lefts) == len(rights) == 1 and _are_two_places(lefts[0], rights[0]):
                yield rights[0].place, lefts[0].place


def _only_here(pair: Pair, reading: Reading, block: Block, table: str) -> Iterator[_Named]:
    """The places of a block that the other language’s text does not have, by their words or by their code."""
    other = pair.beside(reading)
    words = " ".join(f" {block.folded} " for block in other.blocks)
    said = {code for name, code in getattr(other.words, table).items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words)}
    for named in _places(reading, block, table):
        if f"{named.word}" not in words and (not named.code or named.code not in said):
            yield named


def _places(reading: Reading, block: Block, table: str) -> Iterator[_Named]:
    vocabulary = reading.words
    codes: dict[str, str] = getattr(vocabulary, table)
    if not vocabulary.place_words or not codes:
        return
    taken = [*addresses_in(reading, block), *named_in(reading, block), *spans_of(reading.people_in(block))]
    for match in re.finditer(rf"(?<!\w)(?:{vocabulary.place_words})[ \u00a0]?{_CAPITALISED}", block.text):
        word = fold(match[1])
        if overlaps(taken, *match.span(1)) or not _may_be_a_place(vocabulary, word):
            continue
        is_country = word in vocabulary.countries
        if is_country == (table == "countries"):
            yield _Named(word, codes.get(word, ""), (block, *match.span(1)))


def _may_be_a_place(vocabulary: Vocabulary, word: str) -> bool:
    """One word that is no month and no weekday; several are a body’s name as well as a town’s, unless CLDR has them."""
    if word in vocabulary.countries or word in vocabulary.towns:
        return True
    is_one = " " not in word and not any(sign in word for sign in "’'")
    return is_one and word not in vocabulary.months and word not in vocabulary.weekdays and len(word) > BEGINNING


def _are_two_places(left: _Named, right: _Named) -> bool:
    if left.code and right.code:
        return left.code != right.code and apart(left.place, right.place) <= APART
    if left.word[:BEGINNING] == right.word[:BEGINNING] or distance(left.word, right.word, NEAR) <= NEAR:
        return False
    return frozenset({left.word, right.word}) not in TWO_NAMES and apart(left.place, right.place) <= APART
