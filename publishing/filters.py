"""What every list's filters share: their state is in the address, each choice says how many match, and none is a dead end.

The public things of a list are few enough (hundreds, thousands) to be counted in memory: one query reads the key of each with
the columns that the filters ask for, one more each relation. The choices, their counts, the things that match and what each
filter alone takes away all come from there, so that they agree, and no choice costs a query.

No number holds an example. A choice under which there are examples alone leads to them, and has no number.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Choices, Model
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import many_choices
from .kept_pieces import kept_while_unchanged
from .kept_values import where
from .querysets import PublishedQuerySet
from .sorting import sort_key

FEW = 8
_Derived = TypeVar("_Derived")


@dataclass(frozen=True)
class Option:
    """One choice of a facet: its value in the address, its words, its place in the order, and the tone of a theme."""

    value: str
    label: str
    rank: int = 0
    tone: str = ""


MOST_DERIVED = 200
"""Pieces of one list that are kept for what is chosen in it: its filters are many together, and most are asked for once."""
Marks = Iterable[tuple[object, Option | None]]


def one_of(kinds: type[Choices]) -> Callable[[str], Option | None]:
    """Reads a column whose choices are an enumeration, in its order and its words."""
    known = {value: (rank, label) for rank, (value, label) in enumerate(kinds.choices)}

    def read(value: str) -> Option | None:
        rank, label = known.get(value, (0, ""))
        return Option(value, capital(label), rank) if label else None

    return read


def year(number: int) -> Option:
    """A year, the latest first."""
    return Option(str(number), str(number), -number)


def capital(words: object) -> str:
    """A label with its first letter large, whatever follows it."""
    text = str(words)
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Choice:
    """A choice as a list shows it: how many things match if it is chosen beside the other filters, and examples with them."""

    option: Option
    count: int
    examples: int
    chosen: bool

    @property
    def is_open(self) -> bool:
        """Whether choosing it leads anywhere; what is chosen can always be taken back."""
        return self.chosen or self.count + self.examples > 0

    @property
    def is_counted(self) -> bool:
        """Whether its number says something: not where it leads to examples alone."""
        return self.count > 0 or not self.examples


@dataclass(frozen=True)
class FacetGroup:
    """A facet as a list shows it, with how many things match when it chooses nothing, and examples with them."""

    name: str
    label: str
    every: str | Promise
    count: int
    examples: int
    choices: list[Choice]
    has_more: bool = False
    """Whether it holds more choices than are shown, which words find."""
    words: str = ""
    """The words by which choices are sought."""

    @property
    def is_counted(self) -> bool:
        return self.count > 0 or not self.examples

    @property
    def words_name(self) -> str:
        """The parameter of the words."""
        return self.name + many_choices.WORDS

    @property
    def is_long(self) -> bool:
        return bool(self.every) and len(self.choices) > FEW

    @property
    def is_open(self) -> bool:
        """Whether nothing is chosen in it."""
        return not any(choice.chosen for choice in self.choices)


@dataclass(frozen=True)
class Chip:
    """A filter in force: its words, the query string without it, and how many things would match then, and examples."""

    label: str
    without: str
    count: int
    examples: int

    @property
    def is_open(self) -> bool:
        """Whether something is left without it."""
        return self.count + self.examples > 0


@dataclass(frozen=True)
class CorrectedWords:
    """Words under which a list holds nothing, and the likely ones that it was filtered by instead."""

    typed: str
    words: str


class Facet(django_filters.Filter):
    """A filter whose choices are what the public things of a list hold, each with its count.

    ``columns`` names the columns to read (a function of the language where they depend on it), of which ``read``
    makes an ``Option``, or none. A relation gives ``marks`` instead: from the public things, pairs of a thing's key and an
    ``Option``; those of a thing that is not public are left aside, so that ``marks`` need not ask. With ``every`` (the words
    for no
    choice) one choice is made at a time, otherwise several widen each other.
    """

    field_class = forms.MultipleChoiceField

    def __init__(
        self,
        *,
        columns: tuple[str, ...] | Callable[[str], tuple[str, ...]] = (),
        read: Callable[..., Option | None] | None = None,
        marks: Callable[[PublishedQuerySet], Marks] | None = None,
        every: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.columns, self.read, self.marks, self.every = columns, read, marks, every

    def option(self, *values: object) -> Option | None:
        """What the columns of one thing make, if anything."""
        return self.read(*values) if self.read else None

    def columns_in(self, language: str) -> tuple[str, ...]:
        return self.columns(language) if callable(self.columns) else self.columns


@dataclass
class _Held:
    """What a list's public things hold of one facet."""

    things: dict[Option, set] = field(default_factory=dict)

    def add(self, key: object, option: Option | None) -> None:
        if option is not None:
            self.things.setdefault(option, set()).add(key)

    @cached_property
    def is_many(self) -> bool:
        return len(self.things) > many_choices.MOST

    def with_any(self, values: Iterable[str]) -> set:
        found = [things for option, things in self.things.items() if option.value in values]
        return set().union(*found)


