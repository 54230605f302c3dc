"""Which institution is in which programme, as a table that works for any number of either."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise, cached_property

from cluster.enums import InstitutionCircle
from cluster.models import Institution
from proofreading.text import spelt_out
from publishing.examples import real_count
from publishing.languages import column

from .enums import InvolvementRole, MatrixOrder
from .models import CAP

MOST_COLUMNS, MOST_ROWS = 30, 100
"""Programmes of one page, and institutions beside them: so the table is read, and costs the same at any size of the portal."""
LEAD, CO_LEAD, PARTICIPANT = _PARTS = "lead", "co-lead", "participant"


@dataclass(frozen=True)
class MatrixCell:
    """An institution's part in a programme: ``lead``, ``co-lead`` (its PI is not the lead's), ``participant`` or none."""

    cap: CAP
    part: str
    first_of_theme: bool
    is_example: bool = False
    """Whether the programme, the institution or its part in it was made up: no sum counts it."""

    @property
    def counts(self) -> bool:
        return bool(self.part) and not self.is_example


@dataclass(frozen=True)
class MatrixRow:
    institution: Institution
    cells: list[MatrixCell]

    @cached_property
    def total(self) -> int:
        return sum(cell.counts for cell in self.cells)

    @cached_property
    def is_in(self) -> bool:
        """Whether it is in some programme, be it an example."""
        return any(cell.part for cell in self.cells)

    @cached_property
    def led(self) -> int:
        return sum(cell.counts and cell.part == LEAD for cell in self.cells)


@dataclass(frozen=True)
class MatrixGroup:
    """Rows under a heading; in one sequence there is no heading."""

    label: str | Promise
    rows: list[MatrixRow]

    @property
    def count(self) -> int:
        return real_count(row.institution for row in self.rows)


@dataclass(frozen=True)
class MatrixColumn:
    """A programme, and how many of the institutions shown are in it; no example counts."""

    cap: CAP
    first_of_theme: bool
    total: int

    @cached_property
    def path(self) -> str:
        return self.cap.get_absolute_url()


@dataclass(frozen=True)
class MatrixList:
    """A programme with the institutions in it and their parts, who leads first: a column of the table in words."""

    cap: CAP
    institutions: list[tuple[Institution, str]]


@dataclass(frozen=True)
class Matrix:
    """The table. ``outside`` counts the institutions left out because they are in none of the programmes shown, ``beyond``
    those left out because the table has no room for more."""

    groups: list[MatrixGroup]
    columns: list[MatrixColumn]
    order: MatrixOrder
    outside: int = 0
    beyond: int = 0

    @property
    def width(self) -> int:
        """How many columns the table has: the names, the programmes, and two sums."""
        return len(self.columns) + 3

    @property
    def lists(self) -> list[MatrixList]:
        """The same as the table, programme by programme."""
        found = []
        for place, column_ in enumerate(self.columns):
            parts = [(row.institution, row.cells[place].part) for group in self.groups for row in group.rows]
            there = [(institution, part) for institution, part in parts if part]
            found.append(MatrixList(column_.cap, sorted(there, key=lambda one: _PARTS.index(one[1]))))
        return found

    @property
    def has_examples(self) -> bool:
        return any(cell.part and cell.is_example for group in self.groups for row in group.rows for cell in row.cells)


def draw(
    caps: list[CAP],
    institutions: list[Institution],
    language: str,
    order: MatrixOrder = MatrixOrder.CONSORTIUM,
    *,
    only_in: bool = False,
    unread: int = 0,
) -> Matrix:
    """The table of ``institutions`` × ``caps``. ``caps`` come with their involvements and people (``for_list``), by theme.

    ``only_in`` leaves out the institutions that are in none of ``caps``: a filter asks who is, and most are not. ``unread``
    are those of which that was known before, so that they are not among ``institutions``.
    """
    all_rows = _rows(caps, institutions)
    asked = [row for row in all_rows if row.is_in] if only_in else all_rows
    whole, table = len(asked), asked[:MOST_ROWS]
    totals = [sum(row.cells[place].counts for row in table) for place in range(len(caps))]
    firsts = _first_of_themes(caps)
    columns = [MatrixColumn(cap, cap.pk in firsts, total) for cap, total in zip(caps, totals, strict=True)]
    return Matrix(_grouped(table, order, language), columns, order, unread + len(all_rows) - whole, whole - len(table))


def _rows(caps: list[CAP], institutions: list[Institution]) -> list[MatrixRow]:
    """One row per institution, in the order they come."""
    parts = {cap.pk: _parts(cap) for cap in caps}
    firsts = _first_of_themes(caps)
    return [
        MatrixRow(institution, [_cell(cap, institution, parts[cap.pk], cap.pk in firsts) for cap in caps])
        for institution in institutions
    ]


def _cell(cap: CAP, institution: Institution, parts: dict[int, tuple[str, bool]], first_of_theme: bool) -> MatrixCell:
    part, made_up = parts.get(institution.pk, ("", False))
    return MatrixCell(cap, part, first_of_theme, cap.is_example or institution.is_example or made_up)


def _first_of_themes(caps: list[CAP]) -> set[int]:
    """The programmes before which a rule stands: the first of each theme but the first."""
    return {next(group).pk for _theme, group in groupby(caps, key=lambda cap: cap.theme_id)} - {cap.pk for cap in caps[:1]}


def _grouped(table: list[MatrixRow], order: MatrixOrder, language: str) -> list[MatrixGroup]:
    if order is MatrixOrder.CONSORTIUM:
        circles = [
            MatrixGroup(label, [row for row in table if row.institution.circle == code])
            for code, label in InstitutionCircle.choices
        ]
        return [circle for circle in circles if circle.rows]
    in_order = sorted(table, key=lambda row: (*_COUNTS[order](row), _name(row, language)))
    return [MatrixGroup("", in_order)] if table else []


def _name(row: MatrixRow, language: str) -> str:
    return spelt_out(getattr(row.institution, column("name", language)) or str(row.institution))


_COUNTS: dict[MatrixOrder, Callable[[MatrixRow], tuple[int, ...]]] = {
    MatrixOrder.NAME: lambda row: (),
    MatrixOrder.COUNT: lambda row: (-row.total, -row.led),
    MatrixOrder.LEADS: lambda row: (-row.led, -row.total),
}


def _parts(cap: CAP) -> dict[int, tuple[str, bool]]:
    """By institution, its part in a programme, and whether that was made up."""
    investigators = {row.institution_id for row in cap.principal_investigators}
    parts = {}
    for row in cap.involvements.all():
        if row.role == InvolvementRole.LEAD:
            part = LEAD
        else:
            part = CO_LEAD if row.institution_id in investigators else PARTICIPANT
        parts[row.institution_id] = (part, row.is_example)
    return parts
