"""Which institution is in which programme, as a table that works for any number of either."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cluster.models import Institution
from proofreading.text import spelt_out
from publishing.languages import column

from .models import CAP, Involvement

LEAD, CO_LEAD, PARTICIPANT = "lead", "co-lead", "participant"


class Order(TextChoices):
    """How the rows stand: in the consortium's order under its circles, or in one sequence by what the address asks for."""

    CONSORTIUM = "", _("in the consortium’s order")
    NAME = "name", _("by name")
    COUNT = "count", _("by number of programmes")
    LEADS = "leads", _("by number of programmes led")

    @classmethod
    def asked(cls, value: str) -> Order:
        """The order that a query parameter asks for; anything else asks for none."""
        return cls(value) if value in cls.values else cls.CONSORTIUM


@dataclass(frozen=True)
class Cell:
    """An institution's part in a programme: ``lead``, ``co-lead`` (its PI is not the lead's), ``participant`` or none."""

    cap: CAP
    part: str
    first_of_theme: bool


@dataclass(frozen=True)
class Row:
    institution: Institution
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(bool(cell.part) for cell in self.cells)

    @property
    def led(self) -> int:
        return sum(cell.part == LEAD for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """Rows under a heading; in one sequence there is no heading."""

    label: str
    rows: list[Row]


@dataclass(frozen=True)
class Column:
    """A programme, and how many of the institutions shown are in it."""

    cap: CAP
    first_of_theme: bool
    total: int


@dataclass(frozen=True)
class Matrix:
    """The whole table. ``outside`` counts the institutions left out because they are in none of the programmes shown."""

    groups: list[Group]
    columns: list[Column]
    order: Order
    outside: int = 0

    @property
    def width(self) -> int:
        """How many columns the table has: the names, the programmes, and two sums."""
        return len(self.columns) + 3


def draw(caps: list[CAP], institutions: list[Institution], order: Order = Order.CONSORTIUM, *, only_in=False) -> Matrix:
    """The table of ``institutions`` × ``caps``. ``caps`` come with their involvements and people (``for_list``), by theme.

    ``only_in`` leaves out the institutions that are in none of ``caps``: a filter asks who is, and most are not.
    """
    every = rows(caps, institutions)
    table = [row for row in every if row.total] if only_in else every
    totals = [sum(bool(row.cells[place].part) for row in table) for place in range(len(caps))]
    firsts = _first_of_themes(caps)
    columns = [Column(cap, cap.pk in firsts, total) for cap, total in zip(caps, totals, strict=True)]
    return Matrix(_grouped(table, order), columns, order, len(every) - len(table))


def rows(caps: list[CAP], institutions: list[Institution]) -> list[Row]:
    """One row per institution, in the order they come."""
    parts = {cap.pk: _parts(cap) for cap in caps}
    firsts = _first_of_themes(caps)
    return [Row(one, [Cell(cap, parts[cap.pk].get(one.pk, ""), cap.pk in firsts) for cap in caps]) for one in institutions]


def _first_of_themes(caps: list[CAP]) -> set[int]:
    """The programmes before which a rule stands: the first of each theme but the first."""
    return {next(group).pk for _theme, group in groupby(caps, key=lambda cap: cap.theme_id)} - {cap.pk for cap in caps[:1]}


def _grouped(table: list[Row], order: Order) -> list[Group]:
    if order is Order.CONSORTIUM:
        circles = [
            Group(label, [row for row in table if row.institution.circle == code]) for code, label in Institution.Circle.choices
        ]
        return [circle for circle in circles if circle.rows]
    return [Group("", sorted(table, key=_KEYS[order]))] if table else []


def _name(row: Row) -> str:
    return spelt_out(getattr(row.institution, column("name")) or str(row.institution))


_KEYS = {
    Order.NAME: _name,
    Order.COUNT: lambda row: (-row.total, -row.led, _name(row)),
    Order.LEADS: lambda row: (-row.led, -row.total, _name(row)),
}


def _parts(cap: CAP) -> dict[int, str]:
    investigators = {one.institution_id for one in cap.principal_investigators}
    found = {}
    for one in cap.involvements.all():
        if one.role == Involvement.Role.LEAD:
            found[one.institution_id] = LEAD
        else:
            found[one.institution_id] = CO_LEAD if one.institution_id in investigators else PARTICIPANT
    return found
