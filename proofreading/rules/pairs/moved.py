"""What stands in another order in the other language: two names that changed places, a passage that was moved."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ...alignment import Pair
from ...findings import NOTE
from ...knowledge import Knowledge
from ...reading import Reading, Sentence
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import ITEM
from ...spelling import knows
from ...text import fold
from ...words.lexicon import Meant, lexicon
from .capitals import names_of
from .lost_sentences import sentences_elsewhere
from .places import Place, is_contact, shown, whole
from .sentence_pairs import SentencePair, sentence_pairs

# “A est financé par B” is “B funds A”, and “A, partenaire de B” is “B’s partner A”.
_TURNS_ROUND = re.compile(r"(?<!\w)(?:par|by)(?!\w)|(?<=\w)['’]s(?!\w)")
# So many words must stand in one order in both languages; of two of them that do not, so many in a hundred pairs.
LEAST_IN_ORDER, IN_ORDER = 2, 0.85
# No sentence with more of them is looked at.
MOST_THINGS = 12
# A shorter passage is not missed where it stood.
LEAST_WORDS = 5
_NAMES = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w’'-]*(?:[ \u00a0][^\W\d_a-zà-öø-ÿ][\w’'-]*){1,3}")


@rule("order-differs", NOTE, TWO_LANGUAGES, subject="order", yields_to=("statement-missing", "figure-differs", "word-differs"))
def order_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Two things of a sentence change places only where what stands between them does not."""
    for both in sentence_pairs(pair):
        if is_contact(pair.left, both.left.block):
            continue
        for here, there in (*_names_turned_round(pair, both), *_changed_places(pair, both)):
            yield Found(*here, say("other-order", one=shown(here), two=shown(there)), other=there)
    for here, there in (*_moved_paragraphs(pair), *_moved_sentences(pair)):
        yield Found(*here, say("stands-elsewhere"), other=there)


def _moved_paragraphs(pair: Pair) -> Iterator[tuple[Place, Place]]:
    """Paragraphs and headings that do not stand where their answers do; items and contacts have an order of their own."""
    aligned = [(a, b) for a, b in pair.aligned if ITEM not in (a.kind, b.kind) and not is_contact(pair.left, a)]
    kept = longest_rising([b.index for _a, b in aligned])
    for place, (a, b) in enumerate(aligned):
        if place not in kept and len(pair.right.tokens[b.index]) >= LEAST_WORDS:
            yield whole(b), whole(a)


