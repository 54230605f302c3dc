"""The press list: asking, confirming and leaving.

No change of state depends on a page being opened, and nothing here tells whether an address is on the list.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from publishing import languages

from .enums import OFF_THE_LIST, SubscriberState
from .models import ErasedAddress, Subscriber
from .queue import OVERDUE_AFTER

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation works, and how long an address that was not confirmed is kept."""

LATELY = timedelta(days=30)
"""For how long somebody counts as new on the list, or as just gone."""


def digest(email: str, language: str) -> str:
    """The keyed hash under which an erased address is known again; without SECRET_KEY it tells nothing."""
    return salted_hmac("mailing.erased", f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()


def hashed(token: str) -> str:
    """How a token is kept: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def leave_token(email: str, language: str) -> str:
    """The secret of a subscriber's way out. It is computed, not kept, so that each message can carry the same one."""
    return salted_hmac("mailing.leave", f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()


def _of(email: str, language: str) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(email__iexact=email, language=language)


# Asking, confirming, leaving


def ask(email: str, codes: Collection[str], origin: str) -> None:
    """Somebody asks for an address to be put on the list in some languages: its owner is going to be asked, once for all.

    What is confirmed is left as it is. The message is sent by ``manage.py deliver``, so that a slow mail server does not hold
    the page up, and so that known and unknown addresses answer alike.
    """
    with transaction.atomic():
        for code in sorted(codes, key=lambda code: code != languages.current()):
            _ask_in(email, code, origin)


def _ask_in(email: str, language: str, origin: str) -> None:
    subscriber = _of(email, language).select_for_update().first()
    if subscriber is None:
        _add(email, language, origin)
    elif subscriber.state != SubscriberState.CONFIRMED:
        subscriber.state, subscriber.confirm_hash = SubscriberState.PENDING, ""
        subscriber.created_at, subscriber.origin = timezone.now(), origin
        subscriber.save(update_fields=["state", "confirm_hash", "created_at", "origin"])


def _add(email: str, language: str, origin: str) -> None:
    try:
        with transaction.atomic():
            Subscriber.objects.create(
                email=email, language=language, origin=origin, leave_token=hashed(leave_token(email, language))
            )
    except IntegrityError:
        pass  # The same address was asked for twice at the same moment: once is enough.


def to_be_asked() -> QuerySet[Subscriber]:
    """Addresses whose owners have not been written to yet."""
    return Subscriber.objects.filter(state=SubscriberState.PENDING, confirm_hash="").order_by("pk")


def asked_too_late(at: datetime) -> QuerySet[Subscriber]:
    """Addresses whose owners should have been written to long ago."""
    return to_be_asked().filter(created_at__lte=at - OVERDUE_AFTER)


def begin_asking(subscriber: Subscriber) -> str | None:
    """A new token for an address that is about to be written to, in every language that it is to be asked for.

    ``None`` when somebody else is writing to it.
    """
    token = secrets.token_urlsafe(32)
    rows = to_be_asked().filter(email__iexact=subscriber.email)
    return token if rows.order_by().update(confirm_hash=hashed(token)) else None


def asked_for(token: str) -> list[str]:
    """The languages that a token asks to confirm."""
    return list(_asked(token).filter(state=SubscriberState.PENDING).order_by("pk").values_list("language", flat=True))


def _asked(token: str) -> QuerySet[Subscriber]:
    return Subscriber.objects.filter(confirm_hash=hashed(token))


def ask_later(token: str) -> None:
    """The message did not leave: it is still to be sent, with a new token."""
    Subscriber.objects.filter(state=SubscriberState.PENDING, confirm_hash=hashed(token)).update(confirm_hash="")


def to_confirm(token: str, at: datetime | None = None) -> Subscriber | None:
    """The address that a link asks to confirm; none once the link is too old, or its owner has left."""
    return _to_confirm(token, at or timezone.now()).first()


def _to_confirm(token: str, at: datetime) -> QuerySet[Subscriber]:
    states = (SubscriberState.PENDING, SubscriberState.CONFIRMED)
    return _asked(token).filter(created_at__gt=at - CONFIRM_WITHIN, state__in=states).order_by("pk")


@transaction.atomic
def confirm(token: str) -> Subscriber | None:
    """Put an address on the list, in every language that its owner was asked for; ``None`` where the link confirms nothing."""
    asked = list(_to_confirm(token, timezone.now()))
    for subscriber in asked:
        if subscriber.state == SubscriberState.PENDING:
            subscriber.state, subscriber.confirmed_at, subscriber.left_at = SubscriberState.CONFIRMED, timezone.now(), None
            subscriber.soft_bounces, subscriber.outcome = 0, ""
            subscriber.save(update_fields=["state", "confirmed_at", "left_at", "soft_bounces", "outcome"])
            ErasedAddress.objects.filter(digest=digest(subscriber.email, subscriber.language)).delete()
    return asked[0] if asked else None


def joined_lately(at: datetime | None = None) -> QuerySet[Subscriber]:
    """Addresses that were confirmed within ``LATELY`` and are on the list still."""
    since = (at or timezone.now()) - LATELY
    return Subscriber.objects.filter(state=SubscriberState.CONFIRMED, confirmed_at__gte=since)


def left_lately(at: datetime | None = None) -> QuerySet[Subscriber]:
    """Addresses that went off the list within ``LATELY``, by themselves or because their server refuses them."""
    since = (at or timezone.now()) - LATELY
    return Subscriber.objects.filter(state__in=OFF_THE_LIST, left_at__gte=since)


def to_leave(token: str) -> Subscriber | None:
    """The address that a link leads off the list, wherever it stands."""
    return Subscriber.objects.filter(leave_token=hashed(token)).first()


def confirmed_languages(subscriber: Subscriber) -> list[str]:
    """The languages in which the owner of an address receives releases."""
    rows = Subscriber.objects.filter(email__iexact=subscriber.email, state=SubscriberState.CONFIRMED)
    known = set(rows.values_list("language", flat=True))
    return [code for code in languages.codes() if code in known]


@transaction.atomic
def leave(token: str, only_this: bool = False) -> Subscriber | None:
    """Take an address off the list, in every language; with ``only_this`` in that of the link alone.

    Asked twice, it has left the first time.
    """
    subscriber = to_leave(token)
    if subscriber is None:
        return None
    rows = Subscriber.objects.filter(email__iexact=subscriber.email).exclude(state=SubscriberState.LEFT)
    if only_this:
        rows = rows.filter(pk=subscriber.pk)
    rows.update(state=SubscriberState.LEFT, left_at=timezone.now(), confirm_hash="")
    subscriber.refresh_from_db()
    return subscriber


def note_outcome(subscriber_pk: int, reply: str) -> None:
    """What the mail server said when the owner was asked."""
    Subscriber.objects.filter(pk=subscriber_pk).update(outcome=reply)


def refused(subscriber_pk: int) -> None:
    """The address's own server refused it for good: in every language, since it is the same address."""
    for email in Subscriber.objects.filter(pk=subscriber_pk).values_list("email", flat=True):
        Subscriber.objects.filter(email__iexact=email).exclude(state__in=OFF_THE_LIST).update(
            state=SubscriberState.BOUNCED, left_at=timezone.now()
        )
