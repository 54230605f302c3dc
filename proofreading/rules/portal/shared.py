"""What the rules on the portal’s knowledge share."""

from __future__ import annotations

import re

from ...knowledge import TERM
from ...reading import ABOUT, Reading, Sentence
from ...text import stems
from ...words import of

CALL = re.compile(r"\b(?:ia|ai)-clusters?\b|\bfrance 2030\b|\bcall\b|\bappel\b|\bami\b")


def content(text: str, language: str) -> frozenset[str]:

    stops = of(language).stops
    return frozenset(stem for stem in stems(text, language) if stem not in stops and len(stem) > 1)


def spoken_of(reading: Reading, sentence: Sentence) -> set[str]:
    """The bodies that a sentence without a name goes on about: those of the sentence before, or of the “About” heading."""
    for before in reversed(reading.sentences[sentence.block.index]):
        mine = [one for one in reading.mentions[sentence.block.index] if before.start <= one.start < before.end]
        if before.start < sentence.start and mine:
            return {one.body.key for one in mine if one.body.kind != TERM}
    section = reading.section_of(sentence.block)
    if section.kind != ABOUT or section.heading is None:
        return set()
    return {one.body.key for one in reading.mentions[section.heading.index] if one.body.kind != TERM}
