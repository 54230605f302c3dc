"""The picture shown where a page is shared: the portal's name, what the page is, its title. One per content and language."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext, override
from PIL import Image

from publishing.dates_in_words import day_in_words
from publishing.own_pages import OwnPage
from publishing.templatetags.portal_text import NO_BREAK

from ..reading import ReleaseReading
from . import written
from .store import kept
from .typesetter import means, typeset

TEMPLATE = Path(__file__).with_name("card.typ")
DOTS = 72  # an inch: the template counts a point for a pixel
COLOURS = 64  # three inks, and the steps between each and the paper
LONGEST_WORD = 24
RUBRIC = "#c3281b"
TONES = {"t1": "#1c4e8c", "t2": "#852e6d", "t3": "#5a6008"}
"""The colours of the themes on paper, as ``site.css`` has them."""


@dataclass(frozen=True)
class Card:
    language: str
    kind: str
    title: str
    title_language: str
    day: str = ""
    is_example: bool = False
    number: str = ""
    tone: str = RUBRIC
    """The colour of the band and of the kind."""


def of_release(release: ReleaseReading) -> Card:
    """A release's card. Whether it may be seen is the caller's to know."""
    title = written.line(release.words.title)
    with override(release.language):
        return Card(
            release.language,
            gettext("Press release"),
            title.words,
            title.language,
            day_in_words(release.words.dated),
            release.life.is_example,
        )


def of_kind(words: str, language: str) -> Card:
    """A card that says of a page no more than its kind."""
    kind = gettext("Research cluster in artificial intelligence") if words == settings.PORTAL_NAME else settings.PORTAL_NAME
    return Card(language, kind, words[:1].upper() + words[1:], language)


def of_thing(thing: OwnPage, title: str, language: str) -> Card:
    """A card of one page: what it is, its title, and a programme's number in the colour of its theme. Whether it may be seen
    is the caller's to know."""
    return Card(
        language,
        thing.shared_kind(),
        title,
        language,
        is_example=getattr(thing, "is_example", False),
        number=thing.shared_number,
        tone=TONES.get(thing.shared_tone, RUBRIC),
    )


def digest(card: Card) -> str:
    """What tells one card from another: all that is shown, and all that shows it."""
    return hashlib.sha256(f"{_setter()}\n{_data(card)}".encode()).hexdigest()


def open_picture(card: Card, folder: str) -> IO[bytes]:
    """The card as a PNG, open to be read: made at its first reading, kept for the others."""
    return kept(folder, f"{digest(card)}.png", lambda file: file.write(make(card)))


def make(card: Card) -> bytes:
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "card.json").write_text(_data(card), encoding="utf-8")
        drawn = typeset(TEMPLATE.read_bytes(), root, format="png", ppi=DOTS)
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _data(card: Card) -> str:
    with override(card.language):
        shown = asdict(card) | {
            "title": {"language": card.title_language, "parts": _parts(card.title)},
            "example": f"[{gettext('example')}]" if card.is_example else "",
            "led_by": gettext("A cluster led by Sorbonne University"),
            "host": urlsplit(settings.SITE_URL).hostname,
        }
    return json.dumps(shown, ensure_ascii=False, sort_keys=True)


_TOGETHER = re.compile("(" + "|".join(re.escape(words) for words in sorted(NO_BREAK, key=len, reverse=True)) + ")")
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")


def _parts(title: str) -> list[dict[str, object]]:
    """The title, its names kept whole, and any other word too long for a line made to break."""
    return [
        {"text": part if part in NO_BREAK else _LONG.sub(_breaking, part), "nb": part in NO_BREAK}
        for part in _TOGETHER.split(title)
        if part
    ]


def _breaking(word: re.Match) -> str:
    """A word that may break after every few signs."""
    return re.sub(r"(\S{6})(?=\S)", "\\1\u200b", word[0])


@cache
def _setter() -> str:
    """What all cards are set with: a change of it makes them anew."""
    return hashlib.sha256(b"\n".join([str(COLOURS).encode(), TEMPLATE.read_bytes(), *means()])).hexdigest()
