"""Covers what holds figures that count nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..addresses import REFERENCE
from ..annotations import Mention
from ..source import Block
from ..spans import Span, covered

_STREET = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? (?:rue|place|avenue|av\.|boulevard|bd|quai|allée|chemin|impasse|cours|square"
    r"|passage|esplanade)"
    r" (?:(?:de|du|des|la|le|les) |d[’']|l[’']){0,2}[A-ZÀ-Þ][^,;\n]{0,40}|\b\d{5} (?=[A-ZÀ-Þ][a-zà-ÿ]{2})"
)


def masked(block: Block, addresses: Iterable[Span], mentions: Iterable[Mention]) -> str:
    """A block’s folded text without addresses of any kind, references, and names that hold a figure."""
    names = [(name.start, name.end) for name in mentions if re.search(r"\d", block.text[name.start : name.end])]
    others = [match.span() for pattern in (REFERENCE, _STREET) for match in pattern.finditer(block.text)]
    return covered(block.folded, [*addresses, *names, *others])
