"""What comes back is read as servers write it, and believed only of messages that the portal sent."""

import io
import mailbox
import socketserver
import sys
import threading

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse

from mailing import bounce_mailboxes, bounces, recalls, subscribers
from mailing.enums import SubscriberState
from mailing.models import Delivery, Subscriber
from mailing.smtp import sender_address
from mailing.tests.test_mailings import confirmed, deliver, released
from publishing import languages
from publishing.enums import MailState
from publishing.outbox import OutboxMessage, post
from tests.backoffice import route, staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("message_templates")]
MAIN, OTHER = languages.main(), languages.others()[0]

POSTFIX = """\
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: retours@example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

This is a MIME-encapsulated message.

--B
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
X-Postfix-Queue-ID: 4F1
Arrival-Date: Sun, 29 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; jane@example.org
Original-Recipient: rfc822;jane@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {said}

--B
Content-Description: Undelivered Message
Content-Type: {enclosed}

Message-ID: {message_id}
From: =?utf-8?q?PostGenAI?= <presse@example.org>
To: jane@example.org
Subject: Un titre

Body
--B--
"""


def report(message_id: str, status="5.1.1", said="550 5.1.1 no such user", action="failed", enclosed="message/rfc822") -> bytes:
    text = POSTFIX.format(message_id=message_id, status=status, said=said, action=action, enclosed=enclosed)
    return text.replace("\n", "\r\n").encode()


def sent() -> Delivery:
    """A release that reached the mail server, to an address with two languages."""
    released(languages_public=[MAIN])
    confirmed("jane@example.org"), confirmed("jane@example.org", OTHER)
    deliver()
    return Delivery.objects.select_related("subscriber").get()


def states() -> set[str]:
    return set(Subscriber.objects.values_list("state", flat=True))


@pytest.mark.parametrize("enclosed", ["message/rfc822", "text/rfc822-headers"])
@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.1", "550 5.1.1 no such user"),
        ("5.0.0", "550-5.1.1 The email account that you tried to reach does not exist"),
        ("5.2.1", "550 5.2.1 disabled"),
        ("5.4.4", "host not found"),
        ("5.1.10", ""),
    ],
)
def test_an_address_that_does_not_exist_is_off_the_list_in_every_language(status, said, enclosed):
    row = sent()
    assert bounces.take(report(row.message_id, status, said, enclosed=enclosed)) == 1
    row.refresh_from_db()
    assert (row.state, states()) == (MailState.REFUSED, {SubscriberState.BOUNCED})
    assert not recalls.recipients(row.mailing).exists()


@pytest.mark.parametrize(
    ("status", "said", "meaning"),
    [
        ("5.2.2", "552 5.2.2 over quota", "The recipient’s mailbox is full."),
        ("4.2.2", "452 4.2.2 over quota", "The recipient’s mailbox is full."),
        ("4.4.7", "", "The message was tried for days and given up."),
        ("5.7.1", "550 5.7.1 spam", "The server refuses by a rule of its own, not because of the address."),
        ("5.0.0", "unknown reason", "The server refuses the message."),
    ],
)
def test_other_reasons_are_counted_and_told_and_the_address_stays(status, said, meaning):
    row = sent()
    for _twice in range(2):
        assert bounces.take(report(row.message_id, status, said)) == 1
    row.refresh_from_db()
    assert (row.state, states(), row.subscriber.soft_bounces) == (MailState.REFUSED, {SubscriberState.CONFIRMED}, 1)
    office = staff(language="en")
    for page in (route(Delivery, "changelist"), route(Subscriber, "change", row.subscriber_id)):
        assert meaning in office.get(page).content.decode()


def test_a_server_that_still_tries_is_told_and_nothing_else_changes():
    row = sent()
    assert bounces.take(report(row.message_id, "4.4.1", "connection timed out", action="delayed")) == 1
    row.refresh_from_db()
    assert (row.state, row.outcome, row.subscriber.soft_bounces) == (MailState.SENT, "450 4.4.1 connection timed out", 0)


def forged(row: Delivery) -> list[bytes]:
    other = row.message_id.replace(f"press-{row.pk}.", f"press-{row.pk}.0")
    seal = row.message_id.partition(".")[2].partition("@")[0]
    return [
        report("<x@example.org>"),
        report(""),
        report(other),
        report(row.message_id.replace(seal, "0" * 24)),
        report(row.message_id.replace(f"-{row.pk}.", f"-{row.pk + 1}.")),
        report(row.message_id.replace("press-", "portal-")),
        report(row.message_id.replace("press-", "confirm-")),
        report(row.message_id, action="delivered"),
        report(row.message_id, status="nonsense"),
        report(row.message_id).replace(b"multipart/report", b"multipart/mixed"),
        b"Subject: Out of office\r\n\r\nI am away.",
        b"",
        b"\xff\x00\r\n" * 50,
        report(row.message_id)[:700],
    ]


def test_what_is_no_report_on_a_message_of_ours_changes_nothing():
    row = sent()
    assert [bounces.take(content) for content in forged(row)] == [0] * len(forged(row))
    row.refresh_from_db()
    assert (row.state, states()) == (MailState.SENT, {SubscriberState.CONFIRMED})


