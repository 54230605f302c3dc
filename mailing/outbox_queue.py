"""What other rooms have written to the outbox, on its way."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop as _

from publishing.outbox import OutboxMessage, context_at_sending

from . import mail_messages, registration_retention
from .event_desk import MESSAGE
from .queue import Gate, MailQueue, dropped


class OutboxQueue(MailQueue[OutboxMessage]):
    """The messages of the outbox. Their moment holds them back, and what they tell where it is read when they leave."""

    model = OutboxMessage
    waits_since = "created_at"

    def gate(self, row: OutboxMessage, at: datetime) -> Gate:
        shown = context_at_sending(row)
        if shown is None:
            return dropped(_("What it tells is over, or does not concern this person any more."), at)
        return Gate(lambda: mail_messages.of_outbox(row, shown))

    def address_refused(self, row: OutboxMessage) -> None:
        """Whoever registered for an event with an address that is none takes nobody's place."""
        if row.template == MESSAGE:
            registration_retention.unreachable(row.context["registration"])

    def recipient(self, row: OutboxMessage) -> str:
        return row.recipient

    def message_id(self, row: OutboxMessage) -> str:
        return mail_messages.message_id("portal", row.pk, row.created_at.isoformat())


OUTBOX = OutboxQueue()
