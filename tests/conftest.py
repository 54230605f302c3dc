"""What the tests in a browser share: one portal with the demo data, served as production does."""

import gzip
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from conftest import own_database
from publishing import languages
from tests import page_kinds, shelf
from tests.growth import grow

LATE = 0.15
"""Seconds by which a font comes after the text, as over a slow line: what moves then would not move on a fast machine."""


@dataclass(frozen=True)
class Portal:
    url: str
    paths: dict[str, dict[str, str]]
    """An address of each kind of page, per language."""


class _LateFonts:
    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"].endswith(".woff2"):
            time.sleep(LATE)
        return self.application(environ, start_response)


class _EachPageOnce:
    """Gives a page of an earlier request again, as a cache before the portal would, until something is written to it.

    Only what a visitor without cookies gets with none; and never what says the address of this server, which is another one
    for each file of tests.
    """

    _ASKED = ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE")
    _OF_ONE_VISITOR = ("HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")

    def __init__(self, application, kept: dict):
        self.application, self.kept = application, kept
        self.written = False

    def __call__(self, environ, start_response):
        self.written |= environ["REQUEST_METHOD"] != "GET"
        if self.written or any(name in environ for name in self._OF_ONE_VISITOR):
            return self.application(environ, start_response)
        asked = tuple(environ.get(name) for name in self._ASKED)
        status, headers, content = self.kept.get(asked) or self._made(environ, asked)
        start_response(status, headers)
        return [content]

    def _made(self, environ, asked: tuple):
        begun = []
        answer = self.application(environ, lambda status, headers, exc_info=None: begun.append((status, headers)))
        try:
            content = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        [(status, headers)] = begun
        names = {name.lower(): value for name, value in headers}
        if names["content-type"].startswith("text/html") and "set-cookie" not in names:
            html = gzip.decompress(content) if names.get("content-encoding") == "gzip" else content
            if environ["HTTP_HOST"].encode() not in html:
                self.kept[asked] = (status, headers, content)
        return status, headers, content


STATIC = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


@pytest.fixture(scope="session")
def collected() -> Path:
    """The static files named by their content and compressed, as in production: kept until one of them changes."""

    def collect(folder: Path) -> None:
        with override_settings(STORAGES=settings.STORAGES | STATIC, STATIC_ROOT=folder):
            call_command("collectstatic", interactive=False, verbosity=0)

    house = settings.BASE_DIR
    sources = [path for found in house.glob("**/static") if ".venv" not in found.parts for path in found.rglob("*.*")]
    mark = shelf.fingerprint(house, [path for path in (*sources, house / "requirements.txt") if path.is_file()])
    return shelf.directory("static", mark, collect)


@pytest.fixture(scope="session")
def kept_pages() -> dict:
    """The pages of the demo data, for every file of tests."""
    return {}


@pytest.fixture(scope="module")
def demo_portal(django_db_setup, django_db_blocker, collected, kept_pages):
    """The portal with the demo data, for all the tests of a file: its static files named, compressed and served as in
    production, its pages compressed as nginx does, its fonts late. A page is made once, until something is written.

    What a test writes for good stays for the next one of its file.
    """
    with (
        django_db_blocker.unblock(),
        override_settings(
            STORAGES=settings.STORAGES | STATIC,
            STATIC_ROOT=collected,
            MIDDLEWARE=["django.middleware.gzip.GZipMiddleware", *settings.MIDDLEWARE],
        ),
    ):
        server = LiveServer("127.0.0.1", start=False)
        # Neither the finders nor the media of Django's test server: the portal's own ways.
        server.thread.static_handler = lambda media: _LateFonts(_EachPageOnce(media.application, kept_pages))
        # A browser's connection may outlive the server by a moment; its thread then closes what it was lent.
        for lent in server.thread.connections_override.values():
            lent.inc_thread_sharing()
        server.start()
        try:
            yield Portal(server.url, {code: page_kinds.paths(code) for code in languages.codes()})
        finally:
            server.stop()
            own_database().spoil()


@pytest.fixture(scope="module", params=[1, 3])
def items(request, django_db_setup, django_db_blocker):
    """So many of everything, made once for all the tests of a file; what one of them writes is gone for the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        for _item in range(request.param):
            grow()
        yield request.param
        transaction.set_rollback(True)
