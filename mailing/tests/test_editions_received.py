"""Which words each journalist got, and so who is told of a correction."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mailing import mailings, person_export, recalls
from mailing.enums import MailingKind
from mailing.mailings import DELIVERIES
from mailing.models import Delivery, Mailing, Subscriber
from mailing.smtp import mail_connection
from mailing.tests.smtp_sink import ACCEPT_AND_CUT, Sink
from mailing.tests.test_mailings import confirmed, deliver, filled, released, through  # noqa: F401  a fixture
from mailing.worker import Worker
from news import services
from news.edition_doors import let_go
from news.models import Edition, PressContact, PressRelease, ReleaseContact
from publishing import languages
from publishing.enums import MailState
from publishing.workers import worker_name
from tests.backoffice import route, staff
from tests.make import make, seal_anew

pytestmark = pytest.mark.django_db
MAIN = languages.main()
LETTERS = "abcd"
SAID, SAYS = {MAIN: "Dix-huit"}, {MAIN: "Vingt et un"}
NOTICE = {code: "Faux." for code in languages.codes()}


@pytest.fixture
def officer():
    staff("olga", group="Press officers")
    return get_user_model().objects.get(username="olga")


def ready(*letters: str) -> PressRelease:
    """A release that has just become public, for some addresses."""
    release = released()
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    for letter in letters:
        confirmed(f"{letter}@example.org")
    return release


def correct(release: PressRelease, by) -> None:
    services.correct(release, by, SAID, SAYS, seen=services.digests_of(release), tell=True)


def send_some(count: int) -> None:
    """A round of a worker that takes so many messages."""
    Worker(batch=count).round()


def got(kind: str = MailingKind.RELEASE) -> dict[str, int | None]:
    rows = Delivery.objects.filter(mailing__kind=kind).order_by("pk")
    return {email[0]: number for email, number in rows.values_list("subscriber__email", "edition__number")}


def test_a_correction_in_the_middle_of_a_queue_is_told_to_those_who_got_the_old_words_alone(through, officer):  # noqa: F811
    release = ready(*LETTERS)
    with through(Sink()) as sink:
        send_some(2)
        assert got() == {"a": 1, "b": 1, "c": None, "d": None}
        correct(release, officer)
        for _turn in range(3):
            deliver()
    assert got() == {"a": 1, "b": 1, "c": 2, "d": 2}
    assert got(MailingKind.CORRECTION) == {"a": 2, "b": 2}
    assert sorted(sink.addresses) == ["a@example.org", "a@example.org", "b@example.org", "b@example.org"] + [
        "c@example.org",
        "d@example.org",
    ]
    last = dict(sink.messages)
    assert all(SAYS[MAIN] in message.get_body(("plain",)).get_content() for message in last.values())


def test_who_got_the_new_words_before_the_correction_was_addressed_is_not_told(through, officer):  # noqa: F811
    release = ready(*LETTERS)
    with through(Sink()):
        send_some(2)
        correct(release, officer)
        with mail_connection() as sender:
            DELIVERIES.send_batch(worker_name(), sender, len(LETTERS), lambda: False)
        assert got() == {"a": 1, "b": 1, "c": 2, "d": 2}
        deliver()
    assert got(MailingKind.CORRECTION) == {"a": 2, "b": 2}


def test_a_withdrawal_is_told_to_all_who_got_any_words(through, officer):  # noqa: F811
    release = ready(*LETTERS)
    with through(Sink()):
        send_some(2)
        correct(release, officer)
        deliver()
        services.withdraw(release, officer, NOTICE, tell=True)
        deliver()
    assert sorted(got(MailingKind.WITHDRAWAL)) == list(LETTERS)


def test_a_second_correction_is_told_to_whoever_has_not_got_its_words_yet(through, officer):  # noqa: F811
    """The message of the first one leaves with both notes: the second would say nothing more."""
    release = ready("a", "b")
    with through(Sink()) as sink:
        deliver()
        correct(release, officer)
        send_some(1)
        correct(release, officer)
        for _turn in range(3):
            deliver()
    assert sorted(sink.addresses) == ["a@example.org"] * 3 + ["b@example.org"] * 2
    rows = Delivery.objects.filter(mailing__kind=MailingKind.CORRECTION).order_by("pk")
    assert list(rows.values_list("subscriber__email", "state", "edition__number")) == [
        ("a@example.org", MailState.SENT, 2),
        ("b@example.org", MailState.SENT, 3),
        ("a@example.org", MailState.SENT, 3),
        ("b@example.org", MailState.DROPPED, None),
    ]


def test_an_edition_that_changes_silently_is_what_the_rest_get(through):  # noqa: F811
    release = ready("a", "b")
    with through(Sink()):
        send_some(1)
        seal_anew(release, MAIN)
        deliver()
    assert got() == {"a": 1, "b": 2}


def test_a_correction_between_writing_and_handing_over_is_what_leaves(through, officer, monkeypatch):  # noqa: F811
    """The worker has written the old words when the correction is made: it writes the new ones instead."""
    release = ready("a")
    filled()
    written, texts = mailings._written, []

    def slow(row, stored):
        message = written(row, stored)
        texts.append(message.body)
        if len(texts) == 1:
            correct(release, officer)
        return message

    monkeypatch.setattr(mailings, "_written", slow)
    with through(Sink()) as sink:
        deliver()
        deliver()
    ((_address, message),) = sink.messages
    assert SAYS[MAIN] not in texts[0]
    assert SAYS[MAIN] in message.get_body(("plain",)).get_content()
    assert (got(), got(MailingKind.CORRECTION)) == ({"a": 2}, {})


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_a_correction_waits_for_what_is_being_marked_and_then_tells_its_reader(through, officer, monkeypatch):  # noqa: F811
    """A step of the release's life and the mark of a message take the same lock, so neither misses the other."""
    release = ready("a")
    filled()
    opened, steps = mailings._open, []

    def step():
        correct(PressRelease.objects.get(pk=release.pk), officer)
        connection.close()

    def slow(*given):
        gate = opened(*given)

        def still_holds():
            held = gate.still_holds()
            if not steps:
                steps.append(threading.Thread(target=step))
                steps[0].start()
                steps[0].join(1)
                assert steps[0].is_alive()
            return held

        return replace(gate, still_holds=still_holds)

    monkeypatch.setattr(mailings, "_open", slow)
    with through(Sink()):
        deliver()
        steps[0].join()
        deliver()
    assert (got(), got(MailingKind.CORRECTION)) == ({"a": 1}, {"a": 2})


