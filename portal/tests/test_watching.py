"""Metrics, readiness and the log: for watchers, and without anything of anybody."""

import io
import json
import logging
import os
import re

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.urls import path, reverse

from news.models import PressRelease
from portal import counting, metrics, readiness, waiting
from portal import urls as portal_urls
from portal.counters import Counters
from portal.logs import CoveredLines, RefusalsAside, covered_words
from publishing import outbox, rendition_jobs
from publishing.log_words import PlainWords, kind_of
from tests.make import future, make

TOKEN = "Zk3vR8mPq1tXw7LbN5yJ2cDg9sHf4aUe"
CANARY = "Canarizzq"
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"\\]*"(,[a-z]+="[^"\\]*")*\})? [0-9.e+-]+')


@pytest.fixture(autouse=True)
def _counts_of_their_own(monkeypatch, tmp_path):
    own = Counters(str(tmp_path / "counts"))
    monkeypatch.setattr(counting, "counters", lambda: own)
    monkeypatch.setattr(metrics, "counters", lambda: own)


def told(client, **headers) -> dict[str, float]:
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    lines = response.content.decode().splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert [line for line in samples if not LINE.fullmatch(line)] == []
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in samples)}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/metrics", "/readyz"])
def test_to_all_but_watchers_they_are_unknown(settings, address):
    settings.WATCH_TOKEN = TOKEN
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    unknown = elsewhere.get("/metricz")
    wrong = ("", TOKEN, f"bearer {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}")
    for refused in (*(elsewhere.get(address, headers={"Authorization": one}) for one in wrong), elsewhere.head(address)):
        answer = (refused.status_code, {name: value.replace("metricz", address[1:]) for name, value in unknown.items()})
        assert answer == (unknown.status_code, dict(refused.items()))
    assert elsewhere.get(address, follow=True).content == elsewhere.get("/metricz", follow=True).content
    assert elsewhere.get(address, follow=True).status_code == 404
    assert elsewhere.post(address).status_code == elsewhere.post("/metricz").status_code
    assert elsewhere.get(address, headers={"Authorization": f"Bearer {TOKEN}"}).status_code in (200, 503)
    assert Client(REMOTE_ADDR="127.0.0.1").get(address).status_code in (200, 503)
    settings.WATCH_TOKEN = ""
    assert elsewhere.get(address, headers={"Authorization": "Bearer "}).status_code == unknown.status_code


@pytest.mark.django_db
def test_behind_the_proxy_the_visitor_is_who_it_says(settings):
    settings.PRODUCTION = True
    client = Client(REMOTE_ADDR="127.0.0.1")
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}).status_code == 302
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9, 127.0.0.1"}).status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-Proto": "https"}).status_code == 302, "handed on for nobody knows whom"
    assert client.get("/metrics").status_code == 200, "asked past the proxy, which only this machine can"
    settings.WATCHED_FROM = ["192.0.2.0/24"]
    assert client.get("/metrics").status_code == 302
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 200


@pytest.mark.django_db
def test_metrics_tell_what_was_asked_and_what_waits(client):
    make(PressRelease, CANARY, **future())
    client.get("/fr/")
    client.get("/en/")
    client.get(f"/fr/presse/{CANARY.lower()}/", {"q": CANARY})
    client.get(f"/{CANARY}")
    client.get("/admin/")
    rendition_jobs.ask("make", f"news.picture/{CANARY}.jpg")
    outbox.post(f"{CANARY}@example.org", "fr", "portal/mail/password_reset", {"account": 0})
    counting.count_kept_answer("hit")
    found = told(client)
    assert found['portal_requests_total{route="home",status="2xx"}'] == 2
    assert found['portal_requests_total{route="pressrelease-detail",status="404"}'] == 1
    assert found['portal_requests_total{route="unknown",status="3xx"}'] == 1
    assert found['portal_requests_total{route="admin:index",status="3xx"}'] == 1
    assert found['portal_cache_answers_total{outcome="hit"}'] == 1
    assert found['portal_request_seconds_bucket{area="page",le="+Inf"}'] == 3
    assert found['portal_request_seconds_count{area="page"}'] == 3
    assert found['portal_waiting{kind="rendition"}'] == found['portal_waiting{kind="outboxmessage"}'] == 1
    assert {"portal_mail_overdue", "portal_clock_ahead_seconds", 'portal_ready{part="database"}'} <= set(found)
    assert found["portal_untold"] == 0
    assert CANARY.lower() not in client.get("/metrics").content.decode().lower()


