"""Values that no two records share, read once for many records that are judged one after the other.

Django asks the database of each record whether another one has its name, its number or its address: a dozen statements for a
row of a spreadsheet, and nearly all of them find nothing. Here all values that are taken are read once. What is not among them
is free; what is there is asked about as ever, so that the database has the last word on whatever may be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from .sorting import SortKeyField

AT_ONCE = 2000
"""Rows that are read from the database at a time."""
PENDING = 0
"""The key of a record that has none yet."""

Address = tuple[str, str]
"""A language and a slug."""


class TakenValues:
    """What the records of a model have that no other may have: values of unique columns, and addresses with whose they are."""

    def __init__(self, model: type[models.Model], addresses: Mapping[Address, int]) -> None:
        self.model, self._addresses = model, dict(addresses)
        self._fields = {field.attname: field for field in unique_columns(model)}
        self._values: dict[str, set[Any]] = {name: set() for name in self._fields}
        if self._fields:
            for row in model._base_manager.order_by().values_list(*self._fields).iterator(chunk_size=AT_ONCE):
                for name, value in zip(self._fields, row, strict=True):
                    self._values[name].add(value)

    def note(self, record: models.Model) -> None:
        """A record takes what it has, whether it is stored already or is to be."""
        for name, field in self._fields.items():
            if isinstance(field, SortKeyField):
                field.pre_save(record, add=True)
            self._values[name].add(getattr(record, name))
        if addresses := getattr(record, "addresses", None):
            self._addresses |= dict.fromkeys(addresses(), record.pk or PENDING)

    def is_free(self, name: str, value: Any) -> bool:
        """Whether nobody has a value in a column. Of a column that was not read nothing is known."""
        if name not in self._fields:
            return False
        try:
            return self._fields[name].to_python(value) not in self._values[name]
        except ValidationError:
            return False

    def are_free(self, addresses: set[Address], key: int | None = None) -> bool:
        """Whether none of some addresses is, or was, that of another record than the one with ``key``."""
        return all(self._addresses.get(address, key) == key for address in addresses)

    def holds_of(self, record: models.Model, constraint: models.BaseConstraint) -> bool:
        """Whether a rule of the database is known to hold: nobody has the record’s value, or the rule spares an empty one."""
        if not isinstance(constraint, models.UniqueConstraint) or len(constraint.fields) != 1:
            return False
        [name] = constraint.fields
        attname = self.model._meta.get_field(name).attname  # type: ignore[union-attr]  # a column of its own
        value = getattr(record, attname)
        if constraint.condition == ~models.Q(**{name: ""}) and value == "":
            return True
        return self.is_free(attname, value)


def unique_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of which one alone decides whether two records may both be stored."""
    alone = {
        constraint.fields[0]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and len(constraint.fields) == 1
    }
    return [field for field in model._meta.concrete_fields if not field.primary_key and (field.unique or field.name in alone)]


_taken: ContextVar[TakenValues | None] = ContextVar("taken values", default=None)


@contextmanager
def read_once(model: type[models.Model], addresses: Mapping[Address, int]) -> Iterator[TakenValues]:
    """Within, records of a model are held against values that are read now, and that ``note`` adds to."""
    token = _taken.set(taken := TakenValues(model, addresses))
    try:
        yield taken
    finally:
        _taken.reset(token)


def taken_of(model: type[models.Model]) -> TakenValues | None:
    """What is taken among the records of a model; nothing where it was not read."""
    taken = _taken.get()
    return taken if taken is not None and taken.model is model else None
