"""``/livez``: the process answers. It depends on nothing else, or a supervisor would end healthy processes in an outage.

A web server's process is asked before Django is: whatever Django does at the beginning of a request (it looks after kept
connections to the database) is left out. ``/readyz`` tells what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Application = Callable[[dict[str, Any], "StartResponse"], Iterable[bytes]]
PATH = "/livez"
WORD = b"ok\n"


@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORD, content_type="text/plain")


def answering(application: Application) -> Application:
    """The application, behind the answer to ``/livez``."""
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(WORD))), ("Cache-Control", "no-store")]
    headers += [("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'")]
    headers += [("X-Frame-Options", settings.X_FRAME_OPTIONS), ("Referrer-Policy", settings.SECURE_REFERRER_POLICY or "")]
    if settings.SECURE_HSTS_SECONDS:
        hsts = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
        headers.append(("Strict-Transport-Security", hsts))

    def answer(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("PATH_INFO") != PATH:
            return application(environ, start_response)
        start_response("200 OK", list(headers))
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [WORD]

    return answer
