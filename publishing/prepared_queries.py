"""Queries that are always the same but for their values, made once in a process and sent as they are from then on.

Django makes the text of a query anew each time it is asked, which costs more than the answer where the rules of visibility run
through several tables. Here the same querysets, with the same rules, are written out once for each language; what differs from
one request to the next are values: the moment, a key, an address. ``@prepared`` stands over a function that gives a queryset::

    @prepared
    def _programmes_of(language: str, *, institution: int) -> CAPQuerySet:
        return CAP.objects.public(language).involving(institution).for_list()

    _programmes_of("fr", institution=3)

What is given by place is a part of the question itself (a language, a kind); by name, a value: a number, a text, a moment, a
day, or a list of keys. The moment is always one: within the function ``clock.now()`` and ``clock.today()`` are those of the
answer, and the rows that come with others (``prefetch_related``) are read as of the same.

Nothing is taken on trust. The function is asked twice, each time with values of its own that stand for those to come, and what
is written must be the same but for them, each as it was given or as the database writes it. The moment and its day may stand
some time before or after (six months of 30 days ago). A queryset that reads a clock of its own, that computes with a value in
another way (its year, midnight, a part of a text) or asks the database something while it is made raises
``NotPreparedError`` at the first use, never a wrong answer later.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable
from django.utils import timezone
from django.utils.translation import get_language

from . import clock
from .kept_values import new_shelf
from .prepared_relations import Relation, relations_of
from .prepared_rows import Records

_Row = TypeVar("_Row")
_Given = ParamSpec("_Given")
NOW, TODAY, KEYS = "now", "today", "keys"
"""The values that every query may use: the moment, its day in the portal's time zone, and keys that lead to its rows."""
Values = Mapping[str, Any]


class NotPreparedError(RuntimeError):
    """A query is not the same but for its values."""


@dataclass(frozen=True)
class _Slot:
    """Which value stands at a place: its name, its number in a list, and how the database has it written."""

    name: str
    number: int | None
    written: Callable[[Any], Any] | None
    away: timedelta | None = None
    """How far from the moment, or from the day, what stands there is."""

    def of(self, values: Values) -> Any:
        value = values[self.name]
        value = value if self.number is None else value[self.number]
        value = value if self.away is None else value + self.away
        return value if self.written is None else self.written(value)


_BEGINNINGS = datetime(2611, 1, 1, 11, 7, 3, 40_000, tzinfo=UTC), datetime(2612, 7, 4, 14, 21, 9, 70_000, tzinfo=UTC)
"""The moments that stand for those to come. Of the two, day and hour, length of month and year, and the offset of Paris differ:
what is as far from one as from the other was reckoned with days, hours or seconds, and with nothing that a calendar changes."""


class _Markers:
    """Values that stand for those to come, as nothing else in a query may look."""

    def __init__(self, which: int, values: Values, ops: Any) -> None:
        self._which, self._next, self._ops = which, 0, ops
        self.values: dict[str, Any] = {}
        self.slots: dict[Any, tuple[str, int | None, str]] = {}
        moment = self._fresh(timezone.now())
        for name, value in {**values, NOW: moment, TODAY: timezone.localdate(moment)}.items():
            given = name in (NOW, TODAY)
            self.values[name] = value if given else self.standing_for(name, value)
            self._keep(name, self.values[name])

    def standing_for(self, name: str, value: Any) -> Any:
        return [self._fresh(one) for one in value] if isinstance(value, list) else self._fresh(value)

    def with_keys(self, keys: list[Any]) -> _Markers:
        """The same, and others that stand for the keys of what leads to further rows."""
        more = copy.copy(self)
        more.values, more.slots = dict(self.values), dict(self.slots)
        more.values[KEYS] = more.standing_for(KEYS, keys)
        more._keep(KEYS, more.values[KEYS])
        return more

    def _fresh(self, like: Any) -> Any:
        self._next += 1
        number = 20_000 + 2 * self._next + self._which
        if isinstance(like, datetime):
            return _BEGINNINGS[self._which] + timedelta(days=2 * self._next)
        if isinstance(like, date):
            return date(2621 + self._which, 1, 1) + timedelta(days=2 * self._next)
        if isinstance(like, bool) or not isinstance(like, int | str):
            raise NotPreparedError(f"A {type(like).__name__} is no value of a prepared query: give it by its place.")
        return number if isinstance(like, int) else f"prepared-{number}"

    def _keep(self, name: str, value: Any) -> None:
        for number, one in enumerate(value) if isinstance(value, list) else ((None, value),):
            self.slots[one] = (name, number, "")
            if isinstance(one, datetime):
                self.slots[self._ops.adapt_datetimefield_value(one)] = (name, number, "adapt_datetimefield_value")
            elif isinstance(one, date):
                self.slots[self._ops.adapt_datefield_value(one)] = (name, number, "adapt_datefield_value")

    def at(self, param: Any) -> tuple[str, int | None, str] | None:
        return self.slots.get(param) if isinstance(param, Hashable) else None


