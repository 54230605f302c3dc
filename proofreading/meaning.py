"""What a text says, apart from how it is set: for whoever must know whether its meaning may have changed.

Two texts that differ in typography alone have one meaning: letter case, spaces of any kind and number, forms of apostrophes,
quotation marks and dashes, soft hyphens, one or two code points for “é”, “œ” or “oe”, the signs that close and divide a
sentence, bold and italics, and how paragraphs, headings, lists and tables are laid out. Words, their accents, every digit and
the signs of a figure (“3,5”, “−5”, “10²”, “40 %”), question marks, and the addresses that links lead to are meaning.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from .html_tokens import Characters, HtmlTag, html_tokens

_INLINE = frozenset({"strong", "b", "em", "i", "u", "a", "span", "sub", "sup", "wbr"})
"""The tags that may stand within a word; every other one ends it."""
_DASHES = dict.fromkeys(map(ord, "-‐‑‒–—―−"), "-")
_RAISED = {ord(sign): f"^{digit}" for sign, digit in zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True)}
_LOWERED = {ord(sign): digit for sign, digit in zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True)}
_LIGATURES = {ord("œ"): "oe", ord("Œ"): "oe", ord("æ"): "ae", ord("Æ"): "ae", ord("ﬁ"): "fi", ord("ﬂ"): "fl"}
_ONE_FORM = _DASHES | _RAISED | _LOWERED | _LIGATURES
_TOLD = frozenset("%‰&@#§?")
"""The signs that Unicode counts as punctuation and that say something."""
_THOUSANDS = re.compile(r"(?<=\d)\s+(?=\d{3}(?!\d))")
_NO_POWER = re.compile(r"(?<!\d)\^|\^(?!\d)")
_RANGE = re.compile(r"(?<=\d)\s*-\s*(?=\d)")
_NEGATIVE = re.compile(r"(?<![^\s(\[«“\"])-(?=\d)")
_MINUS = "\ue000"
"""Stands for the minus of a figure while dashes become spaces."""
_IN_FIGURE = re.compile(r"(?<=\d)[.,:/'’](?=\d)|(?<=\d)-(?=\d)|(?<=\d)\^(?=\d)")
_SHOWN = re.compile(r"\S+\s*")


def meaning_of(text: str, *, is_html: bool = False) -> str:
    """The words, figures and signs that a text says, parted by spaces; empty where it says nothing.

    It is only for comparing. Two texts have the same exactly where neither says what the other does not.
    """
    plain, addresses = _read_html(text) if is_html else (text, [])
    plain = "".join(sign for sign in unicodedata.normalize("NFC", plain) if unicodedata.category(sign) != "Cf")
    plain = plain.translate(_ONE_FORM).casefold()
    plain = _RANGE.sub("-", _THOUSANDS.sub("", _NO_POWER.sub("", plain)))
    plain = _NEGATIVE.sub(_MINUS, plain)
    kept = {match.start() for match in _IN_FIGURE.finditer(plain)}
    words = "".join(sign if place in kept or _says_something(sign) else " " for place, sign in enumerate(plain))
    return " ".join([*words.replace(_MINUS, "-").split(), *(f"<{address}>" for address in addresses)])


def _says_something(sign: str) -> bool:
    category = unicodedata.category(sign)
    return sign == _MINUS or sign in _TOLD or category[0] in "LNM" or (category[0] == "S" and category != "Sk")


def digest_of(text: str, *, is_html: bool = False) -> str:
    """The meaning of a text in 32 characters; empty where it says nothing."""
    meaning = meaning_of(text, is_html=is_html)
    return hashlib.sha256(meaning.encode()).hexdigest()[:32] if meaning else ""


def _read_html(source: str) -> tuple[str, list[str]]:
    """What a page shows, and the addresses that its links lead to, in order."""
    pieces, addresses = [], []
    for token in html_tokens(source):
        if isinstance(token, Characters):
            pieces.append(token.text)
            continue
        pieces.append(_stands_for(token))
        if token.name == "a" and not token.is_closing and (address := token.attributes.get("href")):
            addresses.append(address.strip())
    return "".join(pieces), addresses


def _stands_for(tag: HtmlTag) -> str:
    if tag.name == "sup" and not tag.is_closing:
        return "^"
    return "" if tag.name in _INLINE else "\n"


def plain_text(text: str, *, is_html: bool = False) -> str:
    """A text for a reader, without markup: a line for each paragraph, and the address of a link behind its words."""
    if not is_html:
        return text.strip()
    pieces, leads_to = [], ""
    for token in html_tokens(text):
        if isinstance(token, Characters):
            pieces.append(token.text)
        elif token.name == "a":
            pieces.append(f" ({leads_to})" if token.is_closing and leads_to else "")
            leads_to = "" if token.is_closing else token.attributes.get("href", "")
        elif token.name not in _INLINE:
            pieces.append("\n")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def count_words(text: str, *, is_html: bool = False) -> int:
    """How many words and figures there are to translate."""
    shown = plain_text(text, is_html=is_html)
    return sum(1 for piece in shown.split() if any(sign.isalnum() for sign in piece))


@dataclass(frozen=True)
class Passage:
    """A stretch of two texts: ``old`` is what the first says there, ``new`` the second; equal where nothing changed."""

    old: str
    new: str
    is_changed: bool


def compared(old: str, new: str, *, is_html: bool = False, is_exact: bool = False) -> list[Passage]:
    """Two texts word by word; words that differ in typography alone count as the same, and stand as the second has them.

    With ``is_exact`` they count as changed, for whoever asks what was typed and not what was meant.
    """
    read = str.strip if is_exact else meaning_of
    before, after = (_shown_words(plain_text(text, is_html=is_html)) for text in (old, new))
    matched = difflib.SequenceMatcher(None, list(map(read, before)), list(map(read, after)), autojunk=False)
    passages = []
    for kind, first, last, start, end in matched.get_opcodes():
        said, says = "".join(before[first:last]), "".join(after[start:end])
        passages.append(Passage(said, says, kind != "equal" and read(said) != read(says)))
    return passages


def _shown_words(text: str) -> list[str]:
    """The words of a text, each with the spaces behind it and the signs around it that say nothing."""
    words: list[str] = []
    for word in _SHOWN.findall(text):
        if words and not (meaning_of(word) and meaning_of(words[-1])):
            words[-1] += word
        else:
            words.append(word)
    return words


def count_changed_words(old: str, new: str, *, is_html: bool = False) -> int:
    """How many words of the second text the first has not; at least one, since taking words away is work as well."""
    passages = compared(old, new, is_html=is_html)
    return max(1, sum(count_words(passage.new) for passage in passages if passage.is_changed))