def test_the_question_to_confirm_and_messages_of_the_portal_come_back_too(client):
    client.post(reverse("press-subscribe"), {"email": "jane@example.org", "language": MAIN})
    with transaction.atomic():
        row = post("olga@example.org", MAIN, "told/plain")
    deliver()
    row.refresh_from_db()
    (asked,) = [message for message in mail.outbox if message.to == ["jane@example.org"]]
    assert bounces.take(report(asked.extra_headers["Message-ID"])) == 1
    assert bounces.take(report(row.message_id)) == 1
    assert (states(), OutboxMessage.objects.get().state) == ({SubscriberState.BOUNCED}, MailState.REFUSED)


def test_who_confirms_anew_begins_anew():
    row = sent()
    bounces.take(report(row.message_id, "5.2.2", "552 5.2.2 full"))
    Subscriber.objects.filter(pk=row.subscriber_id).update(state=SubscriberState.PENDING, confirm_hash="")
    subscriber = Subscriber.objects.get(pk=row.subscriber_id)
    subscribers.confirm(subscribers.begin_asking(subscriber))
    subscriber.refresh_from_db()
    assert (subscriber.state, subscriber.soft_bounces, subscriber.outcome) == (SubscriberState.CONFIRMED, 0, "")


def test_messages_come_back_to_the_address_that_was_set(settings):
    assert sender_address() == "presse@example.org"
    settings.BOUNCE_ADDRESS = "retours@example.org"
    assert sender_address() == "retours@example.org"


# Where they come back to


def test_a_maildir_keeps_what_is_for_a_person_and_loses_what_was_acted_on(settings, tmp_path, capsys):
    row = sent()
    box = mailbox.Maildir(tmp_path / "box", create=True)
    for content in (report(row.message_id), b"Subject: Away\n\nI am away.\n"):
        box.add(content)
    settings.BOUNCE_MAILBOX = f"maildir://{tmp_path / 'box'}"
    for said in ("Acted on: 1. Left in the mailbox for a person: 1.\n", "Acted on: 0. Left in the mailbox for a person: 0.\n"):
        call_command("read_bounces")
        assert capsys.readouterr().out == said
    assert [message["Subject"] for message in mailbox.Maildir(tmp_path / "box")] == ["Away"]
    assert states() == {SubscriberState.BOUNCED}


def test_a_mail_server_may_hand_each_over(monkeypatch, capsys):
    row = sent()
    monkeypatch.setattr(sys, "stdin", type("Input", (), {"buffer": io.BytesIO(report(row.message_id))}))
    call_command("read_bounces", stdin=True)
    assert capsys.readouterr().out == "Reports on messages of the portal: 1.\n"


@pytest.mark.parametrize("address", ["", "maildir:///nowhere/at/all", "imaps://name:word@127.0.0.1:1/INBOX"])
def test_a_mailbox_that_cannot_be_read_is_told(settings, address):
    settings.BOUNCE_MAILBOX = address
    with pytest.raises(CommandError) as refused:
        call_command("read_bounces")
    assert "word" not in str(refused.value)


class _Imap(socketserver.StreamRequestHandler):
    """As much of an IMAP server (RFC 0052) as reading a mailbox takes; ``server.mails`` holds number → (content, flags)."""

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, verb, rest = (line.split(" ", 2) + ["", ""])[:3]
            self.server.heard.append(f"{verb} {rest}".upper())
            getattr(self, verb.lower())(rest)
            self.say(f"{tag} OK done")
            if verb.upper() == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")

    def login(self, rest):
        self.server.logins.append(rest)

    def select(self, rest):
        self.say(f"* {len(self.server.mails)} EXISTS")

    def logout(self, rest):
        self.say("* BYE")

    def expunge(self, rest):
        for number in [n for n, (_content, flags) in self.server.mails.items() if "\\Deleted" in flags]:
            del self.server.mails[number]

    def uid(self, rest):
        verb, _space, rest = rest.partition(" ")
        mails = self.server.mails
        if verb.lower() == "search":
            self.say("* SEARCH " + " ".join(str(n) for n, (_content, flags) in mails.items() if "\\Seen" not in flags))
            return
        number, _space, rest = rest.partition(" ")
        content, flags = mails[int(number)]
        if verb.lower() == "fetch":
            self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n")
        else:
            mails[int(number)] = (content, flags + rest)


def test_a_mailbox_is_read_over_imap():
    row = sent()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Imap) as server:
        server.daemon_threads = True
        server.mails = {4: (report(row.message_id), ""), 7: (b"Subject: Away\r\n\r\nAway.", ""), 9: (b"old", "\\Seen")}
        server.logins, server.heard = [], []
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        address = f"imap://na%40me:wo%2Frd@127.0.0.1:{server.server_address[1]}/Bounces"
        results = [bounce_mailboxes.read(address, bounces.take) for _twice in range(2)]
        server.shutdown()
    assert results == [(1, 1), (0, 0)]
    assert sorted(server.mails) == [7, 9]
    assert server.logins[0] == 'na@me "wo/rd"'
    assert 'SELECT "BOUNCES"' in server.heard
    assert states() == {SubscriberState.BOUNCED}
