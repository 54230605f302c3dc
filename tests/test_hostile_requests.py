"""Thousands of requests that nobody honest sends, on every route: none is answered 500, and what is refused is a page.

Paths, parameters, headers, cookies and bodies; the public pages as a stranger, the back office as somebody with every right. A
run that takes turns sends some of each kind, ``EXAMPLES=all`` every one.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import TypeVar
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils.translation import override

from publishing import languages
from tests.growth import grow
from tests.responses import let_go
from tests.test_refusals import language_of
from tests.turns import EVERYTHING

pytestmark = pytest.mark.django_db
LEAST = 3_400
ONE_OF = 60
"""By turns, one request of so many."""

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "0",
    "-1",
    "1e9",
    "9" * 25,
    "²",
    "NaN",
    "../../etc/passwd",
    "' OR 1=1 --",
    "1;SELECT pg_sleep(9)",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}{% load x %}",
    "%",
    "%s%n",
    "\\",
    "\r\nX-Injected: 1",
    "é" * 300,
    "x" * 9000,
    "\ufffe\uffff\U0010ffff",
    "\u202e\u2066",
    "0x1F",
    "2024-02-30",
    "true",
    "[]",
    "__proto__",
)
BYTES = (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"%00", b"\xf4\x90\x80\x80")
"""What is no UTF-8: it stands in an address as it is."""
Thing = TypeVar("Thing")
RAW = (*(quote(text, safe="") for text in TEXTS), *map(quote_from_bytes, BYTES))


def turned(values: Sequence[Thing], place: int, number: int) -> list[Thing]:
    """So many of some values, others at each place, so that many places try them all."""
    return [values[(place * number + turn) % len(values)] for turn in range(number)]


@dataclass(frozen=True)
class Hostile:
    """A request, and how it is to be named where it is answered wrongly."""

    path: str
    method: str = "get"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    body: bytes | dict[str, object] | None = None
    kind: str = "application/x-www-form-urlencoded"

    def __str__(self) -> str:
        return f"{self.method} {self.path[:200]} {self.headers} {self.cookies} {str(self.body)[:100]} {self.kind}"[:400]


def _shapes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, list[str]]]:
    """The addresses of a resolver, as patterns with the names of what is to be put into them."""
    for name in [one for one in resolver.reverse_dict if isinstance(one, str)]:
        for bits, _pattern, _defaults, _converters in resolver.reverse_dict.getlist(name):
            yield from ((before + shape, names) for shape, names in bits)
    for prefix, inner in resolver.namespace_dict.values():
        yield from _shapes(inner, before + prefix)


@functools.cache
def shapes(language: str) -> list[tuple[str, tuple[str, ...]]]:
    with override(language):
        found = {("/" + shape, tuple(names)) for shape, names in _shapes(get_resolver())}
    return sorted(found)


def public_shapes() -> list[tuple[str, tuple[str, ...]]]:
    found = {one for code in languages.codes() for one in shapes(code)}
    return sorted(one for one in found if not one[0].startswith("/admin/"))


def filled(shape: str, names: tuple[str, ...], value: str) -> str:
    return shape % dict.fromkeys(names, value)


def hostile_paths() -> Iterator[Hostile]:
    for place, (shape, names) in enumerate(one for one in public_shapes() if one[1]):
        yield from (Hostile(filled(shape, names, value)) for value in turned(RAW, place, 10))
    for prefix in ("/", *(f"/{code}/" for code in languages.codes()), "/media/", "/static/", "/admin/", "/data/"):
        yield from (Hostile(prefix + value) for value in RAW)


def hostile_queries() -> Iterator[Hostile]:
    names = ("q", "page", "kind", "theme", "year", "sort", "exact", "about", "next", "language", "token", "after", "p", "zz")
    for place, (shape, arguments) in enumerate(public_shapes()):
        path = filled(shape, arguments, "1")
        for value in turned(RAW, place, 3):
            yield Hostile(f"{path}?" + "&".join(f"{name}={value}" for name in names))
    for path in _some_pages():
        yield Hostile(f"{path}?" + "&".join(["q=a"] * 900))


BOUNDARY = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="f"'
BODIES: tuple[tuple[bytes, str], ...] = (
    (b"&".join(b"f%d=1" % number for number in range(6000)), "application/x-www-form-urlencoded"),
    (b"q=\xff&email=%00&language=%ff", "application/x-www-form-urlencoded"),
    (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"a=1", "application/x-www-form-urlencoded; charset=none-such"),
    (b"[" * 20_000, "application/json"),
    (b'{"a": "\\ud800", "b": 1e999}', "application/json"),
    (b"\x00\xff" * 50, "application/json"),
    (b"", "multipart/form-data"),
    (b"", BOUNDARY),
    (b"--b\r\nContent-Disposition: form-data; name=", BOUNDARY),
    (PART + b'; filename="../../x\x00.png"\r\n\r\n\x89PNG\r\n--b--\r\n', BOUNDARY),
    (PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\xff\r\n--b--", BOUNDARY),
    (b"a=1", "multipart/form-data; boundary=" + "x" * 500),
    (b"a=1", "text/x;" * 50),
)


def hostile_bodies() -> Iterator[Hostile]:
    for place, (shape, names) in enumerate(public_shapes()):
        path = filled(shape, names, "1")
        for body, kind in turned(BODIES, place, 2):
            yield Hostile(path, "post", body=body, kind=kind)
        yield Hostile(path, ("put", "delete", "patch", "trace", "options")[place % 5])
    fields = ("email", "name", "text", "language", "q", "login", "password", "code", "about", "organisation", "next", "website")
    for path in _forms():
        yield from (Hostile(path, "post", body=dict.fromkeys(fields, text)) for text in TEXTS)
        yield from (Hostile(path, "post", body=body, kind=kind) for body, kind in BODIES)


def _forms() -> list[str]:
    names = ("press-subscribe", "contact-write", "account_login", "account_reset_password", "set_language")
    paths = {reverse(name) for name in names}
    for code in languages.codes():
        with override(code):
            paths |= {reverse(name) for name in names}
    return sorted(paths)


HEADERS = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Forwarded",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "Origin",
    "Range",
    "Referer",
    "User-Agent",
    "X-CSRFToken",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-HTTP-Method-Override",
    "X-Request-ID",
    "X-Requested-With",
)
COOKIES = ("csrftoken", "language", "messages", "sessionid", "staff", "reading", "zz")


def _some_pages() -> list[str]:
    with override("en"):
        return [reverse("home"), reverse("cap-list"), "/", "/admin/login/", "/data/programmes.csv", "/media/a.b/c/d.png"]


def latin(text: str) -> str:
    """As a server hands on what it was sent: each byte a sign."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def hostile_headers() -> Iterator[Hostile]:
    pages = cycle(_some_pages())
    for name in HEADERS:
        for value in (*map(latin, TEXTS), *(one.decode("latin-1") for one in BYTES)):
            if "\r" not in value:
                yield Hostile(next(pages), headers={name: value})


