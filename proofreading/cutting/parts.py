"""The parts that a communiqué is cut into: what was found and what was not. Whoever corrects it decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time

from ..files.content import Piece


@dataclass
class CutQuote:
    """What somebody says, without its marks, and who says it."""

    text: str
    speaker: str
    role: str = ""


@dataclass
class CutAbout:
    """A text about a body: its heading, and its paragraphs."""

    title: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        return "\n\n".join(piece.text for piece in self.pieces)


@dataclass
class CutContact:
    """Whom journalists may ask. ``lines`` are the words as they stand in the file."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    has_mobile: bool = False
    lines: list[str] = field(default_factory=list)

    @property
    def is_reachable(self) -> bool:
        return bool(self.email or self.phone or self.has_mobile)


@dataclass
class CutEmbargo:
    """Until when the text may not be used, as it says it; the day and the hour where they can be read."""

    words: str
    day: date | None = None
    hour: time | None = None


@dataclass
class CutText:
    """A communiqué in one language."""

    language: str
    title: str = ""
    subtitle: str = ""
    place: str = ""
    dated: date | None = None
    lead: str = ""
    body: list[Piece] = field(default_factory=list)
    quotes: list[CutQuote] = field(default_factory=list)
    abouts: list[CutAbout] = field(default_factory=list)
    contacts: list[CutContact] = field(default_factory=list)
    embargo: CutEmbargo | None = None
    # Addresses that words of the lead led to; a lead is plain text.
    lead_links: list[str] = field(default_factory=list)
    # What stood in the file and is in no part: labels, marks of the end.
    left_out: list[str] = field(default_factory=list)
