"""Words that were cut at the end of a line, put together, and told from compounds that have their hyphen anyway.

“infor-” / “mation” is one word, “porte-” / “parole” a compound. The text itself says it where it has the word elsewhere, then
the dictionaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .spelling import has_dictionary, knows

SOFT = "\u00ad"
_HYPHENS = "-\u2010"
_CUT = re.compile(rf"([^\W_][\w’'.-]*)[{_HYPHENS}]$")
_REST = re.compile(r"[^\W_][\w’']*")
_DICTIONARIES = ("fr", "en")
_LONGEST_TAIL = 80
_WHOLE = re.compile(r"[^\W_]+(?:-[^\W_]+)*(?!-\s*\n)")

JOIN, KEEP, APART = "join", "keep", "apart"
"""One word; a compound, with its hyphen and no space; two words."""


def ends_in_a_hyphen(text: str) -> bool:
    """Whether a line ends within a word, or within a compound."""
    tail = text.rstrip()[-_LONGEST_TAIL:]
    return tail.endswith(SOFT) or _CUT.search(tail) is not None


def words_within(text: str) -> frozenset[str]:
    """The words of a text and its compounds, in small letters, none of which a line cuts."""
    return frozenset(_WHOLE.findall(text.lower()))


def across(before: str, after: str, written: frozenset[str], languages: Iterable[str] = _DICTIONARIES) -> str:
    """How the end of a line and the head of the next one belong together: ``JOIN``, ``KEEP`` or ``APART``.

    ``written`` are the words of the whole text (``words_within``), among which the word may stand uncut.
    """
    tail, head = before.rstrip()[-_LONGEST_TAIL:], after.lstrip()
    rest = _REST.match(head)
    if tail.endswith(SOFT):
        return JOIN if rest else APART
    cut = _CUT.search(tail)
    if cut is None or rest is None:
        return APART
    left, right = re.split(r"[’']", cut[1])[-1], re.split(r"[’']", rest[0])[0]
    if not right[0].islower() or left.isdigit():
        return KEEP
    return _of_word(left, right, written, [code for code in languages if has_dictionary(code)])


def _of_word(left: str, right: str, written: frozenset[str], codes: list[str]) -> str:
    *_head, last = left.lower().split("-")
    whole, right = last + right.lower(), right.lower()
    if f"{left.lower()}{right}" in written or whole in written:
        return JOIN
    if f"{left.lower()}-{right}" in written:
        return KEEP
    if not codes or any(knows(code, whole) for code in codes):
        return JOIN
    halves_are_words = any(knows(code, last) for code in codes) and any(knows(code, right) for code in codes)
    return KEEP if halves_are_words else JOIN
