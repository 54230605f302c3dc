"""What becomes of a visitor's message: received once, sent to a mailbox, acknowledged, answered."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import contact_routing
from .contact_recipients import ContactRecipient, columns_of
from .contact_tables import ContactDelivery, ContactMessage, ContactSubject
from .enums import ContactRole
from .subscribers import CONFIRM_WITHIN, hashed

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of what a reference is made: nothing that is read for something else on the telephone."""


@dataclass(frozen=True)
class WrittenMessage:
    """What somebody wrote, clean, and whom it is for: a recipient, else a subject."""

    language: str
    about: str
    name: str
    organisation: str
    email: str
    text: str
    recipient: ContactRecipient | None = None
    subject: ContactSubject | None = None

    @property
    def fingerprint(self) -> str:
        """Keyed, since it stands for what somebody wrote: who, what, to whom."""
        to = (
            f"{self.recipient.kind.name}:{self.recipient.record.pk}"
            if self.recipient
            else f"{self.subject and self.subject.pk}"
        )
        parts = "\n".join((to, self.email.casefold(), " ".join(self.text.split())))
        return salted_hmac("mailing.contact-once", parts, algorithm="sha256").hexdigest()

    @property
    def is_known(self) -> bool:
        """Whether the same was received before, and is still kept."""
        return ContactMessage.objects.filter(fingerprint=self.fingerprint).exists()


def receive(written: WrittenMessage) -> ContactMessage:
    """Keep a message, and have it and its acknowledgement leave. Sent twice, even at the same moment, it is one."""
    try:
        with transaction.atomic():
            return _keep(written)
    except IntegrityError:
        return ContactMessage.objects.get(fingerprint=written.fingerprint)


def _keep(written: WrittenMessage) -> ContactMessage:
    reference = "-".join("".join(secrets.choice(_SIGNS) for _sign in range(4)) for _part in range(2))
    message = ContactMessage.objects.create(
        reference=reference,
        language=written.language,
        subject=written.subject,
        about=written.about[:300],
        name=written.name,
        organisation=written.organisation,
        email=written.email,
        text=written.text,
        fingerprint=written.fingerprint,
        copy_key=hashed(copy_token(reference, written.email)),
        **columns_of(written.recipient),
    )
    contact_routing.route(message)
    ContactDelivery.objects.create(contact_message=message, role=ContactRole.RECEIPT, recipient=message.email)
    return message


def copy_token(reference: str, email: str) -> str:
    """The secret of the acknowledgement's link. It is computed, so that it is kept nowhere."""
    return salted_hmac("mailing.contact-copy", f"{reference}:{email.casefold()}", algorithm="sha256").hexdigest()


def to_confirm(token: str, at: datetime | None = None) -> ContactMessage | None:
    """The message whose sender holds a link; none once it is too old or the message is forgotten."""
    since = (at or timezone.now()) - CONFIRM_WITHIN
    return ContactMessage.objects.filter(copy_key=hashed(token), created_at__gt=since).first()


@transaction.atomic
def confirm(token: str) -> ContactMessage | None:
    """The owner of an address confirms it, and gets the copy of what was written in their name, once."""
    message = to_confirm(token)
    if message is None:
        return None
    if message.confirmed_at is None:
        message.confirmed_at = timezone.now()
        message.save(update_fields=["confirmed_at"])
    ContactDelivery.objects.get_or_create(contact_message=message, role=ContactRole.COPY, recipient=message.email)
    return message


def mark_answered(pk: int) -> bool:
    """Somebody has answered a message: from now on the days run after which it is forgotten."""
    return bool(ContactMessage.objects.filter(pk=pk, answered_at=None).update(answered_at=timezone.now()))


def mark_unanswered(pk: int) -> bool:
    return bool(ContactMessage.objects.filter(pk=pk).exclude(answered_at=None).update(answered_at=None))
