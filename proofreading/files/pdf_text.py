"""Reads the lines of a PDF, in a process of its own: ``python proofreading/files/pdf_text.py < FILE``.

A PDF is a program more than a text, and one made to do harm can ask for any time and memory. So whoever reads one starts this
with bounds (``portable_documents.py``). It writes, as JSON, for each page its lines from the top: words, size of letters,
place, and whether they are bold or slanted.
"""

from __future__ import annotations

import json
import math
import resource
import sys
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

MOST_PAGES = 60
MOST_RUNS = 8_000
MOST_LINKS = 300
MOST_CHARACTERS = 1_000_000
MOST_SECONDS, MOST_MEMORY = 15, 1024 * 1024 * 1024
# Lines whose feet are so near, in parts of the size of their letters, are one line.
_SAME_LINE = 0.35


@dataclass
class PdfRun:
    """Words of one make on a line; places and sizes are in points."""

    text: str
    size: float
    left: float
    top: float
    is_bold: bool
    is_italic: bool


def lines_of_pages(data: bytes) -> dict[str, Any]:
    """The lines of each page, each a row of runs; and the number of pictures and comments."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"error": "locked"}
    pages, lines, characters = [], [], 0
    for page in reader.pages[:MOST_PAGES]:
        found = _lines(page)
        characters += sum(len(run.text) for line in found for run in line)
        if characters > MOST_CHARACTERS:
            break
        pages.append(page)
        lines.append([[asdict(run) for run in line] for line in found])
    return {
        "pages": lines,
        "more": len(reader.pages) > len(pages),
        "pictures": sum(_pictures(page) for page in pages),
        "comments": sum(_comments(page) for page in pages),
        "links": [_links(page) for page in pages],
    }


def _lines(page: Any) -> list[list[PdfRun]]:
    runs: list[PdfRun] = []

    def visit(text: str, outer: list[float], inner: list[float], font: dict[str, Any] | None, size: float) -> None:
        words = text.replace("\n", "")
        if not words or len(runs) >= MOST_RUNS:
            return
        left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        top = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = math.sqrt(abs((inner[0] * inner[3] - inner[1] * inner[2]) * (outer[0] * outer[3] - outer[1] * outer[2])))
        name = str((font or {}).get("/BaseFont", "")).lower()
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "demi"))
        runs.append(PdfRun(words, float(size) * scale, left, top, bold, any(word in name for word in ("italic", "oblique"))))

    page.extract_text(visitor_text=visit)
    lines: list[list[PdfRun]] = []
    for run in runs:
        last = lines[-1][-1] if lines else None
        if last is not None and abs(last.top - run.top) <= _SAME_LINE * max(last.size, run.size, 1):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [line for line in lines if any(run.text.strip() for run in line)]


def _pictures(page: Any) -> int:
    resources = page.get("/Resources")
    objects = resources.get_object().get("/XObject") if resources is not None else None
    if objects is None:
        return 0
    return sum(thing.get_object().get("/Subtype") == "/Image" for thing in objects.get_object().values())


def _comments(page: Any) -> int:
    kinds = [note.get_object().get("/Subtype") for note in page.get("/Annots") or ()]
    return sum(kind in ("/Text", "/FreeText", "/Highlight", "/StrikeOut", "/Caret", "/Underline") for kind in kinds)


def _links(page: Any) -> list[list[object]]:
    """Where words lead: the address, and the corners of the place on the page."""
    found: list[list[object]] = []
    for note in list(page.get("/Annots") or ())[:MOST_LINKS]:
        note = note.get_object()
        action = note.get("/A")
        address = action.get_object().get("/URI") if note.get("/Subtype") == "/Link" and action is not None else None
        if address:
            found.append([str(address), *(float(corner) for corner in note["/Rect"])])
    return found


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        json.dump(lines_of_pages(sys.stdin.buffer.read()), sys.stdout)
    except (Exception, RecursionError):
        json.dump({"error": "broken"}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