@dataclass
class _Things:
    """The public things of a list: their keys, those of examples among them, and what they hold of each facet."""

    everything: set = field(default_factory=set)
    examples: set = field(default_factory=set)
    held: dict[str, _Held] = field(default_factory=dict)
    derived: dict[Hashable, Any] = field(default_factory=dict)
    """What is made of them alone while nobody filters: it stands as long as they do."""


def in_order(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda one: (one.rank, sort_key(one.label), one.value))


@dataclass(frozen=True)
class QuerySetToCome:
    """The public things of a list, of which the query is made when it is first asked: not where all that it says is kept."""

    model: type[Model]
    make: Callable[[], PublishedQuerySet]


class PublicFilterSet(django_filters.FilterSet):
    """A FilterSet over what is public in a language. ``queryset`` is that, without what a list shows beside it.

    ``kept_under`` names the list and its language, where what its things hold may be kept while the content is unchanged: the
    same name must always come with the same queryset.

    Whatever in the address no filter understands is left aside, and
    ``left_aside`` says so: an old link or an absurd one still leads to a list.
    """

    filters: dict[str, django_filters.Filter]
    request: HttpRequest
    _queryset: PublishedQuerySet | QuerySetToCome

    def __init__(
        self,
        data: QueryDict | None = None,
        queryset: PublishedQuerySet | QuerySetToCome | None = None,
        kept_under: Hashable = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data if data is not None else QueryDict(), queryset, **kwargs)
        self.left_aside = False
        self.kept_under = kept_under and (type(self), kept_under)
        self._words = {name: self._typed(name) for name in self.filters if name not in self._facets}
        self._read_as: dict[str, str] = {}
        things = self._things()
        self.everything, self._examples, self._held, self._derived = (
            things.everything,
            things.examples,
            things.held,
            things.derived,
        )
        self._kept = {name: self._holding(name, value) for name, value in self._words.items() if value}
        self.corrections = [found for name in self._kept if not self._kept[name] and (found := self._corrected(name))]
        self._sought = {name: self._words_for(name) for name, held in self._held.items() if held.is_many}
        self._found = {
            name: many_choices.holding(self._held[name].things, words) for name, words in self._sought.items() if words
        }
        self._chosen = {name: self._understood(name) for name in self._facets}
        self.data = self._address()

    @property
    def queryset(self) -> PublishedQuerySet:
        made = self._queryset.make() if isinstance(self._queryset, QuerySetToCome) else self._queryset
        self._queryset = made
        return made

    @queryset.setter
    def queryset(self, given: PublishedQuerySet | QuerySetToCome) -> None:
        self._queryset = given

    @property
    def _facets(self) -> dict[str, Facet]:
        return {name: one for name, one in self.filters.items() if isinstance(one, Facet)}

    def _typed(self, name: str) -> str:
        """The words typed into a filter that is no facet, or none where its field refuses them."""
        try:
            return self.filters[name].field.clean(self.data.get(name)) or ""
        except ValidationError:
            self.left_aside = True
            return ""

    def _understood(self, name: str) -> list[str]:
        """The values of a facet that are among its choices, each once; only the last where it takes one."""
        asked = list(dict.fromkeys(value for value in self.data.getlist(name) if value))
        known = {option.value for option in self._held[name].things}
        found = [value for value in asked if value in known]
        self.left_aside |= len(found) < len(asked)
        found = found[-1:] if self._facets[name].every else found
        return self._narrowed(name, found) if self._found.get(name) else found

    def _narrowed(self, name: str, values: list[str]) -> list[str]:
        """Of the values of a facet those that the words for its choices find; the only one that they find is meant."""
        among = [one.value for one in self._found[name]]
        return among if len(among) == 1 else [value for value in values if value in among]

    def _words_for(self, name: str) -> str:
        """The words by which choices of a facet are sought."""
        words = self.data.get(name + many_choices.WORDS, "")[: many_choices.LONGEST_WORDS]
        return words.replace("\0", "").strip()

    def _address(self) -> QueryDict:
        """The parameters in force, and no other."""
        data = QueryDict(mutable=True)
        for name in self.filters:
            data.setlist(name, self._chosen[name] if name in self._chosen else list(filter(None, [self._words[name]])))
            data.setlist(name + many_choices.WORDS, list(filter(None, [self._sought.get(name, "")])))
        return data

    def _things(self) -> _Things:
        if not self.kept_under:
            return self._read_things()
        return kept_while_unchanged(self.kept_under, self._read_things, reads_all=True)

    def _read_things(self) -> _Things:
        """The keys of every public thing; on the way, what each holds of every facet."""
        public = self.queryset.order_by()
        found = _Things(held={name: _Held() for name in self._facets})
        for row in self._rows(public, found):
            found.everything.add(row["pk"])
            if row["is_example"]:
                found.examples.add(row["pk"])
        for name, one in self._facets.items():
            for key, option in one.marks(public) if one.marks else ():
                # What is not public adds neither itself nor a choice.
                if key in found.everything:
                    found.held[name].add(key, option)
        return found

    def _rows(self, public: PublishedQuerySet, found: _Things) -> Iterator[dict[str, Any]]:
        """The row of every public thing. What its columns say of a facet is held on the way; the same is read once."""
        facets = {name: one for name, one in self._facets.items() if one.columns}
        reading = {name: one.columns_in(public.language) for name, one in facets.items()}
        known: dict[str, dict[tuple, Option | None]] = {name: {} for name in reading}
        names = list(dict.fromkeys(["pk", "is_example", *(column for columns in reading.values() for column in columns)]))
        for values in public.values_list(*names):
            row = dict(zip(names, values, strict=True))
            for name, columns in reading.items():
                told = tuple(row[column] for column in columns)
                if told not in known[name]:
                    known[name][told] = facets[name].option(*told)
                found.held[name].add(row["pk"], known[name][told])
            yield row

    def _holding(self, name: str, words: str) -> set:
        """The keys of the things that hold the words typed."""
        found = self.filters[name].filter(self.queryset.order_by(), words)
        return self.everything & set(found.values_list("pk", flat=True))

    def _corrected(self, name: str) -> CorrectedWords | None:
        """What the list holds under the likely correction of words under which it holds nothing, if the filter knows one."""
        instead = getattr(self.filters[name], "instead", None)
        if instead is None or not self.everything:
            return None
        typed = self._words[name]
        words = instead(self.queryset.order_by(), typed)
        found = self.filters[name].filter(self.queryset.order_by(), words) if words else self.queryset.none()
        self._kept[name] = set(found.values_list("pk", flat=True))
        if not self._kept[name]:
            return None
        self._read_as[name] = words
        return CorrectedWords(typed, words)

    def _matching(self, *, aside: str = "", instead: Iterable[str] = ()) -> set:
        """The keys of the things that match. The filter named ``aside`` counts with the values ``instead``, or not at all."""
        found = self.everything
        for name in self.filters:
            values = instead if name == aside else self._chosen.get(name)
            if name in self._held:
                found = found & self._held[name].with_any(values) if values else found
            elif name in self._kept and name != aside:
                found = found & self._kept[name]
        return found

    @property
    def is_asked(self) -> bool:
        """Whether the address names a filter, be its value a sensible one or not."""
        return any(name in self.request.GET for name in self.filters)

    @property
    def is_in_force(self) -> bool:
        return bool(self._kept or any(self._chosen.values()))

    @property
    def total(self) -> int:
        """How many things are public, whatever is chosen; examples are none."""
        return self._counted(self.everything)[0]

    @cached_property
    def matching(self) -> set:
        return self._matching()

    @property
    def shown(self) -> int:
        """How many things match; examples are none."""
        return self._counted(self.matching)[0]

    @property
    def examples(self) -> int:
        """How many examples match."""
        return self._counted(self.matching)[1]

    def _counted(self, keys: set) -> tuple[int, int]:
        """How many things there are among the keys, and how many examples."""
        examples = len(keys & self._examples)
        return len(keys) - examples, examples

    def filter_queryset(self, queryset: PublishedQuerySet) -> PublishedQuerySet:
        """Only the things that match."""
        return queryset.filter(pk__in=self.matching) if self.is_in_force else queryset

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The fields in which something is typed."""
        return [self.form[name] for name in self._words]

    @cached_property
    def groups(self) -> list[FacetGroup]:
        """The facets that leave a choice."""
        return self.derived("groups", self._groups)

    def derived(self, name: Hashable, make: Callable[[], _Derived]) -> _Derived:
        """What ``make`` makes of the list’s things, of what is chosen and of words of the language, kept with the things.

        Of what somebody types nothing is kept, and of what is chosen no more than ``MOST_DERIVED``.
        """
        if not self.kept_under or any(self._words.values()) or any(self._sought.values()):
            return make()
        chosen = tuple((choice, tuple(values)) for choice, values in self._chosen.items() if values)
        key = (name, where(), chosen)
        if key not in self._derived:
            made = make()
            if chosen and len(self._derived) >= MOST_DERIVED:
                return made
            self._derived[key] = made
        found: _Derived = self._derived[key]
        return found

    def _groups(self) -> list[FacetGroup]:
        found = []
        for name, facet in self._facets.items():
            others = self._matching(aside=name)
            choices = self._choices(name, others)
            if choices:
                more, words = name in self._sought, self._sought.get(name, "")
                found.append(FacetGroup(name, facet.label, facet.every, *self._counted(others), choices, more, words))
        return found

    def _choices(self, name: str, others: set) -> list[Choice]:
        """The choices of a facet that are shown, in order, each with what matches if it is chosen beside the other filters."""
        things, chosen = self._held[name].things, self._chosen[name]
        options = self._found.get(name) or things
        counts = {one: self._counted(things[one] & others) for one in options}
        shown = many_choices.few(options, counts, chosen) if name in self._sought else list(options)
        return [Choice(one, *counts[one], one.value in chosen) for one in in_order(shown)]

    def group(self, name: str) -> FacetGroup | None:
        """One facet, where it leaves a choice."""
        return next((group for group in self.groups if group.name == name), None)

    @cached_property
    def chips(self) -> list[Chip]:
        found = []
        for name in self.filters:
            chosen = self._chosen.get(name, [])
            held = self._held[name].things if chosen else ()
            for option in in_order(one for one in held if one.value in chosen):
                rest = [value for value in chosen if value != option.value]
                found.append(self._chip(name, option.label, rest))
            if name in self._kept:
                found.append(self._chip(name, _("“%(words)s”") % {"words": self._read_as.get(name, self._words[name])}, []))
        return found

    @property
    def as_search(self) -> str:
        """The words typed, as the query of the portal's search."""
        words = next(filter(None, self._words.values()), "")
        return f"?{urlencode({'q': words})}" if words else ""

    @property
    def ways_out(self) -> list[Chip]:
        """Of several filters that leave nothing together, those without which something is left."""
        return [chip for chip in self.chips if chip.is_open] if len(self.chips) > 1 else []

    def _chip(self, name: str, label: str, rest: list[str]) -> Chip:
        return Chip(label, self.address(name, rest), *self._counted(self._matching(aside=name, instead=rest)))

    def address(self, name: str, values: Iterable[str]) -> str:
        """The query string with other values of one filter."""
        pairs = [(key, value) for key in self.filters for value in (values if key == name else self.data.getlist(key))]
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def form(self) -> forms.Form:
        form = super().form
        form.auto_id = "filter_%s"
        return form
