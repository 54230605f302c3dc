"""The contact form: what it takes and refuses, whom a message goes to, and how long it is kept."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution
from mailing import address_slips, bounces, contact_forms, contact_routing
from mailing.contact_queue import CONTACT
from mailing.enums import ContactRole, ContactState, ContactTopic
from mailing.models import ContactDelivery, ContactMessage, ContactSubject, Mailbox
from mailing.tests.strict_server import addresses
from mailing.tests.test_bounces import report
from mailing.tests.test_mailings import deliver
from mailing.tests.test_strict_server import certificate, serve  # noqa: F401  fixtures
from partners.models import Partner
from publishing import languages
from publishing.enums import MailState
from tests.backoffice import change_url, opened, route, staff
from tests.make import cap, draft, make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]
JANE, OFFICE, TEAM, SPARE = "jane@example.net", "office@example.org", "team@example.org", "spare@example.org"
TEXT = "Bonjour,\n\nNous aimerions prendre part à un programme : lequel accueille une PME ?"


@pytest.fixture(autouse=True)
def _no_counts(settings):
    cache.clear()
    settings.FACTS = settings.FACTS | {"contact_email": "", "dpo_email": "", "accessibility_email": ""}


@pytest.fixture
def office():
    """A subject with a mailbox of its own, and the mailbox that takes what no other does."""
    mailbox = make(Mailbox, email=OFFICE, backup="", is_fallback=False, answer_days=5)
    make(Mailbox, email=TEAM, backup="", is_fallback=True)
    make(ContactSubject, topic=ContactTopic.PARTNERSHIP, mailbox=mailbox, is_offered=True, rank=1)
    make(ContactSubject, topic=ContactTopic.GENERAL, mailbox=None, is_offered=True, rank=2)
    return mailbox


def address(name: str = "contact-write", language: str = MAIN, **kwargs) -> str:
    with override(language):
        return reverse(name, kwargs=kwargs)


def mark(age: timedelta = timedelta(minutes=1)) -> str:
    with time_machine.travel(timezone.now() - age, tick=False):
        return contact_forms.fresh_mark()


def filled(**changes) -> dict:
    partnership = ContactSubject.objects.filter(topic=ContactTopic.PARTNERSHIP).first()
    given = {
        "name": "Jane Doe",
        "email": JANE,
        "text": TEXT,
        "organisation": "",
        "homepage": "",
        "as_typed": "",
        "mark": mark(),
    }
    return given | {"subject": partnership.pk if partnership else ""} | changes


def send(client: Client, language: str = MAIN, headers: dict | None = None, **changes):
    return client.post(address(language=language), filled(**changes), headers=headers)


def refusal(response) -> list[str]:
    """What the page says against the form; the form is there again with what was typed."""
    form = response.context["form"]
    assert form["text"].value() == form.data["text"]
    return [str(error) for errors in form.errors.values() for error in errors]


def mails() -> list[tuple[str, str, str]]:
    return [(row.role, row.recipient, row.state) for row in ContactDelivery.objects.order_by("pk")]


def standing() -> str:
    return ContactMessage.objects.with_standing().get().standing


# Receiving


@pytest.mark.parametrize(("language", "path"), [("fr", "/fr/contact/ecrire/"), ("en", "/en/contact/write/")])
def test_a_message_reaches_the_mailbox_of_its_subject_and_is_acknowledged(client, office, language, path):
    assert address(language=language) == path
    response = send(client, language)
    message = ContactMessage.objects.get()
    assert message.reference in response.content.decode()
    assert (message.language, message.email, message.text, standing()) == (language, JANE, TEXT, ContactState.RECEIVED)
    deliver()
    assert [row.outcome for row in ContactDelivery.objects.all()] == ["", ""]
    to_office, to_jane = mail.outbox
    assert (to_office.to, to_office.reply_to, to_jane.to) == ([OFFICE], [f"Jane Doe <{JANE}>"], [JANE])
    assert TEXT in to_office.body
    assert standing() == ContactState.SENT


def test_the_acknowledgement_holds_nothing_that_a_stranger_wrote(client, office):
    """Whoever types somebody else's address has the portal send them fixed sentences, and nothing of theirs."""
    send(client, name="Achetez Canarizzq", organisation="Canarizzq", text="Canarizzq est bon marché")
    deliver()
    receipt = next(one for one in mail.outbox if one.to == [JANE])
    assert "Canarizzq" not in f"{receipt.subject} {receipt.body} {receipt.extra_headers}"
    assert receipt.reply_to == [] and receipt.cc == [] and receipt.bcc == []


