"""A client of HAL's search interface: polite, and distrustful.

One host is asked, by https, at a public address of the internet, one question after the other with a pause between, under a
name with an address to write to. An answer has a size and a time at the most, packed or not. Pages are read to the end before
anything of them counts: what broke off, or counts fewer than it says, is no answer. Whatever goes wrong is a ``HalFault``
with its ``HalOutcome``; none is repeated, but for one short wait that HAL itself asks for.
"""

from __future__ import annotations

import gzip
import http.client
import io
import json
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from publishing import clock
from publishing.link_checking import NotPublicAddressError, connecting, is_public_address

from ..enums import HalOutcome
from . import fields

HOST = "api.archives-ouvertes.fr"
LOCAL = ("127.0.0.1", "localhost")
ROWS = 200
"""Documents a page: a few hundred kilobytes. HAL gives 10,000 at the most."""
MOST_DOCUMENTS = 20_000
MOST_BYTES = 20_000_000
TIMEOUT = 30
"""Seconds without a byte."""
MOST_SECONDS = 120
"""Seconds for an answer, however slowly it comes."""
PAUSE = 1.0
LONGEST_WAIT = 30
"""Seconds that HAL may ask to wait within a run; of more the run is given up, and nothing asked before they are over."""
CHUNK = 1 << 16


class HalFault(Exception):
    """HAL gave no answer that counts."""

    def __init__(self, outcome: HalOutcome, detail: str = "", not_before: datetime | None = None) -> None:
        super().__init__(outcome, detail)
        self.outcome, self.detail, self.not_before = outcome, detail[:200], not_before


@dataclass(frozen=True)
class Validators:
    """What an answer is asked for again by (RFC 9110, 13.1)."""

    etag: str = ""
    last_modified: str = ""

    def headers(self) -> dict[str, str]:
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True)
class HalAnswer:
    """All documents of a question. Without ``documents`` nothing has changed; ``validators`` only where one page holds all."""

    documents: list[Any] | None
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True)
class _HalResponse:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class HalClient:
    """Asks the search interface at ``address``. Raises ``ValueError`` for one that is neither HAL's nor this machine's."""

    def __init__(self, address: str = "", *, pause: float = PAUSE, wait: Callable[[float], None] = time.sleep) -> None:
        parts = urlsplit(address or settings.HAL_API_URL)
        self.is_local = parts.hostname in LOCAL
        if not self.is_local and (parts.scheme != "https" or parts.hostname != HOST or parts.port not in (None, 443)):
            raise ValueError(f"HAL is asked at https://{HOST}/ alone, or on this machine for a trial.")
        self._parts, self._pause, self._wait = parts, pause, wait
        self._asked = False

    def all_documents(self, query: str, *, filters: tuple[str, ...] = (), known: Validators | None = None) -> HalAnswer:
        """Every document that a question finds, page by page. Raises ``HalFault`` where the answer is not whole."""
        documents: list[Any] = []
        mark, total, validators = "*", None, Validators()
        while True:
            response = self._ask(self._parameters(query, filters, mark), known if mark == "*" else None)
            if response.status == HTTPStatus.NOT_MODIFIED:
                return HalAnswer(None, known or Validators())
            page = _page(response.body)
            if total is None:
                total = page.total
                validators = _validators(response.headers) if total <= ROWS else Validators()
            if total > MOST_DOCUMENTS:
                raise HalFault(HalOutcome.TOO_LARGE, f"{total} documents")
            documents += page.documents
            if page.next_mark in ("", mark) or not page.documents:
                break
            mark = page.next_mark
            if len(documents) > MOST_DOCUMENTS:
                raise HalFault(HalOutcome.WRONG, "pages without an end")
        if len(documents) < total:
            raise HalFault(HalOutcome.TRUNCATED, f"{len(documents)} of {total} documents")
        return HalAnswer(documents, validators)

    def ids_that_exist(self, hal_ids: list[str]) -> set[str]:
        """Which of some HAL ids HAL still knows."""
        found: set[str] = set()
        for start in range(0, len(hal_ids), 50):
            some = hal_ids[start : start + 50]
            query = f"halId_s:({' OR '.join(map(fields.quoted, some))})"
            found |= {str(one.get("halId_s", "")) for one in self.all_documents(query).documents or () if isinstance(one, dict)}
        return found & {*hal_ids}

    @staticmethod
    def _parameters(query: str, filters: tuple[str, ...], mark: str) -> list[tuple[str, str]]:
        return [
            ("q", query),
            *(("fq", one) for one in filters),
            ("fl", fields.field_list()),
            ("rows", str(ROWS)),
            ("sort", "docid asc"),
            ("cursorMark", mark),
            ("wt", "json"),
        ]

    def _ask(self, parameters: list[tuple[str, str]], known: Validators | None) -> _HalResponse:
        """One answer; asked once more after a short wait where HAL says so."""
        for is_last in (False, True):
            if self._asked:
                self._wait(self._pause)
            self._asked = True
            response = self._exchange(parameters, known)
            if response.status not in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
                break
            seconds = _seconds_to_wait(response.headers)
            if is_last or seconds > LONGEST_WAIT:
                later = clock.now() + timedelta(seconds=seconds)
                raise HalFault(HalOutcome.BUSY, f"status {response.status}", not_before=later)
            self._wait(seconds)
        _refuse_bad_status(response.status)
        return response

    def _exchange(self, parameters: list[tuple[str, str]], known: Validators | None) -> _HalResponse:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": f"PostGenAI-Paris-portal/1.0 (+{settings.SITE_URL}; mailto:{_contact()})",
            **(known.headers() if known else {}),
        }
        path = f"{self._parts.path or '/'}?{urlencode(parameters)}"
        ends = time.monotonic() + MOST_SECONDS
        connection = self._connection()
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = b"" if response.status == HTTPStatus.NOT_MODIFIED else _unpacked(response, _body(response, ends))
            return _HalResponse(response.status, response.headers, body)
        except HalFault:
            raise
        except TimeoutError as error:
            raise HalFault(HalOutcome.SLOW, f"nothing within {TIMEOUT} s") from error
        except (http.client.IncompleteRead, EOFError) as error:
            raise HalFault(HalOutcome.TRUNCATED) from error
        except NotPublicAddressError as error:
            raise HalFault(HalOutcome.SILENT, "not an address of the internet") from error
        except (OSError, http.client.HTTPException) as error:
            raise HalFault(HalOutcome.SILENT, type(error).__name__) from error
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._parts.hostname or "", self._parts.port
        if self.is_local:
            return http.client.HTTPConnection(host, port, timeout=TIMEOUT)
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
        connection._create_connection = connecting(is_public_address)  # type: ignore[attr-defined]  # http.client’s own door for it
        return connection


