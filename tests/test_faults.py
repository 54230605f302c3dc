"""What happens while the database, the cache, the mail server or the disk is away, between real processes."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from conftest import own_database
from mailing.tests.smtp_sink import Sink
from publishing import languages
from tests import databases
from tests.broken_line import Line
from tests.bucket import KEYS, NAME, bucket
from tests.bucket import fill as move_to
from tests.nginx import KEPT, NGINX, configuration
from tests.repository import portal_environment
from tests.test_deliver_processes import PostgresDatabase, SqliteDatabase

REDIS = shutil.which("redis-server")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.in_full,
    pytest.mark.skipif(REDIS is None, reason="no redis-server: “apt-get install redis-server” on Debian brings it"),
]
SECONDS = 2
"""Within so many a reader has an answer, whatever is away; and as many after it is back, a page."""
PATIENCE = 0.7
"""Seconds that a busy machine may add to an answer: these tests ask whether anybody hangs, not how fast the machine is."""


@dataclass
class Answer:
    status: int
    """0 where the connection was lost."""
    headers: dict[str, str]
    body: str
    seconds: float
    began: float = 0


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    began = time.monotonic()
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(door):
        sent = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        door.request(method, path, body or None, sent)
        response = door.getresponse()
        text = response.read().decode(errors="replace")
        return Answer(response.status, dict(response.getheaders()), text, time.monotonic() - began, began)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def wait_until(condition, seconds: float, told: str = "") -> float:
    """Wait for it; the seconds that it took."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds, told
        time.sleep(0.05)
    return time.monotonic() - began


@dataclass
class Stack:
    """A portal as production runs it, on lines that may break."""

    port: int
    database: Line | None
    cache: Line
    mail: Line
    sink: Sink
    log: Path
    environment: dict[str, str]
    pages: list[str] = field(default_factory=list)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    def ask(self, path: str, **kwargs: str) -> Answer:
        return ask(self.port, path, **kwargs)

    def is_well(self) -> bool:
        with contextlib.suppress(OSError):
            return all(self.ask(path).status == 200 for path in self.pages[:4])
        return False


