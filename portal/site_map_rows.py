"""What the site map shows of each kind: its name and where it is, of so many of each."""

from __future__ import annotations

from django.db.models import QuerySet

from caps.models import CAP
from cluster.models import Institution, Page, Pillar, Theme
from publishing.languages import columns
from publishing.prepared_queries import prepared

MOST_NAMED = 100
"""Things of a kind that the site map names; the lists that it leads to name all, page by page."""


@prepared
def pages(language: str) -> QuerySet:
    above = (f"parent__{name}" for name in columns("slug"))
    return Page.objects.public(language).for_list().only("key", *columns("title"), *columns("slug"), *above)


@prepared
def themes(language: str) -> QuerySet:
    return Theme.objects.public(language).for_list().only("rank", *columns("name"), *columns("slug"))


@prepared
def pillars(language: str) -> QuerySet:
    return Pillar.objects.public(language).for_list().only("rank", *columns("name"), *columns("slug"))


@prepared
def programmes(language: str) -> QuerySet:
    return CAP.objects.public(language).for_mention().order_by("number", "pk")[:MOST_NAMED]


@prepared
def institutions(language: str) -> QuerySet:
    return Institution.objects.public(language).for_list().only("is_example", *columns("name"), *columns("slug"))[:MOST_NAMED]
