"""Cuts of a picture for the places that show one shape alone, each around the point that must stay in sight.

A cut lies beside its picture, under its name, with the shape and the point in its own: ``photo.jpg.square-50-30.jpg``. So a
point that moves makes new cuts and never changes one that a browser holds, and whoever may have the picture may have them.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import ImageFieldFile
from PIL import Image

from . import renditions

logger = logging.getLogger(__name__)
KIND = {"quality": 88, "optimize": True}


@dataclass(frozen=True)
class FocalPoint:
    """The point of a picture that every cut keeps in sight, in per cent from its left and from its top."""

    x: int
    y: int


@dataclass(frozen=True)
class Crop:
    """A shape that pages show, with the largest size in pixels that a cut is made in."""

    name: str
    width: int
    height: int

    def path(self, original: str, point: FocalPoint) -> str:
        """Where the cut of a picture lies."""
        return f"{original}.{self.name}-{point.x}-{point.y}.jpg"

    def box(self, size: tuple[int, int], point: FocalPoint) -> tuple[int, int, int, int]:
        """The largest part of a picture in this shape, its middle as near to the point as the edges let it be."""
        width, height = size
        if width * self.height > height * self.width:
            cut_width, cut_height = max(1, round(height * self.width / self.height)), height
        else:
            cut_width, cut_height = width, max(1, round(width * self.height / self.width))
        left, top = _start(width, cut_width, point.x), _start(height, cut_height, point.y)
        return left, top, left + cut_width, top + cut_height


SQUARE = Crop("square", 800, 800)
"""Of portraits, and in the lists of the back office."""
CARD = Crop("card", 1200, 630)
"""Where a page is shared."""
CROPS = (SQUARE, CARD)


def _start(whole: int, part: int, per_cent: int) -> int:
    return min(max(round(whole * per_cent / 100 - part / 2), 0), whole - part)


def shown(file: ImageFieldFile, point: FocalPoint, crop: Crop | None = None) -> renditions.ShownPicture | None:
    """What a page shows of a picture, whole or cut; the whole while the cut is not made, and nothing of a lost one."""
    name = file.name or ""
    path = crop.path(name, point) if crop is not None and name else ""
    if path and renditions.table_of(path) is not None:
        return renditions.shown_stored(path, lambda: (None, None))
    return renditions.shown(file)


def shared(original: str, point: FocalPoint) -> renditions.ShownPicture | None:
    """The cut for where pages are shared, whole and as JPEG, which everybody reads; none while it is not made."""
    path = CARD.path(original, point)
    table = renditions.table_of(path) if original else None
    return renditions.ShownPicture(default_storage.url(path), table.width, table.height, []) if table else None


def make(original: str, point: FocalPoint) -> bool:
    """Make the cuts of a picture that it has not around this point, and remove those around others. True where it made one."""
    missing = [crop for crop in CROPS if renditions.table_of(crop.path(original, point)) is None]
    _forget_others(original, point)
    if not missing:
        return False
    try:
        with default_storage.open(original) as file, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
            drawn = _opaque(picture)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        logger.warning("No cuts can be made of %s", original, exc_info=True)
        return False
    for crop in missing:
        _write(drawn, crop, crop.path(original, point), point)
    return True


def _opaque(picture: Image.Image) -> Image.Image:
    """On white: what shares a page takes no transparency."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(white, clear).convert("RGB")


def _write(drawn: Image.Image, crop: Crop, path: str, point: FocalPoint) -> None:
    cut = drawn.crop(crop.box(drawn.size, point))
    cut.thumbnail((crop.width, crop.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    out = io.BytesIO()
    cut.save(out, "JPEG", **KIND)
    default_storage.delete(path)
    default_storage.save(path, ContentFile(out.getvalue()))
    renditions.make(path)


def _forget_others(original: str, point: FocalPoint) -> None:
    folder, _slash, name = original.rpartition("/")
    kept = tuple(crop.path(name, point) for crop in CROPS)
    cuts = tuple(f"{name}.{crop.name}-" for crop in CROPS)
    try:
        beside = default_storage.listdir(folder)[1]
    except OSError:
        return
    for other in beside:
        if other.startswith(cuts) and not other.startswith(kept):
            default_storage.delete(f"{folder}/{other}")
