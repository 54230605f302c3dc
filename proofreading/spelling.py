"""Which words a language has: Hunspell’s dictionaries, kept beside this file, loaded at the first check and never at start."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

FOLDER = Path(__file__).parent / "dictionaries"
# Hunspell takes long over longer ones, which are no words.
LONGEST_WORD = 60
# American and Oxford spellings are spellings too.
_VARIANTS = (
    ("iz", "is"),
    ("yz", "ys"),
    ("or", "our"),
    ("er", "re"),
    ("ered", "red"),
    ("ering", "ring"),
    ("og", "ogue"),
    ("ense", "ence"),
    ("program", "programme"),
    ("l", "ll"),
    ("fulfill", "fulfil"),
    ("ou", "o"),
    ("enroll", "enrol"),
    ("aging", "ageing"),
    ("dgment", "dgement"),
    ("skillful", "skilful"),
)


class Dictionary(Protocol):
    """A dictionary of Hunspell."""

    def spell(self, word: str, /) -> bool: ...
    def stem(self, word: str, /) -> tuple[str, ...]: ...
    def analyze(self, word: str, /) -> tuple[str, ...]: ...


@cache
def _dictionary(language: str) -> Dictionary | None:
    folder = FOLDER / language.split("-")[0]
    if not folder.is_dir():
        return None
    from hunspell import Hunspell

    dictionary: Dictionary = Hunspell("index", hunspell_data_dir=str(folder))
    return dictionary


def has_dictionary(language: str) -> bool:
    return (FOLDER / language.split("-")[0]).is_dir()


@lru_cache(maxsize=60_000)
def knows(language: str, word: str) -> bool:
    """Whether a language has a word. A language without a dictionary knows them all."""
    dictionary = _dictionary(language)
    if dictionary is None or len(word) > LONGEST_WORD:
        return True
    word = word.replace("’", "'")
    try:
        if dictionary.spell(word):
            return True
        if language.startswith("en"):
            return any(old in word and dictionary.spell(word.replace(old, new)) for old, new in _VARIANTS)
    except (UnicodeError, ValueError):
        return True
    return False


@lru_cache(maxsize=20_000)
def stems(language: str, word: str) -> frozenset[str]:
    """The words of the dictionary that a word is a form of; none where it is no word, or where there is no dictionary."""
    dictionary = _dictionary(language)
    if dictionary is None or len(word) > LONGEST_WORD or not knows(language, word):
        return frozenset()
    return frozenset(dictionary.stem(word))


@lru_cache(maxsize=20_000)
def analyses(language: str, word: str) -> tuple[str, ...]:
    """What the dictionary says of a word, in Hunspell’s fields; nothing where it has no word, or tells nothing of it."""
    dictionary = _dictionary(language)
    if dictionary is None or len(word) > LONGEST_WORD:
        return ()
    return tuple(dictionary.analyze(word.replace("’", "'")))
