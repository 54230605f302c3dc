"""Keeps whole answers to visitors, and never hands out one that the portal would not give at that moment.

Kept is what is the same for everybody: GET or HEAD without session, answered 200 without a cookie, a nonce, a form that sends
something, or a word that it be not kept. It is kept under the state of the portal (``answer_state``) and under all of the
request that it may depend on: scheme, host, address with its query to the letter, language. The state is read before an answer
is made and again after: where it has moved, the answer goes out as it would have without a cache, and is not kept. An answer of
an earlier state is given again where all that was read for it is as it was (``earlier_answers``).

The middleware stands outside all but what redirects to https, so that an answer from the cache costs no session, no policy and
no look for a file. A policy with a nonce is never kept: no nonce is handed out twice.
Answers are compressed though they come over TLS: none of them holds a secret or a token, and BREACH needs one beside what an
attacker chooses.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request

from . import content_version, quarantine, read_traces
from .answer_state import PortalState, StateReader, answering_in
from .code_version import code_version
from .earlier_answers import EarlierAnswer, EarlierAnswers
from .file_answers import FileForAll
from .flights import Flights, Recent
from .front_copies import FrontCopies
from .kept_answers import (
    LARGEST,
    LARGEST_FILE,
    KeptAnswer,
    ProcessPlace,
    SharedPlace,
    compressed,
    compressed_in_pieces,
    is_held,
    not_modified,
)

NOT_FOR_ALL = (settings.STATIC_URL, "/admin/", "/account/", "/media/", "/i18n/", "/livez", "/readyz")
"""Begins of addresses that are not even looked at."""
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
LONGEST_QUERY = 500
PER_REQUEST = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE")
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
FORM = b'method="post"'
"""A page with a form that sends something holds a token, or the signed moment at which it was opened: it is made each time."""
MAY_VARY = {"accept-language", "accept-encoding"}
VALIDATE = "public, no-cache"
KEPT, MADE = "hit", "miss"
watchers: list[Callable[[str], None]] = []
"""Who is told of each answer whether it was kept or made: rooms above count them."""


@dataclass(frozen=True)
class CacheHit:
    """That a request was answered by what is kept: by whom, under which name and in which state."""

    keeper: KeptAnswersMiddleware
    state: PortalState
    key: str
    etag: str
    may_be_copied: bool
    """By nginx (``front_copies``)."""


_HIT = "publishing.cache_hit"


def cache_hit_of(environ: dict[str, Any]) -> CacheHit | None:
    """Whether a request that has been answered was answered by what is kept; ``None`` where it was not."""
    hit = environ.get(_HIT)
    return hit if isinstance(hit, CacheHit) else None


class KeptAnswersMiddleware:
    """Answers from what is kept, or keeps what is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.KEEP_ANSWERS:
            raise MiddlewareNotUsed
        code_version()
        self.get_response = get_response
        self.states, self.copies = StateReader(), FrontCopies()
        shared = settings.CACHES["default"]
        self.shared = SharedPlace(shared["LOCATION"]) if shared["BACKEND"].endswith("RedisCache") else None
        self.here = ProcessPlace((12 if self.shared else 24) * 1024 * 1024, 2000)
        self.asked = ProcessPlace(2 * 1024 * 1024, 200)
        self.earlier = EarlierAnswers(8 * 1024 * 1024, 500)
        self.flights = Flights()
        self.seen_once, self.never_kept = Recent(1000), Recent(1000)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_everybody(request) or not quarantine.is_open():
            return self._passed_on(request)
        state = self.states.read()
        if state is None:
            return self.get_response(request)
        self.copies.follow(state)
        try:
            key = key_of(request)
        except DisallowedHost:
            return self.get_response(request)
        answer = self._kept(request, state, key)
        if answer is not None:
            self.count_kept()
            return self._told(request, state, key, answer)
        if not self._is_worth_keeping(request, state, key):
            return self.get_response(request)
        with self.flights.leading(_place(state, key)) as leads:
            answer = self._as_before(request, state, key) if leads else self._kept(request, state, key)
            return self._told(request, state, key, answer) if answer else self._made(request, state, key)

    def _passed_on(self, request: HttpRequest) -> HttpResponseBase:
        """Whoever has written is answered once no copy of what was there before is left."""
        response = self.get_response(request)
        if self.copies.folder is not None and request.method not in SAFE and (state := self.states.read()) is not None:
            self.copies.follow(state)
        return response

    @staticmethod
    def _count(outcome: str) -> None:
        for tell in watchers:
            tell(outcome)

    def count_kept(self) -> None:
        self._count(KEPT)

    def kept_here(self, state: PortalState, key: str) -> KeptAnswer | None:
        """What this process keeps under a key that is named in a ``CacheHit``."""
        return self.here.get(state.name, key) or self.asked.get(state.name, key)

    def _told(self, request: HttpRequest, state: PortalState, key: str, answer: KeptAnswer) -> HttpResponseBase:
        response, may_be_copied = answer.to_response(request), not request.META.get("QUERY_STRING")
        if may_be_copied:
            self.copies.mark(response, state)
        request.META[_HIT] = CacheHit(self, state, key, answer.etag, may_be_copied)
        return response

    def _is_worth_keeping(self, request: HttpRequest, state: PortalState, key: str) -> bool:
        """An address with a query is kept from the second time on, so that those asked once do not push out the others."""
        if _place(state, key) in self.never_kept:
            return False
        if not request.META.get("QUERY_STRING") or key in self.seen_once:
            return True
        self.seen_once.add(key)
        return False

    def _kept(self, request: HttpRequest, state: PortalState, key: str) -> KeptAnswer | None:
        if request.META.get("QUERY_STRING"):
            return self.asked.get(state.name, key)
        answer = self.here.get(state.name, key)
        if answer is None and self.shared is not None and _place(state, key) not in self.never_kept:
            answer = self.shared.get(state.name, key)
            if answer is not None:
                self.here.put(state.name, key, answer)
        return answer

    def _made(self, request: HttpRequest, state: PortalState, key: str) -> HttpResponseBase:
        self._count(MADE)
        with answering_in(state), content_version.reading(state.version) as reading, read_traces.following() as trace:
            response, conditions = whole(request, self.get_response)
        if not is_the_same_for_everybody(response, request):
            self.never_kept.add(_place(state, key))
            return with_conditions(request, response, conditions)
        read = trace.ask_again() if reading.is_settled and not request.META.get("QUERY_STRING") else None
        if reading.is_settled and state.still_holds():
            answer = kept(response)
            self._put(request, state, key, answer)
            if read is not None:
                self.earlier.put(key, EarlierAnswer(answer, trace, read))
            return self._told(request, state, key, answer)
        return with_conditions(request, response, conditions)

    def _as_before(self, request: HttpRequest, state: PortalState, key: str) -> KeptAnswer | None:
        """What an earlier state answered, where it is what would be made in this one."""
        answer = None if request.META.get("QUERY_STRING") else self.earlier.in_state(state, key)
        if answer is not None:
            self._count(KEPT)
            self._put(request, state, key, answer)
        return answer

    def _put(self, request: HttpRequest, state: PortalState, key: str, answer: KeptAnswer) -> None:
        if request.META.get("QUERY_STRING"):
            self.asked.put(state.name, key, answer)
            return
        self.here.put(state.name, key, answer)
        if self.shared is not None:
            self.shared.put(state.name, key, answer)


