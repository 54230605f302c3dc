"""Proper names that no record knows: a product, a place, a company, a hospital."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ...alignment import Pair, once
from ...findings import NOTE, WARNING
from ...knowledge import Knowledge
from ...nearness import SlipIndex, same_person
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...spelling import has_dictionary, knows
from ...text import fold
from ..spans import Span, named_in, overlaps, spans_of
from .places import Place, apart, is_contact, proper_names, shown
from .replaced_names import initials_that_differ, names_replaced, names_said_once
from .towns import places_that_differ

Names = dict[str, Span]

# Names further apart in their paragraphs, as a share of them, do not stand for one another.
APART = 0.35
# A shorter name is too near to others by chance.
SHORTEST = 5
# A name that its own text writes so often is that language’s own: “ARKer”, “KARer”.
OFTEN = 3
# A name with a second capital is short for several words, which each language puts in its own order.
_NAME = re.compile(r"(?<![\w@#])[^\W\d_a-zà-öø-ÿ][^\W\d_]{3,}(?!\w)")
_SHORT_FOR = re.compile(r"[A-ZÀ-Þ]{2}|[a-zà-öø-ÿ][A-ZÀ-Þ]")


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
        "acronym-differs",
    ),
)
def proper_name_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Each name is told once; of its two forms the one that its own text has less often, or the translation’s.

    An accent on the capital alone is a note: many names have it in one language only.
    """
    taken: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for found in _replaced(pair):
        here = found.block, found.start, found.end
        if not _is_told(taken, here):
            for place in (here, found.other or here):
                taken[_paragraph(place)].append(place[1:])
            yield found
    done: set[str] = set()
    for a, b in pair.aligned:
        if is_contact(pair.left, a):
            continue
        lefts, rights = _free_names(pair.left, a), _free_names(pair.right, b)
        told = [
            (word, here, there, NOTE if shown(here)[1:].casefold() == shown(there)[1:].casefold() else WARNING)
            for word, here, there in _other_accents(a, b, lefts, rights)
            if not _is_a_country(pair, word)
        ]
        told += [(*names, WARNING) for names in _other_names(pair, a, b, lefts, rights)]
        told += [(*names, WARNING) for names in (*_slips(pair, a, b), *_slips(pair, b, a))]
        for word, here, there, severity in told:
            if word not in done and not _is_told(taken, here):
                done.add(word)
                message = say("names-differ", one=shown(here), two=shown(there))
                yield Found(*here, message, other=there, severity=severity)


def _replaced(pair: Pair) -> Iterator[Found]:
    """Names in whose place the other language has another one, or none."""
    for here, there in places_that_differ(pair):
        yield Found(*here, say("places-differ", one=shown(here), two=shown(there)), other=there)
    initials = ((here, there, True) for here, there in initials_that_differ(pair))
    for here, there, is_sure in chain(names_replaced(pair), initials):
        message = say("names-differ", one=shown(here), two=shown(there))
        yield Found(*here, message, other=there, severity=WARNING if is_sure else NOTE)
    for here, beside in names_said_once(pair):
        yield Found(*here, say("name-once", name=shown(here)), other=(beside.block, beside.start, beside.end))


def _paragraph(place: Place) -> tuple[str, int]:
    return place[0].part.language, place[0].index


def _is_told(taken: dict[tuple[str, int], list[Span]], place: Place) -> bool:
    """Whether a name at this place was told already."""
    return overlaps(taken.get(_paragraph(place), ()), *place[1:])


def _free_names(reading: Reading, block: Block) -> Names:
    """The proper names of a block that are no part of a body or a person that other rules look at."""
    taken = [*named_in(reading, block), *spans_of(reading.people_in(block))]
    return {word: span for word, span in proper_names(reading, block).items() if not overlaps(taken, *span)}


def _other_accents(a: Block, b: Block, lefts: Names, rights: Names) -> Iterator[tuple[str, Place, Place]]:
    """The same letters with other accents, where at least one of the two forms is in no dictionary."""
    for word in sorted(lefts.keys() | rights.keys()):
        here, there = rights.get(word) or _capitalised(b, word), lefts.get(word) or _capitalised(a, word)
        if here and there and shown((b, *here)).casefold() != shown((a, *there)).casefold():
            yield word, (b, *here), (a, *there)


