"""What the portal knows, loaded once per check in a fixed number of queries, as plain objects: the rules never touch the
database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import chain

from . import words
from .sentences import language_names
from .text import fold
from .tokens import Token, tokens

MEMBER, CLUSTER, PARTNER, TERM = "institution", "cluster", "partner", "term"
LONGEST_NAME = 14


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


@dataclass(eq=False)
class KnownContact:
    name: str
    email: str
    phone: str
    valid_from: date | None = None
    valid_until: date | None = None
    confirmed: date | None = None
    record: KnownRecord | None = None

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


@dataclass(eq=False)
class KnownMilestone:
    date: str
    date_end: str
    titles: dict[str, str]
    record: KnownRecord | None = None
    planned: bool = False


@dataclass(eq=False)
class KnownProgramme:
    acronym: str
    titles: dict[str, str]
    lead: str = ""
    investigators: list[str] = field(default_factory=list)
    record: KnownRecord | None = None


@dataclass(eq=False)
class KnownBoilerplate:
    """A boilerplate as it reads now."""

    titles: dict[str, str]
    texts: dict[str, str]
    as_of: date | None = None
    record: KnownRecord | None = None
    key: str = ""


@dataclass(eq=False)
class TermPair:
    """One thing and what each language calls it."""

    texts: dict[str, list[str]]
    record: KnownRecord | None = None
    is_body: bool = False


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
        return NameIndex(self)

    @cached_property
    def people_by_family(self) -> dict[str, list[KnownPerson]]:
        found = defaultdict(list)
        for human in self.people:
            family = [token.text for token in tokens(fold(human.family))]
            if family:
                found[family[-1]].append(human)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word, in small letters as written, that some record of the portal uses: never a misspelling."""
        texts = chain(
            (name.text for body in self.bodies for name in body.names),
            (human.name for human in self.people),
            (title for human in self.people for post in human.posts for title in post.titles.values()),
            (text for pair in self.glossary for texts in pair.texts.values() for text in texts),
            (text for figure in self.figures for text in (*figure.labels.values(), *figure.periods.values())),
            (text for programme in self.programmes for text in (programme.acronym, *programme.titles.values())),
            (text for standing in self.boilerplates for text in (*standing.titles.values(), *standing.texts.values())),
            (text for milestone in self.milestones for text in milestone.titles.values()),
        )
        return frozenset(token.text for text in texts for token in tokens(fold(text)))

    def in_force(self, day: date | None) -> list[KnownFigure]:
        """Of figures with one label, the one that held on a day: a claim is read at its date."""
        day = day or self.today
        newest: dict[tuple, KnownFigure] = {}
        for figure in sorted(self.figures, key=lambda one: one.as_of):
            key = (tuple(sorted((code, fold(text)) for code, text in figure.labels.items())), figure.unit, figure.scope)
            if key not in newest or day is None or figure.as_of <= day.isoformat():
                newest[key] = figure
        return list(newest.values())


@dataclass(frozen=True)
class Mention:
    """A stretch of text that names a body; ``how`` tells whether word for word, or the same words in another order."""

    body: KnownOrganisation
    start: int
    end: int
    how: str
    name: str


EXACT, CASE, REORDERED = "exact", "case", "reordered"


