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
MOST_RELATIONS = 2 * MOST_OF_A_PART
"""Bytes of XML that say what a document leads to: forty thousand links. They are read one by one, which takes seconds."""
PIECE, LONGEST_HEAD = 16 * 1024, 2000
MOST_STREAMS, MOST_PACKED_OBJECTS = 20_000, 1_000_000
"""Of a PDF: streams that hold objects, of which programs put a hundred or more into each, and the objects in them."""

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
        budget = MOST_RELATIONS
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
_STARTS = re.compile(rb"/OpenAction\s*(?:0*(\d+)\s+\d+\s+R\b|(?=[\[<]))")
_OBJECT = re.compile(rb"(?<!\d)0*(\d{1,10})\s+\d+\s+obj\b")
MOST_BEFORE_A_PDF = 1024 + len(b"%PDF-")
_ANOTHER_FILE = re.compile(
    rb"<|PK\x03\x04|\A(?:\xef\xbb\xbf)?\s*(?:MZ|#!|\x7fELF|\x89PNG|\xff\xd8\xff|GIF8|Rar!|\{\\rtf|\xd0\xcf\x11\xe0|\xca\xfe\xba\xbe)"
)
"""Markup or an archive anywhere, or what other kinds of file begin with."""
LONGEST_ACTION = 300
_FIGURE = re.compile(rb"\d{1,10}")
"""A number of an object, or a place: no file has larger ones."""
_TURNS_TO_A_PAGE = re.compile(rb"\s{0,20}(\[|<<[^>]{0,%d}/S\s{0,20}/GoTo\b)" % LONGEST_ACTION)


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
    _refuse_starting(texts, plain, packed)


def _begins_as_pdf(head: bytes) -> bool:
    """Readers look for the header in the first 1024 bytes: line ends, a byte order mark or a printer's commands may go before.

    Not the beginning of something else: then the file would be two, and which one it is would be up to who opens it.
    """
    before, header, _after = head.partition(b"%PDF-")
    return bool(header) and not _ANOTHER_FILE.search(before)


def _unescaped(data: bytes) -> bytes:
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), data)


def _refuse_starting(texts: list[bytes], plain: bytes, packed: dict[int, bytes]) -> None:
    """All that may happen at opening is that a page is shown, as TeX and office programs have it.

    The file is gone through once, however often it says what happens.
    """
    starts = [(start, text) for text in texts for start in _STARTS.finditer(text)]
    named = {start[1] for start, _text in starts if start[1] is not None}
    actions: dict[bytes, list[bytes]] = {b"%d" % number: [text] for number, text in packed.items()} if named else {}
    for found in _OBJECT.finditer(plain) if named else ():
        if found[1] in named:
            actions.setdefault(found[1], []).append(plain[found.end() : found.end() + LONGEST_ACTION])
    shows_a_page = all(number in actions and all(map(_TURNS_TO_A_PAGE.match, actions[number])) for number in named)
    if not shows_a_page or not all(_TURNS_TO_A_PAGE.match(text, start.end()) for start, text in starts if start[1] is None):
        raise ValidationError(FETCHES)


def _packed_objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The objects in streams, by number. A stream that is packed in a way that no program uses for them is refused."""
    budget, streams, objects, behind = MOST_READ, 0, 0, 0
    for found in _STREAM.finditer(data):
        # What stood before an earlier stream says nothing of this one: so no sign is read twice.
        before, behind = max(found.start() - LONGEST_HEAD, behind), found.end()
        head = _unescaped(data[max(data.rfind(b"obj", before, found.start()), before) : found.start()])
        if not re.search(rb"/ObjStm\b", head):
            continue
        content = _inflated(data, found.end(), head, budget)
        packed = _numbered(content, head)
        budget, streams, objects = budget - len(content), streams + 1, objects + len(packed)
        if streams > MOST_STREAMS or objects > MOST_PACKED_OBJECTS:
            raise ValidationError(UNPACKS_TOO_LARGE)
        yield from packed


def _inflated(data: bytes, start: int, head: bytes, budget: int) -> bytes:
    """What begins at ``start``, unpacked; it is read in pieces, since nobody can tell where it ends."""
    if b"/Filter" not in head:
        return data[start : max(data.find(b"endstream", start, start + budget), start)]
    if not _FLATE_ALONE.search(head) or b"/Predictor" in head:
        raise ValidationError(NOT_WHAT_IT_SAYS)
    stream, content = zlib.decompressobj(), bytearray()
    try:
        while not stream.eof and start < len(data):
            content += stream.decompress(data[start : start + PIECE], budget + 1 - len(content))
            start += PIECE
            if len(content) > budget:
                raise ValidationError(UNPACKS_TOO_LARGE)
    except zlib.error:
        raise ValidationError(NOT_WHAT_IT_SAYS) from None
    return bytes(content)


def _numbered(content: bytes, head: bytes) -> list[tuple[int, bytes]]:
    """The objects of one stream, which begins with their numbers and places, in pairs. Each ends where the next begins."""
    said = re.search(rb"/First\s+(\d{1,10})\b", head)
    first = int(said[1]) if said else 0
    if first > MOST_OF_A_PART:
        raise ValidationError(UNPACKS_TOO_LARGE)
    figures = content[:first].split()
    if not first or len(figures) % 2 or not all(map(_FIGURE.fullmatch, figures)):
        raise ValidationError(NOT_WHAT_IT_SAYS)
    starts = sorted((int(place) + first, int(number)) for number, place in zip(figures[::2], figures[1::2], strict=True))
    ends = [*(start for start, _number in starts[1:]), len(content)]
    return [(number, _unescaped(content[start:end])) for (start, number), end in zip(starts, ends, strict=True)]


CHECKS: dict[str, Callable[[IO[bytes], str], None]] = {
    ".pdf": _pdf,
    ".txt": _text,
    ".csv": _text,
    **dict.fromkeys(MAIN_PARTS, _office),
    **dict.fromkeys(OPEN_DOCUMENTS, _open_document),
}
"""What is looked at, by the end of a file's name; no other file is taken."""
