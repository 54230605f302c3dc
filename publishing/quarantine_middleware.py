"""Closes a restored portal to everybody, and carries what a request has changed into the journal."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from . import journal_file
from .log_words import kind_of
from .quarantine import QuarantineState, state, why_unknown

logger = logging.getLogger(__name__)

ASKED_BY_MACHINES = frozenset({"/livez", "/readyz"})
"""What watches the portal is answered: it has to see that the portal is closed."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})


class QuarantineMiddleware:
    """In quarantine every page is a 503, those of the back office and of signing in too: the command line alone opens it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ASKED_BY_MACHINES:
            return self.get_response(request)
        match state():
            case QuarantineState.OPEN:
                return self.get_response(request)
            case QuarantineState.CLOSED:
                return _closed(request)
        # Answered as any other page whose database is away.
        raise why_unknown()


def _closed(request: HttpRequest) -> HttpResponse:
    language = get_language_from_request(request, check_path=True)
    with override(language):
        title = _("The portal is being restored")
        response = render(None, "quarantine.html", {"language": language, "refusal_title": title}, status=503)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = "600"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would log each visitor as an error
    return response


class JournalMiddleware:
    """What a request has changed is in the journal before its answer leaves; where that fails, it waits in its table."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method not in READS:
            carry()
        return response


def carry() -> None:
    """Move what waits into the journal. A disk that is full or away stops nobody's work: ``/readyz`` tells that lines wait."""
    try:
        journal_file.move()
    except (OSError, DatabaseError) as error:
        logger.error("The journal cannot be written: %s", kind_of(error))
