"""Rows of a spreadsheet judged by the rules of the forms, shown before anything is stored, and stored all or none.

Judging reads only, and holds no lock. Storing judges each row once more, in one transaction with all the others. Both go
through the rows once, some at a time: which records rows mean is read for all of them at once, and forms are let go of.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from proofreading.text import identity

from . import publication_rules
from .admin_forms import PortalForm, plain_relations
from .models import Addressed, SlugRecord
from .spreadsheet_cells import shown, typed
from .spreadsheet_files import UNSAID, SheetRow
from .spreadsheet_forms import choose_among_known
from .spreadsheet_judged import (
    CHANGED,
    LEFT_OUT,
    MOST_ERRORS,
    NEW,
    UNCHANGED,
    WRITTEN,
    CellChange,
    CellError,
    Judged,
    JudgedRow,
)
from .spreadsheet_kinds import SAME, Options, SheetKind
from .spreadsheet_known import KnownNames, KnownRecords, several_meant, stamp_of
from .spreadsheet_storing import SheetStorage
from .taken_values import TakenValues, read_once, taken_of

if TYPE_CHECKING:
    from django.contrib.auth.models import User

AT_ONCE = 200
"""Rows whose records are read together."""

MOST_WORDS = 10_000
"""Texts of cells of which it is kept what they mean."""

Tell = Callable[[int], None]
"""Told of each row how many are done; whoever is told may stop it all with an exception."""


@dataclass
class _ReadRow:
    """A row as somebody would type it: the texts by column, and the keys of the records that it may mean."""

    number: int
    texts: dict[str, Any]
    name: str
    errors: list[CellError] = field(default_factory=list)
    meant: list[Any] = field(default_factory=list)


class SheetImport:
    """One kind of record, taken in by somebody from rows under the names of their columns.

    ``by`` is ``None`` for whoever operates the portal. ``options`` is what was said of all rows at once.
    """

    def __init__(self, kind: SheetKind, by: User | None, headers: list[str], options: Options | None = None) -> None:
        """Raises ``ValidationError`` where the columns are not all known, theirs to fill, and each there once."""
        self.kind, self.by, self.headers, self.options = kind, by, headers, options or {}
        self.strange: list[str] = []
        self._words_read: dict[tuple[str, str], Any] = {}
        self.columns = self._read_headers(headers)
        filled = list(filter(None, self.columns))
        # A column that every row needs may be said of all rows at once.
        said = [column for column in kind.columns if column in self.options]
        self.form = kind.form_of(dict.fromkeys([*filled, *said]))
        for box in self.form.base_fields.values():
            choose_among_known(box)
        self.choices = {column: kind.choices(column) for column in filled}
        self.labels = {column: kind.label_of(column) for column in filled}

    def _read_headers(self, headers: list[str]) -> list[str]:
        columns = [self.kind.headers.get(identity(header), "") if header else "" for header in headers]
        self.strange = [
            header for header, column in zip(headers, columns, strict=True) if header and column not in self.kind.columns
        ]
        if self.strange and not self.kind.leaves_strange:
            sentence = _("The first row names columns that are not known here: %(columns)s. These are: %(known)s.")
            known = ", ".join(map(self.kind.label_of, self.kind.to_fill(self.by)))
            raise ValidationError(sentence % {"columns": ", ".join(self.strange), "known": known})
        columns = [column if column in self.kind.columns else "" for column in columns]
        self._refuse_forbidden(columns)
        self._refuse_missing(columns)
        return columns

    def _refuse_forbidden(self, columns: list[str]) -> None:
        named = [(header, column) for header, column in zip(self.headers, columns, strict=True) if column]
        refused = [header for header, column in named if column not in self.kind.to_fill(self.by)]
        if refused:
            sentence = _("These columns are not yours to fill, take them out of the file: %(columns)s.")
            raise ValidationError(sentence % {"columns": ", ".join(refused)})
        twice = {header for header, column in named if columns.count(column) > 1}
        if twice:
            sentence = _("Several columns mean the same: %(columns)s. Keep one.")
            raise ValidationError(sentence % {"columns": ", ".join(sorted(twice))})

    def _refuse_missing(self, columns: list[str]) -> None:
        lacking = [name for name in self.kind.needed if name not in columns and not self.options.get(name)]
        if not {*self.kind.names_in, *self.kind.identifiers} & set(columns):
            lacking.insert(0, self.kind.names_in[0])
        if lacking:
            raise ValidationError(_("A column is missing: %(column)s.") % {"column": self.kind.label_of(lacking[0])})

    # What is read once

    @cached_property
    def known(self) -> KnownRecords:
        return KnownRecords(self.kind)

    @cached_property
    def names(self) -> dict[str, KnownNames]:
        """Of each column that leads to other records, their names."""
        return {
            column: KnownNames(self._led_to(column), names)
            for column, names in self.kind.relations.items()
            if column in self.columns
        }

    def _led_to(self, column: str) -> type[models.Model]:
        return cast("type[models.Model]", self.kind.model._meta.get_field(column).related_model)

    # Reading

    def count_known(self, rows: Iterable[SheetRow]) -> tuple[int, int]:
        """How many rows there are, and how many of them mean records that are here, from the columns that these are known by.

        Many thousand rows take seconds: no rule is asked yet.
        """
        keys = {column if column in self.kind.key_columns else "" for column in self.columns}
        count = known = 0
        for row in rows:
            count += 1
            known += bool(self._read_row(row, keys).meant)
        return count, known

    def read(self, rows: Iterable[SheetRow]) -> Iterator[_ReadRow]:
        """The rows as somebody would type them, with the records that each may mean. Asks nothing of the database for one."""
        every = set(self.columns)
        for row in rows:
            yield self._read_row(row, every)

    def _read_row(self, row: SheetRow, asked: Container[str]) -> _ReadRow:
        texts: dict[str, Any] = {}
        written: dict[str, str] = {}
        errors: list[CellError] = []
        for column, header, cell in zip(self.columns, self.headers, row.cells, strict=False):
            if cell == UNSAID:
                continue
            if column and column in asked:
                written[column] = "" if cell is None else str(cell).strip()
                try:
                    texts[column] = self._typed(column, cell)
                except ValidationError as error:
                    errors += (CellError(header, sentence) for sentence in error.messages)
            elif not column and not header and cell not in (None, "") and not self.kind.leaves_strange:
                errors.append(CellError("", _("A cell stands in a column without a name.")))
        self.kind.complete(texts, self.options)
        title = self.kind.title_of(written) if self.kind.title_of else self.kind.name_of(texts)
        read = _ReadRow(row.number, texts, title, errors)
        if not errors:
            read.meant = self.known.of(texts)
        return read

    def _typed(self, column: str, cell: object) -> Any:
        """Of a column with few words, each is read once."""
        if not (isinstance(cell, str) and (column in self.names or self.kind.words[column])):
            return self._read_cell(column, cell)
        if (column, cell) not in self._words_read and len(self._words_read) < MOST_WORDS:
            self._words_read[column, cell] = self._read_cell(column, cell)
        found = self._words_read.get((column, cell))
        return found if found is not None else self._read_cell(column, cell)

    def _read_cell(self, column: str, cell: object) -> Any:
        if column in self.kind.readers:
            return self.kind.readers[column]("" if cell is None else str(cell))
        if column in self.names:
            self.names[column].refuse_several("" if cell is None else str(cell))
            return typed(cell, self.kind.form_field(column), self.names[column].words)
        return typed(cell, self.kind.form_field(column), self.kind.words[column])

    # Judging

    def judge(self, rows: Iterable[SheetRow], tell: Tell = lambda done: None) -> Judged:
        judged = Judged(self.columns, self.strange)
        with self._taken_read_once():
            for done, row in enumerate(self.judged(rows), start=1):
                judged.take(row)
                tell(done)
        return judged

    def _taken_read_once(self) -> AbstractContextManager[TakenValues]:
        model = self.kind.model
        return read_once(model, SlugRecord.objects.ledger_of(model) if issubclass(model, Addressed) else {})

    def judged(self, rows: Iterable[SheetRow]) -> Iterator[JudgedRow]:
        seen, left_out = _RowsSeen(self.kind), self.kind.left_out()
        reading = self.read(rows)
        while part := list(islice(reading, AT_ONCE)):
            records = self._records(pk for row in part for pk in row.meant)
            for row in part:
                reason = "" if row.errors else left_out(row.texts)
                if reason:
                    yield JudgedRow(row.number, row.name, LEFT_OUT, reason=reason)
                else:
                    yield self._judge(row, [records[pk] for pk in row.meant if pk in records], seen)

    def _records(self, keys: Iterable[Any]) -> dict[Any, models.Model]:
        """The records of some rows with all that their columns lead to."""
        rows = self.kind.model._default_manager.filter(pk__in=set(keys))
        leading = [name for name in self.kind.relations if name not in plain_relations(self.kind.model)]
        path = [self.kind.owner_path] if self.kind.owner_path else []
        found = list(rows.select_related(*dict.fromkeys([*leading, *path])).order_by("pk"))
        models.prefetch_related_objects(found, *plain_relations(self.kind.model))
        return {record.pk: record for record in found}

    def _judge(self, read: _ReadRow, records: list[models.Model], seen: _RowsSeen) -> JudgedRow:
        row = JudgedRow(read.number, read.name, errors=read.errors)
        if row.errors:
            return row
        record = self._meant(read, records, seen)
        if record is None and records:
            row.errors.append(CellError("", several_meant(records)))
            return row
        if record is not None:
            row.record, row.stamp = record, stamp_of(record)
            if self.kind.keeps_known:
                row.state = UNCHANGED
                return row
            if reason := self.kind.kept_because(record):
                row.state, row.reason = LEFT_OUT, reason
                return row
        self._judge_form(row, read.texts, record)
        if row.form is not None:
            row.errors += seen.refused(row.number, row.form.instance)
            if not row.errors and (taken := taken_of(self.kind.model)):
                taken.note(row.form.instance)
        return row

    def _meant(self, read: _ReadRow, records: list[models.Model], seen: _RowsSeen) -> models.Model | None:
        """Of the records that a row may mean the one that it does: the only one, the one that the columns tell apart, or one
        that is all that the row says."""
        if len(records) <= 1:
            return records[0] if records else None
        apart = [column for column in self.kind.tells_apart if column in read.texts]
        alike = [record for record in records if apart and all(_says(read.texts, column, record) for column in apart)]
        if len(alike) == 1:
            return alike[0]
        free = (record for record in records if not seen.has(record))
        return next((record for record in free if not self._form(read.texts, record).has_changed()), None)

    def _form(self, texts: dict[str, Any], record: models.Model) -> Any:
        unsaid = [column for column in filter(None, self.columns) if column not in texts]
        stored = {column: cast(models.Field, record._meta.get_field(column)) for column in unsaid}
        texts = {column: field.value_from_object(record) for column, field in stored.items()} | texts
        form = self.form(texts, instance=record)
        led = {column: self._keys_in(texts.get(column)) for column in self.names}
        form.lead_to({column: self.names[column].of(keys) for column, keys in led.items()})
        return form

    @staticmethod
    def _keys_in(value: Any) -> list[Any]:
        return value if isinstance(value, list) else [value] if value else []

    def _judge_form(self, row: JudgedRow, texts: dict[str, Any], record: models.Model | None) -> None:
        before = self._words_of(record) if record else {}
        if record is not None:
            texts = texts | self.kind.spelling(record, texts)
        form = self._form(texts, record or self.kind.model())
        if not form.is_valid():
            row.errors += self._errors(form)
            return
        row.form = form
        after = self._words_of(form.instance, form.cleaned_data)
        row.differences = [
            CellChange(self.labels[column], before.get(column, ""), words)
            for column, words in after.items()
            if words != before.get(column, "")
        ]
        row.state = NEW if record is None else CHANGED if row.differences else UNCHANGED
        if row.state in WRITTEN:
            row.errors += (CellError("", sentence) for sentence in self._stands_against(row.state, form.instance))

    def _stands_against(self, state: str, record: models.Model) -> Iterator[str]:
        """What stands against storing a record, beside the rules of its fields: rights, and what the public would see."""
        if (state == CHANGED or self.kind.owner) and not self.kind.may_change(self.by, record):
            yield _("This record is public, or will be: changing it takes the right to publish.")
        if record.pk is not None and publication_rules.is_shown(record):
            yield from publication_rules.breaks_of(record)

    def _words_of(self, record: models.Model, cleaned: Mapping[str, Any] | None = None) -> dict[str, str]:
        """The columns of the sheet as the record has them, in words; relations to several as the form has them."""
        return {column: self._words(record, column, cleaned or {}) for column in self.columns if column}

    def _words(self, record: models.Model, column: str, cleaned: Mapping[str, Any]) -> str:
        return words_of(record, column, self.choices[column], cleaned)

    def _errors(self, form: PortalForm) -> Iterator[CellError]:
        """What the form says, in the order of the columns; what stands against the whole row comes first."""
        yield from (CellError("", str(sentence)) for sentence in form.errors.get(NON_FIELD_ERRORS, ()))
        named = dict.fromkeys(filter(None, [*self.columns, *form.fields]))
        headers = dict(zip(self.columns, self.headers, strict=True))
        for name in named:
            for sentence in form.errors.get(name, ()):
                yield CellError(headers.get(name, self.kind.label_of(name)), str(sentence))

    # Storing

    def store(self, rows: Iterable[SheetRow], stamps: Mapping[int, tuple[str, str]], tell: Tell = lambda done: None) -> Judged:
        """Store the rows that ``stamps`` names, or none where one is wrong or its record has changed since these were taken.

        Each row is judged when those above it are stored, so that addresses and identifiers count among them. Whether all was
        stored shows in what is given back: no row is wrong.
        """
        judged = Judged(self.columns, self.strange)
        storage = SheetStorage(self.kind, self.by, self.options)
        to_store = (row for row in rows if row.number in stamps)
        try:
            with transaction.atomic(), storage.revision(), self._taken_read_once():
                for done, row in enumerate(self.judged(to_store), start=1):
                    self._store_row(row, stamps[row.number], storage)
                    judged.take(row)
                    if judged.wrong_count >= MOST_ERRORS:
                        break
                    tell(done)
                if judged.wrong:
                    raise _Refused
                storage.finish()
        except _Refused:
            pass
        return judged

    @staticmethod
    def _store_row(row: JudgedRow, stamp: tuple[str, str], storage: SheetStorage) -> None:
        if row.errors or row.state not in WRITTEN:
            return
        if (str(row.record.pk) if row.record is not None else "", row.stamp) != stamp:
            row.errors.append(CellError("", _("Somebody has changed this record meanwhile.")))
        elif row.form is not None:
            storage.save(row)


class _Refused(Exception):
    """Takes back the transaction in which a sheet was being stored."""


def _says(texts: Mapping[str, Any], column: str, record: models.Model) -> bool:
    return str(texts[column]).casefold() == str(getattr(record, column) or "").casefold()


def words_of(record: models.Model, column: str, choices: Mapping[str, str], cleaned: Mapping[str, Any] | None = None) -> str:
    """What the cell of a column says of a record; of relations to several as ``cleaned`` has them, where it has."""
    stored = cast(models.Field, record._meta.get_field(column))
    if stored.many_to_many:
        others = cleaned[column] if cleaned and column in cleaned else getattr(record, column).all()
        return "; ".join(sorted(map(str, others)))
    value = getattr(record, column) if stored.is_relation else stored.value_from_object(record)
    return shown(value, stored, choices)


class _RowsSeen:
    """The rows of a sheet that were read, by what makes them one record."""

    def __init__(self, kind: SheetKind) -> None:
        self.kind = kind
        self.rows: dict[tuple[str, str], int] = {}

    def has(self, record: models.Model) -> bool:
        return ("pk", str(record.pk)) in self.rows

    def refused(self, number: int, record: models.Model) -> Iterable[CellError]:
        """A sentence where a row above means the same record, or bears the same name or identifier."""
        keys = self.kind.keys(record)
        if record.pk is not None:
            if not self.kind.names_are_unique:
                keys = {key for key in keys if key[0] != SAME}
            keys.add(("pk", str(record.pk)))
        above = [self.rows[key] for key in keys if key in self.rows]
        self.rows.update(dict.fromkeys(keys, number))
        if above:
            return [CellError("", _("This is the same record as in row %(row)s.") % {"row": min(above)})]
        return []
