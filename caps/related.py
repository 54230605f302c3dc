"""Where a programme's page leads: the programmes before and after it, and those near it by subject."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import F, QuerySet

from publishing.languages import column
from publishing.links import Link, read, rows

from .models import CAP

BEFORE, AFTER = -1, -2
NEAR = 3


@dataclass(frozen=True)
class Around:
    """The neighbours of a programme by number, and the nearest by subject."""

    previous: Link | None = None
    next: Link | None = None
    near: list[Link] = field(default_factory=list)


def around(cap: CAP, language: str) -> Around:
    """What stands around ``cap``, in one query.

    Near by subject are at most three: first those that share the most keywords, at equality those of the same theme, then by
    number. A programme that shares neither is not near.
    """
    public = CAP.objects.public(language)
    near = public.related_to(cap).order_by("-near", "number")[:NEAR]
    found = read(
        _rows(public, public.filter(number__lt=cap.number).order_by("-number")[:1], BEFORE),
        _rows(public, public.filter(number__gt=cap.number).order_by("number")[:1], AFTER),
        _rows(public.related_to(cap), near, F("near")),
    )
    beside = {one.weight: one for one in found if one.weight < 0}
    nearest = sorted((one for one in found if one.weight > 0), key=lambda one: (-one.weight, one.number))
    return Around(beside.get(BEFORE), beside.get(AFTER), nearest)


def _rows(things: QuerySet, chosen: QuerySet, weight) -> QuerySet:
    """``chosen`` is cut to length, which a part of a union may not be: its keys are asked for instead."""
    things = things.filter(pk__in=chosen.values("pk"))
    return rows(things, "acronym", note=column("title"), number="number", rank="theme__rank", weight=weight)
