"""The map of the national network: a drawing that the server makes, from the same rows as the table beside it.

The outline is Natural Earth's 1:10m (public domain), projected to Lambert-93 (RGF93, IGN) and simplified; cities go through
the same projection. Where several stand too near each other to be told apart, the largest such crowd is shown under a lens, and
the others are moved apart. A label stands where nothing else does; one that finds no room leaves its number, then nothing: the
table numbers them all.

Lengths are pixels of the drawing (about 1.9 km each); a disc's area is in proportion to its cluster's amount.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations, product
from pathlib import Path

from publishing.place_names import place_name

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
LEFT, TOP, WIDTH, HEIGHT = -40, -102, 654, 680
GLASS_LEFT, GLASS_TOP, GLASS_WIDTH, GLASS_HEIGHT = -39, -101, 269, 149
ZOOM = 7
NEAR = 14
TOUCHED = 48
RADIUS = 1.95
FEW = 4
ROW = 38
# Room for a label: two lines of 15 px, or on a phone its number alone at 28 px.
LINE, SIGN, NUMBER, BESIDE = 17, 7.4, 34, 6


def pixels(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands on the outline."""
    east, north = lambert93(longitude, latitude)
    return (east - WEST) * SCALE, (NORTH - north) * SCALE


@cache
def outline() -> str:
    return OUTLINE.read_text().strip()


@dataclass(frozen=True)
class Box:
    """A rectangle that something stands in."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    def within(self, other: Box) -> bool:
        inside = other.left <= self.left and self.right <= other.right
        return inside and other.top <= self.top and self.bottom <= other.bottom


@dataclass
class Disc:
    """A cluster's disc, and its label: on one of its sides, with its name or with its number alone."""

    cluster: NationalCluster
    number: int
    x: float
    y: float
    left: bool = False
    named: bool = True
    numbered: bool = True

    @property
    def city(self) -> str:
        return place_name(self.cluster.city)

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
    def touched(self) -> dict[str, int]:
        """The rectangle that answers a finger: the disc and its label, and never lower than ``TOUCHED``."""
        boxes = [self.box, self.label_box()] if self.numbered else [self.box]
        left, right = min(box.left for box in boxes), max(box.right for box in boxes)
        top, bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        more = max(TOUCHED - (bottom - top), 0) / 2
        return {
            "x": round(left),
            "y": round(top - more),
            "width": round(right - left),
            "height": round(bottom - top + 2 * more),
        }

    @property
    def text_x(self) -> int:
        return round(self.x + (-1 if self.left else 1) * (self.r + BESIDE))

    @property
    def text_y(self) -> int:
        return round(self.y - 2 if self.named else self.y + 5)

    @property
    def anchor(self) -> str:
        return "end" if self.left else "start"

    @property
    def label(self) -> str:
        """The name without the words that every cluster adds to its own."""
        return re.sub(r"([@-]\w+| Cluster.*| \d{4})$", "", self.cluster.name)

    @property
    def box(self) -> Box:
        return Box(self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r)

    def label_box(self) -> Box:
        """Where the label would stand, as wide as its longer reading, on a page or on a phone."""
        width = max(NUMBER, SIGN * (len(self.label) + len(str(self.number)) + 1)) if self.named else NUMBER
        start = self.x + (-1 if self.left else 1) * (self.r + BESIDE)
        return Box(start - width if self.left else start, self.y - LINE, start if self.left else start + width, self.y + LINE)


@dataclass
class Atlas:
    """All that the drawing shows. ``lens`` is where the crowd stands, ``None`` where nothing is crowded."""

    outline: str
    discs: list[Disc] = field(default_factory=list)
    lens: tuple[int, int] | None = None
    glass_top: float = GLASS_TOP
    thread: str = ""

    @property
    def box(self) -> str:
        """The view box, taller where a crowd needs a taller glass."""
        top = min(TOP, self.glass_top - 1)
        return f"{LEFT} {top} {WIDTH} {TOP + HEIGHT - top}"

    @property
    def glass(self) -> str:
        height = GLASS_TOP + GLASS_HEIGHT - self.glass_top
        return f"M{GLASS_LEFT} {self.glass_top}h{GLASS_WIDTH}v{height}h-{GLASS_WIDTH}z"

    @property
    def view(self) -> Box:
        return Box(LEFT, min(TOP, self.glass_top), LEFT + WIDTH, TOP + HEIGHT)

    @property
    def glass_box(self) -> Box:
        return Box(GLASS_LEFT, self.glass_top, GLASS_LEFT + GLASS_WIDTH, GLASS_TOP + GLASS_HEIGHT)


def draw(clusters: list[NationalCluster]) -> Atlas:
    """The map of ``clusters``, numbered as they come."""
    discs = []
    for number, cluster in enumerate(clusters, 1):
        x, y = pixels(float(cluster.longitude), float(cluster.latitude))
        discs.append(Disc(cluster, number, x, y, left=x > 380))
    atlas = Atlas(outline(), discs)
    crowd = max(_crowds(discs), key=len, default=[])
    if crowd:
        _magnify(atlas, crowd)
    outside = [disc for disc in discs if disc not in crowd]
    _part_all(outside)
    _label(outside, atlas, [atlas.glass_box] if crowd else [])
    return atlas


