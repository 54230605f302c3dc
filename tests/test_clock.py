"""A machine whose clock is wrong publishes nothing early, sends nothing, and says so."""

from __future__ import annotations

import ast
import io
import logging
import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mailing.enums import SubscriberState
from mailing.management.commands import deliver
from mailing.models import Mailing, Subscriber
from mailing.tests.conftest import message_templates  # noqa: F401  a fixture
from mailing.worker import Worker
from news.models import Article, PressContact, PressRelease
from publishing import clock, languages
from publishing.enums import MailState
from publishing.outbox import OutboxMessage
from tests.make import make
from tests.repository import sources

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SOON = timedelta(minutes=30)
NEARLY = timedelta(seconds=5)
"""What a question to the database, and a slow machine, may take."""


@pytest.fixture
def compared(settings, monkeypatch) -> Iterator[None]:
    """The clock is compared, was right a moment ago, and is held by no time service."""
    settings.CLOCK_ASKED_EVERY = 0
    monkeypatch.setattr(clock, "_is_held_right", lambda: False)
    clock.forget()
    assert clock.is_right()
    yield
    clock.forget()


def wrong_by(shift: timedelta) -> time_machine.travel:
    return time_machine.travel(datetime.now(UTC) + shift, tick=True)


def embargoed(model=Article, **given):
    return make(model, "Minuteuse", **dict.fromkeys(languages.columns("public_from"), timezone.now() + SOON), **given)


def test_without_a_comparison_the_clock_is_believed():
    assert settings.CLOCK_ASKED_EVERY is None
    with wrong_by(HOUR):
        assert clock.is_right() and abs(clock.now() - timezone.now()) < NEARLY


def test_a_fast_clock_publishes_nothing_early(client, compared):
    thing, right = embargoed(), timezone.now()
    with override(languages.main()):
        paths = [reverse(name) for name in ("home", "article-list", "search")] + [
            "/sitemap-article-1.xml",
            thing.get_absolute_url(),
        ]
    with wrong_by(HOUR):
        assert abs(clock.now() - right) < NEARLY and abs(clock.ahead() - HOUR) < NEARLY
        assert clock.today() == timezone.localdate(right)
        assert not thing.is_public(languages.main()) and thing.public_languages() == []
        assert not Article.objects.public_anywhere().exists() and Article.objects.freshness()[0] == 0
        assert client.get(paths[-1]).status_code == 404
        assert [path for path in paths if "Minuteuse" in client.get(path).content.decode()] == []
    clock.forget()
    with wrong_by(HOUR):
        settings.CLOCK_ASKED_EVERY = None
        assert client.get(paths[-1]).status_code == 200
        settings.CLOCK_ASKED_EVERY = 0


def test_a_day_that_has_not_come_is_not_reached_early(compared):
    tomorrow = timezone.localdate() + timedelta(days=1)
    contact = make(PressContact, valid_from=tomorrow, in_press_room=True)
    with wrong_by(timedelta(days=3)):
        assert not contact.is_valid() and not PressContact.objects.in_press_room().exists()


@pytest.mark.parametrize("shift", [timedelta(), timedelta(seconds=20), timedelta(seconds=-20)])
def test_a_few_seconds_are_no_fault_and_publish_nothing_early_either(client, compared, shift):
    right = timezone.now()
    with wrong_by(shift):
        assert clock.is_right() and clock.fault() == ""
        # Without a clock of the database, a step as small as that is the machine being set right.
        allowed = NEARLY if connection.vendor == "postgresql" else max(shift, timedelta()) + NEARLY
        assert clock.now() <= right + allowed
        assert "clock: ok" in client.get("/readyz").content.decode()


def test_a_slow_clock_publishes_late_and_sends_nothing_where_it_can_be_known(compared):
    with wrong_by(-HOUR):
        assert abs(clock.now() - timezone.now()) < NEARLY
        assert clock.is_right() is (connection.vendor != "postgresql")


