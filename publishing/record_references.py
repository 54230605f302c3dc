"""All that leads to a record: keys of every table, and columns that hold a label and a number. Read from the models.

What is merged has to be followed whatever table names it, those of later rooms included. So nothing here lists tables: the
relations of the models are gone over. A table says only where it is different: ``leads_nowhere`` for what stays with the record
that goes, or follows by itself; ``moved_by`` for rows that cannot simply be saved. A column of numbers that is a reference to
no record says so by ``is_no_reference``, or a test fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from reversion.models import Version

from .double_decisions import DoubleDecision
from .link_tables import LinkUse
from .merged_records import MergedRecord
from .notifications import NotificationOccasion

PAIRS = (
    ("model_label", "object_id"),
    ("record_label", "record_id"),
    ("first_label", "first_id"),
    ("second_label", "second_id"),
    ("content_type", "object_id"),
)
"""How the house calls a kind and a number that name a record together."""


@dataclass(frozen=True)
class NumberedReference:
    """Two columns of a table that name a record of any kind: by its label or content type, and by its number."""

    model: type[models.Model]
    kind_column: str
    key_column: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.key_column}"

    def rows(self, record: models.Model) -> models.QuerySet[Any]:
        """The rows that name a record."""
        by_type = self.model._meta.get_field(self.kind_column).is_relation
        kind: Any = ContentType.objects.get_for_model(record) if by_type else record._meta.label_lower
        is_text = isinstance(self.model._meta.get_field(self.key_column), models.CharField | models.TextField)
        return self.model._base_manager.filter(
            **{self.kind_column: kind, self.key_column: str(record.pk) if is_text else record.pk}
        )


KeyReference: TypeAlias = "models.ForeignKey[Any, Any]"
"""A column that is a key of the record’s table, in whatever table it is, that of a many-to-many relation included."""

Mover = Callable[[KeyReference, models.Model, models.Model, User], set[Any]]
"""Has the rows of a key lead to another record (key, from, to, by), and gives the keys of their own that they have."""

_movers: dict[type[models.Model], Mover] = {}
_stays: dict[type[models.Model], str] = {}
_no_reference: set[tuple[str, str]] = set()


def moved_by(model: type[models.Model], mover: Mover) -> None:
    """Have the rows of a table moved in a way of their own."""
    _movers[model] = mover


def mover_of(model: type[models.Model]) -> Mover | None:
    return _movers.get(model)


def leads_nowhere(model: type[models.Model], why: str) -> None:
    """Say why the rows of a table are not to follow a record that is merged into another."""
    _stays[model] = why


def stays(model: type[models.Model]) -> bool:
    return model in _stays


def is_no_reference(label: str, column: str) -> None:
    """Say that a column of numbers names no record that could be merged."""
    _no_reference.add((label, column))


def keys_to(model: type[models.Model]) -> Iterator[KeyReference]:
    """Every key that leads to the records of a model; of a many-to-many relation that of the table between."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and not stays(relation.related_model):
            yield relation.field


def numbered_references() -> Iterator[NumberedReference]:
    """The pairs of columns, of every table, that may name any record."""
    for model in apps.get_models(include_auto_created=True):
        if stays(model):
            continue
        columns = {column.name for column in model._meta.concrete_fields}
        generic = [
            (private.ct_field, private.fk_field)
            for private in model._meta.private_fields
            if isinstance(private, GenericForeignKey)
        ]
        for kind_column, key_column in dict.fromkeys([*generic, *PAIRS]):
            if {kind_column, key_column} <= columns:
                yield NumberedReference(model, kind_column, key_column)


def unexplained_numbers() -> Iterator[str]:
    """Columns of numbers as wide as a key that are neither a reference that is known nor said to be none."""
    known = {(reference.model, reference.key_column) for reference in numbered_references()}
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            is_wide = isinstance(column, models.BigIntegerField) and not isinstance(column, models.BigAutoField)
            if (is_wide or column.name in ("object_id", "object_pk", "object_key")) and not column.is_relation:
                is_told = (model._meta.label, column.name) in _no_reference or stays(model) or (model, column.name) in known
                if not is_told:
                    yield f"{model._meta.label}.{column.name}"


leads_nowhere(Version, "The history of a record that is gone recovers it.")
leads_nowhere(LogEntry, "It was done to the record that is gone.")
leads_nowhere(MergedRecord, "Where records went that were merged: a merge writes it itself.")
leads_nowhere(LinkUse, "Collected anew every night from what the public reads.")
leads_nowhere(DoubleDecision, "Said of the names of the record that is gone, and forgotten with it.")
is_no_reference("publishing.ContentChange", "number")  # random: part of the version of what the public may see
is_no_reference(NotificationOccasion._meta.label, "subject")  # of what is told: releases, contacts, mailings
