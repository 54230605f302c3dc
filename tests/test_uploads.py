"""Uploaded files leave with the headers of uploads, and documents as downloads, in every set-up that the guide describes."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from news.documents import pdf
from news.models import Attachment, Picture, PressRelease, SealedFile
from news.reading import read
from news.validators import validate_attachment
from publishing import languages
from tests.make import make, seal_anew
from tests.nginx import NGINX, nginx
from tests.responses import let_go
from tests.test_minute_processes import free_port

pytestmark = pytest.mark.django_db
YEARS = 63_072_000
PER_ANSWER = {
    "Content-Length",
    "Date",
    "Server",
    "Connection",
    "Last-Modified",
    "ETag",
    "Accept-Ranges",
    "Vary",
    "Content-Language",
}
"""What is not said of the file, or is the server's own to say."""
GUARDS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": f"max-age={YEARS}; includeSubDomains; preload",
    "Cache-Control": "public, max-age=5, must-revalidate",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.fixture
def secured(settings) -> None:
    """As production has it, behind TLS."""
    settings.SECURE_HSTS_SECONDS = YEARS
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True


@pytest.fixture
def files() -> dict[str, tuple[str, bytes]]:
    """The address of a public file of each kind, with its bytes."""
    release, kept = make(PressRelease), {}
    for name in ("Résumé & annexe.pdf", "note.docx", "montants.csv", "texte.txt", "page.html"):
        content = f"content of {name}".encode()
        document = Attachment(release=release)
        document.file.save(name, ContentFile(content))
        document.save()
        kept[name.rpartition(".")[2]] = content
    body = io.BytesIO()
    Image.new("RGB", (4, 2)).save(body, "PNG")
    make(Picture, release=release, image=default_storage.save("news.picture/t/vue.png", ContentFile(body.getvalue())))
    seal_anew(release)
    kept["png"] = body.getvalue()
    sealed = {file.sha256: default_storage.url(file.path) for file in SealedFile.objects.all()}
    return {kind: (sealed[hashlib.sha256(content).hexdigest()], content) for kind, content in kept.items()}


def disposition(kind: str, path: str) -> str:
    name = path.rpartition("/")[2]
    return f'{"inline" if kind == "png" else "attachment"}; filename="{name}"'


def test_the_portal_alone_guards_each_upload(client, secured, files):
    for kind, (path, content) in files.items():
        answer = client.get(path, secure=True)
        assert {name: answer.get(name) for name in GUARDS} == GUARDS, kind
        assert answer["Content-Disposition"] == disposition(kind, path)
        assert b"".join(answer.streaming_content) == content
        let_go(answer)


def test_what_the_portal_typesets_itself_may_be_attached():
    content = pdf.make(read(make(PressRelease), languages.main()))
    validate_attachment(ContentFile(content, name="communique.pdf"))


def headers_of(client, path: str) -> dict[str, str]:
    answer = client.get(path, secure=True)
    let_go(answer)
    return dict(answer.items())


@contextlib.contextmanager
def replayed(answers: dict[str, dict[str, str]]) -> Iterator[int]:
    """A server that says what the portal said."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            for name, value in answers[self.path].items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def ask(port: int, path: str) -> tuple[int, dict[str, str], bytes]:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(door):
        door.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = door.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()


@pytest.mark.skipif(not NGINX.exists(), reason=f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
def test_the_documented_nginx_hands_on_every_word_that_the_portal_says_of_a_file(client, settings, secured, files, tmp_path):
    """Its bytes come from nginx, where ``X-Accel-Redirect`` would let go of all but four headers."""
    settings.MEDIA_ACCEL = ""
    direct = {path: headers_of(client, path) for path, _content in files.values()}
    settings.MEDIA_ACCEL = "/_media/"
    said = {path: headers_of(client, path) for path, _content in files.values()}
    settings.MEDIA_ACCEL = ""
    assert all("X-Accel-Redirect" in headers for headers in said.values())
    port = free_port()
    with replayed(said) as behind, nginx(tmp_path / "nginx", port, behind, settings.MEDIA_ROOT):
        for kind, (path, content) in files.items():
            status, headers, body = ask(port, path)
            assert (status, body) == (200, content), kind
            assert {name: headers.get(name) for name in GUARDS} == GUARDS, kind
            assert headers["Content-Disposition"] == disposition(kind, path)
            told = {name: value for name, value in direct[path].items() if name not in PER_ANSWER}
            assert {name: headers.get(name) for name in told} == told, kind
            assert "X-Accel-Redirect" not in headers
