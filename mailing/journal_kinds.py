"""What the press list may not forget: who left, who was erased, and what was handed to the mail server."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from news.models import PressRelease
from publishing.enums import JournalKind, MailState
from publishing.journal import DELETE, INSERT, UPDATE, JournalDifference, JournalEntry, Watch, compares, watch
from publishing.journal_kinds import change, delivered, gone, moment, named, stored, watch_queue

from . import registrations, retention
from .enums import OFF_THE_LIST, RegistrationState
from .models import (
    ContactDelivery,
    ContactMessage,
    Delivery,
    ErasedAddress,
    Journalist,
    Mailing,
    NewsletterDelivery,
    NewsletterIssue,
    NewsletterReader,
    Registration,
    Subscriber,
)
from .subscribers import digest

MAILING = ("release_id", "language", "kind", "correction")


def _left(entry: JournalEntry) -> Iterator[JournalDifference]:
    row = stored(entry)
    if row is not None and entry.said["state"] in OFF_THE_LIST and row.state not in OFF_THE_LIST:
        values = {"state": entry.said["state"], "left_at": moment(entry.said["left_at"]) or moment(entry.at)}
        yield JournalDifference(entry, named(row), lambda: change(row, confirm_hash="", **values))


def _erased(entry: JournalEntry) -> Iterator[JournalDifference]:
    """An address is known again by its keyed hash alone."""
    kept = entry.said["digest"]
    if ErasedAddress.objects.filter(digest=kept).exists():
        return
    rows = [pk for pk, email, code in Subscriber.objects.values_list("pk", "email", "language") if digest(email, code) == kept]
    sentence = _("An address that was erased: %(found)s entries of the list.") % {"found": len(rows)}

    def mend() -> None:
        ErasedAddress.objects.get_or_create(digest=kept)
        retention.erase(Subscriber.objects.filter(pk__in=rows))

    yield JournalDifference(entry, sentence, mend)


def _cancelled(entry: JournalEntry) -> Iterator[JournalDifference]:
    row = stored(entry)
    if row is not None and row.state != RegistrationState.CANCELLED:
        yield JournalDifference(entry, named(row), lambda: registrations.cancel(row.pk))


def _registration_gone(entry: JournalEntry) -> Iterator[JournalDifference]:
    row = stored(entry)
    if row is not None:
        yield JournalDifference(entry, named(row), lambda: registrations.erase([row.pk]))


def _prepared(entry: JournalEntry) -> Iterator[JournalDifference]:
    """A release that was mailed already is not mailed again when it is approved anew: its mailing is made, and held."""
    of = {name: entry.said[name] for name in MAILING}
    release = PressRelease.objects.filter(pk=of["release_id"]).first()
    if release is None or Mailing.objects.filter(**of).exists():
        return
    made = Mailing(**of, filled_at=moment(entry.at), stopped_at=moment(entry.at))
    yield JournalDifference(entry, f"{named(release)} ({of['language']})", made.save)


def _delivered(entry: JournalEntry) -> Iterator[JournalDifference]:
    """By the mailing and the subscriber: a row that the backup does not hold is made, as sent."""
    subscriber = Subscriber.objects.filter(pk=entry.said["subscriber_id"]).first()
    if subscriber is None:
        return
    mailing = _mailing_of(entry)
    row = Delivery.objects.filter(mailing=mailing, subscriber=subscriber).first() if mailing else None
    if row is not None:
        yield from delivered(entry, row)
    else:
        yield JournalDifference(entry, named(subscriber), lambda: _note_sent(entry))


def _note_sent(entry: JournalEntry) -> str | None:
    """Once its mailing has been made, which comes before it."""
    mailing = _mailing_of(entry)
    if mailing is None:
        return _("Its mailing is not known: look at what the release is mailed as before it is approved anew.")
    known = entry.said["state"]
    state = known if known in (MailState.SENT, MailState.REFUSED) else MailState.UNKNOWN
    Delivery.objects.get_or_create(
        mailing=mailing, subscriber_id=entry.said["subscriber_id"], defaults={"state": state, "done_at": moment(entry.at)}
    )
    return None


def _issue_gone_out(entry: JournalEntry) -> Iterator[JournalDifference]:
    """A newsletter that was addressed to its readers since is not addressed again: it is held, as sent."""
    issue = stored(entry)
    if issue is not None and issue.filled_at is None:
        at = moment(entry.said["filled_at"]) or moment(entry.at)
        values = {"filled_at": at, "stopped_at": at, "send_from": issue.send_from or at}
        yield JournalDifference(entry, named(issue), lambda: change(issue, **values))


def _mailing_of(entry: JournalEntry) -> Mailing | None:
    """By what it is, where the journal says so: its number may be another one's by now."""
    key = str(entry.said["mailing_id"])
    made = entry.others.get((JournalKind.PREPARED.value, Mailing._meta.label_lower, key))
    of = {name: made.said[name] for name in MAILING} if made else {"pk": key}
    return Mailing.objects.filter(**of).first()


def connect() -> None:
    off = "NEW.state IN ('left', 'bounced')"
    for listed in (Subscriber, NewsletterReader):
        watch(Watch(JournalKind.LEFT, listed, UPDATE, ("state", "left_at"), ("state",), off), compare=_left)
        watch(Watch(JournalKind.DELETED, listed, DELETE), compare=gone)
    watch(Watch(JournalKind.ERASED, ErasedAddress, INSERT, ("digest",)), compare=_erased)
    for model in (Journalist, ContactMessage):
        watch(Watch(JournalKind.DELETED, model, DELETE), compare=gone)
    given_back = "NEW.state = 'cancelled'"
    watch(Watch(JournalKind.LEFT, Registration, UPDATE, ("state",), ("state",), given_back), compare=_cancelled)
    watch(Watch(JournalKind.DELETED, Registration, DELETE), compare=_registration_gone)
    watch(Watch(JournalKind.PREPARED, Mailing, INSERT, MAILING), compare=_prepared)
    watch_queue(Delivery, "mailing_id", "subscriber_id")
    filled = "NEW.filled_at IS NOT NULL"
    watch(Watch(JournalKind.PREPARED, NewsletterIssue, UPDATE, ("filled_at",), ("filled_at",), filled), compare=_issue_gone_out)
    watch_queue(ContactDelivery)
    watch_queue(NewsletterDelivery)
    compares(JournalKind.DELIVERED, Delivery._meta.label_lower, _delivered)
