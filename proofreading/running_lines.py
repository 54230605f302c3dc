"""What stands at the head and the foot of every page and is no part of the text: running heads, and the numbers of pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .text import fold

# Running lines stand so near the edge of a page; on so much of the pages that are not the first.
_DEEP, _SHARE = 3, 0.5
_LONGEST = 160
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|.\s]*(?:(?:page|p\.?)\s*)?(?:\d{1,3}|[ivx]{1,5})(?:\s*(?:/|sur|of|de)\s*\d{1,3})?[-–—|.\s]*", re.IGNORECASE
)
# What a browser prints above and below a page: when, and from where.
_PRINTED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}(?:\s*[AP]M)?\b.{0,120}|(?:https?|file)://\S{1,140}\s+\d{1,3}/\d{1,3}",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"[-–—|.\s]*(?:(?:page|p\.)\s*\d{1,3}(?:\s*(?:/|sur|of)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3})[-–—|.\s]*", re.IGNORECASE
)


def is_page_number(line: str) -> bool:
    """Whether a line at the edge of a page is its number: “2”, “– 2 –”, “Page 2 sur 3”."""
    return len(line) < _LONGEST and _PAGE_NUMBER.fullmatch(line) is not None


def running_lines(pages: Sequence[Sequence[str]]) -> list[set[int]]:
    """Of the lines of each page, the places of those that are no text.

    A line is one that stands at the edge of half of the pages, whatever its figures; and, at an edge, the number of a page:
    where there are several pages any such number, on a single one only “1/1” or “page 1”.
    """
    edges = [_edges(page) for page in pages]
    keys = Counter(key for page, places in zip(pages, edges, strict=True) for key in {_key(page, place) for place in places})
    enough = max(2, len(pages) * _SHARE)
    return [
        _grown(page, {place for place in places if _is_running(page, place, keys, enough, len(pages))})
        for page, places in zip(pages, edges, strict=True)
    ]


def _edges(page: Sequence[str]) -> list[int]:
    filled = [place for place, line in enumerate(page) if line.strip()]
    return sorted({*filled[:_DEEP], *filled[-_DEEP:]})


def _key(page: Sequence[str], place: int) -> str:
    return " ".join(_DIGITS.sub("#", fold(page[place])).split())


def _is_running(page: Sequence[str], place: int, keys: Counter[str], enough: float, pages: int) -> bool:
    line = page[place].strip()
    if len(line) > _LONGEST:
        return False
    if _PRINTED.fullmatch(line) and place in (_edges(page)[0], _edges(page)[-1]):
        return True
    if pages == 1:
        return place == _edges(page)[-1] and _SAID.fullmatch(line) is not None
    return is_page_number(line) or keys[_key(page, place)] >= enough


def _grown(page: Sequence[str], found: set[int]) -> set[int]:
    """Those that have nothing but running lines between them and the edge of the page."""
    filled = [place for place, line in enumerate(page) if line.strip()]
    kept: set[int] = set()
    for order in (filled, filled[::-1]):
        for place in order:
            if place not in found:
                break
            kept.add(place)
    return kept
