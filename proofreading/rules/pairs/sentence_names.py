"""Names of two sentences that are one: another name in the place of one, or two that have changed places.

A dictionary may have such a name as well (“Apple”): what tells is that a name is written alike in both languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from ...alignment import Pair, once
from ...nearness import distance
from ...reading import Reading, Sentence
from ...text import fold
from .negations import aligned_sentences
from .places import Place, apart

# Names further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.35
# Two names nearer than so many characters may change places with the grammar: “the Brennec project of Kermadec”.
FAR = 16
# Words of two languages that are one begin alike, or differ in so few letters.
BEGINNING, NEAR = 3, 2
_NAME = re.compile(r"(?<![\w@#./-])[^\W\d_a-zà-öø-ÿ][^\W\d_]{3,}(?![\w@])")

Named = dict[str, list[Place]]


def names_in_place(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The only name that a sentence does not share with its translation beside the only one that this does not share.

    One of the two is a name that both texts have; the other text never has the other one.
    """
    left_words, right_words = _capitalised(pair)
    for left, right in aligned_sentences(pair):
        lefts, rights = _unshared(pair.left, left, right), _unshared(pair.right, right, left)
        if len(lefts) != 1 or len(rights) != 1:
            continue
        ((mine, here),), ((theirs, there),) = lefts.items(), rights.items()
        is_strange_here, is_strange_there = mine not in right_words, theirs not in left_words
        if is_strange_here != is_strange_there and not _are_alike(mine, theirs) and apart(here[0], there[0]) <= APART:
            yield there[0], here[0]


def names_in_another_order(pair: Pair) -> Iterator[tuple[Place, Place, Place]]:
    """Two names of the translation, each once in both sentences, that stand far apart there and the other way round here."""
    for left, right in aligned_sentences(pair):
        lefts, rights = _names(pair.left, left), _names(pair.right, right)
        shared = [name for name in rights if len(rights[name]) == len(lefts.get(name, ())) == 1]
        for first, second in pairwise(shared):
            (mine,), (other,) = lefts[first], lefts[second]
            (there,), (behind,) = rights[first], rights[second]
            if mine[1] - other[1] >= FAR <= behind[1] - there[1]:
                yield there, behind, other


@once
def _capitalised(pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    """The capitalised words of each language’s text, folded."""
    left, right = (
        frozenset(fold(match.group()) for block in reading.blocks for match in _NAME.finditer(block.text))
        for reading in pair.readings
    )
    return left, right


def _unshared(reading: Reading, sentence: Sentence, beside: Sentence) -> Named:
    """The names of a sentence that the whole paragraph beside it lacks."""
    return {name: places for name, places in _names(reading, sentence).items() if name not in beside.block.folded}


def _names(reading: Reading, sentence: Sentence) -> Named:
    """The capitalised words of a sentence, but for the one that opens it and those of the calendar; in their order."""
    vocabulary, found = reading.words, defaultdict(list)
    for match in _NAME.finditer(sentence.block.text, sentence.start, sentence.end):
        name = fold(match.group())
        if match.start() > sentence.start + 1 and name not in vocabulary.months and name not in vocabulary.weekdays:
            found[name].append((sentence.block, *match.span()))
    return dict(found)


def _are_alike(first: str, other: str) -> bool:
    return first[:BEGINNING] == other[:BEGINNING] or distance(first, other, NEAR) <= NEAR
