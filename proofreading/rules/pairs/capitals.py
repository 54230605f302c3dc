"""Names of a sentence that its translation replaces by another name: a product, a programme, a province, a speaker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ...alignment import Pair, once
from ...nearness import distance
from ...reading import Reading, Sentence
from ...source import Block
from ...spelling import knows
from ...text import fold
from ...words.geography import TWO_NAMES
from ...words.lexicon import Meant
from ..spans import holds, spans_of
from .places import Place, is_contact
from .sentence_pairs import SentencePair, meanings_of, sentence_pairs

# Names further apart in their sentences, as a share of them, do not stand for one another.
APART = 0.25
# Names that begin alike, or are so near, may be one name in two languages: “Brême”, “Bremen”; so may acronyms of one set of letters.
BEGINNING, NEAR = 3, 2
# A shorter name may be an initial, or a numeral.
SHORTEST = 3
# In a sentence with more names no one stands out.
MOST_NAMES = 30
_NAME = re.compile(r"(?<![\w@#./’'-])(?:[^\W\d_]*[^\W\d_a-zà-öø-ÿ][\w]*)(?![\w@])|(?<=[’'])[^\W\d_a-zà-öø-ÿ][\w]*(?![\w@])")
_INITIAL = re.compile(r"([^\W\d_a-zà-öø-ÿ][\w’-]+)[ \u00a0]([A-ZÀ-Þ])\.[ \u00a0]([^\W\d_a-zà-öø-ÿ][\w’-]+)")
_STARTS = re.compile(r"^\W*$|[.!?…:;«“”\"(–—•][\s\u00a0\u202f]*$")


class Name(NamedTuple):
    """A word with a capital: folded, where it stands, and whether it may have its capital for standing first."""

    word: str
    place: Place
    opens: bool

    @property
    def shown(self) -> str:
        block, start, end = self.place
        return block.text[start:end]


def names_replaced(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The one name of a sentence, and the one of its translation, that the other has in no form; that of the translation first.

    Two that answer one another again and again are one body’s names in two languages.
    """
    found: dict[tuple[str, str], list[tuple[Place, Place]]] = defaultdict(list)
    for both in sentence_pairs(pair):
        if is_contact(pair.left, both.left.block) or is_contact(pair.right, both.right.block):
            continue
        lefts = _left_over(pair, both, 0)
        rights = _left_over(pair, both, 1)
        if len(lefts) == len(rights) == 1 and _are_two_names(pair, both, lefts[0], rights[0]):
            found[lefts[0].word, rights[0].word].append((rights[0].place, lefts[0].place))
    for places in found.values():
        if len(places) == 1:
            yield places[0]


def initials_that_differ(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """“Zoé M. Kervel” beside “Zoé H. Kervel”, which no text writes in both ways."""
    lefts, rights = ([_with_initials(block) for block in reading.blocks] for reading in pair.readings)
    mine = {key: place for found in lefts for key, place in found.items()}
    theirs = {key: place for found in rights for key, place in found.items()}
    named = {(given, family): there for (given, _initial, family), there in mine.items()}
    for (given, initial, family), here in theirs.items():
        if (given, family) in named and (given, initial, family) not in mine:
            yield here, named[given, family]


def _with_initials(block: Block) -> dict[tuple[str, str, str], Place]:
    return {(match[1], match[2], match[3]): (block, *match.span()) for match in _INITIAL.finditer(block.text)}


def names_of(reading: Reading, sentence: Sentence) -> list[Name]:
    """The words of a sentence with a capital anywhere; none of a sentence that is all capitals, or gives each word one."""
    block = sentence.block
    taken = spans_of(reading.addresses_in(block), reading.dates_in(block))
    found = []
    for match in _NAME.finditer(block.text, sentence.start, sentence.end):
        if len(match.group()) >= SHORTEST and not holds(taken, match.start()):
            opens = _STARTS.search(block.text[sentence.start : match.start()]) is not None
            found.append(Name(fold(match.group()), (block, *match.span()), opens))
    return found if len(found) <= MOST_NAMES else []


def _left_over(pair: Pair, both: SentencePair, side: int) -> list[Name]:
    """The names of one side that the other sentence has in no form."""
    mine, theirs = (both.left, both.right) if side == 0 else (both.right, both.left)
    my_words, their_words = (both.lefts, both.rights) if side == 0 else (both.rights, both.lefts)
    reading, other = pair.of(mine.block), pair.of(theirs.block)
    if _is_a_title(reading, mine):
        return []
    said = {token.text for token in other.tokens[theirs.block.index] if theirs.start <= token.start < theirs.end}
    places = _codes(other, said, theirs)
    meant = meanings_of(their_words)
    found = []
    for name in names_of(reading, mine):
        if name.word in said or _is_a_word(reading, name) and name.opens:
            continue
        if _has_another_form(name.word, said) or not places.isdisjoint(_codes_of(reading, name.word)):
            continue
        if any(word.meanings & meant for word in _words_at(my_words, name)):
            continue
        found.append(name)
    return found


@once
def _words(pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (frozenset(token.text for words in one.tokens for token in words) for one in pair.readings)
    return left, right


def _is_a_title(reading: Reading, sentence: Sentence) -> bool:
    """Whether most of the longer words have a capital, as in an English title."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", sentence.text)]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 2 > len(words) + 1


def _words_at(words: tuple[Meant, ...], name: Name) -> list[Meant]:
    _block, start, end = name.place
    return [word for word in words if word.start < end and start < word.end]


def _is_a_word(reading: Reading, name: Name) -> bool:
    """Whether the language has the word without its capital."""
    return knows(reading.language, name.shown.lower())


def _has_another_form(word: str, said: set[str]) -> bool:
    """Whether a sentence has a word that may be the same name: it begins alike, or is a slip away."""
    beginning = word[:BEGINNING]
    return any(
        other.startswith(beginning) and len(other) > BEGINNING
        or frozenset({word, other}) in TWO_NAMES
        or abs(len(word) - len(other)) <= NEAR < len(word) - 1 and distance(word, other, NEAR) <= NEAR
        or len(word) <= 6 and sorted(word) == sorted(other)
        for other in said
    )


def _codes_of(reading: Reading, word: str) -> set[str]:
    words = reading.words
    return {table[word] for table in (words.countries, words.towns, words.peoples, words.own_acronyms) if word in table}


def _codes(reading: Reading, said: set[str], sentence: Sentence) -> set[str]:
    """The codes of the places that a sentence names, and the other languages’ forms of its acronyms."""
    codes = {code for word in said for code in _codes_of(reading, word)}
    return codes


def _are_two_names(pair: Pair, both: SentencePair, left: Name, right: Name) -> bool:
    """Whether one stands in the place of the other, and one of them at least is no word of its language."""
    here = (left.place[1] - both.left.start) / max(len(both.left.text), 1)
    there = (right.place[1] - both.right.start) / max(len(both.right.text), 1)
    if abs(here - there) > APART or frozenset({left.word, right.word}) in TWO_NAMES:
        return False
    if left.shown.isupper() and right.shown.isupper() and left.word not in _words(pair)[1] and right.word not in _words(pair)[0]:
        return False  # Each language has an acronym of its own.
    return not _is_a_word(pair.left, left) or not _is_a_word(pair.right, right)
