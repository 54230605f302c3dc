"""A communiqué from elsewhere: bytes of any kind, read as a text with a word on what was wrong with them."""

from __future__ import annotations

import codecs
from pathlib import PurePath

from .knowledge import Knowledge
from .reading import Reading
from .source import Part, form_of

MOST_BYTES = 20 * 1024 * 1024
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
        if text.count("\x00") * 4 < len(text) or not text:
            return text, "utf-8"
    except UnicodeDecodeError:
        pass
    if data.count(b"\x00") * 4 > len(data):
        little = data[1::2].count(0) >= data[::2].count(0)
        return data.decode("utf-16-le" if little else "utf-16-be", errors="replace"), "utf-16"
    return data.decode("cp1252", errors="replace"), "windows-1252"


def reading_of(language: str, name: str, text: str, known: Knowledge) -> Reading:
    """The reading of a file: one part, in the form that its name or its content tells."""
    part = Part("text", language, text, form_of(PurePath(name).name, text))
    return Reading(language, [part], known)
