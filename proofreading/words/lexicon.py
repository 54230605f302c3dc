"""Frequent words of French and English with what the other language says for them, and which of them exclude one another.

A meaning is a number. A word has those of every row in which it stands; the meanings of one row of ``contrasts.txt`` exclude
one another: what is said of the morning here is not said of the evening there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from ..text import fold
from ..tokens import Token
from . import of

LANGUAGES = ("fr", "en")
# Endings of words, the longest first, and how much is left of a word without its ending.
_ENDINGS = {
    "fr": (
        "ements ement ations ation eraient eront erait erais erons erez erai eras era aient antes ante ants ant ees ees ee"
        " eurs eur euses euse ives ive ifs if iques ique elles elle els aux als ales ale al ait ais ent ez er es e s x"
    ).split(),
    "en": "ations ation ments ment ings ing ied ies ers ed er es ly e s y".split(),
}  # fmt: skip
_LEAST_LEFT = 4
_EXACT = "="

Key = tuple[str, ...]


class Meant(NamedTuple):
    """A word of a text, or a few that are one, with what it may mean; none where the lexicon has not got it."""

    start: int
    end: int
    text: str
    meanings: frozenset[int]


class Lexicon(NamedTuple):
    """The meanings of each language’s words, how many words begin with which one, and the row of each that excludes others."""

    words: dict[str, dict[Key, frozenset[int]]]
    longest: dict[str, dict[str, int]]
    rows: dict[int, int]

    def read(self, language: str, tokens: Sequence[Token]) -> Iterator[Meant]:
        """The words of a stretch, those that are one together."""
        table, longest, stops = self.words[language], self.longest[language], of(language).stops
        stems = [stem(language, token.text) for token in tokens]
        place = 0
        while place < len(tokens):
            most = min(longest.get(stems[place], 1), len(tokens) - place)
            found: frozenset[int] = frozenset()
            for length in range(most, 0, -1):
                key = tuple(stems[place : place + length])
                if length > 1 or tokens[place].text not in stops:
                    found = table.get(key, found)
                if length == 1:
                    found |= table.get((_EXACT + tokens[place].text,), frozenset())
                if found:
                    most = length
                    break
            else:
                most = 1
            said = " ".join(token.text for token in tokens[place : place + most])
            yield Meant(tokens[place].start, tokens[place + most - 1].end, said, found)
            place += most


def stem(language: str, word: str) -> str:
    """A word without its ending; roughly, but for all of its forms alike."""
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_LEFT:
            return word[: -len(ending)]
    return word


@cache
def lexicon() -> Lexicon:
    """Read once, at the first check of two languages."""
    words: dict[str, dict[Key, set[int]]] = {language: {} for language in LANGUAGES}
    rows: dict[int, int] = {}
    meaning = 0
    for number, row in enumerate(_lines("lexicon.txt") + _lines("contrasts.txt")):
        sides = row.split("|")
        for side in sides:
            meaning += 1
            if len(sides) > 1:
                rows[meaning] = number
            for language, said in zip(LANGUAGES, side.split("="), strict=True):
                for word in said.split():
                    words[language].setdefault(_key(language, word), set()).add(meaning)
    longest: dict[str, dict[str, int]] = {language: {} for language in LANGUAGES}
    for language, table in words.items():
        for key in table:
            longest[language][key[0]] = max(longest[language].get(key[0], 1), len(key))
    return Lexicon({one: {key: frozenset(all_) for key, all_ in table.items()} for one, table in words.items()}, longest, rows)


def _key(language: str, word: str) -> Key:
    if word.endswith("."):
        return (_EXACT + word[:-1],) if "_" not in word else tuple(stem(language, part) for part in word[:-1].split("_"))
    return tuple(stem(language, part) for part in word.replace("-", "_").split("_"))


def _lines(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return [fold(line) for line in lines if line and line[0] not in "#["]