@dataclass(frozen=True)
class _HalPage:
    total: int
    documents: list[Any]
    next_mark: str


def _contact() -> str:
    return settings.FACTS["contact_email"] or f"webmaster@{urlsplit(settings.SITE_URL).hostname}"


def _chunks(response: http.client.HTTPResponse, ends: float) -> Iterator[bytes]:
    while chunk := response.read1(CHUNK):
        yield chunk
        if time.monotonic() > ends:
            raise HalFault(HalOutcome.SLOW, f"not whole within {MOST_SECONDS} s")


def _body(response: http.client.HTTPResponse, ends: float) -> bytes:
    """What was sent, whole: fewer bytes than announced is ``IncompleteRead``."""
    announced = response.length
    body = bytearray()
    for chunk in _chunks(response, ends):
        body += chunk
        if len(body) > MOST_BYTES:
            raise HalFault(HalOutcome.TOO_LARGE, f"more than {MOST_BYTES} bytes")
    if announced is not None and len(body) < announced:
        raise http.client.IncompleteRead(bytes(body), announced - len(body))
    return bytes(body)


def _unpacked(response: http.client.HTTPResponse, body: bytes) -> bytes:
    if response.headers.get("Content-Encoding", "").lower() != "gzip":
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            whole = packed.read(MOST_BYTES + 1)
    except (gzip.BadGzipFile, zlib.error) as error:
        raise HalFault(HalOutcome.WRONG, "not what it is packed as") from error
    if len(whole) > MOST_BYTES:
        raise HalFault(HalOutcome.TOO_LARGE, f"more than {MOST_BYTES} bytes unpacked")
    return whole


def _refuse_bad_status(status: int) -> None:
    if status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        return
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE) or HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise HalFault(HalOutcome.GONE, f"status {status}")
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        raise HalFault(HalOutcome.REFUSED, f"status {status}")
    raise HalFault(HalOutcome.FAILED, f"status {status}")


def _page(body: bytes) -> _HalPage:
    """A page as Solr writes it. An error is told in the body too, under the status 200 (seen in programs of others)."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HalFault(HalOutcome.WRONG, "not JSON") from error
    if not isinstance(answer, dict) or "error" in answer:
        raise HalFault(HalOutcome.WRONG, "an error, or no object")
    found = answer.get("response")
    documents = found.get("docs") if isinstance(found, dict) else None
    total = found.get("numFound") if isinstance(found, dict) else None
    if not isinstance(documents, list) or not isinstance(total, int) or isinstance(total, bool) or total < 0:
        raise HalFault(HalOutcome.WRONG, "without response.docs or response.numFound")
    mark = answer.get("nextCursorMark")
    return _HalPage(total, documents, mark if isinstance(mark, str) else "")


def _validators(headers: http.client.HTTPMessage) -> Validators:
    etag, last = headers.get("ETag", ""), headers.get("Last-Modified", "")
    return Validators(etag if len(etag) <= 200 else "", last if len(last) <= 60 else "")


def _seconds_to_wait(headers: http.client.HTTPMessage) -> float:
    """``Retry-After`` in seconds or as a moment (RFC 9110, 10.2.3); a minute where HAL says nothing, a day at the most."""
    given = headers.get("Retry-After", "").strip()
    if given.isdecimal() and given.isascii():
        return min(float(given[:9]), 86400)
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return 60
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - clock.now()).total_seconds(), 0), 86400)
