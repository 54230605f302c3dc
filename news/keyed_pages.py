"""Pages behind a key that outside readers get: nobody keeps or indexes them, and a button opens them for some hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_Response = TypeVar("_Response", bound=HttpResponseBase)


def keep_private(response: _Response) -> _Response:
    """No store, no index, and the address told to nobody; a page may say otherwise of its address, never of the rest."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    if "Referrer-Policy" not in response:
        response["Referrer-Policy"] = "no-referrer"
    return response


@dataclass(frozen=True)
class KeyedSession:
    """That somebody pressed the button of a link: a signed cookie of the link's own addresses, for ``lasts``."""

    name: str
    salt: str
    lasts: timedelta

    def open(self, response: HttpResponseBase, path: str, link: str) -> None:
        response.set_signed_cookie(
            self.name,
            link,
            salt=self.salt,
            max_age=self.lasts,
            path=path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )

    def is_open(self, request: HttpRequest, link: str) -> bool:
        value = request.get_signed_cookie(self.name, default="", salt=self.salt, max_age=self.lasts)
        return bool(value) and value == link
