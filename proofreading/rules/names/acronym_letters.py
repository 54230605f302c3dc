"""Acronyms whose letters are not those of what they stand for, or of the acronym that the text uses everywhere else."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ..spans import addresses_in, named_in, overlaps
from .acronym_words import cannot_be_spelt, explained_acronyms, meant_by_name, one_word_off

Place = tuple[Block, int, int]

# An acronym that a text has so often is how it writes it; one that it has so rarely may be that one with two letters in
# each other’s place.
OFTEN, RARE = 3, 1
# A shorter acronym is another one with its letters in another order.
SHORTEST = 3
# Of a name and its acronym so many words and letters there are at least.
FEWEST_WORDS = 3
# So many signs at most stand between a name and its acronym.
REACH = 6
_ACRONYM = re.compile(r"(?<![\w@#.&/-])[A-ZÀ-Þ][A-ZÀ-Þ0-9]{1,7}s?(?![\w@]|\.\w|-\w)")
_NAME = r"[^\W\d_a-zà-öø-ÿ][\w’'-]*"
_SMALL = r"(?:(?:of|for|and|the|de|du|des|la|le|les|et|pour|en|d’|l’|d'|l') ?){0,3}"
_EXPLAINED = re.compile(
    rf"(?<![\w’'-])(?P<name>{_NAME}(?: {_SMALL}{_NAME}){{2,7}})[”» \u00a0]{{0,3}}\((?P<acronym>[A-Z]{{3,8}})\)"
)


@rule(
    "acronym-letters",
    WARNING,
    ONE_TEXT,
    subject="acronym",
    yields_to=("acronym-twice-explained", "acronym-expansion", "acronym-of-another", "programme-misspelt", "name-twice-spelt"),
)
def acronym_letters(text: Reading, known: Knowledge) -> Iterator[Found]:
    """“Open Book Foundation (OFB)”; “OFB” once where the text has “OBF”; no acronym that the records have."""
    places = _acronyms(text, known)
    explained = [*_explained_otherwise(text, places), *_of_another_name(text, places)]
    told = {found.block.text[found.start : found.end] for found in explained}
    yield from explained
    for acronym, usual in _meant(text, places):
        for block, start, end in places[acronym] if acronym not in told else ():
            if not _is_in_a_name(text, block, start, end):
                yield Found(block, start, end, say("usually", usual=usual), usual, other=places[usual][0])


def _explained_otherwise(text: Reading, places: dict[str, list[Place]]) -> Iterator[Found]:
    """Acronyms in brackets behind a name with their letters in another order."""
    for block in text.blocks:
        for match in _EXPLAINED.finditer(block.text):
            acronym = match["acronym"]
            right = _letters_of(match["name"])[-len(acronym) :]
            if len(places.get(acronym, ())) in range(1, OFTEN) and _has_other_letters(acronym, right):
                yield Found(block, *match.span("acronym"), say("not-its-letters", acronym=acronym, name=match["name"]), right)


def _of_another_name(text: Reading, places: dict[str, list[Place]]) -> Iterator[Found]:
    """“Open Book Agency (OBF)”, “Open Book Foundation (OBFE)”: a word, or a letter, is another one’s.

    Other languages explain English acronyms in their own words, which have other letters.
    """
    times = {acronym: len(found) for acronym, found in places.items()}
    for one in explained_acronyms(text):
        usual = meant_by_name(one, times)
        if one.acronym in places and usual:
            yield Found(one.block, *one.span, say("usually", usual=usual), usual, other=places[usual][0])
        elif one.acronym in places and (one_word_off(one) or cannot_be_spelt(one)) and text.language.startswith("en"):
            start = one.block.text.index(one.name, max(0, one.span[0] - len(one.name) - REACH))
            place = min(start, one.span[0]), max(start + len(one.name), one.span[1])
            yield Found(one.block, *place, say("not-its-words", acronym=one.acronym, name=one.name))


def _meant(text: Reading, places: dict[str, list[Place]]) -> Iterator[tuple[str, str]]:
    """Acronyms with the one that the text writes elsewhere, or explains: its letters in order, or its own language’s form."""
    explained = {one.acronym for one in explained_acronyms(text)} | {expansion.acronym for expansion in text.expansions}
    for acronym, found in places.items():
        own = text.words.own_acronyms.get(acronym)
        if own is not None and own in places:
            yield acronym, own
        usual = next(
            (
                other
                for other in _swapped(acronym)
                if len(places.get(other, ())) >= OFTEN or (other in explained and acronym not in explained)
            ),
            None,
        )
        if usual is not None and len(found) <= RARE:
            yield acronym, usual


def _acronyms(text: Reading, known: Knowledge) -> dict[str, list[Place]]:
    """The words in capitals that are no part of an address, of a heading in capitals or of a name of the records."""
    found: dict[str, list[Place]] = defaultdict(list)
    for block in text.blocks:
        if block.text.isupper():
            continue
        taken = [*addresses_in(text, block), *named_in(text, block)]
        for match in _ACRONYM.finditer(block.text):
            if not overlaps(taken, *match.span()) and match.group() not in known.names.acronyms:
                found[match.group()].append((block, *match.span()))
    return found


def _is_in_a_name(text: Reading, block: Block, start: int, end: int) -> bool:
    """Whether another capitalised word stands right before or behind, and no small one: “EU AI Act”, “European EU Forum”."""
    before, behind = re.search(rf"({_NAME}) $", block.text[:start]), re.match(rf" ({_NAME})", block.text[end:])
    return any(word is not None and fold(word[1]) not in text.words.stops | {"the"} for word in (before, behind))


def _letters_of(name: str) -> str:
    """The first letters of the words of a name that begin with a capital."""
    return "".join(word[0] for word in re.findall(_NAME, name))


def _has_other_letters(acronym: str, letters: str) -> bool:
    """Whether an acronym has as many letters as a name has words, the same ones but in another order."""
    return len(letters) >= FEWEST_WORDS and acronym != letters and sorted(acronym) == sorted(letters)


def _swapped(acronym: str) -> Iterator[str]:
    """An acronym with two neighbouring letters in each other’s place."""
    if len(acronym) >= SHORTEST:
        for place in range(len(acronym) - 1):
            one, two = acronym[place], acronym[place + 1]
            if one != two:
                yield acronym[:place] + two + one + acronym[place + 2 :]
