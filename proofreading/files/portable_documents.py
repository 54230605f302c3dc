"""PDF files: paragraphs and headings put together again from lines, by their distances and the size of their letters."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from ..hyphenation import APART, JOIN, across, words_within
from ..running_lines import running_lines
from .content import HEADING, ITEM, PARAGRAPH, Piece, TextPassage, TextRun
from .notices import FileNotice

SECONDS = 20
"""Of the clock, that one PDF may take; its reader bounds its processor and its memory."""

# A space between two lines larger by so much than usual parts paragraphs; letters so much larger are a heading’s.
_WIDER, _LARGER = 1.3, 1.12
# Sizes that differ by less, in points, are one; lines are never set closer than so many times the size of their letters.
_SAME_SIZE, _LEAST_LEADING = 0.6, 1.05
# A line that ends so far, in parts of the width, before its margin ends its paragraph, where it ends a sentence.
_SHORT = 0.8
_HEADING_WORDS, _TITLE_WORDS = 16, 45
# A letter is at least so wide, on the average of a word, in parts of its size.
_NARROW = 0.36
_BULLET = re.compile(r"\s*(?:[•●◦▪‣–—·*-]|\uf0b7|\d{1,2}[.)])\s+(?=\S)")
_ENDS = (".", "!", "?", "…", ":", "»", "”", '"')


# What fonts draw as one sign and people write as letters.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class BrokenPdfError(Exception):
    """A PDF that cannot be read: ``key`` says why, in the table ``files`` of the sentences."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass
class _PdfLink:
    """An address, and the place on the page that leads there."""

    address: str
    left: float
    bottom: float
    right: float
    top: float
    is_placed: bool = False

    def is_of(self, run: dict[str, Any]) -> bool:
        """Whether it covers all of some words, by the least that their letters take: nothing is linked that was no link."""
        is_there = self.left - 1 <= run["left"] and self.bottom - 1 <= run["top"] + run["size"] / 3 <= self.top + 1
        return bool(is_there and run["left"] + len(run["text"].strip()) * run["size"] * _NARROW <= self.right + 1)


@dataclass
class _PdfLine:
    runs: list[TextRun]
    size: float
    left: float
    top: float
    page: int

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def is_bold(self) -> bool:
        return all(run.is_bold for run in self.runs if run.text.strip())


def read_portable_document(data: bytes) -> tuple[list[Piece], list[FileNotice]]:
    """Its pieces, and what there is to say of it. Raises ``BrokenPdfError``."""
    found = _read(data)
    links = [[_PdfLink(*link) for link in page] for page in found["links"]]
    pages = [
        [_line(runs, number, on_page) for runs in page]
        for number, (page, on_page) in enumerate(zip(found["pages"], links, strict=True))
    ]
    # From the top to the foot: programs write running lines where they like.
    upright = [sorted(page, key=lambda line: -line.top) for page in pages]
    left_out = running_lines([[line.text for line in page] for page in upright])
    running = {id(page[place]) for page, left in zip(upright, left_out, strict=True) for place in left}
    kept = [[line for line in page if id(line) not in running] for page in pages]
    numbers = {
        "pictures": found["pictures"],
        "comments": found["comments"],
        "links": sum(not link.is_placed for page in links for link in page),
        "running": sum(map(len, left_out)),
        "more-pages": len(pages) if found["more"] else 0,
    }
    notices = [FileNotice(name, {"number": number}) for name, number in numbers.items() if number]
    return list(_pieces([line for page in kept for line in page])), notices


