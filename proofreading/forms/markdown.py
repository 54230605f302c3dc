"""Markdown cut into blocks. A mark without its other half stays visible."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..source import HEADING, PARAGRAPH, Block, TextPart
from ..text import SPACES
from .drafts import Draft
from .plain import Line, Write, chunks_of, lines_of, paragraphs_of, width_of

_ATX = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+")
_ATX_CLOSED = re.compile(r"[ \t]+#+[ \t]*$")
_SETEXT = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})$")
_HEAD_OF_TABLE = re.compile(r"\s*\|[|\-: ]*")
_QUOTED = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_INLINE = re.compile(
    r"(?P<image>!\[(?P<alt>[^\[\]]{0,300})\]\((?P<src>[^()\s]{0,500})(?:[ ]\"[^\"]{0,200}\")?\))"
    r"|(?P<link>\[(?P<label>[^\[\]]{1,300})\]\((?P<href>[^()\s]{0,500})(?:[ ]\"[^\"]{0,200}\")?\))"
    r"|(?P<auto><(?P<address>(?:https?://|mailto:)[^<>\s]{1,500}|[^<>@\s]{1,100}@[^<>@\s]{1,200})>)"
    r"|(?P<code>`[^`\n]{1,200}`)"
    r"|(?P<escape>\\[\\`*_{}\[\]()#+.!>~|-])"
)
_SOFT = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,300}[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])([^_\n]{0,300}[^\s_])_(?![\w_])"
)
# A heading without a mark is a bold line or a label; of more words it is a paragraph.
_UNMARKED_HEADING_WORDS = 8


def markdown_blocks(part: TextPart) -> Iterator[Block | None]:
    return _Markdown(part).read()


class _Markdown:
    """A pass over the lines; ``pending`` are those of the paragraph in the making."""

    def __init__(self, part: TextPart) -> None:
        self.part = part
        self.lines = lines_of(part.source)
        self.width = width_of([line for line in self.lines if not _ATX.match(line.text)])
        self.group = 0
        self.pending: list[Line] = []

    def read(self) -> Iterator[Block | None]:
        for chunk in chunks_of(self.lines):
            is_code = chunk[0].text.lstrip().startswith("```")
            for line in chunk:
                yield from self._line(line, is_code)
            for block in self._paragraphs():
                if block is not None and block.kind == HEADING and len(block.text.split()) > _UNMARKED_HEADING_WORDS:
                    block.kind = PARAGRAPH
                yield block
            self.group += 1

    def _line(self, line: Line, is_code: bool) -> Iterator[Block | None]:
        heading = _ATX.match(line.text)
        if heading and not is_code:
            yield from self._paragraphs()
            self.group += 1
            end = line.start + len(_ATX_CLOSED.sub("", line.text))
            yield self._heading(line.start + heading.end(), end, len(heading[1]))
        elif len(self.pending) == 1 and _SETEXT.match(line.text):
            [title] = self.pending
            self.pending = []
            yield self._heading(title.start, title.end, 1 if "=" in line.text else 2)
        elif not _RULE.match(line.text) and not _HEAD_OF_TABLE.fullmatch(line.text):
            yield from self._text(line)

    def _text(self, line: Line) -> Iterator[Block | None]:
        """A line of a paragraph; an empty one in a quotation ends it."""
        if quoted := _QUOTED.match(line.text):
            line = line.without(quoted.end())
        if line.text.strip(SPACES):
            self.pending.append(line)
        elif self.pending:
            yield from self._paragraphs()
            self.group += 1

    def _paragraphs(self) -> Iterator[Block | None]:
        """What was pending, as blocks."""
        pending, self.pending = self.pending, []
        if pending:
            yield from paragraphs_of(self.part, pending, self.group, self.width, _without_marks)

    def _heading(self, start: int, end: int, level: int) -> Block | None:
        draft = Draft()
        _without_marks(self.part.source, start, end)(draft, start, end)
        self.group += 1
        return draft.block(self.part, HEADING, self.group - 1, level)


def _without_marks(source: str, start: int, end: int) -> Write:
    """Writes what stands within a stretch without the marks that have their other half in it."""
    hidden = _emphasis(source, start, end)

    def write(draft: Draft, start: int, end: int) -> None:
        place = start
        for match in _INLINE.finditer(source, start, end):
            _write_shown(draft, source, place, match.start(), hidden)
            _write_marked(draft, source, match, hidden)
            place = match.end()
        _write_shown(draft, source, place, end, hidden)

    return write


def _write_marked(draft: Draft, source: str, match: re.Match[str], hidden: set[int]) -> None:
    """What readers see of a link, of code or of an escaped sign; nothing of a picture."""
    begin = len(draft)
    if match["link"] is not None:
        _write_shown(draft, source, *match.span("label"), hidden)
        draft.link(begin, match["href"], match.start())
    elif match["auto"] is not None:
        draft.run(source, *match.span("address"))
        draft.link(begin, match["address"], match.start())
    elif match["code"] is not None:
        draft.run(source, match.start() + 1, match.end() - 1)
    elif match["escape"] is not None:
        draft.run(source, match.start() + 1, match.end())


def _write_shown(draft: Draft, source: str, place: int, end: int, hidden: set[int]) -> None:
    for at in range(place, end):
        if at not in hidden:
            draft.add(source[at], at)


def _emphasis(source: str, start: int, end: int) -> set[int]:
    """The places of emphasis marks that have their other half within the stretch."""
    hidden: set[int] = set()
    for mark in ("**", "__"):
        places = _places_of(mark, source, start, end)
        for place in places[: len(places) // 2 * 2]:
            hidden.update((place, place + 1))
    masked = "".join(" " if place in hidden else source[place] for place in range(start, end))
    for match in _SOFT.finditer(masked):
        hidden.update((start + match.start(), start + match.end() - 1))
    return hidden


def emphasised(source: str) -> dict[int, str]:
    """The places of a text that stand between marks of emphasis, each with “b” (strong), “i” or both."""
    found: dict[int, str] = {}
    for chunk in chunks_of(lines_of(source)):
        start, end = chunk[0].start, chunk[-1].end
        hidden = _emphasis(source, start, end)
        strong = [place for mark in ("**", "__") for place in _places_of(mark, source, start, end) if place in hidden]
        for first, last in zip(strong[::2], strong[1::2], strict=False):
            found.update(dict.fromkeys(range(first, last), "b"))
        masked = "".join(" " if place in strong or place - 1 in strong else source[place] for place in range(start, end))
        for match in _SOFT.finditer(masked):
            found.update({start + place: found.get(start + place, "") + "i" for place in range(*match.span())})
    return found


def _places_of(mark: str, source: str, start: int, end: int) -> list[int]:
    """Where a mark stands that is not escaped."""
    places, at = [], source.find(mark, start, end)
    while at >= 0:
        if at == start or source[at - 1] != "\\":
            places.append(at)
        at = source.find(mark, at + 2, end)
    return places
