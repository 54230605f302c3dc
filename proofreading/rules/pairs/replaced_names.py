"""Names that a translation replaces by another one, or leaves out: a product, a programme, a province, a speaker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...alignment import Pair, once
from ...reading import Reading, Sentence
from ...source import Block
from .capitals import BEGINNING, SHORTEST, Name, has_another_form, is_a_word, left_over, names_of, words_of_both
from .places import Place
from .sentence_pairs import SentencePair

# Names further apart in their sentences, as a share of them, do not stand for one another.
APART = 0.25
# Where more names are left over no one stands out.
MOST_LEFT_OVER = 3
# A list of names that both languages have has so many members in common.
LEAST_OF_A_LIST = 3
# So many words that begin alike are looked at.
MOST_ALIKE = 40
_INITIAL = re.compile(r"([^\W\d_a-zà-öø-ÿ][\w’-]+)[ \u00a0]([A-ZÀ-Þ])\.[ \u00a0]([^\W\d_a-zà-öø-ÿ][\w’-]+)")
_SHORT_FOR = re.compile(r"^[^\W\d_]?[A-ZÀ-Þ]{2,}|^[A-ZÀ-Þ]\d")
_BEFORE_A_MEMBER = re.compile(r"(?:[,:] | et | and | ou | or )(?:et |and |ou |or )?$")
_BEHIND_A_MEMBER = re.compile(r"(?:,| et | and |[.;]?$)")
# What stands before a place, and behind it before the country in which it lies.
_BEFORE_A_PLACE = re.compile(r"(?<!\w)(?:a|in|at) $")
_BEHIND_A_PLACE = re.compile(r",? (?:\()?(?:en |au |aux |in )?(?:l')?([a-z]{4,})(?!\w)")
# A word that ends so is a common one, misspelt, or a field of study.
_COMMON = re.compile(
    r"(?:tions?|ments?|ite|isme|ness|ship|systems?|engineering|sciences?|log(?:y|ie)|omics|omique|graph(?:y|ie)|mati(?:cs|que))$"
)


def names_replaced(pair: Pair) -> Iterator[tuple[Place, Place, bool]]:
    """The one name of a sentence, and the one of its translation, that the other has in no form; that of the translation first.

    Two that answer one another again and again are one body’s names in two languages. It is not sure where the one is a
    common noun, which a body’s name may begin with: “Protection des Lanceurs”, “Nigerian House”.
    """
    found: dict[tuple[str, str], list[tuple[Place, Place, bool]]] = defaultdict(list)
    for both, lefts, rights in left_over(pair):
        for left, right in _in_one_place(both, lefts, rights) or _of_one_country(lefts, rights):
            if _are_two_names(pair, left, right):
                is_sure = not _is_a_common_noun(pair.left, left) and not _is_a_common_noun(pair.right, right)
                found[left.word, right.word].append((right.place, left.place, is_sure))
    for places in found.values():
        if len(places) == 1:
            yield places[0]


def _is_a_common_noun(reading: Reading, name: Name) -> bool:
    return is_a_word(reading, name) and not name.is_place and name.word not in reading.words.given_names


def names_left_out(pair: Pair) -> Iterator[tuple[Name, Sentence]]:
    """The one member of a list of names that the other language has nowhere, where every other name stands in both."""
    for both, lefts, rights in left_over(pair):
        for mine, others, here, there in ((lefts, rights, both.left, both.right), (rights, lefts, both.right, both.left)):
            if len(mine) == 1 and not others and _is_of_a_list(pair, mine[0], here, there):
                yield mine[0], there


def names_said_once(pair: Pair) -> Iterator[tuple[Place, Sentence]]:
    """A name that the other language has nowhere, and no name for it in the sentence; lists have a rule of their own."""
    for both, lefts, rights in left_over(pair):
        for mine, others, here, there in ((lefts, rights, both.left, both.right), (rights, lefts, both.right, both.left)):
            if len(mine) == 1 and not others and _is_nowhere(pair, mine[0]) and not _stands_in_a_list(mine[0], here):
                yield mine[0].place, there


def _is_nowhere(pair: Pair, name: Name) -> bool:
    words = pair.of(name.place[0]).words
    is_a_day = name.word in words.months or name.word.rstrip("s") in words.weekdays or name.word in words.weekdays
    if is_a_day or len(name.word) <= SHORTEST or name.opens or _COMMON.search(name.word) or _SHORT_FOR.search(name.shown):
        return False
    side = pair.of(name.place[0]) is pair.left
    if name.word in words_of_both(pair)[side] or any(is_a_word(one, name) for one in pair.readings):
        return False
    return not has_another_form(name.word, _by_beginning(pair)[side].get(name.word[:BEGINNING], ()))


@once
def _by_beginning(pair: Pair) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The words of each language by their first letters; no more of one beginning than any text needs."""
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    for found, words in zip((left, right), words_of_both(pair), strict=True):
        for word in sorted(words):
            if len(found[word[:BEGINNING]]) < MOST_ALIKE:
                found[word[:BEGINNING]].append(word)
    return left, right