def test_a_withdrawal_between_writing_and_handing_over_keeps_the_message_back(through, officer, monkeypatch):  # noqa: F811
    release = ready("a")
    filled()
    written = mailings._written

    def slow(row, stored):
        message = written(row, stored)
        services.withdraw(release, officer, NOTICE, tell=True)
        return message

    monkeypatch.setattr(mailings, "_written", slow)
    with through(Sink()) as sink:
        deliver()
        deliver()
    assert sink.messages == []
    assert Delivery.objects.get().state == MailState.DROPPED


def test_what_was_sent_again_counts_as_the_oldest_words_that_may_have_arrived(through, officer):  # noqa: F811
    """Both attempts bear the same Message-ID: a mailbox may show the first alone."""
    release = ready("a")
    with through(Sink(answer=lambda step, address: ACCEPT_AND_CUT if step == "text" else None)):
        deliver()
    row = Delivery.objects.get()
    assert (row.state, row.edition.number) == (MailState.UNKNOWN, 1)
    DELIVERIES.send_again(row.pk)
    correct(release, officer)
    with through(Sink()) as sink:
        for _turn in range(3):
            deliver()
    assert (got(), got(MailingKind.CORRECTION)) == ({"a": 1}, {"a": 2})
    assert len(sink.messages) == 2


def test_what_the_server_did_not_take_is_nobodys_edition(through):  # noqa: F811
    ready("a", "b")

    def answer(step, address):
        return {"a": "451 later", "b": "550 no"}[address[0]] if step == "text" else None

    with through(Sink(answer=answer)):
        deliver()
    assert got() == {"a": None, "b": None}
    assert {row.state for row in Delivery.objects.all()} == {MailState.WAITING, MailState.REFUSED}


def test_words_that_nobody_noted_count_as_old(through, officer):  # noqa: F811
    """Rows of before editions were noted."""
    release = ready("a")
    with through(Sink()):
        deliver()
        Delivery.objects.update(edition=None)
        correct(release, officer)
        deliver()
    assert got(MailingKind.CORRECTION) == {"a": 2}


def test_an_edition_that_was_received_stays_and_deliveries_go_with_their_release(through):  # noqa: F811
    release = ready("a")
    with through(Sink()):
        deliver()
    with pytest.raises(ProtectedError):
        release.delete()
    assert got() == {"a": 1}
    PressRelease.objects.filter(pk=release.pk).update(is_example=True)
    with transaction.atomic():
        let_go([PressRelease.objects.get(pk=release.pk)], "test", examples=True)
        PressRelease.objects.filter(pk=release.pk).delete()
    assert not Delivery.objects.exists() and not Edition.objects.exists() and Subscriber.objects.count() == 1


def test_the_back_office_and_the_export_say_which_edition(through, officer):  # noqa: F811
    release = ready("a", "b", "c")
    with through(Sink()):
        send_some(2)
        correct(release, officer)
        deliver()
    client = staff("paul", group="Press officers", language="en")
    page = client.get(route(PressRelease, "life", release.pk)).content.decode()
    assert "2 with edition 1" in page and "1 with edition 2" in page
    listed = client.get(route(Delivery, "changelist")).content.decode()
    assert listed.count('class="field-edition_number">1<') == 2
    sent = person_export.about("c@example.org")["press_releases_sent"]
    assert [row["edition"] for row in sent] == [2]
    assert "edition: 2" in person_export.as_text(person_export.about("c@example.org")).lower()


def test_who_is_told_is_asked_in_the_same_number_of_queries(through, officer):  # noqa: F811
    counts = []
    for number in (2, 12):
        release = ready(*(f"{number}{letter}" for letter in "abcdefghijkl"[:number]))
        with through(Sink()):
            deliver()
        correct(release, officer)
        recalls.prepare()
        mailing = Mailing.objects.get(release=release, kind=MailingKind.CORRECTION)
        with CaptureQueriesContext(connection) as asked:
            mailings._address(mailing.pk)
            recalls.editions_received(release)
        counts.append(len(asked))
        Mailing.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert counts[0] == counts[1]
