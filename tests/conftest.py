"""What the tests in a browser share: one portal with the demo data, served as production does."""

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
from tests.kept_pages import EachPageOnce

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
        server.thread.static_handler = lambda media: _LateFonts(EachPageOnce(media.application, kept_pages))
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
