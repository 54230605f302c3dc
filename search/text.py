"""Words reduced to what a reader means by them: case, accents and endings aside, in each language."""

import re
import unicodedata
from functools import cache, lru_cache

import snowballstemmer
from django.utils.html import strip_tags

STEMMERS = {
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "it": "italian",
    "pt": "portuguese",
    "nl": "dutch",
}
_WORD = re.compile(r"[a-z0-9]+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})


def fold(text: str) -> str:
    """Lower case without accents; ligatures spelt out, one kind of apostrophe."""
    spelt = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    return "".join(sign for sign in spelt if not unicodedata.combining(sign))


@cache
def _stemmer(language: str):
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order. Only ``a–z`` and digits come out, so no query can harm an engine.

    A word is stemmed with its accents (the French stemmer reads them) and folded afterwards.
    """
    plain = unicodedata.normalize("NFC", text.translate(_LIGATURES).lower())
    if language == "fr":
        plain = _ELISION.sub(" ", plain)
    found = []
    for word in re.findall(r"\w+", plain.replace("_", " ")):
        found.extend(_reduced(word, language))
    return found


@lru_cache(maxsize=50_000)
def _reduced(word: str, language: str) -> list[str]:
    stemmer = _stemmer(language)
    return _WORD.findall(fold(stemmer.stemWord(word) if stemmer else word))


def words_of_html(html: str) -> str:
    """The text of formatted prose, with a space where a tag stood."""
    return strip_tags(re.sub(r"<", " <", html))