def test_the_copy_goes_to_who_confirms_the_address_and_once(client, office):
    send(client)
    deliver()
    path = re.search(r"http://127\.0\.0\.1:8000(/\S+)", next(one for one in mail.outbox if one.to == [JANE]).body)[1]
    assert client.get(path).status_code == 200
    assert ContactMessage.objects.get().confirmed_at is None, "opening the page changes nothing"
    for _twice in range(2):
        assert client.post(path).status_code == 200
        deliver()
    copies = [one for one in mail.outbox if one.to == [JANE] and TEXT in one.body]
    assert (len(copies), ContactMessage.objects.get().confirmed_at is not None) == (1, True)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert client.post(path).status_code == 404


def test_a_form_sent_twice_is_one_message(client, office):
    one, two = send(client), send(client, text=f"  {TEXT}\r\n")
    assert one.context["message"] == two.context["message"]
    send(client, text="Une autre question, d’une autre teneur.")
    assert ContactMessage.objects.count() == 2
    deliver()
    assert sorted(row.to[0] for row in mail.outbox) == sorted([OFFICE, JANE] * 2)


def test_no_cookie_is_set(client, office):
    client.get(address())
    send(client)
    assert not client.cookies


# What is refused


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Jane\r\nBcc: everybody@example.org"},
        {"name": "\nJane"},
        {"name": "=?utf-8?q?x=0aBcc:a=40b?="},
        {"name": "Jane \u202egro.elpmaxe@"},
        {"organisation": "Une\nBcc: a@example.org"},
        {"email": f"{JANE}\nBcc: everybody@example.org"},
        {"email": f"{JANE}, other@example.org"},
        {"email": "jane@[127.0.0.1]"},
        {"email": "jane@localhost"},
        {"email": '"jane@example.net> <x"@example.net'},
        {"email": "presse@example.org"},
        {"email": "nobody"},
        {"text": "x" * 5001},
        {"text": 'Voyez <a href="https://example.org">ceci</a>'},
        {"text": "[url=https://example.org]ceci[/url]"},
        {"text": "https://example.org " * 6},
        {"text": " \n "},
        {"subject": "999999"},
        {"subject": ""},
        {"homepage": "https://example.org"},
        {"mark": ""},
        {"mark": "forged:1:2"},
    ],
    ids=str,
)
def test_hostile_and_robots_forms_are_refused_in_a_sentence_and_nothing_typed_is_lost(client, office, changes):
    response = send(client, **changes)
    assert (response.status_code, ContactMessage.objects.count()) == (200, 0)
    [sentence] = refusal(response)
    assert sentence.endswith(".") or "5000" in sentence


@pytest.mark.parametrize(("age", "taken"), [(timedelta(seconds=1), 0), (timedelta(seconds=10), 1), (timedelta(days=3), 0)])
def test_a_form_is_sent_neither_quicker_than_anybody_writes_nor_days_later(client, office, age, taken):
    response = send(client, mark=mark(age))
    assert ContactMessage.objects.count() == taken
    if not taken:
        assert len(refusal(response)) == 1


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": "https://attacker.example"}, 0),
        ({"Origin": "null"}, 0),
        ({"Sec-Fetch-Site": "cross-site"}, 0),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, 1),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 1),
        ({}, 1),
    ],
    ids=str,
)
def test_a_form_on_another_site_sends_nothing(client, office, headers, taken):
    Client(enforce_csrf_checks=True).post(address(), filled(), headers=headers)
    assert ContactMessage.objects.count() == taken


def test_the_form_shown_again_lets_the_browser_say_where_it_comes_from(client, office):
    assert send(client, name="").get("Referrer-Policy") != "no-referrer"


def test_files_are_not_taken(client, office):
    response = send(client, file=SimpleUploadedFile("virus.exe", b"x"))
    assert len(refusal(response)) == 1
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@gmail.fr", "a@gmail.com"),
        ("a@hotmial.fr", "a@hotmail.fr"),
        ("a@sorbonne-univerite.fr", "a@sorbonne-universite.fr"),
        ("a@laposte.fr", "a@laposte.net"),
        ("a@outlook.fr", ""),
        ("a@example.org", ""),
        ("a@sfr.fr", ""),
    ],
)
def test_usual_slips_are_known(typed, likely):
    assert address_slips.likely(typed) == likely


def test_a_likely_slip_is_asked_about_once(client, office):
    response = send(client, email="jane@gmial.com")
    [sentence] = refusal(response)
    assert "jane@gmail.com" in sentence
    assert 'name="as_typed" value="jane@gmial.com"' in response.content.decode()
    send(client, email="jane@gmial.com", as_typed="jane@gmial.com")
    assert ContactMessage.objects.get().email == "jane@gmial.com"


