"""Choices of the back office that are known: what a record leads to is read with it, and asks for no query of its own.

Django looks up each choice that a form shows, and once more each that is sent back, row by row. Here a form or a form set hands
its fields the records that it has read already, as ``known``. A choice among them is shown and accepted without being looked
up; any other one is looked up as usual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils.translation import get_language

from .kept_values import path_in
from .no_choice import name_no_choice
from .open_forms import OpenModelForm

_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
"""Of a key that every column of keys can hold."""


def readable_keys(model: type[models.Model], value: Iterable[object]) -> list[Any]:
    """Of what an address or a form names as keys of records, what can be one: the rest is no number that a column holds."""
    if not isinstance(model._meta.pk, models.AutoField | models.BigAutoField):
        return list(value)
    return [key for key in value if _NUMBER.fullmatch(str(key))]


class KnownChoiceField(forms.ModelChoiceField):
    known: Sequence[models.Model] = ()

    def to_python(self, value: Any) -> models.Model | None:
        try:
            return next((record for record in self.known if str(record.pk) == str(value)), None) or super().to_python(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value}) from None


class KnownChoicesField(forms.ModelMultipleChoiceField):
    known: Sequence[models.Model] = ()

    def clean(self, value: Any) -> Any:
        records = {str(record.pk): record for record in self.known}
        if value and isinstance(value, list) and all(str(key) in records for key in value):
            return [records[key] for key in dict.fromkeys(map(str, value))]
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class _KeptAddress(AutocompleteMixin):
    """Every box asks at the same address, which is looked up once in a language."""

    def get_url(self) -> str:
        return path_in(self.url_name % self.admin_site.name, get_language() or settings.LANGUAGE_CODE)


class KnownAutocomplete(_KeptAddress, AutocompleteSelect):
    """One searchable choice, which names a known record without looking it up."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        value = readable_keys(self.choices.queryset.model, value)
        return _known_options(self, name, value) or super().optgroups(name, value, attr)


class KnownAutocompleteMultiple(_KeptAddress, AutocompleteSelectMultiple):
    """Several searchable choices, which name known records without looking them up."""

    def optgroups(self, name: str, value: Sequence[str], attr: dict[str, Any] | None = None) -> list[Any]:
        value = readable_keys(self.choices.queryset.model, value)
        return _known_options(self, name, value) or super().optgroups(name, value, attr)


def _known_options(widget: forms.Select, name: str, value: Sequence[object]) -> list[tuple[None, list[dict], int]]:
    """The chosen options, in one group without a title; empty where one of them is not known.

    Where nothing is chosen there is nothing to look up either.
    """
    field = cast("KnownChoiceField | KnownChoicesField", cast(ModelChoiceIterator, widget.choices).field)
    records = {str(record.pk): record for record in field.known}
    chosen = [str(key) for key in value if str(key) not in field.empty_values]
    if any(key not in records for key in chosen):
        return []
    options = []
    if not widget.is_required and not widget.allow_multiple_selected:
        options.append(widget.create_option(name, "", "", False, 0))
    for key in chosen:
        label = field.label_from_instance(records[key])
        options.append(widget.create_option(name, records[key].pk, label, True, len(options)))
    return [(None, options, 0)]


class KnownChoicesForm(OpenModelForm):
    """A form that accepts a known choice as it is: its model does not ask the database again whether there is such a record.

    The choice is left out of the validation of single fields alone; it counts where rows must differ from each other.
    """

    _accepted: frozenset[str] = frozenset()

    def _post_clean(self) -> None:
        self._accepted = frozenset(
            name
            for name, field in self.fields.items()
            if isinstance(field, KnownChoiceField) and self.cleaned_data.get(name) in field.known
        )
        super()._post_clean()

    def validate_unique(self) -> None:
        self._accepted = frozenset()
        super().validate_unique()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | self._accepted


class OffersKnownChoices(BaseModelAdmin):
    """An admin whose boxes of choices pass over what can be no key, whether an address or a form names it."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            name_no_choice(field)
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """What an address or a form names that can be no key is not chosen; Django’s own box would break on it."""
        if db_field.name in self.autocomplete_fields and "widget" not in kwargs:
            kwargs["form_class"] = KnownChoiceField
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelMultipleChoiceField | None:
        if db_field.name in self.autocomplete_fields:
            kwargs["form_class"] = KnownChoicesField
            kwargs["widget"] = KnownAutocompleteMultiple(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
