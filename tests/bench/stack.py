"""The production stack on this machine: PostgreSQL, Redis, two web processes and nginx, each of this run alone."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent.parent
HOST = "portal.example.org"
FACTS = {
    name: "Exemple"
    for name in ("PUBLISHER_NAME", "PUBLISHER_ADDRESS", "PUBLICATION_DIRECTOR", "HOST_NAME", "HOST_ADDRESS", "DPO_ADDRESS")
} | {
    "PUBLISHER_PHONE": "01 99 00 00 01",
    "HOST_PHONE": "01 99 00 00 02",
    "CONTACT_EMAIL": "contact@example.org",
    "ACCESSIBILITY_EMAIL": "accessibilite@example.org",
    "DPO_EMAIL": "dpo@example.org",
    "LOG_DAYS": "30",
    "SECURITY_CONTACT": "mailto:security@example.org",
    "MAIL_FROM": "presse@example.org",
}
UNBOUND = {name: "9999999" for name in ("SEARCHES_A_MINUTE", "SUGGESTIONS_A_MINUTE", "DOCUMENTS_A_MINUTE")}
PATIENCE = 120
"""Seconds that something may take to begin."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], log: Path, environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=HOUSE, env=environment, stdout=out, stderr=out)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for_port(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"Nothing answers on port {port}:\n{log.read_text()[-3000:]}")


@contextlib.contextmanager
def postgresql(directory: Path) -> Iterator[tuple[str, int]]:
    """A cluster of its own with PostgreSQL's own settings; its address without a database, and its process."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("initdb") or (binaries and binaries[-1] / "initdb")
    if not found:
        raise SystemExit("script/bench needs PostgreSQL (on Debian: apt-get install postgresql).")
    cluster, port, log = directory / "cluster", free_port(), directory / "postgresql.log"
    cluster.mkdir()
    # PostgreSQL does not run as root.
    other = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if other:
        shutil.chown(cluster, "postgres")
    programs = Path(found).resolve().parent
    options = ["--username", "portal", "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    subprocess.run(
        [*other, str(programs / "initdb"), "--pgdata", str(cluster), *options], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )
    server = [str(programs / "postgres"), "-D", str(cluster), "-p", str(port), "-k", str(cluster)]
    with running([*other, *server, "-c", "listen_addresses=127.0.0.1"], log) as process:
        wait_for_port(port, log)
        yield f"postgres://portal:portal@127.0.0.1:{port}/", process.pid


@dataclass
class Portal:
    """A portal with content: where it listens, its processes, and what is asked of it."""

    port: int
    web: int
    content: dict[str, Any]
    environment: dict[str, str]


class Stack:
    """What a run starts, in a directory of its own."""

    def __init__(self, directory: Path, kept: contextlib.ExitStack) -> None:
        self.directory, self.kept = directory, kept
        self.server, self.database = kept.enter_context(postgresql(directory))
        self.redis_port = free_port()
        redis = shutil.which("redis-server")
        if not redis:
            raise SystemExit("script/bench needs Redis (on Debian: apt-get install redis-server).")
        command = [redis, "--port", str(self.redis_port), "--save", "", "--dir", str(directory)]
        kept.enter_context(running(command, directory / "redis.log"))
        wait_for_port(self.redis_port, directory / "redis.log")
        self.secret = secrets.token_urlsafe(64)

    def environment(self, name: str, number: int) -> dict[str, str]:
        for part in ("media", "metrics", "static"):
            (self.directory / name / part).mkdir(parents=True, exist_ok=True)
        own = self.directory / name
        return {
            "PATH": os.environ["PATH"],
            "PYTHONUTF8": "1",
            **unit_environment(),
            "PYTHONPATH": str(HOUSE),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_ENV": "production",
            "SECRET_KEY": self.secret,
            "SITE_URL": f"https://{HOST}",
            "DATABASE_URL": f"{self.server}{name}",
            "CACHE_URL": f"rediscache://127.0.0.1:{self.redis_port}/{number}",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "MEDIA_ROOT": str(own / "media"),
            "METRICS_DIR": str(own / "metrics"),
            "STATIC_ROOT": str(self.directory / "static"),
            "MEDIA_ACCEL": "/_media/",
            "SECOND_FACTOR": "false",
            **FACTS,
            **UNBOUND,
        }

    def portal(self, name: str, number: int, times: int) -> Portal:
        """A portal of its own database with so many times the content, served by two web processes."""
        import psycopg

        with psycopg.connect(f"{self.server}postgres", autocommit=True) as server:
            server.execute(f'CREATE DATABASE "{name}"')
        environment, log = self.environment(name, number), self.directory / f"{name}.log"
        filled = subprocess.run(
            [sys.executable, "-m", "tests.bench.content", str(times)],
            cwd=HOUSE,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        with psycopg.connect(f"{self.server}{name}", autocommit=True) as server:
            server.execute("VACUUM ANALYZE")
        port = free_port()
        web = self.kept.enter_context(running([*web_command(), "--bind", f"127.0.0.1:{port}"], log, environment))
        wait_until_it_answers(port, log)
        return Portal(port, web.pid, json.loads(filled.stdout.splitlines()[-1]), environment)


def unit_environment() -> dict[str, str]:
    """What every unit of the portal sets."""
    lines = (HOUSE / "deploy/systemd/portal-.service.d/common.conf").read_text().splitlines()
    return dict(line.removeprefix("Environment=").split("=", 1) for line in lines if line.startswith("Environment="))


def web_command() -> list[str]:
    """As the unit of the web process says, with two processes and the bare list beside the portal."""
    unit = (HOUSE / "deploy/systemd/portal-web.service").read_text()
    line = next(line for line in unit.splitlines() if line.startswith("ExecStart="))
    words = shlex.split(line.removeprefix("ExecStart="))[1:]
    words[words.index("portal.wsgi")] = "tests.bench.wsgi"
    words[words.index("--workers") + 1] = "2"
    return [sys.executable, *words, "--log-level", "warning"]


def wait_until_it_answers(port: int, log: Path) -> None:
    wait_for_port(port, log)
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(door):
            door.request("GET", "/livez", headers={"Host": HOST})
            if door.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise SystemExit(f"The portal does not answer:\n{log.read_text()[-3000:]}")
