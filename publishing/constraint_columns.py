"""Which columns of its own row a rule of the database reads: a rule whose columns stay as they are stored holds already."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP


@cache
def columns_of_constraints(model: type[models.Model]) -> list[frozenset[str]]:
    """For each constraint of a model, in their order, the attributes that it reads; none where that cannot be told."""
    return [_columns(model, constraint) for constraint in model._meta.constraints]


def _columns(model: type[models.Model], constraint: models.BaseConstraint) -> frozenset[str]:
    names = [*getattr(constraint, "fields", ()), *_names(getattr(constraint, "condition", None))]
    for expression in getattr(constraint, "expressions", ()):
        names += _names(expression)
    try:
        return frozenset(model._meta.get_field(name).attname for name in names)  # type: ignore[union-attr]  # a relation has none
    except (FieldDoesNotExist, AttributeError):
        return frozenset()


def _names(part: Any) -> Iterator[str]:
    """The fields that a condition or an expression names."""
    if isinstance(part, models.Q):
        for child in part.children:
            if isinstance(child, tuple):
                yield child[0].split(LOOKUP_SEP)[0]
                yield from _names(child[1])
            else:
                yield from _names(child)
    elif isinstance(part, models.F):
        yield str(vars(part)["name"]).split(LOOKUP_SEP)[0]
    elif hasattr(part, "get_source_expressions"):
        for source in part.get_source_expressions():
            yield from _names(source)
