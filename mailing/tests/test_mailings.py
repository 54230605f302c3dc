"""What leaves for journalists, when, and what is known of it afterwards; on a real mail server of the loopback."""

import re
import smtplib
import socket
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from mailing import mail_messages, mailings, queue, smtp, subscribers
from mailing.enums import SubscriberState
from mailing.mailings import DELIVERIES
from mailing.models import Delivery, Mailing, Subscriber
from mailing.tests.smtp_sink import ACCEPT_AND_CUT, CUT, Sink
from mailing.worker import Worker
from news.models import PressContact, PressRelease, Quote, ReleaseContact
from news.reading import read
from publishing import languages
from publishing.enums import MailState
from publishing.phone_fields import written_in
from publishing.workers import worker_name
from tests.backoffice import route, staff
from tests.make import make, seal_anew

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.main(), languages.others()[0]


def released(moment=None, languages_public=None, **given) -> PressRelease:
    """A release that has just become public (or will at ``moment``) in some languages or in all."""
    moment = moment or timezone.now() - timedelta(minutes=1)
    public = languages.codes() if languages_public is None else languages_public
    moments = {languages.column("public_from", code): moment if code in public else None for code in languages.codes()}
    return make(PressRelease, **moments, **given)


def confirmed(email: str, language: str = MAIN) -> Subscriber:
    return Subscriber.objects.create(
        email=email,
        language=language,
        state=SubscriberState.CONFIRMED,
        origin="test",
        leave_token=subscribers.hashed(subscribers.leave_token(email, language)),
    )


@pytest.fixture
def through(settings):
    """Let the portal send through a sink."""

    def choose(sink: Sink) -> Sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        return sink

    return choose


def deliver() -> None:
    call_command("deliver", once=True)


def states() -> dict[str, str]:
    return dict(Delivery.objects.order_by("pk").values_list("subscriber__email", "state"))


# Who gets what, and when


def test_each_confirmed_address_of_the_language_gets_one_message(through):
    release = released(title_fr="Le titre", title_en="The title")
    confirmed("a@example.org"), confirmed("b@example.org", OTHER)
    pending = confirmed("pending@example.org")
    Subscriber.objects.filter(pk=pending.pk).update(state=SubscriberState.PENDING, confirm_hash="x")
    for state in (SubscriberState.LEFT, SubscriberState.BOUNCED):
        Subscriber.objects.filter(pk=confirmed(f"{state}@example.org").pk).update(state=state)
    with through(Sink()) as sink:
        deliver()
        deliver()
    subjects = sorted((address, message["Subject"]) for address, message in sink.messages)
    assert subjects == [("a@example.org", release.title_fr), ("b@example.org", release.title_en)]
    assert set(states().values()) == {MailState.SENT}


def test_nothing_leaves_before_the_moment_and_everything_after(through):
    moment = timezone.now() + timedelta(hours=1)
    released(moment)
    confirmed("a@example.org")
    with through(Sink()) as sink:
        with time_machine.travel(moment - timedelta(seconds=1), tick=False):
            deliver()
        assert (sink.messages, Mailing.objects.count()) == ([], 0)
        with time_machine.travel(moment + timedelta(seconds=1), tick=False):
            deliver()
        assert sink.addresses == ["a@example.org"]


def test_nothing_leaves_in_a_language_that_is_not_public(through):
    released(languages_public=[MAIN])
    confirmed("a@example.org", MAIN), confirmed("b@example.org", OTHER)
    with through(Sink()) as sink:
        deliver()
    assert sink.addresses == ["a@example.org"]
    assert not Mailing.objects.filter(language=OTHER).exists()


@pytest.mark.parametrize(
    "given",
    [{"languages_public": []}, {"withdrawn_at": timezone.now() - timedelta(days=1)}, {"is_example": True}],
    ids=["draft", "withdrawn", "example"],
)
def test_what_is_not_public_or_made_up_is_not_mailed(through, given):
    released(**given)
    confirmed("a@example.org")
    with through(Sink()) as sink:
        deliver()
    assert (sink.messages, Mailing.objects.count()) == ([], 0)


def test_an_old_release_is_not_mailed(through):
    """Old data that is loaded or restored must not reach anybody."""
    released(timezone.now() - timedelta(hours=25))
    confirmed("a@example.org")
    with through(Sink()) as sink:
        deliver()
    assert (sink.messages, Mailing.objects.count()) == ([], 0)


