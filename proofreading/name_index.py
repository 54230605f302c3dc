"""Finds the names of bodies in a text: word for word first, the longest first, then as bags of content words in any order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from . import words
from .tokens import Token, folded_words

if TYPE_CHECKING:
    from .knowledge import KnownName, KnownOrganisation

EXACT, REORDERED = "exact", "reordered"
# A name of more words is not looked for.
LONGEST_NAME = 14
# A name of one word in small letters: an acronym of more letters may be written as a word, “Inria”.
_SHORT_ACRONYM = 5
# A name of one word, in so few letters, is told from a word by its capitals alone.
_LIKE_A_WORD = 3
# Two words in any order are a name; between commas, which part a list, it takes three.
_FEWEST_WORDS, _FEWEST_WORDS_OF_A_LIST = 2, 3
# Between the words of a reordered name stand as many others at most.
_WORDS_BETWEEN = 2
_PARTS_NAMES = frozenset(".;:!?\n«»")
_IN_A_NAME = " -\u00a0"

Named = tuple["KnownOrganisation", str]
"""A body, and that name of it which was meant."""


@dataclass(frozen=True)
class NameMatch:
    """A stretch of a text that names a body; ``how`` tells whether word for word, or the same words in another order."""

    body: KnownOrganisation
    start: int
    end: int
    how: str
    name: str


class NameIndex:
    def __init__(self, bodies: Iterable[KnownOrganisation]) -> None:
        self.exact: dict[tuple[str, ...], Named] = {}
        self.bags: dict[frozenset[str], Named] = {}
        self.acronyms: dict[str, KnownOrganisation] = {}
        self.forms: set[str] = set()
        self.lookalikes: dict[tuple[str, ...], Named] = {}
        bodies = list(bodies)
        languages = {name.language for body in bodies for name in body.names if name.language}
        self.stops: frozenset[str] = frozenset().union(*(words.of(language).stops for language in languages))
        for body in bodies:
            for name in body.names:
                self._add(body, name)
            self._add_lookalikes(body)
        self.starts = {key[0] for key in self.exact}
        self.bag_words = frozenset(chain.from_iterable(self.bags))
        self.lookalike_starts = {key[0] for key in self.lookalikes}
        self.longest = min(max((len(key) for key in self.exact), default=0), LONGEST_NAME)
        self.longest_bag = max((len(bag) for bag in self.bags), default=0)

    def _add(self, body: KnownOrganisation, name: KnownName) -> None:
        key = _key(name.text)
        if not key or len(key) > LONGEST_NAME:
            return
        is_acronym = name.kind == "acronym"
        if len(key) == 1 and name.text.islower() and not is_acronym:
            return
        if len(key) == 1 and (is_acronym or name.text.isupper() or len(name.text) <= _SHORT_ACRONYM):
            self.acronyms.setdefault(name.text, body)
        self.exact.setdefault(key, (body, name.text))
        self.forms.add(name.text)
        content = frozenset(key) - self.stops
        if len(content) >= _FEWEST_WORDS and " " in name.text and not body.is_term:
            self.bags.setdefault(content, (body, name.text))

    def _add_lookalikes(self, body: KnownOrganisation) -> None:
        names = {name.text for name in body.names}
        for wrong in body.lookalikes:
            if (key := _key(wrong)) and wrong not in names:
                self.lookalikes[key] = body, wrong

    def find(self, text: str, folded: str, found: list[Token]) -> list[NameMatch]:
        """The names in one text, left to right, none inside another."""
        matches, place = [], 0
        while place < len(found):
            match = self._exact_at(text, found, place) or self._reordered_at(text, found, place)
            if match is not None:
                matches.append(match)
                while place < len(found) and found[place].start < match.end:
                    place += 1
            else:
                place += 1
        return matches

    def _exact_at(self, text: str, found: list[Token], place: int) -> NameMatch | None:
        """The longest name that stands word for word at a token."""
        if found[place].text not in self.starts:
            return None
        for length in range(min(self.longest, len(found) - place), 0, -1):
            run = found[place : place + length]
            named = self.exact.get(tuple(token.text for token in run))
            if named and (match := _match(text, run, named, EXACT)):
                return match
        return None

    def _reordered_at(self, text: str, found: list[Token], place: int) -> NameMatch | None:
        """The longest run of words from a token on that are those of a name, in any order."""
        if found[place].text not in self.bag_words:
            return None
        longest = None
        bag: set[str] = set()
        in_a_list = False
        for last in range(place, min(place + self.longest_bag * _WORDS_BETWEEN, len(found))):
            if found[last].text in self.stops:
                continue
            between = text[found[last - 1].end : found[last].start] if last > place else ""
            if not self._goes_on(found[last].text, bag, between):
                break
            in_a_list = in_a_list or "," in between
            bag.add(found[last].text)
            enough = len(bag) >= (_FEWEST_WORDS_OF_A_LIST if in_a_list else _FEWEST_WORDS)
            longest = (enough and self._reordered(text, found, place, last, bag)) or longest
        return longest

    def _goes_on(self, word: str, bag: set[str], between: str) -> bool:
        """Whether a word may be the next one of a name, no sign before it that parts names."""
        return word in self.bag_words and word not in bag and _PARTS_NAMES.isdisjoint(between)

    def _reordered(self, text: str, found: list[Token], place: int, last: int, bag: set[str]) -> NameMatch | None:
        named = self.bags.get(frozenset(bag))
        if named is None or self._is_longer(text, found, place, last):
            return None
        return _match(text, found[place : last + 1], named, REORDERED)

    def _is_longer(self, text: str, found: list[Token], place: int, last: int) -> bool:
        """Whether the words are only part of a longer name, which may be another body’s."""
        if last + 1 < len(found) and _joined(text, found[last], found[last + 1]) and text[found[last + 1].start].isupper():
            return True
        if place and found[place - 1].text not in self.stops:
            return _joined(text, found[place - 1], found[place]) and text[found[place - 1].start].isupper()
        return False


def _key(name: str) -> tuple[str, ...]:
    return folded_words(name)


def _joined(text: str, first: Token, second: Token) -> bool:
    """Whether a single space or hyphen stands between two words."""
    return second.start - first.end == 1 and text[first.end] in _IN_A_NAME


def _match(text: str, run: list[Token], named: Named, how: str) -> NameMatch | None:
    """A run of words as a name, where it is written as a name is: some of it in capitals, and no piece of a word."""
    body, name = named
    start, end = run[0].start, run[-1].end
    shown = text[start:end]
    if not any(map(str.isupper, shown)) and not (body.is_term and len(run) > 1):
        return None
    if len(run) == 1 and not (_is_written_as(shown, name) and not _is_hyphened(text, start, end)):
        return None
    return NameMatch(body, start, end, how, name)


def _is_written_as(shown: str, name: str) -> bool:
    return shown == name or (len(shown) > _LIKE_A_WORD and (shown.isupper() or shown[0].isupper()))


def _is_hyphened(text: str, start: int, end: int) -> bool:
    """Whether a short name is only a piece of a longer word: “IA” in “IA-Cluster”."""
    before, after = text[start - 1 : start], text[end : end + 2]
    return before in ("-", "‑", "@", "#", "/") or (after[:1] in ("-", "‑") and after[1:2].isalnum())
