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

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, ParamSpec

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from . import clock
from .execute_wrappers import of_this_thread
from .kept_values import new_shelf
from .prepared_statements import RowsRead, Statement
from .prepared_texts import StatementText
from .prepared_values import NOW, TODAY, Markers, NotPreparedError, Values

_Given = ParamSpec("_Given")


class ReadRows(Sequence[Any]):
    """The rows of an answer, of which records are made when one is asked for.

    ``stamp`` is all that was read: where it is the same, the same is made of it (``kept_entries``).
    """

    __slots__ = ("_made", "_read", "_statement")

    def __init__(self, statement: Statement | None, read: RowsRead) -> None:
        self._statement, self._read = statement, read
        self._made: list[Any] | None = None

    @property
    def stamp(self) -> Hashable:
        return self._statement, self._read

    @property
    def records(self) -> list[Any]:
        """What the queryset holds, made once."""
        if self._made is None:
            self._made = self._statement.made_of(self._read) if self._statement else []
        return self._made

    @property
    def keys(self) -> list[Any]:
        """The primary keys of the records."""
        return self._statement.keys_in(self._read) if self._statement else []

    def __len__(self) -> int:
        return len(self._read.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.records[place]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.records)


class PreparedQuery(Generic[_Given]):
    """A function that gives a queryset, asked for its rows."""

    def __init__(
        self,
        build: Callable[_Given, QuerySet],
        hangs_on: tuple[str, ...] = ("LANGUAGES", "TIME_ZONE"),
        *,
        is_planned: bool = True,
    ) -> None:
        """A query whose texts are many, and each asked seldom, is not to be ``is_planned`` (``planned_statements``)."""
        self._build, self._is_planned = build, is_planned
        self.kept: dict[Hashable, Statement | None] = new_shelf(*hangs_on)
        self.__doc__ = build.__doc__

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> list[Any]:
        """The rows now, as a list of what the queryset holds. Lists of keys may have any length."""
        return self.read(*args, **kwargs).records

    def read(self, *args: _Given.args, **kwargs: _Given.kwargs) -> ReadRows:
        """The rows now, of which nothing is made yet."""
        values: dict[str, Any] = {name: _padded(value) for name, value in kwargs.items()}
        if any(value == [] for value in values.values()):
            return ReadRows(None, RowsRead(()))
        statement = self._statement(args, values)
        return ReadRows(statement, statement.read(as_of_now(values)) if statement else RowsRead(()))

    def condition(self, *args: _Given.args, **kwargs: _Given.kwargs) -> tuple[str, tuple[Any, ...]]:
        """SQL that holds where the query has a row, with its values: to stand within another query."""
        values: dict[str, Any] = {name: _padded(value) for name, value in kwargs.items()}
        statement = self._statement(args, values)
        return statement.condition(as_of_now(values)) if statement else ("1 = 0", ())

    def text(self, *args: _Given.args, **kwargs: _Given.kwargs) -> StatementText | None:
        """The text of the query, to stand within another one that is asked with the same values; none of what holds nothing."""
        statement = self._statement(args, {name: _padded(value) for name, value in kwargs.items()})
        return statement.text if statement else None

    def _statement(self, args: Any, values: dict[str, Any]) -> Statement | None:
        lengths = tuple((name, len(value)) for name, value in values.items() if isinstance(value, list))
        shape = (args, tuple(values), lengths, get_language(), connections[DEFAULT_DB_ALIAS].vendor)
        if shape not in self.kept:
            self.kept[shape] = self._prepare(args, values)
        return self.kept[shape]

    def _prepare(self, args: Any, values: Values) -> Statement | None:
        """``None`` of a query that holds nothing whatever there is, which Django does not even ask."""
        connection = connections[DEFAULT_DB_ALIAS]
        markers = (Markers(0, values, connection.ops), Markers(1, values, connection.ops))
        with connection.execute_wrapper(of_this_thread(_refuse)):
            first, second = (self._asked(args, values, one) for one in markers)
            try:
                return Statement((first, second), markers, is_planned=self._is_planned)
            except EmptyResultSet:
                return None

    def _asked(self, args: Any, values: Values, markers: Markers) -> QuerySet:
        with clock.standing_at(markers.values[NOW]):
            return self._build(*args, **{name: markers.values[name] for name in values})


prepared = PreparedQuery


def as_of_now(values: Values) -> Values:
    """The values with those that every query may use."""
    moment = clock.now()
    return {**values, NOW: moment, TODAY: timezone.localdate(moment)}


def _padded(value: Any) -> Any:
    """A list of as many keys as a power of two, the last one again for those that lack."""
    if not isinstance(value, list | tuple | set | frozenset):
        return value
    keys = list(dict.fromkeys(value))
    return keys and keys + keys[-1:] * ((1 << (len(keys) - 1).bit_length()) - len(keys))


def _refuse(*_asked: object) -> None:
    raise NotPreparedError("The database is asked while a query is made.")
