"""How long the portal keeps addresses and messages, and how it forgets them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from news import embargo_links
from publishing import languages, sheet_jobs
from publishing.outbox import OutboxMessage

from . import list_requests, newsletter_readers, registration_retention
from .enums import OFF_THE_LIST
from .models import ContactMessage, ErasedAddress, Journalist, Subscriber
from .newsletter_readers import READERS
from .subscribers import PRESS, digest

FORGET_AFTER = timedelta(days=30)
"""How long an address is kept once its owner has left, or once its server has refused it for good; and a message of the outbox
once it has left, or will not leave."""

FORGET_ANSWERED_AFTER = timedelta(days=90)
"""How long a visitor's message is kept once it is answered, as the page on personal data says."""

FORGET_UNANSWERED_AFTER = timedelta(days=180)
"""How long a visitor's message is kept that nobody has marked as answered, delivered or not."""


@dataclass(frozen=True)
class Forgotten:
    """How many addresses and messages a day's ``forget`` let go."""

    unconfirmed: int
    gone: int
    messages: int
    contact_messages: int
    registrations: int


@transaction.atomic
def forget(at: datetime | None = None) -> Forgotten:
    """What the daily timer does: let go of addresses never confirmed, and erase those that are off the list; delete the
    outbox's messages that were settled long ago, what visitors wrote once its time is up, and who registered for events that
    are over. A message of the outbox of unknown outcome stays until a person has decided."""
    at = at or timezone.now()
    late = PRESS.let_go_unconfirmed(at)
    _delete_owners(set(late))
    unconfirmed = len(late) + len(READERS.let_go_unconfirmed(at))
    off = {"state__in": OFF_THE_LIST, "left_at__lte": at - FORGET_AFTER}
    gone = _erase(Subscriber.objects.filter(**off)) + newsletter_readers.erase(READERS.entries.filter(**off))
    messages = _delete(OutboxMessage.objects.filter(done_at__lte=at - FORGET_AFTER))
    return Forgotten(unconfirmed, gone, messages, _forget_contact(at), registration_retention.forget(at))


def _forget_contact(at: datetime) -> int:
    """Visitors' messages go with the mails about them, those of unknown outcome too: their time is up all the same."""
    answered = Q(answered_at__lte=at - FORGET_ANSWERED_AFTER)
    unanswered = Q(answered_at=None, created_at__lte=at - FORGET_UNANSWERED_AFTER)
    return _delete(ContactMessage.objects.filter(answered | unanswered))


@transaction.atomic
def erase_address(email: str) -> int:
    """Erase one address in every language, whether it is on the list or not: no import brings it back.

    The outbox's messages to it go with it, those that still wait included. Gives how many entries of the list there were.
    """
    for code in languages.codes():
        ErasedAddress.objects.get_or_create(digest=digest(email, code))
    OutboxMessage.objects.filter(recipient__iexact=email).delete()
    list_requests.of_address(email).delete()
    ContactMessage.objects.filter(email__iexact=email).delete()
    registration_retention.erase_address(email)
    embargo_links.forget([email])
    _forget_sheets({email.casefold()})
    found = _erase(Subscriber.objects.filter(email__iexact=email))
    found += newsletter_readers.erase(READERS.entries.filter(email__iexact=email))
    Journalist.objects.filter(email=email.casefold()).delete()
    return found


@transaction.atomic
def erase(subscribers: QuerySet[Subscriber]) -> int:
    """Erase addresses, with what was sent to them; a keyed hash of each is all that stays."""
    for email in subscribers.values_list("email", flat=True):
        OutboxMessage.objects.filter(recipient__iexact=email).delete()
    return _erase(subscribers)


def _erase(subscribers: QuerySet[Subscriber]) -> int:
    entries = list(subscribers.values_list("pk", "email", "language"))
    for _pk, email, language in entries:
        ErasedAddress.objects.get_or_create(digest=digest(email, language))
    Subscriber.objects.filter(pk__in=[pk for pk, _email, _language in entries]).delete()
    emails = {email.casefold() for _pk, email, _language in entries}
    _delete_owners(emails)
    _forget_sheets(emails)
    return len(entries)


def _forget_sheets(emails: Collection[str]) -> None:
    """Spreadsheets on their way in that hold an address: nothing brings it back."""
    if emails:
        sheet_jobs.forget_naming(lambda said: any(email in str(said).casefold() for email in emails))


def _delete_owners(emails: Collection[str]) -> None:
    """What is known of an owner goes with the last of their subscriptions, and so do their reading links under embargo."""
    staying = set(Journalist.objects.filter(email__in=emails).exclude(subscriptions=None).values_list("email", flat=True))
    embargo_links.forget([email for email in emails if email not in staying])
    Journalist.objects.filter(email__in=emails, subscriptions=None).delete()


def _delete(messages: QuerySet) -> int:
    _total, by_model = messages.delete()
    return by_model.get(messages.model._meta.label, 0)
