"""Inclusive writing of French, “ami·e·s”, “historien(ne)s”: one word, whose pieces are none."""

from __future__ import annotations

import re

from .source import Block
from .spans import Span

# What is added for the other gender; behind a hyphen no pronoun: “dit-elle”.
_ENDINGS = "e|ne|te|se|re|fe|ve|le|ère|euse|rice|trice|esse|ive|eure|que|che|x|ale|elle"
_BEHIND_A_HYPHEN = "e|ne|euse|rice|trice|ère|ive|ale"
_FORMS = re.compile(
    r"[^\W\d_]{2,}(?:"
    r"(?:[·⋅•‧∙・][^\W\d_]{1,7}){1,2}"
    rf"|\.(?:{_ENDINGS})(?:\.?s)?(?![\w.]\w)"
    rf"|\((?:{_ENDINGS})s?\)(?:s|\(s\))?"
    rf"|/(?:{_ENDINGS})(?:/?s)?(?![\w/])"
    rf"|-(?:{_BEHIND_A_HYPHEN})(?:-?s)?(?![\w-])"
    r")"
)


def inclusive_forms_in(language: str, block: Block) -> list[Span]:
    """Where a French block writes a word of both genders at once."""
    return [match.span() for match in _FORMS.finditer(block.text)] if language.startswith("fr") else []
