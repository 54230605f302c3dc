"""Word documents (.docx): what a reader of the printed page sees, with the marks of its words.

Tracked changes count as accepted: what was put in is read, what was taken out is not. Notes stand as paragraphs at the end,
with their numbers. Running heads and feet are parts of their own, and are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .content import HEADING, ITEM, PARAGRAPH, QUOTATION, Piece, TextPassage, TextRun, TextTable, numbered_note, passages_of
from .notices import FileNotice
from .packages import Package

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MAIN = "word/document.xml"
# What is no text, or stands a second time for programs that do not know the first.
_UNREAD = frozenset(
    "del moveFrom instrText delText Fallback rPr pPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr annotationRef".split()
)
_PICTURES = frozenset({"blip", "imagedata"})
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_COMMENTS = frozenset({"commentReference", "commentRangeStart"})
_SIGNS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "cr": "\n"}
_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = re.compile(r"(?:heading|titre|berschrift|überschrift)\s?(\d)", re.I)
_TITLES = frozenset({"title", "titre"})
_NO_LIST = frozenset({"", "0"})
_QUOTES = frozenset({"quote", "intense quote", "citation", "citation intense"})
_FIELD_LINK = re.compile(r"""\s*HYPERLINK\s+"([^"]{1,2000})"\s*""")


@dataclass
class _WordStyle:
    level: int = 0
    is_title: bool = False
    is_quotation: bool = False
    numbering: tuple[str, int] | None = None


@dataclass(frozen=True)
class _Marks:
    """What surrounds a run: where it leads."""

    href: str = ""


@dataclass
class _Field:
    """A field in the making: its code, then its result, which is what readers see."""

    code: str = ""
    is_result: bool = False

    @property
    def href(self) -> str:
        found = _FIELD_LINK.match(self.code)
        return found[1] if found else ""


@dataclass
class _Open:
    """The passage in the making, and the fields that are open in it."""

    passage: TextPassage
    fields: list[_Field] = field(default_factory=list)


def read_word_document(package: Package) -> tuple[list[Piece], list[FileNotice]]:
    """Its pieces, and what there is to say of it. Raises ``BrokenPackageError``."""
    document = _WordDocument(package)
    return document.pieces(), document.notices()


