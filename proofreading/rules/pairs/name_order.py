"""Names whose two words stand in the other order in the other language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...spelling import knows
from ...text import fold
from ..spans import addresses_in, overlaps
from .places import Place

_WORD = r"[^\W\d_a-zà-öø-ÿ][^\W\d_A-ZÀ-ÖØ-Þ]+(?:-[^\W\d_]+)?"
_TWO = re.compile(rf"(?<![\w’'-])(?=(?P<first>{_WORD}) (?P<second>{_WORD})(?![\w’'-]))")


@rule(
    "name-order-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="person",
    yields_to=("person-missing", "person-spelt-differently", "proper-name-differs"),
)
def name_order_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“Kervel Maud” here and “Maud Kervel” there, where neither text has it both ways and none of the words is a common one."""
    places = {reading.language: _pairs_of_words(reading) for reading in pair.readings}
    for names, place in places[pair.right.language].items():
        other = places[pair.left.language].get(names[::-1])
        if other is None or _has_both(places, names):
            continue
        if not any(_is_a_word(word) for word in names):
            yield Found(*place, say("order", other=_shown(other)), _shown(other), other=other)


def _is_a_word(name: str) -> bool:
    """Whether a name is a common word too: “Linux Arvor” may well be “Arvor Linux” in another language."""
    return any(knows(code, name) for code in ("fr", "en"))


def _pairs_of_words(reading: Reading) -> dict[tuple[str, str], Place]:
    """Each two capitalised words one behind the other, folded, with their first place."""
    found: dict[tuple[str, str], Place] = {}
    for block in reading.blocks:
        taken = addresses_in(reading, block)
        for match in _TWO.finditer(block.text):
            start, end = match.start("first"), match.end("second")
            if not overlaps(taken, start, end):
                found.setdefault((fold(match["first"]), fold(match["second"])), (block, start, end))
    return found


def _has_both(places: dict[str, dict[tuple[str, str], Place]], names: tuple[str, str]) -> bool:
    return any(names in found and names[::-1] in found for found in places.values())


def _shown(place: Place) -> str:
    block, start, end = place
    return block.text[start:end]
