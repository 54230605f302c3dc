"""Every mail that the portal writes, through a mail server that takes the standards at their word."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import mail_admins
from django.core.mail.utils import DNS_NAME
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mailing import mail_messages, server_troubles, smtp
from mailing.confirmations import CONFIRMATIONS
from mailing.models import Delivery, Mailing, MailServerTrouble, Subscriber
from mailing.server_replies import in_words, told
from mailing.tests import registered
from mailing.tests.strict_server import HOST, PASSWORD, USER, Certificate, StrictServer
from mailing.tests.test_mailings import confirmed, deliver, released
from news import services
from news.models import PressContact, ReleaseContact
from publishing import languages
from publishing.enums import MailState
from publishing.mail_addresses import fault_of_header
from publishing.outbox import OutboxMessage, post
from tests.backoffice import route, staff
from tests.make import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_templates")]
MAIN = languages.main()
SENDER = ("PostGenAI@Paris", "presse@example.org")
BARE_SENDER = "PostGenAI@Paris <presse@example.org>"
TRANSPORTS = ("in the clear", "STARTTLS", "TLS")


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()
    CONFIRMATIONS._paused.clear()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def serve(settings, monkeypatch, certificate):
    """Make a server, and let the portal send through it."""

    def make_server(transport: str = "in the clear", password: bool = False, **given) -> StrictServer:
        encrypts = certificate if transport != "in the clear" else None
        server = StrictServer(encrypts, starttls=transport == "STARTTLS", password=password, **given)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, server.port
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = transport == "STARTTLS", transport == "TLS"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = (USER, PASSWORD) if password else ("", "")
        return server

    return make_server


def confirmation(client) -> str:
    client.post(reverse("press-subscribe"), {"email": "jane@example.org", "language": MAIN})
    deliver()
    return "jane@example.org"


def release(client) -> str:
    released()
    subscriber = confirmed("jane@example.org")
    deliver()
    return subscriber.email


def recalled(step) -> str:
    """A release that was sent, then corrected or withdrawn; of what was sent the second message counts."""
    one = released()
    subscriber = confirmed("jane@example.org")
    Delivery.objects.create(
        mailing=Mailing.objects.create(release=one, language=MAIN, filled_at=timezone.now()),
        subscriber=subscriber,
        state="sent",
    )
    ReleaseContact.objects.create(release=one, contact=make(PressContact))
    staff("olga", group="Press officers")
    officer = get_user_model().objects.get(username="olga")
    words = dict.fromkeys(languages.codes(), "Des mots.")
    if step == "correct":
        services.correct(one, officer, words, words, seen=services.digests_of(one), tell=True)
    else:
        services.withdraw(one, officer, words, tell=True)
    deliver()
    return subscriber.email


def correction(client) -> str:
    return recalled("correct")


def withdrawal(client) -> str:
    return recalled("withdraw")


def test_mailing(client) -> str:
    draft = released(timezone.now() + timedelta(days=1))
    staff("olga", email="olga@example.org").post("/admin/mailing/mailing/test/", {"release": draft.pk, "language": MAIN})
    return "olga@example.org"


test_mailing.__test__ = False


def password_reset(client) -> str:
    get_user_model().objects.create_user("claire", "claire@example.org", "a long sentence")
    client.post(reverse("account_reset_password"), {"email": "claire@example.org"})
    deliver()
    return "claire@example.org"


def fault_report(client) -> str:
    mail_admins("A page failed", "See the log.")
    return "web@example.org"


def posted(client) -> str:
    post("jane@example.org", MAIN, "told/something", {"what": "L’« IA » & Cie"})
    deliver()
    return "jane@example.org"


KINDS = [
    confirmation,
    release,
    correction,
    withdrawal,
    test_mailing,
    password_reset,
    fault_report,
    posted,
]
PASSWORDS = pytest.mark.parametrize("password", [False, True], ids=["without password", "with password"])


@PASSWORDS
@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_mail_comes_from_the_press_office_over_every_transport(client, serve, settings, kind, transport, password):
    settings.ADMINS = [("L’équipe@Paris", "web@example.org")]
    with serve(transport, password) as server:
        recipient = kind(client)
    (accepted,) = server.accepted
    (sender,) = accepted.message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == SENDER
    assert accepted.message["From"].defects == ()
    assert (accepted.sender, accepted.recipients, server.refused) == (SENDER[1], (recipient,), [])


def test_a_change_of_an_event_is_taken_with_its_calendar_file(serve):
    one = registered.event(place_fr="Amphithéâtre « Été »", **{f"title_{MAIN}": "L’atelier d’été, " + "long " * 40})
    with serve() as server:
        registered.confirmed(one, "jane@example.org")
        deliver()
        one.refresh_from_db()
        one.place_fr, one.tells_registered = "Salle 2", True
        one.save()
        deliver()
    assert server.refused == []
    changed = server.accepted[-1].message
    kinds = [part.get_content_type() for part in changed.walk() if not part.is_multipart()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    [calendar] = list(changed.iter_attachments())
    assert "LOCATION;LANGUAGE=fr:Salle 2" in calendar.get_content() and "SEQUENCE:1" in calendar.get_content()


@PASSWORDS
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_worker_is_served_over_every_transport(client, serve, transport, password):
    released()
    subscribers = [confirmed(f"reader{number}@example.org") for number in range(3)]
    client.post(reverse("press-subscribe"), {"email": "jane@example.org", "language": MAIN})
    with serve(transport, password) as server:
        deliver()
    assert [accepted.recipients for accepted in server.accepted] == [
        ("jane@example.org",),
        *((subscriber.email,) for subscriber in subscribers),
    ]
    assert {accepted.is_encrypted for accepted in server.accepted} == {transport != "in the clear"}
    unsubscribe = server.accepted[1].message["List-Unsubscribe"].strip()
    assert unsubscribe == f"<{mail_messages.leave_url(subscribers[0])}>"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_worker_that_does_not_say_hello_would_be_seen(serve, monkeypatch, transport):
    """The fault planted: with it the server takes nothing."""
    released()
    confirmed("jane@example.org")
    monkeypatch.setattr(smtp.SmtpConnection, "_say_hello", staticmethod(lambda connection: None))
    with serve(transport) as server, pytest.raises(CommandError, match="503 Error: send HELO first"):
        deliver()
    assert server.accepted == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_sender_whose_name_is_not_quoted_would_be_seen(client, serve, settings, kind):
    """The fault planted: with it no mail leaves."""
    settings.ADMINS = [("Web", "web@example.org")]
    settings.DEFAULT_FROM_EMAIL = settings.SERVER_EMAIL = BARE_SENDER
    with serve() as server:
        try:
            kind(client)
        except ValueError as error:
            assert "Invalid address" in str(error)
    assert server.accepted == []


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_machine_that_does_not_name_itself_whole_would_be_seen(serve, monkeypatch, transport):
    """The fault planted: the name of a machine in a container."""
    waiting()
    monkeypatch.setattr(DNS_NAME, "_fqdn", "4f1c2a9b")
    with serve(transport) as server, pytest.raises(CommandError, match="502 5.5.1 EHLO is wanted|530 Must"):
        deliver()
    assert server.accepted == []


def test_a_wrong_certificate_is_not_believed(serve, monkeypatch, tmp_path):
    another = Certificate.make(tmp_path)
    released()
    confirmed("jane@example.org")
    with serve("TLS") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(another.path))
        with pytest.raises(CommandError, match="certificate verify failed"):
            deliver()
    assert server.accepted == []


# A server that refuses, that takes no large text, that is slow


def waiting() -> Delivery:
    released()
    confirmed("jane@example.org")
    return Delivery.objects.select_related("subscriber")


@pytest.mark.parametrize(
    ("given", "state", "reply"),
    [
        ({"size": 500}, MailState.REFUSED, "552 Error: Too much mail data"),
        ({"refusals": {"rcpt": "550 5.7.26 not authenticated"}}, MailState.REFUSED, "550 5.7.26 not authenticated"),
        ({"refusals": {"text": "550 5.6.0 headers"}}, MailState.REFUSED, "550 5.6.0 headers"),
        ({"refusals": {"rcpt": "452 4.2.2 mailbox full"}}, MailState.WAITING, "452 4.2.2 mailbox full"),
        ({"refusals": {"text": "451 4.7.1 greylisted"}}, MailState.WAITING, "451 4.7.1 greylisted"),
    ],
)
def test_what_a_strict_server_refuses_is_told_and_the_address_kept(serve, given, state, reply):
    rows = waiting()
    with serve(**given) as server:
        deliver()
    row = rows.get()
    assert (row.state, row.outcome, server.accepted) == (state, reply, [])
    assert row.subscriber.state == "confirmed"
    page = staff(language=MAIN).get(route(Delivery, "changelist")).content.decode()
    with override(MAIN):
        assert told(reply) in page


@pytest.mark.parametrize("step", ["mail", "rcpt"])
def test_a_server_that_is_slow_before_the_text_loses_nothing(serve, monkeypatch, step):
    rows = waiting()
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    with serve(delays={step: 1}):
        deliver()
    assert (rows.get().state, rows.get().message_id) == (MailState.WAITING, "")


def test_a_server_that_is_too_slow_with_the_text_is_for_a_person(serve, monkeypatch):
    rows = waiting()
    monkeypatch.setattr(smtp, "LAST_TIMEOUT", 0.2)
    with serve(delays={"text": 1}):
        deliver()
    assert rows.get().state == MailState.UNKNOWN


REFUSALS_OF_ALL = [
    ({"refusals": {"mail": "553 5.1.8 sender unknown"}}, "553 5.1.8 sender unknown"),
    ({"password": True}, "530 5.7.0 Authentication required"),
]


@pytest.mark.parametrize("language", languages.codes())
@pytest.mark.parametrize(("given", "reply"), REFUSALS_OF_ALL, ids=["sender", "password"])
def test_the_back_office_says_what_stands_in_the_way_of_all_messages_until_it_does_not(
    client, serve, settings, language, given, reply
):
    waiting()
    with serve(**given):
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        for _turn in range(2):
            with pytest.raises(CommandError, match=reply):
                deliver()
    officer = staff("olga", group="Press officers", language=language)
    life = route(Mailing.objects.first().release.__class__, "life", Mailing.objects.first().release_id)
    pages = [route(model, "changelist") for model in (Mailing, Delivery, OutboxMessage, Subscriber)] + [life]
    with override(language):
        meaning = in_words(reply)
    assert meaning
    for page in pages:
        assert f"{meaning} ({reply})" in officer.get(page).content.decode()
    with serve():
        deliver()
    assert not MailServerTrouble.objects.exists()
    for page in pages:
        assert reply not in officer.get(page).content.decode()


def test_the_first_moment_of_a_trouble_is_kept():
    server_troubles.note("421 a")
    since = server_troubles.current().since
    server_troubles.note("421 b")
    trouble = server_troubles.current()
    assert (trouble.since, trouble.reply) == (since, "421 b")


def test_what_a_test_meets_is_told_to_whoever_sends_it(serve):
    draft = released(timezone.now() + timedelta(days=1))
    with serve(refusals={"rcpt": "550 5.1.1 unknown"}):
        claire = staff(email="claire@example.org", language="en")
        page = claire.post("/admin/mailing/mailing/test/", {"release": draft.pk, "language": MAIN}, follow=True)
    assert "The recipient’s server knows no such address. (550 5.1.1 unknown)" in page.content.decode()


def test_what_the_question_to_confirm_met_is_kept(client, serve):
    with serve(refusals={"rcpt": "550 5.1.1 unknown"}):
        client.post(reverse("press-subscribe"), {"email": "jane@example.org", "language": MAIN})
        deliver()
    one = Subscriber.objects.get()
    assert (one.state, one.outcome) == ("bounced", "550 5.1.1 unknown")
    assert "550 5.1.1 unknown" in staff().get(route(Subscriber, "change", one.pk)).content.decode()


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("250 2.0.0 kept", "The server took the message."),
        ("503 Error: send HELO first", "The mail server was not greeted as it wants to be."),
        ("530 Must issue a STARTTLS command first", "The mail server wants an encrypted connection."),
        ("535 5.7.8 bad", "The mail server does not know this name and password."),
        ("550 5.1.1 no such user", "The recipient’s server knows no such address."),
        ("550 no such user", "The recipient’s server knows no such address."),
        ("552 5.2.2 over quota", "The recipient’s mailbox is full."),
        ("552 5.3.4 too big", "The message is larger than the server takes."),
        ("550 5.7.26 DMARC", "The server finds that the sender does not prove its domain (SPF, DKIM, DMARC)."),
        ("554 5.7.1 policy", "The server refuses by a rule of its own, not because of the address."),
        ("450 4.2.1 later", "The server takes nothing for now; it is tried again."),
        ("421 10.0.0.550 busy", "The server takes nothing for now; it is tried again."),
        ("554 no", "The server refuses the message."),
        ("[Errno 111] Connection refused", "No mail server listens at the address of EMAIL_URL."),
        ("timed out", "The mail server did not answer in time."),
        ("The sender died while it was sending.", ""),
        ("The server closed the connection before the text was sent.", ""),
    ],
)
def test_what_servers_say_is_said_in_words(reply, meaning):
    with override("en"):
        assert in_words(reply) == meaning


def test_the_server_may_be_asked_without_a_message(serve, settings, capsys):
    with serve("STARTTLS", password=True) as server:
        call_command("try_mail_server")
        settings.EMAIL_HOST_PASSWORD = "wrong"
        with override("en"), pytest.raises(CommandError, match="does not know this name and password"):
            call_command("try_mail_server")
    assert "takes the portal’s mail" in capsys.readouterr().out
    assert server.accepted == []


def test_the_sender_of_the_tests_is_read_as_a_strict_server_reads_it(settings):
    assert fault_of_header(settings.DEFAULT_FROM_EMAIL) == ""
    assert fault_of_header(BARE_SENDER) == "the name before the address holds “@” and stands without quotation marks"
