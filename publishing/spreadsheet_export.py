"""Records as spreadsheets that French and English Excel open without asking, and that come back as they went."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import openpyxl
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.cell import WriteOnlyCell

from .spreadsheet_cells import shown
from .spreadsheet_files import FORMULA_SIGNS, escaped
from .spreadsheet_kinds import SheetKind

Table = Iterable[Sequence[str]]


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
    """The names of the columns as the forms show them, then a row a record."""
    yield [kind.label(column) for column in columns]
    words = {column: kind.choices(column) for column in columns}
    fields = {column: cast(models.Field, kind.model._meta.get_field(column)) for column in columns}
    for record in records:
        yield [shown(fields[name].value_from_object(record), fields[name], words[name]) for name in columns]


def _workbook(rows: Table) -> bytes:
    """Cells of text, which run nothing whatever they begin with: they say what the portal has, to the letter."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for text in row:
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
        csv.writer(written, delimiter=delimiter).writerows([escaped(cell) for cell in row] for row in rows)
        return f"{mark}{written.getvalue()}".encode()

    return write


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
