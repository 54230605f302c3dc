"""Frequent words of French and English with what the other language says for them, and which of them exclude one another.

A meaning is a number. A word has those of every row in which it stands; the meanings of one row of ``contrasts.txt`` exclude
one another: what is said of the morning here is not said of the evening there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from ..tokens import Token
from . import of

LANGUAGES = ("fr", "en")
# Endings of words, and how much is left of a word without its ending.
_ENDINGS = {
    "fr": frozenset(
        "ements ement ations ation eraient eront erait erais erez erai eras era aient antes ante ants ant ees ee eurs eur euses"
        " euse ives ive ifs if iques ique elles elle els aux als ales ale al ait ais ent ez er es e s x"
        " ssaient ssent ssait ssant ront ra r".split()
    ),
    "en": frozenset("ations ation ments ment ings ing ied ies ers ed er es ly e s y".split()),
}
_LONGEST_ENDING = 7
_LEAST_LEFT = 4
_EXACT = "="
# A row of so many sides holds opposites.
OPPOSITES = 2

Key = tuple[str, ...]


class Meant(NamedTuple):
    """A word of a text, or a few that are one, with what it may mean; none where the lexicon has not got it."""

    start: int
    end: int
    text: str
    meanings: frozenset[int]


class Lexicon(NamedTuple):
    """The meanings of each language’s words, how many words begin with which one, the row of each that excludes others, and the
    rows of opposites, which have two sides."""

    words: dict[str, dict[Key, frozenset[int]]]
    longest: dict[str, dict[str, int]]
    rows: dict[int, int]
    opposites: frozenset[int]

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


@lru_cache(maxsize=20_000)
def stem(language: str, word: str) -> str:
    """A word without its longest ending; roughly, but for all of its forms alike."""
    return _without_ending(word, _ENDINGS[language])


def _without_ending(word: str, endings: frozenset[str]) -> str:
    for length in range(min(_LONGEST_ENDING, len(word) - _LEAST_LEFT), 0, -1):
        if word[-length:] in endings:
            return word[:-length]
    return word[:-1] if len(word) == _LEAST_LEFT and word[-1] == "s" else word


@cache
def lexicon() -> Lexicon:
    """Read once, at the first check of two languages."""
    words: dict[str, dict[Key, frozenset[int]]] = {language: {} for language in LANGUAGES}
    rows: dict[int, int] = {}
    opposites: set[int] = set()
    for meaning, (number, side, sides) in enumerate(_sides()):
        if sides > 1:
            rows[meaning] = number
        if sides == OPPOSITES:
            opposites.add(number)
        said = frozenset((meaning,))
        for language, list_of_words in zip(LANGUAGES, side.split("="), strict=True):
            table, endings = words[language], _ENDINGS[language]
            for word in list_of_words.split():
                key = _key(word, endings)
                table[key] = table[key] | said if key in table else said
    longest = {language: _longest(table) for language, table in words.items()}
    return Lexicon(words, longest, rows, frozenset(opposites))


def _sides() -> Iterator[tuple[int, str, int]]:
    """Each meaning with the number of its row, and how many sides that has: more than one exclude one another."""
    for number, row in enumerate(_lines("lexicon.txt") + _lines("contrasts.txt")):
        sides = row.split("|")
        for side in sides:
            yield number, side, len(sides)


def _longest(table: dict[Key, frozenset[int]]) -> dict[str, int]:
    """How many words the longest name has that begins with a word, where it is more than one."""
    found: dict[str, int] = {}
    for key in table:
        if len(key) > found.get(key[0], 1):
            found[key[0]] = len(key)
    return found


def _key(word: str, endings: frozenset[str]) -> Key:
    if "_" in word or "-" in word:
        return tuple(_without_ending(part, endings) for part in word.rstrip(".").replace("-", "_").split("_"))
    return (_EXACT + word[:-1],) if word[-1] == "." else (_without_ending(word, endings),)


def _lines(name: str) -> list[str]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and line[0] not in "#["]
