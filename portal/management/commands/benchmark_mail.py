"""How many messages a second the worker hands over: a release to many addresses, to a server that takes everything."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import override_settings
from django.utils import timezone

from mailing import mailings, subscribers
from mailing.enums import SubscriberState
from mailing.models import Delivery, Subscriber
from mailing.worker import Worker
from news.models import PressRelease
from publishing import languages
from publishing.enums import MailState

from .benchmark import _databases

SERVER = """
import socketserver
SAID = {b"QUIT": b"221 bye\\r\\n", b"EHLO": b"250-benchmark\\r\\n250 PIPELINING\\r\\n"}
class Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    def handle(self):
        self.wfile.write(b"220 benchmark\\r\\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\\r\\n")
                while self.rfile.readline() != b".\\r\\n":
                    pass
            self.wfile.write(SAID.get(verb, b"250 ok\\r\\n"))
            if verb == b"QUIT":
                return
class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
server = Server(("127.0.0.1", 0), Talk)
print(server.server_address[1], flush=True)
server.serve_forever()
"""
"""A mail server in a process of its own: what it costs is not the portal's."""


class Command(BaseCommand):
    help = (
        "Measures how many messages a second leave for a mail server on the loopback that takes everything, on a database made "
        "for it and removed again. The portal's own database is not touched, and nobody is written to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--messages", type=int, default=1000)
        parser.add_argument("--batch", type=int, default=50, help="As of “deliver”.")

    def handle(self, *args: Any, messages: int, batch: int, **options: Any) -> None:
        with _databases(1) as (use,):
            use()
            call_command("load_demo", verbosity=0, stdout=self.stderr)
            _address(messages)
            with _server() as port, override_settings(**_through(port)), Worker(batch) as worker:
                wall, cpu = time.perf_counter(), time.process_time()
                while worker.round():
                    pass
                wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            sent = Delivery.objects.filter(state=MailState.SENT).count()
        if sent != messages:
            raise CommandError(f"{sent} of {messages} messages were sent.")
        self.stdout.write(f"{messages} messages: {messages / wall:.0f} a second, {messages / cpu:.0f} a second of CPU time")


def _address(messages: int) -> None:
    """A release of the demo that became public just now, and as many confirmed addresses."""
    moments = languages.columns("public_from")
    release, main = PressRelease.objects.order_by("pk")[0], languages.main()
    PressRelease.objects.update(**dict.fromkeys(moments, timezone.now() - timedelta(days=3)))
    lately = dict.fromkeys(moments, timezone.now() - timedelta(minutes=5))
    PressRelease.objects.filter(pk=release.pk).update(is_example=False, **lately)
    for number in range(messages):
        email = f"reader{number}@example.org"
        token = subscribers.PRESS.hash_for(email, main)
        given = {"origin": "benchmark", "leave_token": token, "state": SubscriberState.CONFIRMED}
        Subscriber.objects.create(email=email, language=main, **given)
    mailings.prepare()


@contextmanager
def _server() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603  our own
        try:
            assert server.stdout is not None  # noqa: S101  for the type checker
            yield int(server.stdout.readline())
        finally:
            server.kill()


def _through(port: int) -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }
