"""Documents that somebody attaches: each is what its name says, holds no program, and fetches nothing.

They are read only as far as that takes, and never unpacked whole: a file that would fill memory is refused for what it
declares, or stopped where it goes on.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from proofreading.files import decoded, is_text

NOT_WHAT_IT_SAYS = _("This file is not what its name says, or it is damaged. Please save it again and attach it anew.")
LOCKED = _("This file is locked by a password. Please save it without one.")
HOLDS_A_PROGRAM = _("This file holds a program (a macro or a script). Please save it without, or as a PDF.")
HOLDS_A_FILE = _("Another file is packed into this one. Please save it without, and attach the other file beside it.")
FETCHES = _("This file loads something from elsewhere when it is opened. Please put that into the file itself.")
UNPACKS_TOO_LARGE = _("This file becomes too large when it is opened. Please make it smaller.")

MOST_PARTS = 5_000
MOST_UNPACKED = 300 * 1024 * 1024
MOST_READ = 64 * 1024 * 1024
"""Bytes that are unpacked at most to look into one file."""
MOST_OF_A_PART = 4 * 1024 * 1024

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    ".docx": f"{OFFICE}wordprocessingml.document.main+xml",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet.main+xml",
    ".pptx": f"{OFFICE}presentationml.presentation.main+xml",
}
OPEN_DOCUMENTS = {
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
}
_PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex/|macrosheets/)|^(basic|scripts)/|macroenabled", re.IGNORECASE
)
_PACKED = re.compile(r"(^|/)embeddings/.*\.bin$|(^|/)oleobject[^/]*\.bin$", re.IGNORECASE)


def refuse_unfit(file: IO[bytes], suffix: str) -> None:
    """Raise ``ValidationError``, with what to do about it, for a file that is not to be attached. ``suffix`` is lower case."""
    file.seek(0)
    try:
        CHECKS[suffix](file, suffix)
    finally:
        file.seek(0)


def _text(file: IO[bytes], suffix: str) -> None:
    text, _encoding = decoded(file.read())
    if not text.strip() or not is_text(text):
        raise ValidationError(NOT_WHAT_IT_SAYS)


# Packed documents: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300)


def _office(file: IO[bytes], suffix: str) -> None:
    with _opened(file) as archive:
        types = _parsed(_part(archive, "[Content_Types].xml"))
        named = {element.get("ContentType", "") for element in types.iter()}
        if MAIN_PARTS[suffix] not in named:
            raise ValidationError(HOLDS_A_PROGRAM if any("macroEnabled.main" in one for one in named) else NOT_WHAT_IT_SAYS)
        if any(_PROGRAMS.search(one) or "vbaProject" in one for one in named):
            raise ValidationError(HOLDS_A_PROGRAM)
        budget = MOST_READ
        for info in archive.infolist():
            if info.filename.lower().endswith(".rels"):
                budget -= info.file_size
                if budget < 0:
                    raise ValidationError(UNPACKS_TOO_LARGE)
                _refuse_fetching(_parsed(_part(archive, info.filename)))


def _refuse_fetching(relations: ElementTree.Element) -> None:
    """A link that somebody clicks leads wherever it likes; a picture, template or sheet is in the file."""
    for element in relations.iter():
        if element.get("TargetMode", "").lower() == "external" and not element.get("Type", "").endswith("/hyperlink"):
            raise ValidationError(FETCHES)


def _open_document(file: IO[bytes], suffix: str) -> None:
    with _opened(file) as archive:
        if _part(archive, "mimetype").strip() != OPEN_DOCUMENTS[suffix].encode():
            raise ValidationError(NOT_WHAT_IT_SAYS)
        _part(archive, "content.xml")
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise ValidationError(LOCKED)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, once its table of contents is such as an office program writes it."""
    if file.read(4) != b"PK\x03\x04":
        raise ValidationError(LOCKED if file.read(4) == b"\xa1\xb1\x1a\xe1" else NOT_WHAT_IT_SAYS)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(LOCKED)
    if any(map(_PROGRAMS.search, names)):
        raise ValidationError(HOLDS_A_PROGRAM)
    if any(map(_PACKED.search, names)):
        raise ValidationError(HOLDS_A_FILE)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(UNPACKS_TOO_LARGE)
    if len(set(names)) < len(names) or any(map(_leads_out, names)) or _overlap(parts):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    return archive


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name)


