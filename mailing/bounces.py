"""Messages that came back: reports of mail servers on what could not be delivered (RFC 3464), read and acted on.

A report counts only if it names the Message-ID of a message of the portal, whose seal nobody else can make: otherwise
anybody could take an address off the list by writing to the mailbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from publishing.enums import MailState
from publishing.outbox import OutboxMessage, QueuedMail

from . import mail_messages, newsletter_messages, subscribers
from .address_lists import AddressList
from .contact_queue import CONTACT
from .mailings import DELIVERIES
from .models import ContactDelivery, Delivery, NewsletterDelivery
from .newsletter_queue import NEWSLETTERS
from .newsletter_readers import READERS
from .outbox_queue import OUTBOX
from .queue import LONGEST_OUTCOME, MailQueue
from .smtp import NO_SUCH_ADDRESS

_IDENTITY = re.compile(r"<(?P<kind>press|letter|portal|confirm|join|contact)-(?P<pk>\d{1,18})\.[0-9a-f]{24}@[^<>\s]+>")
_CODES = re.compile(r"\b5\d\d[ -](5\.\d{1,3}\.\d{1,3})\b")
_VAGUE = ("5.0.0", "5.1.0", "5.5.0")
"""Codes by which a server says nothing of the reason: the one that it met may have said more."""


@dataclass(frozen=True)
class BounceReport:
    """What a server says of one message to one address: ``status`` is its enhanced code, ``reply`` what is kept of it."""

    message_id: str
    action: str
    status: str
    reply: str

    @property
    def is_final(self) -> bool:
        """Whether the message will not arrive; a server that still tries says “delayed”."""
        return self.action == "failed"

    @property
    def is_about_address(self) -> bool:
        """Whether there is no such address, so that no other message will arrive either."""
        return self.is_final and bool(NO_SUCH_ADDRESS.match(self.status))


def reports_in(content: bytes) -> list[BounceReport]:
    """The reports of a mail, one for each address that it speaks of; none where it is something else."""
    message = message_from_bytes(content, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return []
    original = next(_original_ids(message), "")
    return [report for fields in _recipients(message) if (report := _report(fields, original))]


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a report, and nothing of what they enclose."""
    payload = message.get_payload()
    return iter(part for part in payload if isinstance(part, Message)) if isinstance(payload, list) else iter(())


def _recipients(message: EmailMessage) -> Iterator[Message]:
    """The fields of each recipient: the delivery-status part holds those of the message first (RFC 3464, 2.1)."""
    for part in _parts(message):
        if part.get_content_type() == "message/delivery-status":
            yield from (fields for fields in _parts(part) if "Final-Recipient" in fields or "Action" in fields)


def _original_ids(message: EmailMessage) -> Iterator[str]:
    """The Message-ID of what came back, from its headers as the report encloses them."""
    for part in _parts(message):
        if part.get_content_type() == "message/rfc822":
            yield from (str(inner.get("Message-ID", "")).strip() for inner in _parts(part))
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            text = part.get_payload(decode=True) or b""
            inner = message_from_bytes(text if isinstance(text, bytes) else b"", policy=policy.default)
            yield str(inner.get("Message-ID", "")).strip()


def _report(fields: Message, message_id: str) -> BounceReport | None:
    action, status = _field(fields, "Action").lower(), _field(fields, "Status").partition(" ")[0]
    if action not in ("failed", "delayed") or not re.fullmatch(r"[245]\.\d{1,3}\.\d{1,3}", status):
        return None
    said = _field(fields, "Diagnostic-Code").partition(";")[2].strip()
    if status in _VAGUE and (nearer := _CODES.search(said)):
        status = nearer[1]
    code = "554" if action == "failed" else "450"
    reply = said if said.startswith(code[0]) and re.match(r"\d{3}\b", said) else f"{code} {status} {said}".strip()
    return BounceReport(message_id, action, status, reply[:LONGEST_OUTCOME])


def _field(fields: Message, name: str) -> str:
    return " ".join(str(fields.get(name, "")).replace("\x00", "").split())


