"""Finds figures in the notations of communiqués. Addresses, links, numbers and dates are masked before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from ..figures import ANY, Figure, is_time_or_measure
from ..source import Block
from ..words import Vocabulary
from .number_words import number_in_words, numbers_in_words

_NUMBER = r"\d{1,3}(?:[ .,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_DIGITS = re.compile(
    rf"(?P<sign>[€£$¥]|\b(?:eur|usd|gbp|chf) ?|\b(?:us|ca?)\$)? ?"
    rf"(?<![\w@#/])(?<!\w-)(?<![\d][.,])(?P<number>{_NUMBER})(?!\.\d)(?P<plus> ?\+(?!\d))?"
    r"(?P<suffix> ?(?:m€|k€|md€|mds€|mds? ?€|mds? d'euros|m ?€|k ?€|meur|keur|€|£|\$|%|bn|k|m(?!2)|mds?|m2|km2|eur"
    r"|euros)(?![a-z0-9]))?"
)
_GROUPED = re.compile(r"\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*(?:([.,])(\d{1,2}))?")
_CURRENCY = {
    "€": "EUR",
    "eur": "EUR",
    "euros": "EUR",
    "d'euros": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "pounds": "GBP",
    "$": "USD",
    "us$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "dollars canadiens": "CAD",
    "canadian dollars": "CAD",
    "dollars": "USD",
    "dollar": "USD",
    "usd": "USD",
    "livres sterling": "GBP",
    "gbp": "GBP",
    "francs suisses": "CHF",
    "swiss francs": "CHF",
    "chf": "CHF",
    "yens": "JPY",
    "yen": "JPY",
    "¥": "JPY",
}
# What a suffix may end in to be an amount of money; “d'euros” before “euros”.
_MONEY_SUFFIXES = ("d'euros", "€", "£", "$", "euros", "eur")
_FACTORS = {"m": 10**6, "k": 10**3, "md": 10**9, "mds": 10**9, "bn": 10**9}
_UNIT_SUFFIXES = ("%", "m2", "km2")
_BOUNDARY = re.compile(r"[,;:.!?()«»“”\"\n–—]")
_ORDINAL = re.compile(r"(?:e|er|re|eme|emes|es|ers|res|st|nd|rd|th|ᵉ)\b")
_AND = re.compile(r" (?:et |and )?")
_PARTS_OF_A_TIME = {("hour", "minute"): 60, ("year", "month"): 12, ("minute", "second"): 60}
_PER_CENT = re.compile(r"%|\b(?:pour cent|per cent|percent)\b")
_MINUTES = re.compile(r"\s{0,2}\d")
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
# Small words that hold a noun and its complement together; any other one ends what is counted.
_LINKS = frozenset("de d des du of the la le les l s".split())
_FAR = frozenset("during pendant durant lors within dans through across".split())
# A greater number is no figure of a communiqué: a reference, an identifier.
LARGEST = 10**15
# In words, a share is one of so many: “nine out of ten”.
LARGEST_SHARE = 10
# “over five years”: a loose qualifier says of so few things, as of time, something else than “more than”.
FEWEST_LOOSELY = 20
# From so much on a number is one by itself: “3 to 5 million”, but “3 000 to 5 million”.
SMALLEST_WHOLE = 1000
# So far before a number its qualifier or the word that numbers a thing begins, so far behind it its noun ends.
QUALIFIER_WITHIN, NUMBERED_WITHIN, NOUN_WITHIN = 32, 14, 90
# Content words of a noun; and the smallest multiplier that is halved: “half a million”.
NOUN_WORDS, SMALLEST_HALVED = 4, 10**6


class _Number(NamedTuple):
    """A number as it stands: digits with what is written to them, or words."""

    start: int
    end: int
    value: Decimal
    sign: str = ""
    suffix: str = ""
    spelt: bool = False
    qualifier: str = ""


class _Qualifier(NamedTuple):
    """What stands before a figure to qualify it: its kind, where it begins, and its words."""

    kind: str
    start: int
    words: str


class FigureAnalyser:
    """Reads the figures of blocks in one language."""

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        self.language, self.vocabulary = language, vocabulary
        several = [word for word, value in vocabulary.multipliers.items() if value >= SMALLEST_HALVED]
        self.half = _pattern(r"\b(?:half a |un demi-|demi-)({})\b", several)
        self.currency = re.compile(rf" ?(?:d'|de |of )?({_alternatives(_CURRENCY)})(?![a-z0-9])")
        self.multiplier = _pattern(r" ?({})\b", vocabulary.multipliers)
        self.unit = _pattern(r"[ -]?({})(?![a-z0-9])", vocabulary.units)
        # “une dizaine de mois”, “a couple of years”: so many of a unit, in words.
        self.unit_of = _pattern(r" (?:de |d'|of )({})(?![a-z0-9])", vocabulary.units)
        self.before = _pattern(r"(?<!\w)({}) ?(?:les |des |de |d'|the |une? |a )?$", vocabulary.before)
        # “21 members and more than 60 partners”: the words qualify what comes.
        self.after = _pattern(r" ({})\b(?! (?:de |d'|than |\d))", vocabulary.after)
        self.range = re.compile(rf" ?(?:{'|'.join((*vocabulary.range_words, '-', '–'))}) ?")
        self.numbered = _pattern(r"(?:(?<!\w)(?:{})|§) ?$", vocabulary.numbered)
        self.fraction = _pattern(r"(?<!first )(?<!second )\b({})\b", vocabulary.fractions)
        self.about = _pattern(r"\b(?:une? (?:petite |bonne |grosse )?|a |half a |two |deux )?({})\b(?!s)", vocabulary.about)
        self.spelt = self._run_of_number_words()
        self.ratio = self._one_out_of_several()

    def _run_of_number_words(self) -> re.Pattern[str] | None:
        vocabulary = self.vocabulary
        joiners = _alternatives(vocabulary.joiners)
        units = _alternatives(word for word in vocabulary.units if word.isalpha()) or "-"
        apart = r"(?![\w])" if vocabulary.hyphenates else rf"(?![\w])(?!-(?!(?:{units})\b))"
        one = _alternatives(vocabulary.numerals)
        return re.compile(rf"(?<![\w'-])(?:{one})(?:[ -](?:(?:{joiners})[ -])?(?:{one}))*{apart}") if one else None

    def _one_out_of_several(self) -> re.Pattern[str] | None:
        """“nine out of ten”, “neuf lésions sur dix”; “3 partners in 5 countries” are two figures."""
        number = rf"(?:\d{{1,2}}|{_alternatives(self.vocabulary.numerals)})"
        many = rf"(?P<many>{number})(?![\w.,-]| \d)"
        return _pattern(rf"(?<![\w.,-])(?P<few>{number}) (?:[^\W\d]+ ){{0,3}}(?:{{}}) {many}", self.vocabulary.out_of)

    def read(self, block: Block, masked: str) -> list[Figure]:
        """The figures of a block, left to right. ``masked`` is its folded text without what is no figure."""
        found: list[Figure] = []
        taken = 0
        for number in sorted(self._numbers(masked), key=lambda one: (one.start, -one.end)):
            figure = self._figure(block, masked, number) if number.start >= taken else None
            if figure is not None:
                found.append(figure)
                taken = figure.end
        self._share_units(masked, found)
        return _added_up(masked, found)

    # Numbers

    def _numbers(self, masked: str) -> Iterator[_Number]:
        yield from self._in_digits(masked)
        yield from self._in_words(masked)
        yield from self._shares(masked)
        for match in _all(self.half, masked):
            yield _Number(*match.span(), Decimal(1), spelt=True)
        yield from self._about(masked)

    def _in_digits(self, masked: str) -> Iterator[_Number]:
        for match in _DIGITS.finditer(masked):
            start, end = match.span("number")
            if self._is_part_of_a_word(masked, match) or self._numbers_a_thing(masked, start):
                continue
            value = self._value(match["number"])
            if value is not None and value <= LARGEST:
                sign, qualifier = (match["sign"] or "").strip(), "more_than" if match["plus"] else ""
                start = match.start("sign") if match["sign"] else start
                yield _Number(start, end, value, sign, match["suffix"] or "", False, qualifier)

    def _is_part_of_a_word(self, masked: str, match: re.Match[str]) -> bool:
        """“3D”, “20e”, “2-methyl”: letters that are written to a number and are no suffix."""
        end = match.end("number")
        following = masked[end : end + 2]
        hyphened = following[:1] == "-" and following[1:].isalpha() and not self._is_tied(masked, end)
        written_to_it = not match["suffix"] and (following[:1].isalpha() or hyphened)
        return written_to_it or _ORDINAL.match(masked, end) is not None

    def _is_tied(self, masked: str, end: int) -> bool:
        """“90-seat”, “640-kilometre”: the hyphen ties a noun or a unit to its number."""
        return self.vocabulary.hyphenates or _at(self.unit, masked, end) is not None

    def _numbers_a_thing(self, masked: str, start: int) -> bool:
        """“phase 2”, “n° 3”."""
        return bool(self.numbered and self.numbered.search(masked, max(0, start - NUMBERED_WITHIN), start))

    def _in_words(self, masked: str) -> Iterator[_Number]:
        for match in _all(self.spelt, masked):
            run = match.group()
            if masked[match.end() : match.end() + 1] == "-" and " " in run:
                run = run.rpartition(" ")[0]  # “thirty one-hour lessons” are thirty
            is_new = match.group() == "neuf" and _stands_behind_its_noun(masked, match)
            for start, end, value in numbers_in_words(run, self.language):
                if not is_new and not self._is_article(masked, match.start() + end, value):
                    yield _Number(match.start() + start, match.start() + end, Decimal(value), spelt=True)

    def _is_article(self, masked: str, end: int, value: int) -> bool:
        """“un”, “one”: a number only where a unit or a multiplier follows."""
        return value < 2 and not _at(self.unit, masked, end) and not _at(self.multiplier, masked, end)

    def _shares(self, masked: str) -> Iterator[_Number]:
        """“deux tiers”, “half of”, “nine out of ten”: so many per cent, in words."""
        for match in _all(self.fraction, masked):
            yield _Number(*match.span(1), Decimal(self.vocabulary.fractions[match[1]]), "", "%", True)
        for match in _all(self.ratio, masked):
            few, many = self._few(match["few"]), self._few(match["many"])
            if few and many and few < many <= LARGEST_SHARE and not self._counts(masked, match.end()):
                yield _Number(*match.span(), Decimal(int(Decimal(100) * few / many)), "", "%", True)

    def _few(self, written: str) -> int | None:
        return int(written) if written.isdigit() else number_in_words(written, self.language)

    def _counts(self, masked: str, end: int) -> bool:
        """Whether the word behind a number is something that it counts."""
        following = _NEXT_WORD.match(masked, end)
        return following is not None and (following[1] in self.vocabulary.counted or following[1].endswith("s"))

    def _about(self, masked: str) -> Iterator[_Number]:
        """“une dizaine”, “two dozen”; a dozen is twelve, and “une douzaine” about as many."""
        for match in _all(self.about, masked):
            value = Decimal(self.vocabulary.about[match[1]]) * _times(match.group())
            yield _Number(*match.span(), value, spelt=True, qualifier="" if match[1] == "dozen" else "about")

    def _value(self, written: str) -> Decimal | None:
        decimal, thousands = self.vocabulary.decimal, self.vocabulary.thousands
        grouped = _GROUPED.fullmatch(written)
        try:
            if grouped and not (grouped[1] == decimal and written.startswith("0")):
                whole, _sign, fraction = written.rpartition(grouped[2]) if grouped[2] else (written, "", "")
                return Decimal(re.sub(r"\D", "", whole) + ("." + fraction if fraction else ""))
            point = "." if written.count(thousands) == 1 else ""
            return Decimal(written.replace(" ", "").replace(thousands, point).replace(decimal, "."))
        except InvalidOperation:
            return None

    # Figures

    def _figure(self, block: Block, masked: str, number: _Number) -> Figure | None:
        """A number with its unit, its qualifier and what it counts; ``None`` where it is a time of day."""
        if number.suffix and number.spelt:
            kind = self._qualifier(masked, number.start).kind
            start, end = number.start, number.end
            return Figure(block, start, end, number.value, number.suffix, kind, (), True, start, end)
        if number.spelt and (halved := self._halved(block, masked, number.start)):
            return halved
        value, unit, end = self._measure(masked, number)
        if unit == "hour" and _is_time_of_day(masked, end):
            return None
        scale = value / number.value if number.value else Decimal(1)
        before = self._qualifier(masked, number.start)
        kind, begin = before.kind or number.qualifier, before.start
        if before.words in self.vocabulary.loose and (is_time_or_measure(unit) or value < FEWEST_LOOSELY):
            kind, begin = ANY, number.start
        if behind := _at(self.after, masked, end):
            kind, end = self.vocabulary.after[behind[1]], behind.end()
        noun, noun_end = self._noun(masked, end)
        kind = kind or self._qualifier_behind(masked, end, noun, noun_end)
        return Figure(block, number.start, end, value, unit, kind, noun, number.spelt, begin, noun_end, scale)

    def _halved(self, block: Block, masked: str, start: int) -> Figure | None:
        """“half a million”, “un demi-milliard”."""
        match = _at(self.half, masked, start)
        if match is None:
            return None
        noun, noun_end = self._noun(masked, match.end())
        value = self.vocabulary.multipliers[match[1]] / Decimal(2)
        return Figure(block, start, match.end(), value, "", "", noun, True, start, noun_end)

    def _measure(self, masked: str, number: _Number) -> tuple[Decimal, str, int]:
        """The value, the unit and the end of a number with its signs, its multiplier and its unit."""
        factor, unit = _read_suffix(number.suffix, _CURRENCY.get(number.sign, ""))
        value, end = number.value * factor, number.end + len(number.suffix)
        if multiplied := _at(self.multiplier, masked, end):
            value, end = value * self.vocabulary.multipliers[multiplied[1]], multiplied.end()
        if unit:
            return value, unit, end
        if money := self.currency.match(masked, end):
            return value, _CURRENCY[money[1]], money.end()
        measured = _at(self.unit, masked, end) or (_at(self.unit_of, masked, end) if number.spelt else None)
        if measured and (unit := self._unit(masked, measured[1])):
            return value, unit, measured.end()
        return value, "", end

    def _unit(self, masked: str, written: str) -> str:
        """A unit by its word; “points” are percentage points where the paragraph tells per cent, and else no unit."""
        if written == "points":
            return "pp" if _PER_CENT.search(masked) else ""
        return self.vocabulary.units[written]

    def _qualifier(self, masked: str, start: int) -> _Qualifier:
        match = self.before.search(masked, max(0, start - QUALIFIER_WITHIN), start) if self.before else None
        return _Qualifier(self.vocabulary.before[match[1]], match.start(), match[1]) if match else _Qualifier("", start, "")

    def _qualifier_behind(self, masked: str, end: int, noun: tuple[str, ...], noun_end: int) -> str:
        """“60 partners at least”: what qualifies a figure behind its noun, or behind the first word of it."""
        for place in (noun_end, end + len(noun[0]) + 1 if noun else end):
            if match := _at(self.after, masked, place):
                return self.vocabulary.after[match[1]]
        return ""

    def _noun(self, masked: str, end: int) -> tuple[tuple[str, ...], int]:
        """Up to four content words behind a figure, to the next sign or the second small word; and where they end."""
        window = masked[end : end + NOUN_WITHIN]
        if window[:1] == "-":
            window = " " + window[1:]
        boundary = _BOUNDARY.search(window)
        window = window[: boundary.start()] if boundary else window
        found: list[str] = []
        last, small = end, 0
        for match in re.finditer(r"[^\W_]+", window):
            word = match.group()
            if word in self.vocabulary.stops or word in _FAR:
                small += 1
                if found and (small > 1 or word not in _LINKS):
                    break
                continue
            if word.isdigit():
                break
            found.append(word)
            last = end + match.end()
            if len(found) == NOUN_WORDS:
                break
        return tuple(found), last

    def _share_units(self, masked: str, found: list[Figure]) -> None:
        """“de 18 à 12 minutes”, “from 18 minutes to 12”: the unit said once is that of both."""
        for place, (one, two) in enumerate(zip(found, found[1:], strict=False)):
            if bool(one.unit) == bool(two.unit) or not self.range.fullmatch(masked[one.end : two.start]):
                continue
            if one.unit and not two.noun:
                found[place + 1] = _with_unit_of(one, two)
            elif two.unit:
                found[place] = _with_unit_of(two, one)


def _added_up(masked: str, found: list[Figure]) -> list[Figure]:
    """“une heure et dix minutes” is one span of time, as “70 minutes” is."""
    kept: list[Figure] = []
    for figure in found:
        if kept and _goes_on(masked, kept[-1], figure):
            whole = kept[-1]
            value = whole.value * _PARTS_OF_A_TIME[whole.unit, figure.unit] + figure.value
            kept[-1] = replace(whole, end=figure.end, noun_end=figure.noun_end, value=value, unit=figure.unit)
        else:
            kept.append(figure)
    return kept


def _goes_on(masked: str, whole: Figure, part: Figure) -> bool:
    is_part = (whole.unit, part.unit) in _PARTS_OF_A_TIME and not part.qualifier
    return is_part and _AND.fullmatch(masked[whole.end : part.start]) is not None


def _with_unit_of(other: Figure, bare: Figure) -> Figure:
    """A bare figure with the unit and the scale of the one it stands with: “de 3 à 5 millions d’euros”."""
    scale = other.scale if bare.scale == 1 and bare.value < SMALLEST_WHOLE else Decimal(1)
    return replace(bare, unit=other.unit, value=bare.value * scale, scale=bare.scale * scale)


def _read_suffix(suffix: str, unit: str) -> tuple[int, str]:
    """The factor and the unit that are written to a number: “12 M€”, “3 %”; ``unit`` is that of the sign before it."""
    word = suffix.strip()
    if money := next((money for money in _MONEY_SUFFIXES if word.endswith(money)), ""):
        unit, word = _CURRENCY[money], word.removesuffix(money).strip()
    return _FACTORS.get(word, 1), word if word in _UNIT_SUFFIXES else unit


def _times(written: str) -> Decimal:
    """How many dozens: “two dozen”, “half a dozen”."""
    if written.startswith(("deux ", "two ")):
        return Decimal(2)
    return Decimal("0.5") if written.startswith("half") else Decimal(1)


def _stands_behind_its_noun(masked: str, match: re.Match[str]) -> bool:
    """“un projet neuf”: a nine that stands behind its noun is new, not nine."""
    following = masked[match.end() : match.end() + 2]
    return not following.startswith(" ") or not following[1:2].isalnum()


def _is_time_of_day(masked: str, end: int) -> bool:
    """“9 h 30”: hours of a unit written as one letter, with minutes behind them."""
    return masked[end - 1] == "h" and _MINUTES.match(masked, end) is not None


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _pattern(around: str, words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern with any of the words in the place of its “{}”; ``None`` where a language has none."""
    found = _alternatives(words)
    return re.compile(around.replace("{}", found)) if found else None


def _at(pattern: re.Pattern[str] | None, text: str, place: int) -> re.Match[str] | None:
    return pattern.match(text, place) if pattern else None


def _all(pattern: re.Pattern[str] | None, text: str) -> Iterator[re.Match[str]]:
    return pattern.finditer(text) if pattern else iter(())
