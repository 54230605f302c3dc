"""Finds telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..addresses import REFERENCE, Phone
from ..phone_numbers import phone_kind
from ..source import Block
from ..spans import Span, covered, overlaps

_PHONE = re.compile(
    r"(?:(?<![\w/.,@#+-])|(?<=[/|-])(?=\+))"
    r"(?:\+ ?)?\(?\d(?:[ .\u00a0\u202f()/-]{0,3}\d){6,14}(?![\w@]|[.,]\d|-\w| ?[€%])"
)
# A French number by itself, whatever joins it to the next one: “01 99 00 12 34/01 99 00 56 78”.
_FRENCH = re.compile(r"(?<![\w.,@#+])0[1-9]([ .\u00a0\u202f-]?)\d{2}(?:\1\d{2}){3}(?![\w@]|[.,]\d)")
# Among contacts, groups of figures that are too few or too many for a French number.
_GROUPS = re.compile(r"0[1-9](?:([ .\u00a0\u202f-])\d{1,3})(?:\1\d{1,3}){1,5}")
_FIGURES_OF_A_FRENCH_NUMBER = 10
_BETWEEN = " .()/-\u00a0\u202f"
# What a number that is read here has at least: six figures, hardly apart.
_ENOUGH_FIGURES = re.compile(r"\d(?:\D{0,3}\d){5}")
# A word that announces a number stands within so many characters before it.
_CUE_WITHIN = 24


def phones_of(block: Block, addresses: Iterable[Span], *, is_contact: bool = False) -> list[Phone]:
    """The telephone numbers of a block that stand in none of its addresses, and in no reference.

    Among contacts, or beside an address of mail, a row of groups needs no word that announces a number.
    """
    if not _ENOUGH_FIGURES.search(block.text):
        return []
    taken = [*addresses, *(match.span() for match in REFERENCE.finditer(block.text))]
    french = [match.span() for match in _FRENCH.finditer(block.text) if _is_whole(match)]
    others = _PHONE.finditer(covered(block.text, french))
    found = []
    for start, written in sorted(
        [*((start, block.text[start:end]) for start, end in french), *((match.start(), match.group()) for match in others)]
    ):
        phone = _phone(block, start, written.rstrip(_BETWEEN), is_contact=is_contact)
        if phone is not None and not overlaps(taken, phone.start, phone.end):
            found.append(phone)
    return found


def _is_whole(match: re.Match[str]) -> bool:
    """Whether a number is no piece of a longer row of figures: “12 01 99 00 12 34 56”."""
    apart, text = match[1], match.string
    before, behind = text[: match.start()][-2:], text[match.end() :][:2]
    is_piece_of_one_before = before[-1:] == apart and before[:1].isdigit() if apart else before[-1:].isdigit()
    return not (is_piece_of_one_before or apart and behind[:1] == apart and behind[1:].isdigit())


def _phone(block: Block, start: int, written: str, *, is_contact: bool) -> Phone | None:
    digits = re.sub(r"[^\d+]", "", written)
    kind = phone_kind(digits, written, block.text[max(0, start - _CUE_WITHIN) : start])
    if not kind and is_contact and _GROUPS.fullmatch(written) and len(digits) != _FIGURES_OF_A_FRENCH_NUMBER:
        kind = "invalid"
    return Phone(block, start, start + len(written), written, digits, kind) if kind else None
