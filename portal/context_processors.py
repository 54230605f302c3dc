"""What every page needs: who the portal is, and the pages that each leads to."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing import languages

from .footer_pages import FooterPages
from .navigation import FOOT, filled_routes


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
    return FooterPages.public(languages.current())


def _filled_routes() -> frozenset[str]:
    return filled_routes(languages.current())
