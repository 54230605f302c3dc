"""Asking the portal as nginx does, and what an answer costs: the CPU of the web processes and of PostgreSQL told apart."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings

from tests.backoffice import form_of

from .counting import CpuMeter
from .stack import HOST, Portal

VISITOR = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "br", "Accept-Language": "fr"}
MADE = {"If-Range": '"none"'}
"""What has an answer made anew, and changes nothing else: the cache does not look at a request for a part."""


class WrongAnswerError(Exception):
    """An address answered otherwise than it should, so what it cost says nothing."""


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU of one answer."""

    web: float
    database: float

    @property
    def whole(self) -> float:
        return self.web + self.database


class Door:
    """One connection to the web processes, so that one of them answers all that is asked over it."""

    def __init__(self, portal: Portal, database: int) -> None:
        self.portal = portal
        self.web, self.database = CpuMeter(portal.web), CpuMeter(database)
        self.connection = http.client.HTTPConnection("127.0.0.1", portal.port, timeout=600)

    def ask(self, path: str, body: str | None = None, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        method = "GET" if body is None else "POST"
        sent = VISITOR | {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        return response, response.read()

    def cost(self, ask: Callable[[], object], times: int) -> Cost:
        web, database = self.web.read(), self.database.read()
        for _again in range(times):
            ask()
        return Cost(self.web.since(web) / times, self.database.since(database) / times)

    def close(self) -> None:
        self.connection.close()


def cookies(portal: Portal) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={portal.content['session']}"


def save_of(door: Door, kind: str, path: str, turn: int) -> Callable[[], object]:
    """What sends the form of a record with one word changed, as a browser would."""
    response, page = door.ask(path, Cookie=cookies(door.portal))
    model = next(one for one in apps.get_models() if one._meta.model_name == kind)
    fields = form_of(SimpleNamespace(content=_plain(response, page)), model)
    name = next(
        name for stem in ("lead", "summary", "description", "title", "name") for name in (f"{stem}_fr", stem) if name in fields
    )
    fields[name] = f"{fields[name]} {turn}"
    token = next(
        value.partition(";")[0]
        for value in response.headers.get_all("Set-Cookie") or ()
        if value.startswith(settings.CSRF_COOKIE_NAME)
    )
    sent = {
        "Content_Type": "application/x-www-form-urlencoded",
        "Cookie": f"{cookies(door.portal)}; {token}",
        "Referer": f"https://{HOST}{path}",
        "Origin": f"https://{HOST}",
    }

    def send() -> None:
        answer, text = door.ask(path, urlencode(fields, doseq=True), **sent)
        if answer.status != 302:
            raise WrongAnswerError(f"{path}, saved, answers {answer.status}: {_plain(answer, text)[-500:]!r}")

    return send


def _plain(response: http.client.HTTPResponse, body: bytes) -> bytes:
    import brotli  # type: ignore[import-untyped]  # it has no types

    return brotli.decompress(body) if response.headers.get("Content-Encoding") == "br" else body
