"""The worker of the web server: gunicorn's own, which refuses what it cannot read with a page of the portal.

    python -m gunicorn portal.wsgi --preload --worker-class portal.web_worker.WebWorker

gunicorn refuses a request before Django sees it: a line or fields too long, a header that is none. Its own answer would be a
line of English without a header that guards. It also names itself in each answer, which helps nobody but who looks for holes.

With ``--preload`` the portal is loaded once, and the processes that answer are forked from the one that loaded it: they share
its memory until they write to it. So nothing is open there that two processes must not share: no database, no Redis, no thread.
"""

from __future__ import annotations

import gc
import re
import socket
import threading
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.urls import get_resolver
from gunicorn import util
from gunicorn.http import errors, wsgi
from gunicorn.workers import gthread

from publishing import answer_headers, refusals
from publishing.log_words import kind_of

from .loading import without_collector

STATUS: dict[type[Exception], int] = {
    errors.LimitRequestLine: 414,
    errors.LimitRequestHeaders: 431,
    errors.ForbiddenProxyRequest: 403,
    errors.ExpectationFailed: 417,
    errors.UnsupportedTransferCoding: 501,
}
"""What is answered to what cannot be read; to all else 400."""
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)
PEEKED = 4096
"""Bytes of a request that are looked at for its language."""
_PATH = re.compile(rb"[A-Z]+ (/[^\s?]{0,200})")
_ACCEPT = re.compile(rb"\naccept-language:[ \t]*([\x20-\x7e]{1,200})", re.IGNORECASE)
_beginning = threading.local()


class WebWorker(gthread.ThreadWorker):
    """Threads, as ``--worker-class gthread`` has them. gunicorn makes one before each fork, in the process that forks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.cfg.preload_app:
            share()

    def init_process(self) -> None:
        wsgi.Response.default_headers = _without_server
        super().init_process()

    def handle(self, conn: gthread.TConn) -> Any:
        """Look at the beginning of a request before it is read: of one that cannot be read nothing else tells the language."""
        if not conn.initialized and not conn.wait_for_data(gthread.DEFAULT_WORKER_DATA_TIMEOUT):
            return gthread._DEFER
        _beginning.seen = peeked(conn.sock)
        return super().handle(conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what could not be read, or what nobody could answer. The log names the kind alone: not what was sent."""
        if isinstance(exc, errors.ParseException) and not isinstance(exc, OURS):
            status = STATUS.get(type(exc), 400)
            self.log.warning("Refused with %s: %s", status, kind_of(exc))
        else:
            status = 500
            self.log.error("Nothing could answer a request: %s", kind_of(exc), exc_info=exc)
        try:
            util.write_nonblock(client, answer(status, language_of(getattr(_beginning, "seen", b""))))
        except OSError:
            self.log.debug("Nobody waits for the refusal.")


def share() -> None:
    """Load what each process would load at its first request. The collector is kept off it: what that marks is not shared."""
    with without_collector():
        get_resolver().url_patterns  # noqa: B018  # The views and all that they import.
    connections.close_all()
    gc.freeze()


_default_headers = wsgi.Response.default_headers


def _without_server(response: wsgi.Response) -> list[str]:
    return [line for line in _default_headers(response) if not line.startswith("Server:")]


def peeked(door: socket.socket) -> bytes:
    """The beginning of what a visitor sent, without taking it; nothing where that cannot be told."""
    try:
        return door.recv(PEEKED, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except (OSError, ValueError):
        return b""


def language_of(beginning: bytes) -> str:
    """The language of a request of which only the beginning is known, by the rule of every other refusal."""
    request = HttpRequest()
    if path := _PATH.match(beginning):
        request.path_info = unquote(path[1].decode("latin-1"))
    if accepted := _ACCEPT.search(beginning):
        request.META["HTTP_ACCEPT_LANGUAGE"] = accepted[1].decode("latin-1")
    return refusals.language_of(request)


def answer(status: int, language: str) -> bytes:
    """A whole answer, after which the connection ends."""
    page = refusals.page(status, language)
    headers = answer_headers.guards(secure=settings.PRODUCTION) | dict(page.items())
    headers |= {"Content-Length": str(len(page.content)), "Connection": "close", "Date": util.http_date()}
    lines = [f"HTTP/1.1 {status} {page.reason_phrase}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin-1") + page.content
