"""How numbers and signs are written: decimal signs, currencies, the letters of ordinals, signs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, Block
from ..spelling import knows
from .spans import addresses_in, bounded, overlaps, spans_of

_MEASURES = r"(?:%|€|\$|£|M€|k€|millions?|milliards?|billions?|trillions?|km|kg|m²|euros?|dollars?|per cent|pour cent|points?)"
# “2.5 %” in French, “2,5 million” in English: before what is measured; a number of a version has no measure.
_POINT = re.compile(rf"(?<![\d.,])(\d{{1,3}})\.(\d{{1,2}})(?=[ \u00a0\u202f]?{_MEASURES}(?!\w))")
_COMMA = re.compile(rf"(?<![\d.,])(\d{{1,3}}),(\d{{1,2}})(?=[ \u00a0\u202f]?{_MEASURES}(?!\w))")
_DECIMALS = {"fr": (_POINT, ","), "en": (_COMMA, ".")}
_CURRENCY_TWICE = re.compile(
    r"[€$£][ \u00a0]?\d[\d.,\u202f]*(?:[ \u00a0](?:million|billion|milliard|thousand|trillion)s?)?"
    r"[ \u00a0](?:d[’'])?(?:euros?|dollars?|pounds?|livres?)\b"
    r"|[€$£][ \u00a0](?:d[’'])?(?:euros?|dollars?|pounds?)\b"
)
# The ending that figures in English have: “21st”, but “11th”.
_ENGLISH_ORDINAL = re.compile(r"(?<![\w.,])(\d{1,4})(st|nd|rd|th)(?!\w)")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_TEENS = range(11, 14)
# “250pupils”: shorter words are units, and parts of names.
_GLUED_NUMBER = re.compile(r"(?<![\w.,@#/’'-])(?P<number>\d+)(?P<word>[a-zà-öø-ÿ]{5,})(?![\w@/-])")
# Two of a sign where one is meant. “...” is an ellipsis, “::” and “..” between letters are code, “?!” and “!!” are meant.
_TWICE = re.compile(
    r"(?<=[\w»”\"’)\u00a0\u202f ])(?:,[ \u00a0]?,+|;[ \u00a0\u202f]?;+|:[ \u00a0\u202f]?:+|\.[,;:]|[,;:]\.|\.\.)(?=\s|$)"
)
_ABBREVIATED = re.compile(r"(?:\b(?:etc|art|vol|fig|ltd|inc|corp|al|p|e\.g|i\.e|no|tel|tél|[A-Za-z])\.[,;:.])$", re.I)
_GLUED = re.compile(r"(?<=[^\W\d_]{2})[,;](?=[^\W\d_]{2})|(?<=[”»\"]),(?=[^\W\d_])")


@rule("number-notation", WARNING, ONE_TEXT, subject="figure")
def number_notation(text: Reading, known: Knowledge) -> Iterator[Found]:
    yield from bounded(found for block in text.blocks if block.kind != ALT for found in _numbers_in(text, block))


def _numbers_in(text: Reading, block: Block) -> Iterator[Found]:
    if text.language in _DECIMALS:
        pattern, sign = _DECIMALS[text.language]
        for match in pattern.finditer(block.text):
            better = f"{match[1]}{sign}{match[2]}"
            yield Found(block, *match.span(), say("decimal-sign", better=better), better)
    for match in _GLUED_NUMBER.finditer(block.text):
        if knows(text.language, match["word"]) and not overlaps(addresses_in(text, block), *match.span()):
            better = f"{match['number']} {match['word']}"
            yield Found(block, *match.span(), say("number-glued", better=better), better)
    for match in _CURRENCY_TWICE.finditer(block.text):
        yield Found(block, *match.span(), say("currency-twice"))
    for match in _ENGLISH_ORDINAL.finditer(block.text) if text.language == "en" else ():
        right = f"{match[1]}{_ending(int(match[1]))}"
        if right != match.group():
            yield Found(block, *match.span(), say("ordinal", better=right), right)


def _ending(number: int) -> str:
    return "th" if number % 100 in _TEENS else _ENDINGS.get(number % 10, "th")


@rule("sign-twice", WARNING, ONE_TEXT, subject="sign", yields_to=("typography",))
def sign_twice(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A comma, a colon or a full stop written twice, or without the space behind it."""
    yield from bounded(found for block in text.blocks if block.kind != ALT for found in _signs_in(text, block))


def _signs_in(text: Reading, block: Block) -> Iterator[Found]:
    taken = [*addresses_in(text, block), *spans_of(text.phones_in(block))]
    for match in _TWICE.finditer(block.text):
        is_abbreviated = _ABBREVIATED.search(block.text, max(0, match.start() - 8), match.end())
        if not is_abbreviated and not overlaps(taken, *match.span()):
            yield Found(block, *match.span(), say("twice"), match.group()[0])
    for match in _GLUED.finditer(block.text):
        if not overlaps(taken, *match.span()):
            yield Found(block, *match.span(), say("glued"), f"{match.group()} ")
