"""What changed between two states of a record, in words: fields by their labels, texts word by word, rows by their names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from proofreading.meaning import Passage, compared, plain_text

from . import tasks
from .admin_languages import label_of, language_columns
from .conflicts import stored_words
from .dates_in_words import day_in_words
from .fields import RichTextField
from .marked_differences import is_long, marked, marked_new, marked_old, shortened, tagged
from .stored_revisions import Names, Snapshot, StoredThing
from .tasks import Task

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHORT = 60
"""How many characters a text has at most that is set before its successor as a whole, and not compared word by word."""


class RowFate(Enum):
    """What became of a row; its value is the name of its style."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"

    @property
    def words(self) -> str | _StrPromise:
        return _FATES[self]


_FATES = {
    RowFate.ADDED: pgettext_lazy("what became of a row", "added"),
    RowFate.CHANGED: pgettext_lazy("what became of a row", "changed"),
    RowFate.REMOVED: pgettext_lazy("what became of a row", "removed"),
}


@dataclass(frozen=True)
class FieldChange:
    """One field that says something else: what it said, what it says, and where it is a text, both in one."""

    model: type[models.Model]
    name: str
    label: str
    language: str
    """The language of a text that has one; else empty."""
    old: SafeString | str
    new: SafeString | str
    passages: tuple[Passage, ...] = ()
    is_layout_alone: bool = False

    @property
    def is_restorable(self) -> bool:
        """Whether it may be taken back by itself: no moment and no withdrawal is."""
        return tasks.task_of(self.model, self.name) is not Task.PUBLISH

    @property
    def is_text(self) -> bool:
        return bool(self.passages)

    @cached_property
    def is_long(self) -> bool:
        return is_long(shortened(self.passages))

    @cached_property
    def difference(self) -> SafeString:
        """Both readings in one, without what stands far from any change."""
        if self.is_text:
            return marked(shortened(self.passages))
        return format_html(
            '{} <span aria-hidden="true">→</span> {}',
            tagged("del", _("Before:"), self.old or _("(empty)")),
            tagged("ins", _("After:"), self.new or _("(empty)")),
        )

    @cached_property
    def old_side(self) -> SafeString | str:
        return marked_old(self.passages) if self.is_text else self.old

    @cached_property
    def new_side(self) -> SafeString | str:
        return marked_new(self.passages) if self.is_text else self.new


@dataclass(frozen=True)
class RowChange:
    """A row that came, went or says something else."""

    key: str
    fate: RowFate
    kind: str
    name: str
    fields: list[FieldChange]


@dataclass(frozen=True)
class RecordChanges:
    """All that is different between two states of a record."""

    fields: list[FieldChange]
    rows: list[RowChange]

    def __bool__(self) -> bool:
        return bool(self.fields or self.rows)


def changes(old: Snapshot, new: Snapshot, names: Names) -> RecordChanges:
    """What ``new`` says otherwise than ``old``; fields that one of them does not hold say nothing."""
    keys = dict.fromkeys([*old.rows, *new.rows])
    rows = [change for key in keys if (change := _row_change(old.rows.get(key), new.rows.get(key), names))]
    return RecordChanges(_field_changes(old.record, new.record, names), rows)


def _row_change(old: StoredThing | None, new: StoredThing | None, names: Names) -> RowChange | None:
    row = new or old
    if row is None:
        return None
    fate = RowFate.ADDED if old is None else RowFate.REMOVED if new is None else RowFate.CHANGED
    empty = StoredThing(row.shape, row.pk, _nothing(row), "")
    fields = _field_changes(old or empty, new or empty, names)
    if not fields and fate is RowFate.CHANGED:
        return None
    kind = capfirst(str(row.shape.model._meta.verbose_name))
    return RowChange(row.key, fate, kind, names.of_row(row), fields)


def _nothing(row: StoredThing) -> dict[str, object]:
    """The same fields without anything in them: what a row says first is what it says otherwise than nothing."""
    return {name: type(value)() if isinstance(value, tuple | str | bool | list) else None for name, value in row.values.items()}


def _field_changes(old: StoredThing, new: StoredThing, names: Names) -> list[FieldChange]:
    return [_field_change(name, old, new, names) for name in new.shape.fields if old.differs(name, new)]


def _field_change(name: str, old: StoredThing, new: StoredThing, names: Names) -> FieldChange:
    model = new.shape.model
    stored = model._meta.get_field(name)
    _stem, language = language_columns(model).get(name, ("", ""))
    label = label_of(model, name)
    if not isinstance(stored, models.CharField | models.TextField) or stored.choices:
        return FieldChange(model, name, label, "", value_words(old, name, names), value_words(new, name, names))
    is_html = isinstance(stored, RichTextField)
    before, after = (str(thing.values[name] or "") for thing in (old, new))
    said, says = (plain_text(text, is_html=is_html) for text in (before, after))
    passages = tuple(compared(before, after, is_html=is_html, is_exact=True)) if _is_compared(said, says) else ()
    return FieldChange(model, name, label, language, said, says, passages, is_layout_alone=said == says)


def _is_compared(old: str, new: str) -> bool:
    return bool(old and new) and old != new and max(len(old), len(new)) > SHORT


def value_words(thing: StoredThing, name: str, names: Names) -> SafeString | str:
    """A value for a reader: records and choices by their names, days and moments in words; empty where there is none."""
    value, stored = thing.values[name], thing.shape.model._meta.get_field(name)
    if value in (None, "", (), []):
        return ""
    if stored.is_relation:
        return ", ".join(names.of_field(thing, name))
    if isinstance(stored, models.FileField):
        return PurePath(str(value)).name
    if isinstance(value, date) and not isinstance(value, datetime):
        return day_in_words(value)
    return stored_words(names.instance(thing), name)