def test_who_confirms_after_the_moment_waits_for_the_next_release(through):
    released()
    with through(Sink()) as sink:
        deliver()
        confirmed("late@example.org")
        deliver()
    assert sink.messages == []


def filled() -> list[Delivery]:
    mailings.prepare()
    return list(Delivery.objects.order_by("pk"))


def change(model, pk, **changes):
    model.objects.filter(pk=pk).update(**changes)


@pytest.mark.parametrize("when", ["before", "while"])
@pytest.mark.parametrize("what", ["withdrawn", "taken back", "no moment", "left"])
def test_the_gate_is_read_again_at_sending(through, what, when):
    """Also between the envelope and the text: a slow server must not carry an old permission over."""
    release = released()
    one = confirmed("a@example.org")
    filled()

    def close_the_gate():
        if what == "left":
            change(Subscriber, one.pk, state=SubscriberState.LEFT)
        elif what == "withdrawn":
            change(PressRelease, release.pk, withdrawn_at=timezone.now())
        elif what == "taken back":
            change(
                PressRelease, release.pk, **dict.fromkeys([*languages.columns("public_from"), *languages.columns("edition")])
            )
        else:
            change(PressRelease, release.pk, **{languages.column("public_from", code): None for code in languages.codes()})

    if when == "before":
        close_the_gate()
    with through(Sink()) as sink:
        if when == "while":
            envelope = smtp.SmtpConnection._envelope

            def slow(line, address):
                refusal = envelope(line, address)
                close_the_gate()
                return refusal

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(smtp.SmtpConnection, "_envelope", staticmethod(slow))
                deliver()
        else:
            deliver()
    assert sink.messages == []
    assert states() == {"a@example.org": MailState.DROPPED}


def test_a_moment_moved_to_later_is_waited_for(through):
    release = released()
    confirmed("a@example.org")
    filled()
    later = timezone.now() + timedelta(hours=2)
    change(PressRelease, release.pk, **{languages.column("public_from", code): later for code in languages.codes()})
    with through(Sink()) as sink:
        deliver()
        assert (sink.messages, states()) == ([], {"a@example.org": MailState.WAITING})
        with time_machine.travel(later + timedelta(seconds=1), tick=False):
            deliver()
    assert sink.addresses == ["a@example.org"]


def test_the_text_is_the_one_of_the_moment_of_sending(through):
    release = released()
    confirmed("a@example.org")
    filled()
    before, release.lead_fr = release.lead_fr, "Le chapô corrigé à temps."
    release.save()
    seal_anew(release)
    with through(Sink()) as sink:
        deliver()
    text = sink.messages[0][1].get_body(("plain",)).get_content()
    assert "Le chapô corrigé à temps." in text
    assert before not in text


def test_a_stopped_mailing_waits_until_it_may_go_on(through):
    released()
    confirmed("a@example.org")
    filled()
    one = Mailing.objects.get(language=MAIN)
    with through(Sink()) as sink:
        assert mailings.stop(one.pk) and not mailings.stop(one.pk)
        deliver()
        assert (sink.messages, states()) == ([], {"a@example.org": MailState.WAITING})
        assert mailings.go_on(one.pk) and not mailings.go_on(one.pk)
        deliver()
    assert sink.addresses == ["a@example.org"]


# What the server answers


def test_one_connection_carries_a_batch(through):
    released()
    for number in range(5):
        confirmed(f"a{number}@example.org")
    with through(Sink()) as sink:
        deliver()
    assert (len(sink.messages), sink.connections) == (5, 1)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "text"])
def test_not_now_is_tried_again_later_and_alone(through, step):
    released()
    for name in ("a", "b", "c"):
        confirmed(f"{name}@example.org")
    refusals = []

    def answer(at, address):
        if at == step and (address == "b@example.org" or (step == "mail" and len(sink.messages) == 1)) and not refusals:
            refusals.append(at)
            return "450 4.2.1 not now"
        return None

    with through(Sink(answer)) as sink:
        deliver()
        assert sink.addresses == ["a@example.org", "c@example.org"]
        late = Delivery.objects.get(state=MailState.WAITING)
        assert (late.subscriber.email, late.attempts, late.message_id, late.claimed_by) == ("b@example.org", 1, "", "")
        assert late.outcome == "450 4.2.1 not now"
        assert late.not_before > timezone.now() + timedelta(minutes=4)
        deliver()
        assert len(sink.messages) == 2
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            deliver()
    assert sink.addresses == ["a@example.org", "c@example.org", "b@example.org"]
    assert set(states().values()) == {MailState.SENT}


