"""Whoever received a release is told of its correction or its withdrawal, if the press office decides so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet

from news.models import Correction, PressRelease
from news.release_recipients import CORRECTED, WITHDRAWN
from publishing import languages, outbox
from publishing.enums import MailState

from .enums import MailingKind, SubscriberState
from .models import Delivery, Mailing, Subscriber

RECEIVED = Q(state__in=(MailState.SENT, MailState.UNKNOWN)) | (Q(edition__isnull=False) & ~Q(state=MailState.REFUSED))
"""What may have arrived counts as received: better told in vain than left with a text that is wrong.

A message that was to be sent again keeps the edition of its first attempt, which may have arrived, whatever becomes of it.
"""


def prepare() -> None:
    """Make the mailings that the press room has asked for since."""
    outbox.take_notices({CORRECTED: _correction, WITHDRAWN: _withdrawal})


def _correction(payload: Mapping[str, Any]) -> None:
    """A mailing for each language in which the correction says something."""
    correction = Correction.objects.filter(pk=payload["correction"]).first()
    if correction is not None:
        spoken = {code: None for code in languages.codes() if getattr(correction, languages.column("says", code))}
        _make(correction.release_id, spoken | payload.get("editions", {}), MailingKind.CORRECTION, correction.pk)


def _withdrawal(payload: Mapping[str, Any]) -> None:
    if PressRelease.objects.filter(pk=payload["release"]).exists():
        _make(payload["release"], dict.fromkeys(languages.codes()), MailingKind.WITHDRAWAL)


def _make(release_pk: int, editions: Mapping[str, int | None], kind: MailingKind, correction: int = 0) -> None:
    """In each of some languages, with the edition that a correction put in force there.

    Only where the release itself was mailed: elsewhere nobody received it.
    """
    sent = Mailing.objects.filter(release=release_pk, kind=MailingKind.RELEASE, language__in=editions)
    Mailing.objects.bulk_create(
        [
            Mailing(release_id=release_pk, language=code, kind=kind, correction=correction, edition_id=editions[code])
            for code in sent.order_by("pk").values_list("language", flat=True)
        ],
        ignore_conflicts=True,
    )


def _received(release_pk: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        RECEIVED,
        mailing__release=release_pk,
        mailing__kind=MailingKind.RELEASE,
        subscriber__state=SubscriberState.CONFIRMED,
    )


def recipients(mailing: Mailing) -> QuerySet[Subscriber]:
    """Whoever received a release in a language, and is still on the list; of a correction, those who got older words alone."""
    received = _received(mailing.release_id).filter(mailing__language=mailing.language)
    return Subscriber.objects.filter(pk__in=received.values("subscriber")).exclude(pk__in=_told(mailing).values("subscriber"))


def is_told(mailing: Mailing, subscriber: int) -> bool:
    """Whether somebody has got the words of a correction since, or later ones."""
    return _told(mailing).filter(subscriber=subscriber).exists()


def _told(mailing: Mailing) -> QuerySet[Delivery]:
    """Messages that certainly brought the words of a correction, or later ones; none where it is not known which those are."""
    return Delivery.objects.filter(
        mailing__release=mailing.release_id,
        mailing__language=mailing.language,
        state=MailState.SENT,
        edition__number__gte=Mailing.objects.filter(pk=mailing.pk).values("edition__number"),
    )


def how_many(release: PressRelease) -> dict[str, int]:
    """How many received a release, by language, in one query."""
    counted = _received(release.pk).values("mailing__language").annotate(number=Count("pk")).order_by("mailing__language")
    numbers = dict(counted.values_list("mailing__language", "number"))
    return {code: numbers[code] for code in languages.codes() if code in numbers}


def editions_received(release: PressRelease) -> dict[int, list[tuple[int, int]]]:
    """For each mailing of a release how many messages brought which edition, by its number, or may have; in one query."""
    rows = Delivery.objects.filter(RECEIVED, mailing__release=release.pk, edition__isnull=False)
    counted = rows.values_list("mailing", "edition__number").annotate(Count("pk")).order_by("mailing", "edition__number")
    found: dict[int, list[tuple[int, int]]] = {}
    for mailing, number, messages in counted:
        found.setdefault(mailing, []).append((number, messages))
    return found


def is_release_in_hand(mailing: Mailing) -> bool:
    """Whether the release itself is being handed over to somebody at this moment, perhaps in its old words."""
    claimed = Delivery.objects.filter(state=MailState.CLAIMED, mailing__release=mailing.release_id)
    return claimed.filter(mailing__language=mailing.language, mailing__kind=MailingKind.RELEASE).exclude(message_id="").exists()


def still_says(mailing: Mailing) -> bool:
    """Whether the correction of a mailing is there, and says something in its language."""
    says = {f"{languages.column('says', mailing.language)}__gt": ""}
    return Correction.objects.filter(pk=mailing.correction, release=mailing.release_id, **says).exists()


def message_before(row: Delivery) -> str:
    """The Message-ID of the release as a subscriber received it, for a message that follows it."""
    if row.mailing.kind == MailingKind.RELEASE:
        return ""
    earlier = _received(row.mailing.release_id).filter(subscriber=row.subscriber_id, mailing__language=row.mailing.language)
    return earlier.exclude(message_id="").values_list("message_id", flat=True).first() or ""
