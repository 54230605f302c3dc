"""Where each visible character stands in the source: parts of a text, and the blocks that a reader sees of them."""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from .html_tokens import ENTITY
from .hyphenation import words_within
from .text import INVISIBLE, fold

PLAIN, MARKDOWN, HTML = "plain", "markdown", "html"
HEADING, PARAGRAPH, ITEM, LINE, ALT = "heading", "paragraph", "item", "line", "alt"
# A longer block is read in pieces.
LONGEST = 3000

SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4})[.!?…]+[\s\u00a0\u202f]*[»”\"’')\]]*\s+(?=[\s«“\"(\[]*[^\W\d_a-zà-öø-ÿ])")
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Origin:
    """What a text was taken from: a thing of whoever handed the text in, and the name of its field. Never looked into here."""

    handle: object
    field: str


@dataclass
class TextPart:
    """One text of a communiqué: a file, or one field of a release in one language."""

    field: str
    language: str
    source: str
    form: str = PLAIN
    role: str = "text"
    origin: Origin | None = None
    # Whose words a quotation kept in a field of its own is.
    speaker: str = ""

    @cached_property
    def written(self) -> frozenset[str]:
        """The words of the source, among which one that the end of a line cuts may stand uncut."""
        return words_within(self.source)

    @cached_property
    def line_starts(self) -> array[int]:
        starts: array[int] = array("L", [0])
        starts.extend(match.end() for match in LINE_END.finditer(self.source))
        return starts

    def line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


@dataclass
class TextLink:
    """A stretch of visible text that leads somewhere."""

    start: int
    end: int
    href: str
    at: int


@dataclass
class Block:
    """A paragraph, heading, list item or line as a reader sees it; ``at`` holds the source offset of each character."""

    part: TextPart
    kind: str
    text: str
    at: array[int]
    group: int = 0
    index: int = 0
    level: int = 0
    links: list[TextLink] = field(default_factory=list)
    foreign: list[tuple[int, int, str]] = field(default_factory=list)
    section: int = 0
    # Whether it is a piece of a paragraph that was too long to be read at once, and whether it ends within a sentence.
    is_piece: bool = False
    is_cut: bool = False

    def pieces(self) -> list[Block]:
        """The block, or where it is longer than any paragraph the pieces of it: so that time grows with the text only."""
        if len(self.text) <= LONGEST:
            return [self]
        found, start = [], 0
        while start < len(self.text):
            end, is_cut = self._end_of_piece(start)
            text = self.text[start:end].rstrip()
            piece = Block(self.part, self.kind, text, self.at[start:end], self.group, is_piece=True, is_cut=is_cut)
            piece.links = [
                TextLink(max(one.start - start, 0), min(one.end, end) - start, one.href, one.at)
                for one in self.links
                if one.start < end and one.end > start
            ]
            if piece.text:
                found.append(piece)
            start = end
        return found

    def _end_of_piece(self, start: int) -> tuple[int, bool]:
        """Where the piece that begins at a place ends, and whether that is within a sentence: only where none ends in time."""
        if len(self.text) - start <= LONGEST:
            return len(self.text), False
        middle, end = start + LONGEST // 2, start + LONGEST
        sentences = [match.end() for match in SENTENCE_END.finditer(self.text, middle, end)]
        if sentences:
            return sentences[-1], False
        return max(self.text.rfind(" ", start, end), middle) + 1, True

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of ``text[start:end]``; an empty stretch is a point."""
        if not self.at:
            return 0, 0
        if start >= len(self.at):
            return (self._end_of(len(self.at) - 1),) * 2
        first = self.at[start]
        return (first, self._end_of(end - 1)) if end > start else (first, first)

    def _end_of(self, place: int) -> int:
        at, source = self.at[place], self.part.source
        if source.startswith("&", at) and self.part.form != PLAIN:
            match = ENTITY.match(source, at)
            if match and self.text[place] != "&" or match and match.group().lower() in ("&amp;", "&#38;"):
                return match.end()
        if source.startswith("\r\n", at):
            return at + 2
        following = at + 1
        while following < len(source) and (unicodedata.combining(source[following]) or source[following] in INVISIBLE):
            following += 1
        return following
