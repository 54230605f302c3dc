"""What is answered while something that the portal lives on is away: 503 with ``Retry-After``, in the visitor's language.

The page asks neither database nor cache nor session. A form that was sent meanwhile is not lost: what was typed stands on the
page, and its button sends it once more. Files get a plain line, since nobody would read a page in their place.
"""

from __future__ import annotations

import errno
import logging
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePosixPath

import psycopg
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from . import refusals
from .kept_posts import MOST, SECRETS, comes_from_here
from .limits import CACHE_GONE
from .log_words import PlainWords, kind_of
from .stored_files import StorageAwayError

logger = logging.getLogger(__name__)

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # The name of a field; its value goes back to the browser that sent it.
FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
AWAY_ON_SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PROTOCOL,
}
"""The rest of what SQLite calls an operational error (a table that is not there) is a fault of ours."""
_PRIMARY = 0xFF
"""SQLite's extended codes hold the code that they extend in their last byte (https://www.sqlite.org/rescode.html)."""


class Away(Enum):
    """What is lacking, and the seconds after which it is worth asking again."""

    DATABASE = "The database does not answer"
    STORAGE = "The storage of uploads does not answer"
    ROOM = "There is no room left on the disk"
    COUNTING = "The cache does not answer: what has to be counted is refused"

    @property
    def retry_after(self) -> int:
        return 5 if self is Away.DATABASE else 60


def away(error: BaseException | None) -> Away | None:
    """What an error tells to be away; ``None`` for an error of any other kind."""
    while error is not None:
        if found := _away(error):
            return found
        error = error.__cause__
    return None


def _away(error: BaseException) -> Away | None:
    if isinstance(error, CACHE_GONE):
        return Away.COUNTING
    if isinstance(error, StorageAwayError):
        return Away.STORAGE
    if isinstance(error, OSError) and error.errno in FULL_DISK:
        return Away.ROOM
    if isinstance(error, sqlite3.Error):
        return _away_on_sqlite(error)
    if isinstance(error, psycopg.errors.DiskFull):
        return Away.ROOM
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return Away.DATABASE
    # Django's own word for a connection that was closed under it.
    return Away.DATABASE if isinstance(error, InterfaceError) and error.__cause__ is None else None


def _away_on_sqlite(error: sqlite3.Error) -> Away | None:
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    if code == sqlite3.SQLITE_FULL:
        return Away.ROOM
    return Away.DATABASE if code in AWAY_ON_SQLITE else None


class UnavailableMiddleware:
    """Answers for what is away. What a middleware nearer to the view could not do comes by ``handler500``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return answer(request, exception)


def answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The answer where an error tells that something is away; ``None`` where it does not."""
    lacking = away(error)
    if lacking is None or error is None:
        return None
    logger.error("%s (%s): answered 503.", PlainWords(lacking.value), kind_of(error))
    language = get_language_from_request(request, check_path=True)
    with override(language):
        response = _plain(lacking) if _is_file(request) else _page(request, lacking, language)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(lacking.retry_after)
    # One line in the log is enough for what may come by the thousand.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def _is_file(request: HttpRequest) -> bool:
    """Whether a program or a page asked for this rather than a reader."""
    accepted = request.headers.get("Accept", "*/*")
    return bool(PurePosixPath(request.path_info).suffix) or not ("text/html" in accepted or "*/*" in accepted)


def _plain(lacking: Away) -> HttpResponse:
    return HttpResponse(f"{_sentence(lacking)}\n", content_type="text/plain; charset=utf-8", status=503)


def _page(request: HttpRequest, lacking: Away, language: str) -> HttpResponse:
    title = refusals.WORDS[503].title
    context = {"language": language, "refusal_title": title, "sentence": _sentence(lacking), "sent": SentForm.of(request)}
    return render(None, "503.html", context, status=503)


def _sentence(lacking: Away) -> str:
    match lacking:
        case Away.ROOM:
            return _("The portal can be read, but there is no room left to store anything. Whoever runs it has to make some.")
        case Away.STORAGE:
            return _("The portal’s files do not answer at the moment.")
        case Away.COUNTING:
            return _("A part of the portal does not answer at the moment, and without it this cannot be done safely.")
        case _:
            return _("The portal’s database does not answer at the moment.")


@dataclass(frozen=True)
class SentForm:
    """What somebody sent: ``fields`` to be sent once more, ``texts`` to be seen, ``files`` to be chosen anew.

    ``fields`` is empty where a field bears the name of a secret: that stands in no page, and a form without it is not whole.
    """

    address: str
    fields: list[tuple[str, str]]
    texts: list[str]
    files: list[str]

    @classmethod
    def of(cls, request: HttpRequest) -> SentForm | None:
        """``None`` where nothing was sent, or no browser says that a page of the portal sent it."""
        if request.method != "POST" or not comes_from_here(request):
            return None
        try:
            posted = list(_posted(request))
            files = [upload.name or "" for _name, uploads in request.FILES.lists() for upload in uploads]
        except (UnreadablePostError, SuspiciousOperation, BadRequest, OSError, ValueError):
            return cls("", [], [], [])
        shown = [(name, value) for name, value in posted if not _is_secret(name)]
        whole = len(shown) == len(posted) and sum(len(value) for _name, value in posted) <= MOST
        texts = [value for name, value in shown if value.strip() and not _is_mechanical(name)]
        return cls(request.get_full_path(), posted if whole else [], texts if whole else [], files)


def _posted(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        yield from ((name, str(value)) for value in values)


def _is_mechanical(name: str) -> bool:
    """Whether a field holds what no person typed: a token, a button, the management of a form's rows."""
    return name.startswith(("_", "csrf")) or name.endswith(("_FORMS", "-id", "-DELETE"))


def _is_secret(name: str) -> bool:
    return name != TOKEN and any(word in name.lower() for word in SECRETS)
