"""Where a programme's page leads: the programmes before and after it by number, and those near it by subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

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
    return neighbours_of_rows(language, *rows_of_neighbours(cap, language))


def rows_of_neighbours(cap: CAP, language: str) -> tuple[ReadRows, ReadRows, ReadRows]:
    """The rows of the programme before, of the one after and of those near by subject, in three queries.

    Near by subject are at most three: those of the same theme, and of another those that share more than a word; the more
    words are shared, the nearer (``related_to``).
    """
    return (
        _before.read(language, number=cap.number),
        _after.read(language, number=cap.number),
        _near.read(language, cap=cap.pk, theme=cap.theme_id),
    )


def neighbours_of_rows(language: str, before: Iterable[Row], after: Iterable[Row], near: Iterable[Row]) -> Neighbours:
    previous, following = (next(iter(_links(language, rows)), None) for rows in (before, after))
    return Neighbours(previous, following, _links(language, near))


@prepared
def _before(language: str, *, number: int) -> QuerySet:
    return _rows(CAP.objects.public(language).filter(number__lt=number).order_by("-number")[:1])


@prepared
def _after(language: str, *, number: int) -> QuerySet:
    return _rows(CAP.objects.public(language).filter(number__gt=number).order_by("number")[:1])


@prepared
def _near(language: str, *, cap: int, theme: int) -> QuerySet:
    return _rows(CAP.objects.public(language).related_to(CAP(pk=cap, theme_id=theme))[:NEAR])


def _rows(caps: CAPQuerySet) -> QuerySet:
    return rows_of_links(caps, "acronym", note=column("title", caps.language), number="number", rank="theme__rank")


def _links(language: str, rows: Iterable[Row]) -> list[Link]:
    return links_of(CAP, language, rows, "note", "number", "rank")