def hostile_cookies() -> Iterator[Hostile]:
    pages = cycle([*_some_pages(), *_forms()])
    values = [*map(latin, TEXTS), *(one.decode("latin-1") for one in BYTES)]
    values += ['"\\000aaaaaaaa"', '"\\377"', "a=b; c", ";;=;", '"']
    for name in COOKIES:
        for value in values:
            yield Hostile(next(pages), headers={"Cookie": f"{name}={value}"})


def _named(one: object) -> str | None:
    """The parameter of a filter: a column, a column with its filter, or a filter that names it itself."""
    return one if isinstance(one, str) else one[0] if isinstance(one, tuple) else one.parameter_name


OWN = ["q", "o", "p", "all", "_popup", "_facets", "_changelist_filters"]
"""What the admin itself reads of a list's address."""


def columns_asked_of(page: admin.ModelAdmin) -> list[str]:
    """The parameters by which a list is narrowed, those of its filters and some that nobody offers."""
    named = [name for one in page.list_filter if (name := _named(one))]
    fields = [one.name for one in page.model._meta.get_fields()][::4]
    return ["_to_field", "e", *named, *(f"{one}__exact" for one in named), *(f"{one}__in" for one in fields)]


def hostile_back_office() -> Iterator[Hostile]:
    for place, (shape, names) in enumerate(one for one in shapes("en") if one[0].startswith("/admin/")):
        if names:
            yield Hostile(filled(shape, names, RAW[place % len(RAW)]))
        elif "logout" not in shape:
            yield Hostile(f"{shape}?{urlencode({'q': TEXTS[place % len(TEXTS)], 'term': 'x' * 9000, 'app_label': '²'})}")
            body, kind = BODIES[place % len(BODIES)]
            yield Hostile(shape, "post", body=body, kind=kind)
    for place, (model, page) in enumerate(admin.site._registry.items()):
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for value in turned(RAW, place, 6):
            yield Hostile(f"{reverse(start + '_changelist')}?" + "&".join(f"{name}={value}" for name in OWN))
        for name, value in zip(columns_asked_of(page), cycle(turned(RAW, place, 7)), strict=False):
            yield Hostile(f"{reverse(start + '_changelist')}?{name}={value}")
        fields = [one.name for one in model._meta.get_fields()]
        yield Hostile(f"{reverse(start + '_add')}?" + "&".join(f"{one}=zz" for one in fields))
        yield Hostile(f"{reverse(start + '_add')}?" + "&".join(f"{one}=%00" for one in fields))


