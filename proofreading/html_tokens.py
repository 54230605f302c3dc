"""Reads HTML, of any make, as a row of tags and characters, each with its place in the source.

One reader for whoever needs to know what a page shows: the check of a text, and the forms of a release that are not HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# A value in quotation marks may hold any sign. It is bounded: time must grow with the text only.
_QUOTED = r"\"[^\"]{0,2000}\"|'[^']{0,2000}'"
_MARKUP = re.compile(
    rf"(?P<comment><!--)|(?P<tag><(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:(?:[^<>\"']|{_QUOTED}){{0,1000}}|[^<>]*)>)"
    rf"|<[!?][^<>]*>|(?P<entity>{ENTITY.pattern})"
)
_COMMENT_ENDS = re.compile("-->")
_ATTRIBUTE = re.compile(r"""([A-Za-z-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_UNSEEN = frozenset({"script", "style", "template", "noscript"})


@dataclass(frozen=True)
class Characters:
    """A stretch of what is shown. All characters of a reference (“&eacute;”) come from its first place."""

    text: str
    start: int
    is_reference: bool = False


@dataclass(frozen=True)
class HtmlTag:
    source: str
    start: int
    name: str
    is_closing: bool

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The attributes that have a value, by their names in small letters; of two with one name the first."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.source):
            found.setdefault(match[1].lower(), html.unescape(match[match.lastindex or 0]))
        return found

    def span_of(self, name: str) -> tuple[int, int] | None:
        """Where an attribute’s value stands in the source, as it is written."""
        match = next((match for match in _ATTRIBUTE.finditer(self.source) if match[1].lower() == name), None)
        if match is None or match.lastindex is None:
            return None
        return self.start + match.start(match.lastindex), self.start + match.end(match.lastindex)

    def characters_of(self, name: str) -> Iterator[Characters]:
        """The characters of an attribute’s value, each with its place in the source."""
        span = self.span_of(name)
        if span is None:
            return
        begin, place = span[0], 0
        value = self.source[begin - self.start : span[1] - self.start]
        for reference in ENTITY.finditer(value):
            yield Characters(value[place : reference.start()], begin + place)
            yield Characters(html.unescape(reference.group()), begin + reference.start(), is_reference=True)
            place = reference.end()
        yield Characters(value[place:], begin + place)


def html_tokens(source: str) -> Iterator[HtmlTag | Characters]:
    """The tags and the characters of a page, in order, without comments, declarations, and what no browser shows."""
    place = 0
    while (match := _MARKUP.search(source, place)) is not None:
        if match.start() > place:
            yield Characters(source[place : match.start()], place)
        place = match.end()
        if match["comment"]:
            place = _end_of(_COMMENT_ENDS, source, place)
        elif match["entity"]:
            yield Characters(html.unescape(match.group()), match.start(), is_reference=True)
        elif match["tag"]:
            tag = HtmlTag(match.group(), match.start(), match["name"].lower(), bool(match["slash"]))
            if tag.name in _UNSEEN and not tag.is_closing:
                place = _end_of(re.compile(rf"(?=</{tag.name})", re.I), source, place)
            else:
                yield tag
    if place < len(source):
        yield Characters(source[place:], place)


def _end_of(pattern: re.Pattern[str], source: str, place: int) -> int:
    """The end of the next match; that of the source where there is none."""
    match = pattern.search(source, place)
    return match.end() if match else len(source)
