"""Search boxes and choices of the back office: letters, not bytes, and an answer whatever is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import Lower
from django.http import HttpRequest

from proofreading.text import spelt_out

from . import tasks
from .folded_columns import Folded
from .querysets import led_to

MOST_WORDS = 12
"""How many words of a search are read. More make a sentence, of which the first words say enough."""

Finder = Callable[[models.QuerySet, Sequence[str], str], models.QuerySet]
"""Of the records of a query set, those that hold what was typed in one of some fields, named by their look-ups."""

_finders: list[Finder] = []

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin
else:
    _Admin = object


def register_finder(finder: Finder) -> None:
    """Have ``finder`` answer the search of every ``FoldedSearch``. The search is an upper floor: it makes itself known."""
    _finders[:] = [finder]


def found(queryset: models.QuerySet, fields: Sequence[str], text: str) -> models.QuerySet:
    """The records that hold every word of a text, each as the beginning of a word of one of the fields."""
    [finder] = _finders
    return finder(queryset, fields, text)


class FoldedSearch(_Admin):
    """Finds every word typed, as the beginning of a word, whatever its case, accents, ligatures and apostrophes.

    ``search_fields`` are columns, of the record or of what it leads to. Nobody finds by what they may not see.
    """

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        fields = super().get_search_fields(request)
        return [name for name in fields if not tasks.hides(request.user, self.model, name)]

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        fields = self.get_search_fields(request)
        if fields and search_term.strip():
            queryset = found(queryset, fields, search_term)
        return queryset, False


class BoundedSearch(_Admin):
    """For lists of addresses and accounts, of which the search keeps no copy: the rows are read themselves, folded meanwhile.

    Finds every word typed, anywhere in one of ``search_fields``, whatever its case, accents, ligatures and apostrophes; it
    reads a few words. Addresses are kept in ASCII, so that they need no folding.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        fields, words = self.get_search_fields(request), search_term.replace("\x00", " ").split()[:MOST_WORDS]
        if not fields or not words:
            return queryset, False
        columns = {f"folded_{place}": _read_folded(self.model, name) for place, name in enumerate(fields)}
        queryset = queryset.alias(**columns)
        for word in words:
            held = models.Q(pk__in=())
            for name, column in columns.items():
                # Of signs alone nothing is left that could be looked for.
                if typed := word.lower() if isinstance(column, Lower) else spelt_out(word).strip():
                    held |= models.Q(**{f"{name}__contains": typed})
            queryset = queryset.filter(held)
        return queryset, False


def _read_folded(model: type[models.Model], path: str) -> models.Func:
    """A column, of the record or of what it leads to, as it is compared with what was typed."""
    *relations, name = path.split(LOOKUP_SEP)
    for relation in relations:
        model = led_to(model, relation)
    is_address = isinstance(model._meta.get_field(name), models.EmailField | models.URLField)
    return Lower(path) if is_address else Folded(path)
