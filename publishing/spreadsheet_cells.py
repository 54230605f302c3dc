"""Cells of spreadsheets, as they are typed and as they are shown: choices in words, days and amounts as France writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from proofreading.text import identity

from . import languages
from .typed_days import read_day

_YES = frozenset({"oui", "yes", "vrai", "true", "x", "1"})
_NO = frozenset({"", "non", "no", "faux", "false", "0"})


_AMOUNT = re.compile(r"(?P<sign>[-−+]?)(?P<whole>\d+)(?:[.,](?P<part>\d+))?")
_THOUSANDS = re.compile(r"(?P<whole>[-−+]?\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+))(?:[.,](?P<part>\d{1,2}))?")
_UNSURE = re.compile(r"[-−+]?\d+[.,]\d{3}")
_SEVERAL = re.compile(r"[;\n]")


def typed(value: object, field: forms.Field, words: Mapping[str, str]) -> Any:
    """What somebody would type in a form for a cell; a list where several may be chosen.

    ``words`` gives the value of each choice by its folded words (``choice_words``). Raises ``ValidationError`` for a day, a
    number or a choice that is none.
    """
    text = _text(value).replace("\x00", "").strip()
    if isinstance(field, forms.DateField):
        return _day(text) if text else ""
    if isinstance(field, forms.BooleanField):
        return _yes_or_no(text)
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return _number(text) if text and not isinstance(value, int | float) else text
    choose = _named if isinstance(field, forms.ModelChoiceField) else _choice
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        parts = [name for part in _SEVERAL.split(text) for name in _names(part.strip(), words)]
        return list(dict.fromkeys(choose(part, words) for part in parts))
    is_choice = bool(words) or isinstance(field, forms.ModelChoiceField)
    return choose(text, words) if is_choice and text else text


def _names(text: str, words: Mapping[str, str]) -> list[str]:
    """The choices that a text names: it is one itself, or several parted by commas."""
    parts = [text] if "," not in text or identity(text) in words else text.split(",")
    return [part.strip() for part in parts if part.strip()]


def _named(text: str, words: Mapping[str, str]) -> str:
    """The key of the record that a text names in full: the first letters of another one’s name are no name."""
    if identity(text) not in words:
        raise ValidationError(_("Nothing here is named “%(value)s”.") % {"value": text})
    return words[identity(text)]


def _number(text: str) -> str:
    """A number as French and English write it: spaces between thousands, a comma or a point before the cents.

    One comma or point with three figures behind it is a thousand to one reader and a fraction to another: it is refused.
    """
    plain = "".join(text.replace("€", "").split())
    if _UNSURE.fullmatch(plain):
        sentence = _("“%(value)s” can be read in two ways: write it without a sign between the thousands, such as 1200.")
        raise ValidationError(sentence % {"value": text})
    if grouped := _THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[.,]", "", grouped["whole"]) + (f".{grouped['part']}" if grouped["part"] else "")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise ValidationError(_("“%(value)s” is no number: write figures, such as 1200 or 1200.50.") % {"value": text})
    sign = "-" if found["sign"] in {"-", "−"} else ""
    whole = found["whole"].lstrip("0") or "0"
    return f"{sign}{whole}.{found['part']}" if found["part"] else f"{sign}{whole}"


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
    """The choices of a field of a form that stand in its model, with their words in the active language.

    Records that a field leads to are no words of the portal: they are read when they are asked for (``KnownNames``).
    """
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
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
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return "; ".join(choices.get(str(part), str(part)) for part in value)
        case models.Model():
            return str(value)
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case Decimal():
            return number_format(value, getattr(field, "decimal_places", None), use_l10n=True, force_grouping=False)
        case _:
            return choices.get(str(value), _text(value))