class _Statement:
    """A text of SQL, the places of its values, and what makes records or rows of its answer."""

    def __init__(self, pair: tuple[QuerySet, QuerySet], markers: tuple[_Markers, _Markers]) -> None:
        self._queryset = pair[0]
        self._compiler = self._queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, first = self._compiler.as_sql()
        other_sql, second = pair[1].query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        if sql != other_sql or len(first) != len(second):
            raise NotPreparedError(f"A query of {self._queryset.model.__name__} is not the same with other values.")
        self._sql = sql
        self._params = list(first)
        self._slots = list(self._places(first, second, markers))
        self._prepare_compiler()
        self._records = Records(self._compiler) if self._queryset._iterable_class is ModelIterable else None
        found = zip(relations_of(pair[0]), relations_of(pair[1]), strict=True)
        self._further = [_Further(one, other, markers) for one, other in found]

    def _places(
        self, first: Sequence[Any], second: Sequence[Any], markers: tuple[_Markers, _Markers]
    ) -> Iterator[tuple[int, _Slot]]:
        ops = connections[DEFAULT_DB_ALIAS].ops
        for place, params in enumerate(zip(first, second, strict=True)):
            found = [one.at(param) for one, param in zip(markers, params, strict=True)]
            if found == [None, None] and params[0] != params[1] and (slot := _reckoned(params, markers)):
                yield place, slot
                continue
            if found[0] != found[1] or (found[0] is None and params[0] != params[1]):
                raise NotPreparedError(f"A query of {self._queryset.model.__name__} computes with a value: {params[0]!r}.")
            if found[0] is not None:
                name, number, way = found[0]
                kind = type(params[0])
                written = getattr(ops, way) if way else (kind if isinstance(params[0], int) and kind is not int else None)
                yield place, _Slot(name, number, written)

    def _prepare_compiler(self) -> None:
        fields = [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        converters, composite = self._compiler.get_converters(fields), self._compiler.has_composite_fields(fields)
        self._compiler.get_converters = lambda _fields: converters
        self._compiler.has_composite_fields = lambda _fields: composite

    def rows(self, values: Values) -> list[Any]:
        params = list(self._params)
        for place, slot in self._slots:
            params[place] = slot.of(values)
        compiler = _like(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda: (self._sql, tuple(params))
        if self._records is None:
            query, asked = _like(self._queryset.query), _like(self._queryset)
            query.get_compiler = lambda using: compiler
            asked._query, asked._db = query, DEFAULT_DB_ALIAS
            rows: Any = self._queryset._iterable_class(asked)
            return list(rows)
        found = self._records.of(compiler.results_iter(), DEFAULT_DB_ALIAS)
        for further in self._further:
            further.bring(found, values)
        return found


def _reckoned(params: tuple[Any, Any], markers: tuple[_Markers, _Markers]) -> _Slot | None:
    """What is a length of time from the moment, or some days from its day, whatever the moment."""
    ops = connections[DEFAULT_DB_ALIAS].ops
    for name, kind, way in ((NOW, datetime, "adapt_datetimefield_value"), (TODAY, date, "adapt_datefield_value")):
        read = [_read(kind, param) for param in params]
        if None in read:
            continue
        away = [value - one.values[name] for value, one in zip(read, markers, strict=True)]
        return _Slot(name, None, getattr(ops, way), away[0]) if away[0] == away[1] else None
    return None


def _read(kind: type[date], param: Any) -> Any:
    """A moment or a day, as it is or as SQLite has it written."""
    if isinstance(param, date):
        return param if type(param) is kind else None
    if not isinstance(param, str) or (len(param) == len("2611-01-01")) is (kind is datetime):
        return None
    try:
        read = kind.fromisoformat(param)
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if isinstance(read, datetime) else read


class _Further:
    """The rows that a relation brings with others."""

    LONGEST = 512

    def __init__(self, first: Relation, second: Relation, markers: tuple[_Markers, _Markers]) -> None:
        self._relation, self._pair, self._markers = first, (first, second), markers
        self._kept: dict[int, _Statement | None] = {}
        self._within: list[_Further] = []
        if first.is_there:
            within = zip(first.further, second.further, strict=True)
            self._within = [_Further(one, other, markers) for one, other in within]

    def bring(self, records: list[Any], values: Values) -> None:
        if self._relation.is_there:
            there = self._relation.held_by(records)
            for further in self._within:
                further.bring(there, values)
            return
        keys = self._relation.keys_of(records)
        found = [
            row for start in range(0, len(keys), self.LONGEST) for row in self._rows(keys[start : start + self.LONGEST], values)
        ]
        self._relation.hand_out(records, found)

    def _rows(self, keys: list[Any], values: Values) -> list[Any]:
        """Of as many keys as a power of two: few texts for any number. The last key stands for those that lack."""
        length = 1 << (len(keys) - 1).bit_length()
        keys = keys + keys[-1:] * (length - len(keys))
        if length not in self._kept:
            self._kept[length] = self._prepared(keys)
        statement = self._kept[length]
        return statement.rows({**values, KEYS: keys}) if statement else []

    def _prepared(self, keys: list[Any]) -> _Statement | None:
        markers = (self._markers[0].with_keys(keys), self._markers[1].with_keys(keys))
        first, second = (relation.rows_of(one.values[KEYS]) for relation, one in zip(self._pair, markers, strict=True))
        try:
            return _Statement((first, second), markers)
        except EmptyResultSet:
            return None


class PreparedQuery(Generic[_Given]):
    """A function that gives a queryset, asked for its rows."""

    def __init__(self, build: Callable[_Given, QuerySet], hangs_on: tuple[str, ...] = ("LANGUAGES", "TIME_ZONE")) -> None:
        self._build = build
        self.kept: dict[Hashable, _Statement | None] = new_shelf(*hangs_on)
        self.__doc__ = build.__doc__

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> list[Any]:
        """The rows now, as a list of what the queryset holds. Lists of keys may have any length."""
        values: dict[str, Any] = {name: _padded(value) for name, value in kwargs.items()}
        if any(value == [] for value in values.values()):
            return []
        lengths = tuple((name, len(value)) for name, value in values.items() if isinstance(value, list))
        shape = (args, tuple(values), lengths, get_language(), connections[DEFAULT_DB_ALIAS].vendor)
        if shape not in self.kept:
            self.kept[shape] = self._prepare(args, values)
        statement, moment = self.kept[shape], clock.now()
        return statement.rows({**values, NOW: moment, TODAY: timezone.localdate(moment)}) if statement else []

    def _prepare(self, args: Any, values: Values) -> _Statement | None:
        """``None`` of a query that holds nothing whatever there is, which Django does not even ask."""
        connection = connections[DEFAULT_DB_ALIAS]
        markers = (_Markers(0, values, connection.ops), _Markers(1, values, connection.ops))
        with connection.execute_wrapper(_refuse):
            first, second = (self._asked(args, values, one) for one in markers)
            try:
                return _Statement((first, second), markers)
            except EmptyResultSet:
                return None

    def _asked(self, args: Any, values: Values, markers: _Markers) -> QuerySet:
        with clock.standing_at(markers.values[NOW]):
            return self._build(*args, **{name: markers.values[name] for name in values})


prepared = PreparedQuery


def _padded(value: Any) -> Any:
    """A list of as many keys as a power of two, the last one again for those that lack."""
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    keys = list(dict.fromkeys(value))
    return keys and keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def _refuse(*_asked: object) -> None:
    raise NotPreparedError("The database is asked while a query is made.")


def _like(thing: Any) -> Any:
    """The same once more, to be changed a little."""
    other = object.__new__(type(thing))
    other.__dict__ = thing.__dict__.copy()
    return other
