"""What the journal keeps of every record, and how the stricter of two states is found after a restore.

Whatever is published and has a moment, or is withdrawn, is watched by its columns, and every record by its deletion, so that
a new kind of record is watched as soon as it has a table. What has an end of its own says so with ``watch_state``.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import ProtectedError, RestrictedError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from . import clock, languages
from .enums import JournalKind, MailState
from .journal import DELETE, UPDATE, Comparison, JournalDifference, JournalEntry, Watch, compares, watch, watch_everywhere
from .library_pictures import LibraryPicture
from .models import Published
from .outbox import OutboxMessage
from .records import Record


class Stricter(enum.Enum):
    """Which of two values of a column lets less out."""

    EARLIER = "earlier"
    """An end: none at all is the most open."""
    LATER = "later"
    """A beginning: none at all is the strictest."""
    TRUE = "true"
    FALSE = "false"

    def of(self, known: Any, stored: Any) -> bool:
        """Whether what the journal knows is stricter than what is stored."""
        match self:
            case Stricter.EARLIER:
                return known is not None and (stored is None or known < stored)
            case Stricter.LATER:
                return stored is not None and (known is None or known > stored)
        return bool(known) is (self is Stricter.TRUE)


def moment(value: object) -> datetime | None:
    """A moment as the journal keeps it; one without an offset was written by SQLite, which keeps UTC."""
    found = parse_datetime(str(value)) if value else None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def value_of(column: models.Field, kept: Any) -> Any:
    """What a line of the journal says of a column, as Python has it."""
    if isinstance(column, models.DateTimeField):
        return moment(kept)
    if isinstance(column, models.DateField):
        found: date | None = parse_date(str(kept)[:10]) if kept else None
        return found
    return bool(kept) if isinstance(column, models.BooleanField) else kept


def stored(entry: JournalEntry) -> Any | None:
    """The record of a line, as the restored database has it; nothing where the backup does not hold it."""
    model = apps.get_model(entry.model)
    return models.QuerySet(model).filter(pk=entry.record).first()


def named(record: models.Model) -> str:
    """A record in words, for whoever reads the list on the server."""
    return _("%(kind)s %(number)s, “%(name)s”") % {
        "kind": record._meta.verbose_name,
        "number": record.pk,
        "name": str(record)[:80],
    }


def change(record: models.Model, **values: Any) -> None:
    """Write columns past every form and service: nobody is signed in, and nothing but what the journal says is changed."""
    with transaction.atomic():
        models.QuerySet(type(record)).filter(pk=record.pk).update(**values)


def watch_state(kind: JournalKind, model: type[models.Model], when: str = "", **columns: Stricter) -> tuple[Watch, Comparison]:
    """Have columns written down whenever one changes, and the stricter state kept after a restore."""
    return Watch(kind, model, UPDATE, tuple(columns), tuple(columns), when), _stricter(columns)


def _stricter(columns: Mapping[str, Stricter]) -> Comparison:
    def compare(entry: JournalEntry) -> Iterator[JournalDifference]:
        record = stored(entry)
        if record is None:
            return
        stricter, looser = {}, []
        for name, rule in columns.items():
            known, now = value_of(record._meta.get_field(name), entry.said.get(name)), getattr(record, name)
            if known != now and rule.of(known, now):
                stricter[name] = known
            elif known != now:
                looser.append(name)
        if stricter:
            yield JournalDifference(entry, _told(record, stricter), lambda: change(record, **stricter))
        elif looser:
            sentence = _("%(record)s: %(what)s was opened further since. Nothing is opened by itself: decide, and do it anew.")
            yield JournalDifference(entry, sentence % {"record": named(record), "what": _labels(record, looser)})

    return compare


def _labels(record: models.Model, names: Iterable[str]) -> str:
    return ", ".join(str(record._meta.get_field(name).verbose_name) for name in names)  # type: ignore[union-attr]  # columns


def _told(record: models.Model, values: Mapping[str, Any]) -> str:
    pairs = [{"label": _labels(record, [name]), "text": _in_words(value)} for name, value in values.items()]
    said = ", ".join(_("%(label)s: %(text)s") % pair for pair in pairs)
    return f"{named(record)} – {said}"


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("none") if value is None else f"{value:%Y-%m-%d %H:%M %Z}".strip() if isinstance(value, datetime) else str(value)


def _of_published(model: type[models.Model]) -> Iterator[Watch]:
    if issubclass(model, Published):
        yield Watch(JournalKind.WITHDRAWN, model, UPDATE, ("withdrawn_at",), ("withdrawn_at",))
        moments = tuple(languages.columns("public_from"))
        yield Watch(JournalKind.MOVED, model, UPDATE, moments, moments)


def _of_records(model: type[models.Model]) -> Iterator[Watch]:
    if issubclass(model, Record):
        yield Watch(JournalKind.DELETED, model, DELETE)


def gone(entry: JournalEntry) -> Iterator[JournalDifference]:
    """What was deleted is deleted again; where something holds it, nobody sees it and a person is told."""
    record = stored(entry)
    if record is not None:
        yield JournalDifference(entry, named(record), lambda: _delete(record))


def _delete(record: models.Model) -> str | None:
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        if any(column.name == "withdrawn_at" for column in record._meta.concrete_fields):
            change(record, withdrawn_at=clock.now())
            return _("Something still names it: it was withdrawn instead. Delete it in the back office.")
        return _("Something still names it: delete it in the back office.")
    return None


def watch_queue(model: type[models.Model], *says: str) -> None:
    """Have the fate of messages written down from the moment at which their text may be with the mail server."""
    begun = "NEW.state IN ('sent', 'refused', 'unknown') OR NEW.message_id <> ''"
    watch(Watch(JournalKind.DELIVERED, model, UPDATE, ("state", *says), ("state", "message_id"), begun))


def delivered(entry: JournalEntry, record: Any | None = None) -> Iterator[JournalDifference]:
    """What left is marked as done, whatever the backup says of it; what may have left waits for a person."""
    record = record or stored(entry)
    if record is None:
        return
    known = entry.said["state"]
    settled = known if known in (MailState.SENT, MailState.REFUSED) else MailState.UNKNOWN
    if record.state != settled and record.state not in (MailState.SENT, MailState.REFUSED):
        values = {"state": settled, "done_at": None if settled == MailState.UNKNOWN else moment(entry.at)}
        yield JournalDifference(entry, named(record), lambda: change(record, **values))


def connect() -> None:
    watch_everywhere(_of_published)
    watch_everywhere(_of_records)
    compares(JournalKind.WITHDRAWN, "", _stricter_withdrawal)
    compares(JournalKind.MOVED, "", _stricter_moments)
    compares(JournalKind.DELETED, "", gone)
    compares(JournalKind.DELIVERED, "", delivered)
    permission, compare = watch_state(JournalKind.ENDED, LibraryPicture, permission_until=Stricter.EARLIER)
    watch(permission, compare=compare)
    watch_queue(OutboxMessage)


_stricter_withdrawal = _stricter({"withdrawn_at": Stricter.EARLIER})
_stricter_moments = _stricter(dict.fromkeys(languages.columns("public_from"), Stricter.LATER))
