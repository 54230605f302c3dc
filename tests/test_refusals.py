"""What is refused is a page of the portal in the visitor's language, whoever refuses it."""

import contextlib
import http.client
import itertools
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from gunicorn.http import errors
from redis.exceptions import ConnectionError as RedisGone

from portal import web_worker
from publishing import languages, limits, refusals
from tests.make import cap
from tests.nginx import NGINX, nginx
from tests.observatory import grade, score
from tests.test_minute_processes import free_port

NUL = "a\x00b"


def language_of(html: str) -> str:
    """Of a page of the portal: whole, with one heading and a way on."""
    assert html.count("<h1>") == 1 and 'role="search"' in html, html[:200]
    return re.search(r'<html lang="([a-z]+)"', html)[1]


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
def test_what_no_browser_sends_is_refused_with_a_page(language):
    client = Client(raise_request_exception=False)
    path = f"/{language}/"
    client.cookies["language"] = next(code for code in languages.codes() if code != language)
    answers = {
        "path": client.get(f"{path}%00/"),
        "query": client.get(path, {"q": NUL}),
        "header": client.get(path, headers={"User-Agent": NUL}),
        "type": client.get(path, CONTENT_TYPE=NUL),
        "cookie": client.get(path, headers={"Cookie": 'language="\\000aa"'}),
        "host": client.get(path, headers={"Host": "evil.example.net"}),
        "host of signs": client.get(path, headers={"Host": "@/:99"}),
    }
    assert {name: response.status_code for name, response in answers.items()} == dict.fromkeys(answers, 400)
    assert {name: language_of(one.content.decode()) for name, one in answers.items()} == dict.fromkeys(answers, language)
    assert all("evil" not in response.content.decode() for response in answers.values())


@pytest.mark.django_db
def test_a_method_that_a_page_does_not_know_is_refused_with_a_page(client):
    response = client.post("/en/")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert language_of(response.content.decode()) == "en"
    assert client.post("/robots.txt", headers={"Accept-Language": "en;q=0.1, fr"}).status_code == 200


def test_a_refusal_with_words_of_its_own_stays_and_a_bare_one_gets_its_page(rf):
    own = HttpResponse("<!DOCTYPE html><html lang=fr>…", status=403)
    data = HttpResponse("{}", status=400, content_type="application/json")
    for said in (own, data, HttpResponse("plain", status=503, content_type="text/plain"), HttpResponse("", status=204)):
        assert refusals.RefusalPageMiddleware(lambda _request, said=said: said)(rf.get("/en/")) is said
    bare = HttpResponse("<h1>Forbidden</h1>", status=403, headers={"X-Kept": "1"})
    bare.set_cookie("kept", "1")
    shown = refusals.RefusalPageMiddleware(lambda _request: bare)(rf.get("/", headers={"Accept-Language": "en"}))
    assert (shown.status_code, shown["X-Kept"], shown.cookies["kept"].value) == (403, "1", "1")
    assert language_of(shown.content.decode()) == "en"


@pytest.mark.parametrize("language", languages.codes())
def test_each_refusal_asks_nothing_of_the_database(language):
    """No database is at hand in this test: a query would raise."""
    for status in (*refusals.WORDS, 418, 599):
        response = refusals.page(status, language)
        assert (language_of(response.content.decode()), response["Cache-Control"]) == (language, "no-store")


# Limits


