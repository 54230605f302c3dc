"""Spreadsheets as the programs that people use write them: saved as text, or as workbooks."""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import openpyxl
import tablib
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

MOST_COLUMNS = 100
MOST_UNPACKED = 60 * 1024 * 1024
"""Bytes of a workbook once unpacked: a file that holds more is none that somebody typed."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
SEPARATORS = ";,\t"
_HINT = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, marked or not; UTF-16 with its mark, as Excel writes “Unicode text”; else Windows-1252,
    which French Excel writes when asked for plain “CSV”. Raises ``UnicodeDecodeError`` where it is none of these."""
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def read_csv(content: bytes) -> tablib.Dataset:
    """A table with its first row as headers, whatever separates its columns.

    Row n of the result is row n + 2 of the spreadsheet, counted from nought: an empty row stays in its place, and Excel's
    hint ``sep=;`` counts as no row. Short rows are filled up with empty cells; cells beyond the headers are left out. Raises
    ``ValueError`` where the content is no text, no table, or has a quotation mark that is not closed.
    """
    text = decoded(content)
    hint = _HINT.match(text)
    table = text[hint.end() :] if hint else text
    try:
        rows = list(csv.reader(io.StringIO(table, newline=""), delimiter=hint[1] if hint else separator(table), strict=True))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    headers = rows[0] if rows else []
    if not headers:
        raise ValueError("no headers")
    return tablib.Dataset(*(_as_wide_as(headers, row) for row in rows[1:]), headers=headers)


def separator(table: str) -> str:
    """The sign that parts the columns: the commonest one in the first row outside quotation marks."""
    first = re.split(r"[\r\n]", _QUOTED.sub("", table), maxsplit=1)[0]
    return max(SEPARATORS, key=first.count)


def _as_wide_as(headers: list[str], row: list[str]) -> list[str]:
    return (row + [""] * len(headers))[: len(headers)]


@dataclass(frozen=True)
class SheetRow:
    """A row that holds something, by the number that the spreadsheet gives it; cells as they were typed."""

    number: int
    cells: list[Any]


@dataclass(frozen=True)
class Sheet:
    headers: list[str]
    rows: list[SheetRow]


def read_sheet(content: bytes, most_rows: int) -> Sheet:
    """The table of a file, whichever of the usual forms it has. Empty rows are left out, and keep their numbers.

    Raises ``ValidationError`` with a sentence for whoever chose the file: it is no table, holds more than ``most_rows`` rows
    (said as soon as they are passed), formulas or merged cells.
    """
    if content.startswith(OLD_EXCEL):
        raise ValidationError(_("This is a workbook of an old Excel (.xls). Save it as .xlsx, then choose that file."))
    rows = _workbook_rows(content) if content.startswith(b"PK") else _text_rows(content)
    _number, first = next(rows, (1, []))
    headers = ["" if cell is None else str(unescaped(cell)).strip() for cell in first]
    if not any(headers):
        raise ValidationError(_("The first row is empty. It has to name the columns."))
    filled = ((number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells))
    kept = [SheetRow(number, [*map(unescaped, cells)]) for number, cells in islice(filled, most_rows + 1)]
    if len(kept) > most_rows:
        sentence = _("This file has more than %(most)s rows. Divide it into files of at most %(most)s rows.")
        raise ValidationError(sentence % {"most": most_rows})
    if not kept:
        raise ValidationError(_("There is no row below the names of the columns."))
    if content.startswith(b"PK"):
        _refuse_merged(content)
    return Sheet(headers, kept)


def escaped(cell: object) -> object:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def unescaped(cell: object) -> object:
    """What ``escaped`` made of a cell, undone, so that an exported file comes back as it went."""
    if isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS):
        return cell[1:]
    return cell


def _text_rows(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    if b"\x00" in content and not content.startswith(_UTF_16_MARKS):
        raise ValidationError(_no_table())
    try:
        table = read_csv(content)
    except ValueError as error:
        raise ValidationError(_no_table()) from error
    yield 1, table.headers[:MOST_COLUMNS]
    for number, row in enumerate(table, start=2):
        yield number, list(row)[:MOST_COLUMNS]


def _workbook_rows(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the sheet that is on top, read one by one. A formula is refused: what it shows is not what it holds."""
    for number, cells in enumerate(_cells(content), start=1):
        for cell in cells:
            if cell.data_type == "f":
                sentence = _("The cell %(cell)s holds a formula. Put its result there (Paste special, Values), then try again.")
                raise ValidationError(sentence % {"cell": f"{get_column_letter(cell.column)}{cell.row}"})
        yield number, [cell.value for cell in cells]


def _cells(content: bytes) -> Iterable[tuple[Any, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise ValidationError(_no_table())
        sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
        sheet.reset_dimensions()
        yield from sheet.iter_rows(max_col=MOST_COLUMNS)
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(_no_table()) from error


def _refuse_merged(content: bytes) -> None:
    """Of merged cells only the first holds what all of them show; a workbook of few rows is read again as a whole for them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        path = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active._worksheet_path
        merged = re.search(rb"<mergeCell\s[^>]*ref=\"([A-Z0-9:]+)\"", archive.read(path))
    if merged:
        sentence = _("The cells %(cells)s are merged. Unmerge them and fill in each of them, then try again.")
        raise ValidationError(sentence % {"cells": merged[1].decode()})


def _no_table() -> str:
    return _("This file cannot be read as a spreadsheet. Save it as an Excel workbook (.xlsx) or as CSV, then choose that.")
