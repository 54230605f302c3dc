"""Small words that never follow one another, counted in free texts of each language (``never_together.<language>.txt``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def never_together(language: str) -> frozenset[tuple[str, str]]:
    """The pairs of a language; none for one that has no table."""
    file = Path(__file__).parent / f"never_together.{language.split('-')[0]}.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    rows = (line.split(": ", 1) for line in lines if not line.startswith("#"))
    return frozenset((first, second) for first, seconds in rows for second in seconds.split())
