"""A restored portal is closed until a person opens it: nothing is public, nothing is mailed, nobody signs in.

``state`` is the one question, asked by the middleware before every page and by the workers before every message. It fails
closed: a database without the table, or one that has never answered this process, is in quarantine. The answer is believed
for ``QUARANTINE_ASKED_EVERY`` seconds; whoever begins a quarantine over a portal that runs waits so long (``begin``).
"""

from __future__ import annotations

import enum
import logging
import threading
import time
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import journal
from .enums import JournalKind
from .journal_tables import Quarantine

logger = logging.getLogger(__name__)


class QuarantineState(enum.Enum):
    """Whether the portal serves and sends; ``UNKNOWN`` where nobody has ever told this process, which does neither."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class QuarantineError(Exception):
    """Nothing may leave: the portal was restored from a backup, and nobody has opened it yet."""


class _QuarantineWatch:
    """Asks seldom, and remembers. One thread asks; the others need not wait for it, unless nobody has ever been answered."""

    _state = QuarantineState.UNKNOWN
    _asked_at: float | None = None
    error: DatabaseError | InterfaceError | None = None
    """Why nothing is known, where nothing is."""

    def __init__(self) -> None:
        self._asking = threading.Lock()

    def state(self) -> QuarantineState:
        every = settings.QUARANTINE_ASKED_EVERY
        if every is None:
            return QuarantineState.OPEN
        is_unknown = self._state is QuarantineState.UNKNOWN
        # Whoever comes while the first of a process asks waits for the answer.
        if (is_unknown or self._is_due(every)) and self._asking.acquire(blocking=is_unknown):
            try:
                if self._is_due(every):
                    self._state = self._ask()
                    self._asked_at = time.monotonic()
            finally:
                self._asking.release()
        return self._state

    def _is_due(self, every: float) -> bool:
        return self._asked_at is None or time.monotonic() - self._asked_at >= every

    def _ask(self) -> QuarantineState:
        try:
            closed = Quarantine.objects.filter(opened_at=None).exists()
        except (OperationalError, InterfaceError) as error:
            # Who is away says nothing new; a table that is not there says that this is no portal yet.
            self.error = error
            return QuarantineState.CLOSED if "no such table" in str(error) else self._state
        except DatabaseError:
            return QuarantineState.CLOSED
        return QuarantineState.CLOSED if closed else QuarantineState.OPEN

    def forget(self) -> None:
        self._state, self._asked_at, self.error = QuarantineState.UNKNOWN, None, None


_watch = _QuarantineWatch()


def state() -> QuarantineState:
    """Whether the portal serves and sends. Everything that does either asks this."""
    return _watch.state()


def is_open() -> bool:
    return state() is QuarantineState.OPEN


def why_unknown() -> Exception:
    """What the database answered, where this process has never learnt whether the portal is in quarantine."""
    return _watch.error or QuarantineError("The database has never answered.")


def forget() -> None:
    """Ask anew at the next question, as a process that has just begun does."""
    _watch.forget()


def require_open() -> None:
    """Raise ``QuarantineError`` where nothing may leave."""
    if not is_open():
        raise QuarantineError(_("The portal is in quarantine after a restore: nothing leaves until somebody has opened it."))


def current() -> Quarantine | None:
    """The quarantine that the portal is in; of several the oldest, which knows the oldest backup."""
    return Quarantine.objects.filter(opened_at=None).order_by("backup_made_at", "pk").first()


def begin(backup: str = "", backup_made_at: datetime | None = None) -> Quarantine:
    """Close the portal, and wait until every process that runs must have noticed."""
    row = Quarantine.objects.create(backup=backup[:200], backup_made_at=backup_made_at)
    time.sleep((settings.QUARANTINE_ASKED_EVERY or 0) * 1.2)
    forget()
    return row


@transaction.atomic
def open_all(by: str, note: str = "", at: datetime | None = None) -> int:
    """Let the portal serve and send again; who did it is kept in the row, in the log and in the journal.

    Raises ``ValidationError`` where nobody is named. Gives how many quarantines there were.
    """
    if not by.strip():
        raise ValidationError(_("Say who opens the portal."))
    rows = Quarantine.objects.select_for_update().filter(opened_at=None)
    keys = list(rows.values_list("pk", flat=True))
    Quarantine.objects.filter(pk__in=keys).update(opened_at=at or timezone.now(), opened_by=by.strip()[:150], note=note)
    for key in keys:
        journal.note(JournalKind.OPENED, "publishing.quarantine", key)
    logger.warning("The portal was opened after a restore, by %s.", by)
    transaction.on_commit(forget)
    return len(keys)
