"""Refuses what no honest browser sends, before it reaches anything that could stumble on it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _


class PlainRequestMiddleware:
    """A NUL byte in an address, a parameter or a cookie breaks PostgreSQL and no page needs one: a plain 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._has_nul(request):
            with override(get_language_from_request(request, check_path=True)):
                message = _("This address holds a character that no page uses.")
            return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
        return self.get_response(request)

    @staticmethod
    def _has_nul(request: HttpRequest) -> bool:
        """Cookies are looked at as they are read: a value between quotation marks may write a NUL as ``\\000``."""
        query = unquote(request.META.get("QUERY_STRING", ""), errors="replace")
        return any("\x00" in text for text in (request.path_info, query, *request.COOKIES, *request.COOKIES.values()))
