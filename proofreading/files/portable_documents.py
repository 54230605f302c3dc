"""PDF files: paragraphs and headings put together again from lines, by their distances and the size of their letters."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from ..hyphenation import APART, JOIN, across, words_within
from ..running_lines import running_lines
from .content import HEADING, ITEM, PARAGRAPH, Piece, TextPassage, TextRun
from .notices import FileNotice

SECONDS, MOST_MEMORY = 20, 1024 * 1024 * 1024
"""What one PDF may take: processor and clock, and bytes of memory."""

# A space between two lines larger by so much than usual parts paragraphs; letters so much larger are a heading’s.
_WIDER, _LARGER = 1.3, 1.12
# A line that ends so far, in parts of the width, before its margin ends its paragraph, where it ends a sentence.
_SHORT = 0.8
_HEADING_WORDS, _TITLE_WORDS = 16, 45
_BULLET = re.compile(r"\s*(?:[•●◦▪‣–—·*-]|\uf0b7|\d{1,2}[.)])\s+(?=\S)")
_ENDS = (".", "!", "?", "…", ":", "»", "”", '"')


class BrokenPdfError(Exception):
    """A PDF that cannot be read: ``key`` says why, in the table ``files`` of the sentences."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


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
    pages = [
        [_line(runs, number, links) for runs in page]
        for number, (page, links) in enumerate(zip(found["pages"], found["links"], strict=True))
    ]
    left_out = running_lines([[line.text for line in page] for page in pages])
    kept = [[line for place, line in enumerate(page) if place not in left] for page, left in zip(pages, left_out, strict=True)]
    numbers = {
        "pictures": found["pictures"],
        "comments": found["comments"],
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
            command, input=data, capture_output=True, timeout=SECONDS, preexec_fn=_bound, check=True, env={}
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise BrokenPdfError("pdf-broken") from error
    if "error" in found:
        raise BrokenPdfError(f"pdf-{found['error']}")
    return found


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _line(runs: list[dict[str, Any]], page: int, links: Sequence[Sequence[Any]]) -> _PdfLine:
    made = []
    for run in runs:
        href = next((address for address, *corners in links if _is_within(run, corners)), "")
        text = re.sub(r"[\t ]+", " ", run["text"])
        made.append(TextRun(text, run["is_bold"], run["is_italic"], href=href))
    size = max((run["size"] for run in runs if run["text"].strip()), default=0.0)
    return _PdfLine(made, size, min(run["left"] for run in runs), runs[0]["top"], page)


def _is_within(run: dict[str, Any], corners: Sequence[float]) -> bool:
    left, bottom, right, top = corners
    return bool(left - 1 <= run["left"] <= right and bottom - 1 <= run["top"] + run["size"] / 3 <= top + 1)


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
        if _goes_on(before, line, gap, width):
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
        if before.page == line.page and abs(before.size - usual) < 0.6 and abs(line.size - usual) < 0.6
    ]
    return Counter(gaps).most_common(1)[0][0] if gaps and len(set(gaps)) < len(gaps) else median(gaps or [usual * 1.3])


def _goes_on(before: _PdfLine, line: _PdfLine, gap: float, width: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    if abs(before.size - line.size) > 0.6 or before.is_bold != line.is_bold and before.text.rstrip().endswith(_ENDS):
        return False
    if before.is_bold != line.is_bold and len(before.text) < _SHORT * width:
        return False
    if _BULLET.match(line.text):
        return False
    if before.page != line.page:
        return not before.text.rstrip().endswith(_ENDS) and line.text.lstrip()[:1].islower()
    allowed = max(gap, line.size * 1.05) * _WIDER if abs(line.size - before.size) < 0.6 else 0
    if abs(before.top - line.top) > allowed:
        return False
    is_short = len(before.text.rstrip()) < _SHORT * width
    return not (
        is_short and (before.text.rstrip().endswith(_ENDS) or len(line.text.split()[0]) + len(before.text) < _SHORT * width)
    )


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
