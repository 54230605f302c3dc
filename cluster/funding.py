"""What the cluster has to work with: the State's grant, what industry pledged, and its share of the national programme.

Amounts are in millions of euros. Claims are key figures, each with its day and its source; sums and shares are computed here,
and a sum says “more than” as soon as one of its terms does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from publishing.examples import real

from .enums import FigureQualifier, FigureUnit
from .models import KeyFigure, NationalCluster

GRANT, PLEDGES = "grant", "industrial_pledge"


@dataclass(frozen=True)
class BarStretch:
    """A stretch of a bar, in per cent of its length, from ``start`` on."""

    start: str
    width: str
    ours: bool


@dataclass(frozen=True)
class Share:
    """What one cluster, or the others together, have of the national sum."""

    amount: Decimal
    of: Decimal

    @property
    def per_cent(self) -> Decimal:
        """To one decimal."""
        return (self.amount * 100 / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Funding:
    """``figures`` that are public, their sum, and our part of the sum of the public national clusters, if both are known."""

    figures: list[KeyFigure] = field(default_factory=list)
    means: list[BarStretch] = field(default_factory=list)
    at_least: bool = False
    ours: Share | None = None
    others: Share | None = None
    other_count: int = 0
    nation: list[BarStretch] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((figure.value for figure in self.figures), Decimal(0))


def of(figures: Iterable[KeyFigure], clusters: Iterable[NationalCluster]) -> Funding:
    """The funding told by public ``figures`` and ``clusters``; it holds nothing that they do not, and no example."""
    known = {figure.key: figure for figure in real(figures) if figure.unit == FigureUnit.MEUR and figure.value > 0}
    told = [known[key] for key in (GRANT, PLEDGES) if key in known]
    clusters = [cluster for cluster in real(clusters) if cluster.amount_meur > 0]
    whole = sum((cluster.amount_meur for cluster in clusters), Decimal(0))
    mine = next((cluster for cluster in clusters if cluster.is_ours), None)
    return Funding(
        figures=told,
        means=_parts([(figure.value, figure.key == GRANT) for figure in told]),
        at_least=any(figure.qualifier == FigureQualifier.MORE_THAN for figure in told),
        ours=Share(mine.amount_meur, whole) if mine else None,
        others=Share(whole - mine.amount_meur, whole) if mine else None,
        other_count=len(clusters) - 1 if mine else 0,
        nation=_parts([(cluster.amount_meur, cluster.is_ours) for cluster in clusters]) if mine else [],
    )


def _parts(amounts: list[tuple[Decimal, bool]]) -> list[BarStretch]:
    whole = sum((amount for amount, _ours in amounts), Decimal(0))
    found, start = [], Decimal(0)
    for amount, ours in amounts:
        width = amount * 100 / whole
        found.append(BarStretch(f"{start:.3f}%", f"{width:.3f}%", ours))
        start += width
    return found
