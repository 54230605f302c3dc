"""What every record that staff keep shares."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import tasks
from .constraint_columns import columns_of_constraints
from .querysets import RecordQuerySet
from .row_instances import from_row
from .sorting import SortKeyField
from .taken_values import taken_of


class Record(models.Model):
    """Anything that staff keep: it bears the stamp of its last save, and knows whether it is an example."""

    is_example = models.BooleanField(
        _("example"),
        default=False,
        help_text=_("Made up for demonstration: the page says so, and “remove_examples” deletes it."),
    )
    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    modified_at = models.DateTimeField(_("last change"), auto_now=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = tasks.TEXT_RIGHTS

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Every save makes a new stamp, so a form opened on an older one is noticed (and never silently wins)."""
        self.stamp = uuid.uuid4()
        if kwargs.get("update_fields"):
            keys = (field.name for field in self._meta.concrete_fields if isinstance(field, SortKeyField))
            kwargs["update_fields"] = {*kwargs["update_fields"], *keys, "stamp", "modified_at"}
        super().save(*args, **kwargs)

    @classmethod
    def from_db(  # type: ignore[override]  # the stubs name an argument of a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """As Django makes it, and sooner."""
        return from_row(cls, db, field_names, values) or super().from_db(db, field_names, values)

    @contextmanager
    def held_against_itself(self) -> Iterator[None]:
        """Within, the rules of the database whose columns stay as they are now are not asked about: they hold.

        For a record as it is stored, that a form is about to write into. Django asks about each, in up to three statements.
        """
        self._as_stored = {field.attname: vars(self).get(field.attname) for field in self._meta.concrete_fields}
        try:
            yield
        finally:
            del self._as_stored

    def _stays(self, attributes: Collection[str]) -> bool:
        stored: dict[str, Any] | None = vars(self).get("_as_stored")
        if not stored or not attributes:
            return False
        return all(stored.get(name) == vars(self).get(name) for name in attributes)

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[models.BaseConstraint]]]:
        return [
            (model, [one for one, read in zip(found, columns_of_constraints(model), strict=True) if self._is_asked(one, read)])
            for model, found in super().get_constraints()
        ]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Without preparing rules that Django cannot ask about, since a column that they read is left out."""
        self._left_out = {field.attname for field in self._meta.concrete_fields if field.name in (exclude or ())}
        try:
            super().validate_constraints(exclude)
        finally:
            del self._left_out

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Without asking once more about what a form has just chosen among the same choices."""
        super().clean_fields({*(exclude or ()), *vars(self).get("chosen_in_form", ())})

    def _is_asked(self, constraint: models.BaseConstraint, attributes: Collection[str]) -> bool:
        left_out: set[str] = vars(self).get("_left_out", set())
        if isinstance(constraint, models.CheckConstraint) and not left_out.isdisjoint(attributes):
            return False
        taken = taken_of(type(self))
        return not (self._stays(attributes) or (taken is not None and taken.holds_of(self, constraint)))

    def _get_unique_checks(self, exclude: Any = None, include_meta_constraints: bool = False) -> tuple[list[Any], list[Any]]:
        unique, dates = super()._get_unique_checks(exclude, include_meta_constraints)  # type: ignore[misc]  # Django’s own
        attributes = [[model._meta.get_field(name).attname for name in names] for model, names in unique]
        return [check for check, read in zip(unique, attributes, strict=True) if not self._is_alone(read)], dates

    def _is_alone(self, attributes: Collection[str]) -> bool:
        """Whether no other record can have the same values: they stay as they are stored, or nobody has one of them."""
        taken = taken_of(type(self))
        return self._stays(attributes) or (
            taken is not None and any(taken.is_free(name, vars(self).get(name)) for name in attributes)
        )

    @property
    def example_words(self) -> str | Promise:
        """What the page of an example says of it, under the word “example”."""
        return _("This page was made up for the demonstration: nothing on it is a fact.")
