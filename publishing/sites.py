"""The back office: Django's own admin, with the portal's name and without an address that tells what exists."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

from . import clock


class PortalAdminSite(AdminSite):
    site_header = settings.PORTAL_NAME
    site_title = settings.PORTAL_NAME
    index_title = _("Back office")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page of the back office says, a clock that is wrong included."""
        return super().each_context(request) | {"clock_fault": clock.fault()}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """With ``r/…`` unknown: Django's redirect would tell any staff account the address of anything."""
        return [path("r/<path:rest>", self.unknown), *super().get_urls()]

    def unknown(self, request: HttpRequest, rest: str) -> HttpResponse:
        raise Http404

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The words of the admin's scripts, and those of the rich-text editor."""
        packages = ["django.contrib.admin", "django_prose_editor"]
        catalogue = JavaScriptCatalog.as_view(packages=packages)
        return catalogue(request)  # type: ignore[return-value]  # a view answers as widely as it may; this one answers whole
