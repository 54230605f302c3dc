"""The queue of the press list: who is to get what, who is sending it, and what became of it.

The rows of ``Delivery`` are the only queue. A row goes from waiting to claimed in a transaction of its own, before anything is
sent; just before the text is handed to the mail server its Message-ID is written down, again on its own; the outcome is written
as soon as the server has answered. So whenever a worker dies, a claimed row without a Message-ID has certainly not been sent
and waits again, and one with a Message-ID may have been: a person decides, never a program.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import OperationalError, close_old_connections, transaction
from django.db.models import Count, Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from news.models import PressRelease
from news.querysets import RELATIONS_READ
from news.reading import read
from publishing import languages

from . import mail_messages, subscribers
from .enums import DeliveryState, SubscriberState
from .models import Delivery, Mailing, Subscriber
from .smtp import Fate, Outcome, Unreachable, line

FRESH = timedelta(hours=24)
"""A release older than this is never mailed by itself: not after loading old data, not after a long standstill."""

DEAD_AFTER = timedelta(minutes=10)
"""How long a claim holds without a sign of life of its worker."""

OVERDUE_AFTER = timedelta(minutes=10)
"""How long a message may wait for its worker before the portal says that it is not well."""

FIRST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
"""The pause doubles after each refusal for now: the last attempt comes some ten hours after the first."""

UNCLAIMED = {"claimed_by": "", "claimed_at": None, "message_id": ""}

logger = logging.getLogger(__name__)


# Who is to get what


def prepare(at: datetime | None = None) -> None:
    """Make a mailing for each release that has just become public in a language, and address those that are not yet."""
    at = at or timezone.now()
    for code in languages.codes():
        for release in not_prepared(code, at):
            Mailing.objects.bulk_create([Mailing(release=release, language=code)], ignore_conflicts=True)
    for mailing in Mailing.objects.filter(filled_at=None, stopped_at=None):
        _fill(mailing.pk)


def not_prepared(language: str, at: datetime):
    """Releases that became public in a language less than ``FRESH`` ago and have no mailing in it. Examples are not mailed."""
    moment = languages.column("public_from", language)
    return (
        PressRelease.objects.public(language, at)
        .real()
        .filter(**{f"{moment}__gt": at - FRESH})
        .exclude(pk__in=Mailing.objects.filter(language=language).values("release"))
        .order_by("pk")
    )


@transaction.atomic
def _fill(pk: int) -> None:
    """One row for each address that is confirmed now; who confirms later receives the next release."""
    mailing = Mailing.objects.select_for_update().filter(pk=pk, filled_at=None, stopped_at=None).first()
    if mailing is None:
        return
    confirmed = Subscriber.objects.filter(state=SubscriberState.CONFIRMED, language=mailing.language)
    rows = [Delivery(mailing=mailing, subscriber_id=one) for one in confirmed.order_by("pk").values_list("pk", flat=True)]
    Delivery.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    mailing.filled_at = timezone.now()
    mailing.save(update_fields=["filled_at"])


# Who is sending it


def worker_name() -> str:
    """A name that no other worker has or had, and that tells whether its process still runs on this machine."""
    return f"{socket.gethostname()[:40]}/{os.getpid()}/{secrets.token_hex(4)}"


def _is_dead(name: str, own: str) -> bool:
    """Whether a worker has certainly ended: one of this machine whose process is gone, or had this process's number before."""
    host, pid, _mark = own.split("/")
    parts = name.split("/")
    if name == own or len(parts) != 3 or parts[0] != host or not parts[1].isdecimal():
        return name == own
    if parts[1] == pid:
        return True
    try:
        os.kill(int(parts[1]), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def rescue(worker: str, at: datetime | None = None) -> None:
    """Take back what dead workers held, this one's own earlier rounds included.

    Nothing is lost if a worker is held for dead by mistake: it looks whether a row is still its own before it sends.
    """
    at = at or timezone.now()
    claimed = Delivery.objects.filter(state=DeliveryState.CLAIMED)
    names = claimed.order_by().values_list("claimed_by", flat=True).distinct()
    ended = [name for name in names if _is_dead(name, worker)]
    dead = claimed.filter(Q(claimed_by__in=ended) | Q(claimed_at__lt=at - DEAD_AFTER))
    release_claims(dead)
    dead.exclude(message_id="").update(state=DeliveryState.UNKNOWN, outcome=_("The sender died while it was sending."))


def release_claims(claimed) -> None:
    """Rows that were claimed and certainly not sent wait again."""
    claimed.filter(state=DeliveryState.CLAIMED, message_id="").update(state=DeliveryState.WAITING, **UNCLAIMED)


def claim(worker: str, most: int, at: datetime | None = None) -> list[int]:
    """Take up to ``most`` waiting rows for one worker; no two workers get the same."""
    at = at or timezone.now()
    with transaction.atomic():
        rows = due(at).order_by("pk").select_for_update(skip_locked=True)[:most]
        taken = list(rows.values_list("pk", flat=True))
        Delivery.objects.filter(pk__in=taken).update(
            state=DeliveryState.CLAIMED, claimed_by=worker, claimed_at=at, message_id=""
        )
    return taken


def due(at: datetime):
    running = Mailing.objects.filter(stopped_at=None).values("pk")
    return Delivery.objects.filter(Q(not_before=None) | Q(not_before__lte=at), state=DeliveryState.WAITING, mailing__in=running)


# What becomes of it


@dataclass(frozen=True)
class Gate:
    """Whether a message may leave now: open with the release as it is, or closed with what becomes of the row."""

    release: PressRelease | None = None
    changes: dict | None = None


def gate(delivery: Delivery, at: datetime | None = None) -> Gate:
    """Read everything anew: the release, its moment in this language, the address, the mailing."""
    at = at or timezone.now()
    mailing = Mailing.objects.get(pk=delivery.mailing_id)
    delivery.mailing, delivery.subscriber = mailing, Subscriber.objects.get(pk=delivery.subscriber_id)
    if mailing.stopped_at is not None:
        return Gate(changes={"state": DeliveryState.WAITING})
    if delivery.subscriber.state != SubscriberState.CONFIRMED or delivery.subscriber.language != mailing.language:
        return Gate(changes=_dropped(_("The address is not on the list any more."), at))
    release = PressRelease.objects.public(mailing.language, at).filter(pk=mailing.release_id).first()
    if release is not None:
        return Gate(release)
    moved = PressRelease.objects.filter(pk=mailing.release_id, state=PressRelease.State.APPROVED).first()
    moment = moved.public_from(mailing.language) if moved and not moved.is_withdrawn(at) else None
    if moment is not None and moment > at:
        return Gate(changes={"state": DeliveryState.WAITING, "not_before": moment})
    return Gate(changes=_dropped(_("The release is not public any more."), at))


def _dropped(words: str, at: datetime) -> dict:
    return {"state": DeliveryState.DROPPED, "outcome": words, "done_at": at}


class Sender:
    """One worker: claims rows, sends them over one connection a batch, writes down what became of each."""

    def __init__(self, batch: int = 50, stopping: Callable[[], bool] = lambda: False):
        self.name, self.batch, self.stopping = worker_name(), batch, stopping

    def round(self) -> bool:
        """Do what is to be done now, up to one batch. Says whether anything was. May raise ``Unreachable``."""
        rescue(self.name)
        prepare()
        with line() as way:
            asked = self._ask(way)
            taken = claim(self.name, self.batch)
            try:
                for pk in taken:
                    if self.stopping():
                        break
                    self._send(pk, way)
            finally:
                release_claims(self._mine())
        return bool(asked or taken)

    def _mine(self):
        return Delivery.objects.filter(claimed_by=self.name)

    def _send(self, pk: int, way) -> None:
        delivery = self._mine().filter(pk=pk, state=DeliveryState.CLAIMED, message_id="").select_related("subscriber").first()
        if delivery is None:
            return
        passage = gate(delivery)
        if passage.release is None:
            self._close(delivery, passage)
            return
        try:
            outcome = way.send(delivery.subscriber.email, lambda: self._begin(delivery))
        except Unreachable:
            raise
        except Exception:
            logger.exception("Delivery %s failed", pk)
            begun = self._mine().filter(pk=pk).exclude(message_id="").exists()
            outcome = Outcome(Fate.UNKNOWN if begun else Fate.LATER, _("The sender stumbled: its log says why."))
        self._settle(delivery, outcome)

    def _close(self, delivery: Delivery, passage: Gate) -> None:
        claimed = self._mine().filter(pk=delivery.pk, state=DeliveryState.CLAIMED, message_id="")
        claimed.update(**{**UNCLAIMED, **passage.changes})

    def _begin(self, delivery: Delivery) -> EmailMessage | None:
        """The gate once more, at the last moment; then the mark that the text is being handed over."""
        passage = gate(delivery)
        if passage.release is None:
            self._close(delivery, passage)
            return None
        prefetch_related_objects([passage.release], *RELATIONS_READ)
        message = mail_messages.of_delivery(delivery, read(passage.release, delivery.mailing.language))
        message.message()  # What cannot be put into a message shows here, before the mark.
        mark = {"message_id": mail_messages.message_id(delivery), "claimed_at": timezone.now()}
        begun = self._mine().filter(pk=delivery.pk, state=DeliveryState.CLAIMED, message_id="").update(**mark)
        return message if begun else None

    def _settle(self, delivery: Delivery, outcome: Outcome) -> None:
        if outcome.fate is Fate.NOT_BEGUN:
            return
        at = timezone.now()
        attempts = delivery.attempts + 1
        changes: dict = {"attempts": attempts, "outcome": outcome.words[:400]}
        if outcome.fate is Fate.LATER and attempts < MOST_ATTEMPTS:
            pause = FIRST_PAUSE * 2 ** (attempts - 1)
            changes |= {"state": DeliveryState.WAITING, "not_before": at + pause, **UNCLAIMED}
        elif outcome.fate is Fate.UNKNOWN:
            changes |= {"state": DeliveryState.UNKNOWN}
        else:
            changes |= {"state": DeliveryState.SENT if outcome.fate is Fate.SENT else DeliveryState.REFUSED, "done_at": at}
        # Another worker may have held this one for dead meanwhile; what the server said is worth more than not knowing.
        rows = self._mine().filter(pk=delivery.pk, state__in=[DeliveryState.CLAIMED, DeliveryState.UNKNOWN])
        _whatever_it_takes(lambda: rows.update(**changes))
        if outcome.no_such_address:
            subscribers.refused(delivery.subscriber_id)

    def _ask(self, way) -> int:
        """Write to the owners of addresses that asked to be on the list."""
        asked = 0
        for one in _askable(self.batch):
            if self.stopping():
                break
            asked += self._ask_one(one, way)
        return asked

    @staticmethod
    def _ask_one(one: Subscriber, way) -> int:
        token = None

        def begin() -> EmailMessage | None:
            nonlocal token
            token = subscribers.begin_asking(one)
            return mail_messages.of_confirmation(one, token) if token else None

        outcome = way.send(one.email, begin)
        if outcome.no_such_address:
            subscribers.refused(one.pk)
        elif outcome.fate in (Fate.LATER, Fate.REFUSED):
            if token:
                subscribers.ask_later(token)
            _pause(one)
        return 1


def _whatever_it_takes(write: Callable[[], object]) -> None:
    """What the server said must be written down, even where the database is away for a moment."""
    for seconds in (0.2, 1, 3, 10, 0):
        try:
            write()
            return
        except OperationalError:
            if not seconds:
                raise
            close_old_connections()
            time.sleep(seconds)


_paused: dict[int, datetime] = {}


def _pause(one: Subscriber) -> None:
    """Not to be written to again for some minutes. Kept by the process: at worst a restarted one writes sooner."""
    _paused[one.pk] = timezone.now() + FIRST_PAUSE


def _askable(most: int) -> list[Subscriber]:
    now = timezone.now()
    for pk in [pk for pk, until in _paused.items() if until <= now]:
        del _paused[pk]
    return list(subscribers.to_be_asked().exclude(pk__in=_paused)[:most])


# What staff and operators ask


def with_progress(mailings):
    """Each mailing with how many of its messages are in each state, counted by the database in one query."""
    counts = {f"in_{state}": Count("deliveries", filter=Q(deliveries__state=state)) for state in DeliveryState.values}
    return mailings.annotate(messages_total=Count("deliveries"), **counts)


def it_arrived(delivery_pk: int) -> bool:
    """A person has found out that a message of unknown fate has arrived."""
    return bool(_unknown(delivery_pk).update(state=DeliveryState.SENT, done_at=timezone.now()))


def send_again(delivery_pk: int) -> bool:
    """A person has decided that a message of unknown fate is sent once more."""
    anew = {"state": DeliveryState.WAITING, "not_before": None, "attempts": 0, "outcome": "", **UNCLAIMED}
    return bool(_unknown(delivery_pk).update(**anew))


def _unknown(delivery_pk: int):
    return Delivery.objects.filter(pk=delivery_pk, state=DeliveryState.UNKNOWN)


def stop(mailing_pk: int) -> bool:
    """Hold a mailing: nothing of it is handed over from now on, until somebody lets it go on."""
    return bool(Mailing.objects.filter(pk=mailing_pk, stopped_at=None).update(stopped_at=timezone.now()))


def go_on(mailing_pk: int) -> bool:
    return bool(Mailing.objects.filter(pk=mailing_pk).exclude(stopped_at=None).update(stopped_at=None))


@transaction.atomic
def hold_after_restore(at: datetime | None = None) -> int:
    """After a backup was restored: what it holds as waiting may have been sent since, so all of it waits for a person.

    Mailings of releases that are public by now are stopped, whether the backup knew them or not. Gives how many were.
    """
    at = at or timezone.now()
    for code in languages.codes():
        held = [Mailing(release=release, language=code, stopped_at=at) for release in not_prepared(code, at)]
        Mailing.objects.bulk_create(held, ignore_conflicts=True)
    Delivery.objects.filter(state__in=[DeliveryState.WAITING, DeliveryState.CLAIMED]).update(
        state=DeliveryState.UNKNOWN, outcome=_("Restored from a backup: it may have been sent since.")
    )
    Mailing.objects.filter(stopped_at=None, filled_at=None).update(stopped_at=at)
    return Mailing.objects.filter(stopped_at=at).count()


def is_overdue(at: datetime | None = None) -> bool:
    """Whether something should have left long ago: no worker runs, or the mail server takes nothing.

    A long mailing is not late while messages of it are leaving.
    """
    at = at or timezone.now()
    late = at - OVERDUE_AFTER
    if subscribers.to_be_asked().filter(created_at__lte=late).exists() or any(
        not_prepared(code, at).filter(**{f"{languages.column('public_from', code)}__lte": late}).exists()
        for code in languages.codes()
    ):
        return True
    waiting = due(late).filter(Q(not_before__isnull=False) | Q(mailing__filled_at__lte=late))
    return waiting.exists() and not Delivery.objects.filter(done_at__gt=late).exists()