@pytest.mark.django_db
def test_what_cannot_be_asked_is_left_out_and_said(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(waiting, "lengths", away)
    found = told(client)
    assert found["portal_untold"] == 2
    assert not [name for name in found if name.startswith("portal_waiting")]


@pytest.mark.django_db
def test_readiness_asks_the_database_once_about_migrations(client, django_assert_num_queries):
    readiness._wanted()
    with django_assert_num_queries(2):  # whether the table is there, and what it holds
        assert readiness._migrations()
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="portal").last().delete()
    assert "migrations: failed" in client.get("/readyz").content.decode()


# Counts of several processes


def test_counts_of_processes_add_up_and_outlive_them(tmp_path):
    here = Counters(str(tmp_path))
    here.add("a", 2)
    for _process in range(3):
        pid = os.fork()
        if not pid:
            here.add("a")
            here.add("b", 0.5)
            os._exit(0)
        os.waitpid(pid, 0)
    here.add("a")
    assert here.sums() == {"a": 6, "b": 1.5}
    assert here.is_shared


def test_files_of_processes_that_ended_become_one(tmp_path, monkeypatch):
    monkeypatch.setattr("portal.counters.MOST_FILES", 2)
    for number in range(3):
        one = Counters(str(tmp_path))
        one.add("a", number)
        [path] = [path for path in tmp_path.glob(f"{os.getpid()}-*")]
        path.rename(tmp_path / f"{2**22 + number}-0.counts")
    last = Counters(str(tmp_path))
    last.add("a", 10)
    assert last.sums() == {"a": 13}
    assert len(list(tmp_path.glob("*.counts"))) == 2


@pytest.mark.parametrize("directory", ["", "/proc/none"])
def test_without_a_place_a_process_counts_alone(directory):
    alone = Counters(directory)
    alone.add("a")
    assert (alone.sums(), alone.is_shared) == ({"a": 1}, False)


def test_names_beyond_the_room_are_not_counted(tmp_path):
    full = Counters(str(tmp_path))
    for number in range(3000):
        full.add(f"{'x' * 90}{number}")
    assert 1000 < len(full.sums()) < 1500


# The log


