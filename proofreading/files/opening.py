"""One reader of files: bytes of any kind, told by what they hold and not by their name, read as a text.

``read_file`` gives what the check reads (``ReadFile.source`` in a form; that of an office document or a PDF is HTML) and what a
release is cut from (``pieces``), with what there is to say of the file. The readers of office documents and PDFs are loaded
with the first of these: most texts are typed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from ..forms import form_of
from ..knowledge import Knowledge
from ..reading import Reading
from ..running_lines import running_lines
from ..sentences import command, file_words
from ..source import HTML, MARKDOWN, PLAIN, TextPart
from .content import Piece, as_html
from .encodings import decoded, is_text
from .notices import FileNotice, NotATextError
from .typed_text import read_typed_text
from .web_pages import read_web_page

if TYPE_CHECKING:
    from .packages import Package

MOST_BYTES = 20 * 1024 * 1024
SUFFIXES = (".docx", ".odt", ".html", ".htm", ".md", ".txt", ".pdf")
"""The kinds of file that are read, by the names they usually have."""

_PDF, _PDF_WITHIN = b"%PDF-", 1024
_ZIP, _OLD_OFFICE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_WORD, _OPEN_DOCUMENT = "word/document.xml", "content.xml"
_OPEN_TEXTS = (b"application/vnd.oasis.opendocument.text",)
_STANDARD_INPUT = "<stdin>"


@dataclass
class ReadFile:
    """A file that was read: its text in one of the forms, and what there is to say of it."""

    name: str
    source: str
    form: str
    notices: list[FileNotice] = field(default_factory=list)
    # Of an office document or a PDF; of other forms made where somebody asks.
    read_pieces: list[Piece] | None = None

    def pieces(self, language: str) -> list[Piece]:
        """Its passages and tables. The language tells how words were cut at the ends of lines."""
        if self.read_pieces is not None:
            return self.read_pieces
        if self.form == HTML:
            return read_web_page(self.source)[0]
        return read_typed_text(self.source, self.form, language)

    def reading(self, language: str, known: Knowledge) -> Reading:
        return Reading(language, [TextPart("text", language, self.source, self.form)], known)


def read_file(name: str, reader: str) -> ReadFile:
    """A file by its name; raises ``NotATextError``, in a reader’s language, for what is no file, is empty or is no text."""
    return read_data(_data(lambda: Path(name).open("rb"), name, reader), name, reader)


def read_input(reader: str) -> ReadFile:
    """The text of standard input; raises ``NotATextError`` as for a file."""
    return read_data(_data(lambda: open(0, "rb", closefd=False), _STANDARD_INPUT, reader), _STANDARD_INPUT, reader)


def read_text(name: str, reader: str) -> str:
    """A file that is text as it stands; raises ``NotATextError`` as ``read_file`` does."""
    return _typed(_data(lambda: Path(name).open("rb"), name, reader), name, reader).source


def _data(opened: Callable[[], BinaryIO], name: str, reader: str) -> bytes:
    try:
        with opened() as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotATextError(command("no-file", reader, name=name)) from None
    except IsADirectoryError:
        raise NotATextError(command("directory", reader, name=name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotATextError(command("unreadable", reader, name=name, reason=reason)) from None


def read_data(data: bytes, name: str, reader: str) -> ReadFile:
    """What some bytes hold; raises ``NotATextError``, in a reader’s language, where that is no text that can be read."""
    if len(data) > MOST_BYTES:
        raise NotATextError(command("too-large", reader, name=name))
    if data.startswith(_ZIP):
        return _office_document(data, name, reader)
    if _PDF in data[:_PDF_WITHIN]:
        return _portable_document(data, name, reader)
    for mark, key in ((_OLD_OFFICE, "old-office"), (_RTF, "rich-text-format")):
        if data.startswith(mark):
            raise NotATextError(file_words(key, reader, name=name))
    return _typed(data, name, reader)


def _office_document(data: bytes, name: str, reader: str) -> ReadFile:
    from .open_documents import read_open_document
    from .packages import BrokenPackageError, Package
    from .word_documents import read_word_document

    try:
        package = Package(data)
        if _WORD in package.names:
            pieces, notices = read_word_document(package)
        elif _is_open_text(package):
            pieces, notices = read_open_document(package)
        else:
            raise NotATextError(file_words("other-package", reader, name=name))
    except (BrokenPackageError, RecursionError):
        raise NotATextError(file_words("broken", reader, name=name)) from None
    return _made(name, reader, pieces, notices, "empty-document")


def _is_open_text(package: Package) -> bool:
    return _OPEN_DOCUMENT in package.names and "mimetype" in package.names and package.read("mimetype").startswith(_OPEN_TEXTS)


def _portable_document(data: bytes, name: str, reader: str) -> ReadFile:
    from .portable_documents import BrokenPdfError, read_portable_document

    try:
        pieces, notices = read_portable_document(data)
    except BrokenPdfError as error:
        raise NotATextError(file_words(error.key, reader, name=name)) from None
    return _made(name, reader, pieces, notices, "pdf-empty")


def _made(name: str, reader: str, pieces: list[Piece], notices: list[FileNotice], empty: str) -> ReadFile:
    if not any(piece.text.strip() for piece in pieces):
        raise NotATextError(file_words(empty, reader, name=name))
    return ReadFile(name, as_html(pieces), HTML, notices, pieces)


def _typed(data: bytes, name: str, reader: str) -> ReadFile:
    text, encoding = decoded(data)
    if not text.strip():
        raise NotATextError(command("empty", reader, name=name))
    if not is_text(text):
        raise NotATextError(command("no-text", reader, name=name))
    return read_words(text, form_of(PurePath(name).name, text), name, encoding)


def read_words(text: str, form: str = PLAIN, name: str = "", encoding: str = "utf-8") -> ReadFile:
    """A text that is at hand already."""
    notices = [FileNotice("encoding", {"encoding": encoding})] if encoding != "utf-8" else []
    if form == HTML:
        notices += read_web_page(text)[1]
    elif form != MARKDOWN and "\x0c" in text and (number := _running(text)):
        notices.append(FileNotice("running", {"number": number}))
    return ReadFile(name, text, form, notices)


def _running(text: str) -> int:
    """How many running heads and feet the pages of a plain text have."""
    return sum(map(len, running_lines([page.splitlines() for page in text.split("\x0c")])))


def reading_of(language: str, name: str, text: str, known: Knowledge) -> Reading:
    """The reading of a text: one part, in the form that its name or its content tells."""
    return ReadFile(name, text, form_of(PurePath(name).name, text)).reading(language, known)
