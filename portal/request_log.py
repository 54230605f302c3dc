"""One line of the log, and the counts of ``/metrics``, for each request: its route, its status, its time, and nothing of whom.

The route is that of the URL configuration, never the address: an address may hold a key, or name what is not public yet.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .counting import count_request
from .logs import refusal, request_fields

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"})
STATIC, KEPT, UNKNOWN = "static", "kept", "unknown"
_GIVEN = re.compile(r"[0-9a-f]{16,64}")

logger = logging.getLogger("portal.requests")


def route_of(request: HttpRequest, status: int) -> str:
    """The name of the view that answered; of what was answered before any was asked, what it was."""
    match = request.resolver_match
    if match is not None:
        return match.view_name or UNKNOWN
    if status not in (200, 304):
        return UNKNOWN
    return STATIC if request.path_info.startswith(settings.STATIC_URL) else KEPT


class RequestLogMiddleware:
    """Stands outermost, so that it sees what every other one made of a request. Lines written meanwhile bear its number.

    The proxy's number is taken over (``X-Request-ID``), so that its line and this one are found together.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token, refused = request_fields.set({"request": number_of(request.META)}), refusal.set([])
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            route = route_of(request, response.status_code)
            tell(request.method, route, response.status_code, time.perf_counter() - begun)
        finally:
            request_fields.reset(token)
            refusal.reset(refused)
        return response


def number_of(environ: dict[str, Any]) -> str:
    """The number of a request: its proxy's, or a new one."""
    given = environ.get("HTTP_X_REQUEST_ID", "") if settings.PRODUCTION else ""
    return given if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def tell(method: str | None, route: str, status: int, seconds: float) -> None:
    """Count an answer, and write its line."""
    count_request(route, status, seconds)
    if logger.isEnabledFor(logging.INFO):
        method = method if method in METHODS else "other"
        fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        if why := refusal.get():
            fields["refused"] = why[0]
        # Not by ``logger.info``, which looks for the line of code that calls it: nobody is told that line.
        logger.handle(logger.makeRecord(logger.name, logging.INFO, "", 0, "request", (), None, extra={"fields": fields}))


def answered_kept(environ: dict[str, Any], status: int, begun: float) -> None:
    """The same of an answer that left without any middleware."""
    token = request_fields.set({"request": number_of(environ)})
    try:
        tell(environ["REQUEST_METHOD"], KEPT, status, time.perf_counter() - begun)
    finally:
        request_fields.reset(token)
