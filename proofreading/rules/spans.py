"""Stretches of a block, as rules ask about them: whether one lies over, within, or at a place of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from ..reading import Reading
from ..rule import Found
from ..sentences import say
from ..source import Block

Span = tuple[int, int]

# So many findings of one rule in a paragraph are told one by one: nobody writes a paragraph with more, and a paragraph
# of nothing but loose signs would otherwise be repeated for each of them.
MOST_IN_A_PARAGRAPH = 60


class Stretch(Protocol):
    """Anything found in a block that says where it begins and ends."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def spans_of(*groups: Iterable[Stretch]) -> list[Span]:
    return [(stretch.start, stretch.end) for group in groups for stretch in group]


def overlaps(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether a stretch shares a character with one of others."""
    return any(first < end and start < last for first, last in spans)


def is_within(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether one of others holds the whole of a stretch."""
    return any(first <= start and end <= last for first, last in spans)


def holds(spans: Iterable[Span], place: int) -> bool:
    """Whether a character stands in one of others."""
    return any(first <= place < last for first, last in spans)


def beginning_in(stretches: Iterable[S], start: int, end: int) -> list[S]:
    """Those that begin within a stretch: the names, figures or words of a sentence."""
    return [stretch for stretch in stretches if start <= stretch.start < end]


def named_in(reading: Reading, block: Block) -> list[Span]:
    """Where bodies that the records have are named."""
    return spans_of(reading.mentions[block.index])


def addresses_in(reading: Reading, block: Block) -> list[Span]:
    return spans_of(reading.addresses_in(block))


def bounded(findings: Iterable[Found]) -> Iterator[Found]:
    """Findings, each paragraph’s up to ``MOST_IN_A_PARAGRAPH``; one more, as grave, then covers the rest and says so.

    The rule must have the sentence “and-more”.
    """
    count: Counter[int] = Counter()
    for finding in findings:
        block = finding.block
        count[block.index] += 1
        if count[block.index] <= MOST_IN_A_PARAGRAPH:
            yield finding
        elif count[block.index] == MOST_IN_A_PARAGRAPH + 1:
            rest = say("and-more", number=MOST_IN_A_PARAGRAPH)
            yield replace(finding, end=len(block.text), message=rest, fix=None, other=None, evidence="")
