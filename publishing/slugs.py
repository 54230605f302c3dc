"""Addresses made of titles: whole words, each letter spelt out, an apostrophe between two words."""

from __future__ import annotations

import re

from django.utils.text import slugify

from proofreading.text import spelt_out

LONGEST = 80
"""Signs of an address that is made of a title: enough to say what it is about, short enough to be read out."""
_APOSTROPHE = re.compile(r"['’ʼ`´]")


def slug_of(title: str, longest: int = LONGEST) -> str:
    """“L’œuvre d’un siècle” is ``l-oeuvre-d-un-siecle``. A title that is too long is cut after a whole word."""
    whole = slugify(spelt_out(_APOSTROPHE.sub(" ", title)))
    if len(whole) <= longest:
        return whole
    cut, _hyphen, _rest = whole[: longest + 1].rpartition("-")
    return cut or whole[:longest]


def is_made_of(slug: str, title: str) -> bool:
    """Whether nobody chose an address: it is empty, or what is made of the title, here or by the form in the browser."""
    in_browser = slugify(spelt_out(title))
    return not slug or slug in {slug_of(title), in_browser} or (len(slug) > LONGEST // 2 and in_browser.startswith(slug))
