"""Answers that may be kept, but never used without asking whether they still hold."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response


def asked_again(request: HttpRequest, tag: str, respond: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """An answer that may be kept but not used without asking: 304 to who holds it still.

    The tag alone is asked, never a date: what is withdrawn or struck out changes the content without one.
    """
    response = get_conditional_response(request, etag=f'"{tag}"') or respond()
    response["ETag"] = f'"{tag}"'
    response["Cache-Control"] = "public, no-cache"
    return response
