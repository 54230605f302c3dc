"""What a machine can check of PDF/UA-1 (ISO 14289-1), after the Matterhorn Protocol 1.1 of the PDF Association.

Each finding begins with the protocol's number of the checkpoint. The check reads the file with pypdf alone and shares nothing
with what made it. The protocol's other conditions need a person: whether the order reads well, and whether a text says what a
picture shows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.generic import BooleanObject, ContentStream, DictionaryObject, IndirectObject, PdfObject

STANDARD = set(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure "
    "Formula Form".split()
)
PARENTS = {
    "LI": {"L"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "THead": {"Table"},
    "TBody": {"Table"},
    "TFoot": {"Table"},
}
PAINTING = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"INLINE IMAGE"}
Element = tuple[DictionaryObject, str, str]


def faults(content: bytes) -> list[str]:
    """Every fault found, in the order of the protocol; none for a file that passes."""
    reader = PdfReader(io.BytesIO(content))
    found = list(elements(reader.trailer["/Root"]))
    return sorted(
        {
            *_of_the_document(reader),
            *_of_the_structure(found),
            *(fault for page in reader.pages for fault in _of_the_content(reader, page, _referenced(found, page))),
            *(fault for page in reader.pages for fault in _of_the_annotations(page, found)),
            *(fault for page in reader.pages for fault in _of_the_fonts(page)),
        }
    )


def _of_the_document(reader: PdfReader) -> Iterator[str]:
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode() if "/Metadata" in root else ""
    marked = root.get("/MarkInfo", {})
    holds = {
        "06-002: the metadata do not say that this is PDF/UA-1": re.search(r"""pdfuaid:part(?:>|=["'])1""", xmp),
        "06-003: the metadata hold no title": re.search(r"<dc:title>.*?<rdf:li[^>]*>[^<]+", xmp, re.DOTALL),
        "07-001: the window would not show the title": _is_true(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")),
        "01-000: the file is not tagged": _is_true(marked.get("/Marked")) and "/StructTreeRoot" in root,
        "02-000: suspects": not _is_true(marked.get("/Suspects")),
        "11-006: no natural language": root.get("/Lang"),
        "26-001: encrypted": not reader.is_encrypted,
        "29-000: scripts": "/JavaScript" not in root.get("/Names", {}) and "/AA" not in root,
    }
    yield from (fault for fault, held in holds.items() if not held)


def _is_true(found: PdfObject | None) -> bool:
    """A boolean of pypdf is an object, and true in Python whatever it holds."""
    return found == BooleanObject(True)


def elements(root: DictionaryObject) -> Iterator[Element]:
    """Each structure element in reading order, with its standard type and its parent's."""
    tree = root["/StructTreeRoot"]
    roles = tree.get("/RoleMap", {})

    def kind(node) -> str:
        name, seen = node.get("/S", "/")[1:], set()
        while name not in STANDARD and f"/{name}" in roles and name not in seen:
            seen.add(name)
            name = roles[f"/{name}"][1:]
        return name

    def walk(node, above: str) -> Iterator[Element]:
        for child in _kids(node):
            if isinstance(child, DictionaryObject) and "/S" in child:
                yield child, kind(child), above
                yield from walk(child, kind(child))

    yield from walk(tree, "")


def _kids(node) -> list:
    kids = node.get("/K", [])
    kids = kids.get_object() if isinstance(kids, IndirectObject) else kids
    return [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]


def _of_the_structure(found: list[Element]) -> Iterator[str]:
    level = 0
    for node, kind, above in found:
        if kind not in STANDARD:
            yield f"02-001: {kind} is no standard structure type"
        if kind in PARENTS and above not in PARENTS[kind]:
            yield f"09-004: {kind} inside {above}"
        if kind == "Figure" and not (node.get("/Alt") or node.get("/ActualText")):
            yield "13-004: a figure without alternative text"
        if kind == "TH" and not _attribute(node, "/Scope"):
            yield "15-003: a header cell without a scope"
        if re.fullmatch("H[1-6]", kind):
            if int(kind[1]) > level + 1:
                yield f"14-003: {kind} after {f'H{level}' if level else 'nothing'}"
            level = int(kind[1])


def _attribute(node: DictionaryObject, name: str):
    given = node.get("/A", [])
    given = given.get_object() if isinstance(given, IndirectObject) else given
    all_given = [one.get_object() for one in (given if isinstance(given, list) else [given])]
    return next((one[name] for one in all_given if name in one), None)


def _referenced(elements: list[Element], page: PageObject) -> set[int]:
    """The numbers of the marked content of a page that some structure element holds."""
    found = set()
    for node, _kind, _above in elements:
        for kid in _kids(node):
            of = kid.get("/Pg", node.get("/Pg")) if isinstance(kid, DictionaryObject) else node.get("/Pg")
            number = kid.get("/MCID") if isinstance(kid, DictionaryObject) else kid
            if isinstance(number, int) and of is not None and of.get_object() == page.get_object():
                found.add(int(number))
    return found


def _of_the_content(reader: PdfReader, page: PageObject, referenced: set[int]) -> Iterator[str]:
    """All that is painted is an artifact or belongs to the structure, and neither lies inside the other."""
    marks: list[str] = []
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            marks.append(_mark(page, operands, referenced))
            if "artifact" in marks and "content" in marks:
                yield "01-001: an artifact and real content inside each other"
            if marks[-1] == "lost":
                yield "01-005: marked content that no structure element holds"
        elif operator == b"EMC":
            marks.pop()
        elif operator in PAINTING and not {"artifact", "content", "lost"} & set(marks):
            yield f"01-005: {operator.decode()} paints outside the structure"


def _mark(page: PageObject, operands: list, referenced: set[int]) -> str:
    if operands[0] == "/Artifact":
        return "artifact"
    given = operands[1] if len(operands) > 1 else {}
    if isinstance(given, str):
        given = page["/Resources"].get("/Properties", {})[given].get_object()
    if "/MCID" not in given:
        return ""
    return "content" if int(given["/MCID"]) in referenced else "lost"


def _of_the_annotations(page: PageObject, elements: list[Element]) -> Iterator[str]:
    annotations = [one.get_object() for one in page.get("/Annots", [])]
    if annotations and page.get("/Tabs") != "/S":
        yield "28-008: the tabulator does not follow the structure"
    held = [kid.get("/Obj").get_object() for node, kind, _above in elements if kind == "Link" for kid in _objects(node)]
    for one in annotations:
        if one["/Subtype"] == "/Link" and not one.get("/Contents"):
            yield "28-012: a link without a description"
        if one["/Subtype"] == "/Link" and ("/StructParent" not in one or one not in held):
            yield "28-011: a link outside the structure"


def _objects(node: DictionaryObject) -> Iterator[DictionaryObject]:
    return (kid for kid in _kids(node) if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/OBJR")


def _of_the_fonts(page: PageObject) -> Iterator[str]:
    for font in page["/Resources"].get("/Font", {}).values():
        font = font.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner.get("/FontDescriptor", {})):
            yield f"31-009: {font['/BaseFont']} is not embedded"
        if "/ToUnicode" not in font:
            yield f"31-027: {font['/BaseFont']} does not say its characters"
