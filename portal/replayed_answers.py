"""Answers that leave as they left before, at the door of the web server.

Most of what an answer from the cache of answers costs is asking: Django makes a request, a chain of middleware looks at it,
and headers are put together that are always the same. So where the cache has answered a request, what left is remembered by
the words of the request. A request of the same words gets the same, byte for byte, while the portal is in the same state.

Nothing is decided here. What may be kept, for whom and until when is for ``publishing/answer_cache.py`` and its state; who is
answered otherwise than from there is never remembered. ``WORDS`` is all of a request that this road looks at; a test reads
along and fails when it looks at more. Whatever is not as it was (another state, a database that does not answer, a quarantine,
an answer that was forgotten) goes the whole way.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from publishing import front_copies, quarantine
from publishing.answer_cache import PER_REQUEST, CacheHit, cache_hit_of

from .livez import Application
from .request_log import answered_kept

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

WORDS = (
    *("REQUEST_METHOD", "wsgi.url_scheme", "SCRIPT_NAME", "SCRIPT_URL", "REDIRECT_URL", "PATH_INFO", "QUERY_STRING"),
    *("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_COOKIE", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", *PER_REQUEST),
)
"""What is the same in two requests that are answered alike."""
SAID_NOTHING = frozenset({"HTTP_X_REQUEST_ID", "CONTENT_TYPE", "CONTENT_LENGTH", "wsgi.input"})
"""What the road looks at besides: the number of the request, for the log, and a body, which nobody reads."""
MOST = 1000
"""Requests that are remembered in a process."""
LONGEST = 1500
"""Characters of the words of one: browsers say some 300."""
_Words = tuple[str | None, ...]


class _Replay(NamedTuple):
    """An answer as it left. Its body stays where it is kept: under ``coding`` of the answer, or it has none."""

    hit: CacheHit
    status: str
    headers: list[tuple[str, str]]
    coding: str | None


class ReplayedAnswers:
    """The portal as an application, behind the memory of what it answered."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self._replays: dict[_Words, _Replay] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._replays)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        begun = time.perf_counter()
        words = tuple(map(environ.get, WORDS))
        replay = self._replays.get(words)
        found = self._found(replay) if replay is not None else None
        if replay is None or found is None:
            return self._made(words, environ, start_response)
        headers, body = found
        start_response(replay.status, headers)
        replay.hit.keeper.count_kept()
        answered_kept(environ, int(replay.status[:3]), begun)
        return [body] if body and environ["REQUEST_METHOD"] != "HEAD" else []

    def _found(self, replay: _Replay) -> tuple[list[tuple[str, str]], bytes] | None:
        """The headers and the body where all is as it was."""
        hit = replay.hit
        state = hit.keeper.states.unmoved() if quarantine.is_open() else None
        if state is None or state.name != hit.state.name:
            return None
        hit.keeper.copies.follow(state)
        answer = hit.keeper.kept_here(state, hit.key)
        if answer is None or answer.etag != hit.etag:
            return None
        headers = replay.headers.copy()
        if hit.may_be_copied and (until := hit.keeper.copies.until(state)):
            headers.append((front_copies.HEADER, until))
        body = b"" if replay.coding is None else answer.body(replay.coding)
        return None if body is None else (headers, body)

    def _made(self, words: _Words, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """What the portal answers; remembered where it came from what is kept."""
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def listening(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said.append((status, list(headers)))
            return start_response(status, headers, *more)

        response = self.application(environ, listening)
        hit = cache_hit_of(environ)
        if hit is not None and len(said) == 1 and sum(len(word or "") for word in words) <= LONGEST:
            self._remember(words, hit, *said[0], response)
        return response

    def _remember(
        self, words: _Words, hit: CacheHit, status: str, headers: list[tuple[str, str]], response: Iterable[bytes]
    ) -> None:
        coding: str | None = dict(headers).get("Content-Encoding", "")
        if status.startswith("304"):
            coding = None
        elif not status.startswith("200") or getattr(response, "streaming", True):
            return
        lasting = [one for one in headers if one[0] != front_copies.HEADER]
        with self._lock:
            if self._replays and next(iter(self._replays.values())).hit.state.name != hit.state.name:
                self._replays.clear()
            elif len(self._replays) >= MOST:
                del self._replays[next(iter(self._replays))]
            self._replays[words] = _Replay(hit, status, lasting, coding)
