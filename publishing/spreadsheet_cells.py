"""Cells of spreadsheets, as they are typed and as they are shown: choices in words, days as they are written in France."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override

from proofreading.text import identity

from . import languages
from .typed_days import read_day

_YES = frozenset({"oui", "yes", "vrai", "true", "x", "1"})
_NO = frozenset({"", "non", "no", "faux", "false", "0"})


def typed(value: object, field: forms.Field, words: Mapping[str, str]) -> str:
    """What somebody would type in a form for a cell. Raises ``ValidationError`` for a day or a choice that is none.

    ``words`` gives the value of each choice by its folded words (``choice_words``).
    """
    text = _text(value).strip()
    if isinstance(field, forms.DateField):
        return _day(text) if text else ""
    if isinstance(field, forms.BooleanField):
        return _yes_or_no(text)
    return _choice(text, words) if words and text else text


def _choice(text: str, words: Mapping[str, str]) -> str:
    """The choice that a text says: its words, or the first of them where no other choice begins so."""
    said = identity(text)
    for written in (said, said.replace(" ", "")):
        if written in words:
            return words[written]
    begun = {value for known, value in words.items() if said and known.startswith(f"{said} ")}
    if len(begun) != 1:
        raise ValidationError(_("“%(value)s” is none of the choices.") % {"value": text})
    return begun.pop()


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() if value.time() == datetime.min.time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case bool():
            return _("yes") if value else _("no")
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _day(text: str) -> str:
    try:
        return read_day(text).isoformat()
    except ValueError:
        sentence = _("“%(value)s” is no day: write day/month/year or year-month-day, such as 05/12/2026 or 2026-12-05.")
        raise ValidationError(sentence % {"value": text}) from None


def _yes_or_no(text: str) -> str:
    if identity(text) in _YES:
        return "on"
    if identity(text) in _NO:
        return ""
    raise ValidationError(_("“%(value)s” is neither yes nor no.") % {"value": text})


def choices_of(field: forms.Field) -> list[tuple[str, str]]:
    """The choices of a field of a form that stand in its model, with their words in the active language."""
    if not isinstance(field, forms.ChoiceField):
        return []
    choices = cast("Iterable[tuple[Any, Any]]", field.choices)
    return [(str(value), str(label)) for value, label in choices if value not in (None, "")]


def choice_words(field: forms.Field) -> dict[str, str]:
    """Each choice by its folded words in every language, in one as well (“start-up”: startup), and by its code."""
    found: dict[str, str] = {}
    for code in languages.codes():
        with override(code):
            found |= {identity(label): value for value, label in choices_of(field)}
    found = {identity(value): value for value in found.values()} | found
    return {name.replace(" ", ""): value for name, value in found.items()} | found


def shown(value: object, field: models.Field, choices: Mapping[str, str]) -> str:
    """A stored value as the cell of a spreadsheet says it."""
    if value in (None, ""):
        return ""
    if isinstance(field, models.BooleanField):
        return _("yes") if value else _("no")
    return choices.get(str(value), _text(value))
