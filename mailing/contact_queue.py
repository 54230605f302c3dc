"""Mails about visitors' messages, on their way: the discipline is that of every mail of the house."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from publishing.enums import MailState

from . import contact_mails, contact_routing, mail_messages
from .contact_tables import ContactDelivery
from .enums import ContactRole
from .queue import Gate, MailQueue, dropped
from .smtp import SendResult, SendStatus


class ContactQueue(MailQueue[ContactDelivery]):
    """To mailboxes, and to who wrote. A mailbox that refuses has the message go on to the next address."""

    model = ContactDelivery
    waits_since = "created_at"
    as_long_as = ~Q(role=ContactRole.MAILBOX) | Q(contact_message__answered_at=None)

    def gate(self, row: ContactDelivery, at: datetime) -> Gate:
        if row.role == ContactRole.MAILBOX and row.contact_message.answered_at is not None:
            return dropped(_("The message was answered before it left."), at)
        return Gate(lambda: contact_mails.of(row))

    def recipient(self, row: ContactDelivery) -> str:
        return row.recipient

    def message_id(self, row: ContactDelivery) -> str:
        return mail_messages.message_id("contact", row.pk, row.created_at.isoformat())

    def address_refused(self, row: ContactDelivery) -> None:
        if row.role == ContactRole.MAILBOX:
            contact_routing.note_refusal(row.recipient)

    def _settle(self, row: ContactDelivery, worker: str, result: SendResult) -> None:
        super()._settle(row, worker, result)
        if row.role == ContactRole.MAILBOX and result.status is SendStatus.SENT:
            contact_routing.note_arrival(row.recipient)

    def came_back(self, row: ContactDelivery, reply: str, at: datetime, *, is_final: bool, is_about_address: bool) -> None:
        """A server that had taken a mail says that it could not deliver it. The worker has it go on to the next address."""
        sent = ContactDelivery.objects.filter(pk=row.pk, state__in=[MailState.SENT, MailState.UNKNOWN])
        if not is_final:
            sent.update(outcome=reply)
        elif sent.update(state=MailState.REFUSED, outcome=reply, done_at=at) and is_about_address:
            self.address_refused(row)


CONTACT = ContactQueue()
