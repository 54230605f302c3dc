"""What a file holds, whatever kind of file it is: passages with the marks of their words, tables, and the HTML of both."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

HEADING, PARAGRAPH, ITEM, QUOTATION = "heading", "paragraph", "item", "quotation"
DEEPEST_HEADING = 6
# Lists within lists deeper than this are shown at this depth.
DEEPEST_LIST = 6


@dataclass(frozen=True)
class TextRun:
    """Words with one set of marks. A line end within them is a line break."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_raised: bool = False
    is_lowered: bool = False
    href: str = ""


@dataclass
class TextPassage:
    """A paragraph, a heading (of a level, 1 to 6) or an item of a list (at a depth, from 0)."""

    kind: str
    runs: list[TextRun] = field(default_factory=list)
    level: int = 0
    is_numbered: bool = False
    # Whether the file itself calls it the title of the whole.
    is_title: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_all_bold(self) -> bool:
        return all(run.is_bold for run in self.runs if run.text.strip()) and bool(self.text.strip())

    def between(self, start: int, end: int) -> TextPassage:
        """The passage with the characters of a stretch alone, with their marks."""
        kept, place = [], 0
        for run in self.runs:
            first, last = max(start - place, 0), min(end - place, len(run.text))
            if first < last:
                kept.append(replace(run, text=run.text[first:last]))
            place += len(run.text)
        return replace(self, runs=kept)

    def stripped(self) -> TextPassage:
        """The passage without the white space around it."""
        text = self.text
        return self.between(len(text) - len(text.lstrip()), len(text.rstrip()))


@dataclass
class TextTable:
    """Rows of cells, each of which holds passages."""

    rows: list[list[list[TextPassage]]]

    @property
    def text(self) -> str:
        return "\n".join(passage.text for row in self.rows for cell in row for passage in cell)


Piece = TextPassage | TextTable


def passages_of(pieces: Iterable[Piece]) -> Iterator[TextPassage]:
    """All passages in order, those of tables row by row."""
    for piece in pieces:
        if isinstance(piece, TextPassage):
            yield piece
        else:
            yield from (passage for row in piece.rows for cell in row for passage in cell)


def as_html(pieces: Iterable[Piece]) -> str:
    """The pieces as HTML, a line a block, so that the number of a line says which paragraph is meant."""
    lines: list[str] = []
    for is_list, group in groupby(pieces, key=_is_item):
        if is_list:
            lines.extend(_list_lines([piece for piece in group if isinstance(piece, TextPassage)]))
        else:
            for piece in group:
                lines.extend([_block(piece)] if isinstance(piece, TextPassage) else _table_lines(piece))
    return "\n".join(lines)


def _is_item(piece: Piece) -> bool:
    return isinstance(piece, TextPassage) and piece.kind == ITEM


def _block(passage: TextPassage) -> str:
    if passage.kind == HEADING:
        name = f"h{min(max(passage.level, 1), DEEPEST_HEADING)}"
        return f"<{name}>{inline_html(passage)}</{name}>"
    if passage.kind == QUOTATION:
        return f"<blockquote><p>{inline_html(passage)}</p></blockquote>"
    return f"<p>{inline_html(passage)}</p>"


def _list_lines(items: list[TextPassage]) -> Iterator[str]:
    """Items with their depths as lists within lists, none of which is deeper by more than one than the one around it."""
    open_lists: list[str] = []
    for item in items:
        depth = min(max(item.level, 0), DEEPEST_LIST, len(open_lists))
        name = "ol" if item.is_numbered else "ul"
        while len(open_lists) > depth + 1 or (len(open_lists) == depth + 1 and open_lists[-1] != name):
            yield f"</li></{open_lists.pop()}>"
        if len(open_lists) == depth + 1:
            yield f"</li><li><p>{inline_html(item)}</p>"
        else:
            open_lists.append(name)
            yield f"<{name}><li><p>{inline_html(item)}</p>"
    while open_lists:
        yield f"</li></{open_lists.pop()}>"


def _table_lines(table: TextTable) -> Iterator[str]:
    yield "<table>"
    for row in table.rows:
        yield "<tr>"
        for cell in row:
            yield f"<td>{as_html(cell) or '<p></p>'}</td>"
        yield "</tr>"
    yield "</table>"


def inline_html(passage: TextPassage) -> str:
    """The words of a passage with their marks."""
    return "".join(_run_html(run) for run in joined(passage.runs))


def joined(runs: Iterable[TextRun]) -> list[TextRun]:
    """Runs with neighbours of the same marks made one; white space between two of them is theirs."""
    written = [run for run in runs if run.text]
    found: list[TextRun] = []
    for place, run in enumerate(written):
        following = written[place + 1] if place + 1 < len(written) else None
        is_between = not run.text.strip() and found and following is not None and _alike(found[-1], following)
        if found and (is_between or _alike(found[-1], run)):
            found[-1] = replace(found[-1], text=found[-1].text + run.text)
        else:
            found.append(run)
    return found


def _alike(first: TextRun, other: TextRun) -> bool:
    return replace(first, text="") == replace(other, text="")


def _run_html(run: TextRun) -> str:
    words = html.escape(run.text, quote=False).replace("\n", "<br>")
    for is_marked, name in ((run.is_lowered, "sub"), (run.is_raised, "sup"), (run.is_italic, "em"), (run.is_bold, "strong")):
        if is_marked:
            words = f"<{name}>{words}</{name}>"
    return f'<a href="{html.escape(run.href)}">{words}</a>' if run.href else words
