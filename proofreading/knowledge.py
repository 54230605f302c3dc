"""What the portal knows, loaded once per check in a fixed number of queries, as plain objects: the rules never touch the
database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain
from typing import NamedTuple, Protocol

from .name_index import NameIndex
from .nearness import NearIndex
from .sentences import language_names
from .text import fold
from .tokens import folded_words

MEMBER, CLUSTER, PARTNER, TERM = "institution", "cluster", "partner", "term"


class WrittenRecord(Protocol):
    """What has texts of its own."""

    def written(self) -> Iterator[str]:
        """Every text of it, in all languages."""
        ...


@dataclass(frozen=True)
class KnownRecord:
    """The record of the portal that a finding was held against: its model, key and name."""

    model: str
    pk: object
    name: str


@dataclass(frozen=True)
class KnownName:
    """One way to name a body, and whether it is the one to use in its language."""

    text: str
    language: str = ""
    kind: str = "alias"


@dataclass(eq=False)
class KnownOrganisation:
    """An organisation, a national cluster, a partner or a known term, under all its names."""

    key: str
    kind: str
    names: list[KnownName]
    lookalikes: list[str] = field(default_factory=list)
    record: KnownRecord | None = None
    website: str = ""
    leads: bool = False
    ours: bool = False
    acronym: str = ""

    @property
    def is_term(self) -> bool:
        """Whether this is a word of the trade rather than somebody."""
        return self.kind == TERM

    def written(self) -> Iterator[str]:
        return (name.text for name in self.names)

    def official(self, language: str) -> str:
        by_language = {name.language: name.text for name in self.names if name.kind == "official"}
        return by_language.get(language) or next(iter(by_language.values()), self.names[0].text if self.names else "")


@dataclass(frozen=True)
class KnownRole:
    """A role somebody bears, with its title in each language."""

    titles: dict[str, str]
    body: str = ""
    start: date | None = None
    end: date | None = None
    as_of: str = ""


@dataclass(eq=False)
class KnownPerson:
    given: str
    family: str
    posts: list[KnownRole] = field(default_factory=list)
    record: KnownRecord | None = None

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}".strip()

    def written(self) -> Iterator[str]:
        yield self.name
        for post in self.posts:
            yield from post.titles.values()


@dataclass(eq=False)
class KnownContact:
    name: str
    email: str
    phone: str
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed: date | None = None
    record: KnownRecord | None = None
    out_of_hours: str = ""
    """The telephone number outside office hours."""

    def is_valid(self, day: date | None) -> bool:
        """Whether somebody is a contact on a day; on no day in particular, everybody is."""
        return day is None or (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(eq=False)
class KnownFigure:
    key: str
    value: Decimal
    unit: str
    qualifier: str
    scope: str
    as_of: str
    labels: dict[str, str]
    periods: dict[str, str]
    record: KnownRecord | None = None

    def written(self) -> Iterator[str]:
        return chain(self.labels.values(), self.periods.values())


@dataclass(eq=False)
class KnownMilestone:
    date: str
    date_end: str
    titles: dict[str, str]
    record: KnownRecord | None = None
    planned: bool = False

    def written(self) -> Iterator[str]:
        return iter(self.titles.values())


@dataclass(eq=False)
class KnownProgramme:
    acronym: str
    titles: dict[str, str]
    lead: str = ""
    investigators: list[str] = field(default_factory=list)
    record: KnownRecord | None = None

    def written(self) -> Iterator[str]:
        return chain((self.acronym,), self.titles.values())


@dataclass(eq=False)
class KnownBoilerplate:
    """A boilerplate as it reads now."""

    titles: dict[str, str]
    texts: dict[str, str]
    as_of: date | None = None
    record: KnownRecord | None = None
    key: str = ""

    def written(self) -> Iterator[str]:
        return chain(self.titles.values(), self.texts.values())


@dataclass(eq=False)
class TermPair:
    """One thing and what each language calls it."""

    texts: dict[str, list[str]]
    record: KnownRecord | None = None
    is_body: bool = False

    def written(self) -> Iterator[str]:
        return chain.from_iterable(self.texts.values())


class Remark(NamedTuple):
    """What a grammar checker says of a stretch of a paragraph, and what it would write instead, if it says so."""

    tool: str
    start: int
    end: int
    better: str


class GrammarTool(Protocol):
    """A grammar checker of one language."""

    def read(self, paragraphs: Sequence[str], /) -> list[list[Remark]]: ...


@dataclass(eq=False)
class Knowledge:
    """Everything a rule may hold a text against. Empty by default: a text can be checked against itself alone."""

    bodies: list[KnownOrganisation] = field(default_factory=list)
    people: list[KnownPerson] = field(default_factory=list)
    contacts: list[KnownContact] = field(default_factory=list)
    figures: list[KnownFigure] = field(default_factory=list)
    milestones: list[KnownMilestone] = field(default_factory=list)
    programmes: list[KnownProgramme] = field(default_factory=list)
    boilerplates: list[KnownBoilerplate] = field(default_factory=list)
    glossary: list[TermPair] = field(default_factory=list)
    # The languages of the house, the main one first, each with its name in those of the interface.
    languages: Mapping[str, Mapping[str, str]] = field(default_factory=language_names)
    today: date | None = None
    # Grammar checkers that read along, by language; none unless whoever checks asks for them (“language_tools.py”).
    tools: Mapping[str, GrammarTool] = field(default_factory=dict)

    @cached_property
    def ours(self) -> KnownOrganisation | None:
        return next((body for body in self.bodies if body.ours), None)

    @cached_property
    def lead(self) -> KnownOrganisation | None:
        return next((body for body in self.bodies if body.leads), None)

    @cached_property
    def by_key(self) -> dict[str, KnownOrganisation]:
        return {body.key: body for body in self.bodies}

    @cached_property
    def contacts_by_record(self) -> dict[object, KnownContact]:
        """Contacts by the key of their record."""
        return {contact.record.pk: contact for contact in self.contacts if contact.record}

    @cached_property
    def boilerplates_by_record(self) -> dict[object, KnownBoilerplate]:
        """Boilerplates by the key of their record."""
        return {standing.record.pk: standing for standing in self.boilerplates if standing.record}

    @cached_property
    def names(self) -> NameIndex:
        return NameIndex(self.bodies)

    @cached_property
    def near_names(self) -> NearIndex[KnownOrganisation | KnownPerson | KnownContact]:
        """Names of bodies, people and contacts, found where one word is misspelt."""
        written: list[tuple[str, KnownOrganisation | KnownPerson | KnownContact]] = [*self._names_of_bodies()]
        written += [(human.name, human) for human in self.people]
        written += [(contact.name, contact) for contact in self.contacts]
        return NearIndex(written)

    @cached_property
    def near_names_but_small_words(self) -> NearIndex[KnownOrganisation]:
        """Names of bodies without their small words, found where one of the others differs."""
        return NearIndex(self._names_of_bodies(), without=self.names.stops)

    def _names_of_bodies(self) -> Iterator[tuple[str, KnownOrganisation]]:
        return ((name.text, body) for body in self.bodies if body.kind != TERM for name in body.names)

    @cached_property
    def people_by_family(self) -> dict[str, list[KnownPerson]]:
        found = defaultdict(list)
        for human in self.people:
            family = folded_words(human.family)
            if family:
                found[family[-1]].append(human)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word, in small letters as written, that some record of the portal uses: never a misspelling."""
        records: Iterable[WrittenRecord] = chain(
            self.bodies,
            self.people,
            self.glossary,
            self.figures,
            self.programmes,
            self.boilerplates,
            self.milestones,
        )
        return frozenset(word for record in records for text in record.written() for word in folded_words(text))

    def in_force(self, day: date | None) -> list[KnownFigure]:
        """Of figures with one label, the one that held on a day: a claim is read at its date."""
        day = day or self.today
        newest: dict[tuple[object, ...], KnownFigure] = {}
        for figure in sorted(self.figures, key=lambda one: one.as_of):
            key = (tuple(sorted((code, fold(text)) for code, text in figure.labels.items())), figure.unit, figure.scope)
            if key not in newest or day is None or figure.as_of <= day.isoformat():
                newest[key] = figure
        return list(newest.values())
