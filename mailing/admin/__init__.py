"""The press list, its mailings and the outbox in the back office: read, stopped, decided on; nothing is typed in by hand."""

from .mailings import MailingAdmin
from .queued_mail import DeliveryAdmin, OutboxMessageAdmin
from .subscribers import SubscriberAdmin

__all__ = ["DeliveryAdmin", "MailingAdmin", "OutboxMessageAdmin", "SubscriberAdmin"]
