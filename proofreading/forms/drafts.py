"""A block in the making."""

from __future__ import annotations

import re
import unicodedata
from array import array

from ..source import Block, TextLink, TextPart
from ..text import INVISIBLE, SPACES

_SHOWN_AS_A_SPACE = frozenset("\t\n\r\x0b\x0c\x00\x85\u2028\u2029")
# Latin letters, digits and signs that are one character however they stand: most of every text.
_PLAIN = re.compile("[!-~\u00c0-\u024f\u2019]+")
_JOINED_IN_HTML = frozenset(" \t\n\r\x0c")


class Draft:
    """Characters gathered one by one, with where each came from; white space is joined as a browser would."""

    def __init__(self) -> None:
        self.signs: list[str] = []
        self.at: array[int] = array("L")
        self.links: list[TextLink] = []
        self.foreign: list[tuple[int, int, str]] = []

    def __len__(self) -> int:
        return len(self.signs)

    def add(self, sign: str, at: int, *, joined: bool = False) -> None:
        if sign in INVISIBLE or self._is_joined_to_its_letter(sign):
            return
        if sign in _SHOWN_AS_A_SPACE:
            sign, joined = " ", True
        if joined and sign == " " and (not self.signs or self.signs[-1] == " "):
            return
        self.signs.append(sign)
        self.at.append(at)

    def _is_joined_to_its_letter(self, sign: str) -> bool:
        """Whether a mark could be joined to the letter before it."""
        if not self.signs or not unicodedata.combining(sign):
            return False
        composed = unicodedata.normalize("NFC", self.signs[-1] + sign)
        if len(composed) > 1:
            return False
        self.signs[-1] = composed
        return True

    def run(self, source: str, start: int, end: int, *, joined: bool = False) -> None:
        place = start
        while place < end:
            if plain := _PLAIN.match(source, place, end):
                self.signs.extend(plain.group())
                self.at.extend(range(place, plain.end()))
                place = plain.end()
                continue
            sign = source[place]
            self.add(sign, place, joined=joined and sign in _JOINED_IN_HTML)
            place += 1

    def drop_last(self) -> None:
        """Forget the last character: a hyphen that only cut a word."""
        if self.signs:
            self.signs.pop()
            self.at.pop()

    def drop_spaces(self) -> None:
        while self.signs and self.signs[-1] in SPACES:
            self.drop_last()

    def link(self, start: int, href: str, at: int) -> None:
        """Make what was gathered since ``start`` lead to an address."""
        self.links.append(TextLink(start, len(self.signs), href, at))

    def block(self, part: TextPart, kind: str, group: int, level: int = 0) -> Block | None:
        """The block without the white space around it; ``None`` where nothing is left."""
        text = "".join(self.signs)
        left = len(text) - len(text.lstrip(SPACES))
        right = len(text.rstrip(SPACES))
        if right <= left:
            return None
        links = [
            TextLink(max(0, link.start - left), min(link.end, right) - left, link.href, link.at)
            for link in self.links
            if link.end > link.start
        ]
        foreign = [(max(0, start - left), end - left, code) for start, end, code in self.foreign]
        return Block(part, kind, text[left:right], self.at[left:right], group, level=level, links=links, foreign=foreign)
