"""Where a programme's page leads: the programmes before and after it by number, and those near it by subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from publishing.languages import column
from publishing.page_links import Link, links_of, rows_of_links
from publishing.prepared_queries import prepared

from .models import CAP
from .querysets import CAPQuerySet

NEAR = 3


@dataclass(frozen=True)
class Neighbours:
    """The programmes before and after one by number, and the nearest by subject."""

    previous: Link | None = None
    next: Link | None = None
    near: list[Link] = field(default_factory=list)


def neighbours_of(cap: CAP, language: str) -> Neighbours:
    """The neighbours of ``cap`` that are public in ``language``, in three queries.

    Near by subject are at most three: those of the same theme, and of another those that share more than a word; the more
    words are shared, the nearer (``related_to``).
    """
    before = _links(language, _before(language, number=cap.number))
    after = _links(language, _after(language, number=cap.number))
    near = _links(language, _near(language, cap=cap.pk, theme=cap.theme_id))
    return Neighbours(before[0] if before else None, after[0] if after else None, near)


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


def _links(language: str, rows: list[tuple[Any, ...]]) -> list[Link]:
    return links_of(CAP, language, rows, "note", "number", "rank")
