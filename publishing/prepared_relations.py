"""The relations whose rows come with those of a prepared query, as ``prefetch_related`` names them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, Prefetch, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.db.models.fields.related_descriptors import (
    ForwardManyToOneDescriptor,
    ManyToManyDescriptor,
    ReverseManyToOneDescriptor,
)

from .prepared_rows import RowPart


class Prefetched(list):
    """The rows of a relation as its manager gives them: read already, and of no use for another question."""

    def all(self) -> Prefetched:
        return self

    def count(self) -> int:  # type: ignore[override]  # as querysets do
        return len(self)

    def exists(self) -> bool:
        return bool(self)

    def first(self) -> Any:
        return self[0] if self else None


class Relation:
    """A relation by its name: the queryset that reads it, where its rows are put, and the relations to be read after it."""

    is_there = False
    """Whether the records have it already (``select_related``), so that only what comes after it is read."""

    def __init__(self, name: str, queryset: QuerySet | None, to_attr: str, further: Sequence[Any]) -> None:
        self.name = self._name = name
        self._queryset, self._to_attr, self._lookups = queryset, to_attr, further
        self.further: list[Relation] = []

    def rows_of(self, keys: list[Any]) -> QuerySet:
        found = self._all_of(keys)
        return found.prefetch_related(*self._lookups) if self._lookups else found

    def _all_of(self, keys: list[Any]) -> QuerySet:
        raise NotImplementedError

    def place_of_keys(self, part: RowPart) -> int:
        """Where the rows of the records have the keys that lead to those of the relation."""
        return part.key

    def held_by(self, records: Sequence[Any]) -> list[Any]:
        return []

    def hand_out(self, records: Sequence[Any], found: Iterable[Any]) -> None:
        raise NotImplementedError

    def _put(self, record: Any, rows: list[Any]) -> None:
        if self._to_attr:
            setattr(record, self._to_attr, rows)
        else:
            if not hasattr(record, "_prefetched_objects_cache"):
                record._prefetched_objects_cache = {}
            record._prefetched_objects_cache[self._name] = Prefetched(rows)


class Backward(Relation):
    """The rows that name a record by a key of theirs."""

    def __init__(self, descriptor: ReverseManyToOneDescriptor, *given: Any) -> None:
        super().__init__(*given)
        self._key = descriptor.rel.field
        self._name = self._key.remote_field.cache_name

    def _all_of(self, keys: list[Any]) -> QuerySet:
        rows = self._queryset if self._queryset is not None else self._key.model._default_manager.all()
        return rows.filter(**{f"{self._key.name}__in": keys})

    def hand_out(self, records: Sequence[Any], found: Iterable[Any]) -> None:
        rows: dict[Any, list[Any]] = {}
        by_key = {record.pk: record for record in records}
        for row in found:
            key = getattr(row, self._key.attname)
            rows.setdefault(key, []).append(row)
            if not self._key.is_cached(row):
                self._key.set_cached_value(row, by_key[key])
        for record in records:
            self._put(record, rows.get(record.pk, []))


class ManyToMany(Relation):
    """The records that a table of pairs names with another."""

    def __init__(self, model: type[Model], *given: Any) -> None:
        super().__init__(*given)
        self._model = model
        self._asked_as = self._name

    def _all_of(self, keys: list[Any]) -> QuerySet:
        owners = [self._model(pk=key) for key in keys]
        rows = None if self._queryset is None else [self._queryset]
        found, self._key_of_row, self._key_of_owner, _one, self._name, _is = getattr(
            owners[0], self._asked_as
        ).get_prefetch_querysets(owners, rows)
        return found

    def hand_out(self, records: Sequence[Any], found: Iterable[Any]) -> None:
        rows: dict[Any, list[Any]] = {}
        for row in found:
            rows.setdefault(self._key_of_row(row), []).append(row)
        for record in records:
            self._put(record, rows.get(self._key_of_owner(record), []) if rows else [])


class Forward(Relation):
    """The record that a key of a row names."""

    def __init__(self, descriptor: ForwardManyToOneDescriptor, *given: Any) -> None:
        super().__init__(*given)
        self._key = descriptor.field

    def _all_of(self, keys: list[Any]) -> QuerySet:
        rows = self._queryset if self._queryset is not None else self._key.related_model._base_manager.all()
        return rows.filter(pk__in=keys)

    def place_of_keys(self, part: RowPart) -> int:
        return part.place_of(self._key.attname)

    def hand_out(self, records: Sequence[Any], found: Iterable[Any]) -> None:
        by_key = {row.pk: row for row in found}
        for record in records:
            self._key.set_cached_value(record, by_key.get(getattr(record, self._key.attname)))


class There(Relation):
    """A record that came with another already."""

    is_there = True

    def held_by(self, records: Sequence[Any]) -> list[Any]:
        held = (getattr(record, self._name) for record in records)
        return list({id(one): one for one in held if one is not None}.values())


def relations_of(queryset: QuerySet) -> list[Relation]:
    """What ``prefetch_related`` of a queryset names, each relation once, with what is to be read after it."""
    came = queryset.query.select_related
    lookups: tuple[Any, ...] = getattr(queryset, "_prefetch_related_lookups", ())
    return _relations(queryset.model, lookups, came if isinstance(came, dict) else {})


def _relations(model: type[Model], lookups: Iterable[Any], came: dict[str, Any]) -> list[Relation]:
    further: dict[str, list[Any]] = {}
    own: dict[str, Prefetch] = {}
    for lookup in lookups:
        one = lookup if isinstance(lookup, Prefetch) else Prefetch(lookup)
        first, _separator, rest = one.prefetch_through.partition(LOOKUP_SEP)
        further.setdefault(first, [])
        if not rest:
            own[first] = one
        else:
            given = one.to_attr if one.to_attr != one.prefetch_through.rpartition(LOOKUP_SEP)[2] else None
            further[first].append(Prefetch(rest, one.queryset, to_attr=given))
    return [_relation(model, name, own.get(name), after, came) for name, after in further.items()]


def _relation(model: type[Model], name: str, lookup: Prefetch | None, after: list[Any], came: dict[str, Any]) -> Relation:
    descriptor = getattr(model, name)
    if name in came:
        there = There(name, None, "", after)
        there.further = _relations(descriptor.field.related_model, after, came[name])
        return there
    to_attr = lookup.prefetch_to.rpartition(LOOKUP_SEP)[2] if lookup is not None else name
    given = (name, lookup.queryset if lookup is not None else None, "" if to_attr == name else to_attr, after)
    if isinstance(descriptor, ManyToManyDescriptor):
        return ManyToMany(model, *given)
    if isinstance(descriptor, ReverseManyToOneDescriptor):
        return Backward(descriptor, *given)
    if isinstance(descriptor, ForwardManyToOneDescriptor):
        return Forward(descriptor, *given)
    raise TypeError(f"{model.__name__}.{name} is a relation that no prepared query brings.")
