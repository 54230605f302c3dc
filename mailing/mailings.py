"""Who is to get which release, and whether it may still leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.db.models import Count, Q, QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from news.models import PressRelease
from news.querysets import edition_relations
from news.reading import read_public
from publishing import clock, languages
from publishing.enums import MailState
from publishing.localized_text import localized_text
from publishing.prepared_queries import prepared
from publishing.querysets import led_to

from . import audiences, mail_messages, recalls, subscribers
from .enums import MailingKind, SubscriberState
from .letters import Letter
from .models import Delivery, Mailing, Subscriber
from .queue import OVERDUE_AFTER, Gate, MailQueue, dropped

OF_RELEASE = (
    "stamp",
    "withdrawn_at",
    *languages.columns("public_from"),
    *(f"{name}_id" for name in languages.columns("edition")),
)
"""The columns of a release that say whether it is public, and in which words."""

ON_THE_LIST = Q(
    mailing__in=Mailing.objects.filter(stopped_at=None).values("pk"),
    subscriber__in=Subscriber.objects.filter(state=SubscriberState.CONFIRMED).values("pk"),
)
"""What a message asks of its mailing and its address in the very statement that marks it."""

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
    as_long_as = ON_THE_LIST
    not_taken = {"edition": None}

    def due(self, at: datetime) -> QuerySet:
        return super().due(at).filter(mailing__in=Mailing.objects.filter(stopped_at=None).values("pk"))

    def reading(self) -> QuerySet:
        """With the address, the mailing, and of the release what says whether it is public."""
        whole = [f"{name}__{field.attname}" for name in ("mailing", "subscriber") for field in _columns_of(Delivery, name)]
        own = [field.attname for field in Delivery._meta.concrete_fields]
        return (
            Delivery.objects.select_related("mailing__release", "subscriber")
            .only(*own, *whole, *(f"mailing__release__{name}" for name in OF_RELEASE))
            .order_by("pk")
        )

    def gate(self, row: Delivery, at: datetime) -> Gate:
        """The release, its moment in this language, the address and the mailing, as they are now."""
        mailing = row.mailing
        if mailing.stopped_at is not None:
            return Gate(changes={"state": MailState.WAITING})
        if row.subscriber.state != SubscriberState.CONFIRMED or row.subscriber.language != mailing.language:
            return dropped(_("The address is not on the list any more."), at)
        if mailing.kind == MailingKind.WITHDRAWAL:
            return _gate_of_withdrawal(row, at)
        if not mailing.release.is_public(mailing.language, at):
            return _gate_of_hidden_release(mailing, at)
        if mailing.kind == MailingKind.CORRECTION and not recalls.still_says(mailing):
            return dropped(_("The correction is not there any more."), at)
        if mailing.kind == MailingKind.CORRECTION and recalls.is_told(mailing, row.subscriber_id):
            return dropped(_("The corrected text has reached this address already."), at)
        return _open(row, mailing.release, lambda stored: stored.is_public(mailing.language))

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
        return any(getattr(stored, column) == edition and may_leave(stored) for stored in _locked(release=release.pk))

    marks = {"edition": row.edition_id or edition}
    return Gate(lambda: _written(row, release), marks=marks, still_holds=still_holds)


@prepared
def _locked(*, release: int) -> QuerySet[PressRelease]:
    """A release, for as long as the transaction lasts: nothing of its life changes meanwhile."""
    return PressRelease.objects.select_for_update(no_key=True).only(*OF_RELEASE).filter(pk=release)


def _written(row: Delivery, release: PressRelease) -> EmailMultiAlternatives | None:
    """The message; what follows an earlier one says which (RFC 5322, 3.6.4). None where no edition is in force any more."""
    edition = getattr(release, f"{languages.column('edition', row.mailing.language)}_id")
    letter = DELIVERIES.letters.get((row.mailing_id, edition, release.stamp), lambda: _letter(row.mailing))
    if letter is None:
        return None
    message = mail_messages.of_delivery(row, letter)
    if earlier := recalls.message_before(row):
        message.extra_headers |= {"In-Reply-To": earlier, "References": earlier}
    return message


def _letter(mailing: Mailing) -> Letter | None:
    """What a mailing says, with the release as it reads at this moment."""
    language = mailing.language
    release = PressRelease.objects.in_language(language).filter(pk=mailing.release_id).first()
    if release is None or not release.is_sealed(language):
        return None
    prefetch_related_objects([release], *edition_relations(language))
    withdrawn = mailing.kind == MailingKind.WITHDRAWAL
    notice = [localized_text(release, "withdrawal_notice", language)] if withdrawn else []
    return mail_messages.letter_of(mailing.kind, read_public(release, language), *notice)


def _gate_of_withdrawal(row: Delivery, at: datetime) -> Gate:
    release = row.mailing.release
    if not release.was_taken_back(row.mailing.language, at):
        return dropped(_("The release is not withdrawn."), at)
    return _open(row, release, lambda stored: stored.was_taken_back(row.mailing.language))


def _gate_of_hidden_release(mailing: Mailing, at: datetime) -> Gate:
    """A release whose moment was moved is waited for; any other one that is not public is not sent any more."""
    release = mailing.release
    moment = None if release.is_withdrawn(at) else release.public_from(mailing.language)
    if moment is not None and moment > at:
        return Gate(changes={"state": MailState.WAITING, "not_before": moment})
    return dropped(_("The release is not public any more."), at)


def _columns_of(model: type[models.Model], relation: str) -> Sequence[models.Field]:
    return led_to(model, relation)._meta.concrete_fields


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
