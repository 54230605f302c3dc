"""Finds the bodies that the records have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..annotations import Mention
from ..name_index import NameIndex
from ..source import Block
from ..spans import Span, overlaps
from ..tokens import Token

_BETWEEN_NAME_AND_ACRONYM = ("(", "–", "-", "— ")


def mentions_of(block: Block, words: list[Token], names: NameIndex, addresses: Iterable[Span]) -> list[Mention]:
    """The bodies named in a block outside of its addresses; “full name (ACRONYM)” is one mention."""
    taken = list(addresses)
    found: list[Mention] = []
    for match in names.find(block.text, block.folded, words):
        if overlaps(taken, match.start, match.end):
            continue
        mention = Mention(block, match.start, match.end, match.body, match.how, match.name)
        if found and _is_acronym_of(mention, found[-1]):
            found[-1] = replace(found[-1], end=mention.end + block.text.startswith(")", mention.end))
        else:
            found.append(mention)
    return found


def _is_acronym_of(mention: Mention, before: Mention) -> bool:
    between = mention.block.text[before.end : mention.start].strip()
    return before.body is mention.body and between in _BETWEEN_NAME_AND_ACRONYM
