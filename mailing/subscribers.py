"""The press list: asking, confirming, leaving and being forgotten.

No change of state depends on a page being opened, and nothing here tells whether an address is on the list.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from publishing import languages

from .enums import OFF_THE_LIST, SubscriberState
from .models import ErasedAddress, Subscriber

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation works, and how long an address that was not confirmed is kept."""

FORGET_AFTER = timedelta(days=30)
"""How long an address is kept once its owner has left, or once its server has refused it for good."""


def digest(email: str, language: str) -> str:
    """The keyed hash under which an erased address is known again; without SECRET_KEY it tells nothing."""
    return salted_hmac("mailing.erased", f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()


def hashed(token: str) -> str:
    """How a token is kept: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def leave_token(email: str, language: str) -> str:
    """The secret of a subscriber's way out. It is computed, not kept, so that each message can carry the same one."""
    return salted_hmac("mailing.leave", f"{language}:{email.casefold()}", algorithm="sha256").hexdigest()


def _of(email: str, language: str):
    return Subscriber.objects.filter(email__iexact=email, language=language)


# Asking, confirming, leaving


def ask(email: str, language: str, origin: str) -> None:
    """Somebody asks for an address to be put on the list: its owner is going to be asked.

    A confirmed address is left as it is. The message is sent by ``manage.py deliver``, so that a slow mail server does not hold
    the page up, and so that known and unknown addresses answer alike.
    """
    now = timezone.now()
    with transaction.atomic():
        one = _of(email, language).select_for_update().first()
        if one is None:
            _add(email, language, origin)
        elif one.state != SubscriberState.CONFIRMED:
            one.state, one.confirm_hash, one.created_at, one.origin = SubscriberState.PENDING, "", now, origin
            one.save(update_fields=["state", "confirm_hash", "created_at", "origin"])


def _add(email: str, language: str, origin: str) -> None:
    try:
        with transaction.atomic():
            Subscriber.objects.create(
                email=email, language=language, origin=origin, leave_token=hashed(leave_token(email, language))
            )
    except IntegrityError:
        pass  # The same address was asked for twice at the same moment: once is enough.


def to_be_asked():
    """Addresses whose owners have not been written to yet."""
    return Subscriber.objects.filter(state=SubscriberState.PENDING, confirm_hash="").order_by("pk")


def begin_asking(one: Subscriber) -> str | None:
    """A new token for an address that is about to be written to; ``None`` when somebody else is writing to it."""
    token = secrets.token_urlsafe(32)
    return token if to_be_asked().filter(pk=one.pk).update(confirm_hash=hashed(token)) else None


def ask_later(token: str) -> None:
    """The message did not leave: it is still to be sent, with a new token."""
    Subscriber.objects.filter(state=SubscriberState.PENDING, confirm_hash=hashed(token)).update(confirm_hash="")


def to_confirm(token: str, at: datetime | None = None) -> Subscriber | None:
    """The address that a link asks to confirm; none once the link is too old, or its owner has left."""
    alive = (at or timezone.now()) - CONFIRM_WITHIN
    asked = (SubscriberState.PENDING, SubscriberState.CONFIRMED)
    return Subscriber.objects.filter(confirm_hash=hashed(token), created_at__gt=alive, state__in=asked).first()


@transaction.atomic
def confirm(token: str) -> Subscriber | None:
    one = to_confirm(token)
    if one is not None and one.state == SubscriberState.PENDING:
        one.state, one.confirmed_at, one.left_at = SubscriberState.CONFIRMED, timezone.now(), None
        one.save(update_fields=["state", "confirmed_at", "left_at"])
        ErasedAddress.objects.filter(digest=digest(one.email, one.language)).delete()
    return one


def to_leave(token: str) -> Subscriber | None:
    return Subscriber.objects.filter(leave_token=hashed(token)).first()


@transaction.atomic
def leave(token: str) -> Subscriber | None:
    """Take an address off the list. Asked twice, it has left the first time."""
    one = to_leave(token)
    if one is not None and one.state != SubscriberState.LEFT:
        one.state, one.left_at, one.confirm_hash = SubscriberState.LEFT, timezone.now(), ""
        one.save(update_fields=["state", "left_at", "confirm_hash"])
    return one


def refused(subscriber_pk: int) -> None:
    """The address's own server refused it for good."""
    Subscriber.objects.filter(pk=subscriber_pk).exclude(state__in=OFF_THE_LIST).update(
        state=SubscriberState.BOUNCED, left_at=timezone.now()
    )


# Being forgotten


@dataclass(frozen=True)
class Forgotten:
    """How many addresses a day's ``forget`` let go."""

    unconfirmed: int
    gone: int


@transaction.atomic
def forget(at: datetime | None = None) -> Forgotten:
    """What the daily timer does: let go of addresses never confirmed, and erase those that are off the list."""
    at = at or timezone.now()
    late = Subscriber.objects.filter(state=SubscriberState.PENDING, created_at__lte=at - CONFIRM_WITHIN)
    # Who had left, and was asked again by somebody, has still left.
    late.filter(left_at__isnull=False).update(state=SubscriberState.LEFT, confirm_hash="")
    unconfirmed = late.count()
    late.delete()
    gone = Subscriber.objects.filter(state__in=OFF_THE_LIST, left_at__lte=at - FORGET_AFTER)
    return Forgotten(unconfirmed, _erase(gone))


@transaction.atomic
def erase_address(email: str) -> int:
    """Erase one address in every language, whether it is on the list or not: no import brings it back."""
    for code in languages.codes():
        ErasedAddress.objects.get_or_create(digest=digest(email, code))
    return erase(Subscriber.objects.filter(email__iexact=email))


@transaction.atomic
def erase(subscribers) -> int:
    """Erase addresses, with what was sent to them; a keyed hash of each is all that stays."""
    return _erase(subscribers)


def _erase(subscribers) -> int:
    ones = list(subscribers.values_list("pk", "email", "language"))
    for _pk, email, language in ones:
        ErasedAddress.objects.get_or_create(digest=digest(email, language))
    Subscriber.objects.filter(pk__in=[pk for pk, _email, _language in ones]).delete()
    return len(ones)
