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
    # Of a footnote or an endnote, its number, by which the text refers to it as “[1]”.
    note: int = 0

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
    # Whether the file itself calls the first row one of headings.
    is_headed: bool = False

    @property
    def text(self) -> str:
        return "\n".join(passage.text for row in self.rows for cell in row for passage in cell)


Piece = TextPassage | TextTable


def numbered_note(number: int, passages: list[TextPassage]) -> list[TextPassage]:
    """The passages of a note, the first of which begins with its number."""
    found = [replace(passage, note=number) for passage in passages]
    if found:
        first = found[0].stripped()
        found[0] = replace(first, runs=[TextRun(f"{number}. "), *first.runs])
    return found


def has_heading_row(table: TextTable) -> bool:
    """Whether the first row is one of headings: the file says so, or it alone is bold, as the editor reads what is pasted."""
    if len(table.rows) < 2:
        return False
    first, *others = map(_is_all_bold, table.rows)
    return table.is_headed or first and not any(others)


def _is_all_bold(row: list[list[TextPassage]]) -> bool:
    passages = [passage for cell in row for passage in cell if passage.text.strip()]
    return bool(passages) and all(passage.is_all_bold for passage in passages)


def _unbold(passage: TextPassage) -> TextPassage:
    return replace(passage, runs=[replace(run, is_bold=False) for run in passage.runs])


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
    is_heading = has_heading_row(table)
    for row in table.rows:
        yield "<tr>"
        for cell in row:
            name, shown = ("th", map(_unbold, cell)) if is_heading else ("td", cell)
            yield f"<{name}>{as_html(shown) or '<p></p>'}</{name}>"
        is_heading = False
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
