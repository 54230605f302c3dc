"""What the press list keeps of a person who is to be erased: the addresses that are theirs, and what was noted of others."""

from __future__ import annotations

from publishing.erasing import Erasure, register

from . import retention
from .models import Delivery, Journalist, MailServerTrouble, Registration, Subscriber


def _erase(erasure: Erasure) -> None:
    for email in erasure.subject.emails:
        registered = Registration.objects.filter(address_key=email.casefold()).count()
        sent = Delivery.objects.filter(subscriber__email__iexact=email).count()
        erasure.count(Subscriber, retention.erase_address(email))
        erasure.count(Delivery, sent)
        erasure.count(Registration, registered)
    erasure.take_out(Subscriber, "origin", "outcome")
    erasure.take_out(Journalist, "outlet")
    erasure.take_out(Delivery, "outcome")
    erasure.take_out(Registration, "name", "organisation", "needs")
    erasure.take_out(MailServerTrouble, "reply")


def connect() -> None:
    register("mailing", _erase)
