"""Whole answers as they are kept: what one holds, and the two places, in the process and in Redis.

Neither place is asked whether something still holds. The state of the portal (``answer_state``) is part of what is asked for:
what was kept in an earlier one is never found again, and goes when room is needed.
"""

from __future__ import annotations

import gzip
import io
import json
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import brotli  # type: ignore[import-untyped]  # it has no types
import redis
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from .log_words import kind_of

logger = logging.getLogger(__name__)

LARGEST = 2 * 1024 * 1024
"""Bytes of an answer, uncompressed, which is held whole while it is packed: larger ones are made each time."""
LARGEST_FILE = 32 * 1024 * 1024
"""Bytes of a file, uncompressed, which is packed a piece at a time."""
PIECE = 64 * 1024
WORTH_COMPRESSING = 512


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with its headers, compressed once in each way that is handed out."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes] = field(repr=False)
    """Under ``br`` and ``gzip``, or, for what is too short to be compressed, under an empty name."""

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values())) + sum(len(name) + len(value) for name, value in self.headers) + 200

    def to_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer in an encoding that the request accepts, or 304 to who holds it. The tag is weak: it names them all."""
        response: HttpResponseBase
        if is_held(request, self.etag):
            response = not_modified(self.headers)
        else:
            response = self._whole(request)
        response.headers["ETag"] = self.etag
        return response

    def _whole(self, request: HttpRequest) -> HttpResponseBase:
        encoding = self._encoding(request)
        size, body = self._size_of(encoding), self.body(encoding)
        response: HttpResponseBase
        if body is not None:
            response = HttpResponse(body)
        else:
            response = StreamingHttpResponse(in_pieces(gzip.GzipFile(fileobj=io.BytesIO(self.bodies[self._plain]))))
        for name, value in self.headers:
            response.headers[name] = value
        response.headers["Content-Length"] = str(size)
        if encoding:
            response.headers["Content-Encoding"] = encoding
        return response

    def body(self, encoding: str) -> bytes | None:
        """The bytes that are sent in an encoding, or without one; ``None`` where those are too many to be held."""
        body = self.bodies[encoding or self._plain]
        if encoding or self._plain == "":
            return body
        return gzip.decompress(body) if self._size_of(encoding) <= LARGEST else None

    @property
    def _plain(self) -> str:
        """What an answer that is not compressed is made of."""
        return "" if "" in self.bodies else "gzip"

    def _encoding(self, request: HttpRequest) -> str:
        accepted = accepted_encodings(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        return next((name for name in self.bodies if name and name in accepted), "")

    def _size_of(self, encoding: str) -> int:
        """The bytes that are sent. gzip says at its end how many it packed (RFC 1952, 2.3.1)."""
        body = self.bodies[encoding or self._plain]
        return len(body) if encoding or self._plain == "" else int.from_bytes(body[-4:], "little")


OF_A_BODY = {"Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition"}
"""Headers that a 304 has not: the visitor holds them with the body."""


def accepted_encodings(header: str) -> set[str]:
    """The codings that an ``Accept-Encoding`` names and does not refuse (RFC 9110, 12.5.3); ``*`` is taken for none."""
    found = set()
    for part in header.lower().split(","):
        name, _semicolon, weight = part.partition(";")
        if weight.strip().replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            found.add(name.strip())
    return found


def not_modified(headers: Iterable[tuple[str, str]]) -> HttpResponse:
    """A 304 with the headers of the whole answer but for those of its body (RFC 9110, 15.4.5)."""
    response = HttpResponse(status=304)
    del response.headers["Content-Type"]
    for name, value in headers:
        if name not in OF_A_BODY:
            response.headers[name] = value
    return response


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether ``If-None-Match`` names the tag, by the weak comparison (RFC 9110, 13.1.2)."""
    held = request.META.get("HTTP_IF_NONE_MATCH", "")
    if not held:
        return False
    return held.strip() == "*" or etag.removeprefix("W/") in {one.strip().removeprefix("W/") for one in held.split(",")}


def compressed(body: bytes) -> dict[str, bytes]:
    if len(body) < WORTH_COMPRESSING:
        return {"": body}
    return {"br": brotli.compress(body, quality=5), "gzip": gzip.compress(body, 6, mtime=0)}


