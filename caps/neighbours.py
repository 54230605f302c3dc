"""Where a programme's page leads: the programmes before and after it by number, and those near it by subject."""

from __future__ import annotations

from dataclasses import dataclass, field

from publishing.languages import column
from publishing.page_links import Link, links_to

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
    public = CAP.objects.public(language)
    before = _links(public.filter(number__lt=cap.number).order_by("-number")[:1])
    after = _links(public.filter(number__gt=cap.number).order_by("number")[:1])
    near = _links(public.related_to(cap)[:NEAR])
    return Neighbours(before[0] if before else None, after[0] if after else None, near)


def _links(caps: CAPQuerySet) -> list[Link]:
    return links_to(caps, "acronym", note=column("title", caps.language), number="number", rank="theme__rank")
