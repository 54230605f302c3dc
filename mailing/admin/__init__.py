"""The press list, its mailings and the outbox in the back office: read, stopped, decided on.

Nothing is typed in by hand but what the press office knows of journalists.
"""

from .journalists import JournalistAdmin, PressListAdmin
from .mailings import MailingAdmin
from .queued_mail import DeliveryAdmin, OutboxMessageAdmin
from .subscribers import SubscriberAdmin

__all__ = ["DeliveryAdmin", "JournalistAdmin", "MailingAdmin", "OutboxMessageAdmin", "PressListAdmin", "SubscriberAdmin"]
