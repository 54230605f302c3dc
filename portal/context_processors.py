"""What every page needs: who the portal is, and the pages that each leads to."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from cluster.models import Page
from publishing import languages


def site(request):
    return {
        "PORTAL_NAME": settings.PORTAL_NAME,
        "SITE_URL": settings.SITE_URL,
        "GRANT_REFERENCE": settings.GRANT_REFERENCE,
        "footer_pages": SimpleLazyObject(_footer_pages),
        "portal_languages": languages.codes(),
    }


def _footer_pages() -> list[Page]:
    return list(Page.objects.public(languages.current()).filter(parent__isnull=True).for_list())
