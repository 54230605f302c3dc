"""Which institution is in which programme, as a table that works for any number of either."""

from __future__ import annotations

from dataclasses import dataclass

from cluster.models import Institution

from .models import CAP, Involvement


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


def rows(caps: list[CAP], institutions: list[Institution]) -> list[Row]:
    """One row per institution. ``caps`` come with their involvements and people (``for_list``) and grouped by theme."""
    parts = {cap.pk: _parts(cap) for cap in caps}
    firsts = {cap.pk for before, cap in zip([None, *caps], caps, strict=False) if before and before.theme_id != cap.theme_id}
    return [Row(one, [Cell(cap, parts[cap.pk].get(one.pk, ""), cap.pk in firsts) for cap in caps]) for one in institutions]


def _parts(cap: CAP) -> dict[int, str]:
    investigators = {one.institution_id for one in cap.principal_investigators}
    found = {}
    for one in cap.involvements.all():
        if one.role == Involvement.Role.LEAD:
            found[one.institution_id] = "lead"
        else:
            found[one.institution_id] = "co-lead" if one.institution_id in investigators else "participant"
    return found
