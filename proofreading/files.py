"""A communiqué from elsewhere: bytes of any kind, read as a text with a word on what was wrong with them."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import BinaryIO

from .forms import form_of
from .knowledge import Knowledge
from .reading import Reading
from .sentences import command
from .source import TextPart

MOST_BYTES = 20 * 1024 * 1024
# Of so many characters one may be strange; bytes that are no text have far more of them.
FEW, SAMPLE = 100, 100_000
# Where one byte in so many is nought, two of them make a letter.
NULS = 4
LAYOUT = "\t\n\r\x0b\x0c\x1a\x85"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of some bytes, and the encoding it was read in: “utf-8” where nothing is to be said about it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff"), "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        text = data.decode("utf-8")
        if text.count("\x00") * NULS < len(text) or not text:
            return text, "utf-8"
    except UnicodeDecodeError:
        pass
    if data.count(b"\x00") * NULS > len(data):
        little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace"), "utf-16"
    return data.decode("cp1252", errors="replace"), "windows-1252"


class NotATextError(Exception):
    """A file that cannot be checked, with the sentence that says why."""


def read_text(name: str, reader: str) -> str:
    """The text of a file; raises ``NotATextError``, in a reader’s language, for what is no file, is empty or is no text."""
    return _text(lambda: Path(name).open("rb"), name, reader)


def read_input(reader: str) -> str:
    """The text of standard input; raises ``NotATextError`` as for a file."""
    return _text(lambda: open(0, "rb", closefd=False), "<stdin>", reader)


def _text(opened: Callable[[], BinaryIO], name: str, reader: str) -> str:
    try:
        with opened() as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotATextError(command("no-file", reader, name=name)) from None
    except IsADirectoryError:
        raise NotATextError(command("directory", reader, name=name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise NotATextError(command("unreadable", reader, name=name, reason=reason)) from None
    if len(data) > MOST_BYTES:
        raise NotATextError(command("too-large", reader, name=name))
    text, _encoding = decoded(data)
    if not text.strip():
        raise NotATextError(command("empty", reader, name=name))
    if not is_text(text):
        raise NotATextError(command("no-text", reader, name=name))
    return text


def is_text(text: str) -> bool:
    """Whether somebody may have written this: hardly a control character in it, or one that no encoding gave."""
    if "\x00" in text:
        return False
    sample = text[:SAMPLE]
    strange = sum(sign == "\ufffd" or sign not in LAYOUT and unicodedata.category(sign) == "Cc" for sign in sample)
    return strange * FEW <= len(sample)


def reading_of(language: str, name: str, text: str, known: Knowledge) -> Reading:
    """The reading of a file: one part, in the form that its name or its content tells."""
    part = TextPart("text", language, text, form_of(PurePath(name).name, text))
    return Reading(language, [part], known)