def test_nobody_is_flooded(client, office):
    for number in range(contact_forms.PER_ADDRESS):
        send(client, text=f"Message {number}, assez long.")
    assert send(client, text="Message 0, assez long.").status_code == 200, "what is known already costs nothing"
    late = send(client, text="Un de trop.")
    assert (late.status_code, late["Retry-After"], ContactMessage.objects.count()) == (429, "3600", contact_forms.PER_ADDRESS)
    assert len(refusal(late)) == 1
    for number in range(contact_forms.PER_NETWORK):
        last = send(client, email=f"jane{number}@example.net")
    assert last.status_code == 429


# Whom it goes to


def test_whom_a_page_is_about_has_its_own_mailbox_or_the_one_that_takes_the_rest(client, office):
    programme, institution, partner = cap("Visible"), make(Institution), make(Partner)
    own = make(Mailbox, email="ryder@example.org", backup="", is_fallback=False)
    own.programmes.add(programme)
    for name, record, to in (
        ("programme", programme, own.email),
        ("institution", institution, TEAM),
        ("partner", partner, TEAM),
    ):
        page = client.get(record.get_absolute_url(MAIN)).content.decode()
        link = re.search(rf'href="({address()}\?{name}=[^"]+)"', page)[1]
        form = client.get(link)
        assert (form.context["form"].recipient.record, own.email in form.content.decode()) == (record, False)
        send(client, subject="", **{name: record.slug(MAIN)})
        message = ContactMessage.objects.latest("pk")
        assert (getattr(message, name), message.subject) == (record, None)
        assert message.deliveries.get(role=ContactRole.MAILBOX).recipient == to


def test_what_is_not_public_cannot_be_written_to(client, office):
    hidden = cap(**draft())
    page = client.get(address(), {"programme": hidden.slug(MAIN) or "x"})
    assert page.context["form"].recipient is None
    response = send(client, subject="", programme=hidden.slug(MAIN) or "x")
    assert (len(refusal(response)), ContactMessage.objects.count()) == (1, 0)


@pytest.mark.parametrize("asked", ["partnership", "zzz", "", "99999999999999999999", "\x00"])
def test_a_subject_is_opened_by_its_role_and_nonsense_is_left_aside(client, office, asked):
    response = client.get(address(), {"subject": asked})
    if "\x00" in asked:
        assert response.status_code == 400
        return
    chosen = response.context["form"]["subject"].value()
    assert chosen == (str(ContactSubject.objects.get(topic=asked).pk) if asked == "partnership" else None)


def test_of_two_mailboxes_one_bounces_and_the_other_gets_the_message(client, office, serve):  # noqa: F811  a fixture
    """On a mail server that takes the standards at their word."""
    refusals = {f"rcpt {OFFICE}": "550 5.1.1 no such user here"}
    with serve(refusals=refusals) as server:
        send(client)
        deliver()
        assert mails() == [
            (ContactRole.MAILBOX, OFFICE, MailState.REFUSED),
            (ContactRole.RECEIPT, JANE, MailState.SENT),
            (ContactRole.MAILBOX, TEAM, MailState.SENT),
        ]
        assert [one.recipients for one in server.accepted] == [(JANE,), (TEAM,)]
        assert (standing(), server.refused) == (ContactState.SENT, [])
        assert addresses(server.accepted[-1].message, "Reply-To") == [JANE]
        office.refresh_from_db()
        assert office.is_refused()
        # The next one does not ask the broken mailbox first, until a day has passed.
        send(client, email="joan@example.net")
        deliver()
        assert [row.recipient for row in ContactDelivery.objects.filter(role=ContactRole.MAILBOX)] == [OFFICE, TEAM, TEAM]
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert not office.is_refused()


@pytest.mark.parametrize("name", ['Éléonore "Nora" Doe, <bcc@example.org>', "Bcc: a@example.org"])
def test_no_name_makes_a_header(client, office, serve, name):  # noqa: F811  a fixture
    with serve() as server:
        send(client, name=name)
        deliver()
    to_office = server.accepted[0]
    assert (server.refused, to_office.recipients) == ([], (OFFICE,))
    assert addresses(to_office.message, "Reply-To") == [JANE]
    assert to_office.message["Bcc"] is None and to_office.message["Cc"] is None


def test_a_message_that_comes_back_later_goes_on_to_the_backup(client, office):
    Mailbox.objects.filter(pk=office.pk).update(backup=SPARE)
    send(client)
    deliver()
    row = ContactDelivery.objects.get(role=ContactRole.MAILBOX)
    assert bounces.take(report(row.message_id)) == 1
    assert bounces.take(report(row.message_id.replace("contact-", "contact-9"))) == 0, "a forged one is believed by nobody"
    deliver()
    deliver()
    assert [(recipient, state) for role, recipient, state in mails() if role == ContactRole.MAILBOX] == [
        (OFFICE, MailState.REFUSED),
        (SPARE, MailState.SENT),
    ]