def test_not_now_for_ever_ends_as_refused(through):
    released()
    one = confirmed("a@example.org")
    tried = []
    with through(Sink(lambda step, address: tried.append(1) or "450 no" if step == "rcpt" else None)):
        for hours in range(0, 30):
            with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
                deliver()
    assert states() == {"a@example.org": MailState.REFUSED}
    assert len(tried) == queue.MOST_ATTEMPTS
    one.refresh_from_db()
    assert one.state == SubscriberState.CONFIRMED


@pytest.mark.parametrize("step", ["rcpt", "data", "text"])
@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("550 5.1.1 no such user", SubscriberState.BOUNCED),
        ("554 5.7.1 we take nothing from you", SubscriberState.CONFIRMED),
        ("550 5.7.26 your domain is not authenticated", SubscriberState.CONFIRMED),
    ],
)
def test_refused_for_good_is_not_tried_again(through, step, line, state):
    """An address that does not exist is marked; a policy of its server is no fault of the address."""
    released()
    one, other = confirmed("a@example.org"), confirmed("b@example.org")
    with through(Sink(lambda at, address: line if (at, address) == (step, one.email) else None)) as sink:
        deliver()
        deliver()
    assert states() == {one.email: MailState.REFUSED, other.email: MailState.SENT}
    assert Delivery.objects.get(subscriber=one).outcome == line
    assert sink.addresses == [other.email]
    one.refresh_from_db()
    assert one.state == state


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_line_cut_before_the_text_loses_nothing(through, step):
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    cuts = []
    with through(Sink(lambda at, address: None if at != step or cuts else cuts.append(1) or CUT)) as sink:
        deliver()
        with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
            deliver()
    assert sorted(sink.addresses) == ["a@example.org", "b@example.org"]
    assert set(states().values()) == {MailState.SENT}


@pytest.mark.parametrize("how", [CUT, ACCEPT_AND_CUT])
def test_a_line_cut_after_the_text_waits_for_a_person(through, how):
    """Whether the server kept it or not looks the same from here."""
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    cut = lambda step, address: how if (step, address) == ("text", "a@example.org") else None  # noqa: E731
    with through(Sink(cut)) as sink:
        for hours in (0, 1, 30):
            with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
                deliver()
    assert states() == {"a@example.org": MailState.UNKNOWN, "b@example.org": MailState.SENT}
    assert sink.addresses.count("a@example.org") == (1 if how == ACCEPT_AND_CUT else 0)


def test_no_server_leaves_the_queue_as_it_was(through):
    released()
    confirmed("a@example.org")
    with Sink() as gone:
        pass
    through(gone)
    with pytest.raises(CommandError, match="takes nothing"):
        deliver()
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.claimed_by) == (MailState.WAITING, 0, "")


def test_a_server_that_refuses_us_as_a_sender_marks_nobody(through):
    released()
    one = confirmed("a@example.org")
    with through(Sink(lambda step, address: "530 5.7.0 sign in first" if step == "mail" else None)):
        with pytest.raises(CommandError, match="sign in first"):
            deliver()
    one.refresh_from_db()
    assert (states(), one.state) == ({"a@example.org": MailState.WAITING}, SubscriberState.CONFIRMED)


def test_a_sender_refused_for_now_shifts_no_reply_to_the_next_message(through):
    """Sender and reader are said at once where the server allows it: both replies are read, whatever the first is."""
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    refused = []

    def answer(step, address):
        if step == "mail" and not refused:
            return refused.append(1) or "451 4.3.0 not now"
        return "550 5.1.1 unknown" if (step, address) == ("rcpt", "a@example.org") else None

    with through(Sink(answer)) as sink:
        deliver()
    assert states() == {"a@example.org": MailState.WAITING, "b@example.org": MailState.SENT}
    assert Delivery.objects.get(subscriber__email="a@example.org").outcome == "451 4.3.0 not now"
    assert sink.addresses == ["b@example.org"]


def test_sender_and_reader_are_said_at_once_to_who_allows_it(through, monkeypatch):
    released()
    confirmed("a@example.org")
    sent, send = [], smtplib.SMTP.send
    monkeypatch.setattr(smtplib.SMTP, "send", lambda self, said: (sent.append(said), send(self, said))[1])
    with through(Sink()):
        deliver()
    assert sum("MAIL FROM" in str(said) and "RCPT TO:<a@example.org>" in str(said) for said in sent) == 1


