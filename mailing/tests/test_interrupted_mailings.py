"""What happens to a mailing while the worker is in the middle of it, between each pair of its statements."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core import mail
from django.db import connection

from mailing import mailings, retention, subscribers
from mailing.enums import MailingKind
from mailing.models import Delivery, Mailing, Subscriber
from mailing.smtp import BackendConnection
from mailing.tests.test_mailings import confirmed, released
from mailing.worker import Worker
from news import services
from news.models import PressContact, PressRelease, ReleaseContact
from publishing import languages
from publishing.enums import MailState
from tests.backoffice import staff
from tests.make import make

pytestmark = pytest.mark.django_db
MAIN = languages.main()
SAID, SAYS = {MAIN: "Dix-huit"}, {MAIN: "Vingt et un"}
READERS = ["a@example.org", "b@example.org", "c@example.org"]
STATEMENTS = 180
"""So many, or somewhat fewer, a worker asks for three messages. Every one was tried once; each test asks at every twelfth."""


@contextlib.contextmanager
def interrupted(at: int, change: Callable[[], None]) -> Iterator[list[int]]:
    """Have ``change`` happen before the statement of that number; a transaction that is open by then keeps it waiting.

    Gives how many statements there were: what others do meanwhile can come between any two of them.
    """
    asked, depth, done = [0], len(connection.savepoint_ids), []

    def before(execute, sql, params, many, context):
        asked[0] += 1
        if not done and asked[0] > at and len(connection.savepoint_ids) == depth and "SAVEPOINT" not in sql:
            done.append(True)
            change()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(before):
        yield asked
    if not done:
        change()


@pytest.fixture
def officer() -> User:
    staff("olga", group="Press officers")
    return get_user_model().objects.get(username="olga")


@pytest.fixture
def release() -> PressRelease:
    one = released()
    ReleaseContact.objects.create(release=one, contact=make(PressContact))
    for address in READERS:
        confirmed(address)
    return one


def rounds() -> None:
    """Whatever is still to leave leaves; each batch takes two."""
    worker = Worker(batch=2)
    while worker.round():
        pass


def watch_handing_over(monkeypatch) -> list[str]:
    """To whom the text was being handed over, in order: from then on the message is on its way, whatever happens."""
    begun: list[str] = []
    send = BackendConnection.send

    def watched(self, address, begin):
        def noting():
            message = begin()
            if message is not None:
                begun.append(address)
            return message

        return send(self, address, noting)

    monkeypatch.setattr(BackendConnection, "send", watched)
    return begun


def got(address: str) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [address]]


def stands(kind: str = MailingKind.RELEASE) -> dict[str, str]:
    return dict(Delivery.objects.filter(mailing__kind=kind).values_list("subscriber__email", "state"))


AT = pytest.mark.parametrize("at", range(2, STATEMENTS, 12))


def test_what_comes_in_between_is_asked_of_the_whole_way(release):
    """Else the last steps would never be interrupted."""
    with interrupted(STATEMENTS, lambda: None) as asked:
        rounds()
    assert STATEMENTS - 40 < asked[0] < STATEMENTS


@AT
def test_after_a_withdrawal_nothing_more_is_handed_over_and_who_received_it_is_told(release, officer, monkeypatch, at):
    begun, before = watch_handing_over(monkeypatch), []

    def withdraw():
        before.extend(begun)
        services.withdraw(release, officer, dict.fromkeys(languages.codes(), "Faux."), tell=True)

    with interrupted(at, withdraw):
        rounds()
    rounds()
    received = [address for address, state in stands().items() if state == MailState.SENT]
    assert received == before
    assert set(stands(MailingKind.WITHDRAWAL)) == set(before)
    for address in READERS:
        assert len(got(address)) == (2 if address in before else 0)
        assert stands().get(address, MailState.DROPPED) == (MailState.SENT if address in before else MailState.DROPPED)


@AT
def test_a_correction_reaches_everybody_once(release, officer, monkeypatch, at):
    def correct():
        services.correct(release, officer, SAID, SAYS, seen=services.digests_of(release), tell=True)

    with interrupted(at, correct):
        rounds()
    rounds()
    for address in READERS:
        letters = [message.body for message in mail.outbox if message.to == [address]]
        assert 1 <= len(letters) <= 2 and SAYS[MAIN] in letters[-1]
        assert len(letters) == 1 or SAYS[MAIN] not in letters[0]
    assert set(stands().values()) == {MailState.SENT}


@pytest.mark.parametrize("how", ["leaves", "erased"])
@AT
def test_who_leaves_gets_nothing_more(release, monkeypatch, at, how):
    begun, before = watch_handing_over(monkeypatch), []
    two = Subscriber.objects.get(email=READERS[1])

    def leave():
        before.extend(begun)
        if how == "leaves":
            subscribers.leave(subscribers.leave_token(two.email, MAIN))
        else:
            retention.erase_address(two.email)

    with interrupted(at, leave):
        rounds()
    rounds()
    assert len(got(two.email)) == (two.email in before)
    assert [len(got(address)) for address in (READERS[0], READERS[2])] == [1, 1]
    if how == "leaves" and two.email in stands():
        assert stands()[two.email] == (MailState.SENT if two.email in before else MailState.DROPPED)


@AT
def test_a_mailing_that_is_stopped_goes_on_where_it_was(release, monkeypatch, at):
    begun, before = watch_handing_over(monkeypatch), []

    def stop():
        before.extend(begun)
        for one in Mailing.objects.all():
            mailings.stop(one.pk)

    with interrupted(at, stop):
        rounds()
    if Mailing.objects.filter(language=MAIN).exclude(stopped_at=None):
        rounds()
        assert begun == before
        for one in Mailing.objects.all():
            mailings.go_on(one.pk)
    rounds()
    assert sorted(begun) == READERS and set(stands().values()) == {MailState.SENT}
