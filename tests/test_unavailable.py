"""What is answered while something is away: the page, the plain line, what was typed; and what stays an error of ours.

No test here has a database: whoever asked it would fail.
"""

import errno
import re
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest
from django.test import RequestFactory
from redis.exceptions import ConnectionError as CacheGone

from portal.livez import answering
from portal.views import server_error
from publishing import unavailable
from publishing.stored_files import StorageAwayError
from publishing.unavailable import Away, away

HERE = "http://testserver"
TYPED = "Un texte <b>écrit</b> longuement"


def raised(cause: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """As Django raises what a driver raised."""
    try:
        raise kind("told") from cause
    except kind as error:
        return error


def sqlite_error(code: int) -> sqlite3.Error:
    error = sqlite3.OperationalError("told")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (raised(psycopg.OperationalError("connection refused")), Away.DATABASE),
        (raised(psycopg.errors.QueryCanceled("too slow")), Away.DATABASE),
        (raised(psycopg.errors.LockNotAvailable("waited")), Away.DATABASE),
        (raised(psycopg.errors.DiskFull("no room")), Away.ROOM),
        (InterfaceError("connection already closed"), Away.DATABASE),
        (raised(sqlite_error(sqlite3.SQLITE_FULL)), Away.ROOM),
        (raised(sqlite_error(sqlite3.SQLITE_BUSY)), Away.DATABASE),
        (raised(sqlite_error(sqlite3.SQLITE_IOERR | 3 << 8)), Away.DATABASE),
        (OSError(errno.ENOSPC, "no room"), Away.ROOM),
        (StorageAwayError("silent"), Away.STORAGE),
        (CacheGone("refused"), Away.COUNTING),
        # Ours:
        (raised(sqlite_error(sqlite3.SQLITE_ERROR)), None),
        (raised(psycopg.errors.UndefinedTable("no table"), DatabaseError), None),
        (OSError(errno.ENOENT, "no file"), None),
        (ValueError("a slip"), None),
        (None, None),
    ],
)
def test_what_is_away_is_told_from_a_fault_of_ours(error, lacking):
    assert away(error) == lacking


def asked(path: str = "/fr/presse/", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, headers=headers)


def sent(fields: dict[str, str], path: str = "/fr/presse/abonnement/?a=1", origin: str = HERE) -> HttpRequest:
    return RequestFactory().post(path, fields, headers={"Origin": origin})


GONE = raised(psycopg.OperationalError("connection refused"))


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [("/fr/presse/", "", "fr"), ("/en/press/", "", "en"), ("/livez", "en", "en"), ("/", "fr", "fr")],
)
def test_a_reader_gets_a_page_in_their_language_and_the_seconds_to_wait(path, accepted, language):
    answer = unavailable.answer(asked(path, **({"Accept-Language": accepted} if accepted else {})), GONE)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/media/news.picture/x/y.jpg", {}),
        ("/fr/presse/titre.pdf", {"Accept": "text/html"}),
        ("/fr/", {"Accept": "application/json"}),
    ],
)
def test_a_file_gets_a_plain_line(path, headers):
    answer = unavailable.answer(asked(path, **headers), GONE)
    assert (answer.status_code, answer["Content-Type"]) == (503, "text/plain; charset=utf-8")
    assert answer.content.decode().count("\n") == 1


def test_what_was_typed_stands_on_the_page_and_can_be_sent_once_more():
    answer = unavailable.answer(
        sent({"message": TYPED, "csrfmiddlewaretoken": "t" * 64}), raised(sqlite_error(sqlite3.SQLITE_FULL))
    )
    body = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert re.search(r'<form[^>]*method="post"[^>]*action="/fr/presse/abonnement/\?a=1"', body)
    assert '<p class="typed">Un texte &lt;b&gt;écrit&lt;/b&gt; longuement</p>' in body
    assert re.search(rf'name="csrfmiddlewaretoken"\s+value="{"t" * 64}"', body)
    assert "<b>écrit" not in body


@pytest.mark.parametrize(
    "request_",
    [sent({"message": TYPED}, origin="https://evil.example.org"), sent({"login": "x", "password": TYPED})],
    ids=["foreign", "secret"],
)
def test_neither_a_secret_nor_what_another_site_sent_is_shown(request_):
    body = unavailable.answer(request_, GONE).content.decode()
    assert "longuement" not in body and 'name="login"' not in body


def test_a_middleware_that_fails_is_answered_for_too():
    """What a view raises comes by the middleware; what another middleware raises by the handler of errors."""
    for error, status in ((GONE, 503), (ValueError("a slip"), 500)):
        try:
            raise error
        except Exception:
            assert server_error(asked()).status_code == status


def test_livez_is_answered_before_django_is_asked():
    told = []

    def django(environ, start_response):
        told.append(environ["PATH_INFO"])
        return [b"page"]

    def begin(status, headers):
        told.append((status, dict(headers)["Cache-Control"]))

    door = answering(django)
    assert door({"PATH_INFO": "/livez", "REQUEST_METHOD": "GET"}, begin) == [b"ok\n"]
    assert door({"PATH_INFO": "/livez", "REQUEST_METHOD": "HEAD"}, begin) == []
    assert door({"PATH_INFO": "/fr/", "REQUEST_METHOD": "GET"}, begin) == [b"page"]
    assert told == [("200 OK", "no-store"), ("200 OK", "no-store"), "/fr/"]
