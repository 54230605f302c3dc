"""Addresses of sections written without their language, or with the path words of another one, lead to the section."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path, get_language_from_request, override

from publishing import languages


class SectionPathMiddleware(LocaleMiddleware):
    """Django’s own, which sends ``/press/`` to ``/fr/press/`` though the section is ``/fr/presse/``.

    Only sections are known by their words alone; whether there is a page of some name is asked of nothing here, so that an
    address under embargo is answered like one that never was.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.method in ("GET", "HEAD"):
            path = section_path(request)
            if path and path != request.path:
                query = request.META.get("QUERY_STRING", "")
                redirect = HttpResponseRedirect(f"{path}?{query}" if query else path)
                patch_vary_headers(redirect, ["Accept-Language", "Cookie"])
                return redirect
        return super().process_response(request, response)


def section_path(request: HttpRequest) -> str | None:
    """The path of the section that an address means by its words in any language, in the language of the address or else of
    whoever asks."""
    named = get_language_from_path(request.path_info)
    rest = request.path_info.removeprefix(f"/{named}") if named else request.path_info
    for code in languages.codes():
        with override(code):
            try:
                match = resolve(f"/{code}{rest}")
            except Resolver404:
                continue
        if not match.args and not match.kwargs:
            with override(named or get_language_from_request(request)):
                return reverse(match.view_name)
    return None
