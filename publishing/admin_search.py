"""Search boxes and choices of the back office: letters, not bytes, and an answer whatever is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from . import tasks

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
    """Django’s own search, for lists of addresses and accounts of which the search keeps no copy; it reads a few words."""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        words = search_term.replace("\x00", " ").split()[:MOST_WORDS]
        return super().get_search_results(request, queryset, " ".join(words))
