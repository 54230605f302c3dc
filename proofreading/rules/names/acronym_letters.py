"""Acronyms whose letters are not those of what they stand for, or of the acronym that the text uses everywhere else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import ONE_TEXT, Found, rule
from ...sentences import say
from ...source import Block
from ..spans import addresses_in, named_in, overlaps

Place = tuple[Block, int, int]

# An acronym that a text has so often is how it writes it; one that it has so rarely may be that one with two letters in
# each other’s place.
OFTEN, RARE = 3, 1
# A shorter acronym is another one with its letters in another order.
SHORTEST = 3
# Of a name and its acronym so many words and letters there are at least.
FEWEST_WORDS = 3
_ACRONYM = re.compile(r"(?<![\w@#.&/-])[A-ZÀ-Þ]{2}[A-ZÀ-Þ0-9]{1,6}(?![\w@]|\.\w|-\w)")
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
    times = Counter({acronym: len(found) for acronym, found in places.items()})
    told: set[str] = set()
    for block in text.blocks:
        for match in _EXPLAINED.finditer(block.text):
            acronym = match["acronym"]
            right = _letters_of(match["name"])[-len(acronym) :]
            if acronym in places and _has_other_letters(acronym, right) and times[acronym] < OFTEN:
                told.add(acronym)
                yield Found(block, *match.span("acronym"), say("not-its-letters", acronym=acronym, name=match["name"]), right)
    for acronym, found in places.items():
        usual = next((other for other in _swapped(acronym) if times[other] >= OFTEN), None)
        if usual is not None and times[acronym] <= RARE and acronym not in told:
            for place in found:
                yield Found(*place, say("usually", usual=usual), usual, other=places[usual][0])


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
