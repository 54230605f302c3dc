"""The map of the national network: a drawing that the server makes, from the same rows as the table beside it.

The outline is Natural Earth's 1:10m (public domain), projected to Lambert-93 (RGF93, IGN) and simplified; cities go through
the same projection. Clusters too near each other to be told apart are shown once more under a lens.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .models import NationalCluster

_A, _F = 6378137.0, 1 / 298.257222101
_E = math.sqrt(2 * _F - _F * _F)


def _m(p: float) -> float:
    return math.cos(p) / math.sqrt(1 - (_E * math.sin(p)) ** 2)


def _t(p: float) -> float:
    return math.tan(math.pi / 4 - p / 2) / ((1 - _E * math.sin(p)) / (1 + _E * math.sin(p))) ** (_E / 2)


_P1, _P2, _P0, _L0 = (math.radians(x) for x in (44, 49, 46.5, 3))
_N = (math.log(_m(_P1)) - math.log(_m(_P2))) / (math.log(_t(_P1)) - math.log(_t(_P2)))
_FF = _m(_P1) / (_N * _t(_P1) ** _N)
_R0 = _A * _FF * _t(_P0) ** _N


def lambert93(longitude: float, latitude: float) -> tuple[float, float]:
    """Metres east and north in Lambert-93 for degrees; Paris is at about 652 469, 6 862 035."""
    r = _A * _FF * _t(math.radians(latitude)) ** _N
    angle = _N * (math.radians(longitude) - _L0)
    return 700000 + r * math.sin(angle), 6600000 + _R0 - r * math.cos(angle)


# Where the outline's pixels begin (metres in Lambert-93), and its pixels per metre: those it was drawn with.
WEST, NORTH, SCALE = 124_833, 7_110_649, 0.000536613
OUTLINE = Path(__file__).parent / "data" / "france.path"
BOX = (-40, -102, 654, 680)
GLASS = (-39, -101, 269, 149)
ZOOM = 7
NEAR = 14
RADIUS = 1.95


def pixels(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands on the outline."""
    east, north = lambert93(longitude, latitude)
    return (east - WEST) * SCALE, (NORTH - north) * SCALE


@cache
def outline() -> str:
    return OUTLINE.read_text().strip()


@dataclass
class Disc:
    """A cluster's disc: its area is in proportion to its amount."""

    cluster: NationalCluster
    number: int
    x: float
    y: float
    left: bool = False

    @property
    def r(self) -> float:
        return RADIUS * math.sqrt(float(self.cluster.amount_meur))

    @property
    def cx(self) -> int:
        return round(self.x)

    @property
    def cy(self) -> int:
        return round(self.y)

    @property
    def radius(self) -> str:
        return f"{self.r:.1f}"

    @property
    def text_x(self) -> int:
        return round(self.x + (-1 if self.left else 1) * (self.r + 6))

    @property
    def text_y(self) -> int:
        return round(self.y - 2)

    @property
    def anchor(self) -> str:
        return "end" if self.left else "start"

    @property
    def label(self) -> str:
        """The name without the words that every cluster adds to its own."""
        return re.sub(r"([@-]\w+| Cluster.*| \d{4})$", "", self.cluster.name)


@dataclass
class Atlas:
    """All that the drawing shows. ``lens`` is where the crowd stands, ``None`` where nothing is crowded."""

    outline: str
    discs: list[Disc] = field(default_factory=list)
    lens: tuple[int, int] | None = None
    box: str = " ".join(map(str, BOX))
    glass: str = f"M{GLASS[0]} {GLASS[1]}h{GLASS[2]}v{GLASS[3]}h-{GLASS[2]}z"
    thread: str = ""


def draw(clusters: list[NationalCluster]) -> Atlas:
    """The map of ``clusters``, numbered as they come."""
    discs = []
    for number, cluster in enumerate(clusters, 1):
        x, y = pixels(float(cluster.longitude), float(cluster.latitude))
        discs.append(Disc(cluster, number, x, y, left=x > 380))
    atlas = Atlas(outline(), discs)
    crowd = [one for one in discs if any(one is not other and _distance(one, other) < NEAR for other in discs)]
    if crowd:
        _magnify(atlas, crowd)
    return atlas


def _distance(one: Disc, other: Disc) -> float:
    return math.hypot(one.x - other.x, one.y - other.y)


def _magnify(atlas: Atlas, crowd: list[Disc]) -> None:
    """Move a crowd under the lens and apart, so that each disc is whole and has its label on its free side."""
    x = sum(one.x for one in crowd) / len(crowd)
    y = sum(one.y for one in crowd) / len(crowd)
    atlas.lens = (round(x), round(y))
    left, top, width, height = GLASS
    atlas.thread = f"M{left + width} {top + height}L{round(x) - 8} {round(y) - 10}"
    for one in crowd:
        one.x = left + width * 0.45 + (one.x - x) * ZOOM
        one.y = top + height / 2 + (one.y - y) * ZOOM
    for _turn in range(40):
        for place, one in enumerate(crowd):
            for other in crowd[place + 1 :]:
                _part(one, other)
    for one in crowd:
        beside = [other for other in crowd if other is not one and abs(other.y - one.y) < 30]
        one.left = bool(beside) and all(other.x >= one.x for other in beside)


def _part(one: Disc, other: Disc) -> None:
    overlap = one.r + other.r + 2 - _distance(one, other)
    if overlap > 0:
        first, second = (one, other) if one.x <= other.x else (other, one)
        first.x -= overlap / 2
        second.x += overlap / 2
