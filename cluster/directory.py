"""What the directory says of each person: what they do here, at which institution, and what they work on.

The consortium knows their roles; what they do in something of an upper floor (a programme), that floor brings with
``add_parts``, for a whole list at once: how their rows are read, and what is told of them. So the lines of a list are kept
under the rows (``publishing.kept_entries``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.safestring import SafeString

from publishing.filters import capital
from publishing.kept_entries import kept_by_rows, written_each
from publishing.localized_text import localized_text
from publishing.prepared_queries import ReadRows

from .models import Institution, Person

SUBJECTS_SHOWN = 6
"""How many subjects a line of the directory tells; the person's page has them all."""


@dataclass(frozen=True)
class Part:
    """What somebody does in a public thing of an upper floor: in words, and the thing by its name, its page and its tone."""

    words: str
    name: str
    path: str
    tone: str = ""
    is_example: bool = False
    institution: Institution | None = None
    """Where they work there, if it is public in the language that the part is told in."""
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class DirectoryEntry:
    """A person with their parts, the public institutions they work at, and their subjects: their own, or else their parts'."""

    person: Person
    parts: tuple[Part, ...]
    institutions: tuple[Institution, ...]
    subjects: tuple[str, ...]

    @property
    def few_subjects(self) -> tuple[str, ...]:
        return self.subjects[:SUBJECTS_SHOWN]

    @property
    def more_subjects(self) -> int:
        """How many more there are than a line tells."""
        return len(self.subjects[SUBJECTS_SHOWN:])

    def in_a_sentence(self, language: str) -> str:
        """The person in a line, for those who see the page's address shared: what they do, where, on what.

        A place that the role already names (“professor at Sorbonne University”) is not named again.
        """
        roles = [localized_text(role, "title", language).words for role in self.person.current_roles]
        parts = [f"{part.words} {part.name}" for part in self.parts]
        does = ", ".join(roles or parts)
        places = [localized_text(one, "name", language).words for one in self.institutions]
        where = ", ".join(place for place in places if place not in does)
        return ". ".join(capital(said) for said in (does, where, ", ".join(self.few_subjects)) if said)

    @property
    def has_card(self) -> bool:
        """Whether there is anything to say at a glance: no heading stands above nothing."""
        person = self.person
        said = (self.person.current_roles, self.institutions, self.subjects, person.laboratory, person.spoken, person.elsewhere)
        return any(said) or person.answers_press


class PartsProvider(NamedTuple):
    """Reads rows by the keys of people and a language; tells of them, in it, pairs of a person’s key and a part."""

    read: Callable[[list[int], str], ReadRows]
    tell: Callable[[list[Any], str], Iterable[tuple[int, Part]]]


_providers: list[PartsProvider] = []


def add_parts(read: Callable[[list[int], str], ReadRows], tell: Callable[[list[Any], str], Iterable[tuple[int, Part]]]) -> None:
    """Have the directory tell of rows that an upper floor keeps."""
    _providers.append(PartsProvider(read, tell))


def entries_of(people: Sequence[Person], language: str) -> list[DirectoryEntry]:
    """The entries of ``people``, in their order; a fixed number of queries however many they are."""
    keys = [person.pk for person in people]
    return _entries(people, language, *(provider.read(keys, language).records for provider in _providers))


def written_entries(people: ReadRows | list[Person], language: str) -> SafeString:
    """The lines of the directory that tell of ``people``."""
    keys = people.keys if isinstance(people, ReadRows) else [person.pk for person in people]
    return _written(people, language, *(provider.read(keys, language) for provider in _providers))


@kept_by_rows
def _written(people: list[Person], language: str, *places: list[Any]) -> SafeString:
    entries = ({"entry": entry} for entry in _entries(people, language, *places))
    return written_each("cluster/_person_entry.html", entries)


def _entries(people: Sequence[Person], language: str, *places: list[Any]) -> list[DirectoryEntry]:
    parts: dict[int, list[Part]] = {person.pk: [] for person in people}
    for provider, rows in zip(_providers, places, strict=True):
        for key, part in provider.tell(rows, language):
            parts[key].append(part)
    return [_entry(person, parts[person.pk], language) for person in people]


def _entry(person: Person, parts: list[Part], language: str) -> DirectoryEntry:
    named = [*(role.shown_institution for role in person.current_roles), *(part.institution for part in parts)]
    at = {one.pk: one for one in named if one is not None}
    own = person.subjects_in(language) or [subject for part in parts for subject in part.subjects]
    return DirectoryEntry(person, tuple(parts), tuple(at.values()), tuple(dict.fromkeys(own)))
