"""Tells which language a stretch of text is in.

Words that a single language has are counted for it: those of its list of telling words, and those that only its dictionary
knows. Names, addresses and passages marked as another language’s count for none, and so does every capitalised word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import words
from .reading import Reading
from .source import HEADING, Block
from .spelling import has_dictionary, knows
from .tokens import Token

UNKNOWN = "?"
"""The language of a text in whose words hardly one is known: none of the house’s."""

# What a word counts for its language: one of the telling words, or one that no other dictionary has.
TELLING, IN_ONE_DICTIONARY = 1.5, 1.0
# A stretch of fewer characters may be a title, whose first word begins with a capital.
SHORT = 90
# From so many words on a language must be told by more, and clearly: three words against each of the text’s own.
ENOUGH_WORDS, ENOUGH, ENOUGH_OF_FEW, TIMES_CLEARER, MARGIN = 6, 3.0, 2.0, 3, 0.5
# A heading of so many words is told by a single telling word; one of up to three by a fixed list of headings.
HEADING_WORDS, FEW_WORDS = range(2, 6), 3
# A text of so many words is unknown where less than so much of it is in any dictionary, and hardly any is its own.
WORDS_OF_UNKNOWN, KNOWN_SHARE, OWN_SHARE = 12, 0.45, 0.25
# A whole text is another language’s where that has so many times the words of all others; a short one hardly ever is.
TIMES_OF_TEXT, LONG_TEXT, TIMES_OF_SHORT_TEXT = 3, 60, 99
# “Île-de-France”, “Boulogne-sur-Mer”: a name, whatever its words.
_COMPOUND = re.compile(r"[A-ZÀ-Þ][\w’']*(?:-[\w’']+)+")
# One letter is a word only where a language has it as one; these are words of both.
_LETTERS = ("a", "l", "d")


@dataclass
class _Evidence:
    """What the words of a stretch say: how many count, how many of them some language has, and what each language scores."""

    block: Block
    is_short: bool
    total: int = 0
    known: int = 0
    score: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    telling: Counter[str] = field(default_factory=Counter)


class LanguageIdentifier:
    """Identifies the language of the blocks and sentences of one text, and of the whole of it; each block once."""

    def __init__(self, text: Reading) -> None:
        self.text = text
        self.own = text.language
        self.codes = [code for code in text.known.languages if has_dictionary(code)]
        self._blocks: dict[int, str] = {}
        self._told: dict[str, list[str]] = {}

    def is_foreign(self, block: Block) -> bool:
        return self.of_block(block) not in ("", self.own)

    def is_foreign_text(self) -> bool:
        return self.of_text() not in ("", self.own)

    def of_text(self) -> str:
        """The language of most of a text of several blocks, where that is not its own; empty else."""
        votes: Counter[str] = Counter()
        for block in self.text.blocks:
            votes[self.of_block(block)] += len(self.text.tokens[block.index])
        foreign = Counter({code: number for code, number in votes.items() if code not in ("", self.own)})
        if not foreign or len(self.text.blocks) < 2:
            return ""
        best, number = foreign.most_common(1)[0]
        times = TIMES_OF_TEXT if votes.total() > LONG_TEXT else TIMES_OF_SHORT_TEXT
        return best if number > times * (votes.total() - number) else ""

    def of_block(self, block: Block) -> str:
        if block.index not in self._blocks:
            self._blocks[block.index] = self.of_stretch(block, 0, len(block.text))
        return self._blocks[block.index]

    def of_stretch(self, block: Block, start: int, end: int) -> str:
        """The language of a stretch of a block; empty where too little tells, “?” where hardly a word is known."""
        if self.own not in self.codes:
            return ""
        evidence = self._evidence(block, start, end)
        best = max((code for code in self.codes if code != self.own), key=evidence.score.__getitem__, default="")
        if best and self._is_clearly(best, evidence):
            return best
        if self._is_unknown(evidence):
            return UNKNOWN
        if best and (self._is_heading_of(best, evidence) or self._is_known_heading_of(best, evidence)):
            return best
        return self.own if evidence.score[self.own] else ""

    # What the words say

    def _evidence(self, block: Block, start: int, end: int) -> _Evidence:
        evidence = _Evidence(block, is_short=end - start < SHORT)
        tokens = [token for token in self.text.tokens[block.index] if start <= token.start < end]
        for token in tokens:
            evidence.telling.update(self._tell(token.text))
        for token in self._counted(block, start, end, tokens):
            self._count(token.text, block.text[token.start : token.end].lower(), evidence)
        return evidence

    def _counted(self, block: Block, start: int, end: int, tokens: list[Token]) -> Iterator[Token]:
        """The words that may tell: in small letters, but for the first of a title and for a stretch all in capitals."""
        free = self._free(block, start, end)
        in_capitals = block.text[start:end].isupper()
        for token in tokens:
            shown = block.text[token.start : token.end]
            is_first = token.start == start and end - start < SHORT
            if free[token.start] and _is_word(shown, token.text) and (shown.islower() or is_first or in_capitals):
                yield token

    def _free(self, block: Block, start: int, end: int) -> bytearray:
        """For each character of a block, whether it stands in no name, address or passage of another language."""
        text = self.text
        covered = [
            (stretch.start, stretch.end)
            for stretches in (text.mentions[block.index], text.addresses_in(block), text.people_in(block))
            for stretch in stretches
        ]
        covered += [(first, last) for first, last, code in block.foreign if code != self.own]
        covered += [match.span() for match in _COMPOUND.finditer(block.text, start, end)]
        free = bytearray(b"\1") * (len(block.text) + 1)
        for first, last in covered:
            free[first:last] = bytes(max(last - first, 0))
        return free

    def _count(self, folded: str, word: str, evidence: _Evidence) -> None:
        telling = self._tell(folded)
        having = [code for code in self.codes if code in telling or knows(code, word)]
        evidence.total += 1
        evidence.known += bool(having)
        if len(telling) == 1:
            evidence.score[telling[0]] += TELLING
        elif len(having) == 1:
            evidence.score[having[0]] += IN_ONE_DICTIONARY

    def _tell(self, folded: str) -> list[str]:
        """The languages of whose telling words a word is."""
        if folded not in self._told:
            self._told[folded] = [code for code in self.codes if folded in words.of(code).telling]
        return self._told[folded]

    # What follows from it

    def _is_clearly(self, other: str, evidence: _Evidence) -> bool:
        is_long = evidence.total >= ENOUGH_WORDS
        score, own = evidence.score[other], evidence.score[self.own]
        clear = score > TIMES_CLEARER * own + (MARGIN if is_long else 0)
        told = score >= (ENOUGH if is_long else ENOUGH_OF_FEW)
        return clear and told and (evidence.total > 2 or evidence.block.kind == HEADING)

    def _is_unknown(self, evidence: _Evidence) -> bool:
        total = evidence.total
        if total < WORDS_OF_UNKNOWN:
            return False
        return evidence.known < KNOWN_SHARE * total and evidence.score[self.own] < OWN_SHARE * total

    def _is_heading_of(self, other: str, evidence: _Evidence) -> bool:
        """A short heading with no word of the text’s own, and a telling one of another."""
        if evidence.block.kind != HEADING or evidence.total not in HEADING_WORDS or evidence.score[self.own]:
            return False
        return bool(evidence.telling[other]) and not evidence.telling[self.own]

    def _is_known_heading_of(self, other: str, evidence: _Evidence) -> bool:
        """A heading of one or two words that a language is known to have: “Gouvernance”, “Press contacts”."""
        if evidence.block.kind != HEADING or not evidence.is_short or evidence.total > FEW_WORDS:
            return False
        folded = evidence.block.folded.strip(" :")
        told = not evidence.score[self.own] and evidence.score[other] >= IN_ONE_DICTIONARY
        return told and folded in _headings(other) and folded not in _headings(self.own)


def _is_word(shown: str, folded: str) -> bool:
    return shown.isalpha() and (len(shown) > 1 or folded in _LETTERS)


def _headings(language: str) -> frozenset[str]:
    vocabulary = words.of(language)
    return vocabulary.headings.union(vocabulary.contact_headings)
