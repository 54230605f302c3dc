"""Lines of the practical block that are words: the language, the price; and lines that only one language has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from ...addresses import site_of
from ...alignment import Pair
from ...analysers.practical import KeyValue
from ...figures import MONEY
from ...findings import WARNING
from ...knowledge import Knowledge
from ...reading import Reading
from ...rule import TWO_LANGUAGES, Found, rule
from ...sentences import say
from ...spans import beginning_in
from ...text import fold
from ...tokens import folded_words
from .places import Place, whole

# What is said on a line of one kind here may be said on one of another there.
TOGETHER = (
    ("date", "hour", "doors"),
    ("deadline", "registration"),
    ("place", "access", "online"),
    ("price",),
    ("language",),
)
# Fewer lines are no block, in which one could be missed.
FEWEST_LINES = 2
# A word in which a value is known again, whatever the language.
SHORTEST_WORD = 4
_FREE = re.compile(r"\b(?:gratuite?s?|libre|free|no charge)\b")
_PAID = re.compile(r"\b(?:payante?s?|fees?|charge|paying|tickets?|billets?)\b")
_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-zà-öø-ÿ][\w’'-]{3,}")


@rule(
    "key-differs",
    WARNING,
    TWO_LANGUAGES,
    subject="practical",
    yields_to=("figure-differs", "figure-missing", "proper-name-differs"),
)
def key_differs(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """The language in which something is held, whether it is free, who holds it, how one gets there.

    Days, places and addresses have rules of their own.
    """
    for kind, differ in _DIFFERENCES:
        lines = [next((line for line in reading.practical if line.kind == kind), None) for reading in pair.readings]
        if lines[0] and lines[1] and differ(pair, lines[0], lines[1]):
            message = say("lines-differ", one=lines[1].text, two=lines[0].text)
            yield Found(*_place(lines[1]), message, other=_place(lines[0]))


def _place(line: KeyValue) -> Place:
    return line.block, line.start, line.end


def _are_other_languages(pair: Pair, left: KeyValue, right: KeyValue) -> bool:
    mine, theirs = (
        _languages_in(reading.language, line.text) for reading, line in zip(pair.readings, (left, right), strict=True)
    )
    return bool(mine and theirs) and mine != theirs


def _languages_in(language: str, said: str) -> set[str]:
    names = _names_of_languages(language)
    return {names[word] for word in folded_words(said) if word in names}


@cache
def _names_of_languages(language: str) -> dict[str, str]:
    """The codes of languages by their names, as CLDR has them in one language."""
    return {fold(name): code for code, name in Locale.parse(language).languages.items() if "_" not in code and " " not in name}


def _is_free_once(pair: Pair, left: KeyValue, right: KeyValue) -> bool:
    one, other = (bool(_FREE.search(fold(line.text))) for line in (left, right))
    paid = right if one else left
    return one != other and (
        bool(_PAID.search(fold(paid.text)))
        or any(
            figure.unit in MONEY and figure.value
            for figure in beginning_in(pair.of(paid.block).figures_in(paid.block), *paid.span)
        )
    )


def _are_other_names(pair: Pair, left: KeyValue, right: KeyValue) -> bool:
    """Whether two lines name somebody each, and share no word of it, nor the beginning of one."""
    mine, theirs = (set(folded_words(" ".join(_CAPITALISED.findall(line.text)))) for line in (left, right))
    return bool(mine and theirs) and not any(_is_one_word(one, other) for one in mine for other in theirs)


def _is_one_word(first: str, other: str) -> bool:
    return first[:SHORTEST_WORD] == other[:SHORTEST_WORD]


def _are_other_ways(pair: Pair, left: KeyValue, right: KeyValue) -> bool:
    """Whether two lines tell another line of the tram, another means of transport."""
    lines = [set(_LINE_OF_TRANSPORT.findall(line.text)) for line in (left, right)]
    means = [{_MEANS[word] for word in folded_words(line.text) if word in _MEANS} for line in (left, right)]
    return any(bool(one and other) and one.isdisjoint(other) for one, other in (lines, means))


_LINE_OF_TRANSPORT = re.compile(r"(?<![\w’'-])(?:[A-Z]|\d{1,3})(?![\w’'.-])")
_MEANS = {
    "tram": "tram", "tramway": "tram", "bus": "bus", "metro": "metro", "underground": "metro", "subway": "metro",
    "tube": "metro", "rer": "rer", "train": "train", "bateau": "boat", "boat": "boat", "ferry": "boat",
    "navette": "shuttle", "shuttle": "shuttle",
}  # fmt: skip
_DIFFERENCES = (
    ("language", _are_other_languages),
    ("price", _is_free_once),
    ("organiser", _are_other_names),
    ("access", _are_other_ways),
)


@rule(
    "key-missing",
    WARNING,
    TWO_LANGUAGES,
    subject="practical",
    yields_to=("date-differs", "date-missing", "figure-missing", "statement-missing", "link-missing", "wrong-language"),
)
def key_missing(pair: Pair, known: Knowledge) -> Iterator[Found]:
    """Where both languages have such lines, and nothing of what this one says stands anywhere in the other."""
    if all(len({line.kind for line in reading.practical}) >= FEWEST_LINES for reading in pair.readings):
        for reading in pair.readings:
            other = pair.beside(reading)
            for kinds in TOGETHER:
                lines = [line for line in reading.practical if line.kind in kinds]
                theirs = [line for line in other.practical if line.kind in kinds]
                if lines and not theirs:
                    yield from _lost(pair, other, lines)
                elif len(lines) > len(theirs):
                    have = {line.kind for line in theirs}
                    yield from _lost(pair, other, [line for line in lines if line.kind not in have])


def _lost(pair: Pair, other: Reading, lines: list[KeyValue]) -> Iterator[Found]:
    for line in lines:
        beside = pair.partner_of(line.block)
        is_other_line = beside is not None and any(one.block is beside for one in other.practical)
        if (beside is None or is_other_line) and not _stands_in(pair.of(line.block), other, line):
            yield Found(*_place(line), say("no-such-line", label=line.label), other=whole(beside) if beside else None)


def _stands_in(reading: Reading, other: Reading, line: KeyValue) -> bool:
    """Whether anything by which a value is known stands in the other text: a day, a figure, an address, a name."""
    days = reading.dates_in(line.block, *line.span)
    if any(when.agrees(one) for when in days for one in other.dates):
        return True
    addresses = {mail.address for mail in other.emails} | {url.site for url in other.urls}
    mine = [*(mail.address for mail in reading.emails_in(line.block)), *(url.site for url in reading.urls_in(line.block))]
    if any(address in addresses or site_of(address) in addresses for address in mine):
        return True
    bases = {figure.base for figure in other.figures}
    if any(figure.base in bases for figure in beginning_in(reading.figures_in(line.block), *line.span)):
        return True
    words = {token.text for tokens in other.tokens for token in tokens}
    return any(not words.isdisjoint(folded_words(match.group())) for match in _CAPITALISED.finditer(line.text))
