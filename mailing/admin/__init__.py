"""The press list, its mailings, the newsletter, the outbox, what visitors write and registrations in the back office.

They are read, stopped and decided on. Nothing is typed in by hand but newsletters, what the press office knows of journalists,
who answers visitors, and whoever asked staff to be registered.
"""

from .contact_messages import ContactDeliveryAdmin, ContactMessageAdmin
from .contact_settings import ContactSubjectAdmin, MailboxAdmin
from .journalists import JournalistAdmin, PressListAdmin
from .mailings import MailingAdmin
from .newsletters import NewsletterDeliveryAdmin, NewsletterIssueAdmin, NewsletterReaderAdmin
from .queued_mail import DeliveryAdmin, OutboxMessageAdmin
from .registrations import RegistrationAdmin
from .subscribers import SubscriberAdmin

__all__ = [
    "ContactDeliveryAdmin",
    "ContactMessageAdmin",
    "ContactSubjectAdmin",
    "DeliveryAdmin",
    "JournalistAdmin",
    "MailboxAdmin",
    "MailingAdmin",
    "NewsletterDeliveryAdmin",
    "NewsletterIssueAdmin",
    "NewsletterReaderAdmin",
    "OutboxMessageAdmin",
    "PressListAdmin",
    "RegistrationAdmin",
    "SubscriberAdmin",
]
