"""Names of a sentence, and which of them its translation has in no form."""

from __future__ import annotations

import re
from collections.abc import Collection
from os.path import commonprefix
from typing import NamedTuple

from ...alignment import Pair, once
from ...nearness import distance
from ...reading import Reading, Sentence
from ...spelling import knows
from ...text import fold
from ...words.geography import TWO_NAMES
from ...words.lexicon import Meant
from ..spans import beginning_in, holds, spans_of
from .places import Place, is_contact
from .sentence_pairs import SentencePair, meanings_of, sentence_pairs
from .towns import LONGEST_NAME

# Names that begin alike, or are so near, may be one name in two languages: “Brême”, “Bremen”; so may acronyms of the same
# letters.
BEGINNING, NEAR, LONG, LONGEST_ACRONYM = 3, 2, 6, 6
# A shorter name may be an initial, or a numeral.
SHORTEST = 3
# In a sentence with more names no one stands out.
MOST_NAMES = 30
_NAME = re.compile(r"(?<![\w@#./-])[^\W_]+(?![\w@])")
# What stands before the first word of a sentence, or of a part of it, and how long it may be.
_STARTS, _OPENING = re.compile(r"^\W*$|[.!?…:;«“”\"(–—•][\s\u00a0\u202f]*$"), 6


class Name(NamedTuple):
    """A word with a capital: folded, where it stands, and whether it may have its capital for standing first."""

    word: str
    place: Place
    opens: bool
    is_place: bool = False

    @property
    def shown(self) -> str:
        block, start, end = self.place
        return block.text[start:end]


_Said = tuple[Sentence, tuple[Meant, ...]]


def names_of(reading: Reading, sentence: Sentence) -> list[Name]:
    """The words of a sentence with a capital anywhere; none of a sentence that is all capitals, or gives each word one."""
    block = sentence.block
    taken = spans_of(reading.addresses_in(block), reading.dates_in(block))
    found = []
    for match in _NAME.finditer(block.text, sentence.start, sentence.end):
        is_name = any(map(str.isupper, match.group())) and not match.group()[0].isdigit()
        if is_name and len(match.group()) >= SHORTEST and not holds(taken, match.start()):
            opens = _STARTS.search(block.text[max(sentence.start, match.start() - _OPENING) : match.start()]) is not None
            found.append(Name(fold(match.group()), (block, *match.span()), opens))
    return found if len(found) <= MOST_NAMES else []


@once
def left_over(pair: Pair) -> list[tuple[SentencePair, list[Name], list[Name]]]:
    """The names of each sentence, and of its translation, that the other one has in no form."""
    return [
        (
            both,
            _only_here(pair, (both.left, both.lefts), (both.right, both.rights)),
            _only_here(pair, (both.right, both.rights), (both.left, both.lefts)),
        )
        for both in sentence_pairs(pair)
        if not is_contact(pair.left, both.left.block) and not is_contact(pair.right, both.right.block)
    ]


def _only_here(pair: Pair, mine: _Said, theirs: _Said) -> list[Name]:
    (sentence, words), (other, other_words) = mine, theirs
    reading, beside = pair.of(sentence.block), pair.of(other.block)
    tokens = beginning_in(beside.tokens[other.block.index], other.start, other.end)
    said = {token.text for token in tokens}
    names = [name for name in names_of(reading, sentence) if name.word not in said]
    if not names or _is_a_title(reading, sentence):
        return []
    my_places, places = _places(reading, sentence), set().union(*_places(beside, other).values())
    meant = meanings_of(other_words)
    found = []
    for name in names:
        codes = my_places.get(name.place[1], set())
        if codes:
            is_there = not places.isdisjoint(codes)
        else:
            is_there = any(word.meanings & meant for word in _words_at(words, name)) or has_another_form(name.word, said)
        if not is_there and not (name.opens and is_a_word(reading, name)):
            found.append(name._replace(is_place=bool(codes)))
    return found


@once
def words_of_both(pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (frozenset(token.text for words in one.tokens for token in words) for one in pair.readings)
    return left, right


def _is_a_title(reading: Reading, sentence: Sentence) -> bool:
    """Whether most of the longer words that are no names have a capital, as in an English title."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", sentence.text) if knows(reading.language, word.lower())]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 2 > len(words) + 1


def _words_at(words: tuple[Meant, ...], name: Name) -> list[Meant]:
    _block, start, end = name.place
    return [word for word in words if word.start < end and start < word.end]


def is_a_word(reading: Reading, name: Name) -> bool:
    """Whether the language has the word without its capital."""
    return knows(reading.language, name.shown.lower())


def has_another_form(word: str, said: Collection[str]) -> bool:
    """Whether a sentence has a word that may be the same name: it begins alike, or is a slip away."""
    return any(_may_be_one(word, other) for other in said)


def _may_be_one(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < SHORTEST:
        return False
    alike = len(commonprefix((word, other)))
    is_of_one_root = alike >= BEGINNING and alike * 2 >= len(longer) or alike > BEGINNING and alike * 2 > len(shorter)
    if is_of_one_root or frozenset({word, other}) in TWO_NAMES:
        return True
    most = NEAR if len(shorter) >= LONG else NEAR - 1
    is_near = len(shorter) > SHORTEST and len(longer) - len(shorter) <= most and distance(word, other, most) <= most
    return is_near or len(word) <= LONGEST_ACRONYM and sorted(word) == sorted(other)


def _places(reading: Reading, sentence: Sentence) -> dict[int, set[str]]:
    """The codes of what a sentence names, by the place where each of its words begins: countries, towns, peoples, acronyms."""
    words, text = reading.words, sentence.block.text
    tokens = beginning_in(reading.tokens[sentence.block.index], sentence.start, sentence.end)
    found: dict[int, set[str]] = {}
    for place, token in enumerate(tokens):
        is_capital = text[token.start].isupper()
        for length in range(LONGEST_NAME if is_capital else 1, 0, -1):
            run = tokens[place : place + length]
            name = " ".join(token.text for token in run)
            tables = [words.countries, words.towns] if is_capital else []
            tables += [words.peoples, words.own_acronyms] if length == 1 else []
            codes = {table[name] for table in tables if name in table}
            for word in run if codes else ():
                found.setdefault(word.start, set()).update(codes)
    return found
