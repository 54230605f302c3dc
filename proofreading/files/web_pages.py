"""HTML of any make read as passages: pages, clipboards, and what other programs write."""

from __future__ import annotations

from dataclasses import replace

from ..html_tokens import Characters, HtmlTag, html_tokens
from .content import HEADING, ITEM, PARAGRAPH, QUOTATION, Piece, TextPassage, TextRun, TextTable
from .notices import FileNotice

_MARKS = {
    **dict.fromkeys(("b", "strong"), "is_bold"),
    **dict.fromkeys(("i", "em", "cite"), "is_italic"),
    "sup": "is_raised",
    "sub": "is_lowered",
}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    "p div section article header footer main aside nav address blockquote pre figure figcaption caption ul ol li dl dt dd"
    " table thead tbody tfoot tr td th form fieldset html body hr center".split()
)
# What stands in a page for its readers on screens, and the title in its tab.
_UNREAD = frozenset("head title nav select button svg iframe object audio video".split())
_DEEPEST, _SPACES = 60, " \t\n\r\x0c"
_BOLD_FROM = 600


def read_web_page(source: str) -> tuple[list[Piece], list[FileNotice]]:
    """The pieces of a page, and what there is to say of it."""
    page = _WebPage()
    for token in html_tokens(source):
        if isinstance(token, Characters):
            page.add(token.text)
        elif token.is_closing:
            page.close(token.name)
        else:
            page.open_tag(token)
    page.cut()
    page.end_table()
    pictures = [FileNotice("pictures", {"number": page.pictures})] if page.pictures else []
    return page.pieces, pictures


class _WebPage:
    """What is open on a pass over a page, and the passage in the making."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.passage = TextPassage(PARAGRAPH)
        self.marks: list[tuple[str, TextRun]] = []
        self.blocks: list[str] = []
        self.unread: list[str] = []
        self.rows: list[list[list[TextPassage]]] | None = None
        self.first_cells: list[str] = []
        self.pictures = 0

    # Characters

    def add(self, text: str) -> None:
        if self.unread:
            return
        marks = self.marks[-1][1] if self.marks else TextRun("")
        if "pre" not in self.blocks:
            text = self._collapsed(text)
        if text:
            self.passage.runs.append(replace(marks, text=text))

    def _collapsed(self, text: str) -> str:
        """White space of the source is one space, and none at the head of a line."""
        words = " ".join(text.replace("\t", " ").replace("\n", " ").replace("\r", " ").replace("\x0c", " ").split(" "))
        while "  " in words:
            words = words.replace("  ", " ")
        before = self.passage.runs[-1].text if self.passage.runs else ""
        return words.lstrip(" ") if not before or before.endswith((" ", "\n")) else words

    # Tags

    def open_tag(self, tag: HtmlTag) -> None:
        if tag.name in _UNREAD:
            self.unread = [*self.unread, tag.name][:_DEEPEST]
        elif tag.name == "br":
            self.add_break()
        elif tag.name == "img":
            self.pictures += not self.unread
        elif tag.name in _HEADINGS or tag.name in _BLOCKS:
            self._open_block(tag.name)
        elif tag.name in _MARKS or tag.name in ("a", "span", "font"):
            self._open_marks(tag)

    def add_break(self) -> None:
        if self.passage.runs and not self.unread:
            self.passage.runs.append(TextRun("\n"))

    def close(self, name: str) -> None:
        if name in self.unread:
            del self.unread[self.unread.index(name) :]
        elif name in _HEADINGS or name in _BLOCKS:
            self._close_block(name)
        elif any(opened == name for opened, _marks in self.marks):
            while self.marks.pop()[0] != name:
                pass

    def _open_marks(self, tag: HtmlTag) -> None:
        before = self.marks[-1][1] if self.marks else TextRun("")
        style = tag.attributes.get("style", "").lower().replace(" ", "")
        is_marked = tag.name in _MARKS and not _is_lightened(style)
        marks = _marked(before, _MARKS[tag.name]) if is_marked else _styled(before, style)
        if tag.name == "a":
            marks = replace(marks, href=tag.attributes.get("href", "").strip())
        if len(self.marks) < _DEEPEST:
            self.marks.append((tag.name, marks))

    def _open_block(self, name: str) -> None:
        self.cut()
        if name == "hr":
            return
        if name == "table":
            self.end_table()
            self.rows, self.first_cells = [], []
        elif self.rows is not None and name == "tr":
            self.rows.append([])
        elif self.rows is not None and name in ("td", "th"):
            if len(self.rows) < 2:
                self.first_cells.append(name)
            (self.rows or [[]])[-1].append([]) if self.rows else self.rows.append([[]])
        if len(self.blocks) < _DEEPEST:
            self.blocks.append(name)
        self.passage = self._begun()

    def _close_block(self, name: str) -> None:
        self.cut()
        if name in self.blocks:
            while self.blocks.pop() != name:
                pass
        if name == "table":
            self.end_table()
        self.passage = self._begun()

    def _begun(self) -> TextPassage:
        heading = next((name for name in reversed(self.blocks) if name in _HEADINGS), "")
        if heading:
            return TextPassage(HEADING, level=_HEADINGS[heading])
        lists = [name for name in self.blocks if name in ("ul", "ol")]
        if "li" in self.blocks:
            return TextPassage(ITEM, level=max(len(lists) - 1, 0), is_numbered=lists[-1:] == ["ol"])
        return TextPassage(QUOTATION if "blockquote" in self.blocks else PARAGRAPH)

    def cut(self) -> None:
        """End the passage in the making; what is open goes on in the next one."""
        passage, self.passage = self.passage.stripped(), self._begun()
        if not passage.text:
            return
        if self.rows is None:
            self.pieces.append(passage)
        else:
            if not self.rows or not self.rows[-1]:
                self.rows.append([[]])
            self.rows[-1][-1].append(passage)

    def end_table(self) -> None:
        """End a table; one of a single column is a frame around its text, as mails and old pages have it."""
        rows, self.rows = self.rows or [], None
        rows = [row for row in rows if any(row)]
        if rows and max(map(len, rows)) == 1:
            self.pieces.extend(passage for row in rows for cell in row for passage in cell)
        elif rows:
            self.pieces.append(TextTable(rows, is_headed={*self.first_cells} == {"th"}))


def _marked(before: TextRun, mark: str) -> TextRun:
    return replace(
        before,
        is_bold=before.is_bold or mark == "is_bold",
        is_italic=before.is_italic or mark == "is_italic",
        is_raised=before.is_raised or mark == "is_raised",
        is_lowered=before.is_lowered or mark == "is_lowered",
    )


def _is_lightened(style: str) -> bool:
    """Whether an element of bold words says that they are not: Google Docs wraps all of a text in one."""
    return "font-weight:normal" in style or "font-weight:400" in style or "font-style:normal" in style


def _styled(before: TextRun, style: str) -> TextRun:
    """The marks that a style gives in words."""
    weight = style.partition("font-weight:")[2].partition(";")[0]
    is_bold = weight == "bold" or weight.isdecimal() and int(weight[:4]) >= _BOLD_FROM
    return replace(
        before,
        is_bold=is_bold if weight else before.is_bold,
        is_italic="font-style:italic" in style or before.is_italic,
        is_raised="vertical-align:super" in style or before.is_raised,
        is_lowered="vertical-align:sub" in style and "super" not in style or before.is_lowered,
    )
