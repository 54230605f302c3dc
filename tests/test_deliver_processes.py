"""Real workers, killed in the middle of their work: nothing is lost, and nobody is written to twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from mailing.enums import SubscriberState
from mailing.models import Subscriber
from mailing.tests.smtp_sink import ACCEPT_AND_CUT, Sink
from mailing.tests.test_mailings import released
from publishing import languages
from publishing.enums import MailState
from publishing.outbox import OutboxMessage
from tests.repository import portal_environment

pytestmark = [pytest.mark.slow, pytest.mark.in_full, pytest.mark.django_db(transaction=True)]
SUBSCRIBERS, WORKERS, KILLS = 500, 4, 3
DELIVERIES = (
    "SELECT mailing_subscriber.email, mailing_delivery.state, mailing_delivery.message_id FROM mailing_delivery "
    "JOIN mailing_subscriber ON mailing_subscriber.id = mailing_delivery.subscriber_id ORDER BY mailing_delivery.id"
)
OUTBOX = "SELECT recipient, state, message_id FROM publishing_outboxmessage ORDER BY id"
MOTHER = """
import os, sys
from django.conf import settings
settings.TEMPLATES[0]["DIRS"] += sys.argv[1:]
import django
from django.core.management import call_command
django.setup()
import mailing.management.commands.deliver
for line in sys.stdin:
    if asked := int(line):
        ended, status = os.waitpid(asked, os.WNOHANG)
        print(os.waitstatus_to_exitcode(status) if ended else "", flush=True)
    elif worker := os.fork():
        print(worker, flush=True)
    else:
        os.dup2(2, 1)
        call_command("deliver", batch=20, every=0.2)
        sys.exit()
"""
"""A process that has loaded the portal and forks a worker where it reads 0, or says how one ended where it reads its number.
What is killed again and again need not load it again and again. It may know templates that the product does not have."""
COMMAND = ["manage.py", "deliver", "--batch", "20", "--every", "0.2"]


@dataclass
class ForkedWorker:
    """What ``subprocess.Popen`` is for a process that was started."""

    mother: subprocess.Popen
    pid: int
    code: int | None = None

    def poll(self) -> int | None:
        if self.code is None and (answer := ask(self.mother, self.pid)):
            self.code = int(answer)
        return self.code

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, seconds: float = 20) -> int | None:
        end = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        return self.code


def ask(mother: subprocess.Popen, number: int) -> str:
    mother.stdin.write(f"{number}\n")
    mother.stdin.flush()
    return mother.stdout.readline().strip()


@dataclass
class Portal:
    """The test's database as other processes see it, and the workers on it."""

    environment: dict[str, str]
    log: Path
    rows: Callable[[], list[tuple[str, str, str]]]
    write: Callable[[str, list], None]
    mother: subprocess.Popen | None = None
    workers: list[subprocess.Popen | ForkedWorker] = field(default_factory=list)

    def start(self) -> subprocess.Popen | ForkedWorker:
        if self.mother:
            worker = ForkedWorker(self.mother, int(ask(self.mother, 0)))
        else:
            with self.log.open("ab") as log:
                worker = subprocess.Popen(
                    [sys.executable, *COMMAND], cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log
                )
        self.workers.append(worker)
        return worker

    @contextlib.contextmanager
    def forking(self, *templates: Path) -> Iterator[None]:
        """Have the workers forked instead of started."""
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "portal.settings", "PYTHONPATH": str(settings.BASE_DIR)}
        command = [sys.executable, "-c", MOTHER, *map(str, templates)]
        ways = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with (
            self.log.open("ab") as log,
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stderr=log, **ways) as self.mother,
        ):
            try:
                yield
            finally:
                self.end()

    def end(self) -> None:
        for worker in self.workers:
            if worker.poll() is None:
                worker.kill()
            worker.wait()

    def kill(self, worker: subprocess.Popen | ForkedWorker) -> None:
        assert worker.poll() is None, self.log.read_text()
        worker.kill()
        worker.wait()

    def wait_for(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"{Counter(state for _email, state, _id in self.rows())}\n{self.log.read_text()}"
            time.sleep(0.02)

    def is_settled(self) -> bool:
        states = [state for _email, state, _id in self.rows()]
        return bool(states) and not {MailState.WAITING, MailState.CLAIMED} & set(states)


class PostgresDatabase:
    """The test's own database, which other processes read as it is."""

    def __init__(self, directory: Path):
        at = connection.settings_dict
        self.url = f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST'] or '127.0.0.1'}:{at['PORT'] or 5432}/{at['NAME']}"

    def rows(self, query: str) -> list[tuple[str, str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    def write(self, sql: str, values: list[object]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)


class SqliteDatabase:
    """The test's database copied out of the memory into a file."""

    def __init__(self, directory: Path):
        self.path = directory / "portal.sqlite3"
        self.url = f"sqlite:///{self.path}"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(self.path)])

    def rows(self, query: str) -> list[tuple[str, str, str]]:
        with contextlib.closing(sqlite3.connect(self.path, timeout=20)) as database:
            return database.execute(query).fetchall()

    def write(self, sql: str, values: list[object]) -> None:
        kept = [connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value for value in values]
        with contextlib.closing(sqlite3.connect(self.path, timeout=20)) as database, database:
            database.execute(sql.replace("%s", "?"), kept)


@contextlib.contextmanager
def portal_of(directory: Path, sink: Sink, query: str = DELIVERIES) -> Iterator[Portal]:
    """Give what the test wrote to other processes."""
    database = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor](directory)
    more = {"DATABASE_URL": database.url, "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}", "SECRET_KEY": settings.SECRET_KEY}
    environment = portal_environment(directory / "var", **more)
    portal = Portal(environment, directory / "log", partial(database.rows, query), database.write)
    try:
        yield portal
    finally:
        portal.end()


