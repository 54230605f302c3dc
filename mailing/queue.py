"""How messages leave: the one discipline of every table of messages on their way.

The rows are the only queue. A row goes from waiting to claimed in a transaction of its own, before anything is sent; just
before the text is handed to the mail server its Message-ID is written down, again on its own; the outcome is written as soon
as the server has answered. So whenever a worker dies, a claimed row without a Message-ID has certainly not been sent and waits
again, and one with a Message-ID may have been: a person decides, never a program.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from django.core.mail import EmailMessage
from django.db import OperationalError, close_old_connections, transaction
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from publishing import clock
from publishing.enums import MailState
from publishing.log_words import PlainWords
from publishing.outbox import DATABASE_AWAY, QueuedMail
from publishing.prepared_updates import Change, prepared_update
from publishing.workers import is_dead

from .letters import LetterBook, ReadyMail
from .smtp import MailConnection, SendResult, SendStatus, Unreachable

DEAD_AFTER = timedelta(minutes=10)
"""How long a claim holds without a sign of life of its worker."""

OVERDUE_AFTER = timedelta(minutes=10)
"""How long a message may wait for its worker before the portal says that it is not well."""

FIRST_PAUSE = timedelta(minutes=5)
MOST_ATTEMPTS = 8
"""The pause doubles after each refusal for now: the last attempt comes some ten hours after the first."""

LONGEST_OUTCOME = 400
UNCLAIMED: dict[str, Any] = {"claimed_by": "", "claimed_at": None, "message_id": ""}
NOT_BEGUN: dict[str, Any] = {"state": MailState.CLAIMED, "message_id": ""}
"""A row that a worker holds, and of which nothing has been handed over."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gate:
    """Whether a message may leave now: open with what writes it, or closed with the changes that its row gets.

    ``marks`` are written on the row together with the mark that its text is being handed over. ``still_holds`` is asked in the
    transaction of that mark, and may lock what the text was read from; the mark itself is made only where the row still fulfils
    the ``as_long_as`` of its queue. Where one of the two says no, or ``compose`` finds nothing to write any more, the row is
    read anew and the gate with it.
    """

    compose: Callable[[], EmailMessage | None] | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    still_holds: Callable[[], bool] = lambda: True


def dropped(reason: str, at: datetime) -> Gate:
    """Closed for good; ``reason`` is a sentence in English, translated when it is read."""
    return Gate(changes={"state": MailState.DROPPED, "outcome": reason, "done_at": at})


Row = TypeVar("Row", bound=QueuedMail)


