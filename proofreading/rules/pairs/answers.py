"""How literally a sentence was translated: which of its words the other one answers, by what they mean or how they begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...alignment import Pair, once
from ...words import of
from ...words.lexicon import Meant
from .sentence_pairs import SentencePair, meanings_of, sentence_pairs

# A shorter word says too little, unless it is a number.
SHORTEST = 3
# Words of one root begin with as many letters alike.
BEGINNING = 4
# So many words to either side are the neighbours of a word.
NEIGHBOURS = 3


class Answered(NamedTuple):
    """A sentence and its translation; of the content words of each, in order, whether the other one answers them."""

    both: SentencePair
    lefts: tuple[tuple[Meant, bool], ...]
    rights: tuple[tuple[Meant, bool], ...]

    @property
    def literalness(self) -> float:
        """The share of the words that are answered, of the side that has fewer of them."""
        return min(_share(self.lefts), _share(self.rights))


def _share(words: Sequence[tuple[Meant, bool]]) -> float:
    return sum(is_answered for _word, is_answered in words) / len(words) if words else 0.0


@once
def answered_pairs(pair: Pair) -> list[Answered]:
    """Every sentence beside its translation, word by word."""
    return [answered(both) for both in sentence_pairs(pair)]


def answered(both: SentencePair) -> Answered:
    lefts = _content(both.left.block.part.language, both.lefts)
    rights = _content(both.right.block.part.language, both.rights)
    return Answered(both, tuple(_marked(lefts, both.rights)), tuple(_marked(rights, both.lefts)))


def _content(language: str, words: Iterable[Meant]) -> list[Meant]:
    stops = of(language).stops
    return [word for word in words if word.text not in stops and (len(word.text) >= SHORTEST or word.text.isdigit())]


def _marked(words: Iterable[Meant], others: Sequence[Meant]) -> Iterable[tuple[Meant, bool]]:
    meant, said = meanings_of(others), {other.text for other in others}
    beginnings = {text[:BEGINNING] for text in said if len(text) >= BEGINNING}
    for word in words:
        yield word, bool(word.meanings & meant) or word.text in said or word.text[:BEGINNING] in beginnings


def is_answered(word: Meant, others: Iterable[Meant]) -> bool:
    """Whether a sentence has a word that says the same, or begins alike."""
    return any(answer(word, other) for other in others)


def linked_words(found: Answered, left: Meant, right: Meant, within: int = NEIGHBOURS) -> int:
    """How many of the words around one are answered by words around the other, so many to either side.

    What stands in one place has the same neighbours.
    """
    mine, theirs = _around(found.lefts, left, within), _around(found.rights, right, within)
    return sum(any(answer(one, other) for other in theirs) for one in mine)


def _around(words: Sequence[tuple[Meant, bool]], word: Meant, within: int) -> list[Meant]:
    before = [one for one, _is_answered in words if one.end <= word.start]
    return before[-within:] + words_behind(words, word, within)


def words_behind(words: Sequence[tuple[Meant, bool]], word: Meant, within: int) -> list[Meant]:
    """So many of the words that stand right behind one."""
    return [one for one, _is_answered in words if one.start >= word.end][:within]


def answer(left: Meant, right: Meant) -> bool:
    """Whether two words say the same, or begin alike."""
    if left.meanings & right.meanings or left.text == right.text:
        return True
    return len(left.text) >= BEGINNING and left.text[:BEGINNING] == right.text[:BEGINNING]
