"""Sentences of two languages that say the same, one beside the other, and what their words mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...alignment import Pair, once
from ...reading import Reading, Sentence
from ...words.lexicon import LANGUAGES, Meant, lexicon
from ..spans import beginning_in
from .lost_sentences import sentences_in_beads

# No sentence that is one has more words; what is compared within one would take too long.
MOST_WORDS = 200
# A word is denied by one that stands so few words before it.
DENIED_WITHIN = 4
_DENYING = {
    "fr": frozenset("n ne non pas peu jamais aucun aucune sans moins ni rien".split()),
    "en": frozenset("not no non never t without nor neither less little cannot nothing un".split()),
}


class SentencePair(NamedTuple):
    """A sentence and its translation, with the words of both."""

    left: Sentence
    right: Sentence
    lefts: tuple[Meant, ...]
    rights: tuple[Meant, ...]


@once
def sentence_pairs(pair: Pair) -> list[SentencePair]:
    """Each sentence of a paragraph beside the one that answers it alone; none in languages that the lexicon has not got."""
    if not {reading.language for reading in pair.readings} <= set(LANGUAGES):
        return []
    found = (
        SentencePair(left, right, _words(pair.left, left), _words(pair.right, right))
        for left, right in sentences_in_beads(pair)
    )
    return [both for both in found if max(len(both.lefts), len(both.rights)) <= MOST_WORDS]


def _words(reading: Reading, sentence: Sentence) -> tuple[Meant, ...]:
    tokens = beginning_in(reading.tokens[sentence.block.index], sentence.start, sentence.end)
    return tuple(lexicon().read(reading.language, tokens))


def meanings_of(words: Iterable[Meant]) -> frozenset[int]:
    """All that the words of a sentence may mean."""
    return frozenset().union(*(word.meanings for word in words))


def is_denied(sentence: Sentence, words: Sequence[Meant], word: Meant) -> bool:
    """Whether a word is denied by one right before it."""
    place = words.index(word)
    denying = _DENYING[sentence.block.part.language]
    return any(denying.intersection(one.text.split()) for one in words[max(0, place - DENIED_WITHIN) : place])


def share_of(sentence: Sentence, word: Meant) -> float:
    """How far into a sentence a word stands, as a share of it."""
    return (word.start - sentence.start) / max(len(sentence.text), 1)