def test_a_message_that_cannot_be_made_holds_nobody_up(through, monkeypatch):
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    make_it = mail_messages.of_delivery

    def stumble(delivery, release):
        if delivery.subscriber.email == "a@example.org":
            raise ValueError("no text")
        return make_it(delivery, release)

    monkeypatch.setattr(mail_messages, "of_delivery", stumble)
    with through(Sink()) as sink:
        deliver()
    assert sink.addresses == ["b@example.org"]
    assert states() == {"a@example.org": MailState.WAITING, "b@example.org": MailState.SENT}


@pytest.mark.parametrize(
    ("begun", "state"),
    [("", MailState.WAITING), ("<press-1.x@example.org>", MailState.UNKNOWN)],
    ids=["not begun", "begun"],
)
@pytest.mark.parametrize("worker", ["elsewhere/1/aaaaaaaa", f"{socket.gethostname()[:40]}/999999999/aaaaaaaa"])
def test_what_a_dead_worker_held_is_taken_back(begun, state, worker):
    released()
    confirmed("a@example.org")
    filled()
    here = worker.startswith(socket.gethostname()[:40])
    claimed_at = timezone.now() - (timedelta(seconds=1) if here else timedelta(minutes=11))
    Delivery.objects.update(state=MailState.CLAIMED, claimed_by=worker, claimed_at=claimed_at, message_id=begun)
    DELIVERIES.rescue(worker_name())
    assert states() == {"a@example.org": state}


def test_what_a_living_worker_holds_is_left_to_it():
    released()
    confirmed("a@example.org")
    filled()
    parent = f"{socket.gethostname()[:40]}/1/aaaaaaaa"
    for worker in (parent, "elsewhere/7/aaaaaaaa"):
        Delivery.objects.update(state=MailState.CLAIMED, claimed_by=worker, claimed_at=timezone.now())
        DELIVERIES.rescue(worker_name())
        assert states() == {"a@example.org": MailState.CLAIMED}


def test_a_worker_held_for_dead_sends_nothing_more(through):
    released()
    confirmed("a@example.org")
    filled()
    worker = Worker()
    (pk,) = DELIVERIES.claim(worker.name, 5)
    DELIVERIES.release_claims(worker.name)
    DELIVERIES.claim("elsewhere/1/aaaaaaaa", 5)
    with through(Sink()) as sink, smtp.mail_connection() as connection:
        DELIVERIES.send(pk, worker.name, connection)
    assert (sink.messages, states()) == ([], {"a@example.org": MailState.CLAIMED})


def test_no_two_workers_claim_the_same():
    released()
    for number in range(7):
        confirmed(f"a{number}@example.org")
    filled()
    one, two, three = (DELIVERIES.claim(f"host/{n}/x", 4) for n in range(3))
    assert (len(one), len(two), three) == (4, 3, [])
    assert not set(one) & set(two)


def test_asked_to_stop_a_worker_ends_after_its_message():
    released()
    for number in range(3):
        confirmed(f"a{number}@example.org")
    worker = Worker(is_stopping=lambda: len(mail.outbox) == 1)
    worker.round()
    assert len(mail.outbox) == 1
    assert sorted(states().values()) == [MailState.SENT, MailState.WAITING, MailState.WAITING]


def test_after_a_backup_was_restored_nothing_leaves_by_itself(through):
    released()
    confirmed("a@example.org")
    filled()
    released()
    call_command("deliver", after_restore=True)
    with through(Sink()) as sink:
        deliver()
    assert (sink.messages, states()) == ([], {"a@example.org": MailState.UNKNOWN})
    assert Mailing.objects.count() == 2 * len(languages.codes())


# The message


class _Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def message_in(language: str, release: PressRelease, **given):
    with override(languages.codes()[-1] if language == MAIN else MAIN):
        delivery = Delivery.objects.create(
            mailing=Mailing.objects.create(release=release, language=language),
            subscriber=confirmed("a@example.org", language),
        )
        made = mail_messages.of_delivery(delivery, read(release, language))
    return delivery, made