def _is_a_country(pair: Pair, word: str) -> bool:
    """Whether both languages have a country or a people of these letters: one may well write it with an accent more."""
    return all(word in reading.words.countries or word in reading.words.peoples for reading in pair.readings)


def _capitalised(block: Block, word: str) -> Span | None:
    """Where a block has a word with a capital, accents aside."""
    match = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", block.folded)
    return match.span() if match and block.text[match.start()].isupper() else None


def _other_names(pair: Pair, a: Block, b: Block, lefts: Names, rights: Names) -> Iterator[tuple[str, Place, Place]]:
    """A name that only one language has beside one that only the other has, each with the place that is told first."""
    left_times, right_times = _times(pair)
    only_left = {word: (a, *lefts[word]) for word in lefts if word not in right_times}
    only_right = {word: (b, *rights[word]) for word in rights if word not in left_times}
    are_alone = len(only_left) == len(only_right) == 1 and a.kind == b.kind
    for word, here in only_right.items():
        other = _misspelt(word, only_left) or (_in_its_place(here, only_left) if are_alone else None)
        if other is not None and not _are_two_abbreviations(pair, here, only_left[other], right_times[word], left_times[other]):
            places = here, only_left[other]
            yield word, *(places if right_times[word] <= left_times[other] else places[::-1])


def _slips(pair: Pair, block: Block, beside: Block) -> Iterator[tuple[str, Place, Place]]:
    """A name that its language’s dictionary lacks and that stands once in both texts, a letter away from another name.

    That is one of the paragraph beside it, or one that both texts have: a dictionary may have it as well.
    """
    reading, (left_times, right_times) = pair.of(block), _times(pair)
    here = {fold(match.group()): match.span() for match in _NAME.finditer(block.text)}
    there = {fold(match.group()): (beside, *match.span()) for match in _NAME.finditer(beside.text)}
    shared, shared_near, near_there = _shared_names(pair), _index_of_shared(pair).near, SlipIndex(there).near
    for word, span in here.items():
        is_rare = left_times[word] + right_times[word] == 1 and len(word) >= SHORTEST and word not in there
        if is_rare and not overlaps(spans_of(reading.addresses_in(block)), *span) and _is_unknown(reading, block, span):
            near = next((other for other in (*near_there(word), *shared_near(word)) if _is_no_other_form(other, word)), None)
            if near is not None:
                yield word, (block, *span), there.get(near) or shared[near]


def _is_unknown(reading: Reading, block: Block, span: Span) -> bool:
    word = shown((block, *span))
    return has_dictionary(reading.language) and not any(knows(reading.language, form) for form in (word, word.lower()))


@once
def _shared_names(pair: Pair) -> dict[str, Place]:
    """The capitalised words that both texts have, each with its first place in the main one."""
    theirs = {fold(match.group()) for block in pair.right.blocks for match in _NAME.finditer(block.text)}
    found: dict[str, Place] = {}
    for block in pair.left.blocks:
        for match in _NAME.finditer(block.text):
            if fold(match.group()) in theirs:
                found.setdefault(fold(match.group()), (block, *match.span()))
    return found


@once
def _index_of_shared(pair: Pair) -> SlipIndex:
    return SlipIndex(_shared_names(pair))


def _is_no_other_form(word: str, other: str) -> bool:
    """Whether two words differ in a letter that is no ending: a plural, or a name in two languages (“Europa”, “Europe”)."""
    return word[:-1] != other[:-1] and word not in (other[:-1], f"{other}s") and other not in (word[:-1], f"{word}s")


def _are_two_abbreviations(pair: Pair, here: Place, there: Place, times: int, other_times: int) -> bool:
    """Whether each language has its own short name for one body: each writes its own, always."""
    return min(times, other_times) >= OFTEN and all(_SHORT_FOR.search(shown(place)) for place in (here, there))


def _misspelt(word: str, others: Iterable[str]) -> str | None:
    return next((other for other in others if len(other) >= SHORTEST and same_person(other, word)), None)


def _in_its_place(here: Place, others: Mapping[str, Place]) -> str | None:
    return next((other for other, there in others.items() if apart(here, there) <= APART), None)


@once
def _times(pair: Pair) -> tuple[Counter[str], Counter[str]]:
    """How often each language has each word."""
    left, right = (Counter(token.text for words in reading.tokens for token in words) for reading in pair.readings)
    return left, right