@pytest.fixture
def _anew():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
@pytest.mark.usefixtures("_anew")
def test_a_network_that_searches_too_often_waits_and_keeps_its_words(client, settings, language):
    settings.LIMITS_A_MINUTE = settings.LIMITS_A_MINUTE | {"searches": 2}
    with override(language):
        path = reverse("search")
    answers = [client.get(path, {"q": 'calcul "quantique"'}) for _time in range(3)]
    if answers[2].status_code == 200:  # A new minute began meanwhile.
        answers = [client.get(path, {"q": 'calcul "quantique"'}) for _time in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    html = answers[2].content.decode()
    assert language_of(html) == language
    assert 'value="calcul &quot;quantique&quot;"' in html
    assert client.get(path).status_code == 200, "the page with the form is no search"
    assert Client(REMOTE_ADDR="203.0.113.9").get(path, {"q": "calcul"}).status_code == 200, "another network searches on"


@pytest.mark.django_db
@pytest.mark.usefixtures("_anew")
def test_what_is_made_on_demand_has_a_limit(client, settings):
    settings.LIMITS_A_MINUTE = dict.fromkeys(settings.LIMITS_A_MINUTE, 0)
    cap()
    paths = [reverse("search-suggestions"), "/data/programmes.csv", "/data/none.csv", "/data/programmes.json"]
    paths += [reverse(f"pressrelease-{kind}", kwargs={"slug": "x"}) for kind in ("pdf", "kit", "text")]
    found = {path: client.get(path).status_code for path in paths}
    assert set(found.values()) <= {404, 429}
    assert [path for path, status in found.items() if status == 404] == [paths[2]]


@pytest.mark.usefixtures("_anew")
def test_without_the_cache_a_process_counts_alone(rf, settings, monkeypatch):
    def gone(*_words):
        raise RedisGone

    settings.LIMITS_A_MINUTE = {"searches": 2}
    monkeypatch.setattr(limits, "is_over", gone)
    monkeypatch.setattr(limits, "_counts_here", limits._CountsHere())
    monkeypatch.setattr(limits.time, "time", lambda: 600.0)
    for _time in range(2):
        limits.SEARCHES.count(rf.get("/"))
    with pytest.raises(limits.TooOften) as refused:
        limits.SEARCHES.count(rf.get("/"))
    assert refused.value.seconds == 60
    monkeypatch.setattr(limits.time, "time", lambda: 660.0)
    limits.SEARCHES.count(rf.get("/"))


# The server of pages, and nginx


@pytest.mark.parametrize(
    ("sent", "language"),
    [
        (b"GET /en/\xff HTTP/1.1\r\n", "en"),
        (b"GET /fr/ HTTP/1.1\r\nAccept-Language: en\r\n", "fr"),
        (b"GET /x HTTP/1.1\r\nHost: a\r\naccept-language: en-GB, fr;q=0.5\r\n", "en"),
        (b"\x16\x03\x01", "fr"),
        (b"", "fr"),
    ],
)
def test_the_language_of_what_cannot_be_read_is_told_by_its_beginning(sent, language):
    assert web_worker.language_of(sent) == language


def test_what_the_server_cannot_read_is_answered_with_a_page(settings):
    settings.PRODUCTION, settings.SECURE_HSTS_SECONDS = True, 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    for error, status in ((errors.LimitRequestLine, 414), (errors.LimitRequestHeaders, 431), (errors.InvalidHeader, 400)):
        head, _line, body = web_worker.answer(web_worker.STATUS.get(error, 400), "en").decode().partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        assert first.startswith(f"HTTP/1.1 {status} ")
        assert int(headers["Content-Length"]) == len(body.encode())
        assert grade(score(headers, body)[0]) == "A+"
        assert language_of(body) == "en"
        assert "Server" not in headers


def raw(port: int, sent: bytes) -> tuple[int, dict[str, str], str]:
    """What is answered to these bytes: no longer than it says, since nginx waits for more of what it refused."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as door:
        with contextlib.suppress(OSError):
            door.sendall(sent)
        answer = http.client.HTTPResponse(door)
        answer.begin()
        return answer.status, dict(answer.getheaders()), answer.read().decode()


def sent(path: str, *headers: str, method: str = "GET") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")


REFUSED = {
    "away": (sent("/{language}/"), 503),
    "too long": (sent("/{language}/" + "x" * 9000), 414),
    "too many fields": (sent("/{language}/", *(f"X-{n}: {'x' * 7000}" for n in range(5))), 400),
    "too large": (sent("/{language}/", "Content-Length: 99999999", method="POST"), 413),
    "no host": (b"GET /{language}/ HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "method": (sent("/{language}/", method="TRACE"), 405),
    "NUL": (sent("/{language}/%00"), 400),
}


CANARY = "canarizzq"
MARKED = (
    f"Cookie: sessionid={CANARY}",
    f"User-Agent: {CANARY}",
    f"Referer: http://{CANARY}.example/",
    f"Authorization: {CANARY}",
)
MARKED += (f"X-Request-ID: {CANARY}", f"X-Forwarded-For: {CANARY}", f"{CANARY}: {CANARY}")
PATHS = (f"/{CANARY}", f"/fr/{CANARY}/", f"/en/press/{CANARY}/", f"/media/a/b/{CANARY}.pdf", f"/fr/{CANARY}{'k' * 43}/")


def refused_by(port: int, cases: dict[str, tuple[bytes, int]]) -> None:
    for name, (request, status) in cases.items():
        for code in languages.codes():
            answer, headers, body = raw(port, request.replace(b"{language}", code.encode()))
            assert (name, answer) == (name, status)
            assert (name, language_of(body)) == (name, code)
            assert (name, grade(score(headers, body)[0])) == (name, "A+")
            assert "/" not in headers.get("Server", ""), "no version is told"


@pytest.mark.skipif(not NGINX.exists(), reason=f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
def test_what_nginx_refuses_is_a_page_in_the_right_language(tmp_path, settings):
    """Nobody is behind it: what the portal would have to answer is a page too, with when to come back."""
    port = free_port()
    with nginx(tmp_path / "nginx", port, free_port(), tmp_path):
        refused_by(port, REFUSED)
        for accepted, code in (("en-GB,en;q=0.9", "en"), ("de, en;q=0.8, fr;q=0.5", "en"), ("fr-CA, en", "fr"), ("de", "fr")):
            _status, headers, body = raw(port, sent("/elsewhere", f"Accept-Language: {accepted}"))
            assert (language_of(body), headers["Content-Language"]) == (code, code)
            assert headers["Retry-After"] == "60"
        assert raw(port, sent("/_refusals/502.fr.html"))[0] == 404, "no address leads to them"
        before = len((tmp_path / "nginx" / "access.log").read_text().splitlines())
        asked = [
            sent(f"{path}?{CANARY}={CANARY}", *MARKED, method=method)
            for path, method in zip(PATHS, ("GET", "POST", CANARY, "GET", "GET"), strict=True)
        ]
        for request in asked:
            raw(port, request)
    log = (tmp_path / "nginx" / "access.log").read_text()
    assert "xxx" not in log and "elsewhere" not in log
    assert len(log.splitlines()) == before + len(asked), "one line a request"
    assert [path.name for path in (tmp_path / "nginx").glob("*.log") if CANARY in path.read_text().lower()] == []


class Elsewhere(BaseHTTPRequestHandler):
    """A portal that has nothing of what is asked for, and says so in every way there is."""

    statuses = itertools.cycle((301, 302, 403, 404, 410, 500))

    def do_GET(self) -> None:
        self.send_response(next(self.statuses))
        self.send_header("Location", self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None: ...


@pytest.mark.skipif(not NGINX.exists(), reason="no nginx: see above")
def test_nginxs_line_names_no_address_that_is_not_a_page(tmp_path):
    """A redirection is no sign that what was asked for is public: an unknown address is led to its language, too."""
    port, behind = free_port(), ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=behind.serve_forever, args=(0.02,), daemon=True).start()
    with contextlib.closing(behind.socket), nginx(tmp_path / "nginx", port, behind.server_address[1], tmp_path):
        statuses = {raw(port, sent(path, *MARKED))[0] for path in PATHS * 2}
        behind.shutdown()
    assert len(statuses) == 6
    assert [path.name for path in (tmp_path / "nginx").glob("*.log") if CANARY in path.read_text().lower()] == []


def test_nginx_knows_every_language_of_the_portal():
    text = (configured.BASE_DIR / "deploy/nginx/refusal_languages.conf").read_text()
    assert re.findall(r'"~\^\[A-Z\]\+ /([a-z]+)\(', text) == languages.codes()
    assert re.search(r"map \$http_accept_language.*?default (\w+);", text, re.DOTALL)[1] == languages.main()
    table = (configured.BASE_DIR / "deploy/nginx/refusal_pages.conf").read_text()
    assert {int(one) for one in re.findall(r"/_refusals/(\d+)\.", table)} == set(refusals.WORDS)