@pytest.mark.parametrize("language", languages.codes())
def test_the_message_says_the_release_in_its_language(through, language):
    body = '<h2>Partie {}</h2><p>Une <strong>phrase</strong> &amp; un <a href="https://a.example.org/x">lien</a>.</p>'
    body += '<ul><li><p>un</p></li><li><p>deux</p></li></ul><p><a href="/fr/">ici</a></p>'
    release = released(**{f"body_{code}": body.format(code) for code in languages.codes()})
    contact = make(PressContact)
    ReleaseContact.objects.create(release=release, contact=contact)
    quote = make(Quote, release=release)
    seal_anew(release)
    confirmed("a@example.org", language)
    with through(Sink()) as sink:
        deliver()
    ((_address, message),) = sink.messages
    text, html = (message.get_body((kind,)).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    other = OTHER if language == MAIN else MAIN
    for words in (text, html):
        assert getattr(release, f"title_{language}") in words
        assert getattr(release, f"title_{other}") not in words
        assert getattr(release, f"lead_{language}") in words
        assert getattr(quote, f"text_{language}") in words
        assert contact.email in words and written_in(contact.phone, language) in words
        assert f"http://127.0.0.1:8000{release.get_absolute_url(language)}" in words
        assert "http://127.0.0.1:8000/fr/" in words
        assert f"Partie {language}" in words
    assert "Une phrase & un lien (https://a.example.org/x)." in text
    assert "\n- un\n" in text and "<p>" not in text
    assert f'<html lang="{language}">' in html


def test_the_headers_are_those_of_an_honest_list(through):
    release = released()
    one = confirmed("a@example.org")
    with through(Sink()) as sink:
        deliver()
    ((_address, message),) = sink.messages
    sent = Delivery.objects.get()
    assert message["Message-ID"] == sent.message_id == DELIVERIES.message_id(sent)
    assert re.fullmatch(r"<[^<>@\s]+@127\.0\.0\.1>", message["Message-ID"])
    # “-0000”: UTC, without saying where the sender is.
    assert message["Date"].endswith("-0000")
    assert abs(parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC) - timezone.now()) < timedelta(minutes=1)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == MAIN
    assert message["List-Unsubscribe"].strip() == f"<{mail_messages.leave_url(one)}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Subject"] == release.title_fr
    assert message["To"] == "a@example.org"
    assert message.get_content_type() == "multipart/alternative"


def test_the_message_loads_and_tells_nothing(through):
    released(body_fr='<p>x <img src="https://spy.example.org/a.gif"><script>alert(1)</script></p>')
    one = confirmed("a@example.org")
    with through(Sink()) as sink:
        deliver()
    html = sink.messages[0][1].get_body(("html",)).get_content()
    found = _Tags(html)
    assert not {"img", "script", "link", "iframe", "form", "object"} & set(found.tags)
    assert not {"src", "background", "srcset"} & {name for name, _value in found.attributes}
    assert not re.search(r"url\(|@import|@font-face|expression\(", html, re.IGNORECASE)
    personal = [value for name, value in found.attributes if name == "href" and "?" in value]
    assert personal == []
    assert one.email not in html


def test_hostile_words_stay_words(through):
    title = "A <b>bold</b> “title”\r\nBcc: x@example.org"
    released(title_fr=title, lead_fr="<script>alert(1)</script>", body_fr="<p>a</p><p>.\n..b</p>")
    confirmed("a@example.org")
    with through(Sink()) as sink:
        deliver()
    ((_address, message),) = sink.messages
    assert message["Subject"].strip() == "A <b>bold</b> “title” Bcc: x@example.org"
    assert message["Bcc"] is None
    assert "<script>" not in message.get_body(("html",)).get_content()


def test_dots_at_the_beginning_of_lines_arrive(through):
    release = released()
    confirmed("a@example.org")
    change(PressRelease, release.pk, body_fr="<p>x</p><p>.</p><p>..</p><p>.fin</p>")
    seal_anew(PressRelease.objects.get(pk=release.pk))
    with through(Sink()) as sink:
        deliver()
    lines = sink.messages[0][1].get_body(("plain",)).get_content().splitlines()
    assert [line for line in lines if line.startswith(".")] == [".", "..", ".fin"]


def test_a_message_without_smtp_is_handed_to_the_backend_as_it_is():
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    deliver()
    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]
    assert set(states().values()) == {MailState.SENT}


