"""Finds telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..addresses import REFERENCE, Phone
from ..phone_numbers import phone_kind
from ..source import Block
from ..spans import Span, overlaps

_PHONE = re.compile(r"(?<![\w/.,@#+-])\+?\(?\d(?:[ .\u00a0\u202f()/-]{0,3}\d){6,14}(?![\w@]|[.,]\d|-\w| ?[€%])")
_BETWEEN = " .()/-\u00a0\u202f"
# What a number that is read here has at least: six figures, hardly apart.
_ENOUGH_FIGURES = re.compile(r"\d(?:\D{0,3}\d){5}")
# A word that announces a number stands within so many characters before it.
_CUE_WITHIN = 24


def phones_of(block: Block, addresses: Iterable[Span]) -> list[Phone]:
    """The telephone numbers of a block that stand in none of its addresses, and in no reference."""
    if not _ENOUGH_FIGURES.search(block.text):
        return []
    taken = [*addresses, *(match.span() for match in REFERENCE.finditer(block.text))]
    found = []
    for match in _PHONE.finditer(block.text):
        written = match.group().rstrip(_BETWEEN)
        start, end = match.start(), match.start() + len(written)
        digits = re.sub(r"[^\d+]", "", written)
        kind = (
            "" if overlaps(taken, start, end) else phone_kind(digits, written, block.text[max(0, start - _CUE_WITHIN) : start])
        )
        if kind:
            found.append(Phone(block, start, end, written, digits, kind))
    return found
