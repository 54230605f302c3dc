"""Refuses what no honest browser sends, before it reaches anything that could stumble on it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import refusals

HEADERS = ("HTTP_", "CONTENT_TYPE")


class PlainRequestMiddleware:
    """A NUL byte in an address, a parameter, a cookie or a header breaks PostgreSQL, and no page needs one: a 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self._has_nul(request):
            return refusals.page(400, refusals.language_of(request))
        return self.get_response(request)

    @staticmethod
    def _has_nul(request: HttpRequest) -> bool:
        """Cookies are looked at as they are read: a value between quotation marks may write a NUL as ``\\000``."""
        query = unquote(request.META.get("QUERY_STRING", ""), errors="replace")
        headers = (value for name, value in request.META.items() if name.startswith(HEADERS))
        return any("\x00" in text for text in (request.path_info, query, *headers, *request.COOKIES, *request.COOKIES.values()))
