"""Fields that name a language, of the portal or of the world, or several: chosen by name, never typed as a code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.contrib.admin import AllValuesFieldListFilter
from django.db import models
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from . import languages
from .admin import StackedInline
from .rich_text_languages import language_tag
from .sorting import sort_key
from .templatetags.portal_text import language_here


def language_choices() -> list[tuple[str, str | Promise]]:
    return [(code, languages.name(code)) for code in languages.codes()]


def language_words(code: str) -> str:
    """A language’s name in the reader’s language; its code where nobody has named it."""
    if code == "zh":
        return gettext("Chinese")
    return language_here(code) if code in LANG_INFO else code


def world_choices(kept: str = "") -> tuple[tuple[str, str], ...]:
    """The languages of the world by their names: the portal’s own first, the others by alphabet; ``kept`` always."""
    return _world_choices(kept, get_language())


@lru_cache(64)
def _world_choices(kept: str, reader: str | None) -> tuple[tuple[str, str], ...]:
    """The same, put in order once for each language in which they are named."""
    others = {code for code in LANG_INFO if len(code) <= 3} | {"zh"} | ({kept} if kept else set())
    known = languages.codes()
    named = sorted((capfirst(language_words(code)), code) for code in others.difference(known))
    named.sort(key=lambda pair: sort_key(pair[0]))
    return (
        ("", gettext("Choose…")),
        *((code, capfirst(language_words(code))) for code in known),
        *((code, name) for name, code in named),
    )


class WorldLanguageField(forms.ChoiceField):
    """One language of the world, by its name. A language that is stored and has no name here stays a choice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {name: value for name, value in kwargs.items() if name in {"label", "help_text", "required", "initial"}}
        super().__init__(choices=world_choices, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value and value not in dict(world_choices()):
            self.choices = world_choices(str(value))
        return value

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or language_tag(value) == value


class WorldLanguageFilter(AllValuesFieldListFilter):
    """The languages that a list holds, by their names."""

    def choices(self, changelist: Any) -> Any:
        known = {str(code) for code in self.lookup_choices if code}
        for choice in super().choices(changelist):
            said = str(choice["display"])
            yield choice | {"display": capfirst(language_words(said)) if said in known else choice["display"]}


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