def _overlap(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether parts lie over one another, as in an archive that unpacks to more than it can hold."""
    places = sorted((part.header_offset, part.header_offset + part.compress_size) for part in parts)
    return any(end > following for (_start, end), (following, _end) in zip(places, places[1:], strict=False))


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            content = part.read(MOST_OF_A_PART + 1)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    if len(content) > MOST_OF_A_PART:
        raise ValidationError(UNPACKS_TOO_LARGE)
    return content


def _parsed(content: bytes) -> ElementTree.Element:
    """XML without a declaration of types: none of these formats has one, and it could multiply without end."""
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", content.replace(b"\x00", b""), re.IGNORECASE):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    try:
        return ElementTree.fromstring(content)  # noqa: S314  what makes it dangerous is refused above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise ValidationError(NOT_WHAT_IT_SAYS) from None


# PDF (ISO 32000)

_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE_ALONE = re.compile(rb"/Filter\s*(\[\s*)?/FlateDecode(\s*\]|\s*/(?!\w*Decode)|\s*>>)")
_NAMES = (
    (re.compile(rb"/JavaScript\b|/JS\s*[(<0-9]|/Launch\b|/RichMedia\b|/XFA\b|/Rendition\b"), HOLDS_A_PROGRAM),
    (re.compile(rb"/EmbeddedFiles?\b|/Collection\s*<<"), HOLDS_A_FILE),
    (re.compile(rb"/(SubmitForm|ImportData|GoToE|GoToR)\b"), FETCHES),
)
"""The names of what acts, in the words of the file's own objects."""
_STARTS = re.compile(rb"/OpenAction\s*(?:(\d+)\s+\d+\s+R\b|(?=[\[<]))")
_OBJECT = re.compile(rb"(?<!\d)(\d+)\s+\d+\s+obj\b")
MOST_BEFORE_A_PDF = 1024 + len(b"%PDF-")
_ANOTHER_FILE = re.compile(
    rb"<|PK\x03\x04|\A(?:\xef\xbb\xbf)?\s*(?:MZ|#!|\x7fELF|\x89PNG|\xff\xd8\xff|GIF8|Rar!|\{\\rtf|\xd0\xcf\x11\xe0|\xca\xfe\xba\xbe)"
)
"""Markup or an archive anywhere, or what other kinds of file begin with."""
_TURNS_TO_A_PAGE = re.compile(rb"\s*(\[|<<[^>]*/S\s*/GoTo\b)")


def _pdf(file: IO[bytes], suffix: str) -> None:
    """What acts by itself is named in the file's objects, wherever they are: as they stand, escaped, or packed."""
    data = file.read()
    if not _begins_as_pdf(data[:MOST_BEFORE_A_PDF]) or b"%%EOF" not in data[-2048:] or b"startxref" not in data[-4096:]:
        raise ValidationError(NOT_WHAT_IT_SAYS)
    plain = _unescaped(data)
    if re.search(rb"/Encrypt\b", plain):
        raise ValidationError(LOCKED)
    packed = dict(_packed_objects(data))
    texts = [plain, *packed.values()]
    for names, sentence in _NAMES:
        if any(map(names.search, texts)):
            raise ValidationError(sentence)
    if not all(_turns_to_a_page(start, text, plain, packed) for text in texts for start in _STARTS.finditer(text)):
        raise ValidationError(FETCHES)


def _begins_as_pdf(head: bytes) -> bool:
    """Readers look for the header in the first 1024 bytes: line ends, a byte order mark or a printer's commands may go before.

    Not the beginning of something else: then the file would be two, and which one it is would be up to who opens it.
    """
    before, header, _after = head.partition(b"%PDF-")
    return bool(header) and not _ANOTHER_FILE.search(before)


def _unescaped(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _turns_to_a_page(start: re.Match[bytes], text: bytes, plain: bytes, packed: dict[int, bytes]) -> bool:
    """Whether all that happens at opening is that a page is shown, as TeX and office programs have it."""
    if start[1] is None:
        return bool(_TURNS_TO_A_PAGE.match(text, start.end()))
    actions = [plain[found.end() :][:300] for found in _OBJECT.finditer(plain) if int(found[1]) == int(start[1])]
    actions += [packed[int(start[1])]] if int(start[1]) in packed else []
    return bool(actions) and all(map(_TURNS_TO_A_PAGE.match, actions))


def _packed_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects in streams, by number. A stream that is packed in a way that no program uses for them is refused."""
    budget = MOST_READ
    for found in _STREAM.finditer(data):
        head = _unescaped(data[max(data.rfind(b"obj", 0, found.start()), found.start() - 2000, 0) : found.start()])
        first = re.search(rb"/First\s+(\d+)", head)
        if not re.search(rb"/ObjStm\b", head):
            continue
        content = _inflated(data[found.end() :], head, budget)
        budget -= len(content)
        yield from _numbered(content, int(first[1]) if first else 0)


def _inflated(data: bytes, head: bytes, budget: int) -> bytes:
    if b"/Filter" not in head:
        return data[: max(data.find(b"endstream"), 0)]
    if not _FLATE_ALONE.search(head) or b"/Predictor" in head:
        raise ValidationError(NOT_WHAT_IT_SAYS)
    try:
        content = zlib.decompressobj().decompress(data, budget + 1)
    except zlib.error:
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    if len(content) > budget:
        raise ValidationError(UNPACKS_TOO_LARGE)
    return content


def _numbered(content: bytes, first: int) -> Iterator[tuple[int, bytes]]:
    """The objects of one stream: its head is their numbers and places, in pairs."""
    figures = content[:first].split()
    if not first or len(figures) % 2 or not all(map(bytes.isdigit, figures)):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    places = [int(figure) + first for figure in figures[1::2]]
    for number, start, end in zip(figures[::2], places, [*places[1:], len(content)], strict=True):
        yield int(number), _unescaped(content[start:end])


CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    ".pdf": _pdf,
    ".txt": _text,
    ".csv": _text,
    **dict.fromkeys(MAIN_PARTS, _office),
    **dict.fromkeys(OPEN_DOCUMENTS, _open_document),
}
"""What is looked at, by the end of a file's name; no other file is taken."""
