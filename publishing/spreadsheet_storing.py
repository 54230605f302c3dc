"""The rows of a spreadsheet as they are stored: saved like forms save, in one revision, and written down in the log."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_noop
from reversion import revisions

from .signals import edited, one_change
from .spreadsheet_judged import NEW, JudgedRow
from .spreadsheet_kinds import Options, SheetKind

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AT_ONCE = 500
"""Lines of the log that are written together."""


class SheetStorage:
    """What is stored of one sheet: begins with ``revision``, within the transaction of all; ends with ``finish``."""

    def __init__(self, kind: SheetKind, by: User | None, options: Options) -> None:
        self.kind, self.by, self.options = kind, by, options
        self.owners: dict[Any, models.Model] = {}
        self.lines: list[LogEntry] = []

    @contextmanager
    def revision(self) -> Iterator[None]:
        """One change of the portal, and one revision."""
        with one_change(), revisions.create_revision(manage_manually=True, atomic=False):
            if self.by is not None:
                revisions.set_user(self.by)
            revisions.set_comment(gettext_noop("Taken in from a spreadsheet"))
            yield

    def save(self, row: JudgedRow) -> None:
        if row.form is None:
            return
        if row.state == NEW:
            self.kind.fill(row.form.instance, self.options)
        record = row.record = row.form.save()
        self.kind.and_then(record, self.options)
        if self.kind.owner:
            owner = self.kind.owner(record)
            self.owners[owner.pk] = owner
        else:
            self._note(record)
        self._log(row, record)

    def finish(self) -> None:
        """The records on whose forms the rows stand get a new stamp, so that a form that is open notices."""
        for owner in self._owners():
            owner.save(update_fields=["modified_at"])
            self._note(owner)
        LogEntry.objects.bulk_create(self.lines, batch_size=AT_ONCE)

    def _owners(self) -> Iterator[models.Model]:
        """Read anew, with the rows that they have now."""
        for model in {type(owner) for owner in self.owners.values()}:
            yield from model._default_manager.filter(pk__in=self.owners).order_by("pk")

    @staticmethod
    def _note(record: models.Model) -> None:
        if revisions.is_registered(type(record)):
            revisions.add_to_revision(record)
        edited.send(sender=type(record), instance=record)

    # The log of the back office

    def _log(self, row: JudgedRow, record: models.Model) -> None:
        if self.by is None:
            return
        logged = self.kind.owner(record) if self.kind.owner else record
        told: dict[str, Any] = {}
        if self.kind.owner:
            told = {"name": str(record._meta.verbose_name), "object": str(record)}
        if row.state != NEW:
            told["fields"] = [change.label for change in row.differences]
        self.lines.append(
            LogEntry(
                user=self.by,
                content_type=ContentType.objects.get_for_model(logged, for_concrete_model=False),
                object_id=str(logged.pk),
                object_repr=self.kind.logged_as(logged)[:200],
                action_flag=ADDITION if row.state == NEW and not self.kind.owner else CHANGE,
                change_message=json.dumps([{"added" if row.state == NEW else "changed": told}]),
            )
        )
