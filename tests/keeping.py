"""Processes of the portal that keep answers, in the process of a test; and a Redis that refuses, forgets or garbles."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase, ResponseHeaders
from django.test import Client, RequestFactory, override_settings

from portal.replayed_answers import ReplayedAnswers
from publishing.answer_cache import KeptAnswersMiddleware
from publishing.kept_answers import SharedPlace

FAULTS = ("", "refuses", "forgets", "garbles", "is slow")


class StandInRedis:
    """The part of Redis that is used, in memory."""

    def __init__(self) -> None:
        self.hashes: dict[str, dict[str, Any]] = {}
        self.fault = ""

    def place(self) -> SharedPlace:
        return SharedPlace(client=self)

    def _hash(self, name: str) -> dict[str, Any]:
        if self.fault == "refuses":
            raise redis.ConnectionError
        if self.fault == "is slow":
            raise redis.TimeoutError
        if self.fault == "forgets":
            self.hashes.clear()
        return self.hashes.setdefault(name, {})

    def hget(self, name: str, key: str) -> bytes | None:
        found = self._hash(name).get(key)
        return found[:-1] if found is not None and self.fault == "garbles" else found

    def hset(self, name: str, key: str, value: bytes) -> None:
        self._hash(name)[key] = value

    def hincrby(self, name: str, key: str, amount: int) -> int:
        held = self._hash(name)
        held[key] = held.get(key, 0) + amount
        return held[key]

    def expire(self, name: str, seconds: int) -> None:
        self._hash(name)

    def unlink(self, *names: str) -> None:
        for name in names:
            self.hashes.pop(name, None)


class RealRedis:
    """A redis-server of its own, to which the same faults happen."""

    PROGRAM = shutil.which("redis-server")

    def __init__(self, directory: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as door:
            self.port = door.getsockname()[1]
        self.directory = directory
        self.client = redis.Redis(port=self.port)
        self._fault = ""
        self._start()

    def place(self) -> SharedPlace:
        return SharedPlace(f"redis://127.0.0.1:{self.port}/0")

    @property
    def fault(self) -> str:
        return self._fault

    @fault.setter
    def fault(self, fault: str) -> None:
        """Have the last fault end, and this one begin."""
        if self._fault == "refuses":
            self._start()
        self.process.send_signal(signal.SIGCONT)
        self._fault = fault
        match fault:
            case "refuses":
                self.end()
            case "forgets":
                self.client.flushall()
            case "garbles":
                self._garble()
            case "is slow":
                self.process.send_signal(signal.SIGSTOP)

    def _start(self) -> None:
        command = [self.PROGRAM, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self.directory]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        end = time.perf_counter() + 10
        while True:
            try:
                self.client.ping()
                return
            except redis.ConnectionError:
                assert time.perf_counter() < end, "redis-server does not begin"

    def _garble(self) -> None:
        for name in self.client.keys():
            for key, value in self.client.hgetall(name).items():
                self.client.hset(name, key, value[:-1])

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Process:
    """A visitor's client to a process of its own; ``made`` counts the answers that it made rather than kept."""

    def __init__(self, shared: StandInRedis | RealRedis | None = None) -> None:
        self.client = Client()
        handler = self.client.handler
        handler.load_middleware()
        self.inner, self.made = handler._middleware_chain, 0
        with override_settings(KEEP_ANSWERS=True):
            self.keeper = KeptAnswersMiddleware(self._counted)
        if shared is not None:
            self.keeper.shared = shared.place()
            self.keeper.shared.PAUSE = 0.0
        handler._middleware_chain = self.keeper

    def _counted(self, request: HttpRequest) -> HttpResponseBase:
        self.made += 1
        return self.inner(request)

    def get(self, path: str, **headers: str):
        return self.client.get(path, headers=headers)

    def is_kept(self, path: str) -> bool:
        """Whether an address that was asked for is not made again."""
        self.get(path)
        before = self.made
        self.get(path)
        return self.made == before


@dataclass
class Left:
    """An answer as it left through the door of the web server."""

    status_code: int
    headers: ResponseHeaders
    content: bytes
    streaming = False

    def __getitem__(self, name: str) -> str:
        return self.headers[name]


@contextmanager
def connections_kept() -> Iterator[None]:
    """As Django's client does: a request within a test's transaction does not end it with its connection."""
    for told in (request_started, request_finished):
        told.disconnect(close_old_connections)
    try:
        yield
    finally:
        for told in (request_started, request_finished):
            told.connect(close_old_connections)


def through(door: ReplayedAnswers, path: str, method: str = "GET", **headers: str) -> Left:
    """What a web server that asks ``door`` sends."""
    environ = RequestFactory().generic(method, path, headers=headers).environ
    said: list[tuple[str, list[tuple[str, str]]]] = []
    with connections_kept():
        response = door(environ, lambda status, headers, *more: said.append((status, headers)))
        try:
            body = b"".join(response)
        finally:
            getattr(response, "close", lambda: None)()
    ((status, told),) = said
    return Left(int(status[:3]), ResponseHeaders(dict(told)), body)


class DoorProcess(Process):
    """The same, asked at its door: what left once is sent again from there (``portal/replayed_answers.py``)."""

    def __init__(self, shared: StandInRedis | RealRedis | None = None) -> None:
        super().__init__(shared)
        handler = WSGIHandler()
        handler._middleware_chain = self.keeper
        self.asked = self.passed = 0
        self.door = ReplayedAnswers(self._passing(handler))

    def _passing(self, handler: WSGIHandler) -> Any:
        def pass_on(environ: dict[str, Any], start_response: Any) -> Any:
            self.passed += 1
            return handler(environ, start_response)

        return pass_on

    def get(self, path: str, **headers: str):
        self.asked += 1
        return through(self.door, path, **headers)

    def is_replayed(self, path: str, **headers: str) -> bool:
        """Whether an address that was asked for is answered at the door."""
        self.get(path, **headers)
        before = self.passed
        self.get(path, **headers)
        return self.passed == before


def text_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def kept_of(processes: Iterable[Process], path: str) -> list[bool]:
    return [process.is_kept(path) for process in processes]
