"""What the rules on the portal’s knowledge share."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ...annotations import Mention
from ...knowledge import TERM, KnownFigure
from ...reading import ABOUT, Reading, Sentence
from ...text import stems
from ...words import of
from ..spans import beginning_in

CALL = re.compile(r"\b(?:ia|ai)-clusters?\b|\bfrance 2030\b|\bcall\b|\bappel\b|\bami\b")
# Units of the records that texts have otherwise: the unit of a text, and how many of it they are.
_UNITS = {"MEUR": ("EUR", Decimal(10**6))}


def content(text: str, language: str) -> frozenset[str]:
    """The stems of a text without its small words."""
    stops = of(language).stops
    return frozenset(stem for stem in stems(text, language) if stem not in stops and len(stem) > 1)


def unit_of(claim: KnownFigure) -> str:
    """The unit of a key figure as a text has it."""
    return _UNITS.get(claim.unit, (claim.unit, Decimal(1)))[0]


def value_of(claim: KnownFigure) -> Decimal:
    """The value of a key figure in the unit that a text has."""
    return claim.value * _UNITS.get(claim.unit, ("", Decimal(1)))[1]


def dated(iso: str) -> date | str:
    """A day of the records, to be told in words; a month or a year as they have it."""
    return date.fromisoformat(iso) if len(iso) == len("YYYY-MM-DD") else iso


def mentions_in(reading: Reading, sentence: Sentence) -> list[Mention]:
    """All that a sentence names, terms of the glossary included."""
    return beginning_in(reading.mentions[sentence.block.index], sentence.start, sentence.end)


def spoken_of(reading: Reading, sentence: Sentence) -> set[str]:
    """The bodies that a sentence without a name goes on about: those named before, or in the “About” heading."""
    for before in reversed(reading.sentences[sentence.block.index]):
        mentions = mentions_in(reading, before) if before.start < sentence.start else []
        if mentions:
            return _keys(mentions)
    section = reading.section_of(sentence.block)
    if section.kind != ABOUT or section.heading is None:
        return set()
    return _keys(reading.mentions[section.heading.index])


def _keys(mentions: list[Mention]) -> set[str]:
    return {mention.body.key for mention in mentions if mention.body.kind != TERM}
