"""Who is to get which release, and whether it may still leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from news.models import PressRelease
from news.querysets import edition_relations
from news.reading import read_public
from publishing import clock, languages
from publishing.enums import MailState
from publishing.localized_text import localized_text

from . import audiences, mail_messages, recalls, subscribers
from .enums import MailingKind, SubscriberState
from .models import Delivery, Mailing, Subscriber
from .queue import OVERDUE_AFTER, Gate, MailQueue, dropped

FRESH = timedelta(hours=24)
"""A release older than this is never mailed by itself: not after loading old data, not after a long standstill."""


def prepare(at: datetime | None = None) -> None:
    """Make a mailing for each release that has just become public in a language, and address those that are not yet."""
    at = at or clock.now()
    recalls.prepare()
    for code in languages.codes():
        for release in not_prepared(code, at):
            Mailing.objects.bulk_create([Mailing(release=release, language=code)], ignore_conflicts=True)
    for mailing in Mailing.objects.filter(filled_at=None, stopped_at=None):
        _address(mailing.pk)


def not_prepared(language: str, at: datetime) -> QuerySet:
    """Releases that became public in a language less than ``FRESH`` ago and have no mailing in it. Examples are not mailed."""
    moment = languages.column("public_from", language)
    return (
        PressRelease.objects.public(language, at)
        .real()
        .filter(**{f"{moment}__gt": at - FRESH})
        .exclude(pk__in=Mailing.objects.filter(language=language, kind=MailingKind.RELEASE).values("release"))
        .order_by("pk")
    )


def prepared_too_late(at: datetime) -> QuerySet[PressRelease]:
    """Releases that should have had a mailing long ago, in some language."""
    found = Q(pk__in=())
    for code in languages.codes():
        late = {f"{languages.column('public_from', code)}__lte": at - OVERDUE_AFTER}
        found |= Q(pk__in=not_prepared(code, at).filter(**late).order_by().values("pk"))
    return PressRelease.objects.filter(found)


@transaction.atomic
def _address(mailing_pk: int) -> None:
    """One row for each address that is to get it; who confirms later receives the next release."""
    mailing = Mailing.objects.select_for_update().filter(pk=mailing_pk, filled_at=None, stopped_at=None).first()
    if mailing is None:
        return
    if mailing.kind == MailingKind.RELEASE:
        wanted = audiences.recipients(mailing.release_id).filter(language=mailing.language)
    elif recalls.is_release_in_hand(mailing):
        return  # The next round knows what became of it.
    else:
        wanted = recalls.recipients(mailing)
    rows = [Delivery(mailing=mailing, subscriber_id=pk) for pk in wanted.order_by("pk").values_list("pk", flat=True)]
    Delivery.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    mailing.filled_at = timezone.now()
    mailing.save(update_fields=["filled_at"])


class DeliveryQueue(MailQueue[Delivery]):
    """The messages of all mailings that are not stopped."""

    model = Delivery
    waits_since = "mailing__filled_at"
    not_taken = {"edition": None}

    def due(self, at: datetime) -> QuerySet:
        return super().due(at).filter(mailing__in=Mailing.objects.filter(stopped_at=None).values("pk"))

    def gate(self, row: Delivery, at: datetime) -> Gate:
        """The release, its moment in this language, the address and the mailing, as they are now."""
        mailing = Mailing.objects.get(pk=row.mailing_id)
        row.mailing, row.subscriber = mailing, Subscriber.objects.get(pk=row.subscriber_id)
        if mailing.stopped_at is not None:
            return Gate(changes={"state": MailState.WAITING})
        if row.subscriber.state != SubscriberState.CONFIRMED or row.subscriber.language != mailing.language:
            return dropped(_("The address is not on the list any more."), at)
        if mailing.kind == MailingKind.WITHDRAWAL:
            return _gate_of_withdrawal(row, at)
        release = PressRelease.objects.public(mailing.language, at).filter(pk=mailing.release_id).first()
        if release is None:
            return _gate_of_hidden_release(mailing, at)
        if mailing.kind == MailingKind.CORRECTION and not recalls.still_says(mailing):
            return dropped(_("The correction is not there any more."), at)
        if mailing.kind == MailingKind.CORRECTION and recalls.is_told(mailing, row.subscriber_id):
            return dropped(_("The corrected text has reached this address already."), at)
        return _open(row, release, lambda stored: stored.is_public(mailing.language))

    def recipient(self, row: Delivery) -> str:
        return row.subscriber.email

    def message_id(self, row: Delivery) -> str:
        return mail_messages.message_id("press", row.pk, row.mailing_id, row.subscriber_id)

    def address_refused(self, row: Delivery) -> None:
        subscribers.refused(row.subscriber_id)


def _open(row: Delivery, release: PressRelease, may_leave: Callable[[PressRelease], bool]) -> Gate:
    """Open for the words in force, as long as they are.

    Once more under the release's lock, which every step of its life takes: whoever is told of a correction or a withdrawal is
    chosen after it, so a message is either marked before it with the words that it corrects, or written with the new ones.
    """
    column = f"{languages.column('edition', row.mailing.language)}_id"
    edition = getattr(release, column)

    def still_holds() -> bool:
        stored = PressRelease.objects.select_for_update(no_key=True).filter(pk=release.pk).first()
        return stored is not None and getattr(stored, column) == edition and may_leave(stored)

    return Gate(lambda: _written(row, release), marks={"edition": row.edition_id or edition}, still_holds=still_holds)


def _written(row: Delivery, release: PressRelease) -> EmailMultiAlternatives:
    """The message, with the release as it reads at this moment; what follows an earlier one says which (RFC 5322, 3.6.4)."""
    language = row.mailing.language
    prefetch_related_objects([release], *edition_relations(language))
    withdrawn = row.mailing.kind == MailingKind.WITHDRAWAL
    notice = [localized_text(release, "withdrawal_notice", language)] if withdrawn else []
    message = mail_messages.of_delivery(row, read_public(release, language), *notice)
    if earlier := recalls.message_before(row):
        message.extra_headers |= {"In-Reply-To": earlier, "References": earlier}
    return message


def _gate_of_withdrawal(row: Delivery, at: datetime) -> Gate:
    release = PressRelease.objects.filter(pk=row.mailing.release_id).first()
    if release is None or not release.was_taken_back(row.mailing.language, at):
        return dropped(_("The release is not withdrawn."), at)
    return _open(row, release, lambda stored: stored.was_taken_back(row.mailing.language))


def _gate_of_hidden_release(mailing: Mailing, at: datetime) -> Gate:
    """A release whose moment was moved is waited for; any other one that is not public is not sent any more."""
    moved = PressRelease.objects.filter(pk=mailing.release_id).first()
    moment = moved.public_from(mailing.language) if moved and not moved.is_withdrawn(at) else None
    if moment is not None and moment > at:
        return Gate(changes={"state": MailState.WAITING, "not_before": moment})
    return dropped(_("The release is not public any more."), at)


DELIVERIES = DeliveryQueue()


def with_progress(mailings: QuerySet) -> QuerySet:
    """Each mailing with how many of its messages are in each state, counted by the database in one query."""
    counts = {f"in_{state}": Count("deliveries", filter=Q(deliveries__state=state)) for state in MailState.values}
    return mailings.annotate(messages_total=Count("deliveries"), **counts)


def of_unknown_outcome() -> QuerySet[Mailing]:
    """Mailings with messages of which nobody knows whether they arrived."""
    return Mailing.objects.filter(pk__in=Delivery.objects.filter(state=MailState.UNKNOWN).values("mailing"))


def stopped_with_messages_left() -> QuerySet[Mailing]:
    """Mailings that somebody has stopped and that have something to send, or nobody addressed yet."""
    left = Delivery.objects.filter(state=MailState.WAITING).values("mailing")
    return Mailing.objects.exclude(stopped_at=None).filter(Q(filled_at=None) | Q(pk__in=left))


def stop(mailing_pk: int) -> bool:
    """Hold a mailing: nothing of it is handed over from now on, until somebody lets it go on."""
    return bool(Mailing.objects.filter(pk=mailing_pk, stopped_at=None).update(stopped_at=timezone.now()))


def go_on(mailing_pk: int) -> bool:
    """Let a mailing that was stopped go on."""
    return bool(Mailing.objects.filter(pk=mailing_pk).exclude(stopped_at=None).update(stopped_at=None))