def test_each_message_is_a_file_of_its_own(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    released()
    confirmed("a@example.org"), confirmed("b@example.org")
    deliver()
    assert len(list(tmp_path.iterdir())) == 2


# What staff see and decide


def test_progress_is_counted_in_one_query():
    released()
    for number in range(4):
        confirmed(f"a{number}@example.org")
    for delivery, state in zip(filled(), [MailState.SENT, MailState.SENT, MailState.WAITING, MailState.UNKNOWN], strict=True):
        change(Delivery, delivery.pk, state=state)
    with CaptureQueriesContext(connection) as queries:
        one = {each.language: each for each in mailings.with_progress(Mailing.objects.order_by("pk"))}[MAIN]
    assert len(queries) == 1
    assert (one.messages_total, one.in_sent, one.in_waiting, one.in_unknown, one.in_refused) == (4, 2, 1, 1, 0)


def unknown(email: str = "a@example.org") -> Delivery:
    if not Mailing.objects.exists():
        released()
    one = confirmed(email)
    mailings.prepare()
    delivery, _made = Delivery.objects.get_or_create(mailing=Mailing.objects.get(language=MAIN), subscriber=one)
    change(Delivery, delivery.pk, state=MailState.UNKNOWN, message_id="<x@y>", claimed_by="host/1/x")
    return delivery


@pytest.mark.parametrize(("action", "state"), [("mark_arrived", MailState.SENT), ("send_again", MailState.WAITING)])
def test_a_person_decides_on_an_unknown_fate_and_is_written_down(action, state):
    delivery = unknown()
    claire = staff()
    page = claire.get(route(Delivery, "changelist"), {"state__exact": MailState.UNKNOWN})
    assert delivery.subscriber.email in page.content.decode()
    data = {"action": action, "_selected_action": [delivery.pk]}
    for _twice in range(2):
        assert claire.post(route(Delivery, "changelist"), data).status_code == 302
    delivery.refresh_from_db()
    assert delivery.state == state
    (line,) = LogEntry.objects.all()
    assert (line.user.username, line.object_id, line.object_repr) == ("claire", str(delivery.pk), f"#{delivery.pk}")


def test_a_message_sent_again_is_the_same_message(through):
    delivery = unknown()
    DELIVERIES.send_again(delivery.pk)
    with through(Sink()) as sink:
        deliver()
    assert [message["Message-ID"] for _address, message in sink.messages] == [DELIVERIES.message_id(delivery)]


def test_nobody_decides_without_the_right():
    delivery = unknown()
    editor = staff("emma", group="Editors")
    for name in ("changelist", "add"):
        assert editor.get(route(Delivery, name)).status_code == 403
    data = {"action": "send_again", "_selected_action": [delivery.pk]}
    assert editor.post(route(Delivery, "changelist"), data).status_code == 403
    assert states() == {"a@example.org": MailState.UNKNOWN}


@pytest.mark.parametrize("group", ["Press officers", "Administrators"])
def test_the_press_office_sees_stops_and_decides(group):
    delivery = unknown("reader@example.org")
    officer = staff("olga", group=group)
    one = delivery.mailing
    assert "reader@example.org" in officer.get(route(Delivery, "changelist")).content.decode()
    assert "reader@example.org" in officer.get(route(Subscriber, "changelist")).content.decode()
    officer.post(route(Mailing, "changelist"), {"action": "stop", "_selected_action": [one.pk]})
    officer.post(route(Delivery, "changelist"), {"action": "mark_arrived", "_selected_action": [delivery.pk]})
    one.refresh_from_db()
    assert (one.stopped_at is not None, states()) == (True, {"reader@example.org": MailState.SENT})
    erased = officer.post(route(Subscriber, "delete", delivery.subscriber_id), {"post": "yes"})
    assert (erased.status_code, Subscriber.objects.count()) == (302, 0)


def test_addresses_are_covered_for_whoever_may_not_see_the_list():
    delivery = unknown("secret-name@example.org")
    reader = staff("rita", group="Translators")
    rights = get_user_model().objects.get(username="rita").user_permissions
    rights.add(Permission.objects.get(codename="view_delivery"))
    page = reader.get(route(Delivery, "changelist")).content.decode()
    assert "secret-name" not in page
    assert "s…@example.org" in page
    assert reader.get(route(Delivery, "change", delivery.pk)).status_code == 403
    assert reader.get(route(Delivery, "history", delivery.pk)).status_code == 403
    rights.add(Permission.objects.get(codename="view_subscriber"))
    for path in (route(Delivery, "changelist"), route(Delivery, "change", delivery.pk)):
        assert "secret-name@example.org" in reader.get(path).content.decode()


def test_mailings_show_their_progress_and_can_be_stopped():
    unknown()
    one = Mailing.objects.get(language=MAIN)
    claire = staff()
    page = claire.get(route(Mailing, "changelist")).content.decode()
    assert f"mailing__id__exact={one.pk}&amp;state__exact=unknown" in page
    for action, stopped in (("stop", True), ("go_on", False)):
        claire.post(route(Mailing, "changelist"), {"action": action, "_selected_action": [one.pk]})
        one.refresh_from_db()
        assert (one.stopped_at is not None) == stopped
    assert LogEntry.objects.count() == 2
    assert claire.get(route(Mailing, "change", one.pk)).status_code == 200


@pytest.mark.parametrize(
    ("language", "said", "noted"),
    [
        ("en", "The sender died while it was sending.", "Known to have arrived."),
        ("fr", "L’expéditeur est mort pendant l’envoi.", "Arrivée connue."),
    ],
)
def test_the_portals_own_words_are_read_in_ones_language_and_the_servers_as_they_came(language, said, noted):
    delivery = unknown()
    change(Delivery, delivery.pk, outcome="The sender died while it was sending.")
    claire = staff(language=language)
    page = claire.get(route(Delivery, "changelist"))
    assert said in page.content.decode()
    claire.post(route(Delivery, "changelist"), {"action": "mark_arrived", "_selected_action": [delivery.pk]})
    assert noted in claire.get(route(Delivery, "history", delivery.pk)).content.decode()
    change(Delivery, delivery.pk, outcome="250 2.0.0 queued as 1")
    assert "250 2.0.0 queued as 1" in claire.get(route(Delivery, "changelist")).content.decode()


def test_the_life_of_a_release_leads_to_its_messages():
    delivery = unknown()
    release = delivery.mailing.release
    page = staff("olga", group="Press officers").get(route(PressRelease, "life", release.pk)).content.decode()
    assert f"mailing__id__exact={delivery.mailing_id}" in page
    assert [f"?release={release.pk}&amp;language={code}" in page for code in languages.codes()] == [True, True]
    page = staff("emma", group="Editors").get(route(PressRelease, "life", release.pk)).content.decode()
    assert "mailing__id__exact" not in page and "?release=" not in page


def test_a_test_goes_to_oneself_alone():
    release = released(timezone.now() + timedelta(days=1))
    confirmed("a@example.org")
    claire = staff(email="claire@example.org")
    url = "/admin/mailing/mailing/test/"
    assert claire.get(url).status_code == 200
    claire.post(url, {"release": release.pk, "language": MAIN, "email": "x@example.org", "to": "x@example.org"})
    (message,) = mail.outbox
    assert message.recipients() == ["claire@example.org"]
    assert message.subject == f"Essai\u00a0: {release.title_fr}"
    assert "List-Unsubscribe" not in message.extra_headers
    assert not Delivery.objects.exists()


def test_a_test_needs_an_address_a_right_and_a_text():
    release = released(languages_public=[MAIN], body_en="")
    url = "/admin/mailing/mailing/test/"
    staff("anna").post(url, {"release": release.pk, "language": MAIN})
    staff("bob", email="b@example.org").post(url, {"release": release.pk, "language": OTHER})
    assert staff("emma", group="Editors", email="e@example.org").post(url, {}).status_code == 403
    assert mail.outbox == []


@pytest.mark.parametrize("minutes", [1, 11])
def test_readyz_tells_mail_that_should_have_left(client, minutes):
    released(timezone.now() - timedelta(minutes=minutes))
    assert ("mail: ok" in client.get("/readyz").content.decode()) == (minutes == 1)
    deliver()
    assert "mail: ok" in client.get("/readyz").content.decode()


def test_readyz_tells_messages_that_wait_for_a_worker(client):
    released()
    confirmed("a@example.org")
    filled()
    assert "mail: ok" in client.get("/readyz").content.decode()
    Mailing.objects.update(filled_at=timezone.now() - timedelta(minutes=11))
    assert (client.get("/readyz").status_code, "mail: failed" in client.get("/readyz").content.decode()) == (503, True)
    mailings.stop(Mailing.objects.get(language=MAIN).pk)
    assert "mail: ok" in client.get("/readyz").content.decode()
