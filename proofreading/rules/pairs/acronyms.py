"""Acronyms that one language has a letter wrong."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...nearness import distance
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ..spans import addresses_in, overlaps
from .places import Place

# Shorter ones are a letter from too many others.
SHORTEST = 3
_ACRONYM = re.compile(r"(?<![\w@#./-])(?=[A-Z0-9]*[A-Z][A-Z0-9]*[A-Z])[A-Z][A-Z0-9]{2,7}(?![\w@]|\.\w|-\w)")


@rule(
    "acronym-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="acronym",
    yields_to=(
        "acronym-letters",
        "name-twice-spelt",
        "programme-misspelt",
        "body-missing",
        "number-differs",
    ),
)
def acronym_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """One that stands once, and only in one language, where the paragraph beside has its neighbour, which both texts know."""
    places = {reading.language: _acronyms(reading) for reading in pair.readings}
    for reading in pair.readings:
        mine, theirs = places[reading.language], places[pair.beside(reading).language]
        for acronym, found in mine.items():
            if len(found) == 1 and acronym not in theirs and acronym not in known.names.acronyms:
                other = _meant(pair, acronym, found[0], mine, theirs)
                if other is not None:
                    yield Found(*found[0], say("letter-differs", other=other[0].text[other[1] : other[2]]), other=other)


def _acronyms(reading: Reading) -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for block in reading.blocks:
        taken = addresses_in(reading, block)
        for match in _ACRONYM.finditer(block.text) if not block.text.isupper() else ():
            if not overlaps(taken, *match.span()):
                found[match.group()].append((block, *match.span()))
    return found


def _meant(
    pair: Pair, acronym: str, place: Place, mine: dict[str, list[Place]], theirs: dict[str, list[Place]]
) -> Place | None:
    """The acronym of the paragraph beside that stands there more often than here and is this one with a letter wrong."""
    beside = pair.partner_of(place[0])
    if beside is None or len(acronym) < SHORTEST:
        return None
    here, there = _times(mine, place[0]), _times(theirs, beside)
    for other, times in there.items():
        if (
            other != acronym
            and times > here[other]
            and _is_a_slip(acronym, other)
            and (other in mine or len(theirs[other]) > 1)
        ):
            return next(found for found in theirs[other] if found[0] is beside)
    return None


def _times(places: dict[str, list[Place]], block: Block) -> Counter[str]:
    return Counter(acronym for acronym, found in places.items() for one, _start, _end in found if one is block)


def _is_a_slip(acronym: str, other: str) -> bool:
    """A letter more, fewer or other, or two in each other’s place; no more figures than before."""
    is_near = len(other) >= SHORTEST and distance(acronym, other, 1) == 1
    return is_near and re.sub(r"\D", "", acronym) == re.sub(r"\D", "", other)
