"""What became of the portal between a backup and its restore, as the journal knows it, compared with the restored database."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from publishing import journal, journal_file
from publishing.enums import JournalKind as Kind
from publishing.enums import MailState
from publishing.journal import JournalDifference, JournalEntry
from publishing.journal_kinds import moment
from publishing.journal_tables import JournalLine, Quarantine
from publishing.log_words import kind_of

logger = logging.getLogger(__name__)

MARGIN = timedelta(minutes=2)
"""Lines a little older than the backup are compared too: machines' clocks differ, and what is the same is no difference."""
ORDER = (
    Kind.ERASED,
    Kind.DELETED,
    Kind.WITHDRAWN,
    Kind.MOVED,
    Kind.ENDED,
    Kind.STRUCK,
    Kind.DISABLED,
    Kind.REVOKED,
    Kind.LEFT,
    Kind.PREPARED,
    Kind.DELIVERED,
    Kind.SEALED,
)
"""Who is to go goes before what is left of them is looked at, and a mailing is there before its messages."""


@dataclass
class SinceBackup:
    """By kind, what the journal knows and the database does not; ``fault`` says why it is not to be relied on, if it is not."""

    differences: dict[Kind, list[JournalDifference]] = field(default_factory=dict)
    fault: str = ""
    lines: int = 0

    @property
    def to_apply(self) -> list[JournalDifference]:
        return [one for kind in ORDER for one in self.differences.get(kind, ()) if one.mend]

    @property
    def for_a_person(self) -> list[JournalDifference]:
        return [one for kind in ORDER for one in self.differences.get(kind, ()) if not one.mend]


def compare(quarantine: Quarantine, directory: Path | None = None) -> SinceBackup:
    """Look at the last that the journal says of each record since the backup."""
    directory = directory or settings.JOURNAL_DIR
    found = SinceBackup()
    last = _last_lines(quarantine, directory, found)
    found.lines = len(last)
    for kind in ORDER:
        differences = [difference for entry in last.values() if entry.kind == kind for difference in _differences(entry)]
        if differences:
            found.differences[kind] = differences
    return found


def _last_lines(quarantine: Quarantine, directory: Path | None, found: SinceBackup) -> dict[tuple[str, str, str], JournalEntry]:
    since = quarantine.backup_made_at - MARGIN if quarantine.backup_made_at else None
    last: dict[tuple[str, str, str], JournalEntry] = {}
    for entry in itertools.chain(_journal(quarantine, directory, found), _still_waiting()):
        if _is_since(entry, since):
            _take(last, entry)
    return {key: replace(entry, others=last) for key, entry in last.items()}


def _journal(quarantine: Quarantine, directory: Path | None, found: SinceBackup) -> Iterator[JournalEntry]:
    """The lines that can be believed; what is wrong with the others is noted."""
    knows_backup = quarantine.journal_head in ("", journal_file.BEGINNING)
    if directory is None or not directory.is_dir() or not journal_file.files(directory):
        found.fault = _("There is no journal.")
        return
    try:
        for entry, mark in journal_file.read(directory):
            knows_backup = knows_backup or mark == quarantine.journal_head
            yield entry
    except journal_file.BrokenJournalError as error:
        found.fault = _("The journal was changed or is damaged at %(place)s; what stands behind it is not believed.") % {
            "place": error
        }
    else:
        if not knows_backup:
            found.fault = _("The journal lacks the line with which it ended when the backup was made: some are missing.")


def _is_since(entry: JournalEntry, since: datetime | None) -> bool:
    at = moment(entry.at)
    return since is None or at is None or at >= since


def _take(last: dict[tuple[str, str, str], JournalEntry], entry: JournalEntry) -> None:
    """The last line counts; of a message the last that says what became of it, whatever was not known before or after."""
    key = (entry.kind, entry.model, entry.record)
    earlier = last.get(key)
    if earlier is None or not _is_settled(earlier) or _is_settled(entry):
        last.pop(key, None)  # Last in order, too.
        last[key] = entry


def _is_settled(entry: JournalEntry) -> bool:
    return entry.kind == Kind.DELIVERED and entry.said.get("state") in (MailState.SENT, MailState.REFUSED)


def _still_waiting() -> Iterator[JournalEntry]:
    """Lines that were on their way when the backup was made."""
    for row in JournalLine.objects.order_by("pk"):
        yield JournalEntry(row.key, row.at.isoformat(), row.kind, row.model, row.record, row.said)


def _differences(entry: JournalEntry) -> Iterator[JournalDifference]:
    comparison = journal.comparison(entry)
    if comparison is None:
        return
    try:
        yield from comparison(entry)
    except (LookupError, ValueError, TypeError, ObjectDoesNotExist) as error:
        logger.warning("A line of the journal cannot be compared: %s", kind_of(error))
        sentence = _("%(model)s %(record)s: this line is of a form that this version does not know.")
        yield JournalDifference(entry, sentence % {"model": entry.model, "record": entry.record})


def apply(found: SinceBackup) -> Iterator[tuple[JournalDifference, str]]:
    """Apply again what can be, one by one; gives each with what is left for a person to do, if anything is."""
    for difference in found.to_apply:
        try:
            with transaction.atomic():
                left = difference.mend() if difference.mend else None
        except (DatabaseError, ValidationError, PermissionDenied, ObjectDoesNotExist, LookupError, ValueError) as error:
            logger.warning("What the journal knows could not be applied: %s", kind_of(error))
            yield difference, _("It could not be applied: do it by hand, before you open the portal.")
        else:
            yield difference, left if isinstance(left, str) else ""
