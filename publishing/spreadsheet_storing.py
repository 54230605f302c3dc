"""The rows of a spreadsheet as they are stored: saved like forms save, in one revision, and written down in the log.

Rows are written some at a time, new records in one statement. Whoever asks the database for anything before that finds them
written first: rules that look for another record with the same name miss none of the rows above.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.utils.functional import cached_property
from django.utils.translation import gettext_noop
from reversion import revisions

from .admin_forms import PortalForm, plain_relations
from .long_revisions import LongRevision
from .models import Addressed, SlugRecord
from .records import Record
from .signals import edited, one_change
from .spreadsheet_judged import NEW, JudgedRow
from .spreadsheet_kinds import Options, SheetKind

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AT_ONCE = 500
"""Rows that are written together."""
PLAIN_SAVES = frozenset({models.Model.save, Record.save, Addressed.save})
"""Ways to save that ``_insert`` stands for. A model with one of its own has its new records saved one by one."""


class SheetStorage:
    """What is stored of one sheet: begins with ``revision``, within the transaction of all; ends with ``finish``."""

    def __init__(self, kind: SheetKind, by: User | None, options: Options) -> None:
        self.kind, self.by, self.options = kind, by, options
        self.owners: dict[Any, models.Model] = {}
        self._history = LongRevision(by, gettext_noop("Imported from a spreadsheet"))
        self._waiting: list[tuple[JudgedRow, PortalForm]] = []

    @contextmanager
    def revision(self) -> Iterator[None]:
        """One revision; what waits to be written is so before anything is asked."""
        with connection.execute_wrapper(self._write_first):
            yield

    def _write_first(self, execute: Callable[..., Any], *asked: Any) -> Any:
        if self._waiting:
            self._write()
        return execute(*asked)

    def save(self, row: JudgedRow) -> None:
        if row.form is not None:
            self._waiting.append((row, row.form))
            if len(self._waiting) >= AT_ONCE:
                self._write()

    def _write(self) -> None:
        rows, self._waiting = self._waiting, []
        with one_change(), self._history.part():
            new = [form for row, form in rows if row.state == NEW]
            for form in new:
                self.kind.fill(form.instance, self.options)
            if self.kind.model.save in PLAIN_SAVES:
                self._insert(new)
            self._history.read_followed(self.kind.model, [form.instance for row, form in rows if row.state != NEW])
            for row, form in rows:
                self._finish(row, form)
            LogEntry.objects.bulk_create(self._lines(row for row, _form in rows))

    def _insert(self, forms: list[PortalForm]) -> None:
        """New records as ``save`` would store each, in one statement for all, with the signals that follow records."""
        records = [form.save(commit=False) for form in forms]
        told = {"sender": self.kind.model, "raw": False, "using": DEFAULT_DB_ALIAS, "update_fields": None}
        for record in records:
            models.signals.pre_save.send(instance=record, **told)
        models.QuerySet(self.kind.model).bulk_create(records)
        if issubclass(self.kind.model, Addressed):
            SlugRecord.objects.begin(cast("list[Addressed]", records))
        for form, record in zip(forms, records, strict=True):
            chosen = {name for name in plain_relations(self.kind.model) if form.cleaned_data.get(name)}
            fetched = vars(record).setdefault("_prefetched_objects_cache", {})
            fetched |= {name: nothing for name, nothing in self._nothing.items() if name not in chosen}
            models.signals.post_save.send(instance=record, created=True, **told)

    @cached_property
    def _nothing(self) -> dict[str, models.QuerySet]:
        """The relations of a record that is new: nothing hangs on it, and whoever follows it need not ask."""
        model = self.kind.model
        led_to: dict[str, Any] = {name: model._meta.get_field(name).related_model for name in plain_relations(model)}
        for relation in model._meta.related_objects:
            if relation.one_to_many and (name := relation.get_accessor_name()):
                led_to[name] = relation.related_model
        return {name: other._default_manager.none() for name, other in led_to.items()}

    def _finish(self, row: JudgedRow, form: PortalForm) -> None:
        record = row.record = form.instance
        if record._state.adding or row.state != NEW:
            form.save()
        else:
            form.save_m2m()
        self.kind.and_then(record, self.options)
        if self.kind.owner:
            owner = self.kind.owner(record)
            self.owners[owner.pk] = owner
        else:
            self._note(record, created=row.state == NEW)

    def finish(self) -> None:
        """The records on whose forms the rows stand get a new stamp, so that a form that is open notices."""
        self._write()
        with one_change(), self._history.part():
            for owner in self._owners():
                owner.save(update_fields=["modified_at"])
                self._note(owner)

    def _owners(self) -> Iterator[models.Model]:
        """Read anew, with the rows that they have now."""
        for model in {type(owner) for owner in self.owners.values()}:
            yield from model._default_manager.filter(pk__in=self.owners).order_by("pk")

    @staticmethod
    def _note(record: models.Model, *, created: bool = False) -> None:
        if revisions.is_registered(type(record)):
            revisions.add_to_revision(record)
        edited.send(sender=type(record), instance=record, created=created)

    # The log of the back office

    def _lines(self, rows: Iterable[JudgedRow]) -> Iterator[LogEntry]:
        if self.by is not None:
            yield from (self._line(row, self.by, cast(models.Model, row.record)) for row in rows)

    def _line(self, row: JudgedRow, by: User, record: models.Model) -> LogEntry:
        logged = self.kind.owner(record) if self.kind.owner else record
        told: dict[str, Any] = {}
        if self.kind.owner:
            told = {"name": str(record._meta.verbose_name), "object": str(record)}
        if row.state != NEW:
            told["fields"] = [change.label for change in row.differences]
        return LogEntry(
            user=by,
            content_type=ContentType.objects.get_for_model(logged, for_concrete_model=False),
            object_id=str(logged.pk),
            object_repr=self.kind.logged_as(logged)[:200],
            action_flag=ADDITION if row.state == NEW and not self.kind.owner else CHANGE,
            change_message=json.dumps([{"added" if row.state == NEW else "changed": told}]),
        )
