"""The language of a few words that stand in no text, such as a title."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from .files import reading_of
from .knowledge import Knowledge
from .language_identification import UNKNOWN, LanguageIdentifier

LONGEST = 300
"""Characters of a title that are read: so many tell, and more would only take time."""


def language_of(title: str, among: Iterable[str]) -> str:
    """The one of some languages that a title is in; empty where its words do not tell, since a wrong voice is worse than none.

    An identifier favours the language of the text that it reads. So the title is read once as a title of each language, and
    what all readings agree on is believed.
    """
    return _language_of(title[:LONGEST], tuple(among))


@lru_cache(256)
def _language_of(title: str, among: tuple[str, ...]) -> str:
    told = {_read_in(code, title) for code in among}
    agreed = told.pop() if len(told) == 1 else ""
    return "" if agreed == UNKNOWN else agreed


def _read_in(code: str, title: str) -> str:
    reading = reading_of(code, "title.html", f"<h2>{escape(title)}</h2>", Knowledge())
    return LanguageIdentifier(reading).of_block(reading.blocks[0]) if reading.blocks else ""