class MailQueue(ABC, Generic[Row]):
    """A table of messages on their way. A subclass says what may leave, when and to whom; how it leaves is the same for all."""

    model: ClassVar[type[QueuedMail]]
    waits_since: ClassVar[str]
    """The column, seen from a row, that holds since when it waits."""
    as_long_as: ClassVar[Q] = Q()
    """What a row has to fulfil in the very statement that marks it."""
    not_taken: ClassVar[dict[str, Any]] = {}
    """What a row forgets once the server has certainly not taken its text."""

    def __init__(self) -> None:
        self.letters = LetterBook()

    def reading(self) -> QuerySet:
        """Rows with what their gate asks, so that a fresh row brings it fresh."""
        return self.model._default_manager.all()

    @abstractmethod
    def gate(self, row: Row, at: datetime) -> Gate:
        """Whether a row may leave, asked of ``row`` as it has just been read by ``reading``, and of the database."""

    @abstractmethod
    def recipient(self, row: Row) -> str:
        """The address that the message goes to."""

    @abstractmethod
    def message_id(self, row: Row) -> str:
        """The Message-ID: always the same, so that a message that a person sends again is known to be one message."""

    def address_refused(self, row: Row) -> None:
        """The recipient's own server says that there is no such address."""

    def due(self, at: datetime) -> QuerySet:
        """Rows that may be claimed at a moment."""
        return self.model._default_manager.filter(Q(not_before=None) | Q(not_before__lte=at), state=MailState.WAITING)

    # Claiming

    def claim(self, worker: str, most: int, at: datetime | None = None) -> list[int]:
        """Take up to ``most`` rows that are due for one worker; no two workers get the same. Gives their keys."""
        at = at or clock.now()
        with transaction.atomic():
            rows = self.due(at).order_by("pk").select_for_update(skip_locked=True, of=("self",))[:most]
            taken = list(rows.values_list("pk", flat=True))
            claimed = {"state": MailState.CLAIMED, "claimed_by": worker, "claimed_at": at, "message_id": ""}
            self.model._default_manager.filter(pk__in=taken).update(**claimed)
        return taken

    def release_claims(self, worker: str) -> None:
        """What a worker claimed and has certainly not sent waits again."""
        _let_go(self._held_by(worker))

    def rescue(self, worker: str, at: datetime | None = None) -> None:
        """Take back what dead workers held, the earlier rounds of ``worker`` included.

        Nothing is lost if a worker is held for dead by mistake: it looks whether a row is still its own before it sends.
        """
        at = at or timezone.now()
        claimed = self.model._default_manager.filter(state=MailState.CLAIMED)
        names = claimed.order_by().values_list("claimed_by", flat=True).distinct()
        ended = [name for name in names if is_dead(name, worker)]
        dead = claimed.filter(Q(claimed_by__in=ended) | Q(claimed_at__lt=at - DEAD_AFTER))
        _let_go(dead)
        dead.exclude(message_id="").update(state=MailState.UNKNOWN, outcome=_("The sender died while it was sending."))

    def _held_by(self, worker: str) -> QuerySet:
        return self.model._default_manager.filter(claimed_by=worker)

    def _not_begun(self, worker: str) -> QuerySet:
        return self.reading().filter(claimed_by=worker, **NOT_BEGUN)

    # Sending

    def send_batch(self, worker: str, connection: MailConnection, most: int, is_stopping: Callable[[], bool]) -> int:
        """Claim rows and send them, one after the other; gives how many were claimed. May raise ``Unreachable``."""
        taken = self.claim(worker, most)
        self.letters.forget()
        try:
            for row in self._not_begun(worker).filter(pk__in=taken).order_by("pk") if taken else ():
                if is_stopping():
                    break
                self._send(row, worker, connection)
        finally:
            self.release_claims(worker)
        return len(taken)

    def send(self, pk: int, worker: str, connection: MailConnection) -> None:
        """Send one row that ``worker`` holds, if its gate is open, and write down what became of it."""
        row = self._not_begun(worker).filter(pk=pk).first()
        if row is not None:
            self._send(row, worker, connection)

    def _send(self, row: Row, worker: str, connection: MailConnection) -> None:
        """A gate that was open when the batch was read is worth a talk with the server, and no more: ``_begin`` decides."""
        if self._gate(row, clock.now()).compose is None and self._read_anew(row, worker) is None:
            return
        try:
            result = connection.send(self.recipient(row), lambda: self._begin(row, worker))
        except Unreachable:
            raise
        except Exception:
            logger.exception("%s %s failed", PlainWords(self.model._meta.label), row.pk)
            begun = self._held_by(worker).filter(pk=row.pk).exclude(message_id="").exists()
            status = SendStatus.UNKNOWN if begun else SendStatus.LATER
            result = SendResult(status, _("The sender stumbled: its log says why."))
        self._settle(row, worker, result)

    def _gate(self, row: Row, at: datetime) -> Gate:
        """One that cannot be asked is closed for a while and holds up no other row; the portal says that it is late."""
        try:
            return self.gate(row, at)
        except DATABASE_AWAY:
            raise
        except Exception:
            logger.exception("%s %s cannot be read", PlainWords(self.model._meta.label), row.pk)
            return Gate(changes={"state": MailState.WAITING, "not_before": at + FIRST_PAUSE})

    def _close(self, row: Row, worker: str, gate: Gate) -> None:
        self._held_by(worker).filter(pk=row.pk, **NOT_BEGUN).update(**{**UNCLAIMED, **gate.changes})

    def _read_anew(self, row: Row, worker: str) -> Gate | None:
        """The gate of a row as it is now; closed, that is written down."""
        fresh = self._not_begun(worker).filter(pk=row.pk).first()
        if fresh is None:
            return None
        gate = self._gate(fresh, clock.now())
        if gate.compose is None:
            self._close(fresh, worker, gate)
            return None
        return gate

    def _begin(self, row: Row, worker: str) -> EmailMessage | None:
        """The gate once more, at the last moment; then the mark that the text is being handed over."""
        gate: Gate | None = self._gate(row, clock.now())
        message_id = self.message_id(row)
        while gate is not None:
            if gate.compose is not None and (message := self._marked(row, worker, gate, gate.compose, message_id)):
                return message
            gate = self._read_anew(row, worker)
        return None

    def _marked(
        self, row: Row, worker: str, gate: Gate, compose: Callable[[], EmailMessage | None], message_id: str
    ) -> EmailMessage | None:
        """The message, if the gate still holds in the transaction of the mark."""
        message = compose()
        if message is None:
            return None
        message.extra_headers["Message-ID"] = message_id
        # What cannot be put into a message shows here, before the mark.
        message.on_the_wire if isinstance(message, ReadyMail) else message.message()
        with transaction.atomic():
            if not gate.still_holds():
                return None
            mark = {"message_id": message_id, "claimed_at": timezone.now(), **gate.marks}
            begun = _mark(self, worker=worker, key=row.pk, **mark)
        return message if begun else None

    def _settle(self, row: Row, worker: str, result: SendResult) -> None:
        if result.status is SendStatus.NOT_BEGUN:
            return
        changes = _changes_after(result, row.attempts + 1, timezone.now())
        if result.status not in (SendStatus.SENT, SendStatus.UNKNOWN):
            changes |= self.not_taken
        write_for_sure(lambda: self._write_down(row.pk, worker, changes))
        if result.no_such_address:
            self.address_refused(row)

    def _write_down(self, pk: int, worker: str, changes: dict[str, Any]) -> None:
        """Another worker may have held this row for dead meanwhile; what the server said is worth more than not knowing."""
        if changes["state"] == MailState.SENT:
            values = {name: value for name, value in changes.items() if name != "state"}
            _mark_sent(self, worker=worker, key=pk, **values)
        else:
            _in_hand(self, worker, pk).update(**changes)

    # What a person decides

    def mark_arrived(self, pk: int) -> bool:
        """A person has found out that a message of unknown outcome has arrived."""
        return bool(self._unknown(pk).update(state=MailState.SENT, done_at=timezone.now()))

    def send_again(self, pk: int) -> bool:
        """A person has decided that a message of unknown outcome is sent once more."""
        anew = {"state": MailState.WAITING, "not_before": None, "attempts": 0, "outcome": "", **UNCLAIMED}
        return bool(self._unknown(pk).update(**anew))

    def _unknown(self, pk: int) -> QuerySet:
        return self.model._default_manager.filter(pk=pk, state=MailState.UNKNOWN)

    # What operators ask

    def hold_after_restore(self) -> None:
        """After a backup was restored: what it holds as waiting may have been sent since, so a person decides on all of it."""
        self.model._default_manager.filter(state__in=[MailState.WAITING, MailState.CLAIMED]).update(
            state=MailState.UNKNOWN, outcome=_("Restored from a backup: it may have been sent since.")
        )

    def overdue(self, at: datetime) -> QuerySet:
        """Messages that should have left long ago. A long queue is not late while messages of it are leaving."""
        late = at - OVERDUE_AFTER
        waiting = self.due(late).filter(Q(not_before__isnull=False) | Q(**{f"{self.waits_since}__lte": late}))
        return waiting.exclude(Exists(self.model._default_manager.filter(done_at__gt=late)))

    def is_overdue(self, at: datetime) -> bool:
        return self.overdue(at).exists()