class NameIndex:
    """Finds names in a text: word for word first, the longest first, then as bags of content words in any order."""

    def __init__(self, known: Knowledge):
        self.exact: dict[tuple[str, ...], tuple[KnownOrganisation, str]] = {}
        self.bags: dict[frozenset[str], tuple[KnownOrganisation, str]] = {}
        self.acronyms: dict[str, KnownOrganisation] = {}
        self.forms: set[str] = set()
        self.lookalikes: dict[tuple[str, ...], tuple[KnownOrganisation, str]] = {}
        stops = frozenset().union(
            *(words.of(name.language).stops for body in known.bodies for name in body.names if name.language)
        )
        for body in known.bodies:
            for name in body.names:
                self._add(body, name, stops)
            for wrong in body.lookalikes:
                key = tuple(token.text for token in tokens(fold(wrong)))
                if key and wrong not in {name.text for name in body.names}:
                    self.lookalikes[key] = body, wrong
        self.starts = {key[0] for key in self.exact}
        self.bag_words = frozenset(chain.from_iterable(self.bags))
        self.lookalike_starts = {key[0] for key in self.lookalikes}
        self.stops = stops
        self.longest = min(max((len(key) for key in self.exact), default=0), LONGEST_NAME)
        self.longest_bag = max((len(bag) for bag in self.bags), default=0)

    def _add(self, body: KnownOrganisation, name: KnownName, stops: frozenset[str]) -> None:
        key = tuple(token.text for token in tokens(fold(name.text)))
        if not key or len(key) > LONGEST_NAME:
            return
        short = len(key) == 1
        if short and name.kind != "acronym" and name.text.islower():
            return
        if short and (name.kind == "acronym" or name.text.isupper() or len(name.text) <= 5):
            self.acronyms.setdefault(name.text, body)
        self.exact.setdefault(key, (body, name.text))
        self.forms.add(name.text)
        content = frozenset(key) - stops
        if len(content) >= 2 and " " in name.text and body.kind != TERM:
            self.bags.setdefault(content, (body, name.text))

    def find(self, text: str, folded: str, found: list[Token]) -> list[Mention]:
        """The mentions in one block, left to right, none inside another."""
        mentions, place = [], 0
        while place < len(found):
            mention, length = self._at(text, found, place)
            if mention is not None:
                mentions.append(mention)
                place += length
            else:
                place += 1
        return mentions

    def _at(self, text: str, found: list[Token], place: int) -> tuple[Mention | None, int]:
        if found[place].text in self.starts:
            for length in range(min(self.longest, len(found) - place), 0, -1):
                hit = self.exact.get(tuple(token.text for token in found[place : place + length]))
                if hit and (mention := self._mention(text, found, place, length, *hit, EXACT)):
                    return mention, length
        if found[place].text in self.bag_words:
            bag: set[str] = set()
            best, commas = None, False
            for length, token in enumerate(found[place : place + self.longest_bag * 2], 1):
                if token.text in self.stops:
                    continue
                if token.text not in self.bag_words or token.text in bag:
                    break
                between = text[found[place + length - 2].end : token.start] if length > 1 else ""
                if any(sign in ".;:!?\n«»" for sign in between):
                    break
                commas = commas or "," in between
                bag.add(token.text)
                hit = self.bags.get(frozenset(bag)) if len(bag) > (2 if commas else 1) else None
                if (
                    hit
                    and not self._longer(text, found, place, length)
                    and (mention := self._mention(text, found, place, length, *hit, REORDERED))
                ):
                    best = mention, length
            if best:
                return best
        return None, 0

    def _mention(
        self, text: str, found: list[Token], place: int, length: int, body: KnownOrganisation, name: str, how: str
    ) -> Mention | None:
        start, end = found[place].start, found[place + length - 1].end
        shown = text[start:end]
        if not any(sign.isupper() for sign in shown) and not (body.kind == TERM and length > 1):
            return None
        if length == 1:
            if len(shown) <= 3 and shown != name:
                return None
            if shown != name and not (shown.isupper() or shown[0].isupper()):
                return None
            if self._hyphened(text, start, end):
                return None
        return Mention(body, start, end, how, name)

    def _longer(self, text: str, found: list[Token], place: int, length: int) -> bool:
        """Whether the words are only part of a longer name, which may be another body’s."""
        last = place + length - 1
        if last + 1 < len(found):
            following = found[last + 1]
            if (
                following.start - found[last].end == 1
                and text[following.start].isupper()
                and text[found[last].end] in " -\u00a0"
            ):
                return True
        if place and found[place - 1].text not in self.stops:
            before = found[place - 1]
            return found[place].start - before.end == 1 and text[before.start].isupper() and text[before.end] in " -\u00a0"
        return False

    @staticmethod
    def _hyphened(text: str, start: int, end: int) -> bool:
        """Whether a short name is only a piece of a longer word: “IA” in “IA-Cluster”."""
        before, after = text[start - 1 : start], text[end : end + 2]
        return before in ("-", "‑", "@", "#", "/") or (after[:1] in ("-", "‑") and after[1:2].isalnum())