def longest_rising(numbers: Sequence[int]) -> frozenset[int]:
    """The places of the longest row of numbers that rises, by patience sorting."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        before.append(tops[pile - 1] if pile else None)
        ends[pile : pile + 1] = [number]
        tops[pile : pile + 1] = [place]
    found = []
    at = tops[-1] if tops else None
    while at is not None:
        found.append(at)
        at = before[at]
    return frozenset(found)


def _moved_sentences(pair: Pair) -> Iterator[tuple[Place, Place]]:
    for left, right in sentences_elsewhere(pair):
        if len(right.text.split()) >= LEAST_WORDS:
            yield (right.block, right.start, right.end), (left.block, left.start, left.end)


def _names_turned_round(pair: Pair, both: SentencePair) -> Iterator[tuple[Place, Place]]:
    """Names of several words of which each language has the same ones in another order: “Malo Zoé”."""
    lefts, rights = (_runs(pair.of(one.block), one) for one in (both.left, both.right))
    for words, there in lefts.items():
        for others, here in rights.items():
            is_other = words != others and sorted(words) == sorted(others) and words not in rights and others not in lefts
            if is_other and (len(words) > 2 or _is_a_person(pair, words) or not _has_a_common_word(pair, shown(there))):
                yield here, there


def _is_a_person(pair: Pair, words: tuple[str, ...]) -> bool:
    return any(sorted(person.key) == sorted(words) for reading in pair.readings for person in reading.people)


def _has_a_common_word(pair: Pair, name: str) -> bool:
    """Whether a word is an acronym, or one that a language has without its capital: “type MIME”, “MIME type”."""
    words = name.split()
    return any(word.isupper() or any(knows(one.language, word.lower()) for one in pair.readings) for word in words)


def _runs(reading: Reading, sentence: Sentence) -> dict[tuple[str, ...], Place]:
    """The runs of capitalised words, without the small word that a sentence begins with."""
    found = {}
    for match in _NAMES.finditer(sentence.block.text, sentence.start, sentence.end):
        start, words = match.start(), fold(match.group()).split(" ")
        if words[0] in reading.words.stops:
            start += len(words[0]) + 1
            words = words[1:]
        found[tuple(words)] = (sentence.block, start, match.end())
    return found


class _Linked(NamedTuple):
    """A word that each sentence has once, with its kind: a name, a row of words that exclude one another."""

    left: Place
    right: Place
    kinds: frozenset[object]


def _changed_places(pair: Pair, both: SentencePair) -> Iterator[tuple[Place, Place]]:
    """“As stable as A, as quick as B” beside “aussi stable que B, aussi rapide que A”."""
    linked = _linked(pair, both)
    things = [one for one in linked if one.kinds]
    if len(things) > MOST_THINGS or len(linked) - 2 < LEAST_IN_ORDER:
        return
    for one, two in combinations(things, 2):
        if not one.kinds & two.kinds or not _is_turned_round(one, two):
            continue
        others = [word for word in linked if word not in (one, two)]
        between = [word for word in others if _lies_between(word, one, two)]
        if (
            any("name" not in word.kinds for word in between)
            and _are_in_order(others)
            and _turns(both.left, one.left, two.left) == _turns(both.right, one.right, two.right)
        ):
            yield one.right, two.right


def _linked(pair: Pair, both: SentencePair) -> list[_Linked]:
    """The words that each of the two sentences has once, in the order of the left one."""
    found: dict[int, _Linked] = {}
    names = [{name.word: name.place for name in names_of(pair.of(one.block), one)} for one in (both.left, both.right)]
    for word in names[0].keys() & names[1].keys():
        places = [[one for one in side if one.text == word] for side in (both.lefts, both.rights)]
        if all(len(side) == 1 for side in places):
            found[names[0][word][1]] = _Linked(names[0][word], names[1][word], frozenset({"name"}))
    lefts, rights = _by_meaning(both.lefts), _by_meaning(both.rights)
    for meaning in lefts.keys() & rights.keys():
        if len(lefts[meaning]) == len(rights[meaning]) == 1:
            left, right = lefts[meaning][0], rights[meaning][0]
            place = both.left.block, left.start, left.end
            rows = frozenset({lexicon().rows[meaning]} if meaning in lexicon().rows else ())
            before = found.get(left.start)
            if before is None or before.right[1] == right.start:
                kinds = rows | (before.kinds if before else frozenset())
                found[left.start] = _Linked(place, (both.right.block, right.start, right.end), kinds)
    return sorted(found.values(), key=lambda one: one.left[1])


def _by_meaning(words: Sequence[Meant]) -> dict[int, list[Meant]]:
    found: dict[int, list[Meant]] = {}
    for word in words:
        for meaning in word.meanings:
            found.setdefault(meaning, []).append(word)
    return found


def _is_turned_round(first: _Linked, two: _Linked) -> bool:
    return (first.left[1] < two.left[1]) != (first.right[1] < two.right[1])


def _lies_between(word: _Linked, this: _Linked, two: _Linked) -> bool:
    return all(
        min(first, last) < place < max(first, last)
        for place, first, last in ((word.left[1], this.left[1], two.left[1]), (word.right[1], this.right[1], two.right[1]))
    )


def _are_in_order(words: Sequence[_Linked]) -> bool:
    pairs = list(combinations(words, 2))
    return len(words) >= LEAST_IN_ORDER and sum(not _is_turned_round(*two) for two in pairs) >= IN_ORDER * len(pairs)


def _turns(sentence: Sentence, this: Place, two: Place) -> bool:
    first, last = sorted((this[1], two[1]))
    return _TURNS_ROUND.search(sentence.block.folded, first, last) is not None
