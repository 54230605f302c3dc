"""The languages of a text side by side in the admin, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationBaseModelAdmin
from modeltranslation.translator import translator

from . import languages
from .kept_values import kept_by_language
from .no_choice import name_no_choice
from .related_choice import RelatedChoice


@cache
def language_columns(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Each language column of a model that is written by people: its base name and its language.

    A base name is a translated field's, or the stem of what ``languages.add_per_language`` gave the model.
    """
    names = {field.name for field in model._meta.concrete_fields if field.editable}
    main = languages.column("", languages.main())
    stems = [name.removesuffix(main) for name in names if name.endswith(main)]
    return {
        languages.column(stem, code): (stem, code)
        for stem in stems
        if set(languages.columns(stem)) <= names
        for code in languages.codes()
    }


@kept_by_language
def column_labels(model: type[models.Model]) -> dict[str, str]:
    """“Title – French” for each language column."""
    return {column: _column_label(model, column, stem, code) for column, (stem, code) in language_columns(model).items()}


def _column_label(model: type[models.Model], column: str, stem: str, code: str) -> str:
    words = {"field": capfirst(_base_name(model, column, stem, code)), "language": languages.name(code)}
    return _("%(field)s – %(language)s") % words


def _base_name(model: type[models.Model], column: str, stem: str, code: str) -> str:
    translated = translator.get_options_for_model(model).all_fields
    if stem in translated:
        return _verbose_name(model, stem)
    return _verbose_name(model, column).removesuffix(f" ({languages.name(code)})")


def _verbose_name(model: type[models.Model], name: str) -> str:
    return str(cast(models.Field, model._meta.get_field(name)).verbose_name)


def label_of(model: type[models.Model], name: str) -> str:
    """A field's label as the forms show it."""
    if name in language_columns(model):
        return column_labels(model)[name]
    return capfirst(_verbose_name(model, name))


class SideBySide(TranslationBaseModelAdmin):
    """For model admins and inlines on modeltranslation's: field sets name base names, forms show one row per text.

    “title” stands for the row of all its languages; so does “public_from”, which has a column per language and no base.
    Each widget carries its language, for spelling checkers and screen readers. Beside a choice stand “change” and “add”
    alone: a link that deletes what is only to be chosen helps nobody.
    """

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def _get_declared_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        if self.fieldsets:
            return [(name, {**options, "fields": self.language_rows(options["fields"])}) for name, options in self.fieldsets]
        if self.fields:
            return [(None, {"fields": self.language_rows(self.fields)})]
        return None

    def language_rows(self, names: Iterable[str | Sequence[str]]) -> list[str | tuple[str, ...]]:
        """Each name, or the tuple of its language columns."""
        stems = {stem for stem, _code in self._language_columns().values()}
        rows = []
        for name in names:
            parts = [name] if isinstance(name, str) else name
            row = [column for part in parts for column in (languages.columns(part) if part in stems else [part])]
            rows.append(row[0] if len(row) == 1 else tuple(row))
        return rows

    def _get_form_or_formset(self, request: HttpRequest, obj: models.Model | None, **kwargs: Any) -> dict[str, Any]:
        kwargs = super()._get_form_or_formset(request, obj, **kwargs)
        kwargs["labels"] = column_labels(self.model)
        return kwargs

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = RelatedChoice.of(field.widget)
        name_no_choice(field)
        stem, code = self._language_columns().get(db_field.name, ("", ""))
        if stem in self.trans_opts.all_fields:
            field.widget.attrs["lang"] = code
        return field

    def _language_columns(self) -> dict[str, tuple[str, str]]:
        model: type[models.Model] = self.model
        return language_columns(model)


def told_of(label: object, sentence: object) -> str:
    """A sentence with what it is about before it, with the colon of the active language."""
    return _("%(label)s: %(text)s") % {"label": label, "text": sentence}
