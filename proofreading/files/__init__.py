"""Communiqués from elsewhere: one reader for Word, OpenDocument, PDF, HTML, Markdown and plain text in every usual encoding."""

from .content import Piece, TextPassage, TextRun, TextTable, as_html, inline_html, passages_of
from .encodings import decoded, is_text
from .notices import FileNotice, NotATextError
from .opening import MOST_BYTES, SUFFIXES, ReadFile, read_data, read_file, read_input, read_text, read_words, reading_of

__all__ = [
    "MOST_BYTES",
    "SUFFIXES",
    "FileNotice",
    "NotATextError",
    "TextPassage",
    "Piece",
    "ReadFile",
    "TextRun",
    "TextTable",
    "as_html",
    "decoded",
    "inline_html",
    "is_text",
    "passages_of",
    "read_data",
    "read_file",
    "read_input",
    "read_text",
    "read_words",
    "reading_of",
]