@prepared_update
def _mark(queue: MailQueue[Any], *, worker: str, key: int, **mark: Any) -> Change:
    """Of a row that a worker holds and that may still leave: that its text is being handed over."""
    return queue._held_by(worker).filter(queue.as_long_as, pk=key, **NOT_BEGUN), mark


@prepared_update
def _mark_sent(queue: MailQueue[Any], *, worker: str, key: int, **outcome: Any) -> Change:
    return _in_hand(queue, worker, key), {"state": MailState.SENT, **outcome}


def _in_hand(queue: MailQueue[Any], worker: str, key: int) -> QuerySet:
    return queue._held_by(worker).filter(pk=key, state__in=[MailState.CLAIMED, MailState.UNKNOWN])


def _let_go(rows: QuerySet) -> None:
    rows.filter(**NOT_BEGUN).update(state=MailState.WAITING, **UNCLAIMED)


def _changes_after(result: SendResult, attempts: int, at: datetime) -> dict[str, Any]:
    """What a row becomes once the server has answered, or has not, for the ``attempts``-th time."""
    changes: dict[str, Any] = {"attempts": attempts, "outcome": result.reply[:LONGEST_OUTCOME]}
    if result.status is SendStatus.LATER and attempts < MOST_ATTEMPTS:
        pause = FIRST_PAUSE * 2 ** (attempts - 1)
        return changes | {"state": MailState.WAITING, "not_before": at + pause, **UNCLAIMED}
    if result.status is SendStatus.UNKNOWN:
        return changes | {"state": MailState.UNKNOWN}
    return changes | {"state": MailState.SENT if result.status is SendStatus.SENT else MailState.REFUSED, "done_at": at}


def write_for_sure(write: Callable[[], object]) -> None:
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
