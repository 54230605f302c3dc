"""Finds the bodies that the records have, and where their names were read already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..name_index import Mention, NameIndex
from ..source import Block
from ..spans import Span, overlaps
from ..tokens import Token

_BETWEEN_NAME_AND_ACRONYM = ("(", "–", "-", "— ")


def mentions_of(block: Block, words: list[Token], names: NameIndex, taken: Iterable[Span]) -> list[Mention]:
    """The bodies named in a block outside of its addresses; “full name (ACRONYM)” is one mention."""
    taken = list(taken)
    found: list[Mention] = []
    for mention in names.find(block.text, block.folded, words):
        if overlaps(taken, mention.start, mention.end):
            continue
        if found and _is_acronym_behind(block, found[-1], mention):
            end = mention.end + block.text.startswith(")", mention.end)
            found[-1] = replace(found[-1], end=end)
        else:
            found.append(mention)
    return found


def _is_acronym_behind(block: Block, before: Mention, mention: Mention) -> bool:
    return before.body is mention.body and block.text[before.end : mention.start].strip() in _BETWEEN_NAME_AND_ACRONYM
