"""What somebody typed, as conditions on lexemes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from proofreading.text import stems_of

from . import vocabulary
from .engine import All, Any, Condition, Lexeme
from .index import joined
from .text import folded_words, telling

LONGEST = 12
"""How many words are read. More make a sentence, of which the first words say enough."""
MOST_NAMES = 8

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """A word or a set phrase: as typed, and the stems of each way to say it.

    ``references`` are lexemes of visible things that are called so. Those to ``parts`` (a role, a keyword) stand as near to
    what holds them as its title.
    """

    typed: str
    ways: tuple[Phrase, ...]
    references: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    def within(self, mark: str = "") -> Condition:
        """In the part of a row that ``mark`` stands for: ``t_`` titles and names, ``l_`` with what sums up, all where empty."""
        parts: list[Condition] = [_all([Lexeme(mark + stem) for stem in way]) for way in self.ways]
        parts.extend(Lexeme(reference) for reference in (self.parts if mark else (*self.parts, *self.references)))
        return _any(parts)

    def beginning(self) -> Condition:
        """In a title or name that holds the word, or one that begins like it."""
        last = folded_words(self.typed, "")
        begun = [Lexeme(f"w_{last[-1]}", prefix=True)] if last else []
        return _any([self.within("t_"), *begun])


@dataclass(frozen=True)
class Query:
    """All words of a search, in order."""

    words: tuple[Word, ...]
    language: str

    def __bool__(self) -> bool:
        return bool(self.words)

    def holding(self, mark: str = "") -> Condition:
        return _all([word.within(mark) for word in self.words])

    def naming(self) -> Condition:
        """The whole name of something, however it is said."""
        every = product(*(word.ways for word in self.words))
        names = dict.fromkeys(joined(stem for way in ways for stem in way) for ways in islice(every, MOST_NAMES))
        return _any([Lexeme(name) for name in names])

    def beginning(self) -> Condition:
        *whole, last = self.words
        return _all([*(word.within("t_") for word in whole), last.beginning()])

    def all_but_one(self) -> Condition:
        """Rows that hold all words but one, whichever."""
        kept = [self.words[:place] + self.words[place + 1 :] for place in range(len(self.words))]
        return _any([_all([word.within() for word in words]) for words in kept])

    @cached_property
    def ways(self) -> frozenset[Phrase]:
        return frozenset(way for word in self.words for way in word.ways)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(stem for way in self.ways for stem in way)


def _all(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _any(parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else Any(tuple(parts))


def read(text: str, language: str) -> Query:
    """The query in a visitor's words; empty where they hold no word at all."""
    typed = [(word, stems_of(word, language)) for word in telling(text, language)]
    typed = [(word, stems) for word, stems in typed if stems][:LONGEST]
    known = vocabulary.equivalents(language)
    words, place = [], 0
    while place < len(typed):
        for length in range(min(vocabulary.longest(language), len(typed) - place), 0, -1):
            part = typed[place : place + length]
            phrase = tuple(stem for _word, stems in part for stem in stems)
            if length == 1 or phrase in known:
                words.append(Word(" ".join(word for word, _stems in part), known.get(phrase, (phrase,))))
                place += length
                break
    return Query(tuple(words), language)
