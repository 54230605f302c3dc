"""Where a thing stands, and whether its paragraph has one beside it."""

from __future__ import annotations

from ...alignment import Pair
from ...figures import Figure
from ...source import Block


def span(thing) -> tuple[Block, int, int]:
    if isinstance(thing, Figure):
        return thing.block, thing.qualifier_start, thing.end
    return thing.block, thing.start, thing.end


def shown(thing) -> str:
    block, start, end = span(thing)
    return block.text[start:end]


def has_partner(pair: Pair, block: Block) -> bool:
    return (block.part.language, block.index) in pair.partner
