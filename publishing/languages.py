"""The portal's languages, read from the settings. No other module names a language."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Field, Model, Q
from django.db.models.expressions import F
from django.utils.text import format_lazy
from django.utils.translation import get_language

from .kept_values import new_shelf

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


_known: dict[str | None, str] = new_shelf("LANGUAGES")
"""Ours, by what may be active: a page asks hundreds of times."""


def codes() -> list[str]:
    """Every language code, the main one first."""
    return [code for code, _name in settings.LANGUAGES]


def main() -> str:
    """The language that is written first, and to which prose may fall back."""
    return settings.LANGUAGES[0][0]


def others() -> list[str]:
    return codes()[1:]


def current() -> str:
    """The active language, or the main one where none of ours is active.

    For what answers a request (views, feeds, template tags). Below them the language is an argument, or the queryset's own
    (``publishing.querysets.LocalizedQuerySet``): what may be seen never depends on what is active.
    """
    active = get_language()
    found = _known.get(active)
    if found is None:
        code = (active or "").split("-")[0]
        found = _known[active] = code if code in codes() else main()
    return found


def name(code: str) -> str | _StrPromise:
    """The language's name in the reader's language, lazily."""
    return dict(settings.LANGUAGES)[code]


def choices() -> list[tuple[str, str | _StrPromise]]:
    """The languages as the choices of a field: given as a function, so that a new one asks for no migration."""
    return list(settings.LANGUAGES)


def column(field: str, code: str) -> str:
    """The name of the column that holds ``field`` in a language."""
    return f"{field}_{code.replace('-', '_')}"


def columns(field: str) -> list[str]:
    return [column(field, code) for code in codes()]


def localized(path: str, code: str) -> F:
    """An ``F`` on the language column of a translated field, along relations too.

    The base column of a translated field holds whatever language was active when it was saved. Expressions are not rewritten
    by modeltranslation, so each one that orders, groups or annotates goes through here.
    """
    return F(column(path, code))


def filled_in_any(field: str) -> Q:
    """The rows whose ``field`` is not NULL in at least one language."""
    found = Q(pk__in=())
    for code in codes():
        found |= Q(**{f"{column(field, code)}__isnull": False})
    return found


def add_per_language(model: type[Model], field: str, make: Callable[[str], Field]) -> None:
    """Give a model one column of its own per language, without a base column and without fallback.

    For what must never fall back: slugs and moments of publication.
    """
    for code in codes():
        new = make(code)
        if new.verbose_name:
            new.verbose_name = format_lazy("{} ({})", new.verbose_name, name(code))
        new.contribute_to_class(model, column(field, code))
