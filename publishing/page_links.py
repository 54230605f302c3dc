"""Links to public pages, read as short rows: what a page needs to lead elsewhere, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Expression, F, Model, QuerySet

from .kept_values import path_to
from .languages import column
from .querysets import LocalizedQuerySet


@dataclass(frozen=True)
class Link:
    """A public page in a language: its kind (its ``url_name``), its words, and where it stands among others.

    ``weight`` says how near it is to the page that names it; ``number`` is its own, and ``rank`` that of what it stands under,
    where it has them.
    """

    kind: str
    language: str
    pk: int
    slug: str
    is_example: bool
    label: str
    note: str = ""
    day: date | None = None
    weight: int = 0
    number: int | None = None
    rank: int | None = None

    def get_absolute_url(self) -> str:
        return path_to(f"{self.kind}-detail", self.language, {"slug": self.slug})


def links_to(records: LocalizedQuerySet, label: str, **more: str | Expression | F) -> list[Link]:
    """A link to each of ``records``, all public in the language they are read in, in their order: one query of few columns.

    ``label`` names a column; so does each of ``more`` (``note``, ``day``, ``weight``, ``number``, ``rank``), or it is an
    expression. What is left out is empty.
    """
    return links_of(records.model, records.language, rows_of_links(records, label, **more), *more)


def rows_of_links(records: LocalizedQuerySet, label: str, **more: str | Expression | F) -> QuerySet:
    """The query of ``links_to``, whose rows ``links_of`` makes links of: for prepared queries."""
    columns = ("pk", column("slug", records.language), "is_example", label)
    return records.values_list(*columns, *more.values())


def links_of(model: type[Model], language: str, rows: Iterable[Sequence[Any]], *more: str) -> list[Link]:
    """The links that rows are; ``more`` names what ``rows_of_links`` was asked for besides the label."""
    names, kind = ("pk", "slug", "is_example", "label", *more), getattr(model, "url_name", "")
    return [Link(kind, language, **dict(zip(names, row, strict=True))) for row in rows]


def nearest_first(links: list[Link]) -> list[Link]:
    """By weight, then the latest first: the order of everything that a page calls related."""
    return sorted(links, key=lambda link: (link.weight, link.day or date.min, link.pk), reverse=True)


def latest_first(links: list[Link]) -> list[Link]:
    return sorted(links, key=lambda link: (link.day or date.min, link.pk), reverse=True)