def test_nobody_left_is_said_and_mended_by_another_address(client, office, serve):  # noqa: F811  a fixture
    with serve(refusals={f"rcpt {one}": "550 5.1.1 no such user" for one in (OFFICE, TEAM)}):
        send(client)
        deliver()
        deliver()
        assert standing() == ContactState.BOUNCED
        line = f"{route(ContactMessage, 'changelist')}?attention=mailing.contact_nobody"
        assert line in staff("eve", group="Editors").get(reverse("admin:index")).content.decode()
        Mailbox.objects.filter(pk=office.pk).update(backup=SPARE)
        deliver()
        assert standing() == ContactState.SENT


def test_without_any_mailbox_a_message_is_kept_and_goes_to_the_operators_address(client, settings):
    send(client, subject="")
    deliver()
    assert standing() == ContactState.BOUNCED
    settings.FACTS = settings.FACTS | {"contact_email": "contact@example.org"}
    deliver()
    assert (standing(), mail.outbox[-1].to) == (ContactState.SENT, ["contact@example.org"])


def test_what_the_law_asks_for_goes_to_the_address_of_the_settings(client, office, settings):
    settings.FACTS = settings.FACTS | {"dpo_email": "dpo@example.org"}
    send(client, subject=make(ContactSubject, topic=ContactTopic.PRIVACY, mailbox=None, is_offered=True).pk)
    assert contact_routing.addresses_for(ContactMessage.objects.get()) == ["dpo@example.org", TEAM]


def test_an_unknown_outcome_is_decided_by_a_person_and_never_sent_again_by_itself(client, office, serve):  # noqa: F811
    with serve(delays={"text": 0}):
        send(client)
        ContactDelivery.objects.filter(role=ContactRole.MAILBOX).update(
            state=MailState.CLAIMED, claimed_by="dead/1/x", claimed_at=timezone.now() - timedelta(hours=1), message_id="<x@y>"
        )
        deliver()
    row = ContactDelivery.objects.get(role=ContactRole.MAILBOX)
    assert (row.state, standing()) == (MailState.UNKNOWN, ContactState.UNKNOWN)
    assert CONTACT.mark_arrived(row.pk)
    assert standing() == ContactState.SENT


# In the back office, and forgotten


def test_staff_read_and_answer_and_the_log_names_nobody(client, office):
    send(client, text="<script>alert(1)</script>".replace("<", "‹") + " javascript: https://example.org")
    message = ContactMessage.objects.get()
    editor = staff("eve", group="Editors")
    page = editor.get(change_url(message)).content.decode()
    assert "https://example.org" in page and 'href="https://example.org"' not in page
    assert editor.post(change_url(message), opened(editor, message) | {"is_answered": "on"}).status_code == 302
    message.refresh_from_db()
    assert (message.answered_at is not None, standing()) == (True, ContactState.ANSWERED)
    assert JANE not in "".join(f"{one.object_repr}{one.change_message}" for one in LogEntry.objects.all())
    assert staff("tom", group="Translators").get(route(ContactMessage, "changelist")).status_code == 403


def test_a_programme_has_one_mailbox(office):
    programme = make(CAP)
    office.programmes.add(programme)
    editor = staff("eve", group="Editors")
    other = Mailbox.objects.get(is_fallback=True)
    response = editor.post(change_url(other), opened(editor, other) | {"programmes": [programme.pk]})
    assert response.status_code == 200
    assert not other.programmes.exists()


@pytest.mark.parametrize(
    ("answered", "received", "left"), [(91, 100, 0), (89, 100, 1), (None, 181, 0), (None, 179, 1), (10, 200, 1)]
)
def test_a_message_is_forgotten_90_days_after_the_answer_and_180_after_it_came(client, office, answered, received, left):
    send(client)
    now = timezone.now()
    moments = {"created_at": now - timedelta(days=received), "answered_at": answered and now - timedelta(days=answered)}
    ContactMessage.objects.update(**moments)
    call_command("forget")
    assert (ContactMessage.objects.count(), bool(ContactDelivery.objects.count())) == (left, bool(left))


def test_an_erased_address_takes_its_messages_along(client, office, capsys):
    send(client)
    call_command("export_person", email=JANE)
    assert TEXT.splitlines()[0] in capsys.readouterr().out
    call_command("forget", email=JANE.upper().replace("EXAMPLE.NET", "example.net"))
    assert not ContactMessage.objects.exists()
