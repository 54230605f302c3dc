"""Proper names that no record knows: a product, a place, a company, a hospital."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...nearness import same_person
from ...reading import CONTACT, Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from .places import proper_names

# Names further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.35


@rule(
    "proper-name-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="name",
    yields_to=(
        "look-alike-letters",
        "misspelt-name",
        "programme-misspelt",
        "surname-misspelt",
        "person-twice-spelt",
        "person-misspelt",
        "misspelt-word",
    ),
)
def proper_name_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """A name that is in no dictionary is the same in every language: nearly the same is a misspelling, another is a mistake."""
    counts = {
        reading.language: Counter(token.text for mine in reading.tokens for token in mine)
        for reading in (pair.left, pair.right)
    }
    done: set[str] = set()
    for a, b in pair.aligned:
        if pair.left.section_of(a).kind == CONTACT:
            continue
        lefts, rights = _free_names(pair.left, a), _free_names(pair.right, b)
        yield from _accents(lefts, rights, a, b, done)
        only_left = {word: span for word, span in lefts.items() if word not in counts[pair.right.language]}
        only_right = {word: span for word, span in rights.items() if word not in counts[pair.left.language]}
        for word, span in only_right.items():
            near = [one for one in only_left if len(one) >= 5 and same_person(one, word)]
            alone = len(only_left) == len(only_right) == 1 and a.kind == b.kind
            other = near[0] if near else next(iter(only_left)) if alone else None
            if other is None or word in done:
                continue
            there = only_left[other]
            if not near and abs(span[0] / len(b.text) - there[0] / len(a.text)) > APART:
                continue
            done.add(word)
            yield _told((b, span), (a, there), [counts[pair.right.language][word], counts[pair.left.language][other]])


def _told(here: tuple[Block, tuple[int, int]], there: tuple[Block, tuple[int, int]], times: list[int]) -> Found:
    """The form that its own text has less often is the wrong one; of two as frequent, that of the translation."""
    if times[0] > times[1]:
        here, there = there, here
    (block, span), (other, place) = here, there
    message = say("names-differ")
    words = {"one": block.text[slice(*span)], "two": other.text[slice(*place)]}
    return Found(block, *span, message.having(**words), other=(other, *place))


def _free_names(reading: Reading, block: Block) -> dict[str, tuple[int, int]]:
    """The proper names of a block that are no part of a body or a person that other rules look at."""
    taken = [(one.start, one.end) for one in (*reading.mentions[block.index], *reading.people_in(block))]
    return {
        word: span
        for word, span in proper_names(reading, block).items()
        if not any(start < span[1] and span[0] < end for start, end in taken)
    }


def _accents(lefts: dict, rights: dict, a: Block, b: Block, done: set[str]) -> Iterator[Found]:
    """The same letters with other accents, where at least one of the two forms is in no dictionary."""
    for word in sorted(lefts.keys() | rights.keys()):
        here = rights.get(word) or _capitalised(b, word)
        there = lefts.get(word) or _capitalised(a, word)
        if not here or not there or word in done:
            continue
        one, two = b.text[slice(*here)], a.text[slice(*there)]
        if one.casefold() != two.casefold():
            done.add(word)
            yield _told((b, here), (a, there), [1, 1])


def _capitalised(block: Block, word: str) -> tuple[int, int] | None:
    """Where a block has a word with a capital, accents aside."""
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", block.folded)
    return match.span() if match and block.text[match.start()].isupper() else None
