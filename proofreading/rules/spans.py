"""Stretches of a block, as rules ask about them, and how many findings of a paragraph are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..reading import Reading
from ..rule import Found
from ..sentences import say
from ..source import Block
from ..spans import Span, Stretch, beginning_in, holds, is_within, overlaps, spans_of

__all__ = [
    "Span",
    "Stretch",
    "addresses_in",
    "beginning_in",
    "bounded",
    "holds",
    "is_within",
    "named_in",
    "overlaps",
    "spans_of",
]

# So many findings of one rule in a paragraph are told one by one: nobody writes a paragraph with more, and a paragraph
# of nothing but loose signs would otherwise be repeated for each of them.
MOST_IN_A_PARAGRAPH = 60


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