def _place(state: PortalState, key: str) -> str:
    return f"{state.name} {key}"


def is_for_everybody(request: HttpRequest) -> bool:
    """Whether a request says nothing of who asks, and asks for a whole answer."""
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_FOR_ALL):
        return False
    if any(name in request.META for name in PER_REQUEST):
        return False
    cookies, query = request.META.get("HTTP_COOKIE", ""), request.META.get("QUERY_STRING", "")
    if settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies or len(query) > LONGEST_QUERY:
        return False
    # What is refused for a NUL (PlainRequestMiddleware), however it is written, is refused where it is answered.
    return not any(nul in text for text in (request.path_info, query, cookies) for nul in ("\x00", "%00", "\\000"))


def key_of(request: HttpRequest) -> str:
    """Whatever of a request an answer may depend on. Raises ``DisallowedHost`` where it names another host."""
    language = get_language_from_request(request, check_path=True)
    said = (request.scheme, request.get_host(), request.path, request.META.get("QUERY_STRING", ""), language)
    return hashlib.sha256("\n".join(map(str, said)).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def whole(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> tuple[HttpResponseBase, dict[str, str]]:
    """The answer without regard to what the visitor holds already, and the headers that say so."""
    conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
    try:
        return get_response(request), conditions
    finally:
        request.META |= conditions


def with_conditions(request: HttpRequest, response: HttpResponseBase, conditions: dict[str, str]) -> HttpResponseBase:
    """What was made whole and is not kept, as the visitor asked for it: 304 where its tag is held."""
    etag = response.headers.get("ETag")
    if not conditions or response.status_code != 200 or etag is None or not is_held(request, etag):
        return response
    answer = not_modified(response.headers.items())
    answer.headers["ETag"] = etag
    # What the whole answer would have had closed is closed with this one.
    answer._resource_closers += response._resource_closers  # type: ignore[attr-defined]  # Django’s, which types leave out
    return answer


def is_the_same_for_everybody(response: HttpResponseBase, request: HttpRequest) -> TypeGuard[HttpResponse | FileForAll]:
    """Whether an answer holds nothing of one visitor, and nothing that may be said once only."""
    if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse | FileForAll):
        return False
    if getattr(request, "_csp_nonce", None) or any(name.startswith("_csp") for name in vars(response)):
        return False
    headers = response.headers
    varied = {name.strip().lower() for name in headers.get("Vary", "").split(",") if name.strip()}
    control = headers.get("Cache-Control", "").lower()
    refused = "private" in control or "no-store" in control or "Content-Encoding" in headers
    return varied <= MAY_VARY and not refused and _may_be_packed(response)


def _may_be_packed(response: HttpResponse | FileForAll) -> bool:
    if isinstance(response, FileForAll):
        return response.size <= LARGEST_FILE
    return len(response.content) <= LARGEST and FORM not in response.content


def kept(response: HttpResponse | FileForAll) -> KeptAnswer:
    """An answer as it is kept. It may be held by browsers, which ask each time whether it still is what is said."""
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Cache-Control", VALIDATE)
    headers = tuple((name, value) for name, value in response.headers.items() if name not in ("Content-Length", "ETag"))
    digest = hashlib.sha256(repr(headers).encode())
    if isinstance(response, FileForAll):
        bodies = compressed_in_pieces(response.read_through(digest.update))
    else:
        digest.update(response.content)
        bodies = compressed(response.content)
    return KeptAnswer(headers, f'W/"{digest.hexdigest()[:32]}"', bodies)
