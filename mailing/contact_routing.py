"""Whom a visitor's message goes to: the mailbox of its recipient or subject, else the one that takes what no other does.

Each address is tried once for a message. One that refuses, or from which the message comes back, has the next one tried; when
none is left, the back office says that nobody got the message, and it leaves as soon as another address is set.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from publishing.enums import MailState

from .contact_recipients import ContactRecipient
from .enums import ContactRole, ContactTopic
from .models import ContactDelivery, ContactMessage, ContactSubject, Mailbox

_FACTS = {ContactTopic.ACCESSIBILITY.value: "accessibility_email", ContactTopic.PRIVACY.value: "dpo_email"}
"""The mailboxes that the operator's settings name for what the law asks for."""


def mailbox_for(recipient: ContactRecipient | None, subject: ContactSubject | None) -> Mailbox | None:
    """The mailbox that answers for somebody or for a subject; ``None`` where the operator's settings alone name an address."""
    own = _own(recipient, subject)
    return own if own is not None or _fact(recipient, subject) else _fallback()


def _own(recipient: ContactRecipient | None, subject: ContactSubject | None) -> Mailbox | None:
    if recipient is not None:
        return Mailbox.objects.filter(**{recipient.kind.mailboxes: recipient.record.pk}).order_by("pk").first()
    return subject.mailbox if subject else None


def _fallback() -> Mailbox | None:
    return Mailbox.objects.filter(is_fallback=True).first()


def _fact(recipient: ContactRecipient | None, subject: ContactSubject | None) -> str:
    name = _FACTS.get(subject.topic or "") if subject and not recipient else None
    return settings.FACTS[name] if name else ""


def addresses_for(message: ContactMessage) -> list[str]:
    """The addresses to try, in order: those that were refused lately come last."""
    recipient, subject = ContactRecipient.of_message(message), message.subject
    own = _own(recipient, subject)
    alive: list[str] = []
    refused: list[str] = []
    if own is None:
        alive.append(_fact(recipient, subject))
    for mailbox in filter(None, (own, _fallback())):
        (refused if mailbox.is_refused() else alive).append(mailbox.email)
        alive.append(mailbox.backup)
    alive.append(settings.FACTS["contact_email"])
    return list(_once([*alive, *refused]))


def _once(addresses: list[str]) -> Iterator[str]:
    seen = set()
    for address in filter(None, addresses):
        if address.casefold() not in seen:
            seen.add(address.casefold())
            yield address


def route(message: ContactMessage) -> ContactDelivery | None:
    """Have a message go to the next address that it has not been tried at; ``None`` where there is none."""
    tried = {row.recipient.casefold() for row in message.deliveries.filter(role=ContactRole.MAILBOX)}
    for address in addresses_for(message):
        if address.casefold() not in tried:
            return ContactDelivery.objects.create(contact_message=message, role=ContactRole.MAILBOX, recipient=address)
    return None


def prepare() -> int:
    """Have every message that no address took go to its next one; gives how many did. The worker asks it at each round."""
    done = 0
    for pk in list(ContactMessage.objects.reached_nobody().order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            message = ContactMessage.objects.select_for_update().filter(pk=pk).first()
            if message is not None and not _is_on_its_way(message):
                done += route(message) is not None
    return done


def _is_on_its_way(message: ContactMessage) -> bool:
    """Asked once more under the lock: another worker may have been quicker."""
    settled = (MailState.REFUSED, MailState.DROPPED)
    return message.deliveries.filter(role=ContactRole.MAILBOX).exclude(state__in=settled).exists()


def note_refusal(address: str) -> None:
    """An address's own server refuses it: the mailboxes that have it pass it over for a while, and staff are told."""
    Mailbox.objects.filter(email__iexact=address).update(refused_email=address, refused_at=timezone.now())


def note_arrival(address: str) -> None:
    """An address takes mail again."""
    Mailbox.objects.filter(email__iexact=address).exclude(refused_at=None).update(refused_email="", refused_at=None)
