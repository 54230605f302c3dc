"""The one table that folds letters: for search, order, addresses, identity, and for the check of texts.

Unicode takes most Latin letters apart into a plain letter and its marks (“é”). Those that it does not (“ø”, “ł”, “ß”, “œ”) are
spelt here once. Two folds are made from it: ``spelt_out`` writes a letter in full (“œ” becomes “oe”), as search and order need
it; ``fold`` keeps the length of the text (“œ” becomes “o”), as whoever must point into the text needs it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Protocol

import snowballstemmer

APOSTROPHES = "'’‘‛ʼʻʽʾʿʹ＇`´"
"""Every sign that people write for an apostrophe, or that stands for one in names written from other alphabets."""
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d\u200e\u200f"
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
"""Signs that a reader does not see and that come with texts of a PDF or a word processor: soft hyphens, joiners, marks of
direction, selectors. They part no word (Unicode: default ignorable code points)."""
SPACES = (
    " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
    "\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
HYPHENS = "-‐‑"
STEMMERS = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
LONGEST_STEM = 60
# Letters that neither Unicode takes apart nor their own name tells.
_NAMED = {
    "ß": "ss",
    "ẞ": "ss",
    "ð": "d",
    "Ð": "d",
    "þ": "th",
    "Þ": "th",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ŋ": "n",
    "Ŋ": "n",
    "ə": "e",
    "Ə": "e",
    "ʃ": "s",
    "Ʃ": "s",
    "ʒ": "z",
    "Ʒ": "z",
    "ȝ": "y",
    "Ȝ": "y",
    "ƿ": "w",
    "Ƿ": "w",
    "Ɣ": "g",
    "ɣ": "g",
    "Ɩ": "i",
    "ɩ": "i",
    "Ʊ": "u",
    "ʊ": "u",
    "Ʉ": "u",
    "ʉ": "u",
    "Ɋ": "q",
    "Ƕ": "hv",
}
# Where Unicode keeps its Latin letters.
_LATIN = ((0x00C0, 0x02AF), (0x1E00, 0x1EFF), (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xAB30, 0xAB6F))
_NAME = re.compile(
    r"LATIN (?:CAPITAL|SMALL) (?:LETTER|LIGATURE) (?:OPEN |TURNED |REVERSED |DOTLESS |AFRICAN )?([A-Z]{1,2})(?: WITH .+)?"
)
_WORD = re.compile(r"[a-z0-9]+")
WORD_AS_WRITTEN = re.compile(rf"\w[\w{INVISIBLE}\u0300-\u036f]*")
"""A word as it stands in a text, with the signs inside it that nobody sees and the marks that join no letter."""
_SPELT_WORD = re.compile(r"\w+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")


def _spelling(sign: str) -> str:
    """The plain small letters that stand for a Latin letter without decomposition; empty for every other sign."""
    if sign in _NAMED:
        return _NAMED[sign]
    if unicodedata.decomposition(sign):
        return ""
    named = _NAME.fullmatch(unicodedata.name(sign, ""))
    return named[1].lower() if named else ""


LETTERS: dict[str, str] = {
    sign: spelt
    for first, last in _LATIN
    for sign in map(chr, range(first, last + 1))
    if sign not in "×÷" and (spelt := _spelling(sign))
}
"""Every Latin letter that Unicode does not take apart, with the letters of ``a`` to ``z`` it is spelt with."""

_LETTERS = str.maketrans(LETTERS)
_UNSEEN = str.maketrans("", "", INVISIBLE)
_SEEN = _LETTERS | _UNSEEN
_PLAIN = _SEEN | str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"_": " "})
# “İ” in small letters is an “i” with a mark that joins no letter.
_WRITTEN = _PLAIN | str.maketrans({"İ": "I"})


class _Folds(dict[int, str]):
    """One character to one character, worked out once each."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


def _folded(sign: str) -> str:
    if sign in APOSTROPHES:
        return "'"
    if sign in SPACES:
        return " "
    if sign in HYPHENS:
        return "-"
    apart = unicodedata.normalize("NFKD", sign)
    letter = (apart if len(apart) <= 3 else sign)[0]
    first = LETTERS.get(letter, letter.casefold())[:1] or sign
    return first if first != " " and (first.isalnum() or first == sign) else sign


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Small letters without accents, one kind of space, hyphen and apostrophe; exactly as long as ``text``.

    “œ” becomes “o”, not “oe”: a fold that lengthens the text moves every place behind it.
    """
    return text.translate(_FOLDS)


def without_marks(text: str) -> str:
    """Small letters without accents, every Latin letter spelt out in ``a`` to ``z``; signs stay, but for those nobody sees."""
    return _apart(text, _SEEN)


def spelt_out(text: str) -> str:
    """``without_marks`` with one kind of apostrophe, and a space for an underscore: as search compares words."""
    return _apart(text, _PLAIN)


def _apart(text: str, table: dict[int, str | int | None]) -> str:
    spelt = unicodedata.normalize("NFKD", text).translate(table).casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", spelt) if not unicodedata.combining(sign))


def identity(name: str) -> str:
    """What two ways of writing one name have in common: equal for names that differ in case, accents, ligatures, spaces,
    apostrophes, hyphens or signs that nobody sees. Empty for a name without letters and digits."""
    return " ".join(_SPELT_WORD.findall(spelt_out(name)))


def words(text: str, language: str) -> list[str]:
    """The words of a text in order, in small letters, with their accents, without elided articles."""
    written = unicodedata.normalize("NFC", text.translate(_WRITTEN).lower())
    plain = "".join(sign for sign in written if not unicodedata.combining(sign))
    if language == "fr":
        plain = _ELISION.sub(" ", plain)
    return _SPELT_WORD.findall(plain)


def stems(text: str, language: str) -> list[str]:
    """The stems of a text’s words, in order. Only ``a–z`` and digits come out, so no query can harm an engine."""
    return [stem for word in words(text, language) for stem in stems_of(word, language)]


@lru_cache(maxsize=50_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """A word is stemmed with its accents (the French stemmer reads them) and folded afterwards.

    The French stemmer keeps the plural of nouns in -o (“logos”, “photos”): it goes first.
    """
    stemmer = _stemmer(language)
    if language == "fr" and len(word) > 4 and word.endswith("os"):
        word = word[:-1]
    return tuple(part[:LONGEST_STEM] for part in _WORD.findall(spelt_out(stemmer.stemWord(word) if stemmer else word)))


class Stemmer(Protocol):
    """A stemmer of Snowball."""

    def stemWord(self, word: str, /) -> str: ...


def _stemmer(language: str) -> Stemmer | None:
    """One for each word: it holds the word that it works on, and threads that shared one would mix up theirs."""
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None
