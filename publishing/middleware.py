"""Refuses what no honest browser sends, before it reaches anything that could stumble on it; answers for what is away."""

import logging
from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override

from . import refusals
from .limits import CACHE_GONE
from .log_words import kind_of

HEADERS = ("HTTP_", "CONTENT_TYPE")
logger = logging.getLogger(__name__)


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


class CacheGoneMiddleware:
    """Where the cache does not answer, what it has to count (signing in, subscribing) is refused with a page that says so.

    Limits fail closed: without them a password could be guessed at any speed. Who is signed in works on, and pages go on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, CACHE_GONE):
            return None
        logger.error("The cache does not answer (%s): what has to be counted is refused.", kind_of(exception))
        language = get_language_from_request(request, check_path=True)
        with override(language):
            response = render(None, "503.html", {"language": language}, status=503)
        response["Content-Language"] = language
        response["Cache-Control"] = "no-store"
        response["Retry-After"] = "60"
        return response
