"""Figures: value, unit, qualifier and noun, whatever the notation. Addresses, links, numbers and dates are masked before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from .words import Vocabulary

_NUMBER = r"\d{1,3}(?:[ .,]\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
_DIGITS = re.compile(
    rf"(?P<sign>[€£$]|\beur ?|\bus\$)? ?(?<![\w@#/])(?<!\w-)(?<![\d][.,])(?P<number>{_NUMBER})(?P<plus> ?\+(?!\d))?"
    r"(?P<suffix> ?(?:m€|k€|md€|mds€|mds? ?€|mds? d'euros|m ?€|k ?€|meur|keur|€|£|\$|%|bn|k|m(?!2)|mds?|m2|km2|eur"
    r"|euros)(?![a-z0-9]))?"
)
_CURRENCY = {
    "€": "EUR",
    "eur": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "pounds": "GBP",
    "$": "USD",
    "us$": "USD",
    "dollars": "USD",
}
_SUFFIX = {"m": 10**6, "k": 10**3, "md": 10**9, "mds": 10**9, "bn": 10**9}
_TO_BASE = {
    "year": ("month", Decimal(12)),
    "week": ("day", Decimal(7)),
    "hour": ("second", Decimal(3600)),
    "minute": ("second", Decimal(60)),
    "millisecond": ("second", Decimal("1e-3")),
    "microsecond": ("second", Decimal("1e-6")),
    "nanosecond": ("second", Decimal("1e-9")),
    "km": ("m", Decimal(1000)),
    "cm": ("m", Decimal("1e-2")),
    "mm": ("m", Decimal("1e-3")),
    "t": ("kg", Decimal(1000)),
    "mw": ("kw", Decimal(1000)),
    "mwh": ("kwh", Decimal(1000)),
    "tb": ("gb", Decimal(1000)),
    "pb": ("gb", Decimal(10**6)),
}
_BOUNDARY = re.compile(r"[,;:.!?()«»“”\"\n–—]")
_ORDINAL = re.compile(r"(?:e|er|re|eme|emes|es|ers|res|st|nd|rd|th|ᵉ)\b")
_AND = re.compile(r" (?:et |and )?")
_SPANS = {("hour", "minute"): 60, ("year", "month"): 12, ("minute", "second"): 60}
_NEXT_WORD = re.compile(r" ([^\W\d_]+)")
LARGEST = 10**15
# Which way a qualifier leads from its number: “more than” and “at least” make one claim, “nearly” another.
LEADS = {"more_than": "over", "at_least": "over", "nearly": "near", "about": "near", "up_to": "under", "less_than": "under"}
# A qualifier that may mean several things: held against none.
ANY = "any"
# Small words that hold a noun and its complement together; any other one ends what is counted.
_LINKS = frozenset("de d des du of the la le les l s".split())
_FAR = frozenset("during pendant durant lors within dans through across".split())


@dataclass
class Figure:
    """“plus de 60 partenaires industriels”: 60, more_than, [partenaires, industriels]."""

    block: object
    start: int
    end: int
    value: Decimal
    unit: str = ""
    qualifier: str = ""
    noun: tuple[str, ...] = ()
    spelt: bool = False
    qualifier_start: int = 0
    noun_end: int = 0
    # What a word behind the number multiplied it by.
    scale: Decimal = Decimal(1)
    base: tuple[Decimal, str] = field(default=(Decimal(0), ""))

    def __post_init__(self):
        unit, factor = _TO_BASE.get(self.unit, (self.unit, Decimal(1)))
        self.base = (self.value * factor, unit)


class FigureReader:
    """Reads the figures of blocks in one language."""

    def __init__(self, language: str, vocabulary: Vocabulary):
        self.language, self.vocabulary = language, vocabulary
        self.multiplier = self._words(vocabulary.multipliers, r" ?", r"\b")
        several = "|".join(word for word, value in vocabulary.multipliers.items() if value >= 10**6)
        self.half = re.compile(rf"\b(?:half a |un demi-|demi-)({several})\b") if several else None
        self.currency = re.compile(r" ?(?:d'|of )?(€|euros?|eur|£|pounds|\$|dollars)(?![a-z0-9])")
        self.unit = self._words(vocabulary.units, r"[ -]?", r"(?![a-z0-9])")
        self.before = self._before(vocabulary.before)
        # “21 members and more than 60 partners”: the words qualify what comes.
        self.after = self._words(vocabulary.after, " ", r"\b(?! (?:de |d'|than |\d))")
        self.range = re.compile(rf" ?(?:{'|'.join((*vocabulary.range_words, '-', '–'))}) ?")
        numbered = "|".join(map(re.escape, sorted(vocabulary.numbered, key=len, reverse=True)))
        self.numbered = re.compile(rf"(?:(?<!\w)(?:{numbered})|§) ?$") if numbered else None
        numerals = sorted(vocabulary.numerals, key=len, reverse=True)
        joiners = "|".join(re.escape(word) for word in vocabulary.joiners)
        one = f"(?:{'|'.join(numerals)})"
        units = "|".join(re.escape(word) for word in vocabulary.units if word.isalpha()) or "-"
        apart = r"(?![\w])" if vocabulary.hyphenates else rf"(?![\w])(?!-(?!(?:{units})\b))"
        self.spelt = re.compile(rf"(?<![\w'-]){one}(?:[ -](?:(?:{joiners})[ -])?{one})*{apart}") if numerals else None
        about = "|".join(sorted(vocabulary.about, key=len, reverse=True))
        shares = "|".join(map(re.escape, sorted(vocabulary.fractions, key=len, reverse=True)))
        self.fraction = re.compile(rf"(?<!first )(?<!second )\b({shares})\b") if shares else None
        number = rf"(?:\d{{1,2}}|{'|'.join(numerals)})"
        links = "|".join(map(re.escape, vocabulary.out_of))
        # “nine out of ten”, “neuf lésions sur dix”; “3 partners in 5 countries” are two figures.
        ratio = rf"(?<![\w.,-])(?P<few>{number}) (?:[^\W\d]+ ){{0,3}}(?:{links}) (?P<many>{number})(?![\w.,-]| \d)"
        self.ratio = re.compile(ratio) if links else None
        self.about = (
            re.compile(rf"\b(?:une? (?:petite |bonne |grosse )?|a |half a |two |deux )?({about})\b(?!s)") if about else None
        )

    @staticmethod
    def _words(table: dict, before: str, after: str) -> re.Pattern[str] | None:
        if not table:
            return None
        alternatives = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
        return re.compile(f"{before}({alternatives}){after}")

    @staticmethod
    def _before(table: dict) -> re.Pattern[str] | None:
        if not table:
            return None
        alternatives = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
        return re.compile(rf"(?<!\w)({alternatives}) ?(?:les |des |de |d'|the |une? |a )?$")

    def read(self, block, masked: str) -> list[Figure]:
        """The figures of a block, left to right. ``masked`` is its folded text without what is no figure."""
        found: list[Figure] = []
        taken = 0
        for start, end, value, sign, suffix, spelt, qualifier in sorted(
            self._values(masked), key=lambda one: (one[0], -one[1])
        ):
            if start < taken:
                continue
            figure = self._figure(block, masked, start, end, value, sign, suffix, spelt, qualifier)
            if figure is not None:
                found.append(figure)
                taken = figure.end
        self._share_units(masked, found)
        return self._added_up(masked, found)

    def _share_units(self, masked: str, found: list[Figure]) -> None:
        """“de 18 à 12 minutes”, “from 18 minutes to 12”: the unit said once is that of both."""
        for place, (one, two) in enumerate(zip(found, found[1:], strict=False)):
            if bool(one.unit) == bool(two.unit) or not self.range.fullmatch(masked[one.end : two.start]):
                continue
            if one.unit and not two.noun:
                found[place + 1] = _as(two, one)
            elif two.unit:
                found[place] = _as(one, two)

    @staticmethod
    def _added_up(masked: str, found: list[Figure]) -> list[Figure]:
        """“une heure et dix minutes” is one span of time, as “70 minutes” is."""
        kept: list[Figure] = []
        for one in found:
            before = kept[-1] if kept else None
            if (
                before
                and (before.unit, one.unit) in _SPANS
                and not one.qualifier
                and _AND.fullmatch(masked[before.end : one.start])
            ):
                times = _SPANS[before.unit, one.unit]
                kept[-1] = replace(
                    before, end=one.end, noun_end=one.noun_end, value=before.value * times + one.value, unit=one.unit
                )
            else:
                kept.append(one)
        return kept

    def _values(self, masked: str):
        for match in _DIGITS.finditer(masked):
            start, end = match.span("number")
            rest = masked[end : end + 5]
            joined = rest[:1] == "-" and rest[1:2].isalpha() and not self._is_tied(masked, end)
            if not match["suffix"] and (rest[:1].isalpha() or joined) or _ORDINAL.match(rest):
                continue
            if self.numbered and self.numbered.search(masked, max(0, start - 14), start):
                continue
            value = self._value(match["number"])
            if value is None or value > LARGEST:
                continue
            start = match.start("sign") if match["sign"] else start
            yield (
                start,
                end,
                value,
                (match["sign"] or "").strip(),
                (match["suffix"] or ""),
                False,
                "more_than" if match["plus"] else "",
            )
        if self.spelt:
            for match in self.spelt.finditer(masked):
                run = match.group()
                if masked[match.end() : match.end() + 1] == "-" and " " in run:
                    run = run.rpartition(" ")[0]  # “thirty one-hour lessons” are thirty
                for start, end, value in _runs(run, self.language):
                    tail = match.start() + end
                    alone = value < 2 and not any(
                        follows and follows.match(masked, tail) for follows in (self.unit, self.multiplier)
                    )
                    if not alone and not (match.group() == "neuf" and self._adjective(masked, match)):
                        yield match.start() + start, match.start() + end, Decimal(value), "", "", True, ""
        yield from self._shares(masked)
        for match in self.half.finditer(masked) if self.half else ():
            yield *match.span(), Decimal(1), "", "", True, ""
        if self.about:
            for match in self.about.finditer(masked):
                factor = (
                    2
                    if match.group().startswith(("deux ", "two "))
                    else Decimal("0.5")
                    if match.group().startswith("half")
                    else 1
                )
                french = match[1] != "dozen"
                value = Decimal(self.vocabulary.about[match[1]]) * factor
                yield match.start(), match.end(), value, "", "", True, "about" if french else ""

    def _is_tied(self, masked: str, end: int) -> bool:
        """“90-seat”, “640-kilometre”: the hyphen ties a noun or a unit to its number."""
        return self.vocabulary.hyphenates or bool(self.unit and self.unit.match(masked, end))

    def _shares(self, masked: str):
        """“deux tiers”, “half of”, “nine out of ten”: so many per cent, in words."""
        if self.fraction:
            for match in self.fraction.finditer(masked):
                yield *match.span(1), Decimal(self.vocabulary.fractions[match[1]]), "", "%", True, ""
        for match in self.ratio.finditer(masked) if self.ratio else ():
            few, many = (self._few(match[name]) for name in ("few", "many"))
            following = _NEXT_WORD.match(masked, match.end())
            counts = following and (following[1] in self.vocabulary.counted or following[1].endswith("s"))
            if few and many and few < many <= 10 and not counts:
                yield match.start(), match.end(), Decimal(int(Decimal(100) * few / many)), "", "%", True, ""

    def _few(self, written: str) -> int | None:
        return int(written) if written.isdigit() else spelt_number(written, self.language)

    def _adjective(self, masked: str, match: re.Match[str]) -> bool:
        """“un projet neuf”: a nine that stands behind its noun is new, not nine."""
        following = masked[match.end() : match.end() + 2]
        return not following.startswith(" ") or not following[1:2].isalnum()

    def _value(self, written: str) -> Decimal | None:
        decimal, thousands = self.vocabulary.decimal, self.vocabulary.thousands
        grouped = re.fullmatch(r"\d{1,3}(?:([ .,])\d{3})(?:\1\d{3})*(?:([.,])(\d{1,2}))?", written)
        try:
            if grouped and not (grouped[1] == decimal and written.startswith("0")):
                whole, fraction = written, ""
                if grouped[2]:
                    whole, _sep, fraction = written.rpartition(grouped[2])
                return Decimal(re.sub(r"\D", "", whole) + ("." + fraction if fraction else ""))
            return Decimal(
                written.replace(" ", "").replace(thousands, "." if written.count(thousands) == 1 else "").replace(decimal, ".")
            )
        except InvalidOperation:
            return None

    def _figure(self, block, masked, start, end, value, sign, suffix, spelt, qualifier) -> Figure | None:
        unit, written = _CURRENCY.get(sign, ""), value
        word = suffix.strip().removesuffix("d'euros").strip()
        if suffix and spelt:
            return Figure(block, start, end, value, suffix, self._qualifier(masked, start)[0], (), True, start, end)
        if suffix:
            end += len(suffix)
            for money in ("€", "£", "$", "euros", "eur"):
                if word.endswith(money) or "d'euros" in suffix:
                    unit, word = _CURRENCY.get(money, "EUR"), word.removesuffix(money).strip()
                    break
            if word in _SUFFIX and (unit or word in ("md", "mds", "bn", "k", "m")):
                value *= _SUFFIX[word]
            elif word in ("%", "m2", "km2"):
                unit = word
        if self.half and spelt and (match := self.half.match(masked, start)):
            value, end = self.vocabulary.multipliers[match[1]] / Decimal(2), match.end()
            noun, noun_end = self._noun(masked, end)
            return Figure(block, start, end, value, "", "", noun, True, start, noun_end)
        if self.multiplier and (match := self.multiplier.match(masked, end)):
            value, end = value * self.vocabulary.multipliers[match[1]], match.end()
        if not unit and (match := self.currency.match(masked, end)):
            unit, end = _CURRENCY[match[1]], match.end()
        elif not unit and self.unit and (match := self.unit.match(masked, end)) and match[1] != "points":
            unit, end = self.vocabulary.units[match[1]], match.end()
            if unit in ("hour",) and match[1] == "h" and masked[end : end + 3].strip()[:1].isdigit():
                return None
        scale = value / written if written else Decimal(1)
        said, begin, word = self._qualifier(masked, start)
        if word in self.vocabulary.loose and (unit in _TO_BASE or unit in ("month", "day", "second") or value < 20):
            qualifier, begin = ANY, start
        else:
            qualifier = said or qualifier
        if self.after and (match := self.after.match(masked, end)):
            qualifier, end = self.vocabulary.after[match[1]], match.end()
        noun, noun_end = self._noun(masked, end)
        if self.after and not qualifier:
            for place in (end + len(noun[0]) + 1 if noun else end, noun_end):
                if match := self.after.match(masked, place):
                    qualifier = self.vocabulary.after[match[1]]
        return Figure(block, start, end, value, unit, qualifier, noun, spelt, begin, noun_end, scale)

    def _qualifier(self, masked: str, start: int) -> tuple[str, int, str]:
        """What stands before a figure to qualify it: its kind, where it begins, and its words."""
        match = self.before.search(masked, max(0, start - 32), start) if self.before else None
        return (self.vocabulary.before[match[1]], match.start(), match[1]) if match else ("", start, "")

    def _noun(self, masked: str, end: int) -> tuple[tuple[str, ...], int]:
        """Up to four content words behind a figure, to the next sign or the second small word."""
        window = masked[end : end + 90]
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
            if len(found) == 4:
                break
        return tuple(found), last


def _as(bare: Figure, other: Figure) -> Figure:
    """A bare figure with the unit and the scale of the one it stands with: “de 3 à 5 millions d’euros”."""
    scale = other.scale if bare.scale == 1 and bare.value < 1000 else Decimal(1)
    return replace(bare, unit=other.unit, value=bare.value * scale, scale=bare.scale * scale)


def _runs(run: str, language: str):
    """The numbers that a run of number words spells, the longest first: “two thirty” is two numbers."""
    whole = spelt_number(run, language)
    if whole is not None:
        yield 0, len(run), whole
        return
    pieces = list(re.finditer(r"[^ -]+", run))[:12]
    place = 0
    while place < len(pieces):
        for last in range(len(pieces) - 1, place - 1, -1):
            start, end = pieces[place].start(), pieces[last].end()
            value = spelt_number(run[start:end], language)
            if value is not None:
                yield start, end, value
                place = last
                break
        place += 1


@cache
def _number_library():
    import text_to_num

    return text_to_num.text2num


def spelt_number(run: str, language: str) -> int | None:
    """The value of a number in words, or ``None`` where the words spell none."""
    try:
        return int(_number_library()(run.replace("-", " "), language.split("-")[0]))
    except (ValueError, TypeError):
        return None
    except BaseException as error:
        # The library panics on some inputs with an exception that is no ``Exception``.
        if type(error).__name__ != "PanicException":
            raise
        return None
