"""Brackets without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from .spans import bounded, named_in

PAIRS = {"(": ")", "[": "]", "{": "}"}
OPENS = {closing: opening for opening, closing in PAIRS.items()}
# “1)”, “b)”, “iv)”: its number closes what nothing opened.
_NUMBERING = re.compile(r"(?:(?<=\s)|^)(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})\)(?=\s)")
_SMILEY = re.compile(r"[:;]-?[()]")


@rule("bracket", WARNING, ONE_TEXT, subject="sign")
def bracket(text: Reading, known: Knowledge) -> Iterator[Found]:
    yield from bounded(
        Found(block, place, place + 1, say("alone")) for block in text.blocks for place in _without_other_half(text, block)
    )


def _without_other_half(text: Reading, block: Block) -> list[int]:
    signs = _without_signs_of_their_own(text, block)
    numbering = {match.end() - 1 for match in _NUMBERING.finditer(block.text)}
    waiting: list[int] = []
    loose: list[int] = []
    for place, sign in enumerate(signs):
        if sign in PAIRS:
            waiting.append(place)
        elif sign in OPENS:
            if waiting and signs[waiting[-1]] == OPENS[sign]:
                waiting.pop()
            elif place not in numbering:
                loose.append(place)
    return sorted([*waiting, *loose])


def _without_signs_of_their_own(text: Reading, block: Block) -> str:
    """A block with its smileys, and the square brackets that belong to a name (“[ai]lab”), covered."""
    shown = _SMILEY.sub(lambda match: " " * len(match.group()), block.text)
    for start, end in named_in(text, block):
        shown = shown[:start] + re.sub(r"[\[\]]", " ", shown[start:end]) + shown[end:]
    return shown
