"""Several relations of a thing, read in one query.

A page shows a dozen small lists of one thing, and a query each would make the page slow on a database far away. Their rows are
read as one ``UNION ALL`` in which each model has columns of its own, empty in the rows of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from operator import attrgetter

from django.db import models
from django.db.models import F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

Narrow = Callable[[], QuerySet]


class Together:
    """A name for relations to read together: ``parts = Together("quotes", caps=public_caps)``, ``prefetch_related("parts")``.

    Each relation (one to many, or many to many from its own side) then answers as after a prefetch of its own, in the order of
    its model. One given as ``name=narrow`` holds only what is among ``narrow()``, asked at each reading.
    """

    def __init__(self, *relations: str, **narrowed: Narrow) -> None:
        self.relations: dict[str, Narrow | None] = dict.fromkeys(relations) | narrowed

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        self.name = name

    def is_cached(self, instance: models.Model) -> bool:
        return self.name in instance._state.fields_cache

    def get_prefetch_querysets(self, instances: Sequence[models.Model], querysets=None):
        """What Django's prefetch asks of a relation; all is brought here, so nothing is left for it to hand out."""
        self.bring(instances)
        return [], None, lambda instance: None, True, self.name, False

    def bring(self, instances: Sequence[models.Model]) -> None:
        """Read the relations of ``instances`` and keep them where a prefetch would."""
        owners = {one.pk: one for one in instances}
        fields = [type(instances[0])._meta.get_field(name) for name in self.relations]
        widths = [len(_columns(field.related_model)) for field in fields]
        starts = list(accumulate(widths, initial=0))
        found: dict[tuple[int, int], list[models.Model]] = {}
        first, *others = [self._reading(place, fields, list(owners)) for place in range(len(fields))]
        for place, owner, *values in first.union(*others, all=True) if others else first:
            model, start = fields[place].related_model, starts[place]
            thing = model.from_db(first.db, _columns(model), values[start : start + widths[place]])
            found.setdefault((place, owner), []).append(thing)
        for owner, instance in owners.items():
            for place, field in enumerate(fields):
                _keep(instance, field, _in_order(field.related_model, found.get((place, owner), [])))

    def _reading(self, place: int, fields: list, owners: list[int]) -> QuerySet:
        field = fields[place]
        owner = field.field.name if field.one_to_many else field.related_query_name()
        rows = QuerySet(field.related_model).filter(**{f"{owner}__in": owners}).order_by()
        narrow = self.relations[field.name]
        if narrow:
            rows = rows.filter(pk__in=narrow().order_by().values("pk"))
        columns = [
            F(column.attname) if turn == place else Cast(Value(None), column)
            for turn, other in enumerate(fields)
            for column in other.related_model._meta.concrete_fields
        ]
        return rows.values_list(Value(place, IntegerField()), F(f"{owner}__pk"), *columns)


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _in_order(model: type[models.Model], things: list[models.Model]) -> list[models.Model]:
    for name in reversed(model._meta.ordering):
        things.sort(key=attrgetter(name.lstrip("-")), reverse=name.startswith("-"))
    return things


def _keep(instance: models.Model, field, things: list[models.Model]) -> None:
    if field.one_to_many:
        for thing in things:
            field.field.set_cached_value(thing, instance)
    rows = getattr(instance, field.get_accessor_name() if field.one_to_many else field.name).get_queryset()
    rows._result_cache, rows._prefetch_done = things, True
    cache = instance.__dict__.setdefault("_prefetched_objects_cache", {})
    cache[field.cache_name if field.one_to_many else field.name] = rows
