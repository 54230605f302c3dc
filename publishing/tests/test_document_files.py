"""What may be attached: real documents of each kind; nothing that is something else, acts, fetches, or has no bounds."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable

import openpyxl
import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override

from news.validators import ATTACHMENT_BYTES, validate_attachment
from publishing import document_files as documents

OFFICE = "application/vnd.openxmlformats-officedocument."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
MAIN = {"docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet", "pptx": "presentationml.presentation"}
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def zipped(parts: dict[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, compress_type=kind)
    return out.getvalue()


def office(kind: str, parts: dict | None = None, types: str = "") -> bytes:
    named = f'<Override PartName="/main.xml" ContentType="{OFFICE}{MAIN[kind]}.main+xml"/>{types}'
    head = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    return zipped({"[Content_Types].xml": f"{head}{named}</Types>", "main.xml": "<x/>"} | (parts or {}))


def relations(kind: str, mode: str = "External") -> dict[str, str]:
    one = f'<Relationship Id="r1" Type="{RELATION}{kind}" Target="https://example.org/x" TargetMode="{mode}"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{one}</Relationships>"}


def open_document(kind: str, parts: dict | None = None, manifest: str = "<m/>") -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{OPEN[kind]}"
    held = {"mimetype": mimetype, "content.xml": "<x/>", "META-INF/manifest.xml": manifest}
    return zipped(held | (parts or {}), stored=("mimetype",))


def pdf(catalogue: str = "", objects: str = "") -> bytes:
    body = f"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogue} >>\nendobj\n"
    body += f"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n{objects}\n"
    return f"{body}xref\n0 1\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n".encode("latin-1")


def packed(number: int, written: bytes, head: str = "/Filter /FlateDecode", content: bytes | None = None) -> str:
    pair = f"{number} 0 ".encode()
    stream = zlib.compress(pair + written) if content is None else content
    told = f"9 0 obj\n<< /Type /ObjStm /N 1 /First {len(pair)} /Length {len(stream)} {head} >>\nstream\n"
    return told + stream.decode("latin-1") + "\nendstream\nendobj\n"


def written_by_a_library() -> dict[str, bytes]:
    book, sheet = openpyxl.Workbook(), io.BytesIO()
    book.active["A1"] = "Montant"
    book.save(sheet)
    paper = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_uri(0, "https://example.org/", [0, 0, 10, 10])
    writer.write(paper)
    return {"a.xlsx": sheet.getvalue(), "a.pdf": paper.getvalue()}


GOOD = {
    **{f"a.{kind}": office(kind) for kind in MAIN},
    **{f"a.{kind}": open_document(kind) for kind in OPEN},
    "link.docx": office("docx", relations("hyperlink")),
    "inner.docx": office("docx", relations("image", "Internal")),
    "chart.docx": office("docx", {"word/embeddings/sheet.xlsx": office("xlsx")}),
    "a.pdf": pdf(),
    "line.pdf": b"\r\n" + pdf(),
    "mark.pdf": b"\xef\xbb\xbf" + pdf(),
    "marked lines.pdf": b"\xef\xbb\xbf\n \n" + pdf(),
    "zeros.pdf": bytes(128) + pdf(),
    "printer.pdf": b"\x1b%-12345X@PJL SET DUPLEX=ON\r\n@PJL ENTER LANGUAGE=PDF\r\n" + pdf(),
    "last place.pdf": b"\n" * 1024 + pdf(),
    "page.pdf": pdf("/OpenAction [3 0 R /XYZ null null 0]"),
    "goto.pdf": pdf("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "tex.pdf": pdf("/OpenAction 5 0 R", packed(5, b"<< /S /GoTo /D [3 0 R /Fit] >>")),
    "a.txt": "Embargo levé à midi.\n".encode(),
    "old.csv": "Établissement;Montant\nUTC;20\n".encode("cp1252"),
    "excel.csv": "Établissement\tMontant\n".encode("utf-16"),
    "UPPER.TXT": b"Texte",
    **{f"library {name}": content for name, content in written_by_a_library().items()},
}
LATIN = office("docx")
BAD = {
    "word.exe": (b"MZ", "Joignez un fichier"),
    "page.html": (b"<script>", "Joignez un fichier"),
    "macro.docm": (office("docx"), "Joignez un fichier"),
    "zip.docx": (zipped({"a.txt": "x"}), documents.NOT_WHAT_IT_SAYS),
    "sheet.docx": (office("xlsx"), documents.NOT_WHAT_IT_SAYS),
    "text.ods": (open_document("odt"), documents.NOT_WHAT_IT_SAYS),
    "cut.docx": (LATIN[: len(LATIN) // 2], documents.NOT_WHAT_IT_SAYS),
    "start.docx": (b"PK\x03\x04" + b"<script>alert(1)</script>", documents.NOT_WHAT_IT_SAYS),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), documents.LOCKED),
    "late.pdf": (b"\n" * 1025 + pdf(), documents.NOT_WHAT_IT_SAYS),
    "page first.pdf": (b"\n<!doctype html><script>alert(1)</script>" + pdf(), documents.NOT_WHAT_IT_SAYS),
    "archive first.pdf": (zipped({"a.html": "x"}) + pdf(), documents.NOT_WHAT_IT_SAYS),
    "program first.pdf": (b"MZ\x90\0" + pdf(), documents.NOT_WHAT_IT_SAYS),
    "shell first.pdf": (b"\xef\xbb\xbf#!/bin/sh\n" + pdf(), documents.NOT_WHAT_IT_SAYS),
    "script after a line.pdf": (b"\n" + pdf("/OpenAction << /S /JavaScript /JS (x) >>"), documents.HOLDS_A_PROGRAM),
    "html.pdf": (b"%PDF-1.7 <script>alert(1)</script>", documents.NOT_WHAT_IT_SAYS),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, documents.NOT_WHAT_IT_SAYS),
    "nothing.csv": (b" \n", documents.NOT_WHAT_IT_SAYS),
    "out.docx": (office("docx", {"../../x.xml": "x"}), documents.NOT_WHAT_IT_SAYS),
    "entities.docx": (
        zipped({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><Types>&a;</Types>'}),
        documents.NOT_WHAT_IT_SAYS,
    ),
    "macro.docx": (office("docx", {"word/vbaProject.bin": b"x"}), documents.HOLDS_A_PROGRAM),
    "renamed.docx": (
        zipped(
            {"[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.macroEnabled.main+xml"/></Types>'}
        ),
        documents.HOLDS_A_PROGRAM,
    ),
    "typed.xlsx": (
        office("xlsx", types='<Override PartName="/a" ContentType="application/vnd.ms-office.vbaProject"/>'),
        documents.HOLDS_A_PROGRAM,
    ),
    "sheet4.xlsx": (office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), documents.HOLDS_A_PROGRAM),
    "control.pptx": (office("pptx", {"ppt/activeX/activeX1.xml": "<x/>"}), documents.HOLDS_A_PROGRAM),
    "basic.odt": (open_document("odt", {"Basic/Standard/Module1.xml": "<x/>"}), documents.HOLDS_A_PROGRAM),
    "python.ods": (open_document("ods", {"Scripts/python/a.py": "x"}), documents.HOLDS_A_PROGRAM),
    "object.docx": (office("docx", {"word/embeddings/oleObject1.bin": b"x"}), documents.HOLDS_A_FILE),
    "locked.odt": (open_document("odt", manifest="<m><encryption-data/></m>"), documents.LOCKED),
    "template.docx": (office("docx", relations("attachedTemplate")), documents.FETCHES),
    "tracker.docx": (office("docx", relations("image")), documents.FETCHES),
    "script.pdf": (pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), documents.HOLDS_A_PROGRAM),
    "names.pdf": (pdf("/Names << /JavaScript 5 0 R >>"), documents.HOLDS_A_PROGRAM),
    "escaped.pdf": (pdf("/OpenAction << /S /J#61vaScript /J#53 (app.alert(1)) >>"), documents.HOLDS_A_PROGRAM),
    "packed.pdf": (pdf("/OpenAction 5 0 R", packed(5, b"<< /S /JavaScript /JS (x) >>")), documents.HOLDS_A_PROGRAM),
    "launch.pdf": (pdf("", "5 0 obj\n<< /S /Launch /F (cmd.exe) >>\nendobj"), documents.HOLDS_A_PROGRAM),
    "comment.pdf": (pdf("", "%stream\n5 0 obj\n<< /S /Launch >>\nendobj\n%endstream"), documents.HOLDS_A_PROGRAM),
    "files.pdf": (pdf("/Names << /EmbeddedFiles 5 0 R >>"), documents.HOLDS_A_FILE),
    "form.pdf": (pdf("", "5 0 obj\n<< /S /SubmitForm /F (https://example.org) >>\nendobj"), documents.FETCHES),
    "opens.pdf": (pdf("/OpenAction << /S /URI /URI (https://example.org) >>"), documents.FETCHES),
    "refers.pdf": (pdf("/OpenAction 5 0 R", "5 0 obj\n<< /S /URI /URI (https://x.org) >>\nendobj"), documents.FETCHES),
    "hidden.pdf": (pdf("/OpenAction 5 0 R", packed(5, b"<< /S /URI /URI (https://x.org) >>")), documents.FETCHES),
    "nowhere.pdf": (pdf("/OpenAction 77 0 R"), documents.FETCHES),
    "locked.pdf": (pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 7 0 R"), documents.LOCKED),
    "chain.pdf": (pdf("", packed(5, b"", "/Filter [/ASCIIHexDecode /FlateDecode]")), documents.NOT_WHAT_IT_SAYS),
    "predicted.pdf": (
        pdf("", packed(5, b"", "/Filter /FlateDecode /DecodeParms << /Predictor 12 >>")),
        documents.NOT_WHAT_IT_SAYS,
    ),
    "broken.pdf": (pdf("", packed(5, b"", content=b"no such thing")), documents.NOT_WHAT_IT_SAYS),
}
# Made by the test that asks for one: together they cost more than to load every test of the house.
BOMBS = {
    "bomb.docx": lambda: office("docx", {"word/x.xml": bytes(documents.MOST_UNPACKED + 1)}),
    "types.docx": lambda: zipped({"[Content_Types].xml": bytes(documents.MOST_OF_A_PART + 1)}),
    "parts.odt": lambda: open_document("odt", {f"p/{n}": b"" for n in range(documents.MOST_PARTS)}),
    "bomb.pdf": lambda: pdf("", packed(5, bytes(documents.MOST_READ))),
}


def of(name: str, content: bytes) -> ContentFile:
    return ContentFile(content, name=name)


@pytest.mark.parametrize("name", GOOD)
def test_a_document_that_is_what_it_says_is_taken_and_left_as_it_was(name):
    file = of(name, GOOD[name])
    validate_attachment(file)
    assert file.tell() == 0 and file.read() == GOOD[name]


@pytest.mark.parametrize("name", [*BAD, *BOMBS])
def test_what_is_something_else_or_acts_is_refused_in_words(name):
    content, sentence = BAD[name] if name in BAD else (BOMBS[name](), documents.UNPACKS_TOO_LARGE)
    with pytest.raises(ValidationError) as refused:
        validate_attachment(of(name, content))
    assert str(refused.value.messages[0]).startswith(str(sentence))
    with override("en"):
        english = ValidationError(refused.value.message).messages[0]
    assert english != refused.value.messages[0]


def test_a_file_beyond_the_bound_is_not_even_read():
    class Unread(ContentFile):
        def read(self, *most):
            raise AssertionError("read")

    file = Unread(b"%PDF-", name="a.pdf")
    file.size = ATTACHMENT_BYTES + 1
    with pytest.raises(ValidationError, match="30"):
        validate_attachment(file)


def test_parts_that_lie_over_one_another_are_refused():
    first, second = zipfile.ZipInfo("a"), zipfile.ZipInfo("b")
    first.header_offset, first.compress_size, second.header_offset, second.compress_size = 0, 100, 50, 10
    assert documents._overlap([first, second])
    second.header_offset = 130
    assert not documents._overlap([first, second])


def _cpu(content: bytes) -> float:
    """The least of three looks at a file, which is taken or refused."""
    least = float("inf")
    for _turn in range(3):
        begun = time.process_time()
        with contextlib.suppress(ValidationError):
            documents.refuse_unfit(io.BytesIO(content), ".pdf")
        least = min(least, time.process_time() - begun)
    return least


COSTLY: dict[str, tuple[int, Callable[[int], str]]] = {
    "streams without a head": (50_000, lambda number: "stream\nx" * number),
    "streams of objects": (1_500, lambda number: packed(7, b"<< /Title (a) >>") * number),
    "starts that name one object": (2_000, lambda number: "7 0 obj [1]\n" * number + "/OpenAction 7 0 R\n" * number),
    "starts that never end": (20_000, lambda number: "/OpenAction << " * number + "/S /GoTo >>"),
}


@pytest.mark.parametrize("what", COSTLY)
def test_a_hostile_pdf_four_times_as_long_costs_four_times_as_much(what):
    """And not sixteen times: thirty megabytes of it would take hours."""
    number, written = COSTLY[what]
    assert _cpu(pdf(objects=written(4 * number))) < 9 * _cpu(pdf(objects=written(number)))


def test_objects_that_lie_over_one_another_are_read_once():
    """Each ends where the next one begins, whatever order their places are told in."""
    pairs = b"1 0 2 900000 " * 4_000
    head = b"/First %d " % len(pairs)
    found = documents._numbered(pairs + b" " * 1_000_000, head)
    assert sum(len(text) for _number, text in found) <= 1_000_000


@pytest.mark.parametrize(
    ("number", "action", "is_taken"),
    [("7", "/GoTo", True), ("0" * 12 + "7", "/GoTo", True), ("0" * 12 + "7", "/URI", False), ("7" * 5_000, "/GoTo", False)],
    ids=["a page", "a page, behind noughts", "an address, behind noughts", "a number that nobody counts to"],
)
def test_a_start_is_found_however_its_number_is_written(number, action, is_taken):
    content = pdf(catalogue=f"/OpenAction {number} 0 R", objects=f"0007 0 obj\n<< /S {action} /D [2 0 R /Fit] >>\nendobj")
    if is_taken:
        documents.refuse_unfit(io.BytesIO(content), ".pdf")
    else:
        with pytest.raises(ValidationError) as refused:
            documents.refuse_unfit(io.BytesIO(content), ".pdf")
        assert refused.value.messages == [str(documents.FETCHES)]


def test_relations_are_read_as_long_as_they_are_few():
    """Packed they take no room, and read they would take minutes."""
    part = "<r>" + "<a/>" * 500_000 + "</r>"
    most = documents.MOST_RELATIONS // len(part)
    documents.refuse_unfit(io.BytesIO(office("docx", {f"word/{number}.rels": part for number in range(most)})), ".docx")
    with pytest.raises(ValidationError) as refused:
        many = {f"word/{number}.rels": part for number in range(most + 1)}
        documents.refuse_unfit(io.BytesIO(office("docx", many)), ".docx")
    assert refused.value.messages == [str(documents.UNPACKS_TOO_LARGE)]
