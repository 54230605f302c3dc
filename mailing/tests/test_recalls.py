"""A correction or a withdrawal reaches those who received the release, and nobody else, once."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from mailing import recalls
from mailing.enums import MailingKind, SubscriberState
from mailing.models import Delivery, Mailing, Subscriber
from mailing.tests.smtp_sink import Sink
from mailing.tests.test_mailings import change, confirmed, deliver, filled, released, through  # noqa: F401  a fixture
from news import services
from news.models import PressContact, PressRelease, ReleaseContact
from news.release_recipients import how_many
from publishing import languages
from publishing.enums import MailState
from publishing.outbox import OutboxNotice
from tests.backoffice import route, staff
from tests.make import make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]
NOTICE = {"fr": "Le montant était faux.", "en": "The amount was wrong."}
SAID, SAYS = {"fr": "Dix-huit", "en": "Eighteen"}, {"fr": "Vingt et un", "en": "Twenty-one"}


@pytest.fixture
def officer():
    """Somebody of the press office, as an account."""
    staff("olga", group="Press officers")
    return Subscriber._meta.apps.get_model("auth", "User").objects.get(username="olga")


def mailed(*emails: str, language: str = MAIN, **given) -> PressRelease:
    release = released(**given)
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    for email in emails:
        confirmed(email, language)
    deliver()
    return release


def correct(release, by, tell=True):
    services.correct(release, by, SAID, SAYS, seen=services.digests_of(release), tell=tell)


def withdraw(release, by, tell=True):
    services.withdraw(release, by, NOTICE, tell=tell)


STEPS = [(correct, MailingKind.CORRECTION), (withdraw, MailingKind.WITHDRAWAL)]
STEP = pytest.mark.parametrize(("step", "kind"), STEPS, ids=["correction", "withdrawal"])


def of_kind(kind: str) -> dict[str, str]:
    rows = Delivery.objects.filter(mailing__kind=kind).order_by("pk")
    return dict(rows.values_list("subscriber__email", "state"))


@STEP
def test_only_whoever_received_the_release_or_may_have_is_told_and_once(through, officer, step, kind):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("sent@example.org", "unknown@example.org", "refused@example.org", "left@example.org")
        for state, email in ((MailState.UNKNOWN, "unknown@example.org"), (MailState.REFUSED, "refused@example.org")):
            Delivery.objects.filter(subscriber__email=email).update(state=state)
        Subscriber.objects.filter(email="left@example.org").update(state=SubscriberState.LEFT)
        confirmed("new@example.org")
        del sink.messages[:]
        step(release, officer)
        for _turn in range(3):
            deliver()
    assert sink.addresses == ["sent@example.org", "unknown@example.org"]
    assert of_kind(kind) == {"sent@example.org": MailState.SENT, "unknown@example.org": MailState.SENT}
    assert not OutboxNotice.objects.exists()


@STEP
def test_without_the_tick_nobody_is_told(through, officer, step, kind):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        step(release, officer, tell=False)
        deliver()
    assert len(sink.messages) == 1
    assert not Mailing.objects.exclude(kind=MailingKind.RELEASE).exists()


@STEP
def test_each_language_tells_its_own_readers_in_their_language(through, officer, step, kind):  # noqa: F811
    with through(Sink()) as sink:
        confirmed("b@example.org", OTHER)
        release = mailed("a@example.org")
        del sink.messages[:]
        step(release, officer)
        deliver()
    texts = {address: message.get_body(("plain",)).get_content() for address, message in sink.messages}
    expected = NOTICE if kind == MailingKind.WITHDRAWAL else SAYS
    for address, language in (("a@example.org", MAIN), ("b@example.org", OTHER)):
        assert expected[language] in texts[address]
        assert expected[OTHER if language == MAIN else MAIN] not in texts[address]
    originals = dict(Delivery.objects.filter(mailing__kind=MailingKind.RELEASE).values_list("subscriber__email", "message_id"))
    assert {address: message["In-Reply-To"].strip() for address, message in sink.messages} == originals


def test_a_correction_of_one_language_is_told_in_that_language_alone(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        confirmed("b@example.org", OTHER)
        release = mailed("a@example.org", languages_public=[MAIN])
        services.correct(release, officer, {MAIN: "53"}, {MAIN: "35"}, seen=services.digests_of(release), tell=True)
        deliver()
    assert sink.addresses == ["a@example.org", "a@example.org"]
    assert set(Mailing.objects.values_list("language", flat=True)) == {MAIN}


def test_each_correction_is_told(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        for _turn in range(2):
            correct(release, officer)
            deliver()
    assert len(sink.messages) == 3


def test_who_has_not_received_it_yet_gets_the_corrected_release_alone(through, officer):  # noqa: F811
    release = released()
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    confirmed("a@example.org")
    filled()
    correct(release, officer)
    with through(Sink()) as sink:
        deliver()
        deliver()
    ((_address, message),) = sink.messages
    assert SAYS[MAIN] in message.get_body(("plain",)).get_content()


def test_what_is_being_handed_over_is_waited_for(through, officer):  # noqa: F811
    """A worker holds the old words in its hand while the correction is made: its reader must be told as well."""
    release = released()
    ReleaseContact.objects.create(release=release, contact=make(PressContact))
    confirmed("a@example.org")
    (row,) = filled()
    change(Delivery, row.pk, state=MailState.CLAIMED, claimed_by="elsewhere/1/x", claimed_at=timezone.now(), message_id="<x@y>")
    correct(release, officer)
    with through(Sink()) as sink:
        deliver()
        assert Mailing.objects.get(kind=MailingKind.CORRECTION, language=MAIN).filled_at is None
        change(Delivery, row.pk, state=MailState.SENT)
        deliver()
    assert sink.addresses == ["a@example.org"]


def test_a_step_that_is_rolled_back_tells_nobody(officer):
    from django.db import transaction

    release = mailed("a@example.org")
    with pytest.raises(RuntimeError), transaction.atomic():
        withdraw(release, officer)
        raise RuntimeError
    assert not OutboxNotice.objects.exists()


def test_the_gate_is_read_again_for_a_correction(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        del sink.messages[:]
        correct(release, officer)
        recalls.prepare()
        withdraw(release, officer, tell=False)
        deliver()
    assert sink.messages == []
    assert of_kind(MailingKind.CORRECTION) == {} or set(of_kind(MailingKind.CORRECTION).values()) == {MailState.DROPPED}


def test_the_gate_is_read_again_for_a_withdrawal(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        del sink.messages[:]
        withdraw(release, officer)
        change(PressRelease, release.pk, withdrawn_at=None)
        deliver()
    assert (sink.messages, of_kind(MailingKind.WITHDRAWAL)) == ([], {"a@example.org": MailState.DROPPED})


def test_a_recall_is_told_however_long_the_worker_stood_still(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        withdraw(release, officer)
        with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
            deliver()
    assert len(sink.messages) == 2


def test_after_a_backup_was_restored_recalls_wait_for_a_person(through, officer):  # noqa: F811
    with through(Sink()) as sink:
        release = mailed("a@example.org")
        withdraw(release, officer)
        call_command("deliver", after_restore=True)
        deliver()
    assert len(sink.messages) == 1
    assert Mailing.objects.get(kind=MailingKind.WITHDRAWAL, language=MAIN).stopped_at is not None


@pytest.mark.parametrize("minutes", [1, 11])
def test_readyz_tells_a_recall_that_should_have_left(client, officer, minutes):
    release = mailed("a@example.org")
    withdraw(release, officer)
    OutboxNotice.objects.update(created_at=timezone.now() - timedelta(minutes=minutes))
    assert ("mail: ok" in client.get("/readyz").content.decode()) == (minutes == 1)


# The one decision on the page of the step


def test_the_page_of_the_step_says_how_many_and_asks_once(through):  # noqa: F811
    client = staff("olga", group="Press officers", language="en")
    with through(Sink()) as sink:
        confirmed("b@example.org", OTHER)
        release = mailed("a@example.org", "c@example.org")
        assert how_many(release) == {MAIN: 2, OTHER: 1}
        path = route(PressRelease, "life", release.pk)
        page = client.get(path).content.decode()
        assert page.count("Write to those who received the release (French 2, English 1)") == 2
        data = {"step": "withdraw", "tell": "on", "stamp": PressRelease.objects.get(pk=release.pk).stamp}
        from publishing.conflicts import STAMP

        data[STAMP] = data.pop("stamp")
        data |= {f"withdrawal_notice_{code}": NOTICE[code] for code in languages.codes()}
        assert client.post(path, data).status_code == 302
        deliver()
    assert sorted(sink.addresses) == sorted(["a@example.org", "b@example.org", "c@example.org"] * 2)
    assert "withdrawal" in client.get(path).content.decode()


def test_where_nobody_received_it_nothing_is_asked():
    release = released()
    page = staff("olga", group="Press officers", language="en").get(route(PressRelease, "life", release.pk)).content.decode()
    assert "Write to those" not in page
