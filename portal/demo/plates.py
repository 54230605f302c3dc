"""Example pictures, drawn by code in the portal's own inks: nobody's face, nobody's rights, the same on every machine."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

EXAMPLE_PICTURES = "news.picture/demo/"
"""Where the examples' pictures are kept, which tells them from those of real press releases."""
SIZE = (1800, 1200)
PAPER, INK, RUBRIC = "#fdfdfb", "#15171c", "#c3281b"
TONES = ("#1c4e8c", "#852e6d", "#5a6008")


def plate(name: str) -> bytes:
    """A plate as JPEG, shaded towards its edges as a printed one is. Raises ``KeyError`` for one that is not in ``PLATES``."""
    picture = Image.new("RGB", SIZE, PAPER)
    PLATES[name](ImageDraw.Draw(picture), random.Random(name))  # noqa: S311  a drawing, no secret
    edges = Image.radial_gradient("L").resize(SIZE).point(lambda value: value // 6)
    picture.paste(INK, mask=edges)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


def _shelf(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Three shelves of spines of unequal height, a tone each, one spine in the red of rubrics."""
    marked = chance.randrange(21)
    for shelf, tone in enumerate(TONES):
        foot = 380 + shelf * 370
        draw.rectangle((90, foot, SIZE[0] - 90, foot + 5), fill=INK)
        for spine in range(7):
            left, height = 90 + spine * 234, chance.randrange(170, 290)
            fill = RUBRIC if shelf * 7 + spine == marked else tone
            draw.rectangle((left, foot - height, left + 216, foot - 1), fill=fill)
            draw.rectangle((left + 24, foot - height + 30, left + 192, foot - height + 33), fill=PAPER)


def _matrix(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    """Rows crossed with columns: squares that are full, framed, or left out."""
    for row in range(9):
        top = 90 + row * 115
        draw.rectangle((90, top + 98, SIZE[0] - 90, top + 99), fill="#d6d8d2")
        for column in range(14):
            left, kind = 96 + column * 115, chance.randrange(5)
            box, tone = (left, top + 8, left + 82, top + 90), TONES[column % 3]
            if kind == 0:
                draw.rectangle(box, fill=tone)
            elif kind == 1:
                draw.rectangle(box, outline=tone, width=12)
            elif kind == 2:
                draw.rectangle(box, outline=tone, width=3)
    draw.rectangle((96, 98, 178, 180), fill=RUBRIC)


PLATES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {"shelf": _shelf, "matrix": _matrix}
