"""The portal's own files are looked at when they are asked for, and handed out as WhiteNoise hands them out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from publishing.static_files import StaticFilesMiddleware
from tests.responses import let_go

UNKNOWN = HttpResponse("unknown", status=404)


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.STATIC_ROOT = str(tmp_path / "static")
    (tmp_path / "static" / "deep").mkdir(parents=True)
    (tmp_path / "secret.css").write_text("secret")
    for name in ("a.css", "deep/b.js", "c.svg"):
        (tmp_path / "static" / name).write_text(name * 500)
    (tmp_path / "static" / "a.css.gz").write_bytes(b"packed")
    return tmp_path / "static"


def asked(kind: type[WhiteNoiseMiddleware], path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    middleware = kind(lambda request: UNKNOWN)
    response = middleware(_request(path, headers))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    return response.status_code, dict(response.headers), body


def _request(path: str, headers: dict[str, str]) -> HttpRequest:
    request = RequestFactory().get("/", headers=headers)
    request.path_info = request.path = path
    return request


PATHS = ("/static/a.css", "/static/deep/b.js", "/static/c.svg", "/static/a.css.gz", "/static/none.css", "/static/", "/static")
HOSTILE = ("/static/../secret.css", "/static/deep/../../secret.css", "/static//a.css", "/static/a.css/", "/static/deep")
MORE_HOSTILE = ("/static/\x00", f"/static/{'a' * 5000}", "/static/..%2fsecret.css", "/static/\\..\\secret.css", "/fr/")


@pytest.mark.parametrize("path", [*PATHS, *HOSTILE, *MORE_HOSTILE])
@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "gzip"}, {"Range": "bytes=0-9"}])
def test_an_address_gets_what_whitenoise_gives_it(root, path, headers):
    assert asked(StaticFilesMiddleware, path, **headers) == asked(WhiteNoiseMiddleware, path, **headers)


def test_nothing_is_looked_at_before_it_is_asked_for_and_nothing_unknown_is_remembered(root):
    middleware = StaticFilesMiddleware(lambda request: UNKNOWN)
    assert middleware.files == {}
    for path in ("/static/a.css", "/static/a.css", *HOSTILE, *MORE_HOSTILE):
        let_go(middleware(_request(path, {})))
    assert list(middleware.files) == ["/static/a.css"]