def _read(data: bytes) -> Any:
    """What the process of its own says of a file. It is stopped where it takes more than a text is worth."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_text.py"))]
    try:
        done = subprocess.run(  # noqa: S603  the program is the house’s own; what is foreign is its input
            command, input=data, capture_output=True, timeout=SECONDS, check=True, env={}
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise BrokenPdfError("pdf-broken") from error
    if "error" in found:
        raise BrokenPdfError(f"pdf-{found['error']}")
    return found


def _line(runs: list[dict[str, Any]], page: int, links: list[_PdfLink]) -> _PdfLine:
    made = []
    for run in runs:
        link = next((link for link in links if link.is_of(run)), None)
        href = link.address if link else ""
        if link:
            link.is_placed = True
        text = re.sub(r"[\t ]+", " ", run["text"].translate(_LIGATURES))
        made.append(TextRun(text, run["is_bold"], run["is_italic"], href=href))
    size = max((run["size"] for run in runs if run["text"].strip()), default=0.0)
    return _PdfLine(made, size, min(run["left"] for run in runs), runs[0]["top"], page)


def _pieces(lines: list[_PdfLine]) -> Iterator[Piece]:
    if not lines:
        return
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual, width = sizes.most_common(1)[0][0], max(len(line.text) for line in lines)
    gap = _usual_gap(lines, usual)
    words = words_within("\n".join(line.text for line in lines))
    group = [lines[0]]
    for before, line in pairwise(lines):
        if _goes_on(before, line, gap, width, usual):
            group.append(line)
        else:
            yield _passage(group, usual, words)
            group = [line]
    yield _passage(group, usual, words)


def _usual_gap(lines: list[_PdfLine], usual: float) -> float:
    """The distance of lines within paragraphs: the usual one between lines of the usual size."""
    gaps = [
        round(abs(before.top - line.top), 1)
        for before, line in pairwise(lines)
        if before.page == line.page and abs(before.size - usual) < _SAME_SIZE and abs(line.size - usual) < _SAME_SIZE
    ]
    return Counter(gaps).most_common(1)[0][0] if gaps and len(set(gaps)) < len(gaps) else median(gaps or [usual * 1.3])


def _goes_on(before: _PdfLine, line: _PdfLine, gap: float, width: int, usual: float) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if abs(before.size - line.size) > _SAME_SIZE or _BULLET.match(line.text):
        return False
    has_ended = before.text.rstrip().endswith(_ENDS)
    is_short = len(before.text.rstrip()) < _SHORT * width
    if before.is_bold != line.is_bold and (has_ended or is_short):
        return False
    if before.page != line.page:
        return not has_ended and line.text.lstrip()[:1].islower()
    if abs(before.top - line.top) > max(gap, line.size * _LEAST_LEADING) * _WIDER:
        return False
    if line.size > usual * _LARGER:
        return True
    has_room = len(line.text.split()[0]) + len(before.text) < _SHORT * width
    return not (is_short and (has_ended or has_room))


def _passage(lines: list[_PdfLine], usual: float, words: frozenset[str]) -> TextPassage:
    passage = TextPassage(PARAGRAPH)
    for number, line in enumerate(lines):
        if number:
            _join(passage, lines[number - 1], line, words)
        passage.runs.extend(line.runs)
    passage = passage.stripped()
    count = len(passage.text.split())
    if (bullet := _BULLET.match(passage.text)) and count > 1:
        numbered = bullet.group().strip()[0].isdigit()
        passage = passage.between(bullet.end(), len(passage.text))
        passage.kind, passage.is_numbered = ITEM, numbered
    elif lines[0].size > usual * _LARGER and count <= _TITLE_WORDS:
        passage.kind, passage.level = HEADING, 1 if lines[0].size > usual * 1.35 else 2
    elif passage.is_all_bold and count <= _HEADING_WORDS and not passage.text.endswith((".", ":", ",")) and len(lines) == 1:
        passage.kind, passage.level = HEADING, 2
    return passage


def _join(passage: TextPassage, before: _PdfLine, line: _PdfLine, words: frozenset[str]) -> None:
    """Go on from the line before: with a space, or as the rest of a word that was cut."""
    way = across(before.text, line.text, words)
    last = passage.runs.pop()
    text = last.text.rstrip()
    passage.runs.append(replace(last, text=text[:-1] if way == JOIN else text))
    if way == APART:
        passage.runs.append(TextRun(" "))
