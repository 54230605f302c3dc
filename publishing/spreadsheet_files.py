"""Spreadsheets as the programs that people use write them: saved as text, or as workbooks.

openpyxl is imported where a workbook is read or written: no page of a visitor and no mail needs it, and it takes six megabytes.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_COLUMNS = 100
MOST_UNPACKED = 160 * 1024 * 1024
"""Bytes of a workbook once unpacked: what 100,000 rows of a dozen columns take."""
PIECE = 1024 * 1024
"""Bytes that are read at a time where a workbook is searched."""
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With those of full width, which Japanese spreadsheets take for the same (OWASP, CSV injection)."""
SEPARATORS = ";,\t"
UNSAID = "\x00"
"""The cell of a column of which a row says nothing, in files that are no tables: its record stays as it is there. No table
holds this sign."""
_HINT = re.compile(r"sep=(.)(?:\r\n|\n|\r)", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=\"([A-Z0-9:]+)\"")
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


def csv_rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a table, its headers first, whatever separates its columns; each as wide as the headers.

    Excel's hint ``sep=;`` counts as no row; an empty row stays in its place, so that rows have the numbers that a spreadsheet
    shows. Short rows are filled up with empty cells; cells beyond the headers are left out. Raises ``ValueError`` where the
    content is no text, no table, or, as soon as that is met, has a quotation mark that is not closed.
    """
    text = decoded(content)
    hint = _HINT.match(text)
    table = text[hint.end() :] if hint else text
    delimiter = hint[1] if hint else separator(table)
    try:
        rows = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True)
        headers = next(rows, [])
        if not headers:
            raise ValueError("no headers")
        yield headers
        for row in rows:
            yield (row + [""] * len(headers))[: len(headers)]
    except csv.Error as error:
        raise ValueError(str(error)) from error


def separator(table: str) -> str:
    """The sign that parts the columns: the commonest one in the first row outside quotation marks."""
    first = re.split(r"[\r\n]", _QUOTED.sub("", table), maxsplit=1)[0]
    return max(SEPARATORS, key=first.count)


@dataclass(frozen=True)
class SheetRow:
    """A row that holds something, by the number that the spreadsheet gives it; cells as they were typed."""

    number: int
    cells: list[Any]


@dataclass(frozen=True)
class Sheet:
    headers: list[str]
    rows: list[SheetRow]


def open_sheet(content: bytes, most_rows: int) -> tuple[list[str], Iterator[SheetRow]]:
    """The headers of a file, whichever of the usual forms it has, and its rows, read one by one.

    Empty rows are left out, and keep their numbers. Raises ``ValidationError`` with a sentence for whoever chose the file, at
    once or while the rows are read: it is no table, holds more than ``most_rows`` rows (said as soon as they are passed),
    formulas or merged cells.
    """
    if content.startswith(OLD_EXCEL):
        raise ValidationError(_("This is a workbook of an old Excel (.xls). Save it as .xlsx, then choose that file."))
    rows = _workbook_rows(content) if content.startswith(b"PK") else _text_rows(content)
    _number, first = next(rows, (1, []))
    headers = ["" if cell is None else str(unescaped(cell)).strip() for cell in first]
    if not any(headers):
        raise ValidationError(_("The first row is empty. It has to name the columns."))
    return headers, _filled_rows(rows, most_rows)


def _filled_rows(rows: Iterator[tuple[int, list[Any]]], most_rows: int) -> Iterator[SheetRow]:
    count = 0
    for number, cells in rows:
        if all(cell in (None, "") for cell in cells):
            continue
        count += 1
        if count > most_rows:
            sentence = _("This file has more than %(most)s rows. Divide it into files of at most %(most)s rows.")
            raise ValidationError(sentence % {"most": number_format(most_rows, force_grouping=True)})
        yield SheetRow(number, [*map(unescaped, cells)])
    if not count:
        raise ValidationError(_("There is no row below the names of the columns."))


def read_sheet(content: bytes, most_rows: int) -> Sheet:
    """The whole table of a file, as ``open_sheet`` reads it."""
    headers, rows = open_sheet(content, most_rows)
    return Sheet(headers, list(rows))


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
        for number, row in enumerate(csv_rows(content), start=1):
            yield number, list(row[:MOST_COLUMNS])
    except ValueError as error:
        raise ValidationError(_no_table()) from error


def _workbook_rows(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the sheet that is on top, read one by one. A formula is refused: what it shows is not what it holds.

    Of merged cells only the first holds what all of them show. A workbook names them behind its rows, so they are refused last.
    """
    from openpyxl.cell.read_only import EMPTY_CELL
    from openpyxl.utils import get_column_letter

    beyond = (EMPTY_CELL,) * MOST_COLUMNS
    with _plain_words():
        sheet = _sheet_on_top(content)
        width = 0
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            width = width or _width(cells)
            row = cells[:width] if cells[width:] == beyond[width:] else cells
            for cell in row:
                if cell.data_type == "f":
                    raise ValidationError(_formula(f"{get_column_letter(cell.column)}{cell.row}"))
            yield number, [cell.value for cell in row]
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet._worksheet_path) as written:
            merged = _first_merged(iter(lambda: written.read(PIECE), b""))
    if merged:
        sentence = _("The cells %(cells)s are merged. Unmerge them and fill in each of them, then try again.")
        raise ValidationError(sentence % {"cells": merged})


@contextmanager
def _plain_words() -> Iterator[None]:
    """Whatever a library says of a workbook that it cannot read, its owner is told in a sentence."""
    try:
        yield
    except (ValidationError, GeneratorExit):
        raise
    except Exception as error:
        raise ValidationError(_no_table()) from error


def _sheet_on_top(content: bytes) -> Any:
    import openpyxl

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
            raise ValidationError(_("This workbook holds too much for one go. Divide it into smaller ones."))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).active
    sheet.reset_dimensions()
    return sheet


def _width(cells: tuple[Any, ...]) -> int:
    """How many columns the first row names: most rows have no more."""
    return max((place for place, cell in enumerate(cells, start=1) if cell.value is not None), default=0)


def _formula(cell: str) -> str:
    sentence = _("The cell %(cell)s holds a formula. Put its result there (Paste special, Values), then try again.")
    return sentence % {"cell": cell}


def _first_merged(pieces: Iterator[bytes]) -> str:
    """The first merged cells that a sheet names, as “A2:A3”; empty where there are none."""
    before = b""
    for piece in pieces:
        if found := _MERGED.search(before + piece):
            return found[1].decode()
        before = piece[-200:]
    return ""


def _no_table() -> str:
    return _("This file cannot be read as a spreadsheet. Save it as an Excel workbook (.xlsx) or as CSV, then choose that.")
