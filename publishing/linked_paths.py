"""Which stored texts name a path of the portal: asked before an address that was never public is given free."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import Q

from .fields import RichTextField

_others: list[tuple[type[models.Model], str]] = []


def register(model: type[models.Model], column: str) -> None:
    """Add a column that holds formatted text among other things."""
    if (model, column) not in _others:
        _others.append((model, column))


def is_linked(path: str) -> bool:
    """Whether a formatted text, whatever its state, leads to a path. It reads texts whole: for rare steps."""
    return any(model._base_manager.filter(_any_of(columns, path)).exists() for model, columns in _columns().items() if columns)


def _any_of(columns: list[str], path: str) -> Q:
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__contains": path})
    return found


def _columns() -> dict[type[models.Model], list[str]]:
    columns = {
        model: [field.name for field in model._meta.concrete_fields if isinstance(field, RichTextField)]
        for model in apps.get_models()
    }
    for model, column in _others:
        columns[model] = [*columns.get(model, ()), column]
    return columns
