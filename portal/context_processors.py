"""What every page needs: who the portal is, and the pages that each leads to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cluster.enums import PageKey
from cluster.models import Page
from publishing import languages

from .navigation import FOOT, filled_routes

COURTESY = (PageKey.HELP, PageKey.CONTACT)
LAW = (PageKey.LEGAL, PageKey.PRIVACY, PageKey.ECO_DESIGN)


@dataclass(frozen=True)
class FooterPages:
    """The editorial pages at the foot of every page: about the cluster, to help the reader, and those the law asks for."""

    about: list[Page]
    courtesy: list[Page]
    law: list[Page]
    statement: Page | None
    partnership: Page | None = None
    """For those who want to become partners: beside the list of those who are."""

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
        )


def site(request: HttpRequest) -> dict[str, object]:
    return {
        "PORTAL_NAME": settings.PORTAL_NAME,
        "SITE_URL": settings.SITE_URL,
        "GRANT_REFERENCE": settings.GRANT_REFERENCE,
        "OIDC_NAME": settings.OIDC_NAME,
        "footer_pages": SimpleLazyObject(_footer_pages),
        "foot_columns": FOOT,
        "filled_routes": SimpleLazyObject(_filled_routes),
        "portal_languages": languages.codes(),
    }


def _footer_pages() -> FooterPages:
    return FooterPages.of(Page.objects.public(languages.current()).filter(parent__isnull=True).for_list())


def _filled_routes() -> frozenset[str]:
    return filled_routes(languages.current())
