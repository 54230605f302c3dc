"""Words."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    text: str
    start: int
    end: int


def tokens(folded: str) -> list[Token]:
    """The words of folded text; apostrophes and hyphens part them."""
    return [Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]
