"""Words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .text import fold

_WORD = re.compile(r"[^\W_]+")


class Token(NamedTuple):
    text: str
    start: int
    end: int


def tokens(folded: str) -> list[Token]:
    """The words of folded text; apostrophes and hyphens part them."""
    return [Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]


@lru_cache(maxsize=8192)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of a name or a short text, folded. The same few are asked for again and again."""
    return tuple(token.text for token in tokens(fold(text)))
