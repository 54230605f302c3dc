"""Where a thing stands in its paragraph, and how it is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from ...alignment import Pair
from ...annotations import Mention
from ...figures import Figure
from ...knowledge import TERM
from ...reading import CONTACT, Reading
from ...source import Block
from ...spelling import has_dictionary, knows
from ...text import fold
from ..spans import Span, Stretch, addresses_in, holds

Place = tuple[Block, int, int]

# Fewer capital letters are an acronym, which languages may write each in its own way.
SHORTEST_IN_CAPITALS = 5
# What stands alone between the same neighbours is so few lines of so few characters.
LINES_OF_A_GAP, LONGEST_LINE = 3, 90
# A paragraph aligned with one so much further on was moved, and is nobody’s neighbour.
FARTHEST_NEIGHBOUR = 6
_CAPITALISED = re.compile(r"(?<![\w@#])[A-ZÀ-Þ][^\W\d_]{2,}(?!\w)")


class Placed(Stretch, Protocol):
    """Anything found in a block that says where it stands."""

    @property
    def block(self) -> Block: ...


def place_of(thing: Placed) -> Place:
    """Where a thing stands: a figure with the words that qualify it."""
    return thing.block, thing.qualifier_start if isinstance(thing, Figure) else thing.start, thing.end


def whole(block: Block) -> Place:
    return block, 0, len(block.text)


def shown(place: Place) -> str:
    block, start, end = place
    return block.text[start:end]


def apart(left: Place, right: Place) -> float:
    """How far two things stand from one another in their paragraphs, as a share of these."""
    return abs(_share(left) - _share(right))


def _share(place: Place) -> float:
    block, start, _end = place
    return start / max(len(block.text), 1)


def has_partner(pair: Pair, block: Block) -> bool:
    return pair.partner_of(block) is not None


def gaps(pair: Pair) -> list[tuple[list[Block], list[Block]]]:
    """The short lines of both languages that stand alone between the same two neighbours, whatever form each has."""
    found = []
    last = first = 0
    ends = [(len(pair.left.blocks), len(pair.right.blocks))]
    for left, right in [*((a.index, b.index) for a, b in pair.aligned), *ends]:
        if first <= right <= first + FARTHEST_NEIGHBOUR or (left, right) in ends:
            mine, theirs = pair.left.blocks[last:left], pair.right.blocks[first:right]
            if _are_lines(pair, mine) and _are_lines(pair, theirs):
                found.append((mine, theirs))
            last, first = left + 1, right + 1
    return found


def _are_lines(pair: Pair, blocks: list[Block]) -> bool:
    is_few = 0 < len(blocks) <= LINES_OF_A_GAP
    return is_few and all(len(block.text) <= LONGEST_LINE and not has_partner(pair, block) for block in blocks)


def is_contact(reading: Reading, block: Block) -> bool:
    """Whether a block is of the press contacts, which may differ by language."""
    return reading.section_of(block).kind == CONTACT


def bodies_in(reading: Reading, block: Block) -> list[Mention]:
    """The organisations named in a block; no terms of the glossary."""
    return [mention for mention in reading.mentions[block.index] if mention.body.kind != TERM]


def proper_names(reading: Reading, block: Block, start: int = 0, end: int | None = None) -> dict[str, Span]:
    """Capitalised words that no dictionary of the portal’s languages has, folded, with their places; no addresses."""
    found: dict[str, Span] = {}
    addresses = addresses_in(reading, block)
    for match in _CAPITALISED.finditer(block.text, start, len(block.text) if end is None else end):
        word = match.group()
        is_acronym = word.isupper() and len(word) < SHORTEST_IN_CAPITALS
        if not is_acronym and not holds(addresses, match.start()) and not _is_in_a_dictionary(reading, word):
            found.setdefault(fold(word), match.span())
    return found


def _is_in_a_dictionary(reading: Reading, word: str) -> bool:
    codes = [code for code in reading.known.languages if has_dictionary(code)]
    return any(knows(code, form) for code in codes for form in (word, word.lower()))


class Keyed(NamedTuple):
    """A thing of a text with what both languages must say of it alike."""

    key: str
    place: Place


def keys_that_differ(pair: Pair, read: Callable[[Reading, Block], Iterable[Keyed]]) -> Iterator[tuple[Keyed, Keyed]]:
    """The one thing of a paragraph, and the one of its translation, that stand where the other language has another.

    Of each language exactly one is left over, and it has its own more often than the other language has.
    """
    lefts, rights = ([list(read(reading, block)) for block in reading.blocks] for reading in pair.readings)
    times = [Counter(one.key for found in side for one in found) for side in (lefts, rights)]
    places = [([a], [b]) for a, b in pair.aligned] + gaps(pair)
    for mine, theirs in places:
        over = _left_over([one for a in mine for one in lefts[a.index]], [one for b in theirs for one in rights[b.index]])
        if len(over[0]) == len(over[1]) == 1:
            one, other = over[0][0], over[1][0]
            if times[0][one.key] > times[1][one.key] and times[1][other.key] > times[0][other.key]:
                yield one, other


def _left_over(lefts: list[Keyed], rights: list[Keyed]) -> tuple[list[Keyed], list[Keyed]]:
    one, two = Counter(one.key for one in lefts), Counter(one.key for one in rights)
    return _without(lefts, two), _without(rights, one)


def _without(things: list[Keyed], others: Counter[str]) -> list[Keyed]:
    kept = []
    for thing in things:
        if others[thing.key] > 0:
            others[thing.key] -= 1
        else:
            kept.append(thing)
    return kept
