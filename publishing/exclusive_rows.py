"""Rows of a record that only one may be: the one that leads, whoever it was before."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from .known_choices import KnownChoicesForm
from .open_forms import OpenInlineFormSet


def claims(model: type[models.Model]) -> list[models.UniqueConstraint]:
    """The constraints by which one row alone may be something, such as the lead."""
    return [
        constraint
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None
    ]


def _plain_values(condition: models.Q) -> dict[str, Any]:
    """The values that a condition asks of fields by name, such as a role; empty where it asks more than that.

    Django asks the database of each row, in three statements; whether a value is the one that is asked for, the row tells.
    """
    if condition.negated or condition.connector != models.Q.AND:
        return {}
    pairs = [child for child in condition.children if isinstance(child, tuple) and isinstance(child[1], str | int)]
    plain = {name: value for name, value in pairs if LOOKUP_SEP not in name}
    return plain if len(plain) == len(condition.children) else {}


class RowForm(KnownChoicesForm):
    """A row that leaves to its formset what cannot be told from it alone.

    A single row is held against the rows as stored. Where one row takes over from another in the same form, that would refuse
    what the form as a whole puts right.
    """

    shared_media: ClassVar[forms.Media]

    @property
    def media(self) -> forms.Media:
        """What the rows of a form need, which is the same for each of them: put together once."""
        kind = type(self)
        if "shared_media" not in vars(kind):
            kind.shared_media = super().media
        return kind.shared_media

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            left = {str(claim.get_violation_error_message()) for claim in claims(self._meta.model)}
            general = errors.error_dict.pop(NON_FIELD_ERRORS, [])
            kept = [error for error in general if str(error.message) not in left]
            if kept:
                errors.error_dict[NON_FIELD_ERRORS] = kept
            if not errors.error_dict:
                return
        super()._update_errors(errors)


class RowFormSet(OpenInlineFormSet):
    """Rows of which one alone may hold each claim, in whatever order they are saved."""

    _saving = False

    def clean(self) -> None:
        super().clean()
        for claim in claims(self.model):
            holders = set()
            for form in self.forms:
                if not self._counts(form) or not self._holds(form.instance, claim):
                    continue
                key = tuple(getattr(form.instance, name) for name in claim.fields if name != self.fk.name)
                if key in holders:
                    form.add_error(None, ValidationError(claim.get_violation_error_message()))
                holders.add(key)

    def _counts(self, form: forms.ModelForm) -> bool:
        """Whether the row will be stored."""
        if not form.is_valid() or (self.can_delete and self._should_delete_form(form)):
            return False
        return form.instance.pk is not None or form.has_changed()

    @staticmethod
    def _holds(row: models.Model, claim: models.UniqueConstraint) -> bool:
        condition = claim.condition
        if condition is None:
            return False
        if plain := _plain_values(condition):
            return all(getattr(row, name) == value for name, value in plain.items())
        values = {field.name: models.Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields}
        return condition.check(values)

    @property
    def initial_forms(self) -> list[Any]:
        """While saving, those that give a claim up before those that take it over."""
        forms = super().initial_forms
        return sorted(forms, key=self.turn) if self._saving else forms

    def turn(self, form: forms.ModelForm) -> int:
        """When a row is written: those that go first, those that claim something last."""
        if self.can_delete and self._should_delete_form(form):
            return 0
        return 2 if any(self._holds(form.instance, claim) for claim in claims(self.model)) else 1

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        self._saving = True
        try:
            return super().save_existing_objects(commit)
        finally:
            self._saving = False
