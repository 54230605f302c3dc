"""Words and sentences."""

from __future__ import annotations

import re
from typing import NamedTuple

from .words import Vocabulary

_WORD = re.compile(r"[^\W_]+")
_STOP = re.compile(r"[.!?…]+[\s\u00a0\u202f]*[»”\"’)\]]*(?=\s)")
_BEFORE_A_CAPITAL = ' \u00a0\u202f«“"(‘[—–-'
_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")


class Token(NamedTuple):
    text: str
    start: int
    end: int


def tokens(folded: str) -> list[Token]:
    """The words of folded text; apostrophes and hyphens part them."""
    return [Token(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded)]


def sentences(text: str, folded: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Where each sentence of a block begins and ends. A full stop after an abbreviation or an initial ends none."""
    spans, start = [], 0
    for match in _STOP.finditer(text):
        following = text[match.end() : match.end() + 6].lstrip(_BEFORE_A_CAPITAL)
        if not following or following[0].islower():
            continue
        if match.group().startswith(".") and len(match.group().rstrip()) == 1:
            before = _BEFORE.search(folded, max(start, match.start() - 20), match.start() + 1)
            if before and (
                before[1] in vocabulary.abbreviations or (len(before[1]) == 1 and text[match.start() - 1].isupper())
            ):
                continue
        spans.append((start, match.end()))
        start = match.end()
        while start < len(text) and text[start].isspace():
            start += 1
    if start < len(text):
        spans.append((start, len(text)))
    return spans
