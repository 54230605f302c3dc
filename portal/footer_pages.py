"""The editorial pages to which every other page leads."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from cluster.enums import PageKey
from cluster.models import Page
from cluster.querysets import PageQuerySet
from publishing.languages import columns
from publishing.prepared_queries import prepared

COURTESY = (PageKey.HELP, PageKey.CONTACT)
LAW = (PageKey.LEGAL, PageKey.PRIVACY, PageKey.ECO_DESIGN)
NAMED_BY = ("key", "parent_id", "is_example", *columns("title"), *columns("slug"))


@dataclass(frozen=True)
class FooterPages:
    """The editorial pages at the foot of every page: about the cluster, to help the reader, and those the law asks for."""

    about: list[Page]
    courtesy: list[Page]
    law: list[Page]
    statement: Page | None
    partnership: Page | None = None
    """For those who want to become partners: beside the list of those who are."""
    stamp: Hashable = ()
    """All that a link to each of them is made of: the same where they are to be shown the same."""

    @classmethod
    def of(cls, pages: Iterable[Page]) -> FooterPages:
        pages = list(pages)
        by_key = {page.key: page for page in pages if page.key}
        return cls(
            about=[page for page in pages if not page.key],
            courtesy=[by_key[key] for key in COURTESY if key in by_key],
            law=[by_key[key] for key in LAW if key in by_key],
            statement=by_key.get(PageKey.ACCESSIBILITY),
            partnership=by_key.get(PageKey.BECOME_A_PARTNER),
            stamp=tuple((page.pk, *(getattr(page, name) for name in NAMED_BY)) for page in pages),
        )

    @classmethod
    def public(cls, language: str) -> FooterPages:
        return cls.of(_top_pages(language))


@prepared
def _top_pages(language: str) -> PageQuerySet:
    pages = Page.objects.public(language).filter(parent__isnull=True).order_by("rank", "pk")
    return pages.only("key", "parent", "is_example", *columns("title"), *columns("slug"))
