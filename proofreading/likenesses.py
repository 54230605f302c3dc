"""What a stretch of text and its translation share: what they name, and the roots of their words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .reading import Reading
from .source import Block
from .spans import beginning_in
from .tokens import Token

# A word with a capital that opens no sentence, or an acronym.
_NAME = re.compile(r"(?<=[\w,;’'(] )[^\W\d_a-zà-öø-ÿ][\w-]{2,}|[^\W\d_a-zà-öø-ÿ]{2,}")
# French and English words of one root begin with as many letters alike; shorter words may do so by chance.
ROOT, LONG_WORD = 5, 6

Anchor = tuple[object, ...]


def anchors(reading: Reading, block: Block, start: int = 0, end: int | None = None) -> frozenset[Anchor]:
    """What a stretch and its translation share whatever the language: figures, dates, bodies, people, addresses."""
    span = start, len(block.text) if end is None else end
    return frozenset(
        [("figure", *one.base) for one in beginning_in(reading.figures_in(block), *span)]
        + [("date", one.year, one.month, one.day) for one in beginning_in(reading.dates_in(block), *span)]
        + [("body", one.body.key) for one in beginning_in(reading.mentions[block.index], *span)]
        + [("person", one.key[-1]) for one in beginning_in(reading.people_in(block), *span)]
        + [("mail", email.domain) for email in beginning_in(reading.emails_in(block), *span)]
        + [("site", link.href) for link in beginning_in(block.links, *span)]
    )


def names(block: Block, start: int = 0, end: int | None = None) -> frozenset[str]:
    """The words of a stretch that have a capital and open no sentence: most stand in its translation as they are."""
    return frozenset(match.group() for match in _NAME.finditer(block.text, start, len(block.text) if end is None else end))


def roots(words: Iterable[Token], shortest: int = LONG_WORD) -> frozenset[str]:
    """The beginnings of long words: what French and English words of one root share."""
    return frozenset(word.text[:ROOT] for word in words if len(word.text) >= shortest and word.text.isalpha())


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of the smaller set that the other has, a little less where it is small."""
    return len(left & right) / (min(len(left), len(right)) + 1)