def _distance(disc: Disc, other: Disc) -> float:
    return math.hypot(disc.x - other.x, disc.y - other.y)


def _crowds(discs: list[Disc]) -> list[list[Disc]]:
    """The discs that stand too near one another, gathered: each crowd hangs together, and no two of them do."""
    crowds: list[list[Disc]] = []
    for disc in discs:
        near = [crowd for crowd in crowds if any(_distance(disc, other) < NEAR for other in crowd)]
        crowds = [crowd for crowd in crowds if crowd not in near]
        crowds.append([disc, *(other for crowd in near for other in crowd)])
    return [sorted(crowd, key=lambda disc: disc.number) for crowd in crowds if len(crowd) > 1]


def _magnify(atlas: Atlas, crowd: list[Disc]) -> None:
    """Move a crowd under the lens and apart, so that each disc is whole and has its label on its free side."""
    x = sum(one.x for one in crowd) / len(crowd)
    y = sum(one.y for one in crowd) / len(crowd)
    atlas.lens = (round(x), round(y))
    for one in crowd:
        one.x = GLASS_LEFT + GLASS_WIDTH * 0.45 + (one.x - x) * ZOOM
        one.y = GLASS_TOP + GLASS_HEIGHT / 2 + (one.y - y) * ZOOM
    _part_all(crowd, level=True)
    for one in crowd:
        beside = [other for other in crowd if other is not one and abs(other.y - one.y) < 30]
        one.left = bool(beside) and all(other.x >= one.x for other in beside)
    if len(crowd) > FEW or not _clear(crowd, atlas):
        _in_rows(atlas, crowd)
    bottom = GLASS_TOP + GLASS_HEIGHT
    atlas.thread = f"M{GLASS_LEFT + GLASS_WIDTH} {bottom}L{round(x) - 8} {round(y) - 10}"


def _clear(crowd: list[Disc], atlas: Atlas) -> bool:
    """Whether every disc and label stands free, inside the glass."""
    boxes = [(disc.box, disc.label_box()) for disc in crowd]
    return all(
        label.within(atlas.glass_box)
        and not any(label.meets(box) for place, pair in enumerate(boxes) if place != turn for box in pair)
        for turn, (_disc, label) in enumerate(boxes)
    )


def _in_rows(atlas: Atlas, crowd: list[Disc]) -> None:
    """A crowd too large for its places: in rows of two, from the west on, in a glass as tall as they need."""
    tall: float = max(ROW, *(2 * round(disc.r) + 4 for disc in crowd))
    rows = math.ceil(len(crowd) / 2)
    atlas.glass_top = min(GLASS_TOP, GLASS_TOP + GLASS_HEIGHT - rows * tall - 8)
    tall = (GLASS_TOP + GLASS_HEIGHT - 8 - atlas.glass_top) / rows
    middle = GLASS_LEFT + GLASS_WIDTH / 2
    for place, disc in enumerate(sorted(crowd, key=lambda one: (one.x, one.number))):
        disc.left = place < rows
        disc.x = middle + (-1 if disc.left else 1) * (disc.r + 2)
        disc.y = atlas.glass_top + 4 + tall * (place % rows + 0.5)
        disc.named = disc.label_box().within(atlas.glass_box)


def _part_all(discs: list[Disc], *, level: bool = False) -> None:
    """Move discs that touch apart; ``level`` keeps each at its height."""
    for _turn in range(60):
        moved = [_part(one, other, level) for one, other in combinations(discs, 2)]
        if not any(moved):
            return


def _part(disc: Disc, other: Disc, level: bool) -> bool:
    apart = _distance(disc, other)
    overlap = disc.r + other.r + 2 - apart
    if overlap <= 0.5:
        return False
    first, second = (disc, other) if (disc.x, disc.number) <= (other.x, other.number) else (other, disc)
    if level or apart < 1:
        # From the same place, each pair goes its own way, so that a heap becomes a rose and not a row.
        turn = 0 if level else first.number * 2.4 + second.number
        across, down = math.cos(turn), math.sin(turn)
    else:
        across, down = (second.x - first.x) / apart, (second.y - first.y) / apart
    first.x, first.y = first.x - across * overlap / 2, first.y - down * overlap / 2
    second.x, second.y = second.x + across * overlap / 2, second.y + down * overlap / 2
    return True


def _label(discs: list[Disc], atlas: Atlas, taken: list[Box]) -> None:
    """Give each disc a label that meets nothing: its name, else its number, else none; the largest choose first."""
    taken = [*taken, *(disc.box for disc in discs)]
    for disc in sorted(discs, key=lambda one: (-one.r, one.number)):
        own, sides = disc.box, (disc.left, not disc.left)
        for disc.named, disc.left in product((True, False), sides):
            box = disc.label_box()
            if box.within(atlas.view) and not any(box.meets(other) for other in taken if other != own):
                taken.append(box)
                break
        else:
            disc.named = disc.numbered = False