@pytest.fixture
def lines():
    """What the log of production says meanwhile."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(CoveredLines())
    handler.addFilter(RefusalsAside())
    root, requests = logging.getLogger(), logging.getLogger("portal.requests")
    before, root.handlers = root.handlers, [handler]  # another one may put a record's words together
    requests.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers = before
    requests.setLevel(logging.WARNING)


LEVELS = ("debug", "info", "warning", "error", "exception", "critical")
LOGS = re.compile(rf"(?:self\.log|logger)\.(?:{'|'.join(LEVELS)})")


def stumble(request, key):
    secret = f"{CANARY} of {request.GET}"
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise RuntimeError(f"cannot read {secret}") from error


urlpatterns = [path("en/stumble/<str:key>/", stumble, name="stumble"), *portal_urls.urlpatterns]
handler500 = "portal.views.server_error"


@pytest.mark.django_db
def test_a_request_is_one_line_with_its_route_and_without_its_address(client, lines):
    key = "k" * 43
    said = {"User-Agent": CANARY, "Referer": CANARY, "Cookie": f"a={CANARY}"}
    client.get(f"/fr/presse/{CANARY}/", {"q": CANARY}, headers=said)
    client.post(reverse("account_login"), {"login": f"{CANARY}@example.org", "password": CANARY})
    client.get(reverse("reading-link", kwargs={"token": key}))
    client.get(f"/{CANARY}/{key}")
    written = lines()
    assert [(line["route"], line["status"]) for line in written if line["logger"] == "portal.requests"] == [
        ("pressrelease-detail", 404),
        ("account_login", 200),
        ("reading-link", 404),
        ("unknown", 302),
    ]
    assert all(re.fullmatch(r"[0-9a-f]{16}", line["request"]) for line in written)
    assert CANARY not in json.dumps(written) and key not in json.dumps(written)


@pytest.mark.django_db
@pytest.mark.urls("portal.tests.test_watching")
def test_an_error_is_told_by_its_kind_and_place_and_by_nothing_that_was_read(lines):
    client = Client(raise_request_exception=False)
    assert client.get(f"/en/stumble/{CANARY}/", {"q": CANARY}).status_code == 500
    [error, request] = lines()
    assert error["error"]["kinds"] == ["builtins.RuntimeError", "builtins.KeyError"]
    assert error["error"]["at"][-1].startswith("portal/tests/test_watching.py:")
    assert (error["message"], error["request"]) == ("answered 500", request["request"])
    assert (request["route"], request["status"]) == ("stumble", 500)
    assert CANARY not in json.dumps([error, request])


@pytest.mark.django_db
def test_what_is_hostile_is_one_line_without_a_traceback(lines):
    client = Client(raise_request_exception=False)
    client.get("/fr/", headers={"Host": f"{CANARY}.example.net"})
    Client(enforce_csrf_checks=True).post("/account/login/", {"login": CANARY})
    logging.getLogger("django.security.Trial").error(CANARY)
    first, second, outside = lines()
    assert [(one["status"], one["refused"], "error" in one) for one in (first, second)] == [
        (400, "DisallowedHost", False),
        (403, "csrf", False),
    ]
    assert outside["message"] == "refused: Trial", "asked by no request, it is a line of its own"
    assert CANARY not in json.dumps([first, second, outside])


def test_texts_are_covered_and_numbers_told(lines):
    ours, theirs = logging.getLogger("news.trial"), logging.getLogger("library.trial")
    ours.warning("%s of %s, row %s, %+.1f: %s", PlainWords("news.PressRelease"), CANARY, 12, 0.5, kind_of(ValueError(CANARY)))
    ours.warning("%(name)s", {"name": CANARY})
    theirs.warning("Invalid value '%s' for %d", CANARY, 3)
    theirs.warning(f"Bad address /{CANARY}/x from {CANARY}@example.org “{CANARY} says” key {'k' * 43}")
    theirs.warning(ValueError(CANARY))
    assert [line["message"] for line in lines()] == [
        "news.PressRelease of …, row 12, +0.5: ValueError",
        "…",
        "Invalid value '…' for 3",
        "Bad address … from … … key …",
        "…",
    ]
    wrong = logging.makeLogRecord({"name": "library", "msg": "%d of %s", "args": (CANARY,)})
    assert covered_words(wrong) == "…"


def test_a_line_stays_one_line(lines):
    logging.getLogger("portal.trial").warning("two\nlines")
    assert [line["message"] for line in lines()] == ["two\nlines"]


def test_no_logger_of_the_house_puts_words_together_by_itself():
    """A text in the template would stand in the log uncovered, and the kind of an error that nobody marked as plain covered."""
    import ast

    from tests.repository import nodes, sources

    wrong = []
    for source in sources("*.py"):
        if "tests" in source.parts:
            continue
        text = source.read_text(encoding="utf-8")
        for node in nodes(text) if "logger" in text or "self.log" in text else ():
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and called.attr in LEVELS and LOGS.fullmatch(ast.unparse(called)):
                template = node.args[0]
                is_plain = isinstance(template, ast.Constant) and isinstance(template.value, str)
                if not is_plain or any(ast.unparse(one).endswith(".__name__") for one in node.args):
                    wrong.append(f"{source.name}:{node.lineno}")
    assert wrong == []


def test_each_alert_says_what_to_do_and_asks_for_what_is_told():
    rules = (settings.BASE_DIR / "deploy/prometheus/alerts.yml").read_text()
    table = (settings.BASE_DIR / "docs/operators/alerts.md").read_text()
    assert re.findall(r"- alert: (\w+)", rules) == re.findall(r"^\| `(\w+)` \(", table, re.MULTILINE)
    told = {*counting_names(), *metrics.GAUGES, "portal_untold"}
    assert set(re.findall(r"portal_\w+", rules)) <= told
    meanings = (settings.BASE_DIR / "docs/operators/watching.md").read_text()
    assert {name for name in told if name not in meanings and not name.endswith("_bucket")} == set()


def counting_names() -> set[str]:
    return {*metrics.COUNTED, "portal_request_seconds_bucket"}
