"""Somebody who is a man in one language and a woman in the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...alignment import Pair
from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ..names.courtesy import Place, called
from .places import shown


@rule("courtesy-between", WARNING, TWO_LANGUAGES, subject="person", yields_to=("courtesy-differs", "surname-misspelt"))
def courtesy_between(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“M. Kervel” and “Ms Kervel”; “a-t-il dit” and “she said” in paragraphs that answer one another.

    Where a language itself calls somebody both, it is told of that text alone.
    """
    lefts, rights = called(pair.left), called(pair.right)
    for surname in lefts.keys() & rights.keys():
        for here, there in _told(rights[surname], lefts[surname]):
            yield Found(*here, say("elsewhere", other=shown(there)), other=there)
    for a, b in pair.aligned:
        for here, there in _told(_said_by(pair.right, b), _said_by(pair.left, a)):
            yield Found(*here, say("elsewhere", other=shown(there)), other=there)


def _told(first: tuple[list[Place], list[Place]], other: tuple[list[Place], list[Place]]) -> Iterator[tuple[Place, Place]]:
    """The first place of each side where one speaks of men alone and the other of women alone."""
    for mine, theirs in ((0, 1), (1, 0)):
        if first[mine] and not first[theirs] and other[theirs] and not other[mine]:
            yield first[mine][0], other[theirs][0]


def _said_by(reading: Reading, block: Block) -> tuple[list[Place], list[Place]]:
    """Where a block says that he, or she, says something."""
    patterns = (reading.words.he_says, reading.words.she_says)
    he, she = ([(block, *match.span()) for match in re.finditer(one, block.text)] if one else [] for one in patterns)
    return he, she
