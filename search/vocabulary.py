"""What the portal's readers call the same thing, and the words by which they look for a page: ``search/synonyms.yaml``.

Other names of institutions and people are not there: their records hold them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .text import telling_stems

FILE = Path(__file__).with_name("synonyms.yaml")

Phrase = tuple[str, ...]


@cache
def _said() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@cache
def equivalents(language: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """Each phrase's stems in a language, and all phrases that mean the same, itself first."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for group in _said()["equivalents"]:
        phrases = list(dict.fromkeys(tuple(telling_stems(str(one), language)) for one in group))
        for phrase in phrases:
            found.setdefault(phrase, {phrase: None}).update(dict.fromkeys(phrases))
    return {phrase: tuple(ways) for phrase, ways in found.items()}


@cache
def longest(language: str) -> int:
    return max(map(len, equivalents(language)))


@cache
def page_words(name: str, language: str) -> tuple[str, ...]:
    """The words by which readers look for a page: ``name`` is its route, or ``page:`` with the key of an editorial page."""
    return tuple(str(word) for word in _said()["pages"].get(name, {}).get(language, ()))


def written_words(language: str) -> list[str]:
    """Everything the file says in a language, for whoever mends a slip of the keyboard."""
    said = [str(one) for group in _said()["equivalents"] for one in group]
    return [*said, *(str(word) for page in _said()["pages"].values() for word in page.get(language, ()))]
