"""Refusals are pages of the portal, in the visitor's language, whoever refuses: Django, the server of pages, nginx before it.

A page asks neither the database nor the cache, and repeats nothing of what was asked. nginx shows the same pages from files,
which ``manage.py make_refusal_pages`` writes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext_lazy as _

from .limits import TooOften

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

BEGINNING = 1024
"""Bytes in which an answer shows whether it is a page."""
A_FEW_WORDS = 400
"""Bytes that a library's own refusal has at most."""


MOST_TYPED = 200
"""Signs of a search that its refusal shows again: as many as its box takes."""


class RefusalWords(NamedTuple):
    title: _StrPromise
    sentence: _StrPromise


_UNREADABLE = RefusalWords(
    _("This request cannot be read"),
    _("Something in the address or in the form could not be read. Nothing was changed."),
)
_STUMBLED = RefusalWords(
    _("The portal has stumbled"),
    _("Something went wrong on our side. Please try again in a minute; nothing you sent was half done."),
)
_AWAY = RefusalWords(
    _("Please try again in a minute"),
    _("The portal does not answer at the moment. If you have just sent a form, go back: what you typed is still there."),
)
_TOO_LONG = RefusalWords(
    _("This address is too long"),
    _("No page has an address as long as this one. It may have been put together wrongly; nothing was changed."),
)
_TOO_LARGE = RefusalWords(
    _("This is too large"),
    _("What was sent is larger than the portal takes, and nothing of it was kept. Go back and choose a smaller file."),
)
_TOO_MANY_FIELDS = RefusalWords(
    _("Your browser sends too much with its request"),
    _("Mostly these are cookies that have piled up: delete those of this site in your browser, then try again."),
)
WORDS: dict[int, RefusalWords] = {
    400: _UNREADABLE,
    403: RefusalWords(
        _("Not for you"),
        _("This page is for people with the right to see it. If that should be you, sign in or ask an administrator."),
    ),
    404: RefusalWords(
        _("This page cannot be found"),
        _("The address may contain a mistake, or the page may have moved or may not be public."),
    ),
    405: RefusalWords(
        _("This cannot be done here"),
        _("This address does not take what was sent to it. Nothing was changed."),
    ),
    408: RefusalWords(
        _("The request took too long"),
        _("It did not arrive whole in time, and nothing of it was kept. Go back and send it once more."),
    ),
    413: _TOO_LARGE,
    414: _TOO_LONG,
    429: RefusalWords(
        _("Please wait a little"),
        _("Too many requests came from your network within a short time. Go back in a minute: what you typed is still there."),
    ),
    431: _TOO_MANY_FIELDS,
    500: _STUMBLED,
    502: _AWAY,
    503: _AWAY,
    504: _AWAY,
}
"""What is said of each kind of refusal; of another one what is said of the first of its hundred."""


def page(status: int, language: str, typed: str = "") -> HttpResponse:
    """The page of a refusal in a language; never kept, and marked with its language. ``typed`` stands in its search box."""
    response = HttpResponse(html(status, language, typed), status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    return response


def html(status: int, language: str, typed: str = "") -> str:
    words = WORDS.get(status) or WORDS[500 if status >= 500 else 400]
    said = {"refusal_title": words.title, "refusal_sentence": words.sentence, "typed": typed}
    with override(language):
        return render_to_string("refusal.html", {"language": language, **said})


def language_of(request: HttpRequest) -> str:
    """That of the path, else the one chosen before, else the browser's."""
    return get_language_from_request(request, check_path=True)


class RefusalPageMiddleware:
    """Gives a bare refusal (no body, or a word or two that a library wrote) its page; a refusal with words of its own stays.

    What is asked more often than it may be (``TooOften``) is answered 429 with the seconds to wait (RFC 6585, RFC 9110).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < 400 or not isinstance(response, HttpResponse) or not is_bare(response):
            return response
        shown = page(response.status_code, language_of(request))
        shown.cookies = response.cookies
        for name, value in response.items():
            if name not in ("Content-Type", "Content-Length"):
                shown[name] = value
        return shown

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooOften):
            return None
        response = page(429, language_of(request), request.GET.get("q", "")[:MOST_TYPED])
        response["Retry-After"] = str(exception.seconds)
        return response


def is_bare(response: HttpResponse) -> bool:
    """Whether an answer holds nothing that a reader would take for a page of the portal, nor a part of one (a form that a
    script asked for, with what is wrong in it)."""
    if not response.content:
        return True
    if len(response.content) > A_FEW_WORDS:
        return False
    return response["Content-Type"].startswith("text/html") and b"<html" not in response.content[:BEGINNING].lower()
