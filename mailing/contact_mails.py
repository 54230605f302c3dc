"""What mails about visitors' messages say: plain text, so that nothing that a stranger wrote is ever mark-up.

The acknowledgement holds no word of its sender's: whoever types somebody else's address has the portal send them fixed
sentences, and nothing of theirs. The copy goes to who has confirmed the address.
"""

from __future__ import annotations

from email.headerregistry import Address

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import languages

from . import contact, contact_routing, mail_messages
from .contact_recipients import ContactRecipient
from .contact_tables import ContactDelivery, ContactMessage
from .enums import ContactRole
from .subscribers import CONFIRM_WITHIN

TEMPLATES = {
    ContactRole.MAILBOX: "mailing/mail/contact_message",
    ContactRole.RECEIPT: "mailing/mail/contact_receipt",
    ContactRole.COPY: "mailing/mail/contact_copy",
}


def of(row: ContactDelivery) -> EmailMultiAlternatives:
    """The mail of a row: to staff in the main language, to who wrote in theirs."""
    role = ContactRole(row.role)
    return _to_mailbox(row) if role is ContactRole.MAILBOX else _to_sender(row, role)


def _to_mailbox(row: ContactDelivery) -> EmailMultiAlternatives:
    message, language = row.contact_message, languages.main()
    with override(language):
        subject = _("[%(name)s] %(about)s (%(reference)s)") % {
            "name": settings.PORTAL_NAME,
            "about": message.about,
            "reference": message.reference,
        }
        mail = _written(row, ContactRole.MAILBOX, subject, language)
    mail.reply_to = [str(Address(display_name=message.name, addr_spec=message.email))]
    return mail


def _to_sender(row: ContactDelivery, role: ContactRole) -> EmailMultiAlternatives:
    language = row.contact_message.language
    with override(language):
        if role is ContactRole.RECEIPT:
            subject = _("We have received your message (%(reference)s)") % {"reference": row.contact_message.reference}
        else:
            subject = _("Copy of your message (%(reference)s)") % {"reference": row.contact_message.reference}
        return _written(row, role, subject, language)


def _written(row: ContactDelivery, role: ContactRole, subject: str, language: str) -> EmailMultiAlternatives:
    message = row.contact_message
    context = {
        "language": language,
        "name": settings.PORTAL_NAME,
        "site_url": settings.SITE_URL,
        "message": message,
        "written_in": languages.name(message.language),
        "mailbox": contact_routing.mailbox_for(ContactRecipient.of_message(message), message.subject),
        "copy_url": copy_url(message),
        "days": CONFIRM_WITHIN.days,
        "admin_url": settings.SITE_URL + reverse("admin:mailing_contactmessage_change", args=[message.pk]),
    }
    return mail_messages.of_text(TEMPLATES[role], subject, context, language, row.recipient)


def copy_url(message: ContactMessage) -> str:
    """Where the sender confirms the address and asks for the copy."""
    token = contact.copy_token(message.reference, message.email)
    with override(message.language):
        return settings.SITE_URL + reverse("contact-copy", kwargs={"token": token})
