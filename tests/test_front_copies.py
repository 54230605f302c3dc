"""nginx hands out a copy where the portal does not answer, never past the moment that it named, nor what was taken away."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from cluster.models import Institution
from mailing.tests.smtp_sink import Sink
from publishing import front_copies
from publishing.front_copies import CopiesFollower, FrontCopies, copies_can_be_taken_away
from tests.keeping import Process
from tests.make import make
from tests.nginx import NGINX, nginx
from tests.test_deliver_processes import portal_of
from tests.test_minute_processes import free_port

COPY = "0123456789abcdef0123456789abcdef"


class StandIn:
    """A portal that answers each address with its number of answers so far, as long as it is there."""

    def __init__(self) -> None:
        self.status, self.until, self.asked = 200, time.time() + 3600, []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in.asked.append(f"{self.command} {self.path}")
                body = f"{self.headers.get('Accept-Encoding', '')} {len(stand_in.asked)}".encode()
                self.send_response(stand_in.status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("ETag", 'W/"tag"')
                self.send_header("Vary", "Accept-Encoding")
                self.send_header("Cache-Control", "public, no-cache")
                if stand_in.status == 200:
                    self.send_header("X-Accel-Expires", f"@{int(stand_in.until)}")
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET

            def log_message(self, *args: object) -> None:
                pass

        self.port = free_port()
        self.handler = Handler
        self.begin()

    def begin(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), self.handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    portal = StandIn()
    yield portal
    with contextlib.suppress(OSError):
        portal.end()


@pytest.fixture
def front(stand_in, tmp_path) -> Iterator[tuple[int, Path]]:
    if not NGINX.exists():
        pytest.skip(f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
    port = free_port()
    with nginx(tmp_path / "nginx", port, stand_in.port, tmp_path):
        yield port, tmp_path / "nginx" / "copies"


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes, dict[str, str]]:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(door):
        door.request(method, path, headers={"Host": "127.0.0.1"} | headers)
        answer = door.getresponse()
        return answer.status, answer.read(), dict(answer.getheaders())


def test_a_copy_stands_in_for_a_portal_that_is_away(front, stand_in):
    port, copies = front
    assert [ask(port, "/fr/")[1] for _again in range(2)] == [b" 1", b" 2"]
    assert ask(port, "/fr/", **{"Accept-Encoding": "gzip, br;q=0"})[1] == b" 3"
    assert ask(port, "/fr/", **{"Accept-Encoding": "gzip, br"})[1] == b"br 4"
    assert ask(port, "/fr/", **{"If-None-Match": 'W/"tag"'})[0] == 304
    stand_in.status = 503
    assert ask(port, "/fr/")[:2] == (200, b" 5")
    # What has no copy is told in the portal's own words, and so is what is sent.
    assert ask(port, "/en/")[0] == 503
    assert ask(port, "/fr/", "POST")[0] == 503 and stand_in.asked.count("POST /fr/") == 1
    stand_in.end()
    assert ask(port, "/fr/")[:2] == (200, b" 5")
    assert ask(port, "/fr/", **{"Accept-Encoding": "br"})[:2] == (200, b"br 4")
    status, said, headers = ask(port, "/en/")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "60", "no-store")
    assert said == (copies.parent / "refusals" / "503.en.html").read_bytes()
    assert ask(port, "/fr/", "POST")[0] == 503
    assert ask(port, "/fr/", Cookie="sessionid=x")[0] == 503
    stand_in.begin()
    stand_in.status = 200
    # nginx looks for it again after a second, and a busy machine lets it wait.
    end = time.monotonic() + 30
    while ask(port, "/fr/")[1] != f" {len(stand_in.asked)}".encode():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.one_database
def test_no_copy_outlives_the_moment_that_the_portal_named(front, stand_in):
    port, _copies = front
    stand_in.until = time.time() + 2
    ask(port, "/fr/")
    stand_in.end()
    asked, status = time.time(), ask(port, "/fr/")[0]
    assert status == 200 or asked > stand_in.until - 1, "it stands in until then"
    while status == 200:
        time.sleep(0.1)
        asked, status = time.time(), ask(port, "/fr/")[0]
        assert status == 503 or asked < stand_in.until + 1.1
    assert status == 503


def test_a_copy_that_is_taken_away_is_gone(front, stand_in, settings, db):
    port, copies = front
    settings.NGINX_COPIES = str(copies)
    ask(port, "/fr/")
    assert len(list(copies.iterdir())) == 1
    CopiesFollower().follow()
    assert [path.name for path in copies.iterdir()] == [front_copies.MARK]
    stand_in.end()
    assert ask(port, "/fr/")[0] == 503


def test_what_belongs_to_a_session_leaves_no_copy(front, stand_in):
    port, copies = front
    ask(port, "/fr/", Cookie="a=b; sessionid=x")
    assert list(copies.iterdir()) == []
    ask(port, "/fr/", Cookie="csrftoken=x")
    assert len(list(copies.iterdir())) == 1


def test_the_maps_of_nginx_know_the_names_of_the_cookies():
    text = (settings.BASE_DIR / "deploy/nginx/cache.conf").read_text()
    assert settings.SESSION_COOKIE_NAME in re.search(r"\(\?!\.\*\(([^)]*)\)", text)[1].split("|")


# The portal's side


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / COPY).touch()
    (tmp_path / "other").touch()
    return tmp_path


@pytest.fixture
def process(db, folder) -> Process:
    with override_settings(NGINX_COPIES=str(folder)):
        return Process()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {front_copies.MARK}


def test_whoever_sees_a_change_takes_the_copies_away_before_it_answers(process, folder):
    process.get("/fr/")
    assert names(folder) == {"other"}
    (folder / COPY).touch()
    process.get("/fr/")
    assert names(folder) == {"other", COPY}
    make(Institution)
    process.get("/nowhere/")
    assert names(folder) == {"other"}


def test_whoever_has_written_takes_them_away_before_the_answer(process, folder):
    process.get("/fr/")
    (folder / COPY).touch()
    answered = []

    def writes(request):
        make(Institution)
        answered.append(names(folder))
        return HttpResponse()

    process.keeper.get_response = writes
    process.client.post("/fr/")
    assert (answered, names(folder)) == ([{"other", COPY}], {"other"})


def test_one_process_takes_away_for_all_and_once_more_for_answers_under_way(db, folder, settings, monkeypatch):
    settings.NGINX_COPIES = str(folder)
    state = CopiesFollower().states.read()
    first, second = FrontCopies(), FrontCopies()
    first.follow(state)
    (folder / COPY).touch()
    second.follow(state)
    assert names(folder) == {"other", COPY}
    late = time.monotonic() + front_copies.AGAIN_AFTER
    monkeypatch.setattr(front_copies.time, "monotonic", lambda: late)
    second.follow(state)
    assert names(folder) == {"other"}


@time_machine.travel(datetime(2026, 12, 8, 10, tzinfo=UTC))
def test_an_answer_says_until_when_it_may_be_copied(process, db):
    """Far from midnight, which ends every state."""
    state = process.keeper.states.read()
    assert process.get("/fr/")["X-Accel-Expires"] == f"@{int(state.span.end.timestamp() - 1)}"
    assert "X-Accel-Expires" not in process.get("/fr/?page=1")
    assert "X-Accel-Expires" not in process.get("/fr/nulle-part/")
    with override_settings(NGINX_COPIES="60"):
        elsewhere = Process()
    told = int(elsewhere.get("/fr/")["X-Accel-Expires"].removeprefix("@"))
    assert 0 <= time.time() + 60 - told < 10
    with override_settings(NGINX_COPIES=""):
        assert "X-Accel-Expires" not in Process().get("/fr/")


def test_where_copies_cannot_be_taken_away_none_are_given(db, tmp_path, settings, caplog):
    settings.NGINX_COPIES = str(tmp_path / "missing")
    process = Process()
    assert "X-Accel-Expires" not in process.get("/fr/")
    assert "cannot be taken away" in caplog.text
    assert [one.id for one in copies_can_be_taken_away()] == ["publishing.E090"]
    (tmp_path / "missing").mkdir()
    assert copies_can_be_taken_away() == []
    assert "X-Accel-Expires" in process.get("/fr/")


# Both, and the processes killed


@pytest.mark.slow
@pytest.mark.in_full
@pytest.mark.skipif(not NGINX.exists(), reason=f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
@pytest.mark.django_db(transaction=True)
def test_what_was_withdrawn_does_not_come_back_when_every_process_is_killed(tmp_path, collected):
    """Killed at once by whoever sees that another program has withdrawn it: nginx alone is left, and has no copy."""
    page = make(Institution, "Retirable").get_absolute_url("fr")
    port, own = free_port(), free_port()
    with (
        Sink() as sink,
        portal_of(tmp_path, sink) as portal,
        nginx(tmp_path / "nginx", port, own, tmp_path),
    ):
        copies = tmp_path / "nginx" / "copies"
        environment = portal.environment | {"NGINX_COPIES": str(copies), "STATIC_ROOT": str(collected)}
        with killed_in_the_end(environment, own, tmp_path / "web.log"):
            assert ask(port, page)[0] == 200
        assert ask(port, page)[0] == 200, "the copy that stands in"
        portal.write("UPDATE cluster_institution SET withdrawn_at = %s", [timezone.now() - timedelta(seconds=1)])
        with killed_in_the_end(environment, own, tmp_path / "web.log"):
            # Any page but this one, and not by nginx: what has seen the change has taken the copy away.
            assert ask(own, "/fr/")[0] == 200
        assert ask(port, page)[0] == 503
        assert names(copies) == set()


@contextlib.contextmanager
def killed_in_the_end(environment: dict[str, str], port: int, log: Path) -> Iterator[None]:
    """A portal of two processes that are killed all at once."""
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--no-control-socket", "--log-level", "warning"]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        end = time.monotonic() + 60
        while not is_there(port):
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def is_there(port: int) -> bool:
    with contextlib.suppress(OSError):
        return ask(port, "/livez")[0] == 200
    return False
