"""Finds dates in the forms that communiqués use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..dates import When
from ..source import Block
from ..words import Vocabulary
from .zones import zone_behind

_YEAR = r"(?:19|20)\d{2}"
_ISO = re.compile(rf"(?<![\d/.-])({_YEAR})-(\d{{2}})-(\d{{2}})(?![\d-])")
_NUMERIC = re.compile(rf"(?<![\d/.-])(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR}|\d{{2}})(?![\d/])")
_YEARS = re.compile(rf"(?<![\w.,/-])({_YEAR})(?: ?[-–—/] ?)({_YEAR})(?![\w/-]|[.,]\d)")
_SHORT_YEARS = re.compile(rf"(?<![\w.,/-])({_YEAR})[-–](\d{{2}})(?![\w/-]|[.,]\d)")
_BARE_YEAR = re.compile(
    rf"(?<![\w€$£#@/.,-])({_YEAR})(?![\w€%/]|[.,]\d| ?[€%]|-\w)"
    r"(?! ?(?:d'|de |of )?(?:euros?|etudiants|students|personnes|people)\b)"
)
_CLOCK = re.compile(
    r"(?<![\w.,:])(?:(?P<h24>[01]?\d|2[0-3]) ?(?P<unit>h|heures?) ?(?P<m24>[0-5]\d)?(?![\w])"
    r"|(?P<h>[01]?\d|2[0-3])(?P<sign>[:.])(?P<m>[0-5]\d) ?(?P<half>[ap]\.? ?m\b\.?)?(?!\d)"
    r"|(?P<h12>1[0-2]|[1-9]) ?(?P<half12>[ap]\.? ?m\b\.?)"
    r"|(?P<oclock>1[0-2]|[1-9]) o'clock(?: in the (?P<part>morning|afternoon|evening))?)"
)
# “from 9 to 11 a.m.”: the half of the day that is said once is that of both.
_HALF_BEHIND = re.compile(
    r"(?<![\w.,:/-])(?P<h>1[0-2]|[1-9])(?::(?P<m>[0-5]\d))?"
    r"(?= ?(?:-|–|to|and|until) ?(?P<h2>1[0-2]|[1-9])(?::[0-5]\d)? ?(?P<half>[ap])\.? ?m\b)"
)
# “à 18 h” is a time of day, “24 h de calcul” a duration: one of these stands right before it.
_BEFORE_A_CLOCK = re.compile(r"(?:\ba|\bde|\bdes|\bvers|\bjusqu'a|\bavant|\bapres|\bentre|\bet|[,(:|-]) ?$")
_LONGEST_BEFORE_A_CLOCK = 10
# Behind an hour in words: the second half of the day.
_LATE = re.compile(r",? (?:du soir|de l'apres-midi|in the (?:afternoon|evening)|p\.?m)\b")
# The century of a year of two figures.
_CENTURY = 2000

Form = tuple[re.Pattern[str], Callable[[Block, re.Match[str]], list[When]]]
"""A way to write dates: its pattern, and what a match of it says; nothing where it is no date after all."""


class DateAnalyser:
    """Reads the dates of blocks in one language. Where two forms meet, the one that says more comes first."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.forms: list[Form] = [
            *self._forms_with_months(),
            (_ISO, _iso),
            (_NUMERIC, _numeric),
            *self._forms_of_a_month_or_season(),
            *self._forms_of_named_clocks(),
            *self._forms_of_parts_of_an_hour(),
            (_HALF_BEHIND, _half_behind),
            (_CLOCK, _clock),
            (_YEARS, _years),
            (_SHORT_YEARS, _year),
            (_BARE_YEAR, _year),
        ]

    def read(self, block: Block, masked: str) -> list[When]:
        """The dates of a block, left to right, none inside another; ``masked`` is its folded text without what is none."""
        found: list[When] = []
        free = bytearray(len(masked) + 1)
        for pattern, said_by in self.forms:
            for match in pattern.finditer(masked):
                said = said_by(block, match)
                if said and not any(free[match.start() : match.end()]):
                    _add_zone(block, said[-1])
                    end = max(match.end(), said[-1].end)
                    free[match.start() : end] = b"\1" * (end - match.start())
                    found.extend(said)
        return sorted(found, key=lambda when: when.start)

    def _forms_with_months(self) -> Iterator[Form]:
        """“lundi 30 novembre 2026”, “November 30 and 31, 2026”."""
        if not self.vocabulary.months:
            return
        months, days = _longest_first(self.vocabulary.months), "|".join(self.vocabulary.weekdays)
        weekday = rf"(?:(?P<weekday>{days}),? (?:the )?(?:le )?)?"
        number = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
        link = rf" ?[-–] ?| (?:et|and|to|au|a|&) (?:le )?(?:(?:{days}),? )?"
        more = rf"(?:(?P<link>{link})(?P<day2>\d{{1,2}})(?:er|st|nd|rd|th)?)?"
        year = rf"(?:\.?,? (?:of )?(?P<year>{_YEAR})(?!\d))?"
        day_first = rf"(?<![\w.,/])(?:{weekday}){number}{more} (?:of )?(?P<month>{months})\b{year}"
        month_first = rf"\b{weekday}(?P<month>{months})\.? {number}(?!\d|[.,]\d){more}{year}(?! ?[%€])"
        yield re.compile(day_first), self._days
        yield re.compile(month_first), self._days

    def _forms_of_a_month_or_season(self) -> Iterator[Form]:
        """“novembre 2026”, “spring of 2026”."""
        if self.vocabulary.months:
            months = _longest_first(self.vocabulary.months)
            yield re.compile(rf"\b(?P<month>{months})\.?,? (?:of )?(?P<year>{_YEAR})(?!\d)"), self._month
        if self.vocabulary.seasons:
            seasons = "|".join(self.vocabulary.seasons)
            yield re.compile(rf"\b(?P<season>{seasons}) (?:de |of |d')?(?P<year>{_YEAR})(?!\d)"), self._season

    def _forms_of_named_clocks(self) -> Iterator[Form]:
        """“midi”, “noon”."""
        if self.vocabulary.clocks:
            yield re.compile(rf"(?<![\w-])({'|'.join(self.vocabulary.clocks)})(?![\w-])"), self._named_clock

    def _forms_of_parts_of_an_hour(self) -> Iterator[Form]:
        """“half past nine”, “neuf heures et demie”, “quarter to 6”: by the pattern of the language."""
        if self.vocabulary.parts_of_an_hour:
            hours = _longest_first(self.vocabulary.hours) + r"|1[0-2]|[1-9]"
            for pattern, minutes in self.vocabulary.parts_of_an_hour.items():
                yield re.compile(rf"(?<![\w.,])(?:{pattern.format(hours=f'(?P<hour>{hours})')})(?!\w)"), self._part_of(minutes)

    def _part_of(self, minutes: int) -> Callable[[Block, re.Match[str]], list[When]]:
        def read(block: Block, match: re.Match[str]) -> list[When]:
            said = match["hour"]
            hour = self.vocabulary.hours[said] if said in self.vocabulary.hours else int(said)
            late = _LATE.match(block.folded, match.end()) is not None
            whole = ((hour + 12 * (late and hour < 12)) * 60 + minutes) % (24 * 60)
            return [When(block, *match.span(), clock=f"{whole // 60:02}:{whole % 60:02}")]

        return read

    def _days(self, block: Block, match: re.Match[str]) -> list[When]:
        year = int(match["year"]) if match["year"] else None
        month = self.vocabulary.months[match["month"]]
        weekday = self.vocabulary.weekdays.get(match["weekday"] or "")
        first = When(block, *match.span(), year, month, int(match["day"]), weekday)
        if not match["day2"]:
            return [first]
        first.end = match.end("day")
        return [first, When(block, match.start("day2"), match.end(), year, month, int(match["day2"]))]

    def _month(self, block: Block, match: re.Match[str]) -> list[When]:
        return [When(block, *match.span(), int(match["year"]), self.vocabulary.months[match["month"]])]

    def _season(self, block: Block, match: re.Match[str]) -> list[When]:
        return [When(block, *match.span(), int(match["year"]), season=self.vocabulary.seasons[match["season"]])]

    def _named_clock(self, block: Block, match: re.Match[str]) -> list[When]:
        return [When(block, *match.span(), clock=self.vocabulary.clocks[match[1]])]


