"""The worker of ``manage.py deliver``, and what operators ask of all that is to leave."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from publishing import clock, languages, notifications, quarantine
from publishing.log_words import PlainWords
from publishing.outbox import DATABASE_AWAY, OutboxNotice
from publishing.quarantine_middleware import carry
from publishing.workers import worker_name

from . import contact_routing, list_requests, mailings, newsletters, recalls, registrations, server_troubles, subscribers
from .confirmations import ALL_CONFIRMATIONS
from .contact_queue import CONTACT
from .mailings import DELIVERIES
from .models import Mailing
from .newsletter_queue import NEWSLETTERS
from .newsletter_readers import READERS
from .outbox_queue import OUTBOX
from .queue import OVERDUE_AFTER, MailQueue
from .smtp import MailConnection, Unreachable, mail_connection

logger = logging.getLogger(__name__)

QUEUES: tuple[MailQueue[Any], ...] = (OUTBOX, CONTACT, DELIVERIES, NEWSLETTERS)
"""Single messages first: they must not wait for a mailing to hundreds; and the press before the newsletter."""


PREPARATIONS: tuple[Callable[[], object], ...] = (
    mailings.prepare,
    newsletters.prepare,
    contact_routing.prepare,
    registrations.let_lapse,
    list_requests.take,
    notifications.prepare,
)
"""What is looked for before anything is sent: what is due, what was asked for, and last what staff have to know of."""


class Worker:
    """Claims messages, sends them over one connection, writes down what became of each."""

    def __init__(self, batch: int = 50, is_stopping: Callable[[], bool] = lambda: False):
        self.name, self.batch, self.is_stopping = worker_name(), batch, is_stopping
        self._connection: MailConnection | None = None
        self._keeps_connection = False

    def __enter__(self) -> Self:
        """From here on one connection serves every round, for as long as there is something to send."""
        self._keeps_connection = True
        return self

    def __exit__(self, *exception: object) -> None:
        self._keeps_connection = False
        self._close()

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
        for prepare in PREPARATIONS:
            _prepared(prepare)
        try:
            done = self._send(self._open_connection())
        except BaseException as error:
            self._close()
            if isinstance(error, Unreachable):
                server_troubles.note(str(error))
            raise
        if not (done and self._keeps_connection):
            self._close()
        if done:
            server_troubles.over()
        return done > 0

    def _open_connection(self) -> MailConnection:
        if self._connection is None:
            self._connection = mail_connection().__enter__()
        return self._connection

    def _close(self) -> None:
        """Take leave of the mail server."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.__exit__(None, None, None)

    def _send(self, connection: MailConnection) -> int:
        done = sum(asking.send_batch(connection, self.batch, self._must_stop) for asking in ALL_CONFIRMATIONS)
        for queue in QUEUES:
            done += queue.send_batch(self.name, connection, self.batch, self._must_stop)
        if done:
            carry()
        return done

    def _must_stop(self) -> bool:
        """Asked to, or because the clock has gone wrong, or the portal was closed, in the middle of a batch."""
        return self.is_stopping() or not clock.is_right() or not quarantine.is_open()


def _prepared(prepare: Callable[[], object]) -> None:
    """What cannot be prepared holds up nothing else: neither what comes behind it nor what waits to be sent."""
    try:
        prepare()
    except (*DATABASE_AWAY, clock.WrongClockError, quarantine.QuarantineError):
        raise
    except Exception:
        logger.exception("What is to be sent could not be prepared: %s", PlainWords(prepare.__module__))


@transaction.atomic
def hold_after_restore(at: datetime | None = None) -> int:
    """After a backup was restored: what it holds as waiting may have been sent since, so all of it waits for a person.

    Mailings of releases that are public by now are stopped, whether the backup knew them or not, and newsletters that were to
    go. Gives how many were.
    """
    at = at or timezone.now()
    recalls.prepare()
    for code in languages.codes():
        held = [Mailing(release=release, language=code, stopped_at=at) for release in mailings.not_prepared(code, at)]
        Mailing.objects.bulk_create(held, ignore_conflicts=True)
    for queue in QUEUES:
        queue.hold_after_restore()
    Mailing.objects.filter(stopped_at=None, filled_at=None).update(stopped_at=at)
    return Mailing.objects.filter(stopped_at=at).count() + newsletters.hold_after_restore(at)


def is_overdue(at: datetime | None = None) -> bool:
    """Whether something should have left long ago: no worker runs, or the mail server takes nothing."""
    at = at or timezone.now()
    late = at - OVERDUE_AFTER
    if any(addresses.asked_too_late(at).exists() for addresses in (subscribers.PRESS, READERS)):
        return True
    if mailings.prepared_too_late(at).exists():
        return True
    if newsletters.due(late).exists() or OutboxNotice.objects.filter(created_at__lte=late).exists():
        return True
    return any(queue.is_overdue(at) for queue in QUEUES)
