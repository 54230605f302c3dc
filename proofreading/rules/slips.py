"""Slips that a pattern of neighbouring words gives away: how such a pattern is written, and where it is looked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..inclusive_forms import inclusive_forms_in
from ..reading import Reading
from ..source import Block
from .spans import Span, addresses_in, named_in, overlaps


@dataclass(frozen=True)
class Slip:
    """A pattern of words, and what must hold of them; the group “wrong” is told, ``better`` is written instead."""

    pattern: re.Pattern[str]
    better: Callable[[re.Match[str]], str]
    holds: Callable[[re.Match[str]], bool] = lambda match: True


def as_written(match: re.Match[str], better: str) -> str:
    """``better`` with a capital where the wrong word has one."""
    return better[:1].upper() + better[1:] if match["wrong"][:1].isupper() else better


def slips_in(text: Reading, slips: Iterable[Slip]) -> Iterator[tuple[Block, Span, str]]:
    """Where slips stand in a text, and what would be right; none in names, addresses, inclusive forms and other languages."""
    for block in text.blocks:
        taken = as_they_are(text, block)
        for slip in slips:
            for match in slip.pattern.finditer(block.text):
                if not overlaps(taken, *match.span("wrong")) and slip.holds(match):
                    yield block, match.span("wrong"), slip.better(match)


def as_they_are(text: Reading, block: Block) -> list[Span]:
    foreign = [(start, end) for start, end, code in block.foreign if code != text.language]
    inclusive = inclusive_forms_in(text.language, block)
    return [*named_in(text, block), *addresses_in(text, block), *inclusive, *foreign]
