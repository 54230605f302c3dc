"""The forms that rows of spreadsheets pass: those of the back office, with what a row leads to read for many rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db import models

from .admin_forms import PortalForm
from .known_choices import KnownChoiceField, KnownChoicesField
from .spreadsheet_cells import choices_of


class SheetRowForm(PortalForm):
    """A row as a form: ``lead_to`` hands it the records that its columns name, so that none is looked up for one row."""

    def lead_to(self, records: Mapping[str, Iterable[models.Model]]) -> None:
        for name, known in records.items():
            field = self.fields.get(name)
            if isinstance(field, KnownChoiceField | KnownChoicesField):
                field.known = list(known)

    def _post_clean(self) -> None:
        chosen = (name for name, field in self.fields.items() if isinstance(field, forms.ChoiceField))
        self.instance.chosen_in_form = frozenset(name for name in chosen if name in self.cleaned_data)
        super()._post_clean()


def choose_among_known(field: forms.Field) -> None:
    """Have the choices of a field read once, however many rows choose: of countries there are 250, put in order each time."""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        values = frozenset(value for value, _words in choices_of(field))
        field.valid_value = lambda value: str(value) in values  # type: ignore[method-assign]  # in the place of a walk through all


def form_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """As the forms of the back office make it (``SideBySide.formfield_overrides``)."""
    if isinstance(field, models.URLField):
        kwargs["assume_scheme"] = "https"
    if isinstance(field, models.ForeignKey):
        kwargs["form_class"] = KnownChoiceField
    if isinstance(field, models.ManyToManyField):
        kwargs["form_class"] = KnownChoicesField
    return field.formfield(**kwargs)