def _add_zone(block: Block, when: When) -> None:
    """The zone that stands behind an hour is told with it."""
    if when.clock:
        when.zone, when.end = zone_behind(block.text, block.folded, when.end)


def _longest_first(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def _iso(block: Block, match: re.Match[str]) -> list[When]:
    return [When(block, *match.span(), int(match[1]), int(match[2]), int(match[3]), numeric=True)]


def _numeric(block: Block, match: re.Match[str]) -> list[When]:
    """“05/12/2026” is the fifth of December; where that is no month, the twelfth month stands first."""
    first, second = int(match[1]), int(match[3])
    year = int(match[4]) if len(match[4]) == 4 else _CENTURY + int(match[4])
    day, month = (first, second) if second <= 12 else (second, first)
    return [When(block, *match.span(), year, month, day, numeric=True)]


def _years(block: Block, match: re.Match[str]) -> list[When]:
    return [When(block, *match.span(1), int(match[1])), When(block, *match.span(2), int(match[2]))]


def _year(block: Block, match: re.Match[str]) -> list[When]:
    return [When(block, *match.span(), int(match[1]))]


def _half_behind(block: Block, match: re.Match[str]) -> list[When]:
    """“9 to 11 a.m.” is two hours of the morning, “11 to 1 p.m.” begins before noon."""
    hour, last = int(match["h"]) % 12, int(match["h2"]) % 12
    is_late = match["half"] == "p" and hour <= last
    return [_at(block, match, hour + 12 * is_late, match["m"])]


def _clock(block: Block, match: re.Match[str]) -> list[When]:
    """“18 h 30”, “18:30”, “6.30 p.m.”."""
    if match["h24"]:
        if not match["m24"] and not _at_an_hour(block, match):
            return []
        return [_at(block, match, int(match["h24"]), match["m24"])]
    if match["oclock"]:
        return [_at(block, match, int(match["oclock"]) % 12 + 12 * (match["part"] in ("afternoon", "evening")), None)]
    half = match["half"] or match["half12"] or ""
    if match["sign"] == "." and not half:
        return []
    hour = int(match["h"] or match["h12"])
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return [_at(block, match, hour, match["m"])]


def _at(block: Block, match: re.Match[str], hour: int, minute: str | None) -> When:
    return When(block, *match.span(), clock=f"{hour:02}:{int(minute or 0):02}")


def _at_an_hour(block: Block, match: re.Match[str]) -> bool:
    before = block.folded[max(0, match.start() - _LONGEST_BEFORE_A_CLOCK) : match.start()]
    is_all = (match.start(), match.end()) == (0, len(block.text))
    return is_all or bool(_BEFORE_A_CLOCK.search(before))
