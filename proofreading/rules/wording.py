"""Words that stand twice, or that never follow one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from ..spelling import knows
from ..tokens import Token
from ..word_runs import RunWord
from ..words.neighbours import never_together
from .spans import named_in, overlaps

# A single letter is a word only where a language has it as one.
WORDS_OF_A_LETTER = ("a", "y")
_HYPHENS = ("'", "’", "-")


@rule("word-twice", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language",))
def word_twice(text: Reading, known: Knowledge) -> Iterator[Found]:
    for block, first, second in _neighbours(text):
        if first.text == second.text and _may_not_be_doubled(text, first.text) and _is_one_word(text, block, first, second):
            yield Found(block, first.start, second.end, say("twice"), block.text[first.start : first.end])
    for block in text.blocks:
        for start, middle, end in _pairs_twice(text, block):
            yield Found(block, start, end, say("twice"), block.text[start:middle])


def _pairs_twice(text: Reading, block: Block) -> Iterator[tuple[int, int, int]]:
    """“de la de la”: two words, small ones, that stand twice with nothing but spaces between."""
    words = text.tokens[block.index]
    for one, two, three, four in zip(words, words[1:], words[2:], words[3:], strict=False):
        if (
            (one.text, two.text) == (three.text, four.text)
            and one.text != two.text
            and text.words.stops >= {one.text, two.text}
        ):
            if block.text[one.start : four.end].islower() and not re.search(
                r"[^\w \u00a0’']", block.text[one.start : four.end]
            ):
                yield one.start, two.end, four.end


def _neighbours(text: Reading) -> Iterator[tuple[Block, Token, Token]]:
    for block in text.blocks:
        for first, second in pairwise(text.tokens[block.index]):
            yield block, first, second


def _may_not_be_doubled(text: Reading, word: str) -> bool:
    """Figures may, and words of the list of a language: “nous nous réunissons”, “had had”."""
    return word not in text.words.doubles and not word.isdigit() and (len(word) > 1 or word in WORDS_OF_A_LETTER)


def _is_one_word(text: Reading, block: Block, first: Token, second: Token) -> bool:
    """Whether two neighbours are the same word, with spaces between and in the same case, and no name of two."""
    between = block.text[first.end : second.start]
    if not between or between.strip(" \u00a0"):
        return False
    if block.text[second.start].isupper():
        return block.text[first.start].isupper() and knows(text.language, first.text)
    return True


@rule("words-scrambled", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language", "word-twice"))
def words_scrambled(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only the pairs of small words that the language’s list has."""
    for block, first, second in _neighbours(text):
        if (first.text, second.text) not in text.words.impossible or first.text == second.text:
            continue
        start, end = first.start, second.end
        if _is_in_small_letters(block, first, second) and not _is_hyphened(block, start, end):
            if not overlaps(named_in(text, block), start, end) and not _is_of_another(block, second):
                yield Found(block, start, end, say("scrambled"))
    for block, start, end in _never_together(text):
        yield Found(block, start, end, say("scrambled"))


def _never_together(text: Reading) -> Iterator[tuple[Block, int, int]]:
    """The pairs of small words that were never counted together, those of the language’s list left out."""
    pairs = never_together(text.language)
    for block, runs in zip(text.blocks, text.word_runs, strict=True):
        for first, second in (pair for run in runs for pair in pairwise(run)):
            words = first.text, second.text
            if (
                words in pairs
                and words not in text.words.impossible
                and second.start > first.end
                and not _is_of_another(block, second)
                and not (words[0] in _BE and _TO_A_FIGURE.match(block.text, second.start))
            ):
                yield block, first.start, second.end


# “Les dates sont du 22 au 24 juin”: what is, from one figure to another.
_BE = frozenset("est sont était étaient sera seront is are was were be".split())
_TO_A_FIGURE = re.compile(r"(?:du|de|des|from|to)[ \u00a0]\d")
# Latin that begins with a small word of the language: “the a priori reasons”.
_LATIN = re.compile(r"(?:priori|posteriori|fortiori|minima|maxima|contrario|cappella)\b")


def _is_of_another(block: Block, second: RunWord | Token) -> bool:
    """Whether the second word begins what another language says."""
    return _LATIN.match(block.text, second.end + 1) is not None


def _is_in_small_letters(block: Block, first: Token, second: Token) -> bool:
    """Whether two words stand as the list has them, a space between; the first may open a sentence."""
    shown = block.text[first.start : second.end]
    return shown.lower() == f"{first.text} {second.text}" and not block.text[second.start].isupper()


def _is_hyphened(block: Block, start: int, end: int) -> bool:
    return block.text[start - 1 : start] in _HYPHENS or block.text[end : end + 1] in _HYPHENS
