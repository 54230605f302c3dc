"""Bytes read as text: every encoding that a communiqué comes in, told by its marks or by how its letters read."""

from __future__ import annotations

import codecs
import re
import unicodedata

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
# Of bytes that are no UTF-8: Windows, Latin 9 of Unix machines, old Macs. Where they read alike, the first.
_OF_ONE_BYTE = (("cp1252", "windows-1252"), ("iso8859-15", "iso-8859-15"), ("mac_roman", "mac-roman"))
_USUAL = re.compile("[éèàùâêîôûëïçœÉÈÀÇŒ’‘“”«»–—…€°\u00a0]|(?<=[a-zà-ÿ])[à-öø-ÿ]")
# A capital within a word of small letters, a sign within a word, or a control character: the wrong table of letters.
_ODD = re.compile(r"(?<=[a-zà-ÿ])[À-ÖØ-ÞŽŠŸ]|(?<=\w)[¡-¿÷×‡†‰ˆ˜√∫∑∏≤≥Ω∂∆◊ﬁﬂ](?=\w)|[\x80-\x9f]|[ˆ˜‰‡†¦¤¼½¾ºª]")


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
    return _of_one_byte(data)


def _of_one_byte(data: bytes) -> tuple[str, str]:
    """The reading in which most letters are those that people write."""
    readings = [(data.decode(codec, errors="replace"), name) for codec, name in _OF_ONE_BYTE]
    return max(readings, key=lambda reading: _plausibility(reading[0][:SAMPLE]))


def _plausibility(text: str) -> int:
    return len(_USUAL.findall(text)) - 2 * len(_ODD.findall(text)) - 2 * text.count("\ufffd")


def is_text(text: str) -> bool:
    """Whether somebody may have written this: hardly a control character in it, or one that no encoding gave."""
    if "\x00" in text:
        return False
    sample = text[:SAMPLE]
    strange = sum(sign == "\ufffd" or sign not in LAYOUT and unicodedata.category(sign) == "Cc" for sign in sample)
    return strange * FEW <= len(sample)
