"""Partners by sector and by kind, as a table whose cells are drawn: a square's area is in proportion to its number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from django.utils.functional import Promise

from .enums import PartnerKind, PartnerSector

LARGEST = 26


@dataclass(frozen=True)
class SpreadCell:
    """How many partners of a kind a sector has; ``side`` is that of its square, in px, and ``inset`` what centres it."""

    kind: str
    label: str | Promise
    count: int
    side: str
    inset: str


@dataclass(frozen=True)
class SpreadRow:
    sector: str
    label: str | Promise
    cells: list[SpreadCell]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Spread:
    """Sectors by kinds, only those that some partner is of; the sector with the most partners first."""

    kinds: Sequence[tuple[str, str | Promise, int]]
    rows: list[SpreadRow]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


def of(partners: Iterable[tuple[str, str]]) -> Spread:
    """The spread of ``partners``, given as pairs of a kind and a sector."""
    counts = Counter(partners)
    per_kind = Counter(kind for kind, _sector in counts.elements())
    most = max(counts.values(), default=1)
    kinds = [(value, label, per_kind[value]) for value, label in PartnerKind.choices if per_kind[value]]
    rows = [
        SpreadRow(sector, label, [_cell(kind, name, counts[kind, sector], most) for kind, name, _n in kinds])
        for sector, label in PartnerSector.choices
    ]
    return Spread(kinds, sorted((row for row in rows if row.total), key=lambda row: -row.total))


def _cell(kind: str, label: str | Promise, count: int, most: int) -> SpreadCell:
    side = LARGEST * sqrt(count / most)
    return SpreadCell(kind, label, count, f"{side:.1f}", f"{(LARGEST - side) / 2:.1f}")
