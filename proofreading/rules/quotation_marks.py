"""Quotation marks without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from .spans import bounded

PAIRS = (("«", "»"), ("“", "”"))
# Low marks that “ closes in German and other languages.
LOW_MARKS = frozenset("‟„")
# A straight mark behind a figure is one of inches or seconds.
_STRAIGHT = re.compile(r'(?<!\d)"')


@rule("quotation-mark", WARNING, ONE_TEXT, subject="quotation")
def quotation_mark(text: Reading, known: Knowledge) -> Iterator[Found]:
    for section in text.sections:
        for opening, closing in PAIRS:
            yield from bounded(_without_other_half(section.blocks, opening, closing))
        yield from _odd_straight_mark(section.blocks)


def _without_other_half(blocks: Iterable[Block], opening: str, closing: str) -> Iterator[Found]:
    waiting: list[tuple[Block, int]] = []
    for block, place in _places(blocks, opening + closing):
        if block.text[place] == opening:
            if waiting and _stands_first(block, place) and _runs_on(*waiting[-1], closing):
                waiting.pop()
            waiting.append((block, place))
        elif waiting:
            waiting.pop()
        else:
            yield Found(block, place, place + 1, say("closes-nothing"))
    for block, place in waiting:
        if closing != "”" or LOW_MARKS.isdisjoint(block.text):
            yield Found(block, place, place + 1, say("never-closed"))


def _places(blocks: Iterable[Block], marks: str) -> Iterator[tuple[Block, int]]:
    for block in blocks:
        for match in re.finditer(f"[{marks}]", block.text):
            yield block, match.start()


def _stands_first(block: Block, place: int) -> bool:
    return not block.text[:place].strip()


def _runs_on(block: Block, place: int, closing: str) -> bool:
    """Whether a quotation may go on in the next paragraph, which opens it anew: nothing was closed in its own."""
    return _stands_first(block, place) and closing not in block.text


def _odd_straight_mark(blocks: Iterable[Block]) -> Iterator[Found]:
    """The last of an odd number of straight marks: which of them lacks its half cannot be told."""
    straight = [(block, match.start()) for block in blocks for match in _STRAIGHT.finditer(block.text)]
    if len(straight) % 2:
        block, place = straight[-1]
        yield Found(block, place, place + 1, say("mark-alone"))