def take(content: bytes) -> int:
    """Read a mail that came back and act on it; gives how many of its reports were about messages of the portal."""
    return sum(_take(report) for report in reports_in(content))


@transaction.atomic
def _take(report: BounceReport) -> bool:
    named = _IDENTITY.fullmatch(report.message_id)
    if named is None:
        return False
    return BY_KIND[named["kind"]](int(named["pk"]), report)


def _of_press(pk: int, report: BounceReport) -> bool:
    row = Delivery.objects.select_for_update().filter(pk=pk).first()
    return row is not None and _of_row(row, row.subscriber_id, DELIVERIES, subscribers.PRESS, report)


def _of_newsletter(pk: int, report: BounceReport) -> bool:
    row = NewsletterDelivery.objects.select_for_update().filter(pk=pk).first()
    return row is not None and _of_row(row, row.reader_id, NEWSLETTERS, READERS, report)


def _of_row(
    row: QueuedMail, entry_pk: int | None, queue: MailQueue[Any], addresses: AddressList[Any], report: BounceReport
) -> bool:
    """A message that came back was not received. An address that is none is off the list; other reasons are counted."""
    if entry_pk is None or queue.message_id(row) != report.message_id:
        return False
    rows = queue.model._default_manager.filter(pk=row.pk)
    if not report.is_final:
        rows.filter(state=MailState.SENT).update(outcome=report.reply)
        return True
    refused = {"state": MailState.REFUSED, "outcome": report.reply, "done_at": timezone.now(), **queue.not_taken}
    if rows.filter(state__in=[MailState.SENT, MailState.UNKNOWN]).update(**refused):
        addresses.note_outcome(entry_pk, report.reply)
        if report.is_about_address:
            addresses.refused(entry_pk)
        else:
            addresses.entries.filter(pk=entry_pk).update(soft_bounces=F("soft_bounces") + 1)
    return True


def _of_outbox(pk: int, report: BounceReport) -> bool:
    row = OutboxMessage.objects.select_for_update().filter(pk=pk).first()
    if row is None or OUTBOX.message_id(row) != report.message_id:
        return False
    state = {"state": MailState.REFUSED, "done_at": timezone.now()} if report.is_final else {}
    OutboxMessage.objects.filter(pk=pk, state__in=[MailState.SENT, MailState.UNKNOWN]).update(outcome=report.reply, **state)
    if report.is_about_address:
        OUTBOX.address_refused(row)
    return True


def _of_contact(pk: int, report: BounceReport) -> bool:
    """A visitor's message that came back from a mailbox goes on to its next address."""
    row = ContactDelivery.objects.select_for_update().filter(pk=pk).first()
    if row is None or CONTACT.message_id(row) != report.message_id:
        return False
    final, about_address = report.is_final, report.is_about_address
    CONTACT.came_back(row, report.reply, timezone.now(), is_final=final, is_about_address=about_address)
    return True


def _of_confirmation(pk: int, report: BounceReport) -> bool:
    return _of_question(pk, subscribers.PRESS, mail_messages.confirmation_id, report)


def _of_newsletter_confirmation(pk: int, report: BounceReport) -> bool:
    return _of_question(pk, READERS, newsletter_messages.confirmation_id, report)


def _of_question(pk: int, addresses: AddressList[Any], identity: Callable[[Any], str], report: BounceReport) -> bool:
    entry = addresses.entries.filter(pk=pk).first()
    if entry is None or identity(entry) != report.message_id:
        return False
    addresses.note_outcome(pk, report.reply)
    if report.is_about_address:
        addresses.refused(pk)
    return True


BY_KIND: dict[str, Callable[[int, BounceReport], bool]] = {
    "press": _of_press,
    "letter": _of_newsletter,
    "portal": _of_outbox,
    "confirm": _of_confirmation,
    "join": _of_newsletter_confirmation,
    "contact": _of_contact,
}
"""Who acts on a report, by the kind of message that its Message-ID names."""
