"""Where a thing stands, and whether its paragraph has one beside it."""

from __future__ import annotations

import re

from ...alignment import Pair
from ...figures import Figure
from ...reading import Reading
from ...source import Block
from ...spelling import has_dictionary, knows
from ...text import fold


def span(thing) -> tuple[Block, int, int]:
    if isinstance(thing, Figure):
        return thing.block, thing.qualifier_start, thing.end
    return thing.block, thing.start, thing.end


def shown(thing) -> str:
    block, start, end = span(thing)
    return block.text[start:end]


def has_partner(pair: Pair, block: Block) -> bool:
    return (block.part.language, block.index) in pair.partner


def proper_names(reading: Reading, block: Block, start: int = 0, end: int | None = None) -> dict[str, tuple[int, int]]:
    """Capitalised words that no dictionary of the portal’s languages has, folded, with their places; no addresses."""
    found = {}
    taken = [(one.start, one.end) for one in reading.addresses_in(block)]
    for match in _CAPITALISED.finditer(block.text, start, len(block.text) if end is None else end):
        word = match.group()
        if word.isupper() and len(word) < 5 or any(a <= match.start() < b for a, b in taken):
            continue
        if any(knows(code, form) for code in reading.known.languages if has_dictionary(code) for form in (word, word.lower())):
            continue
        found.setdefault(fold(word), match.span())
    return found


_CAPITALISED = re.compile(r"(?<![\w@#])[A-ZÀ-Þ][^\W\d_]{2,}(?!\w)")