def subscribe(number: int) -> list[str]:
    addresses = [f"reader{n}@example.org" for n in range(number)]
    Subscriber.objects.bulk_create(
        Subscriber(
            email=address, language=languages.main(), state=SubscriberState.CONFIRMED, origin="test", leave_token=f"{n:064}"
        )
        for n, address in enumerate(addresses)
    )
    return addresses


def kill_workers_while_they_send(
    portal: Portal, sink: Sink, number: int, messages: int, kills: int, chance: random.Random
) -> None:
    """Start workers, kill and replace one of them ``kills`` times at moments of chance, and wait until all is settled."""
    moments = sorted(chance.sample(range(5, messages * 7 // 8), kills))
    workers = [portal.start() for _worker in range(number)]
    for turn, moment in enumerate(moments):
        portal.wait_for(lambda moment=moment: len(sink.messages) >= moment)
        time.sleep(chance.uniform(0, 0.2))
        portal.kill(workers[turn % number])
        workers[turn % number] = portal.start()
    portal.wait_for(portal.is_settled)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    assert [worker.wait(20) for worker in workers] == [0] * number, portal.log.read_text()


def assert_that_everybody_was_written_to_once(portal: Portal, sink: Sink, addresses: list[str], kills: int, told: str) -> None:
    rows = portal.rows()
    received = Counter(sink.addresses)
    unknown = {email for email, state, _id in rows if state == MailState.UNKNOWN}
    sent = {email for email, state, _id in rows if state == MailState.SENT}
    told = f"{told}, {len(unknown)} unknown, {portal.log.read_text()}"
    assert [email for email, _state, _id in rows] == addresses
    assert {email for email, count in received.items() if count != 1} == set(), told
    assert sent | unknown == set(addresses), told
    assert sent <= set(received), told
    assert len(unknown) <= kills, told
    ids = {message["Message-ID"].strip() for _address, message in sink.messages}
    assert len(ids) == len(sink.messages)
    assert ids <= {message_id for _email, _state, message_id in rows}


def test_four_workers_killed_thrice_each_write_to_everybody_once(tmp_path):
    released()
    addresses = subscribe(SUBSCRIBERS)
    seed = random.randrange(2**32)
    with Sink(delay=0.08) as sink, portal_of(tmp_path, sink) as portal, portal.forking():
        kill_workers_while_they_send(portal, sink, WORKERS, SUBSCRIBERS, WORKERS * KILLS, random.Random(seed))
        assert_that_everybody_was_written_to_once(portal, sink, addresses, WORKERS * KILLS, f"seed {seed}")


def test_workers_killed_while_they_send_the_outbox_repeat_nothing(tmp_path):
    templates = tmp_path / "templates"
    (templates / "told").mkdir(parents=True)
    for ending in ("_subject.txt", ".txt"):
        (templates / "told" / f"something{ending}").write_text("Something")
    addresses = [f"reader{number}@example.org" for number in range(120)]
    OutboxMessage.objects.bulk_create(
        OutboxMessage(recipient=address, language=languages.main(), template="told/something") for address in addresses
    )
    seed = random.randrange(2**32)
    with Sink(delay=0.08) as sink, portal_of(tmp_path, sink, OUTBOX) as portal, portal.forking(templates):
        kill_workers_while_they_send(portal, sink, 2, len(addresses), 4, random.Random(seed))
        assert_that_everybody_was_written_to_once(portal, sink, addresses, 4, f"seed {seed}")


def test_a_server_that_accepts_and_cuts_is_not_written_to_again(tmp_path):
    released()
    addresses = subscribe(6)
    cut = addresses[::2]

    def answer(step, address):
        return ACCEPT_AND_CUT if step == "text" and address in cut else None

    with Sink(answer) as sink, portal_of(tmp_path, sink) as portal:
        for _worker in range(2):
            portal.start()
        portal.wait_for(portal.is_settled)
        time.sleep(1)
        rows = portal.rows()
    assert {email: state for email, state, _id in rows} == {
        email: MailState.UNKNOWN if email in cut else MailState.SENT for email in addresses
    }
    assert sorted(sink.addresses) == sorted(addresses)
