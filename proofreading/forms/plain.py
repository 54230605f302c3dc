"""Lines of text: put together into paragraphs where they were wrapped by hand, and plain text cut into blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..hyphenation import APART, JOIN, SOFT, across, ends_in_a_hyphen
from ..running_lines import running_lines
from ..source import HEADING, ITEM, LINE, LINE_END, PARAGRAPH, Block, TextPart
from ..text import SPACES
from .drafts import Draft

# A line longer than this was never wrapped by hand, and a text wrapped to fewer signs is a list or a poem.
WRAPPED, NARROWEST = 200, 50
HEADING_WORDS = 14
# How much of the width a line fills that goes on in the next one: of a paragraph of such lines only, of a sentence without
# its end, of a line with an address, which is of contacts as a rule. And how long such a line is at least.
FULL, NEARLY_FULL, FULL_WITH_AN_ADDRESS = 0.72, 0.6, 0.75
SHORTEST_FULL, SHORTEST_NEARLY_FULL, WORDS_WITH_AN_ADDRESS = 45, 40, 6
LONGEST_HOST = 30

_BULLET = re.compile(r"[ \t]{0,12}(?:[-*•·–—▪◦‣]|\d{1,2}[.)]|[a-zA-Z]\))[ \t\u00a0]+(?=\S)")
_ADDRESS_OR_NUMBER = re.compile(r"\d[\d .]{7,}\d|https?:|www\.")

# What closes a sentence, or a line that is none.
ENDS = '.!?…:;»”"'
PAGE_END = "\x0c"

Write = Callable[[Draft, int, int], None]
"""Adds what stands between two places of a source to a draft, without its marks."""


@dataclass
class Line:
    start: int
    end: int
    text: str
    # Whether it goes on with the sentence of the line before, which a new page has parted from it.
    goes_on: bool = False

    def without(self, length: int) -> Line:
        """The line behind its first characters."""
        return Line(self.start + length, self.end, self.text[length:])


@dataclass
class _Run:
    """Lines that are one block."""

    kind: str
    lines: list[Line]


def plain_blocks(part: TextPart) -> Iterator[Block | None]:
    lines = text_lines_of(part.source)
    width = width_of(lines)
    for group, chunk in enumerate(chunks_of(lines)):
        yield from paragraphs_of(part, chunk, group, width, _as_it_stands)


def _as_it_stands(source: str, start: int, end: int) -> Write:
    def write(draft: Draft, start: int, end: int) -> None:
        draft.run(source, start, end)

    return write


def lines_of(source: str) -> list[Line]:
    found, start = [], 0
    for match in LINE_END.finditer(source):
        found.append(Line(start, match.start(), source[start : match.start()]))
        start = match.end()
    found.append(Line(start, len(source), source[start:]))
    return found


def text_lines_of(source: str) -> list[Line]:
    """The lines of a text that came in pages (parted by form feeds), without their running heads and feet.

    A sentence that goes on on the next page goes on here, too.
    """
    lines = lines_of(source)
    if PAGE_END not in source:
        return lines
    pages: list[list[Line]] = [[]]
    for line in lines:
        pieces = line.text.split(PAGE_END)
        start = line.start
        for number, piece in enumerate(pieces):
            if number:
                pages.append([])
            pages[-1].append(Line(start, start + len(piece), piece))
            start += len(piece) + 1
    left_out = running_lines([[line.text for line in page] for page in pages])
    kept: list[Line] = []
    for page, left in zip(pages, left_out, strict=True):
        kept = _bound_to(kept, [line for place, line in enumerate(page) if place not in left])
    return kept


def _bound_to(kept: list[Line], page: list[Line]) -> list[Line]:
    """The lines so far, and those of the next page: below an empty one, but where a sentence goes on."""
    first = next((place for place, line in enumerate(page) if line.text.strip()), None)
    last = next((place for place in reversed(range(len(kept))) if kept[place].text.strip()), None)
    if first is None or last is None:
        return kept + page
    end, head = kept[last].text.rstrip(), page[first].text.lstrip()
    if end[-1] not in ENDS and head[:1].islower():
        page[first].goes_on = True
        return kept[: last + 1] + page[first:]
    return [*kept, Line(page[0].start, page[0].start, ""), *page]


def chunks_of(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines between empty ones."""
    chunk: list[Line] = []
    for line in lines:
        if line.text.strip(SPACES + "\x00"):
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def width_of(lines: list[Line]) -> int:
    """How wide the text was wrapped by hand: 0 where it was not."""
    longest = max((len(line.text.rstrip()) for line in lines if line.text.strip()), default=0)
    return longest if longest <= WRAPPED else 0


def paragraphs_of(
    part: TextPart, chunk: list[Line], group: int, width: int, written: Callable[[str, int, int], Write]
) -> Iterator[Block | None]:
    """A chunk of lines without an empty one between them: a wrapped paragraph, a list, or lines each on its own."""
    runs = _runs(chunk, width)
    for run in runs:
        write = written(part.source, run.lines[0].start, run.lines[-1].end)
        block = _drafted(part, run, write).block(part, run.kind, group)
        if block is not None and block.kind == PARAGRAPH:
            block.kind = _kind_alone(block.text) if len(runs) == 1 else _kind_among_others(block.text, run)
        yield block


def _runs(chunk: list[Line], width: int) -> list[_Run]:
    runs: list[_Run] = []
    wrapped = _is_wrapped(chunk, width)
    for line in chunk:
        bullet = _BULLET.match(line.text)
        if bullet:
            runs.append(_Run(ITEM, [line.without(bullet.end())]))
        elif runs and (wrapped or line.goes_on or _belongs_to(runs[-1], line, width)):
            runs[-1].lines.append(line)
        else:
            runs.append(_Run(PARAGRAPH, [line]))
    return runs


def _belongs_to(run: _Run, line: Line, width: int) -> bool:
    is_indented = run.kind == ITEM and line.text[:1] in " \t"
    return is_indented or _goes_on(run.lines[-1].text.rstrip(SPACES), line.text.lstrip(SPACES), width)


def _goes_on(text: str, following: str, width: int) -> bool:
    """Whether a line is the rest of the sentence of the line before, broken only to fit the width."""
    if not width or len(text) > WRAPPED:
        return False
    if ends_in_a_hyphen(text) and following[:1].islower():
        return True
    if "@" in text or "@" in following:
        return len(text) > width * FULL_WITH_AN_ADDRESS and len(text.split()) > WORDS_WITH_AN_ADDRESS
    first_word = following.split(maxsplit=1)[0]
    if len(text) + 1 + len(first_word) > width and len(text) > SHORTEST_FULL:
        return True
    has_ended = text[-1:] in ENDS
    return not has_ended and len(text) > max(NEARLY_FULL * width, SHORTEST_NEARLY_FULL)


def _is_wrapped(chunk: list[Line], width: int) -> bool:
    """Whether a whole chunk is one paragraph broken to fit the width: every line but the last nearly fills it."""
    if width < NARROWEST or len(chunk) < 2 or any(map(_has_an_address, chunk)):
        return False
    if any(_BULLET.match(line.text) for line in chunk):
        return False
    return all(len(line.text.rstrip()) >= FULL * width for line in chunk[:-1])


def _has_an_address(line: Line) -> bool:
    return "." in line.text.partition("@")[2][:LONGEST_HOST]


def _drafted(part: TextPart, run: _Run, write: Write) -> Draft:
    """The lines of a run, with a space for each break between them."""
    draft = Draft()
    for number, line in enumerate(run.lines):
        start = line.start
        if number:
            _bind(draft, run.lines[number - 1], line, part)
            start += len(line.text) - len(line.text.lstrip(SPACES))
        write(draft, start, line.end)
    return draft


def _bind(draft: Draft, before: Line, line: Line, part: TextPart) -> None:
    """Go on to the next line: with a space, or within a word that was cut at the end of the line."""
    way = across(before.text, line.text, part.written, [part.language]) if ends_in_a_hyphen(before.text) else APART
    if way == APART:
        draft.add(" ", before.end, joined=True)
        return
    draft.drop_spaces()
    if way == JOIN and not before.text.rstrip().endswith(SOFT):
        draft.drop_last()


def _kind_alone(text: str) -> str:
    return HEADING if looks_like_heading(text) else PARAGRAPH


def _kind_among_others(text: str, run: _Run) -> str:
    return LINE if len(text) < WRAPPED and len(run.lines) == 1 else PARAGRAPH


def looks_like_heading(text: str) -> bool:
    """A short line of its own, not closed by a full stop, without an address in it."""
    if not 0 < len(text.split()) <= HEADING_WORDS or text[-1] in '.,;:…»”")':
        return False
    return "@" not in text.replace("@P", "") and not _ADDRESS_OR_NUMBER.search(text)
