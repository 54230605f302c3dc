"""Finds acronyms that the text itself explains."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..annotations import Expansion, Mention
from ..name_index import NameIndex
from ..source import Block
from ..text import fold
from ..tokens import Token, tokens

_ACRONYM = r"[A-Z](?:[A-Za-z0-9&]|-(?=[A-Z])){1,10}"
_BEHIND = re.compile(rf"\(({_ACRONYM})\)")
_AHEAD = re.compile(rf"(?<![\w@-])({_ACRONYM}) \(([^()]{{8,120}})\)")
_CAPITALS_RUN = re.compile(
    r"(?<!\w)[A-ZÀ-Þ][\w’'-]+"
    r"(?:[ \u00a0](?:(?:of|for|and|the|de|du|des|la|le|les|et|pour|en|l’|d’)[ \u00a0]?){0,2}[\w’'-]*[A-ZÀ-Þ][\w’'-]*)+"
)
_PARTS_SENTENCES = re.compile(r"[.;:!?«»“”()]")
# An acronym has two capitals; what it stands for has so many words, or begins so many characters before it.
_FEWEST_CAPITALS, _MOST_WORDS, _LONGEST_NAME = 2, 16, 120
# The name of a body ends so near the bracket that its acronym and a small word would fit between.
_SLACK = 3
# A run of so many capitalised words is a name of its own.
_WORDS_OF_A_NAME = 3


class AcronymAnalyser:
    """Reads the explained acronyms of blocks: “Agence nationale de la recherche (ANR)”, “ANR (Agence nationale …)”."""

    def __init__(self, stops: frozenset[str], names: NameIndex) -> None:
        self.stops, self.names = stops, names

    def read(self, block: Block, words: list[Token], mentions: Iterable[Mention]) -> list[Expansion]:
        return [*self._behind(block, words, list(mentions)), *self._ahead(block)] if "(" in block.text else []

    def _behind(self, block: Block, words: list[Token], mentions: list[Mention]) -> Iterator[Expansion]:
        for match in _BEHIND.finditer(block.text):
            start = self._start(block, words, mentions, match.start(), match[1]) if _is_acronym(match[1]) else None
            if start is not None:
                text = block.text[start : match.start()].rstrip()
                yield Expansion(block, start, match.end(), match[1], text, start, start + len(text))

    def _ahead(self, block: Block) -> Iterator[Expansion]:
        for match in _AHEAD.finditer(block.text):
            if _is_acronym(match[1]) and self._spells(tokens(fold(match[2])), match[1]):
                yield Expansion(block, match.start(), match.end(), match[1], match[2], match.start(2), match.end(2))

    def _spells(self, words: list[Token], acronym: str) -> bool:
        """Whether words begin with the letters of an acronym, small words left out or in."""
        letters = [sign for sign in fold(acronym) if sign.isalnum()]
        content = [token.text[0] for token in words if token.text not in self.stops]
        return content == letters or [token.text[0] for token in words] == letters

    def _start(self, block: Block, words: list[Token], mentions: list[Mention], end: int, acronym: str) -> int | None:
        """Where the words begin that an acronym in brackets abbreviates, going back from the bracket."""
        start = self._start_of_initials(block, words, end, acronym)
        if start is None:
            start = _start_of_name(block, mentions, end, acronym)
        if start is None and acronym in self.names.acronyms:
            start = _start_of_capitals(block, end)
        return start

    def _start_of_initials(self, block: Block, words: list[Token], end: int, acronym: str) -> int | None:
        before = [token for token in words if token.end <= end][-_MOST_WORDS:]
        for count in range(2, len(before) + 1):
            run = before[-count:]
            if run[0].text in self.stops:
                continue
            if _PARTS_SENTENCES.search(block.text[run[0].end : end].rstrip()):
                return None
            if self._spells(run, acronym):
                return run[0].start
        return None


def _is_acronym(text: str) -> bool:
    return sum(map(str.isupper, text)) >= _FEWEST_CAPITALS


def _start_of_name(block: Block, mentions: Iterable[Mention], end: int, acronym: str) -> int | None:
    """Where the name of several words begins that ends at the bracket."""
    for mention in mentions:
        is_near = mention.start < end and abs(mention.end - end) <= len(acronym) + _SLACK
        if is_near and " " in block.text[mention.start : end].strip():
            return mention.start
    return None


def _start_of_capitals(block: Block, end: int) -> int | None:
    """Where the run of capitalised words begins that stands before a known acronym: it is said to be its name."""
    runs = list(_CAPITALS_RUN.finditer(block.text, max(0, end - _LONGEST_NAME), end))
    if not runs or runs[-1].end() < end - 1 or len(runs[-1].group().split()) < _WORDS_OF_A_NAME:
        return None
    return runs[-1].start()
