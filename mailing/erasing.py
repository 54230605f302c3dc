"""What the press list keeps of a person who is to be erased: the addresses that are theirs, and what was noted of others."""

from __future__ import annotations

from publishing import languages
from publishing.erasing import Erasure, register, rows_naming

from . import retention
from .models import (
    ContactDelivery,
    ContactMessage,
    Delivery,
    Journalist,
    MailServerTrouble,
    NewsletterDelivery,
    NewsletterIssue,
    NewsletterReader,
    Registration,
    Subscriber,
)


def _erase(erasure: Erasure) -> None:
    erasure.delete(ContactMessage.objects.filter(pk__in=_written_by(erasure)))
    for email in erasure.subject.emails:
        registered = Registration.objects.filter(address_key=email.casefold()).count()
        sent = Delivery.objects.filter(subscriber__email__iexact=email).count()
        readers = NewsletterReader.objects.filter(email__iexact=email).count()
        erasure.count(Subscriber, retention.erase_address(email) - readers)
        erasure.count(NewsletterReader, readers)
        erasure.count(Delivery, sent)
        erasure.count(Registration, registered)
    erasure.take_out(Subscriber, "origin", "outcome")
    erasure.take_out(NewsletterReader, "origin", "outcome")
    erasure.take_out(NewsletterDelivery, "outcome")
    erasure.take_out(NewsletterIssue, *languages.columns("title"), *languages.columns("introduction"))
    erasure.take_out(Journalist, "outlet")
    erasure.take_out(Delivery, "outcome")
    erasure.take_out(Registration, "name", "organisation", "needs")
    erasure.take_out(MailServerTrouble, "reply")
    erasure.take_out(ContactMessage, "text", "about", "organisation")
    erasure.take_out(ContactDelivery, "outcome")


def _written_by(erasure: Erasure) -> list[int]:
    """What the person wrote by the contact form goes whole; what others wrote of them loses their name."""
    return [pk for pk, _columns in rows_naming(erasure.subject, ContactMessage, ("name", "email"))]


def connect() -> None:
    register("mailing", _erase)
