"""Addresses made of titles: whole words, each letter spelt out, an apostrophe between two words.

The one place that makes them: for forms (which ask for a proposal while somebody types), for an address left empty at a save,
for commands, imports, demonstration data and the names of files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from proofreading.text import spelt_out

LONGEST = 80
"""Signs of an address that is made of a title: enough to say what it is about, short enough to be read out."""
_BRACKETS_IN_WORDS = re.compile(r"(?<=\w)[\[\](){}]+(?=\w)")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_ROOM_FOR_A_NUMBER = 5


def slug_of(title: str, longest: int = LONGEST) -> str:
    """“L’œuvre d’un siècle” is ``l-oeuvre-d-un-siecle``. A title that is too long is cut after a whole word.

    Whatever is no letter or digit parts words, but for brackets within one (``PR[AI]RIE``). Empty for a title without any
    letter that can be spelt in ``a`` to ``z``.
    """
    whole = _BETWEEN.sub("-", _BRACKETS_IN_WORDS.sub("", spelt_out(title))).strip("-")
    if len(whole) <= longest:
        return whole
    cut, _hyphen, _rest = whole[: longest + 1].rpartition("-")
    return cut or whole[:longest]


def numbered(slug: str) -> Iterator[str]:
    """An address and those to try where it is taken: ``jean-martin``, ``jean-martin-2``, ``jean-martin-3``…"""
    yield slug
    stem = slug_of(slug, LONGEST - _ROOM_FOR_A_NUMBER)
    yield from (f"{stem}-{number}" for number in count(2))


def is_made_of(slug: str, title: str) -> bool:
    """Whether nobody chose an address: it is empty, or one that is proposed for the title, with a number or without."""
    made = slug_of(title)
    if not slug or slug == made:
        return True
    stem, hyphen, number = slug.rpartition("-")
    return bool(hyphen) and number.isdecimal() and stem == slug_of(made, LONGEST - _ROOM_FOR_A_NUMBER) != ""