def hostile_back_office_forms() -> Iterator[Hostile]:
    """Every field of every form, with the same absurd value, and sets of rows that say absurd numbers of themselves."""
    for place, (model, page) in enumerate(admin.site._registry.items()):
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        prefixes = [inline.model._meta.model_name for inline in page.inlines]
        for text in turned(TEXTS, place, 4):
            columns = [one.name for one in model._meta.get_fields()]
            data: dict[str, object] = dict.fromkeys(columns, text) | {f"{one}_0": text for one in columns}
            for inline in prefixes:
                for prefix in (inline, f"{inline}s", f"{inline}_set"):
                    data |= dict.fromkeys((f"{prefix}-TOTAL_FORMS", f"{prefix}-INITIAL_FORMS"), text)
            yield Hostile(path, "post", body=data)


KINDS = {
    "paths": hostile_paths,
    "queries": hostile_queries,
    "bodies": hostile_bodies,
    "headers": hostile_headers,
    "cookies": hostile_cookies,
    "back office": hostile_back_office,
    "forms of the back office": hostile_back_office_forms,
}


def answered(client: Client, request: Hostile) -> str:
    """What is wrong with the answer; empty where nothing is."""
    try:
        with transaction.atomic():
            response = sent_by(client, request)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:200]
    try:
        return fault_of(request, response)
    except AssertionError:
        return f"{response.status_code} is no page of the portal"
    finally:
        let_go(response)


def sent_by(client: Client, request: Hostile):
    if request.method == "get":
        return client.get(request.path, headers=request.headers)
    if isinstance(request.body, dict):
        return client.post(request.path, request.body, headers=request.headers)
    body = request.body or b""
    return client.generic(request.method.upper(), request.path, body, content_type=request.kind, headers=request.headers)


PARTS = ("/choose/upload/",)
"""What a script of the back office asks for and puts into its page: a form, with what is wrong in it."""


def fault_of(request: Hostile, response) -> str:
    kind = response.get("Content-Type", "")
    if response.status_code >= 500:
        return f"{response.status_code}"
    if "X-Injected" in response:
        return "a header was put in"
    if response.status_code < 400 or kind.startswith("application/json") or request.path.endswith(PARTS):
        return ""
    if not kind.startswith("text/html"):
        return f"{response.status_code} is no page but {kind}"
    html = response.content.decode()
    if not request.path.startswith(("/admin/", "/account/")):
        language_of(html)
    return "" if '<html lang="' in html and "<h1" in html else f"{response.status_code} is no page of the back office"


@pytest.fixture(scope="module")
def _things(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Made once for all kinds of requests; what one of them writes is gone for the next."""
    with django_db_blocker.unblock(), transaction.atomic():
        grow()
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.cases(len(KINDS))
@pytest.mark.usefixtures("_things")
def test_nothing_hostile_breaks_the_portal(kind, settings):
    cache.clear()
    settings.LIMITS_A_MINUTE = dict.fromkeys(settings.LIMITS_A_MINUTE, 10**9)
    client = Client(raise_request_exception=False)
    if "back office" in kind:
        client.force_login(User.objects.create_superuser("hostile", "hostile@example.org", "x"))
    requests = list(KINDS[kind]())
    asked = requests if EVERYTHING else requests[len(kind) :: ONE_OF]
    faults = {str(request): fault for request in asked if (fault := answered(client, request))}
    assert faults == {}


def test_there_are_as_many_requests_as_are_promised():
    assert sum(len(list(requests())) for requests in KINDS.values()) >= LEAST
