"""Stretches of a text: whether one lies over, within, or at a place of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

Span = tuple[int, int]

COVER = "\x1f"
"""The sign that stands for each character of a stretch that was read already: no word, no figure, no mark."""

_MARKS = {"«": "»", "“": "”", '"': '"', "„": "“"}
# Quotations stand in one another so deep; a mark further in is a slip.
_DEEPEST = 4


class Stretch(Protocol):
    """Anything found in a block that says where it begins and ends."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Stretch)


def spans_of(*groups: Iterable[Stretch]) -> list[Span]:
    return [(stretch.start, stretch.end) for group in groups for stretch in group]


def overlaps(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether a stretch shares a character with one of others."""
    return any(first < end and start < last for first, last in spans)


def is_within(spans: Iterable[Span], start: int, end: int) -> bool:
    """Whether one of others holds the whole of a stretch."""
    return any(first <= start and end <= last for first, last in spans)


def holds(spans: Iterable[Span], place: int) -> bool:
    """Whether a character stands in one of others."""
    return any(first <= place < last for first, last in spans)


def beginning_in(stretches: Iterable[S], start: int, end: int) -> list[S]:
    """Those that begin within a stretch: the names, figures or words of a sentence."""
    return [stretch for stretch in stretches if start <= stretch.start < end]


def covered(text: str, spans: Iterable[Span]) -> str:
    """``text`` with each stretch covered, as long as before."""
    signs = list(text)
    for start, end in spans:
        signs[start:end] = COVER * (end - start)
    return "".join(signs)


def quoted_spans(text: str) -> list[Span]:
    """The outermost stretches between quotation marks, the marks included; one left open goes to the end."""
    spans: list[Span] = []
    expected: list[str] = []
    start = 0
    for place, sign in enumerate(text):
        if expected and sign == expected[-1]:
            expected.pop()
            if not expected:
                spans.append((start, place + 1))
        elif sign in _MARKS and not (sign == '"' and '"' in expected):
            start = start if expected else place
            if len(expected) < _DEEPEST:
                expected.append(_MARKS[sign])
    if expected:
        spans.append((start, len(text)))
    return spans
