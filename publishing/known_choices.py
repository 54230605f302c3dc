"""Choices of the back office that are known: what a record leads to is read with it, and asks for no query of its own.

Django looks up each choice that a form shows, and once more each that is sent back, row by row. Here a form or a form set hands
its fields the records that it has read already, as ``known``. A choice among them is shown and accepted without being looked
up; any other one is looked up as usual.
"""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.db import models


class KnownChoiceField(forms.ModelChoiceField):
    known: Sequence[models.Model] = ()

    def to_python(self, value):
        return next((record for record in self.known if str(record.pk) == str(value)), None) or super().to_python(value)


class KnownChoicesField(forms.ModelMultipleChoiceField):
    known: Sequence[models.Model] = ()

    def clean(self, value):
        records = {str(record.pk): record for record in self.known}
        if value and isinstance(value, list) and all(str(key) in records for key in value):
            return [records[key] for key in dict.fromkeys(map(str, value))]
        return super().clean(value)


class KnownOptions(AutocompleteMixin):
    """For searchable choices: names the chosen records that are known without looking them up."""

    def optgroups(self, name, value, attr=None):
        field = self.choices.field
        records = {str(record.pk): record for record in field.known}
        chosen = [str(key) for key in value]
        if not chosen or any(key not in records for key in chosen):
            return super().optgroups(name, value, attr)
        options = [] if self.is_required or self.allow_multiple_selected else [self.create_option(name, "", "", False, 0)]
        for record in map(records.__getitem__, chosen):
            options.append(self.create_option(name, record.pk, field.label_from_instance(record), True, len(options)))
        return [(None, options, 0)]


class KnownAutocomplete(KnownOptions, AutocompleteSelect):
    """One searchable choice."""


class KnownAutocompleteMultiple(KnownOptions, AutocompleteSelectMultiple):
    """Several searchable choices."""


class KnownChoicesForm(forms.ModelForm):
    """A form that accepts a known choice as it is: its model does not ask the database again whether there is such a record.

    The choice is left out of the validation of single fields alone; it counts where rows must differ from each other.
    """

    _accepted: frozenset[str] = frozenset()

    def _post_clean(self):
        self._accepted = frozenset(
            name
            for name, field in self.fields.items()
            if isinstance(field, KnownChoiceField) and self.cleaned_data.get(name) in field.known
        )
        super()._post_clean()

    def validate_unique(self):
        self._accepted = frozenset()
        super().validate_unique()

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | self._accepted
