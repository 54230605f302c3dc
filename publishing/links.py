"""Short rows of several kinds of thing, read in one query: what a page needs to lead elsewhere, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse

from .languages import column
from .models import Addressed


@dataclass(frozen=True)
class Link:
    """A public page: its kind (its ``url_name``), its words in the active language, and where it stands among others.

    ``weight`` says how near it is to the page that names it; ``number`` is its own, and ``rank`` that of what it stands under,
    where it has them.
    """

    kind: str
    pk: int
    label: str
    note: str
    slug: str
    is_example: bool
    day: date | None
    weight: int
    number: int | None
    rank: int | None

    def get_absolute_url(self) -> str:
        return reverse(f"{self.kind}-detail", kwargs={"slug": self.slug})


def rows(things: QuerySet, label: Any, *, note="", day=None, weight: Any = 0, number="", rank="") -> QuerySet:
    """``things``, all public in the active language, as rows for ``read``.

    ``label``, ``note``, ``number`` and ``rank`` name columns, ``day`` is a column or an expression of a day, ``weight`` an
    expression or a number. What is left out is empty.
    """
    model: type[Addressed] = things.model
    plain = QuerySet(model, query=things.query.chain(), using=things._db).order_by()
    return plain.values_list(
        Value(model.url_name, CharField()),
        F("pk"),
        Cast(label, CharField()),
        Cast(note or Value(""), CharField()),
        F(column("slug")),
        F("is_example"),
        Cast(day or Value(None), DateField()),
        Cast(weight if hasattr(weight, "resolve_expression") else Value(weight), IntegerField()),
        Cast(number or Value(None), IntegerField()),
        Cast(rank or Value(None), IntegerField()),
    )


def read(first: QuerySet, *others: QuerySet) -> list[Link]:
    """The links of several ``rows``, in no order of their own."""
    return [Link(*row) for row in (first.union(*others, all=True) if others else first)]


def nearest_first(links: list[Link]) -> list[Link]:
    """By weight, then the latest first: the order of everything that a page calls related."""
    return sorted(links, key=lambda one: (one.weight, one.day or date.min, one.pk), reverse=True)


def latest_first(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda one: (one.day or date.min, one.pk), reverse=True)
