"""Spreadsheets saved as text, as the programs that people use write them."""

from __future__ import annotations

import codecs
import csv
import io
import re

import tablib

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
