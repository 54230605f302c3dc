"""Where a programme's page leads: the programmes before and after it by number, and those near it by subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from publishing.languages import column
from publishing.page_links import Link, links_of, rows_of_links
from publishing.prepared_queries import ReadRows, prepared

from .models import CAP
from .querysets import CAPQuerySet

NEAR = 3


@dataclass(frozen=True)
class Neighbours:
    """The programmes before and after one by number, and the nearest by subject."""

    previous: Link | None = None
    next: Link | None = None
    near: list[Link] = field(default_factory=list)


Row = tuple[Any, ...]
"""A link to a programme, as it is read."""


def neighbours_of(cap: CAP, language: str) -> Neighbours:
    """The neighbours of ``cap`` that are public in ``language``."""
    return neighbours_of_rows(cap, language, *rows_of_neighbours(cap, language))


def rows_of_neighbours(cap: CAP, language: str) -> tuple[ReadRows, ReadRows]:
    """The rows of the programmes before and after by number, and of those near by subject, in two queries.

    Near by subject are at most three: those of the same theme, and of another those that share more than a word; the more
    words are shared, the nearer (``related_to``).
    """
    return (
        _beside.read(language, number=cap.number),
        _near.read(language, cap=cap.pk, theme=cap.theme_id),
    )


def neighbours_of_rows(cap: CAP, language: str, beside: Iterable[Row], near: Iterable[Row]) -> Neighbours:
    numbered = {link.number or 0: link for link in _links(language, beside)}
    previous = next((link for number, link in numbered.items() if number < cap.number), None)
    following = next((link for number, link in numbered.items() if number > cap.number), None)
    return Neighbours(previous, following, _links(language, near))


@prepared
def _beside(language: str, *, number: int) -> QuerySet:
    public = CAP.objects.public(language)
    before, after = public.filter(number__lt=number), public.filter(number__gt=number)
    nearest = Q(number=_number_of(before.order_by("-number"))) | Q(number=_number_of(after.order_by("number")))
    return _rows(public.filter(nearest).order_by("number"))


def _number_of(caps: CAPQuerySet) -> Subquery:
    return Subquery(caps.values("number")[:1])


@prepared
def _near(language: str, *, cap: int, theme: int) -> QuerySet:
    return _rows(CAP.objects.public(language).related_to(CAP(pk=cap, theme_id=theme))[:NEAR])


def _rows(caps: CAPQuerySet) -> QuerySet:
    return rows_of_links(caps, "acronym", note=column("title", caps.language), number="number", rank="theme__rank")


def _links(language: str, rows: Iterable[Row]) -> list[Link]:
    return links_of(CAP, language, rows, "note", "number", "rank")
