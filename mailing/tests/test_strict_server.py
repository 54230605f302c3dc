"""Every mail that the portal writes, through a mail server that takes the standards at their word."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import mail_admins
from django.core.management import CommandError
from django.urls import reverse
from django.utils import timezone

from mailing import mail_messages, smtp
from mailing.tests.strict_server import HOST, PASSWORD, USER, Certificate, StrictServer
from mailing.tests.test_mailings import confirmed, deliver, released
from publishing import languages
from publishing.outbox import post
from tests.backoffice import staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_templates")]
MAIN = languages.main()
SENDER = ("PostGenAI@Paris", "presse@example.org")
BARE_SENDER = "PostGenAI@Paris <presse@example.org>"
TRANSPORTS = ("in the clear", "STARTTLS", "TLS")


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Certificate:
    return Certificate.make(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def serve(settings, monkeypatch, certificate):
    """Make a server, and let the portal send through it."""

    def make_server(transport: str = "in the clear", password: bool = False) -> StrictServer:
        server = StrictServer(
            certificate if transport != "in the clear" else None, starttls=transport == "STARTTLS", password=password
        )
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


def test_mailing(client) -> str:
    draft = released(timezone.now() + timedelta(days=1))
    staff("olga", email="olga@example.org").post("/admin/mailing/mailing/test/", {"release": draft.pk, "language": MAIN})
    return "olga@example.org"


test_mailing.__test__ = False


def password_reset(client) -> str:
    get_user_model().objects.create_user("claire", "claire@example.org", "a long sentence")
    client.post(reverse("account_reset_password"), {"email": "claire@example.org"})
    return "claire@example.org"


def fault_report(client) -> str:
    mail_admins("A page failed", "See the log.")
    return "web@example.org"


def posted(client) -> str:
    post("jane@example.org", MAIN, "told/something", {"what": "L’« IA » & Cie"})
    deliver()
    return "jane@example.org"


KINDS = [confirmation, release, test_mailing, password_reset, fault_report, posted]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_mail_comes_from_the_press_office(client, serve, settings, kind):
    settings.ADMINS = [("L’équipe@Paris", "web@example.org")]
    with serve() as server:
        recipient = kind(client)
    (accepted,) = server.accepted
    (sender,) = accepted.message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == SENDER
    assert accepted.message["From"].defects == ()
    assert (accepted.sender, accepted.recipients, server.refused) == (SENDER[1], (recipient,), [])


@pytest.mark.parametrize("password", [False, True], ids=["without password", "with password"])
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


def test_a_wrong_certificate_is_not_believed(serve, monkeypatch, tmp_path):
    another = Certificate.make(tmp_path)
    released()
    confirmed("jane@example.org")
    with serve("TLS") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(another.path))
        with pytest.raises(CommandError, match="certificate verify failed"):
            deliver()
    assert server.accepted == []
