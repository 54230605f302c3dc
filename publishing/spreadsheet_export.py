"""Records as spreadsheets that French and English Excel open without asking, and that come back as they went."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .spreadsheet_files import FORMULA_SIGNS, escaped
from .spreadsheet_import import words_of
from .spreadsheet_kinds import SheetKind

Table = Iterable[Sequence[str | Decimal]]


@dataclass(frozen=True)
class SheetFormat:
    key: str
    words: str | Promise
    content_type: str
    write: Callable[[Table], bytes]

    @property
    def extension(self) -> str:
        return "xlsx" if self.key == "xlsx" else "csv"


def table(kind: SheetKind, columns: Sequence[str], records: Iterable[models.Model]) -> Table:
    """The names of the columns as the forms show them, then a row a record. Amounts are numbers, all else is text."""
    yield [kind.label_of(column) for column in columns]
    words = {column: kind.choices(column) for column in columns}
    for record in records:
        yield [_cell(record, column, words[column]) for column in columns]


def _cell(record: models.Model, column: str, words: Mapping[str, str]) -> str | Decimal:
    stored = record._meta.get_field(column)
    if isinstance(stored, models.DecimalField) and (amount := getattr(record, column)) is not None:
        return Decimal(amount)
    return words_of(record, column, words)


def with_relations(kind: SheetKind, records: models.QuerySet) -> models.QuerySet:
    """The records with all that their columns lead to, in a number of queries that does not grow with theirs."""
    several = [name for name in kind.relations if kind.model._meta.get_field(name).many_to_many]
    return records.select_related(*(set(kind.relations) - set(several))).prefetch_related(*several)


def _workbook(rows: Table) -> bytes:
    """Cells of text, which run nothing whatever they begin with: they say what the portal has, to the letter. Amounts can be
    added up."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for text in row:
            if isinstance(text, Decimal):
                cells.append(WriteOnlyCell(sheet, value=text))
                continue
            cell = WriteOnlyCell(sheet, value=openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text))
            cell.data_type, cell.quotePrefix = "s", text.startswith(FORMULA_SIGNS)
            cells.append(cell)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _separated(delimiter: str, mark: str = "") -> Callable[[Table], bytes]:
    def write(rows: Table) -> bytes:
        written = io.StringIO()
        csv.writer(written, delimiter=delimiter).writerows([*map(_written, row)] for row in rows)
        return f"{mark}{written.getvalue()}".encode()

    return write


def _written(cell: str | Decimal) -> object:
    """An amount with the comma or the point of its reader’s language."""
    return number_format(cell, use_l10n=True, force_grouping=False) if isinstance(cell, Decimal) else escaped(cell)


FORMATS = {
    one.key: one
    for one in (
        SheetFormat(
            "xlsx",
            _("Excel workbook (.xlsx)"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _workbook,
        ),
        # The mark of UTF-8 at the start is what French Excel knows accents by.
        SheetFormat("french", _("CSV with semicolons (French Excel)"), "text/csv; charset=utf-8", _separated(";", "\ufeff")),
        SheetFormat("csv", _("CSV with commas"), "text/csv; charset=utf-8", _separated(",")),
    )
}