@pytest.mark.parametrize("shift", [HOUR, timedelta(days=30), timedelta(seconds=40)])
def test_nothing_leaves_a_machine_whose_clock_is_fast(compared, caplog, shift):
    Subscriber.objects.create(email="a@example.org", language=languages.main(), state=SubscriberState.CONFIRMED)
    embargoed(PressRelease)
    OutboxMessage.objects.create(recipient="a@example.org", language=languages.main(), template="mailing/mails/try")
    with wrong_by(shift):
        with pytest.raises(clock.WrongClockError, match=r"\d+"):
            Worker().round()
        with pytest.raises(CommandError, match=str(round(shift.total_seconds()) // 10)):
            call_command("deliver", once=True, stdout=io.StringIO())
    assert mail.outbox == [] and Mailing.objects.count() == 0
    assert list(OutboxMessage.objects.values_list("state", flat=True)) == [MailState.WAITING]


def test_a_clock_that_goes_wrong_in_the_middle_of_a_batch_stops_it(compared):
    worker = Worker()
    assert not worker._must_stop()
    with wrong_by(HOUR):
        assert worker._must_stop()


def test_readyz_the_log_and_the_back_office_say_it(client, admin_client, compared, caplog):
    assert "messagelist" not in admin_client.get("/admin/").content.decode()
    with wrong_by(HOUR), caplog.at_level(logging.WARNING, "publishing.clock"):
        answer = client.get("/readyz")
        assert (answer.status_code, "clock: failed" in answer.content.decode()) == (503, True)
        page = admin_client.get("/admin/").content.decode()
        assert re.search(r"L’horloge de cette machine avance de 3\d{3}\ssecondes", page)
        client.get("/readyz")
        assert len([record for record in caplog.records if record.levelno == logging.ERROR and "clock" in record.message]) == 1
    clock.now()
    assert "clock: ok" in client.get("/readyz").content.decode()
    assert [record.message for record in caplog.records][-1] == "The clock of this machine is right again."


def test_where_the_database_cannot_be_asked_what_is_known_still_holds(compared, monkeypatch):
    def refused(kept):
        raise OperationalError("gone")

    right = timezone.now()
    monkeypatch.setattr(clock, "_asked", refused)
    with wrong_by(HOUR):
        assert abs(clock.now() - right) < NEARLY
        assert not clock.is_right()


def test_the_database_is_asked_seldom(compared, settings):
    settings.CLOCK_ASKED_EVERY = 15
    clock.forget()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _each in range(200):
            clock.now()
            clock.is_right()
    assert len(asked) == (1 if connection.vendor == "postgresql" else 0)


def test_a_machine_set_right_is_believed_again(compared):
    with wrong_by(HOUR):
        assert not clock.is_right()
    assert clock.is_right()


def test_a_leap_forward_that_a_time_service_made_is_followed(compared, monkeypatch):
    """A machine that began with a slow clock, or slept without counting: without a restart it would stay behind for ever."""
    monkeypatch.setattr(clock, "_is_held_right", lambda: True)
    with wrong_by(HOUR):
        assert clock.is_right() is (connection.vendor != "postgresql"), "a database that tells the time knows better"


class Waits(threading.Event):
    """What a worker waits on between two rounds: each wait is noted, and does what is to happen meanwhile."""

    def __init__(self, *meanwhile: Callable[[], object]) -> None:
        super().__init__()
        self.meanwhile, self.waited = iter(meanwhile), list[float | None]()

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        next(self.meanwhile, self.set)()
        return self.is_set()


def test_web_and_worker_go_on_by_themselves_once_the_clock_is_right(client, compared, caplog, message_templates, monkeypatch):  # noqa: F811
    """One process each, from right to wrong to right: the worker says each time that it sends nothing, and then sends."""
    monkeypatch.setattr(deliver, "close_old_connections", lambda: None)  # it is the test's own
    thing = embargoed()
    path = thing.get_absolute_url(languages.main())
    OutboxMessage.objects.create(recipient="a@example.org", language=languages.main(), template="told/plain")
    journey = wrong_by(HOUR)
    waits = Waits(lambda: None, lambda: (answers.append(client.get(path).status_code), journey.stop()))
    answers: list[int] = []
    journey.start()
    with caplog.at_level(logging.WARNING):
        deliver.Command()._for_ever(Worker(is_stopping=waits.is_set), waits, every=2)
    assert answers == [404] and waits.waited == [deliver.PAUSE, deliver.PAUSE, 0]
    said = [record.getMessage() for record in caplog.records if record.name.endswith("deliver")]
    assert [re.sub(r"\d+", "N", one) for one in said] == [
        "The clock of this machine is off by +N seconds: nothing is sent."
    ] * 2
    assert "The clock of this machine is right again." in caplog.messages
    assert len(mail.outbox) == 1
    Article.objects.filter(pk=thing.pk).update(public_from_fr=timezone.now() - NEARLY)
    assert client.get(path).status_code == 200 and "clock: ok" in client.get("/readyz").content.decode()


RULES = [path for path in sources("*.py") if ("querysets" in path.name or "models" in path.parts or path.name == "models.py")]


def test_no_rule_of_visibility_asks_another_clock():
    """``timezone.now()``, and ``localdate()`` without a moment, would trust the machine where rows are read or judged."""
    calls = []
    for path in RULES:
        if "tests" in path.parts or path.parts[0] == "mailing":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
                if node.func.attr in ("now", "localdate") and ast.unparse(node.func.value) == "timezone":
                    calls.append(f"{path}:{node.lineno}")
    assert len(RULES) > 10
    assert calls == []