@contextlib.contextmanager
def running(command: list, log: Path, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(40)


def web(environment: dict[str, str], port: int | None) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--worker-class", "gthread"]
    command += [] if port is None else ["--bind", f"127.0.0.1:{port}"]
    return [*command, "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "warning"]


@pytest.fixture(scope="module")
def stack(django_db_setup, django_db_blocker, collected, tmp_path_factory) -> Iterator[Stack]:
    """Started once for all of these tests, with the demo data."""
    directory = tmp_path_factory.mktemp("stack")
    log = directory / "log"
    redis_port, port = free_port(), free_port()
    with contextlib.ExitStack() as kept:
        kept.enter_context(django_db_blocker.unblock())
        own_database().hold(databases.DEMO)
        kept.callback(own_database().spoil)
        kind = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor]
        database, address = None, kind(directory).url
        if connection.vendor == "postgresql":
            at = connection.settings_dict
            database = kept.enter_context(Line(int(at["PORT"] or 5432)))
            address = f"postgres://{at['USER']}:{at['PASSWORD']}@127.0.0.1:{database.port}/{at['NAME']}"
        connection.close()
        sink = kept.enter_context(Sink())
        kept.enter_context(running([REDIS, "--port", str(redis_port), "--save", "", "--dir", directory], log))
        cache, mail = kept.enter_context(Line(redis_port)), kept.enter_context(Line(sink.port))
        environment = portal_environment(
            directory / "var",
            DATABASE_URL=address,
            CACHE_URL=f"rediscache://127.0.0.1:{cache.port}/0",
            EMAIL_URL=f"smtp://127.0.0.1:{mail.port}",
            SECRET_KEY=settings.SECRET_KEY,
            MEDIA_ROOT=str(settings.MEDIA_ROOT),
            STATIC_ROOT=str(collected),
        )
        made = Stack(port, database, cache, mail, sink, log, environment)
        for code in languages.codes():
            with override(code):
                made.pages += [reverse(name) for name in ("home", "cap-list", "pressrelease-list", "partner-list")]
        made.processes["web"] = kept.enter_context(running(web(environment, port), log, environment))
        wait_until(made.is_well, 60, log.read_text())
        for path in made.pages * 4:
            made.ask(path)
        yield made


@contextlib.contextmanager
def readers(stack: Stack, number: int = 6, patient: bool = False) -> Iterator[list[Answer]]:
    """So many read without a pause while the block runs; their answers. ``patient``: a lost connection is an answer too."""
    answers: list[Answer] = []
    ended = threading.Event()

    def read(turn: int) -> None:
        while not ended.is_set():
            try:
                answers.append(stack.ask(stack.pages[turn % len(stack.pages)]))
            except (OSError, http.client.HTTPException):
                if not patient:
                    raise
                answers.append(Answer(0, {}, "", 0, time.monotonic()))
            turn += 1

    with ThreadPoolExecutor(number) as pool:
        reading = [pool.submit(read, turn) for turn in range(number)]
        try:
            yield answers
        finally:
            ended.set()
    for one in reading:
        one.result()


def break_line(line: Line, way: str) -> None:
    match way:
        case "cut":
            line.cut_after(100)
        case _:
            getattr(line, way)()


postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is a file: no line leads to it")


def slowest(answers: list[Answer]) -> float:
    return max((answer.seconds for answer in answers), default=0)


def assert_that_nobody_stumbled(answers: list[Answer], usual: float, told: object) -> None:
    """Pages and 503 alone, with the seconds to wait, in the reader's language, in time."""
    assert {answer.status for answer in answers} <= {200, 503}, (told, Counter(answer.status for answer in answers))
    for answer in answers:
        if answer.status == 503:
            assert answer.headers["Retry-After"] == "5" and answer.headers["Cache-Control"] == "no-store", told
            assert f'<html lang="{answer.headers["Content-Language"]}"' in answer.body, told
    refused = [answer for answer in answers if answer.status == 503]
    assert slowest(refused) < SECONDS + usual, (told, slowest(refused), usual)


@postgresql
@pytest.mark.parametrize("way", ["refuse", "reset", "swallow", "cut", "swallow_what_is_open"])
def test_nobody_waits_for_a_database_that_is_away(stack, way):
    """A busy machine makes all answers slower: what it took before the fault is added to the bound."""
    with readers(stack) as answers:
        wait_until(lambda: len(answers) > 12, 30)
        before, usual = len(answers), slowest(answers) + PATIENCE
        break_line(stack.database, way)
        alive, end = [], time.monotonic() + 2.5
        while time.monotonic() < end:
            alive.append(stack.ask("/livez"))
            time.sleep(0.1)
        away = len(answers)
        stack.database.mend()
        mended = time.monotonic()
        wait_until(lambda: any(answer.status == 200 and answer.began > mended for answer in answers[away:]), 20)
        back = min(answer.began + answer.seconds for answer in answers[away:] if answer.status == 200 and answer.began > mended)
        time.sleep(1)
    assert_that_nobody_stumbled(answers[before:], usual, way)
    if way != "swallow_what_is_open":
        assert any(answer.status == 503 for answer in answers[before:away]), way
    assert {answer.status for answer in alive} == {200} and slowest(alive) < SECONDS + PATIENCE, way
    assert back - mended < SECONDS + usual, way
    wait_until(stack.is_well, 5 + 8 * usual)


@postgresql
def test_a_slow_line_makes_pages_slow_and_nothing_else(stack):
    stack.database.slow(0.02)
    answers = [stack.ask(path) for path in stack.pages[:3]]
    stack.database.mend()
    assert [answer.status for answer in answers] == [200] * 3


def form(stack: Stack, path: str, **typed: str) -> requests.Response:
    """What a visitor's form is answered: opened, filled and sent."""
    base, visitor = f"http://127.0.0.1:{stack.port}", requests.Session()
    with visitor:
        page = visitor.get(base + path, timeout=30)
        token = re.search(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"', page.text)[1]
        sent = {**typed, "csrfmiddlewaretoken": token}
        return visitor.post(base + path, sent, headers={"Origin": base}, timeout=30, allow_redirects=False)


def subscription() -> tuple[str, dict[str, str]]:
    with override(languages.main()):
        return reverse("press-subscribe"), {"email": "lectrice@example.org", "language": languages.main()}


FORMS = {
    "sign-in": ("/account/login/", {"login": "nobody", "password": "not the right one"}),
    "password": ("/account/password/reset/", {"email": "lectrice@example.org"}),
}


@pytest.mark.parametrize("way", ["refuse", "swallow"])
def test_without_the_cache_pages_go_on_and_what_is_counted_waits(stack, way):
    break_line(stack.cache, way)
    try:
        assert [stack.ask(path).status for path in stack.pages] == [200] * len(stack.pages)
        for path, typed in [*FORMS.values(), subscription()]:
            answer = form(stack, path, **typed)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60"), path
            assert answer.elapsed.total_seconds() < SECONDS + PATIENCE, path
    finally:
        stack.cache.mend()
    time.sleep(1.2)
    assert form(stack, *FORMS["sign-in"][:1], **FORMS["sign-in"][1]).status_code == 200


@pytest.mark.parametrize("way", ["refuse", "swallow"])
def test_without_the_mail_server_pages_and_forms_go_on(stack, way):
    break_line(stack.mail, way)
    try:
        assert stack.ask(stack.pages[0]).status == 200
        assert form(stack, FORMS["password"][0], **FORMS["password"][1]).status_code == 302
        path, typed = subscription()
        assert form(stack, path, **typed).status_code in (200, 429)  # a network may subscribe so often
    finally:
        stack.mail.mend()


def children(process: subprocess.Popen) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel names a process's children on Linux")
def test_a_killed_web_process_is_replaced_under_load(stack):
    with readers(stack, 4, patient=True) as answers:
        wait_until(lambda: len(answers) > 8, 30)
        killed = children(stack.processes["web"])[0]
        os.kill(killed, signal.SIGKILL)
        began = time.monotonic()
        wait_until(lambda: len(set(children(stack.processes["web"])) - {killed}) == 2, 5)
        wait_until(lambda: any(answer.status == 200 and answer.began > began for answer in answers), 5 + PATIENCE)
    assert {answer.status for answer in answers} <= {0, 200}
    assert sum(answer.status == 0 for answer in answers) <= 4, "more than were with the process that was killed"


@contextlib.contextmanager
def activated(stack: Stack, door: socket.socket) -> Iterator[None]:
    """Web processes on a socket that systemd holds for them (sd_listen_fds(3)); killed in the end, the first of them too."""
    hand_over = f'export LISTEN_FDS=1 LISTEN_PID=$$; exec "$@" 3<&{door.fileno()}'
    with stack.log.open("ab") as out:
        process = subprocess.Popen(
            ["bash", "-c", hand_over, "-", *web(stack.environment, None)],
            cwd=settings.BASE_DIR,
            env=stack.environment,
            stdout=out,
            stderr=out,
            pass_fds=[door.fileno()],
            start_new_session=True,
        )
    try:
        yield
    finally:
        # What systemd does with the others when the first is gone (KillMode=mixed).
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def test_when_the_first_web_process_is_killed_the_others_wait_at_the_door(stack):
    """As the units have it: the door stays, and whoever comes meanwhile is answered by those that are begun again."""
    pause = re.search(
        r"Restart=always\nRestartSec=(\d+)", (settings.BASE_DIR / "deploy/systemd/portal-web.service").read_text()
    )
    number = 4
    with socket.create_server(("127.0.0.1", 0), backlog=512) as door:
        behind = replace(stack, port=door.getsockname()[1])
        began = time.monotonic()
        with contextlib.ExitStack() as reading:
            with activated(stack, door):
                behind.ask("/livez")
                start = time.monotonic() - began
                answers = reading.enter_context(readers(behind, number, patient=True))
                wait_until(lambda: len(answers) > 8, 30)
            killed = time.monotonic()
            time.sleep(int(pause[1]))
            with activated(stack, door):
                wait_until(lambda: any(answer.status == 200 and answer.began > killed for answer in answers), 25)
                back = time.monotonic() - killed
                reading.close()
                assert back < 5 + start, (back, start)
    assert {answer.status for answer in answers} <= {0, 200}
    assert sum(answer.status == 0 for answer in answers) <= number, "more than were under way"
    waited = [
        answer for answer in answers if answer.status == 200 and answer.began < killed + 1 < answer.began + answer.seconds
    ]
    assert waited, "nobody waited at the door"


def mounted(directory: Path) -> bool:
    directory.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", directory]
    return subprocess.run(command, capture_output=True).returncode == 0


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="another machine's disk is full there: DiskFull of test_unavailable.py"
)
def test_on_a_full_disk_reading_goes_on_and_nothing_typed_is_lost(stack, tmp_path):
    """SQLite's own files lie on a disk of their own, which is filled to its last byte."""
    disk = tmp_path / "disk"
    if not mounted(disk):
        pytest.skip("this machine lets nobody mount a small disk")
    try:
        shutil.copy(stack.environment["DATABASE_URL"].removeprefix("sqlite:///"), disk / "portal.sqlite3")
        environment = stack.environment | {"DATABASE_URL": f"sqlite:///{disk}/portal.sqlite3"}
        port = free_port()
        full = replace(stack, port=port, environment=environment, processes={})
        with running(web(environment, port), stack.log, environment):
            wait_until(full.is_well, 60)
            fill(disk / "rubbish")
            assert [full.ask(path).status for path in full.pages * 2] == [200] * len(full.pages) * 2
            path, typed = subscription()
            answer = form(full, path, **typed)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
            assert typed["email"] in answer.text
            (disk / "rubbish").unlink()
            assert form(full, path, **typed).status_code in (200, 429)
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def killed_whole(process: subprocess.Popen) -> None:
    """A machine that is gone: no process of it is left, and none takes leave."""
    pids = [process.pid, *children(process)]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def balanced(directory: Path, port: int, ports: list[int], media: Path) -> Iterator[None]:
    """The nginx of an installation before several web servers."""
    directory.mkdir()
    call_command("make_refusal_pages", directory=directory / "refusals", verbosity=0)
    text = configuration(directory, port, ports[0], media).replace(KEPT, "")
    upstream = directory / "pieces/upstream.conf"
    lines = "".join(f"    server 127.0.0.1:{behind} max_fails=3 fail_timeout=1s;\n" for behind in ports)
    upstream.write_text(re.sub(rf"( *server 127\.0\.0\.1:{ports[0]} .*\n)+", lines, upstream.read_text()))
    (directory / "nginx.conf").write_text(text)
    with running([NGINX, "-p", directory, "-c", directory / "nginx.conf"], directory / "log"):
        yield


@pytest.mark.skipif(not NGINX.exists(), reason=f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
def test_two_machines_on_one_bucket_and_no_visitor_notices_that_one_is_killed(stack, tmp_path):
    """Two web servers and two mail workers on one database, one cache and one bucket; one of each is killed under load."""
    with contextlib.ExitStack() as kept:
        address = kept.enter_context(bucket())
        move_to(address, Path(settings.MEDIA_ROOT))
        keys = {"MEDIA_KEY": KEYS["access_key"], "MEDIA_SECRET": KEYS["secret_key"]}
        environment = stack.environment | {"MEDIA_BUCKET": NAME, "MEDIA_ENDPOINT": address, **keys}
        ports, port = [free_port(), free_port()], free_port()
        machines = [kept.enter_context(running(web(environment, behind), stack.log, environment)) for behind in ports]
        deliver = [sys.executable, "manage.py", "deliver", "--every", "0.2"]
        workers = [kept.enter_context(running(deliver, stack.log, environment)) for _worker in range(2)]
        kept.enter_context(balanced(tmp_path / "nginx", port, ports, settings.MEDIA_ROOT))
        whole = replace(stack, port=port, environment=environment, processes={})
        for behind in ports:
            wait_until(replace(whole, port=behind).is_well, 90)
        wait_until(whole.is_well, 20)
        with readers(whole, 4, patient=True) as answers:
            wait_until(lambda: len(answers) > 12, 30)
            killed_whole(machines[0])
            workers[0].kill()
            before = len(answers)
            wait_until(lambda: len(answers) > before + 24, 60)
        assert Counter(answer.status for answer in answers) == {200: len(answers)}
