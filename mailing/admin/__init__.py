"""The press list, its mailings and the outbox in the back office: read, stopped, decided on.

Nothing is typed in by hand but what the press office knows of journalists, and who answers visitors.
"""

from .contact_messages import ContactDeliveryAdmin, ContactMessageAdmin
from .contact_settings import ContactSubjectAdmin, MailboxAdmin
from .journalists import JournalistAdmin, PressListAdmin
from .mailings import MailingAdmin
from .queued_mail import DeliveryAdmin, OutboxMessageAdmin
from .subscribers import SubscriberAdmin

__all__ = [
    "ContactDeliveryAdmin",
    "ContactMessageAdmin",
    "ContactSubjectAdmin",
    "DeliveryAdmin",
    "JournalistAdmin",
    "MailboxAdmin",
    "MailingAdmin",
    "OutboxMessageAdmin",
    "PressListAdmin",
    "SubscriberAdmin",
]