class _WordDocument:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.root = package.xml(_MAIN)
        self.styles = _styles(package.xml_if_there("word/styles.xml"))
        self.numbered = _numbered(package.xml_if_there("word/numbering.xml"))
        self.targets = _targets(package.xml_if_there("word/_rels/document.xml.rels"))
        self.notes: list[tuple[str, str]] = []
        self.found: dict[str, int] = dict.fromkeys(("pictures", "tracked", "comments", "hidden"), 0)
        self.open: list[_Open] = []

    def pieces(self) -> list[Piece]:
        body = _child(self.root, "body")
        return [*self._blocks(body if body is not None else self.root), *self._notes()]

    def notices(self) -> list[FileNotice]:
        return [FileNotice(name, {"number": number}) for name, number in self.found.items() if number]

    # Blocks

    def _blocks(self, parent: Element) -> Iterator[Piece]:
        for element in parent:
            name = _local(element)
            if name in _TRACKED:
                self.found["tracked"] += 1
            if name in _UNREAD:
                continue
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            else:
                yield from self._blocks(element)

    def _table(self, element: Element) -> Iterator[Piece]:
        """A table; one of a single column is a frame around its text."""
        rows = [
            [list(passages_of(self._blocks(cell))) for cell in row if _local(cell) == "tc"]
            for row in element.iter()
            if _local(row) == "tr"
        ]
        rows = [row for row in rows if any(cell for cell in row)]
        if rows and max(map(len, rows)) == 1:
            yield from (passage for row in rows for cell in row for passage in cell)
        elif rows:
            first = next(row for row in element.iter() if _local(row) == "tr")
            yield TextTable(rows, is_headed=_is_on(_child(first, "trPr"), "tblHeader"))

    def _paragraph(self, element: Element) -> Iterator[Piece]:
        """A paragraph; what stands in its text boxes follows it."""
        passage = self._begun(_child(element, "pPr"))
        self.open.append(_Open(passage))
        boxes: list[Piece] = []
        self._inline(element, _Marks(), boxes)
        self.open.pop()
        if passage.text.strip():
            yield passage
        yield from boxes

    def _begun(self, properties: Element | None) -> TextPassage:
        if properties is None:
            return TextPassage(PARAGRAPH)
        style = self.styles.get(_value(_child(properties, "pStyle")), _WordStyle())
        level = style.level
        if (outline := _number(_child(properties, "outlineLvl"))) is not None and outline < 6:
            level = outline + 1
        if level or style.is_title:
            return TextPassage(HEADING, level=level or 1, is_title=style.is_title)
        numbering = _numbering_of(properties, style.numbering)
        if numbering is not None and numbering[0] not in _NO_LIST:
            return TextPassage(ITEM, level=numbering[1], is_numbered=numbering in self.numbered)
        return TextPassage(QUOTATION if style.is_quotation else PARAGRAPH)

    def _notes(self) -> Iterator[Piece]:
        """The notes that the text refers to, in its order."""
        parts = {kind: self.package.xml_if_there(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
        notes = {
            (kind, note.get(_attribute(note, "id"))): note
            for kind, root in parts.items()
            for note in (root if root is not None else ())
        }
        for number, key in enumerate(list(self.notes), 1):
            note = notes.pop(key, None)
            yield from numbered_note(number, list(passages_of(self._blocks(note))) if note is not None else [])

    # Words

    def _inline(self, parent: Element, marks: _Marks, boxes: list[Piece]) -> None:
        for element in parent:
            name = _local(element)
            if name in _TRACKED:
                self.found["tracked"] += 1
            if name in _UNREAD:
                continue
            if name == "r":
                self._run(element, marks, boxes)
            elif name == "hyperlink":
                self._inline(element, _Marks(self._address(element)), boxes)
            elif name == "fldSimple":
                code = _Field(element.get(_attribute(element, "instr")) or "")
                self._inline(element, _Marks(code.href or marks.href), boxes)
            elif name in _COMMENTS:
                self.found["comments"] += name == "commentRangeStart"
            else:
                self._inline(element, marks, boxes)

    def _address(self, link: Element) -> str:
        key = next((value for name, value in link.attrib.items() if name.endswith("}id")), "")
        return self.targets.get(key, "")

    def _run(self, run: Element, marks: _Marks, boxes: list[Piece]) -> None:
        properties = _child(run, "rPr")
        is_hidden = _is_on(properties, "vanish")
        for element in run:
            text = self._sign(element, boxes)
            if not text or (self.open[-1].fields and not self.open[-1].fields[-1].is_result):
                continue
            if is_hidden:
                self.found["hidden"] += 1
                continue
            self.open[-1].passage.runs.append(self._marked(text, properties, marks))

    def _marked(self, text: str, properties: Element | None, marks: _Marks) -> TextRun:
        raised = _value(_child(properties, "vertAlign")) if properties is not None else ""
        fields = self.open[-1].fields
        return TextRun(
            text,
            is_bold=_is_on(properties, "b"),
            is_italic=_is_on(properties, "i"),
            is_raised=raised == "superscript",
            is_lowered=raised == "subscript",
            href=marks.href or next((one.href for one in reversed(fields) if one.href), ""),
        )

    def _sign(self, element: Element, boxes: list[Piece]) -> str:
        """What an element of a run shows; a picture, a text box and a note are told of, and show nothing themselves."""
        name = _local(element)
        if name == "t":
            return element.text or ""
        if name == "br":
            return "\n" if (element.get(_attribute(element, "type")) or "textWrapping") == "textWrapping" else " "
        if name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), element.get(_attribute(element, "id")) or ""))
            return f"[{len(self.notes)}]"
        if name in ("fldChar", "instrText"):
            self._field(name, element)
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            self._drawn(element, boxes)
        elif name == "commentReference":
            self.found["comments"] = max(self.found["comments"], 1)
        return _SIGNS.get(name, "")

    def _field(self, name: str, element: Element) -> None:
        fields = self.open[-1].fields
        kind = element.get(_attribute(element, "fldCharType"))
        if name == "instrText" and fields:
            fields[-1].code += element.text or ""
        elif kind == "begin":
            fields.append(_Field())
        elif kind == "separate" and fields:
            fields[-1].is_result = True
        elif kind == "end" and fields:
            fields.pop()

    def _drawn(self, element: Element, boxes: list[Piece]) -> None:
        """Pictures are counted; the text of a box is read once."""
        for child in element:
            name = _local(child)
            if name == "Fallback":
                continue
            if name in _PICTURES:
                self.found["pictures"] += 1
            elif name == "txbxContent":
                boxes.extend(self._blocks(child))
            else:
                self._drawn(child, boxes)


