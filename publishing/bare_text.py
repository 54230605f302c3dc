"""Plain texts without what cannot be seen, for files that other programs read."""

from __future__ import annotations

import re

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
"""Characters that show nothing and that XML, PDF or both refuse."""


def seen(text: str) -> str:
    return UNSEEN.sub("", text)


def bare(text: str) -> str:
    """A plain text without what cannot be seen, its white space as HTML shows it. No-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", seen(text)).strip(" ")
