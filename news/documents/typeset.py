"""A release as the data that ``release.typ`` sets. Words go in as data, never as Typst: no sign in them has a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from publishing.templatetags.portal_text import NO_BREAK

from .content import Correction, Prose, Release, Text
from .prose import Block, Cell, Heading, Listing, Paragraph, Quotation, Run, Table, words_of

MAX_COLUMNS = 40
LONG_BOILERPLATE = 1200
"""In signs; a shorter one is never broken over two pages."""


def data_of(release: Release) -> dict[str, Any]:
    """Everything that the page shows, in the release's language, the standing words included.

    The pictures are named by their place in the storage, and are still to be fetched.
    """
    if not _shows(release.title.words):
        release = replace(release, title=Text(release.kind, release.language))
    with override(release.language):
        return {
            "language": release.language,
            "author": settings.PORTAL_NAME,
            "document_title": release.title.words,
            "is_example": release.is_example,
            "kind": release.kind,
            "day": release.day,
            "day_runs": _day_runs(release.day),
            "iso_day": release.iso_day,
            "led_by": gettext("A cluster led by Sorbonne University"),
            "grant": gettext(
                "State aid managed by the Agence nationale de la recherche under France 2030, reference %(grant)s."
            )
            % {"grant": settings.GRANT_REFERENCE},
            "url": release.url,
            "shown_address": release.url.split("://", 1)[-1],
            "words": {
                "contact": gettext("Press contact"),
                "named": gettext("Named in this release"),
                "online": gettext("This release online"),
                "said": gettext("What was said"),
                "says": gettext("What is said now"),
                "example": f"[{gettext('example')}]",
            },
            **{name: _said(getattr(release, name)) for name in ("title", "subtitle", "place", "lead")},
            "contacts": [_said(one) for one in release.contacts],
            "corrections": [_correction(one) for one in release.corrections],
            "body": _prose(release.body, last_level=1),
            "quotes": [_said(one) for one in release.quotes],
            "pictures": [_said(one) | {"credit": f"© {one.credit}, {one.licence}", "width": 1.0} for one in release.pictures],
            "boilerplates": [
                {
                    "title": _said(one.title if _shows(one.title.words) else Text("–", release.language)),
                    "body": _prose(one.body, last_level=2),
                    "long": _length(one.body) > LONG_BOILERPLATE,
                }
                for one in release.boilerplates
            ],
            "named": [_said(one) for one in release.named],
        }


def _said(part: Any) -> dict[str, Any]:
    """A part of the release as data, each text of it with its runs."""
    return _with_runs(asdict(part))


def _with_runs(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    found = {name: _with_runs(value) for name, value in data.items()}
    return found | {"runs": _runs([Run(found["words"])])} if set(found) == {"words", "language"} else found


def _day_runs(day: str) -> list[dict[str, Any]]:
    """The day, its French “1er” raised as on the page."""
    if day.startswith("1er "):
        return _runs([Run("1"), Run("er", raised="sup"), Run(day[3:])])
    return _runs([Run(day)])


def _correction(one: Correction) -> dict[str, Any]:
    return _said(one) | {"title": gettext("Corrected on %(date)s") % {"date": one.day}}


def _length(prose: Prose) -> int:
    return sum(len(run.text) for block in prose.blocks if isinstance(block, Paragraph) for run in block.runs)


def _prose(prose: Prose, *, last_level: int) -> dict[str, Any]:
    return {"language": prose.language, "blocks": _blocks(prose.blocks, [last_level])}


def _blocks(blocks: Iterable[Block], level: list[int]) -> list[dict[str, Any]]:
    """The blocks; no heading goes more than one level deeper than the one before it (``level``), as PDF/UA asks."""
    return [_block(block, level) for block in blocks]


def _block(block: Block, level: list[int]) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.runs)}
        case Heading() if not _shows(words_of(block.runs)):
            return {"kind": "paragraph", "runs": _runs(block.runs)}
        case Heading():
            level[0] = min(block.level, level[0] + 1)
            return {"kind": "heading", "level": level[0], "runs": _runs(block.runs)}
        case Listing():
            return {"kind": "list", "start": block.start, "items": [_blocks(item, level) for item in block.items]}
        case Quotation():
            return {"kind": "quotation", "blocks": _blocks(block.blocks, level)}
        case Table():
            return _table(block, level)


def _shows(words: str) -> bool:
    """Whether anything of the words is seen: PDF/UA refuses a title that shows nothing."""
    return any(unicodedata.category(sign) not in {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"} for sign in words)


def _table(table: Table, level: list[int]) -> dict[str, Any]:
    """A table with the place of each cell, found as HTML finds it; a cell that would lie on another is cut short."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            if x >= MAX_COLUMNS:
                break
            columns, rows = _room(cell, x, y, len(table.rows), taken)
            taken |= {(x + right, y + down) for right in range(columns) for down in range(rows)}
            cells.append(
                {"x": x, "y": y, "columns": columns, "rows": rows, "heads": cell.heads, "blocks": _blocks(cell.blocks, level)}
            )
            x += columns
    first = table.rows[0]
    header = len(table.rows) > 1 and all(cell.heads and cell.rows == 1 for cell in first)
    return {"kind": "table", "columns": max(x for x, _y in taken) + 1, "header": int(header), "cells": cells}


def _room(cell: Cell, x: int, y: int, height: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    columns = 1
    while columns < min(cell.columns, MAX_COLUMNS - x) and (x + columns, y) not in taken:
        columns += 1
    return columns, min(cell.rows, height - y)


_TOGETHER = re.compile("(" + "|".join(re.escape(words) for words in sorted(NO_BREAK, key=len, reverse=True)) + ")")


def _runs(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """The runs, with the names that never break over two lines on their own."""
    return [asdict(run) | {"text": part, "nb": part in NO_BREAK} for run in runs for part in _TOGETHER.split(run.text) if part]


def texts_of(data: object) -> Iterable[str]:
    """Every text in the data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_of(value)


def with_texts(data: Any, change: Callable[[str], str]) -> Any:
    """The data with every text changed."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {name: with_texts(value, change) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [with_texts(value, change) for value in data]
    return data
