"""What happens while the database, the cache, the mail server or the disk is away, between real processes."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from conftest import own_database
from mailing.tests.smtp_sink import Sink
from publishing import languages
from tests import databases
from tests.broken_line import Line
from tests.repository import portal_environment
from tests.test_deliver_processes import PostgresDatabase, SqliteDatabase

pytestmark = [pytest.mark.slow, pytest.mark.in_full]
SECONDS = 2
"""Within so many a reader has an answer, whatever is away; and as many after it is back, a page."""
PATIENCE = 0.7
"""Seconds that a busy machine may add to an answer: these tests ask whether anybody hangs, not how fast the machine is."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: str
    seconds: float


def ask(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    began = time.monotonic()
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(door):
        sent = {"Host": "127.0.0.1", **{name.replace("_", "-"): value for name, value in headers.items()}}
        door.request(method, path, body or None, sent)
        response = door.getresponse()
        text = response.read().decode(errors="replace")
        return Answer(response.status, dict(response.getheaders()), text, time.monotonic() - began)


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


def web(environment: dict[str, str], port: int) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
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
        kept.enter_context(running(["redis-server", "--port", str(redis_port), "--save", "", "--dir", directory], log))
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
def readers(stack: Stack, number: int = 12) -> Iterator[list[Answer]]:
    """So many read without a pause while the block runs; their answers."""
    answers: list[Answer] = []
    ended = threading.Event()

    def read(turn: int) -> None:
        while not ended.is_set():
            answers.append(stack.ask(stack.pages[turn % len(stack.pages)]))
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


@postgresql
@pytest.mark.parametrize("way", ["refuse", "reset", "swallow", "cut", "swallow_what_is_open"])
def test_nobody_waits_for_a_database_that_is_away(stack, way):
    with readers(stack) as answers:
        wait_until(lambda: len(answers) > 12, 20)
        before = len(answers)
        break_line(stack.database, way)
        alive = []
        end = time.monotonic() + 3
        while time.monotonic() < end:
            alive.append(stack.ask("/livez"))
            time.sleep(0.1)
        stack.database.mend()
    told = stack.log.read_text()[-4000:]
    told_too = (way, Counter(a.status for a in answers[before:]), sorted(round(a.seconds, 2) for a in answers[before:])[-12:])
    print(told_too, round(wait_until(stack.is_well, 20), 2), max(a.seconds for a in alive))
