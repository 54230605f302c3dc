"""Names of a sentence that its translation replaces by another name: a product, a programme, a province, a speaker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from os.path import commonprefix
from typing import NamedTuple

from ...alignment import Pair, once
from ...nearness import distance
from ...reading import Reading, Sentence
from ...source import Block
from ...spelling import knows
from ...text import fold
from ...words.geography import TWO_NAMES
from ...words.lexicon import Meant
from ..spans import beginning_in, holds, spans_of
from .places import Place, is_contact
from .sentence_pairs import SentencePair, meanings_of, sentence_pairs
from .towns import LONGEST_NAME

# Names further apart in their sentences, as a share of them, do not stand for one another.
APART = 0.25
# Names that begin alike, or are so near, may be one name in two languages: “Brême”, “Bremen”; so may acronyms of the same
# letters.
BEGINNING, NEAR, LONG, LONGEST_ACRONYM = 3, 2, 6, 6
# A shorter name may be an initial, or a numeral.
SHORTEST = 3
# In a sentence with more names no one stands out.
MOST_NAMES, MOST_LEFT_OVER = 30, 3
# A list of names that both languages have has so many members in common.
LEAST_OF_A_LIST = 3
_NAME = re.compile(r"(?<![\w@#./-])[^\W_]+(?![\w@])")
_INITIAL = re.compile(r"([^\W\d_a-zà-öø-ÿ][\w’-]+)[ \u00a0]([A-ZÀ-Þ])\.[ \u00a0]([^\W\d_a-zà-öø-ÿ][\w’-]+)")
_SHORT_FOR = re.compile(r"^[^\W\d_]?[A-ZÀ-Þ]{2,}|^[A-ZÀ-Þ]\d")
_BEFORE_A_MEMBER, _BEHIND_A_MEMBER = (
    re.compile(r"(?:[,:] | et | and | ou | or )(?:et |and |ou |or )?$"),
    re.compile(r"(?:,| et | and |[.;]?$)"),
)
# A word that ends so is a common one, misspelt.
_COMMON = re.compile(r"(?:tions?|ments?|ite|isme|ness|ship|systems?)$")
_STARTS = re.compile(r"^\W*$|[.!?…:;«“”\"(–—•][\s\u00a0\u202f]*$")


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


def names_replaced(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """The one name of a sentence, and the one of its translation, that the other has in no form; that of the translation first.

    Two that answer one another again and again are one body’s names in two languages.
    """
    found: dict[tuple[str, str], list[tuple[Place, Place]]] = defaultdict(list)
    for both, lefts, rights in _left_over(pair):
        for left, right in _in_one_place(both, lefts, rights):
            if _are_two_names(pair, left, right):
                found[left.word, right.word].append((right.place, left.place))
    for places in found.values():
        if len(places) == 1:
            yield places[0]


def names_left_out(pair: Pair) -> Iterator[tuple[Name, Sentence]]:
    """The one member of a list of names that the other language has nowhere, where every other name stands in both."""
    for both, lefts, rights in _left_over(pair):
        for mine, others, here, there in ((lefts, rights, both.left, both.right), (rights, lefts, both.right, both.left)):
            if len(mine) == 1 and not others and _is_of_a_list(pair, mine[0], here, there):
                yield mine[0], there


def names_said_once(pair: Pair) -> Iterator[tuple[Place, Sentence]]:
    """A name that the other language has nowhere, and no name for it in the sentence; lists have a rule of their own."""
    for both, lefts, rights in _left_over(pair):
        for mine, others, here, there in ((lefts, rights, both.left, both.right), (rights, lefts, both.right, both.left)):
            if len(mine) == 1 and not others and _is_nowhere(pair, mine[0]) and not _stands_in_a_list(mine[0], here):
                yield mine[0].place, there


def _is_nowhere(pair: Pair, name: Name) -> bool:
    words = pair.of(name.place[0]).words
    is_a_day = name.word in words.months or name.word.rstrip("s") in words.weekdays or name.word in words.weekdays
    if is_a_day or len(name.word) <= SHORTEST or name.opens or _COMMON.search(name.word) or _SHORT_FOR.search(name.shown):
        return False
    said = _words(pair)[pair.of(name.place[0]) is pair.left]
    return (
        not any(_is_a_word(one, name) for one in pair.readings)
        and name.word not in said
        and not _has_another_form(name.word, said)
    )


def _stands_in_a_list(name: Name, sentence: Sentence) -> bool:
    block, start, end = name.place
    before, behind = _BEFORE_A_MEMBER.search(block.text[sentence.start : start]), _BEHIND_A_MEMBER.match(block.text[end:])
    return before is not None and behind is not None


def _is_of_a_list(pair: Pair, name: Name, sentence: Sentence, other: Sentence) -> bool:
    block = name.place[0]
    theirs = {one.word for one in names_of(pair.of(other.block), other)}
    shared = [one for one in names_of(pair.of(block), sentence) if one.word in theirs]
    is_there = name.word in _words(pair)[pair.of(block) is pair.left]
    is_known = is_there or any(_is_a_word(reading, name) for reading in pair.readings)
    return len(shared) >= LEAST_OF_A_LIST and _stands_in_a_list(name, sentence) and not is_known


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
        is_name = any(map(str.isupper, match.group())) and not match.group()[0].isdigit()
        if is_name and len(match.group()) >= SHORTEST and not holds(taken, match.start()):
            opens = _STARTS.search(block.text[sentence.start : match.start()]) is not None
            found.append(Name(fold(match.group()), (block, *match.span()), opens))
    return found if len(found) <= MOST_NAMES else []


@once
def _left_over(pair: Pair) -> list[tuple[SentencePair, list[Name], list[Name]]]:
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
            is_there = any(word.meanings & meant for word in _words_at(words, name)) or _has_another_form(name.word, said)
        if not is_there and not (name.opens and _is_a_word(reading, name)):
            found.append(name._replace(is_place=bool(codes)))
    return found


@once
def _words(pair: Pair) -> tuple[frozenset[str], frozenset[str]]:
    left, right = (frozenset(token.text for words in one.tokens for token in words) for one in pair.readings)
    return left, right


def _is_a_title(reading: Reading, sentence: Sentence) -> bool:
    """Whether most of the longer words that are no names have a capital, as in an English title."""
    words = [word for word in re.findall(r"[^\W\d_]{4,}", sentence.text) if knows(reading.language, word.lower())]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 2 > len(words) + 1


def _words_at(words: tuple[Meant, ...], name: Name) -> list[Meant]:
    _block, start, end = name.place
    return [word for word in words if word.start < end and start < word.end]


def _is_a_word(reading: Reading, name: Name) -> bool:
    """Whether the language has the word without its capital."""
    return knows(reading.language, name.shown.lower())


def _has_another_form(word: str, said: Collection[str]) -> bool:
    """Whether a sentence has a word that may be the same name: it begins alike, or is a slip away."""
    return any(_may_be_one(word, other) for other in said)


def _may_be_one(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < SHORTEST:
        return False
    alike = len(commonprefix((word, other)))
    if alike >= BEGINNING and alike * 2 >= len(longer) or frozenset({word, other}) in TWO_NAMES:
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


def _in_one_place(both: SentencePair, lefts: list[Name], rights: list[Name]) -> Iterator[tuple[Name, Name]]:
    """The names of two sentences that stand nearest to one another, neither nearer to another one."""
    if max(len(lefts), len(rights)) > MOST_LEFT_OVER:
        return
    apart = [[abs(_share(both.left, left) - _share(both.right, right)) for right in rights] for left in lefts]
    for row, left in zip(apart, lefts, strict=True):
        for column, right in enumerate(rights):
            if row[column] <= APART and row[column] == min(row) == min(other[column] for other in apart):
                yield left, right


def _share(sentence: Sentence, name: Name) -> float:
    """How far into a sentence a name stands, as a share of it."""
    return (name.place[1] - sentence.start) / max(len(sentence.text), 1)


def _are_two_names(pair: Pair, left: Name, right: Name) -> bool:
    """Whether at least one of two names is no word of its language, and they are not each language’s own acronym.

    Beside an acronym several words may stand that it is short for.
    """
    one, two = _words(pair)
    are_acronyms = [_SHORT_FOR.search(name.shown) is not None for name in (left, right)]
    if are_acronyms[0] != are_acronyms[1] or all(are_acronyms) and left.word not in two and right.word not in one:
        return False
    return left.is_place and right.is_place or not _is_a_word(pair.left, left) or not _is_a_word(pair.right, right)
