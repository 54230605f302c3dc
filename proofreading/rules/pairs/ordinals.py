"""Ordinals, rough numbers and spans of time: “the third edition”, “dozens”, “next month”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from ...alignment import Pair
from ...findings import ERROR, WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...source import Block
from ...spans import holds, spans_of
from .places import Keyed, keys_that_differ, shown

_IN_DIGITS = re.compile(r"(?<![\w.,])(\d{1,4}) ?(?:ers?|eres?|res?|emes?|es?|ndes?|nds?|st|rd|th)(?!\w)")
# “Le”, “Les” and “Ce” are words.
_ROMAN = re.compile(r"(?<!\w)(?![LC]es?\b)([IVXLC]+)(?:e|è|ᵉ|er|ème|eme)(?:s)?(?!\w)")
_IN_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ROMAN_FIGURES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
# “First” and “second” open a sentence, or are a span of time, as often as they number a thing.
LEAST_ORDINAL = 3
# What is told roughly: a span of time, a magnitude, a day. Each is held against its own kind.
KINDS = ("span", "magnitude", "day")


@rule("ordinal-differs", ERROR, TWO_LANGUAGES, subject="figure", yields_to=("date-differs", "figure-differs", "figure-missing"))
def ordinal_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """In figures or in words, as centuries are in French in Roman ones: “XXIe siècle”, “21st century”."""
    for one, other in keys_that_differ(pair, _ordinals):
        yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)


def _ordinals(reading: Reading, block: Block) -> Iterator[Keyed]:
    dates = spans_of(reading.dates_in(block))
    for match in _IN_DIGITS.finditer(block.folded):
        yield from _ordinal(block, match, int(match[1]), dates)
    for match in _ROMAN.finditer(block.text):
        yield from _ordinal(block, match, _roman(match[1]), dates)
    for match in _IN_WORDS.finditer(block.folded):
        yield from _ordinal(block, match, reading.words.ordinals.get(match.group(), 0), dates)


def _ordinal(block: Block, match: re.Match[str], value: int, dates: list[tuple[int, int]]) -> Iterator[Keyed]:
    if value >= LEAST_ORDINAL and not holds(dates, match.start()):
        yield Keyed(str(value), (block, *match.span()))


def _roman(written: str) -> int:
    values = [_ROMAN_FIGURES[figure] for figure in written]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


@rule(
    "rough-figure-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="figure",
    yields_to=("date-differs", "figure-differs", "figure-missing"),
)
def rough_figure_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """“Des centaines” and “dozens”, “plusieurs mois” and “several years”, “la semaine prochaine” and “last week”."""
    for kind in KINDS:
        for one, other in keys_that_differ(pair, partial(_rough, kind)):
            yield Found(*other.place, say("languages-differ", one=shown(other.place), two=shown(one.place)), other=one.place)


def _rough(kind: str, reading: Reading, block: Block) -> Iterator[Keyed]:
    for pattern, key in reading.words.rough_figures:
        for match in pattern.finditer(block.folded) if key.startswith(kind) else ():
            yield Keyed(key, (block, *match.span()))
