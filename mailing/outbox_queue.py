"""What other rooms have written to the outbox, on its way."""

from __future__ import annotations

from datetime import datetime

from publishing.outbox import OutboxMessage

from . import mail_messages
from .queue import Gate, MailQueue


class OutboxQueue(MailQueue[OutboxMessage]):
    """The messages of the outbox. Nothing but their moment holds them back."""

    model = OutboxMessage
    waits_since = "created_at"

    def gate(self, row: OutboxMessage, at: datetime) -> Gate:
        return Gate(lambda: mail_messages.of_outbox(row))

    def recipient(self, row: OutboxMessage) -> str:
        return row.recipient

    def message_id(self, row: OutboxMessage) -> str:
        return mail_messages.message_id("portal", row.pk, row.created_at.isoformat())


OUTBOX = OutboxQueue()
