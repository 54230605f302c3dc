"""A release as the data that ``release.typ`` sets. Words go in as data, never as Typst: no sign in them has a meaning."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.utils.translation import gettext, override

from publishing.dates_in_words import day_in_words
from publishing.localized_text import LocalizedHTML, LocalizedText
from publishing.phone_fields import phone_uri
from publishing.portal_links import FollowedLinks, SettledLinks
from publishing.templatetags.portal_text import NO_BREAK, language_here

from ..reading import AboutText, ContactCard, CorrectionNote, PressPicture, ReleaseReading, SpokenQuote
from . import written
from .prose import Block, Heading, Listing, Paragraph, ProseCell, ProseTable, Quotation, Run, words_of

MAX_COLUMNS = 40
LONG_BOILERPLATE = 1200
"""In signs; a shorter one is never broken over two pages."""


def data_of(release: ReleaseReading) -> dict[str, Any]:
    """Everything that the page shows, in the release's language, the standing words included.

    The pictures are named by their place in the storage, and are still to be fetched.
    """
    words, life = release.words, release.life
    with override(release.language):
        kind, day = gettext("Press release"), day_in_words(words.dated)
        title = written.line(words.title)
        if not _shows(title.words):
            title = LocalizedText(kind, release.language)
        return _standing_words(release) | {
            "document_title": title.words,
            "is_example": life.is_example,
            "embargo": written.embargo(release.embargo),
            "kind": kind,
            "day": day,
            "day_runs": _day_runs(day),
            "iso_day": words.dated.isoformat(),
            "url": release.url,
            "shown_address": release.url.split("://", 1)[-1],
            "title": _said(title),
            "subtitle": _said(written.line(words.subtitle)),
            "place": _said(written.line(words.place)),
            "lead": _said(written.line(words.lead)),
            "contacts": [_contact(written.contact(card), release.is_example_contact(card)) for card in release.contacts],
            "corrections": [_correction(written.correction(note)) for note in words.corrections],
            "body": _prose(words.body, release.links, last_level=1),
            "quotes": [_quote(written.quote(quote)) for quote in words.quotes],
            "pictures": [_picture(written.picture(picture)) for picture in words.pictures],
            "boilerplates": [_about(about, release.language, release.links) for about in words.boilerplates],
            "named": [
                {"words": _said(written.line(page.label)), "url": page.url, "is_example": page.is_example}
                for page in release.surroundings.named
            ],
        }


def _standing_words(release: ReleaseReading) -> dict[str, Any]:
    """What every release says, in the active language."""
    return {
        "language": release.language,
        "author": settings.PORTAL_NAME,
        "led_by": gettext("A cluster led by Sorbonne University"),
        "grant": gettext("State aid managed by the Agence nationale de la recherche under France 2030, reference %(grant)s.")
        % {"grant": settings.GRANT_REFERENCE},
        "words": {
            "contact": gettext("Press contact"),
            "named": gettext("Named in this release"),
            "online": gettext("This release online"),
            "said": gettext("What was said"),
            "says": gettext("What is said now"),
            "example": f"[{gettext('example')}]",
        },
    }


def _said(text: LocalizedText) -> dict[str, Any]:
    """A text as data, with its runs."""
    return {"words": text.words, "language": text.language, "runs": _runs([Run(text.words)])}


def _contact(card: ContactCard, is_example: bool) -> dict[str, Any]:
    return {
        "name": card.name,
        "role": _said(card.role),
        "spoken": ", ".join(language_here(code) for code in card.spoken),
        "phone": card.phone,
        "phone_uri": phone_uri(card.phone),
        "out_of_hours": written.out_of_hours(card),
        "out_of_hours_uri": phone_uri(card.out_of_hours),
        "email": card.email,
        "is_example": is_example,
    }


def _quote(quote: SpokenQuote) -> dict[str, Any]:
    return {"words": _said(quote.text), "speaker": quote.speaker, "role": _said(quote.role)}


def _picture(picture: PressPicture) -> dict[str, Any]:
    return {
        "file": picture.file,
        "alt": _said(picture.alt),
        "caption": _said(picture.caption),
        "credit": f"© {picture.credit}, {picture.licence}",
        "width": 1.0,
    }


def _about(about: AboutText, language: str, links: FollowedLinks | SettledLinks) -> dict[str, Any]:
    title = written.line(about.title)
    return {
        "title": _said(title if _shows(title.words) else LocalizedText("–", language)),
        "body": _prose(about.body, links, last_level=2),
        "long": _length(written.blocks(about.body, links)) > LONG_BOILERPLATE,
    }


def _day_runs(day: str) -> list[dict[str, Any]]:
    """The day, its French “1er” raised as on the page."""
    if day.startswith("1er "):
        return _runs([Run("1"), Run("er", raised="sup"), Run(day[3:])])
    return _runs([Run(day)])


def _correction(note: CorrectionNote) -> dict[str, Any]:
    day = written.correction_day(note)
    return {
        "day": day,
        "said": _said(note.said),
        "says": _said(note.says),
        "title": gettext("Corrected on %(date)s") % {"date": day},
    }


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(run.text) for block in blocks if isinstance(block, Paragraph) for run in block.runs)


def _prose(prose: LocalizedHTML, links: FollowedLinks | SettledLinks, *, last_level: int) -> dict[str, Any]:
    return {"language": prose.language, "blocks": _blocks(written.blocks(prose, links), [last_level])}


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
        case ProseTable():
            return _table(block, level)


def _shows(words: str) -> bool:
    """Whether anything of the words is seen: PDF/UA refuses a title that shows nothing."""
    return any(unicodedata.category(sign) not in {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"} for sign in words)


def _table(table: ProseTable, level: list[int]) -> dict[str, Any]:
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


def _room(cell: ProseCell, x: int, y: int, height: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
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
