"""Words reduced to what a reader means by them: case, accents and endings aside, in each language."""

import re
import unicodedata
from functools import cache, lru_cache
from html import unescape

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
EMPTY_WORDS = {
    "fr": (
        "a à au aux avec ce ces cet cette comment d dans de des du elle en est et eux il ils j je l la le les leur leurs lui "
        "ma mais me mes mon n ne nos notre nous on ou où par pas pour qu que quel quelle quelles quels qui s sa sans se ses si "
        "son sont sur ta te tes toi ton tu un une vers vos votre vous y"
    ),
    "en": (
        "a about an and are as at be but by do does for from has have he her his how i if in into is its me my no not of on or "
        "our she so than that the their them then there these they this to us was we were what when where which who why will "
        "with you your"
    ),
}
"""Words that say nothing of a page. Neither indexed nor asked for."""

LONGEST = 60
_WORD = re.compile(r"[a-z0-9]+")
_SPELT = re.compile(r"\w+")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=\w)")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "_": " "})


def fold(text: str) -> str:
    """Lower case without accents; ligatures spelt out, one kind of apostrophe."""
    spelt = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    return "".join(sign for sign in spelt if not unicodedata.combining(sign))


@cache
def _stemmer(language: str):
    return snowballstemmer.stemmer(STEMMERS[language]) if language in STEMMERS else None


@cache
def _empty_words(language: str) -> frozenset[str]:
    return frozenset(EMPTY_WORDS.get(language, "").split())


def words(text: str, language: str) -> list[str]:
    """The words of a text in order, in small letters, with their accents, without elided articles."""
    plain = unicodedata.normalize("NFC", text.translate(_LIGATURES).lower())
    if language == "fr":
        plain = _ELISION.sub(" ", plain)
    return _SPELT.findall(plain)


def telling(text: str, language: str) -> list[str]:
    """The words that say something; all of them where none does."""
    found = words(text, language)
    return [word for word in found if word not in _empty_words(language)] or found


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order. Only ``a–z`` and digits come out, so no query can harm an engine."""
    return [stem for word in words(text, language) for stem in stems_of(word, language)]


def telling_stems(text: str, language: str) -> list[str]:
    return [stem for word in telling(text, language) for stem in stems_of(word, language)]


@lru_cache(maxsize=50_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """A word is stemmed with its accents (the French stemmer reads them) and folded afterwards."""
    stemmer = _stemmer(language)
    return tuple(part[:LONGEST] for part in _WORD.findall(fold(stemmer.stemWord(word) if stemmer else word)))


def folded_words(text: str, language: str) -> list[str]:
    """The words as they begin when somebody types them: folded, not stemmed."""
    return [part[:LONGEST] for word in telling(text, language) for part in _WORD.findall(fold(word))]


def squeezed(text: str) -> list[str]:
    """Names with signs inside as people type them without: ``aphp`` for ``AP-HP``, ``prairie`` for ``PR[AI]RIE-PSAI``."""
    found = []
    for chunk in text.split():
        if len(_WORD.findall(fold(chunk))) > 1:
            found.append("".join(_WORD.findall(fold(chunk)))[:LONGEST])
            found.extend(_WORD.findall(re.sub(r"[\[\]()]", "", fold(chunk))))
    return found


def words_of_html(html: str) -> str:
    """The text of formatted prose, with a space where a tag stood."""
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
