"""A server that answers as HAL’s search interface does, for tests and for trying; and that misbehaves when it is told to.

    python -m caps.tests.hal_server portal/demo/hal_examples.json 8190

answers on that port of this machine; ``HAL_API_URL=http://127.0.0.1:8190/search/ manage.py read_hal`` asks it.

It knows of Solr what the portal uses: ``q`` with one field and one value or several joined by OR, ``fq`` with a range of years,
``fl``, ``rows``, ``cursorMark`` over documents sorted by ``docid``, and an ``ETag``. A mark is Solr’s own in form alone.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Document = dict[str, Any]
Fault = Callable[["HalHandler"], bool]
"""Answers in the server’s stead, and says whether it did."""


class HalServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, documents: list[Document], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), HalHandler)
        self.documents = documents
        self.faults: list[Fault] = []
        """Each answers one request, in order."""
        self.asked: list[dict[str, list[str]]] = []
        self.headers_seen: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/search/"


class HalHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HalServer

    def do_GET(self) -> None:
        self.parameters = parse_qs(urlsplit(self.path).query)
        self.server.asked.append(self.parameters)
        self.server.headers_seen.append(dict(self.headers))
        if self.server.faults and self.server.faults.pop(0)(self):
            return
        found = self.found()
        body = json.dumps(self.page(found), ensure_ascii=False).encode()
        tag = f'"{hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == tag:
            self.answer(304, b"", {"ETag": tag})
            return
        packed = gzip.compress(body) if "gzip" in self.headers.get("Accept-Encoding", "") else body
        coding = {"Content-Encoding": "gzip"} if packed is not body else {}
        self.answer(200, packed, {"ETag": tag, **coding})

    def found(self) -> list[Document]:
        name, _colon, value = self.parameters["q"][0].partition(":")
        wanted = set(re.findall(r'"((?:[^"\\]|\\.)*)"', value))
        things = [one for one in self.server.documents if wanted & {*_values(one, name)}]
        for given in self.parameters.get("fq", []):
            name, _colon, since = given.partition(":[")
            things = [one for one in things if int(one.get(name, 0)) >= int(since.split(" ")[0])]
        return sorted(things, key=lambda one: one["docid"])

    def page(self, found: list[Document]) -> dict[str, Any]:
        rows, mark = int(self.parameters["rows"][0]), self.parameters["cursorMark"][0]
        start = 0 if mark == "*" else int(base64.b64decode(mark))
        some = found[start : start + rows]
        names = set(self.parameters["fl"][0].split(","))
        after = base64.b64encode(str(start + len(some)).encode()).decode() if some else mark
        documents = [{name: value for name, value in one.items() if name in names} for one in some]
        return {"response": {"numFound": len(found), "start": 0, "docs": documents}, "nextCursorMark": after}

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def _values(document: Document, name: str) -> list[str]:
    value = document.get(name, [])
    return [str(one) for one in (value if isinstance(value, list) else [value])]


# What may go wrong


def status(number: int, **headers: str) -> Fault:
    def fault(handler: HalHandler) -> bool:
        handler.answer(number, b"{}", {name.replace("_", "-"): value for name, value in headers.items()})
        return True

    return fault


def body(content: bytes, **headers: str) -> Fault:
    """This body under the status 200."""

    def fault(handler: HalHandler) -> bool:
        handler.answer(200, content, {name.replace("_", "-"): value for name, value in headers.items()})
        return True

    return fault


def broken_off(handler: HalHandler) -> bool:
    handler.answer(200, b'{"response": {"numFound": 3, "docs": [', length=5000)
    handler.close_connection = True
    handler.connection.shutdown(2)
    return True


def slow(handler: HalHandler) -> bool:
    time.sleep(0.6)
    handler.close_connection = True
    return True


def fine(handler: HalHandler) -> bool:
    return False


def document(number: int, **given: Any) -> Document:
    """A made-up document in the form of HAL’s."""
    return {
        "docid": number,
        "halId_s": f"hal-{number:08d}",
        "version_i": 1,
        "docType_s": "ART",
        "submitType_s": "file",
        "uri_s": f"https://hal.example.org/hal-{number:08d}",
        "title_s": [f"Example title {number}"],
        "language_s": ["en"],
        "authFullName_s": ["Claire Exemple", "Karim Modèle"],
        "authFirstName_s": ["Claire", "Karim"],
        "authLastName_s": ["Exemple", "Modèle"],
        "openAccess_bool": True,
        "publicationDate_s": "2025-03-04",
        "producedDateY_i": 2025,
        "journalTitle_s": "Example Journal",
        "anrProjectReference_s": ["ANR-23-IACL-0007"],
        **given,
    }


@contextmanager
def running(*documents: Document) -> Iterator[HalServer]:
    server = HalServer(list(documents))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


if __name__ == "__main__":
    content = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with HalServer(content["response"]["docs"], int(sys.argv[2])) as server:
        print(server.address)
        server.serve_forever()
