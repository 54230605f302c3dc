"""A mail server on the loopback that keeps what it accepts, and refuses, delays and cuts as a test asks it to."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

CUT = "cut"
ACCEPT_AND_CUT = "accept and cut"

Answer = Callable[[str, str], str | None]
"""Gives for a step (“mail”, “rcpt”, “data”, “text”) and the recipient what is answered instead of yes: a line, or a cut."""


class Sink(socketserver.ThreadingTCPServer):
    """``messages`` holds (recipient, message) for each text that was accepted, whether the sender was told so or not.

    It takes several commands at once (RFC 2920); the strict server of other tests does not.
    """

    allow_reuse_address = daemon_threads = True
    request_queue_size = 50

    def __init__(self, answer: Answer = lambda step, address: None, delay: float = 0):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answer, self.delay = answer, delay
        self.messages: list[tuple[str, EmailMessage]] = []
        self.connections = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message in self.messages]

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A sender that is killed in the middle of a conversation is what these tests are about."""


class _Cut(Exception):
    pass


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self):
        with self.server.lock:
            self.server.connections += 1
        self.address, self.is_greeted = "", False
        try:
            self._say("220 sink ESMTP")
            while line := self.rfile.readline():
                if not self._obey(line.decode("ascii", "replace").strip()):
                    return
        except (_Cut, OSError):
            return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())
        self.wfile.flush()

    def _obey(self, line: str) -> bool:
        verb, _space, rest = line.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                self.is_greeted = True
                self._say("250-sink\r\n250 PIPELINING")
            case "MAIL":
                self._mail()
            case "RCPT":
                self.address = rest.partition("<")[2].partition(">")[0]
                self._step("rcpt", "250 2.1.5 ok")
            case "DATA":
                if self._step("data", "354 go on"):
                    self._text()
            case "RSET" | "NOOP":
                self._say("250 ok")
            case "QUIT":
                self._say("221 bye")
                return False
            case _:
                self._say("502 not known here")
        return True

    def _mail(self) -> None:
        if self.is_greeted:
            self._step("mail", "250 2.1.0 ok")
        else:
            self._say("503 5.5.1 say hello first")

    def _step(self, step: str, yes: str) -> bool:
        said = self.server.answer(step, self.address)
        if said == CUT:
            raise _Cut
        self._say(said or yes)
        return said is None

    def _text(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\r\n"):
                raise _Cut  # The sender is gone: half a text is no message.
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        time.sleep(self.server.delay)
        said = self.server.answer("text", self.address)
        if said in (None, ACCEPT_AND_CUT):
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            with self.server.lock:
                self.server.messages.append((self.address, message))
        if said in (CUT, ACCEPT_AND_CUT):
            raise _Cut
        self._say(said or "250 2.0.0 kept")
