"""Names of people."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...nearness import distance, same_person
from ...reading import NamedPerson, Reading
from ...rule import ONE_TEXT, PORTAL, Found, rule
from ...sentences import say
from ...source import Block
from ...text import fold
from ...tokens import folded_words
from ..spans import holds, spans_of
from .organisations import words_of

# A surname of so many letters may have so many of them wrong; a shorter one is another name.
SHORTEST_SURNAME, MOST_WRONG_LETTERS = 5, 2
# Of shorter given names too many are a letter from another one.
SHORTEST_GIVEN = 4
# A name is held against so many people with one initial, or with one name in common. No communiqué names more; where one
# does, it is said, so that time grows with the text only and nothing is left unread in silence.
MOST_ALIKE = 200
# Alone: followed by no other name; “Lestrade’s” is Lestrade.
_SURNAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]+(?:[-’'][A-ZÀ-Þ][^\W\d_]+)*(?![\w-]| [A-ZÀ-Þ])")


@rule(
    "surname-misspelt",
    ERROR,
    ONE_TEXT,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt"),
)
def surname_misspelt(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only where a single surname of the text is as near."""
    surnames = _surnames(text)
    for block, start, end in _titled_surnames(text):
        shown = block.text[start:end]
        alike = surnames.get(fold(shown)[:1], {})
        if fold(shown) in alike:
            continue
        if len(alike) > MOST_ALIKE:
            yield Found(block, start, end, say("not-compared", number=MOST_ALIKE))
            continue
        near = [person for surname, person in alike.items() if _is_nearly(fold(shown), surname)]
        if len(near) == 1:
            right = near[0].name.split()[-1]
            message = say("written-elsewhere", one=shown, other=right)
            yield Found(block, start, end, message, right, other=_place_of(near[0]))


def _surnames(text: Reading) -> dict[str, dict[str, NamedPerson]]:
    """Who is named, by the initial of the surname and by the surname; the first of each."""
    surnames: dict[str, dict[str, NamedPerson]] = defaultdict(dict)
    for person in text.people:
        surname = fold(person.name.split()[-1])
        surnames[surname[:1]].setdefault(surname, person)
    return surnames


def _titled_surnames(text: Reading) -> Iterator[tuple[Block, int, int]]:
    """Each surname that stands alone behind a form of address."""
    titles = "|".join(sorted(map(re.escape, text.words.honorifics), key=len, reverse=True))
    if not titles:
        return
    behind_title = re.compile(rf"(?<!\w)(?:{titles})\.?[ \u00a0](?=\w)")
    for block in text.blocks:
        whole = spans_of(text.people_in(block))
        for match in behind_title.finditer(block.folded):
            name = _SURNAME.match(block.text, match.end())
            if name is not None and not holds(whole, name.start()):
                yield block, name.start(), name.end()


def _is_nearly(wrong: str, surname: str) -> bool:
    if min(len(surname), len(wrong)) < SHORTEST_SURNAME:
        return False
    return distance(surname, wrong, MOST_WRONG_LETTERS) <= MOST_WRONG_LETTERS


def _place_of(person: NamedPerson) -> tuple[Block, int, int]:
    return person.block, person.start, person.end


@rule(
    "person-twice-spelt",
    WARNING,
    ONE_TEXT,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt", "surname-misspelt"),
)
def person_twice_spelt(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Of two spellings as frequent, the later one is told."""
    spelling = _Spellings(text.people)
    for person in text.people:
        better = spelling.better(person.name)
        if better is not None:
            message = say("written-elsewhere", one=person.name, other=better.name)
            yield Found(*_place_of(person), message, better.name, other=_place_of(better))
        elif spelling.has_too_many_like(person):
            yield Found(*_place_of(person), say("not-compared", number=MOST_ALIKE))


class _Spellings:
    """The names of a text, each by its first place, with the ones that share its given name or its surname."""

    def __init__(self, people: Iterable[NamedPerson]) -> None:
        self.times = Counter(person.name for person in people)
        self.first: dict[str, NamedPerson] = {}
        self.by_word: dict[tuple[int, str], list[NamedPerson]] = defaultdict(list)
        self._better: dict[str, NamedPerson | None] = {}
        for person in people:
            if person.name not in self.first:
                self.first[person.name] = person
                for end in (0, -1):
                    self.by_word[end, person.key[end]].append(person)

    def better(self, name: str) -> NamedPerson | None:
        """Somebody whose name this may be, spelt in a way that is likelier to be right."""
        if name not in self._better:
            person = self.first[name]
            alike = (other for named_alike in self._like(person) for other in named_alike[:MOST_ALIKE])
            others = [other for other in alike if self._is_likelier(other, person)]
            better = (other for other in others if _may_be_one_person(person, other) or self._is_given_otherwise(person, other))
            self._better[name] = next(better, None)
        return self._better[name]

    def _is_given_otherwise(self, person: NamedPerson, other: NamedPerson) -> bool:
        """“Maude Kervel” once, where the text has “Maud Kervel” again and again: a letter of the given name."""
        one, two = person.key[0], other.key[0]
        is_usual = self.times[person.name] == 1 and self.times[other.name] > 1
        is_near = min(len(one), len(two)) >= SHORTEST_GIVEN and person.key[1:] == other.key[1:] and distance(one, two, 1) == 1
        return is_usual and is_near

    def has_too_many_like(self, person: NamedPerson) -> bool:
        return any(len(alike) > MOST_ALIKE for alike in self._like(person))

    def _like(self, person: NamedPerson) -> list[list[NamedPerson]]:
        """Everybody with the same given name, and with the same surname; nobody for somebody whom the records have."""
        if person.human is not None or len(person.key) < 2:
            return []
        return [self.by_word[end, person.key[end]] for end in (0, -1)]

    def _is_likelier(self, other: NamedPerson, person: NamedPerson) -> bool:
        """Whether a spelling is more frequent than another or, as frequent, stands before it."""
        times, others = self.times[person.name], self.times[other.name]
        return others > times or (others == times and _comes_before(other, person))


def _comes_before(person: NamedPerson, other: NamedPerson) -> bool:
    return (person.block.index, person.start) < (other.block.index, other.start)


def _may_be_one_person(person: NamedPerson, other: NamedPerson) -> bool:
    """Whether two names have as many words, and one of them differs by a slip, or only in its accents."""
    key, other_key = person.key, other.key
    if len(key) != len(other_key) or key[0][0] != other_key[0][0]:
        return False
    differing = [(word, other_word) for word, other_word in zip(key, other_key, strict=True) if word != other_word]
    if not differing:
        return words_of(person.name) != words_of(other.name)
    return len(differing) == 1 and same_person(*differing[0])


@rule(
    "person-misspelt",
    ERROR,
    PORTAL,
    subject="person",
    yields_to=("look-alike-letters", "misspelt-name", "programme-misspelt", "surname-misspelt", "person-twice-spelt"),
)
def person_misspelt(text: Reading, known: Knowledge) -> Iterator[Found]:
    for person in text.people:
        if person.human is None or person.name.isupper():
            continue
        right = person.human.name
        if words_of(person.name) != words_of(right) and person.key == folded_words(right):
            yield Found(*_place_of(person), say("written", right=right), right, person.human.record)
