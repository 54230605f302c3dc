"""Finds sentences."""

from __future__ import annotations

import re

from ..annotations import Sentence
from ..source import Block
from ..words import Vocabulary

_STOP = re.compile(r"[.!?…]+[\s\u00a0\u202f]*[»”\"’)\]]*(?=\s)")
_BEFORE_A_CAPITAL = ' \u00a0\u202f«“"(‘[—–-'
_BEFORE = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
# What may stand between a full stop and the capital behind it; and no abbreviation is longer.
_OPENING, _LONGEST_ABBREVIATION = 6, 20


def sentences_of(block: Block, vocabulary: Vocabulary) -> list[Sentence]:
    """The sentences of a block, one behind the other. A full stop after an abbreviation or an initial ends none."""
    found, start, text = [], 0, block.text
    for stop in _STOP.finditer(text):
        following = text[stop.end() : stop.end() + _OPENING].lstrip(_BEFORE_A_CAPITAL)
        if not following or following[0].islower() or _abbreviates(block, stop, start, vocabulary):
            continue
        found.append(Sentence(block, start, stop.end()))
        start = len(text) - len(text[stop.end() :].lstrip())
    if start < len(text):
        found.append(Sentence(block, start, len(text)))
    return found


def _abbreviates(block: Block, stop: re.Match[str], start: int, vocabulary: Vocabulary) -> bool:
    """Whether a full stop stands behind “M.” or “J.” and not behind a sentence."""
    if stop.group().rstrip() != ".":
        return False
    before = _BEFORE.search(block.folded, max(start, stop.start() - _LONGEST_ABBREVIATION), stop.start() + 1)
    if before is None:
        return False
    is_initial = len(before[1]) == 1 and block.text[stop.start() - 1].isupper()
    return before[1] in vocabulary.abbreviations or is_initial
