"""The shelf of the home page: the programmes of each theme as spines that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cluster.models import Theme
from publishing.examples import real_count
from publishing.languages import columns
from publishing.prepared_queries import prepared

from .models import CAP

MOST_SPINES = 30
"""Spines of one theme: as many as the drawing has lengths for (``n30``). The list of programmes has all of them."""


@dataclass(frozen=True)
class Shelf:
    """A theme with its programmes, the first ones where there are more than it has room for; ``count`` is of all real ones."""

    theme: Theme
    caps: list[CAP]
    count: int
    has_more: bool = False


def shelves_of(themes: Iterable[Theme], language: str) -> list[Shelf]:
    """One shelf a theme. A query for all of them while they have room; only where one has not, two more for each theme."""
    themes = list(themes)
    found = _programmes(language, MOST_SPINES * max(1, len(themes)) + 1)
    shelves = [[cap for cap in found if cap.theme_id == theme.pk] for theme in themes]
    if all(len(caps) <= MOST_SPINES for caps in shelves) and len(found) <= MOST_SPINES * len(themes):
        return [Shelf(theme, caps, real_count(caps)) for theme, caps in zip(themes, shelves, strict=True)]
    return [_first_of(theme, language) for theme in themes]


@prepared
def _programmes(language: str, most: int) -> QuerySet:
    theme = [f"theme__{name}" for name in ("rank", *columns("name"), *columns("slug"))]
    shown = ("number", "acronym", "phase", "is_example", *columns("title"), *columns("slug"))
    return CAP.objects.public(language).for_shelf().only(*shown, *theme)[:most]


def _first_of(theme: Theme, language: str) -> Shelf:
    public = CAP.objects.public(language).filter(theme=theme)
    caps = list(public.for_shelf()[: MOST_SPINES + 1])
    return Shelf(theme, caps[:MOST_SPINES], public.real().count(), len(caps) > MOST_SPINES)