# The parts beside the text


def _styles(root: Element | None) -> dict[str, _WordStyle]:
    """What each style of paragraphs makes of its text; one that says nothing is like the one it is based on."""
    found: dict[str, _WordStyle] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        if _local(style) != "style":
            continue
        key = style.get(_attribute(style, "styleId")) or ""
        name = _value(_child(style, "name")).lower()
        found[key], based[key] = _style(name, _child(style, "pPr")), _value(_child(style, "basedOn"))
    for key in found:
        parent, seen = key, set()
        while found[parent] == _WordStyle() and based.get(parent) in found and parent not in seen:
            seen.add(parent)
            parent = based[parent]
        found[key] = found[parent]
    return found


def _style(name: str, properties: Element | None) -> _WordStyle:
    heading = _HEADING.match(name)
    outline = _number(_child(properties, "outlineLvl")) if properties is not None else None
    level = int(heading[1]) if heading else outline + 1 if outline is not None and outline < 6 else 0
    numbering = _numbering_of(properties) if properties is not None else None
    return _WordStyle(min(level, 6), name in _TITLES, name in _QUOTES, numbering)


def _numbering_of(properties: Element, inherited: tuple[str, int] | None = None) -> tuple[str, int] | None:
    """The list and the depth that are named here; a depth alone, as Word's own subtitles have, is one of the inherited list."""
    numbering = _child(properties, "numPr")
    if numbering is None:
        return inherited
    key = _value(_child(numbering, "numId")) or (inherited[0] if inherited else "")
    return key, min(_number(_child(numbering, "ilvl")) or 0, 8)


def _numbered(root: Element | None) -> frozenset[tuple[str, int]]:
    """The lists, each with its depth, whose items have numbers or letters and no bullets."""
    if root is None:
        return frozenset()
    formats: dict[tuple[str, int], str] = {}
    for abstract in root:
        if _local(abstract) == "abstractNum":
            key = abstract.get(_attribute(abstract, "abstractNumId")) or ""
            for level in abstract:
                if _local(level) == "lvl":
                    depth = level.get(_attribute(level, "ilvl")) or "0"
                    formats[key, int(depth) if depth.isdecimal() else 0] = _value(_child(level, "numFmt"))
    found: set[tuple[str, int]] = set()
    for number in root:
        if _local(number) == "num":
            abstract_key = _value(_child(number, "abstractNumId"))
            key = number.get(_attribute(number, "numId")) or ""
            found.update(
                (key, depth) for (of, depth), kind in formats.items() if of == abstract_key and kind not in ("bullet", "none")
            )
    return frozenset(found)


def _targets(root: Element | None) -> dict[str, str]:
    """Where links lead, by their keys: outside the document only."""
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in (root if root is not None else ())
        if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith("/hyperlink")
    }


# Names and values


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(parent: Element | None, name: str) -> Element | None:
    return next((element for element in parent if _local(element) == name), None) if parent is not None else None


def _attribute(element: Element, name: str) -> str:
    """The whole name of an attribute, in the namespace of Word or of the strict form."""
    return next((key for key in (_W + name, _STRICT + name) if key in element.attrib), name)


def _value(element: Element | None) -> str:
    return (element.get(_attribute(element, "val")) or "") if element is not None else ""


def _number(element: Element | None) -> int | None:
    value = _value(element)
    return int(value) if value.isdecimal() and len(value) < 5 else None


def _is_on(properties: Element | None, name: str) -> bool:
    element = _child(properties, name)
    return element is not None and _value(element).lower() not in _OFF
