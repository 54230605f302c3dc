"""Fields that name a language of the portal, or several: chosen by name, never typed as a code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.admin import StackedInline


def language_choices() -> list[tuple[str, str | Promise]]:
    return [(code, languages.name(code)) for code in languages.codes()]


class SpokenField(forms.MultipleChoiceField):
    """The languages somebody speaks, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {name: value for name, value in kwargs.items() if name in {"label", "help_text", "required", "initial"}}
        super().__init__(choices=language_choices, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial() if callable(initial) else initial, data)


class OneLanguageInline(StackedInline):
    """For rows that may be in one language only: a choice instead of a code to type."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "language":
            label, text = capfirst(db_field.verbose_name), db_field.help_text
            choices = [("", _("every language")), *language_choices()]
            return forms.ChoiceField(label=label, help_text=text, required=False, choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
