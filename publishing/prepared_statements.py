"""A prepared query written out: its text, the places of its values, and what is made of the rows of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from .planned_statements import rows_of, rows_unplanned
from .prepared_relations import Relation, relations_of
from .prepared_rows import Records, RowPart
from .prepared_texts import StatementText
from .prepared_values import KEYS, Markers, Values


class RowsRead(NamedTuple):
    """What the database answered, as it gave it, with the rows of each relation: equal where all of it is the same."""

    rows: tuple[tuple[Any, ...], ...]
    further: tuple[tuple[Any, ...], ...] = ()


class Statement:
    """A text of SQL that is asked with other values each time. To read its rows and to make records of them are two steps."""

    def __init__(self, pair: tuple[QuerySet, QuerySet], markers: tuple[Markers, Markers], *, is_planned: bool = True) -> None:
        self._queryset, self._is_planned = pair[0], is_planned
        self._compiler = self._queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        texts = self._compiler.as_sql(), pair[1].query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        self.text = StatementText(f"A query of {self._queryset.model.__name__}", texts, markers)
        self._prepare_compiler()
        self._records = Records(self._compiler) if self._queryset._iterable_class is ModelIterable else None
        self._further: list[_Further] = []
        if self._records is not None:
            found = zip(relations_of(pair[0]), relations_of(pair[1]), strict=True)
            self._further = [_Further(one, other, markers, self._records.part, is_planned) for one, other in found]

    def _prepare_compiler(self) -> None:
        fields = [column[0] for column in self._compiler.select[: self._compiler.col_count]]
        converters, composite = self._compiler.get_converters(fields), self._compiler.has_composite_fields(fields)
        self._compiler.get_converters = lambda _fields: converters
        self._compiler.has_composite_fields = lambda _fields: composite

    def read(self, values: Values) -> RowsRead:
        """Ask the database, for the rows of the relations as well."""
        rows = (rows_of if self._is_planned else rows_unplanned)(self.text, values)
        if self._compiler.has_extra_select:
            rows = [row[: self._compiler.col_count] for row in rows]
        return RowsRead(tuple(rows), tuple(further.read(rows, values) for further in self._further))

    def condition(self, values: Values) -> tuple[str, tuple[Any, ...]]:
        """What holds where there is a row."""
        return f"EXISTS ({self.text.sql})", self.text.params(values)

    def keys_in(self, read: RowsRead) -> list[Any]:
        """The primary keys of the records that rows are."""
        if self._records is None:
            raise TypeError("Rows that are no records have no keys.")
        place = self._records.part.key
        return [row[place] for row in read.rows]

    def made_of(self, read: RowsRead) -> list[Any]:
        """The records of rows, each with those of its relations, or the rows as the queryset holds them."""
        compiler = _like(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        if self._records is None:
            compiler.execute_sql = lambda *_asked, **_how: [read.rows]
            query, asked = _like(self._queryset.query), _like(self._queryset)
            query.get_compiler = lambda using: compiler
            asked._query, asked._db = query, DEFAULT_DB_ALIAS
            rows: Any = self._queryset._iterable_class(asked)
            return list(rows)
        found = self._records.of(compiler.results_iter([read.rows]), DEFAULT_DB_ALIAS)
        for further, rows_of_further in zip(self._further, read.further, strict=True):
            further.hand_out(found, rows_of_further)
        return found


class _Further:
    """The rows that a relation brings with others."""

    LONGEST = 512

    def __init__(
        self, first: Relation, second: Relation, markers: tuple[Markers, Markers], part: RowPart, is_planned: bool
    ) -> None:
        self._relation, self._pair, self._markers, self._is_planned = first, (first, second), markers, is_planned
        self._kept: dict[int, Statement | None] = {}
        self._within: list[_Further] = []
        if first.is_there:
            within = zip(first.further, second.further, strict=True)
            there = part.hanging_by(first.name)
            self._within = [_Further(one, other, markers, there, is_planned) for one, other in within]
        else:
            self._place = first.place_of_keys(part)

    def read(self, rows: Sequence[tuple[Any, ...]], values: Values) -> tuple[Any, ...]:
        """By how many keys each statement was asked, and what it read; of a record that is there already, of each relation."""
        if self._relation.is_there:
            return tuple(further.read(rows, values) for further in self._within)
        keys = list(dict.fromkeys(row[self._place] for row in rows if row[self._place] is not None))
        parts = (keys[start : start + self.LONGEST] for start in range(0, len(keys), self.LONGEST))
        return tuple(one for part in parts if (one := self._read(part, values)) is not None)

    def _read(self, keys: list[Any], values: Values) -> tuple[int, RowsRead] | None:
        """Of as many keys as a power of two: few texts for any number. The last key stands for those that lack."""
        length = 1 << (len(keys) - 1).bit_length()
        keys = keys + keys[-1:] * (length - len(keys))
        if length not in self._kept:
            self._kept[length] = self._prepared(keys)
        statement = self._kept[length]
        return (length, statement.read({**values, KEYS: keys})) if statement else None

    def hand_out(self, records: list[Any], read: tuple[Any, ...]) -> None:
        if self._relation.is_there:
            there = self._relation.held_by(records)
            for further, rows_of_further in zip(self._within, read, strict=True):
                further.hand_out(there, rows_of_further)
            return
        found: list[Any] = []
        for length, rows in read:
            statement = self._kept[length]
            found += statement.made_of(rows) if statement else []
        self._relation.hand_out(records, found)

    def _prepared(self, keys: list[Any]) -> Statement | None:
        markers = (self._markers[0].with_keys(keys), self._markers[1].with_keys(keys))
        first, second = (relation.rows_of(one.values[KEYS]) for relation, one in zip(self._pair, markers, strict=True))
        try:
            return Statement((first, second), markers, is_planned=self._is_planned)
        except EmptyResultSet:
            return None


def _like(thing: Any) -> Any:
    """The same once more, to be changed a little."""
    other = object.__new__(type(thing))
    other.__dict__ = thing.__dict__.copy()
    return other