def compressed_in_pieces(pieces: Iterable[bytes]) -> dict[str, bytes]:
    """The same of a file that is longer than memory should hold at once."""
    small, out = brotli.Compressor(quality=5), io.BytesIO()
    packed = []
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0) as zipped:
        for piece in pieces:
            packed.append(small.process(piece))
            zipped.write(piece)
    packed.append(small.finish())
    return {"br": b"".join(packed), "gzip": out.getvalue()}


def in_pieces(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """A file, a piece at a time; closed at its end."""
    with file:
        while piece := file.read(PIECE):
            yield piece


class ProcessPlace:
    """Answers in the memory of this process: the ones used longest ago go where there are too many, or too many bytes."""

    def __init__(self, most_bytes: int, most: int) -> None:
        self.most_bytes, self.most, self.bytes = most_bytes, most, 0
        self._kept: OrderedDict[tuple[str, str], KeptAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, state: str, key: str) -> KeptAnswer | None:
        with self._lock:
            answer = self._kept.get((state, key))
            if answer is not None:
                self._kept.move_to_end((state, key))
            return answer

    def put(self, state: str, key: str, answer: KeptAnswer) -> None:
        if answer.size > self.most_bytes // 4:
            return
        with self._lock:
            self._forget((state, key))
            self._kept[state, key] = answer
            self.bytes += answer.size
            while self.bytes > self.most_bytes or len(self._kept) > self.most:
                self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self.bytes = 0

    def _forget(self, place: tuple[str, str]) -> None:
        gone = self._kept.pop(place, None)
        if gone is not None:
            self.bytes -= gone.size


class SharedPlace:
    """Answers in Redis, for every process and machine: a hash for each state, which is left out when its time or room is over.

    Redis that refuses, is slow or loses what it had makes pages slower, never wrong and never an error: after a failure it is
    left alone for ``PAUSE`` seconds. What it gives is read as plain data, and nothing of it is executed.
    """

    TIMEOUT, PAUSE = 0.25, 5.0
    MOST_BYTES, LASTS = 64 * 1024 * 1024, 3600
    """Of one state; seconds after the last answer was put there. The time only makes room: it does not decide what holds."""
    WEIGHT = "bytes"

    def __init__(self, address: str | None = None, client: Any = None) -> None:
        timeouts: dict[str, Any] = {"socket_timeout": self.TIMEOUT, "socket_connect_timeout": self.TIMEOUT}
        self._client = client or redis.Redis.from_url(address or "", **timeouts)
        self._away_until = 0.0
        self._state = ""

    def get(self, state: str, key: str) -> KeptAnswer | None:
        packed = self._asked(lambda: self._client.hget(_name(state), key))
        return unpacked(packed) if isinstance(packed, bytes) else None

    def put(self, state: str, key: str, answer: KeptAnswer) -> None:
        self._asked(lambda: self._put(state, key, pack(answer)))

    def _put(self, state: str, key: str, packed: bytes) -> None:
        weight = self._client.hincrby(_name(state), self.WEIGHT, len(packed))
        if weight <= self.MOST_BYTES:
            self._client.hset(_name(state), key, packed)
        self._client.expire(_name(state), self.LASTS)
        if self._state not in ("", state):
            self._client.unlink(_name(self._state))
        self._state = state

    def _asked(self, question: Any) -> Any:
        if time.monotonic() < self._away_until:
            return None
        try:
            return question()
        except (redis.RedisError, OSError) as error:
            self._away_until = time.monotonic() + self.PAUSE
            logger.warning("The cache does not answer (%s): pages are made each time.", kind_of(error))
            return None


def _name(state: str) -> str:
    return f"portal:answers:{state}"


def pack(answer: KeptAnswer) -> bytes:
    """An answer as bytes: a line of JSON, then the bodies one after the other."""
    sizes = {name: len(body) for name, body in answer.bodies.items()}
    told = json.dumps({"headers": answer.headers, "etag": answer.etag, "sizes": sizes}).encode()
    return told + b"\n" + b"".join(answer.bodies.values())


def unpacked(packed: bytes) -> KeptAnswer | None:
    """The answer again; nothing where the bytes are not whole."""
    told, _line, rest = packed.partition(b"\n")
    try:
        said = json.loads(told)
        headers = tuple((str(name), str(value)) for name, value in said["headers"])
        sizes, bodies = said["sizes"], {}
        for name, size in sizes.items():
            bodies[name], rest = rest[:size], rest[size:]
            if len(bodies[name]) != size:
                return None
        return KeptAnswer(headers, said["etag"], bodies) if not rest else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
