"""OpenDocument texts (.odt), as LibreOffice writes them, read by the rules of Word documents (``word_documents.py``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from .content import HEADING, ITEM, PARAGRAPH, QUOTATION, Piece, TextPassage, TextRun, TextTable, numbered_note, passages_of
from .notices import FileNotice
from .packages import Package

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE, _TABLE = f"{_OASIS}text:1.0}}", f"{_OASIS}style:1.0}}", f"{_OASIS}table:1.0}}"
_FO = f"{_OASIS}xsl-fo-compatible:1.0}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_UNREAD = frozenset(
    "tracked-changes annotation annotation-end sequence-decls forms ruby-text bookmark-start bookmark-end".split()
)
_TITLES, _QUOTES = frozenset({"title"}), frozenset({"quotations"})
_MOST_SPACES = 100


@dataclass(frozen=True)
class _OdfStyle:
    """What a style says of its words and of its paragraph."""

    marks: TextRun = TextRun("")
    name: str = ""


def read_open_document(package: Package) -> tuple[list[Piece], list[FileNotice]]:
    """Its pieces, and what there is to say of it. Raises ``BrokenPackageError``."""
    document = _OpenDocument(package)
    return document.pieces(), document.notices()


class _OpenDocument:
    def __init__(self, package: Package) -> None:
        self.root = package.xml("content.xml")
        roots = [root for root in (package.xml_if_there("styles.xml"), self.root) if root is not None]
        self.styles = _styles(roots)
        self.numbered = _numbered(roots)
        self.notes: list[Element] = []
        self.found: dict[str, int] = dict.fromkeys(("pictures", "tracked", "comments"), 0)

    def pieces(self) -> list[Piece]:
        body = next((element for element in self.root.iter() if element.tag == f"{_OASIS}office:1.0}}text"), self.root)
        return [*self._blocks(body), *self._note_passages()]

    def notices(self) -> list[FileNotice]:
        return [FileNotice(name, {"number": number}) for name, number in self.found.items() if number]

    # Blocks

    def _blocks(self, parent: Element, item: TextPassage | None = None) -> Iterator[Piece]:
        for element in parent:
            name = _local(element)
            if name in ("p", "h"):
                yield from self._paragraph(element, item)
            elif name == "list":
                yield from self._list(element, item)
            elif name == "table":
                yield from self._table(element)
            elif name in _UNREAD:
                self._count(name, element)
            else:
                yield from self._blocks(element, item)

    def _list(self, element: Element, outer: TextPassage | None) -> Iterator[Piece]:
        depth = outer.level + 1 if outer is not None else 0
        style = element.get(f"{_TEXT}style-name", "")
        is_numbered = (style, depth) in self.numbered if style else bool(outer and outer.is_numbered)
        yield from self._blocks(element, TextPassage(ITEM, level=depth, is_numbered=is_numbered))

    def _table(self, element: Element) -> Iterator[Piece]:
        """A table; one of a single column is a frame around its text."""
        rows = [
            [list(passages_of(self._blocks(cell))) for cell in row if _local(cell) in ("table-cell", "covered-table-cell")]
            for row in element.iter(f"{_TABLE}table-row")
        ]
        rows = [row for row in rows if any(row)]
        if rows and max(map(len, rows)) == 1:
            yield from (passage for row in rows for cell in row for passage in cell)
        elif rows:
            yield TextTable(rows, is_headed=element.find(f"{_TABLE}table-header-rows") is not None)

    def _paragraph(self, element: Element, item: TextPassage | None) -> Iterator[Piece]:
        style = self.styles.get(element.get(f"{_TEXT}style-name", ""), _OdfStyle())
        passage = self._begun(element, style, item)
        boxes: list[Piece] = []
        self._inline(element, passage, style.marks, boxes)
        if passage.text.strip():
            yield passage
        yield from boxes

    @staticmethod
    def _begun(element: Element, style: _OdfStyle, item: TextPassage | None) -> TextPassage:
        if _local(element) == "h" or style.name in _TITLES:
            level = element.get(f"{_TEXT}outline-level", "1")
            return TextPassage(HEADING, level=int(level) if level.isdecimal() else 1, is_title=style.name in _TITLES)
        if item is not None:
            return replace(item, runs=[])
        return TextPassage(QUOTATION if style.name in _QUOTES else PARAGRAPH)

    def _note_passages(self) -> Iterator[Piece]:
        for number, note in enumerate(list(self.notes), 1):
            body = next((element for element in note if _local(element) == "note-body"), note)
            yield from numbered_note(number, list(passages_of(self._blocks(body))))

    # Words

    def _inline(self, parent: Element, passage: TextPassage, marks: TextRun, boxes: list[Piece]) -> None:
        self._add(passage, parent.text, marks)
        for element in parent:
            self._element(element, passage, marks, boxes)
            self._add(passage, element.tail, marks)

    def _element(self, element: Element, passage: TextPassage, marks: TextRun, boxes: list[Piece]) -> None:
        name = _local(element)
        if name in _UNREAD:
            self._count(name, element)
        elif name == "note":
            self.notes.append(element)
            passage.runs.append(replace(marks, text=f"[{len(self.notes)}]"))
        elif name == "frame":
            self._frame(element, boxes)
        elif sign := _sign(name, element):
            passage.runs.append(replace(marks, text=sign))
        elif name == "a":
            self._inline(element, passage, replace(marks, href=_outside(element.get(_HREF, ""))), boxes)
        else:
            self._inline(element, passage, self._marks(element, marks), boxes)

    def _marks(self, element: Element, marks: TextRun) -> TextRun:
        style = self.styles.get(element.get(f"{_TEXT}style-name", ""), _OdfStyle()).marks
        return replace(
            marks,
            is_bold=marks.is_bold or style.is_bold,
            is_italic=marks.is_italic or style.is_italic,
            is_raised=marks.is_raised or style.is_raised,
            is_lowered=marks.is_lowered or style.is_lowered,
        )

    @staticmethod
    def _add(passage: TextPassage, text: str | None, marks: TextRun) -> None:
        """Add text as XML has it: white space of the file is one space."""
        if text:
            words = " ".join(text.replace("\n", " ").replace("\t", " ").split(" "))
            passage.runs.append(replace(marks, text=words))

    def _frame(self, element: Element, boxes: list[Piece]) -> None:
        for child in element:
            if _local(child) == "image":
                self.found["pictures"] += 1
            elif _local(child) == "text-box":
                boxes.extend(self._blocks(child))

    def _count(self, name: str, element: Element) -> None:
        if name == "tracked-changes":
            self.found["tracked"] += len(element)
        elif name == "annotation":
            self.found["comments"] += 1


def _sign(name: str, element: Element) -> str:
    if name == "s":
        number = element.get(f"{_TEXT}c", "1")
        return " " * min(int(number) if number.isdecimal() and len(number) < 5 else 1, _MOST_SPACES)
    return {"tab": "\t", "line-break": "\n", "soft-page-break": ""}.get(name, "")


def _outside(href: str) -> str:
    """An address; none for a place within the document or beside it."""
    return href if ":" in href.split("/")[0] else ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _styles(roots: list[Element]) -> dict[str, _OdfStyle]:
    """The styles by their names. That of a paragraph often has a name of its own, and is based on one that people know."""
    found: dict[str, _OdfStyle] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            parent = found.get(style.get(f"{_STYLE}parent-style-name", ""), _OdfStyle())
            known = parent.name or style.get(f"{_STYLE}parent-style-name", "").lower() or name.lower()
            marks = TextRun("") if style.get(f"{_STYLE}family") == "paragraph" and known == name.lower() else parent.marks
            found[name] = _OdfStyle(_text_marks(style, marks), known)
    return found


def _text_marks(style: Element, marks: TextRun) -> TextRun:
    for properties in style.iter(f"{_STYLE}text-properties"):
        weight, posture = properties.get(f"{_FO}font-weight"), properties.get(f"{_FO}font-style")
        position = properties.get(f"{_STYLE}text-position", "")
        marks = replace(
            marks,
            is_bold=weight not in (None, "normal") if weight is not None else marks.is_bold,
            is_italic=posture in ("italic", "oblique") if posture is not None else marks.is_italic,
            is_raised=position.startswith("super") or marks.is_raised,
            is_lowered=position.startswith("sub") or marks.is_lowered,
        )
    return marks


def _numbered(roots: list[Element]) -> frozenset[tuple[str, int]]:
    """The styles of lists, each with a depth, whose items have numbers or letters and no bullets."""
    found = set()
    for root in roots:
        for style in root.iter(f"{_TEXT}list-style"):
            for level in style:
                depth = level.get(f"{_TEXT}level", "")
                if _local(level) == "list-level-style-number" and depth.isdecimal() and level.get(f"{_STYLE}num-format"):
                    found.add((style.get(f"{_STYLE}name", ""), int(depth) - 1))
    return frozenset(found)
