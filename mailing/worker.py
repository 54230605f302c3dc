"""The worker of ``manage.py deliver``, and what operators ask of all that is to leave."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from publishing import clock, languages, notifications, quarantine
from publishing.outbox import OutboxNotice
from publishing.quarantine_middleware import carry
from publishing.workers import worker_name

from . import contact_routing, mailings, recalls, registrations, server_troubles, subscribers
from .confirmations import CONFIRMATIONS
from .contact_queue import CONTACT
from .mailings import DELIVERIES
from .models import Mailing
from .outbox_queue import OUTBOX
from .queue import OVERDUE_AFTER, MailQueue
from .smtp import MailConnection, Unreachable, mail_connection

logger = logging.getLogger(__name__)

QUEUES: tuple[MailQueue[Any], ...] = (OUTBOX, CONTACT, DELIVERIES)
"""Single messages first: they must not wait for a mailing to hundreds."""


class Worker:
    """Claims messages, sends them over one connection a batch, writes down what became of each."""

    def __init__(self, batch: int = 50, is_stopping: Callable[[], bool] = lambda: False):
        self.name, self.batch, self.is_stopping = worker_name(), batch, is_stopping

    def round(self) -> bool:
        """Do what is to be done now, up to one batch of each kind. Says whether anything was.

        May raise ``Unreachable``, which the back office then tells until messages leave again, ``WrongClockError`` where this
        machine must not send, and ``QuarantineError`` where nothing may leave. What left is in the journal before the next
        batch.
        """
        carry()
        quarantine.require_open()
        clock.require_right()
        for queue in QUEUES:
            queue.rescue(self.name)
        mailings.prepare()
        contact_routing.prepare()
        registrations.let_lapse()
        _prepare_notifications()
        try:
            with mail_connection() as connection:
                done = self._send(connection)
        except Unreachable as error:
            server_troubles.note(str(error))
            raise
        if done:
            server_troubles.over()
        return done > 0

    def _send(self, connection: MailConnection) -> int:
        done = CONFIRMATIONS.send_batch(connection, self.batch, self._must_stop)
        for queue in QUEUES:
            done += queue.send_batch(self.name, connection, self.batch, self._must_stop)
        if done:
            carry()
        return done

    def _must_stop(self) -> bool:
        """Asked to, or because the clock has gone wrong, or the portal was closed, in the middle of a batch."""
        return self.is_stopping() or not clock.is_right() or not quarantine.is_open()


def _prepare_notifications() -> None:
    """What staff have to know of holds up no mail to journalists."""
    try:
        notifications.prepare()
    except DatabaseError:
        raise
    except Exception:
        logger.exception("What staff have to know of could not be looked for.")


@transaction.atomic
def hold_after_restore(at: datetime | None = None) -> int:
    """After a backup was restored: what it holds as waiting may have been sent since, so all of it waits for a person.

    Mailings of releases that are public by now are stopped, whether the backup knew them or not. Gives how many were.
    """
    at = at or timezone.now()
    recalls.prepare()
    for code in languages.codes():
        held = [Mailing(release=release, language=code, stopped_at=at) for release in mailings.not_prepared(code, at)]
        Mailing.objects.bulk_create(held, ignore_conflicts=True)
    for queue in QUEUES:
        queue.hold_after_restore()
    Mailing.objects.filter(stopped_at=None, filled_at=None).update(stopped_at=at)
    return Mailing.objects.filter(stopped_at=at).count()


def is_overdue(at: datetime | None = None) -> bool:
    """Whether something should have left long ago: no worker runs, or the mail server takes nothing."""
    at = at or timezone.now()
    late = at - OVERDUE_AFTER
    if subscribers.asked_too_late(at).exists() or mailings.prepared_too_late(at).exists():
        return True
    if OutboxNotice.objects.filter(created_at__lte=late).exists():
        return True
    return any(queue.is_overdue(at) for queue in QUEUES)