def _stands_in_a_list(name: Name, sentence: Sentence) -> bool:
    block, start, end = name.place
    before, behind = _BEFORE_A_MEMBER.search(block.text[sentence.start : start]), _BEHIND_A_MEMBER.match(block.text[end:])
    return before is not None and behind is not None


def _is_of_a_list(pair: Pair, name: Name, sentence: Sentence, other: Sentence) -> bool:
    block = name.place[0]
    theirs = {one.word for one in names_of(pair.of(other.block), other)}
    shared = [one for one in names_of(pair.of(block), sentence) if one.word in theirs]
    is_there = name.word in words_of_both(pair)[pair.of(block) is pair.left]
    is_known = is_there or any(is_a_word(reading, name) for reading in pair.readings)
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


def _of_one_country(lefts: list[Name], rights: list[Name]) -> list[tuple[Name, Name]]:
    """Two names behind “à” and “in” with one country or region right behind them: “à Kerville, en Bretagne”."""
    mine, theirs = ([(name, place) for name in side if (place := _seated_in(name))] for side in (lefts, rights))
    found = [(one, other) for one, here in mine for other, there in theirs if here[:BEGINNING] == there[:BEGINNING]]
    return found if len(found) == 1 else []


def _seated_in(name: Name) -> str:
    """What a place is said to lie in."""
    block, start, end = name.place
    behind = _BEHIND_A_PLACE.match(block.folded, end)
    return behind[1] if behind and _BEFORE_A_PLACE.search(block.folded, max(0, start - SHORTEST), start) else ""


def _in_one_place(both: SentencePair, lefts: list[Name], rights: list[Name]) -> list[tuple[Name, Name]]:
    """The names of two sentences that stand nearest to one another, neither nearer to another one."""
    if max(len(lefts), len(rights)) > MOST_LEFT_OVER:
        return []
    apart = [[abs(_share(both.left, left) - _share(both.right, right)) for right in rights] for left in lefts]
    return [
        (left, right)
        for row, left in zip(apart, lefts, strict=True)
        for column, right in enumerate(rights)
        if row[column] <= APART and row[column] == min(row) == min(other[column] for other in apart)
    ]


def _share(sentence: Sentence, name: Name) -> float:
    """How far into a sentence a name stands, as a share of it."""
    return (name.place[1] - sentence.start) / max(len(sentence.text), 1)


def _are_two_names(pair: Pair, left: Name, right: Name) -> bool:
    """Whether at least one of two names is no word of its language, and they are not each language’s own acronym.

    Beside an acronym several words may stand that it is short for.
    """
    one, two = words_of_both(pair)
    are_acronyms = [_SHORT_FOR.search(name.shown) is not None for name in (left, right)]
    if are_acronyms[0] != are_acronyms[1] or all(are_acronyms) and left.word not in two and right.word not in one:
        return False
    return left.is_place and right.is_place or not is_a_word(pair.left, left) or not is_a_word(pair.right, right)
