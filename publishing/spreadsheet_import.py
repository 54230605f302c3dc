"""Rows of a spreadsheet judged by the rules of the forms, shown before anything is stored, and stored all or none.

Judging reads only, and holds no lock. Storing judges each row once more, in one transaction with all the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from reversion import revisions

from proofreading.text import identity

from . import tasks
from .admin_forms import PortalForm
from .models import Record
from .signals import edited, one_change
from .spreadsheet_cells import shown, typed
from .spreadsheet_files import Sheet
from .spreadsheet_kinds import SheetKind

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_ROWS = 200
"""Rows of one go: what a request judges in a few seconds, and stores without keeping other editors waiting for long."""
MOST_ERRORS = 50
"""Rows with errors that are told; whoever mends these finds the next ones at the next try."""

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True)
class CellError:
    """What is wrong with a row: the column, by its name in the sheet (empty: the whole row), and a sentence."""

    column: str
    sentence: str


@dataclass(frozen=True)
class CellChange:
    label: str
    before: str
    after: str


@dataclass
class JudgedRow:
    """A row as it would be stored: by which form, what it changes, or what stands against it."""

    number: int
    name: str
    state: str = NEW
    form: PortalForm | None = None
    differences: list[CellChange] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


@dataclass
class Judged:
    """All rows of a sheet, judged. ``stamps`` are those of the records that would change, as they stood."""

    rows: list[JudgedRow]
    columns: list[str]

    @property
    def wrong(self) -> list[JudgedRow]:
        return [row for row in self.rows if row.errors]

    @property
    def stamps(self) -> dict[str, str]:
        records = [row.form.instance for row in self.rows if row.form is not None and row.form.instance.pk]
        return {str(record.pk): str(record.stamp) for record in records}

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows if not row.errors)


class SheetImport:
    """One kind of record, taken in by somebody from rows under the names of their columns."""

    def __init__(self, kind: SheetKind, by: User, headers: list[str]) -> None:
        """Raises ``ValidationError`` where the columns are not all known, theirs to fill, and each there once."""
        self.kind, self.by, self.headers = kind, by, headers
        self.columns = self._read(headers)
        self.form = kind.form_of(column for column in self.columns if column)
        self.choices = {column: kind.choices(column) for column in self.columns if column}

    def _read(self, headers: list[str]) -> list[str]:
        columns = [self.kind.headers.get(identity(header), "") if header else "" for header in headers]
        strange = [header for header, column in zip(headers, columns, strict=True) if header and not column]
        if strange:
            sentence = _("The first row names columns that are not known here: %(columns)s. These are: %(known)s.")
            known = ", ".join(map(self.kind.label, self.kind.to_fill(self.by)))
            raise ValidationError(sentence % {"columns": ", ".join(strange), "known": known})
        refused = [header for header, column in zip(headers, columns, strict=True) if column and not self._may_fill(column)]
        if refused:
            sentence = _("These columns are not yours to fill, take them out of the file: %(columns)s.")
            raise ValidationError(sentence % {"columns": ", ".join(refused)})
        twice = {header for header, column in zip(headers, columns, strict=True) if column and columns.count(column) > 1}
        if twice:
            sentence = _("Several columns mean the same: %(columns)s. Keep one.")
            raise ValidationError(sentence % {"columns": ", ".join(sorted(twice))})
        missing = [column for column in self.kind.names_in if column not in columns]
        if len(missing) == len(self.kind.names_in):
            raise ValidationError(_("A column is missing: %(column)s.") % {"column": self.kind.label(missing[0])})
        return columns

    def _may_fill(self, column: str) -> bool:
        return column in self.kind.to_fill(self.by)

    # Judging

    def judge(self, sheet: Sheet) -> Judged:
        judged, seen = [], _RowsSeen(self.kind)
        for row in sheet.rows:
            one = self._judge_row(row.number, row.cells)
            if one.form is not None and not one.errors:
                one.errors += seen.refused(row.number, one.form)
            judged.append(one)
        return Judged(judged, self.columns)

    def _judge_row(self, number: int, cells: list[Any]) -> JudgedRow:
        texts: dict[str, str] = {}
        errors: list[CellError] = []
        for column, header, cell in zip(self.columns, self.headers, cells, strict=False):
            if not column:
                if cell not in (None, ""):
                    errors.append(CellError("", _("A cell stands in a column without a name.")))
                continue
            try:
                texts[column] = typed(cell, self.kind.form_field(column), self.kind.words[column])
            except ValidationError as error:
                errors += (CellError(header, sentence) for sentence in error.messages)
        row = JudgedRow(number, self.kind.name_of(texts), errors=errors)
        if errors:
            return row
        records = self.kind.known(texts)
        if len(records) > 1:
            names = ", ".join(f"“{record}”" for record in records)
            row.errors.append(CellError("", _("Several records could be meant: %(names)s.") % {"names": names}))
            return row
        self._judge_form(row, texts, records[0] if records else None)
        return row

    def _judge_form(self, row: JudgedRow, texts: dict[str, str], record: models.Model | None) -> None:
        may_edit = record is None or tasks.Task.EDIT in tasks.open_to(self.by, record)
        before = self._words_of(record) if record else {}
        if record is not None:
            texts |= self.kind.spelling(record, texts)
        form = self.form(texts, instance=record or self.kind.model())
        if not form.is_valid():
            row.errors += self._errors(form)
            return
        after = self._words_of(form.instance)
        row.form = form
        row.differences = [
            CellChange(self.kind.label(column), before.get(column, ""), words)
            for column, words in after.items()
            if words != before.get(column, "")
        ]
        row.state = NEW if record is None else CHANGED if row.differences else UNCHANGED
        if row.state == CHANGED and not may_edit:
            row.errors.append(CellError("", _("This record is public, or will be: changing it takes the right to publish.")))

    def _words_of(self, record: models.Model) -> dict[str, str]:
        """The columns of the sheet as the record has them, in words."""
        return {column: self._words(record, column) for column in self.columns if column}

    def _words(self, record: models.Model, column: str) -> str:
        field = cast(models.Field, record._meta.get_field(column))
        return shown(field.value_from_object(record), field, self.choices[column])

    def _errors(self, form: PortalForm) -> Iterator[CellError]:
        """What the form says, in the order of the columns; what stands against the whole row comes first."""
        names = {NON_FIELD_ERRORS: ""} | dict(zip(self.columns, self.headers, strict=True))
        for name, header in names.items():
            for sentence in form.errors.get(name, ()):
                yield CellError(header, str(sentence))

    # Storing

    def store(self, sheet: Sheet, stamps: Mapping[str, str]) -> Judged:
        """Store all rows, or none where one is wrong or a record has changed since ``stamps`` were taken.

        Whether it was stored shows in the rows: none has an error.
        """
        try:
            with transaction.atomic(), one_change(), revisions.create_revision(atomic=False):
                revisions.set_user(self.by)
                revisions.set_comment(gettext_noop("Taken in from a spreadsheet"))
                return self._store(sheet, stamps)
        except _Refused as refused:
            return refused.judged

    def _store(self, sheet: Sheet, stamps: Mapping[str, str]) -> Judged:
        """Each row is judged when those above it are stored, so that addresses and identifiers count among them."""
        judged, seen = Judged([], self.columns), _RowsSeen(self.kind)
        for row in sheet.rows:
            one = self._judge_row(row.number, row.cells)
            judged.rows.append(one)
            if one.form is None:
                continue
            one.errors += seen.refused(row.number, one.form)
            record = one.form.instance
            if record.pk and stamps.get(str(record.pk)) != str(record.stamp):
                one.errors.append(CellError("", _("Somebody has changed this record meanwhile.")))
            if not one.errors and one.state != UNCHANGED:
                self._save(one.form)
        if judged.wrong:
            raise _Refused(judged)
        return judged

    @staticmethod
    def _save(form: PortalForm) -> None:
        record: Record = form.save()
        revisions.add_to_revision(record)
        edited.send(sender=type(record), instance=record)


class _Refused(Exception):
    """Takes back the transaction in which a sheet was being stored."""

    def __init__(self, judged: Judged) -> None:
        super().__init__()
        self.judged = judged


class _RowsSeen:
    """The rows of a sheet that were read, by what makes them one record."""

    def __init__(self, kind: SheetKind) -> None:
        self.kind = kind
        self.rows: dict[tuple[str, str], int] = {}

    def refused(self, number: int, form: PortalForm) -> Iterable[CellError]:
        """A sentence where a row above means the same record, or bears the same name or identifier."""
        record = form.instance
        keys = {(column, getattr(record, column)) for column in self.kind.identifiers if getattr(record, column)}
        if self.kind.names_are_unique or not keys:
            keys |= {("name", identity(name)) for name in self.kind.names(record) if identity(name)}
        if record.pk:
            keys.add(("pk", str(record.pk)))
        above = [self.rows[key] for key in keys if key in self.rows]
        self.rows.update(dict.fromkeys(keys, number))
        if above:
            return [CellError("", _("This is the same record as in row %(row)s.") % {"row": min(above)})]
        return []
