"""What is measured of processes rather than of rows: the way through nginx, memory, the start."""

from __future__ import annotations

import contextlib
import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .asking import VISITOR
from .bounds import BEFORE, FRONT, MEMORY, PROCESSES, SMALL, START, Result
from .counting import CpuMeter, family, megabytes
from .stack import HOUSE, Portal, Stack, free_port, running, wait_for_port

ASKED = 200
"""Answers in one turn of what is compared with a file."""
ONE_FILE = """
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, SECRET_KEY="x", ALLOWED_HOSTS=["*"])
import django
django.setup()
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("x"))]
application = get_wsgi_application()
"""
PORTAL = "from portal.wsgi import application"
FIRST = """
import io, os
environ = {{"REQUEST_METHOD": "GET", "PATH_INFO": {path!r}, "SERVER_NAME": "portal.example.org", "SERVER_PORT": "443",
    "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "https", 
    "HTTP_HOST": "portal.example.org", "HTTP_X_FORWARDED_PROTO": "https"}}
said = []
b"".join(application(environ, lambda status, headers, *rest: said.append(status)))
assert said[0].startswith("200"), said
os._exit(0)
"""
"""It ends with the answer: that Python then takes apart what it has loaded is no part of a start."""


@contextlib.contextmanager
def front(stack: Stack, portal: Portal) -> Iterator[tuple[int, int, Path]]:
    """The documented nginx before the portal: its port, its process, and the directory of which it hands out files."""
    from django.conf import settings

    from tests.nginx import nginx

    directory, files, port = stack.directory / "nginx", stack.directory / "files", free_port()
    directory.mkdir()
    files.mkdir()
    more = f"location /bench-file/ {{ alias {files}/; }}"
    with nginx(directory, port, portal.port, Path(settings.MEDIA_ROOT), "https", more) as process:
        wait_for_port(port, directory / "error.log")
        yield port, process.pid, files


def through_nginx(stack: Stack, portal: Portal, rounds: int) -> list[Result]:
    """The rate at which the home page comes through nginx, by the CPU that each takes: beside the same bytes as a file, and
    beside the portal asked without nginx, as nginx asks it: over a connection for each answer.
    """
    path = portal.content["paths"]["home"]
    with front(stack, portal) as (port, nginx, files):
        body = _ask(port, path, 1)
        (files / "home.bin").write_bytes(body)
        meters = [CpuMeter(nginx), CpuMeter(portal.web), CpuMeter(stack.database)]
        ways: dict[str, Callable[[int], object]] = {
            FRONT: lambda times: _ask(port, path, times),
            "file": lambda times: _ask(port, "/bench-file/home.bin", times),
            BEFORE: lambda times: [_ask(portal.port, path, 1) for _again in range(times)],
        }
        costs: dict[str, list[float]] = {name: [] for name in ways}
        for _round in range(rounds):
            for name, ask in ways.items():
                ask(5)
                before = [meter.read() for meter in meters]
                ask(ASKED)
                costs[name].append(sum(meter.since(then) for meter, then in zip(meters, before, strict=True)))
    page, file, alone = (statistics.median(some) for some in costs.values())
    return [
        Result(FRONT, PROCESSES, {FRONT: {"": file / page}}),
        Result(BEFORE, PROCESSES, {BEFORE: {"": alone / page}}),
    ]


def _ask(port: int, path: str, times: int) -> bytes:
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = b""
    with contextlib.closing(door):
        for _again in range(times):
            door.request("GET", path, headers=VISITOR)
            response = door.getresponse()
            body = response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answers {response.status} through nginx.")
    return body


def memory(stack: Stack, portals: dict[str, Portal]) -> Result:
    """Megabytes of the web server, master included, after the run, and of a mail worker that has looked for work."""
    found = {}
    for content, portal in portals.items():
        command = [sys.executable, "manage.py", "deliver"]
        with running(command, stack.directory / "deliver.log", portal.environment) as worker:
            time.sleep(20)
            found[content] = megabytes([*family(portal.web), *family(worker.pid)])
    return Result(MEMORY, PROCESSES, {MEMORY: found})


def start(portal: Portal, rounds: int) -> Result:
    """The CPU of a web process until it answers that it is there, beside that of a Django of one file."""
    ours = [_started(PORTAL + FIRST.format(path="/livez"), portal.environment) for _round in range(min(rounds, 5))]
    bare = [_started(ONE_FILE + FIRST.format(path="/"), portal.environment) for _round in range(min(rounds, 5))]
    return Result(START, PROCESSES, {START: {SMALL: statistics.median(ours) / statistics.median(bare)}})


def _started(program: str, environment: dict[str, str]) -> float:
    process = subprocess.Popen([sys.executable, "-c", program], cwd=HOUSE, env=environment)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit("A process that was to be started failed.")
    return used.ru_utime + used.ru_stime
