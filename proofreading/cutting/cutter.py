"""Cuts one communiqué: head, lead, text, quotes, what is said about bodies, contacts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..dates import When
from ..files.content import HEADING, ITEM, PARAGRAPH, QUOTATION, Piece, TextPassage, TextTable, inline_html, passages_of
from ..knowledge import Knowledge
from ..reading import Reading
from ..source import HTML, Block, TextPart
from .contacts import contacts_of
from .languages import languages_of
from .parts import CutAbout, CutText
from .quotes import quote_of
from .text_lines import (
    after_label,
    date_line,
    date_line_before,
    embargo_of,
    heading_of,
    is_about,
    is_end,
    is_label,
    opens_with,
)
from .words import CutterWords, merged, words_of

# What stands above a title is looked for in so many passages; a title has so many words, a line below it so many.
_HEAD, _TITLE_WORDS, _SUBTITLE_WORDS, _LETTERHEAD_WORDS = 14, 40, 45, 12
# A bold line of so few words heads what follows; a line of contacts has so few without an address.
_HEADING_WORDS, _CONTACT_WORDS, _CONTACT_WORDS_WITH_AN_ADDRESS = 14, 14, 45
_INLINE_ABOUT = 100
# Of the lines below one heading of contacts, so many passages are read.
_CONTACT_PASSAGES = 60
_CODES = ("fr", "en")


def cut(pieces: Sequence[Piece], codes: Sequence[str] = _CODES, known: Knowledge | None = None) -> dict[str, CutText]:
    """The parts of a text in each of the languages that it is in, the one that comes first first."""
    known = known or Knowledge()
    return {code: _Cutter(mine, code, known).cut() for code, mine in languages_of(pieces, codes).items()}


@dataclass
class _Cutter:
    """Goes over the pieces of one language once from the top; ``rest`` is what no part has taken yet."""

    pieces: list[Piece]
    language: str
    known: Knowledge
    found: CutText = field(init=False)
    # Up to where no section of contacts names anybody.
    without_contacts: int = 0

    def __post_init__(self) -> None:
        self.found = CutText(self.language)
        self.words: CutterWords = merged(_CODES)
        self.own_words = words_of(self.language)

    def cut(self) -> CutText:
        notes = [piece for piece in self.pieces if _is_note(piece)]
        rest = self._without_ends([piece for piece in self.pieces if not _is_note(piece)])
        rest = self._tail(rest)
        rest = self._head(rest)
        level = min((piece.level for piece in rest if isinstance(piece, TextPassage) and piece.kind == HEADING), default=2)
        rest = self._lead([_as_heading(piece, place, rest, level) for place, piece in enumerate(rest)])
        self.found.body = [*_levelled(self._quotes(rest)), *notes]
        return self.found

    def _reading(self, pieces: Sequence[Piece]) -> Reading:
        """A reading in which each passage is a text of its own; a table is none."""
        parts = [
            TextPart(str(place), self.language, f"<p>{inline_html(piece)}</p>", HTML)
            for place, piece in enumerate(pieces)
            if isinstance(piece, TextPassage)
        ]
        return Reading(self.language, parts, self.known)

    def _dates(self, text: str) -> list[When]:
        reading = Reading(self.language, [TextPart("0", self.language, text.replace("\n", " "))], self.known)
        found = reading.dates
        if not any(when.month for when in found):
            other = next(code for code in _CODES if code != self.language)
            found = Reading(other, [TextPart("0", other, text.replace("\n", " "))], self.known).dates or found
        return found

    # The end: what is said about bodies, whom to ask

    def _without_ends(self, pieces: list[Piece]) -> list[Piece]:
        kept = []
        for piece in pieces:
            if isinstance(piece, TextPassage) and is_end(piece.text, self.own_words):
                self.found.left_out.append(piece.text.strip())
            else:
                kept.append(piece)
        return kept

    def _tail(self, pieces: list[Piece]) -> list[Piece]:
        """Take the sections about bodies and of contacts, wherever they stand; the first passages may be contacts, too."""
        rest: list[Piece] = []
        place = 0
        while place < len(pieces):
            piece = pieces[place]
            if isinstance(piece, TextPassage):
                taken = self._contacts(pieces, place) or (self._about(pieces, place) if place else 0)
            else:
                taken = self._contact_table(piece)
            if not taken:
                rest.append(piece)
            place += taken or 1
        return rest

    def _contacts(self, pieces: list[Piece], place: int) -> int:
        """Take a section of contacts that begins here; how many pieces it has."""
        first = pieces[place]
        openings = self.words.contacts
        if place < self.without_contacts:
            return 0
        behind = opens_with(first.text, openings)
        if not behind and heading_of(first.text, openings) is None:
            return 0
        lines = _lines(first.text[behind:]) if behind else []
        end = place + 1
        while end < min(len(pieces), place + _CONTACT_PASSAGES) and self._is_contact(pieces[end]):
            lines.extend(_lines_of(pieces[end]))
            end += 1
        contacts = contacts_of(lines, self.words)
        if not contacts:
            self.without_contacts = end
            return 0
        self.found.contacts.extend(contacts)
        return end - place

    def _contact_table(self, table: TextTable) -> int:
        """Take a table that begins with a heading of contacts."""
        first = next((passage.text for passage in passages_of([table])), "")
        if not opens_with(first, self.words.contacts) and heading_of(first, self.words.contacts) is None:
            return 0
        contacts = contacts_of(_lines_of(table), self.words)
        self.found.contacts.extend(contacts)
        return int(bool(contacts))

    def _is_contact(self, piece: Piece) -> bool:
        """Whether a piece below a heading of contacts belongs there: it has an address or a number, or few words."""
        text = piece.text
        has_address = "@" in text or sum(map(str.isdigit, text)) >= 8
        if isinstance(piece, TextTable):
            return has_address
        if is_about(text, self.words) or heading_of(text, self.words.notes) or is_label(text, self.words):
            return False
        words = len(text.split())
        if has_address:
            return words <= _CONTACT_WORDS_WITH_AN_ADDRESS and "«" not in text
        is_contact_heading = heading_of(text, self.words.contacts) is not None
        return is_contact_heading or piece.kind != HEADING and words <= _CONTACT_WORDS and text.rstrip()[-1:] not in ".!?…»”"

    def _about(self, pieces: list[Piece], place: int) -> int:
        first = pieces[place]
        if not isinstance(first, TextPassage):
            return 0
        if is_about(first.text, self.words) and first.kind != ITEM:
            end = place + 1
            while end < len(pieces) and not self._ends_about(pieces[end]):
                end += 1
            if end == place + 1:
                return 0
            self.found.abouts.append(CutAbout(first.text.strip(" :*"), pieces[place + 1 : end]))
            return end - place
        return self._inline_about(first)

    def _inline_about(self, passage: TextPassage) -> int:
        """“À propos de l’Institut : fondé en …”, or a bold heading and its text in one paragraph."""
        text = passage.text
        colon = min((at for at in (text.find(":"), text.find("\n")) if at > 0), default=0)
        if not 0 < colon < _INLINE_ABOUT or not is_about(text[:colon].strip() or "-", self.words):
            return 0
        body = passage.between(colon + 1, len(text)).stripped()
        if len(body.text.split()) < 5:
            return 0
        self.found.abouts.append(CutAbout(text[:colon].strip(" :*"), [replace(body, kind=PARAGRAPH)]))
        return 1

    def _ends_about(self, piece: Piece) -> bool:
        if isinstance(piece, TextTable):
            return False
        text = piece.text
        return (
            is_about(text, self.words)
            or heading_of(text, (*self.words.notes, *self.words.contacts)) is not None
            or opens_with(text, self.words.contacts) > 0
            or is_label(text, self.words)
            or piece.kind == HEADING
        )

    # The head

    def _head(self, pieces: list[Piece]) -> list[Piece]:
        """Take labels, embargo, place, day, title and subtitle from the top; what is none of these stays."""
        kept: list[Piece] = []
        for place, piece in enumerate(pieces[:_HEAD]):
            if not isinstance(piece, TextPassage):
                return kept + pieces[place:]
            if self._is_of_the_head(piece):
                continue
            if self._is_letterhead(piece, pieces[place + 1 : place + 4]):
                self.found.left_out.append(_one_line(piece.text))
                continue
            if self._is_title(piece, pieces, place):
                self.found.title = _one_line(piece.text)
                return kept + self._below_title(pieces[place + 1 :])
            if piece.kind not in (HEADING,) and len(piece.text.split()) > _TITLE_WORDS:
                return kept + pieces[place:]
            kept.append(piece)
        return kept + pieces[_HEAD:]

    def _is_letterhead(self, piece: TextPassage, behind: list[Piece]) -> bool:
        """Whether a short line stands above the label of the text: the name of whoever publishes it."""
        is_short = len(piece.text.split()) <= _LETTERHEAD_WORDS and not piece.is_title
        return is_short and any(
            isinstance(other, TextPassage) and after_label(other.text, self.words) is not None for other in behind
        )

    def _is_title(self, piece: TextPassage, pieces: list[Piece], place: int) -> bool:
        if piece.is_title:
            return True
        words = len(piece.text.split())
        if not 2 <= words <= _TITLE_WORDS or piece.kind not in (HEADING, PARAGRAPH):
            return False
        if piece.kind == HEADING:
            return True
        # A heading that the file knows as one, among the first, comes before a line that may be anything.
        later = [other for other in pieces[place + 1 : place + 4] if isinstance(other, TextPassage)]
        if any(other.is_title or other.kind == HEADING and other.level == 1 for other in later):
            return False
        return piece.text.rstrip()[-1:] not in ".,;" and not self._dates_alone(piece.text)

    def _dates_alone(self, text: str) -> bool:
        return date_line_before(text, self._dates(text), self.words) is not None

    def _is_of_the_head(self, piece: TextPassage) -> bool:
        """Take a line above or below the title that is a label, an embargo or a date line."""
        text = piece.text.strip()
        if is_label(text, self.words):
            self.found.left_out.append(text)
            return True
        behind = after_label(text, self.words)
        line = text if behind is None else behind
        dates = self._dates(line)
        if self.found.embargo is None and (embargo := embargo_of(line, dates)) is not None:
            self.found.embargo = embargo
            return True
        told = date_line(line.replace("\n", " "), dates, self.words)
        if told is not None:
            self.found.dated = self.found.dated or told.day
            self.found.place = self.found.place or told.place
        elif behind == "":
            self.found.left_out.append(text)
        return told is not None or behind == ""

    def _below_title(self, pieces: list[Piece]) -> list[Piece]:
        """Take what belongs to the head and stands below the title: a subtitle, a date line."""
        kept: list[Piece] = []
        for place, piece in enumerate(pieces[:4]):
            if not isinstance(piece, TextPassage):
                return kept + pieces[place:]
            if self._is_of_the_head(piece):
                continue
            if not self.found.subtitle and not kept and self._is_subtitle(piece, pieces[place + 1 :]):
                if piece.text.lstrip()[:1].islower():
                    # A title of two lines: no subtitle begins small.
                    self.found.title = f"{self.found.title} {_one_line(piece.text)}"
                else:
                    self.found.subtitle = _one_line(piece.text)
                continue
            return kept + pieces[place:]
        return kept + pieces[4:]

    def _is_subtitle(self, piece: TextPassage, behind: list[Piece]) -> bool:
        words = len(piece.text.split())
        if not behind or not 2 <= words <= _SUBTITLE_WORDS or piece.kind in (ITEM, QUOTATION):
            return False
        if piece.text.rstrip()[-1:] in ".,;:!?»”" or self._dates_alone(piece.text):
            return False
        return (
            piece.kind == HEADING
            or piece.is_all_bold
            or all(run.is_italic for run in piece.runs if run.text.strip())
            or words <= 18
        )

    def _lead(self, pieces: list[Piece]) -> list[Piece]:
        """Take the first paragraph as the lead, without the place and the day before it."""
        found = next(
            ((at, piece) for at, piece in enumerate(pieces) if isinstance(piece, TextPassage) and _is_prose(piece)), None
        )
        if found is None:
            return pieces
        place, first = found
        if any(isinstance(piece, TextPassage) and piece.kind == HEADING for piece in pieces[:place]):
            return pieces
        told = date_line_before(first.text, self._dates(first.text), self.words)
        if told is not None:
            self.found.place = self.found.place or told.place
            self.found.dated = self.found.dated or told.day
            first = first.between(told.end, len(first.text))
        if first.text.lstrip().startswith(("«", "“")) or not pieces[place + 1 :] and told is None:
            return [*pieces[:place], first, *pieces[place + 1 :]]
        self.found.lead = _one_line(first.text)
        self.found.lead_links = list(dict.fromkeys(run.href for run in first.runs if run.href))
        return pieces[:place] + pieces[place + 1 :]

    # Quotes

    def _quotes(self, pieces: list[Piece]) -> list[Piece]:
        reading = self._reading(pieces)
        blocks: dict[int, list[Block]] = {}
        for block in reading.blocks:
            blocks.setdefault(int(block.part.field), []).append(block)
        kept: list[Piece] = []
        is_signature = False
        for place, piece in enumerate(pieces):
            if is_signature:
                is_signature = False
                continue
            mine = blocks.get(place, [])
            if isinstance(piece, TextPassage) and piece.kind in (PARAGRAPH, QUOTATION) and 0 < len(mine) <= 2:
                following = mine[1] if len(mine) == 2 else next(iter(blocks.get(place + 1, [])), None)
                quote, signed = quote_of(reading, mine[0], following)
                if quote is not None and (len(mine) == 1 or signed):
                    self.found.quotes.append(quote)
                    is_signature = signed and len(mine) == 1
                    continue
            kept.append(piece)
        return kept


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _lines_of(piece: Piece) -> list[str]:
    return _lines(piece.text)


def _is_note(piece: Piece) -> bool:
    return isinstance(piece, TextPassage) and piece.note > 0


def _one_line(text: str) -> str:
    return " ".join(text.replace("\n", " ").split(" ")).strip()


def _is_prose(piece: TextPassage) -> bool:
    return piece.kind == PARAGRAPH and len(piece.text.split()) > 7


def _as_heading(piece: Piece, place: int, pieces: Sequence[Piece], level: int) -> Piece:
    """A bold line of its own between paragraphs is a heading, whatever the file calls it."""
    if (
        not isinstance(piece, TextPassage)
        or piece.kind != PARAGRAPH
        or not piece.is_all_bold
        or not 0 < place < len(pieces) - 1
    ):
        return piece
    text = piece.text.strip()
    if len(text.split()) > _HEADING_WORDS or text[-1] in ".,;:»”" or "\n" in text:
        return piece
    return replace(piece, kind=HEADING, level=level)


def _levelled(pieces: list[Piece]) -> list[Piece]:
    """Headings of the two levels that a text has, without marks of their own."""
    levels = sorted({piece.level for piece in pieces if isinstance(piece, TextPassage) and piece.kind == HEADING})
    return [
        replace(piece, level=2 if piece.level == levels[0] else 3, runs=[replace(run, is_bold=False) for run in piece.runs])
        if isinstance(piece, TextPassage) and piece.kind == HEADING
        else piece
        for piece in pieces
    ]
