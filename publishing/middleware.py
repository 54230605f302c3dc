"""Refuses what no honest browser sends, before it reaches anything that could stumble on it."""

from collections.abc import Callable
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _


class PlainRequestMiddleware:
    """A NUL byte in an address or a parameter breaks PostgreSQL and no page needs one: a plain 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        raw = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path_info or "\x00" in unquote(raw, errors="replace"):
            with override(get_language_from_request(request, check_path=True)):
                message = _("This address holds a character that no page uses.")
            return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
        return self.get_response(request)
