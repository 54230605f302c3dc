"""Finds what somebody says, and who says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..annotations import NamedPerson, QuotationSpan
from ..source import ALT, HEADING, ITEM, Block
from ..spans import Span, holds, quoted_spans
from .people import stands_behind_of

if TYPE_CHECKING:
    from ..reading import Reading

_ACCORDING = re.compile(r"\b(?:pour|selon|d'apres|for|according to)\s+$")
# What is said has so many words, or fewer where it closes as a sentence does; a title may have more.
_WORDS, _WORDS_OF_A_SENTENCE, _WORDS_OF_A_TITLE = 7, 5, 11
# A heading or the description of a picture quotes in so many characters.
_SHORTEST_IN_A_HEADING = 60
# A word of saying stands so near a quotation, who says it so far before it, and its second half so far behind its first.
_SAYING_WITHIN, _INTRODUCED_WITHIN, _HALVES_WITHIN, _ACCORDING_WITHIN = 60, 200, 160, 16
# Between a quotation and who said it stand so few words: “s’amuse Zoé Martin”.
_WORDS_BETWEEN = 2
# Who signs a quotation does so at the head of the next paragraph, a short one.
_WORDS_OF_A_SIGNATURE, _SIGNATURE_WITHIN = 25, 4
_SPACES_WITHIN_MARKS = " \u00a0\u202f"
_ENDS = ".!?,…"


@dataclass
class _Speech:
    """The stretches of one speech in a paragraph, and who is named beside them."""

    spans: list[Span]
    speaker: NamedPerson | None


class QuotationAnalyser:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.said = reading.words.said

    def read(self) -> list[QuotationSpan]:
        found: list[QuotationSpan] = []
        for block in self.reading.blocks:
            if block.part.role != "quote":
                found.extend(self._of(block))
            elif not found or found[-1].anchor != block.part.field:
                found.append(
                    QuotationSpan(block, 0, len(block.text), block.text, named=block.part.speaker, anchor=block.part.field)
                )
        return found

    def _of(self, block: Block) -> list[QuotationSpan]:
        spans = [span for span in quoted_spans(block.text) if self._is_speech(block, *span)]
        if not spans or block.kind in (HEADING, ALT) and spans[0][1] - spans[0][0] < _SHORTEST_IN_A_HEADING:
            return []
        return [self._quotation(block, speech) for speech in self._speeches(block, spans)]

    def _speeches(self, block: Block, spans: list[Span]) -> list[_Speech]:
        """Stretches that stand near one another are one speech, unless another speaker is named between."""
        found: list[_Speech] = []
        ends = [start for start, _end in spans[1:]] + [len(block.text)]
        for span, following in zip(spans, ends, strict=True):
            who = self._named_beside(block, span, found[-1].spans[-1][1] if found else 0, following)
            if found and _goes_on(found[-1], span, who):
                found[-1].spans.append(span)
                found[-1].speaker = found[-1].speaker or who
            else:
                found.append(_Speech([span], who))
        return found

    def _quotation(self, block: Block, speech: _Speech) -> QuotationSpan:
        text = " ".join(block.text[start:end] for start, end in speech.spans)
        speaker = speech.speaker or self._speaker(block, speech.spans)
        return QuotationSpan(block, speech.spans[0][0], speech.spans[-1][1], text, speaker)

    # Who says it

    def _named_beside(self, block: Block, span: Span, since: int, until: int) -> NamedPerson | None:
        """Who is named within a stretch, before it since the one before, or behind it until the next one."""
        behind = (person for person in self._people(block) if span[1] <= person.start < until)
        return self._aside(block, *span) or self._introduced(block, since, span[0]) or next(behind, None)

    def _aside(self, block: Block, start: int, end: int) -> NamedPerson | None:
        """Who is named within the marks by a word of saying: « Nous cherchons, confie Claire Martin. »"""
        for person in self._people(block):
            before = self._words(block, start, person.start)[-1:]
            if start <= person.start < end and not self.said.isdisjoint(before):
                return person
        return None

    def _introduced(self, block: Block, start: int, end: int) -> NamedPerson | None:
        """Who is named before a quotation that a colon opens, or that stands behind “according to”."""
        named = [person for person in reversed(self._people(block)) if start <= person.start < end]
        before = next((person for person in named if not stands_behind_of(person)), named[0] if named else None)
        if before is None or block.text[start:end].rstrip().endswith(":"):
            return before
        between = block.text[before.end : end]
        says = _ACCORDING.search(block.folded, max(0, before.start - _ACCORDING_WITHIN), before.start)
        return before if says and between.rstrip().endswith(",") and not re.search(r"[.!?]", between) else None

    def _speaker(self, block: Block, spans: list[Span]) -> NamedPerson | None:
        """Who is named beside a speech of nobody: in its paragraph, else at the head of the next, else in the one before."""
        outside = [person for person in self._people(block) if not holds(spans, person.start)]
        behind = next((person for person in outside if person.start >= spans[0][1]), None)
        if outside:
            return behind or outside[-1]
        return self._signatory(block) or self._announced(block)

    def _signatory(self, block: Block) -> NamedPerson | None:
        for following in self.reading.blocks[block.index + 1 : block.index + 2]:
            people = self._people(following)
            is_short = len(following.text.split()) <= _WORDS_OF_A_SIGNATURE and following.kind != HEADING
            if people and is_short and people[0].start <= _SIGNATURE_WITHIN:
                return people[0]
        return None

    def _announced(self, block: Block) -> NamedPerson | None:
        for before in self.reading.blocks[max(block.index - 1, 0) : block.index]:
            if before.text.rstrip().endswith(":") and self._people(before):
                return self._people(before)[-1]
        return None

    # What is a speech

    def _is_speech(self, block: Block, start: int, end: int) -> bool:
        inside = block.text[start:end]
        words = len(inside.split())
        closes = inside.rstrip(_SPACES_WITHIN_MARKS + '»”"')[-1:] in _ENDS
        is_long = words >= (_WORDS_OF_A_SENTENCE if closes else _WORDS)
        return is_long and not self._is_title(block, start, end)

    def _is_title(self, block: Block, start: int, end: int) -> bool:
        """A few words between quotation marks that close like no sentence, with no word of saying near: a title."""
        inside = block.text[start + 1 : end - 1].strip(_SPACES_WITHIN_MARKS)
        if len(inside.split()) > _WORDS_OF_A_TITLE or inside[-1:] in _ENDS or self._is_said(block, start, end):
            return False
        return block.kind == ITEM or not block.text[:start].rstrip().endswith(":")

    def _is_said(self, block: Block, start: int, end: int) -> bool:
        """Whether a word of saying stands near, or somebody is named who says it."""
        near = self._words(block, start - _SAYING_WITHIN, start) + self._words(block, end, end + _SAYING_WITHIN)
        if not self.said.isdisjoint(near) or self._introduced(block, max(0, start - _INTRODUCED_WITHIN), start):
            return True
        return any(self._follows(block, end, person) for person in self._people(block))

    def _follows(self, block: Block, end: int, person: NamedPerson) -> bool:
        """Whether somebody is named right behind a quotation, by one word or two that are no “of”: “s’amuse Zoé Martin”."""
        between = self._words(block, end, person.start)
        return 0 < len(between) <= _WORDS_BETWEEN and between[-1] not in self.reading.words.stops

    def _people(self, block: Block) -> list[NamedPerson]:
        return self.reading.people_in(block)

    def _words(self, block: Block, start: int, end: int) -> list[str]:
        """The words that begin in a stretch."""
        return [token.text for token in self.reading.tokens[block.index] if start <= token.start < end]


def _goes_on(speech: _Speech, span: Span, who: NamedPerson | None) -> bool:
    another = who and speech.speaker and who.key[-1] != speech.speaker.key[-1]
    return not another and span[0] - speech.spans[-1][1] < _HALVES_WITHIN
