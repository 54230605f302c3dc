"""Dates in the forms that communiqués use, each with what it says and no more: a year, a month, a day, a weekday, a season."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .words import Vocabulary

_YEAR = r"(?:19|20)\d{2}"
_ISO = re.compile(rf"(?<![\d/.-])({_YEAR})-(\d{{2}})-(\d{{2}})(?![\d-])")
_NUMERIC = re.compile(rf"(?<![\d/.-])(\d{{1,2}})([/.])(\d{{1,2}})\2({_YEAR}|\d{{2}})(?![\d/])")
_SPAN = re.compile(rf"(?<![\w.,/-])({_YEAR})(?: ?[-–—/] ?)({_YEAR})(?![\w/-]|[.,]\d)")
_SHORT_SPAN = re.compile(rf"(?<![\w.,/-])({_YEAR})[-–](\d{{2}})(?![\w/-]|[.,]\d)")
_BARE_YEAR = re.compile(rf"(?<![\w€$£#@/.,-])({_YEAR})(?![\w€%/]|[.,]\d| ?[€%]|-\w)")
_CLOCK = re.compile(
    r"(?<![\w.,:])(?:(?P<h24>[01]?\d|2[0-3]) ?(?:h|heures?) ?(?P<m24>[0-5]\d)?(?![\w])"
    r"|(?P<h>[01]?\d|2[0-3])[:.](?P<m>[0-5]\d) ?(?P<half>[ap]\.?m\b\.?)?(?!\d)"
    r"|(?P<h12>1[0-2]|[1-9]) ?(?P<half12>[ap]\.?m\b\.?))"
)
SEASON_MONTHS = {"spring": (3, 4, 5, 6), "summer": (6, 7, 8, 9), "autumn": (9, 10, 11, 12), "winter": (12, 1, 2, 3)}


@dataclass
class When:
    """A date as far as the text says it. ``fault`` tells what cannot be: “day”, “month” or “weekday”."""

    block: object
    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str = ""
    clock: str = ""
    fault: str = ""
    numeric: bool = False

    @property
    def key(self) -> tuple:
        return self.year, self.month, self.day, self.season, self.clock

    def agrees(self, other: When) -> bool:
        """Whether nothing that both say differs; a season agrees with the months it covers."""
        if bool(self.clock) != bool(other.clock):
            return False
        for name in ("year", "month", "day", "clock"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine and theirs and mine != theirs:
                return False
        if self.season and other.season:
            return self.season == other.season
        for one, two in ((self, other), (other, self)):
            if one.season and two.month and two.month not in SEASON_MONTHS[one.season]:
                return False
        return True

    def covers(self, iso: str) -> bool:
        """Whether an ISO date known to the year, the month or the day may be meant."""
        parts = [int(part) for part in iso.split("-")]
        known = When(None, 0, 0, *parts[:3])
        return self.agrees(known)


class DateReader:
    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        months = "|".join(sorted(vocabulary.months, key=len, reverse=True))
        days = "|".join(vocabulary.weekdays)
        seasons = "|".join(vocabulary.seasons)
        self.day_first = self.month_first = self.month_only = self.season = None
        if months:
            weekday = rf"(?:(?P<weekday>{days}),? (?:the )?(?:le )?)?"
            number = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
            link = rf" ?[-–] ?| (?:et|and|to|au|a|&) (?:le )?(?:(?:{days}),? )?"
            more = rf"(?:(?P<link>{link})(?P<day2>\d{{1,2}})(?:er|st|nd|rd|th)?)?"
            year = rf"(?:,? (?:of )?(?P<year>{_YEAR})(?!\d))?"
            self.day_first = re.compile(rf"(?<![\w.,/])(?:{weekday}){number}{more} (?:of )?(?P<month>{months})\b\.?{year}")
            self.month_first = re.compile(rf"\b{weekday}(?P<month>{months})\.? {number}(?!\d|[.,]\d){more}{year}(?! ?[%€])")
            self.month_only = re.compile(rf"\b(?P<month>{months})\.?,? (?:of )?(?P<year>{_YEAR})(?!\d)")
        clocks = "|".join(vocabulary.clocks)
        self.named_clock = re.compile(rf"(?<![\w-])({clocks})(?![\w-])") if clocks else None
        if seasons:
            self.season = re.compile(rf"\b(?P<season>{seasons}) (?:de |of |d')?(?P<year>{_YEAR})(?!\d)")

    def read(self, block, masked: str) -> list[When]:
        """The dates of a block, left to right, none inside another."""
        found: list[When] = []
        free = bytearray(len(masked) + 1)

        def take(match: re.Match[str], *whens: When) -> None:
            if not any(free[match.start() : match.end()]):
                free[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                found.extend(whens)

        for pattern in (self.day_first, self.month_first):
            for match in pattern.finditer(masked) if pattern else ():
                take(match, *self._days(block, match))
        for match in _ISO.finditer(masked):
            take(match, _checked(When(block, *match.span(), int(match[1]), int(match[2]), int(match[3]), numeric=True)))
        for match in _NUMERIC.finditer(masked):
            take(match, self._numeric(block, match))
        if self.month_only:
            for match in self.month_only.finditer(masked):
                take(match, When(block, *match.span(), int(match["year"]), self.vocabulary.months[match["month"]]))
        if self.season:
            for match in self.season.finditer(masked):
                take(match, When(block, *match.span(), int(match["year"]), season=self.vocabulary.seasons[match["season"]]))
        for match in self.named_clock.finditer(masked) if self.named_clock else ():
            take(match, When(block, *match.span(), clock=self.vocabulary.clocks[match[1]]))
        for match in _CLOCK.finditer(masked):
            if when := self._clock(block, match):
                take(match, when)
        for match in _SPAN.finditer(masked):
            take(match, When(block, *match.span(1), int(match[1])), When(block, *match.span(2), int(match[2])))
        for match in _SHORT_SPAN.finditer(masked):
            take(match, When(block, *match.span(), int(match[1])))
        for match in _BARE_YEAR.finditer(masked):
            if not re.match(
                r" ?(?:d'|de |of )?(?:euros?|etudiants|students|personnes|people)\b", masked[match.end() : match.end() + 20]
            ):
                take(match, When(block, *match.span(), int(match[1])))
        return sorted(found, key=lambda when: when.start)

    def _days(self, block, match: re.Match[str]) -> list[When]:
        year = int(match["year"]) if match["year"] else None
        month = self.vocabulary.months[match["month"]]
        weekday = self.vocabulary.weekdays.get(match["weekday"] or "")
        first = _checked(When(block, *match.span(), year, month, int(match["day"]), weekday))
        if not match["day2"]:
            return [first]
        first.end = match.end("day")
        return [first, _checked(When(block, match.start("day2"), match.end(), year, month, int(match["day2"])))]

    def _numeric(self, block, match: re.Match[str]) -> When:
        first, second = int(match[1]), int(match[3])
        year = int(match[4]) if len(match[4]) == 4 else 2000 + int(match[4])
        day, month = (first, second) if second <= 12 else (second, first)
        return _checked(When(block, *match.span(), year, month, day, numeric=True))

    def _clock(self, block, match: re.Match[str]) -> When | None:
        if match["h24"]:
            if not match["m24"] and "h" not in match.group().replace("heures", "h"):
                return None
            hour, minute = int(match["h24"]), int(match["m24"] or 0)
            if "heure" in match.group() and not match["m24"] and not self._at_hour(block, match):
                return None
            if match.group().rstrip().endswith("h") and not self._at_hour(block, match):
                return None
            return When(block, *match.span(), clock=f"{hour:02}:{minute:02}")
        half = (match["half"] or match["half12"] or "").replace(".", "")
        if match["h"] and not half and ":" not in match.group():
            return None
        hour, minute = int(match["h"] or match["h12"]), int(match["m"] or 0)
        if half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
        return When(block, *match.span(), clock=f"{hour:02}:{minute:02}")

    @staticmethod
    def _at_hour(block, match: re.Match[str]) -> bool:
        """“à 18 h” is a time of day, “24 h de calcul” a duration."""
        return bool(
            re.search(
                r"(?:\ba|\bde|\bdes|\bvers|\bjusqu'a|\bavant|\bapres|\bentre|\bet|[,(-]) ?$",
                block.folded[max(0, match.start() - 10) : match.start()],
            )
        )


def _checked(when: When) -> When:
    """The date with its fault: a month or day that does not exist, or another weekday than the calendar’s."""
    if when.month is not None and not 1 <= when.month <= 12:
        when.fault = "month"
    elif when.day is not None and not 1 <= when.day <= monthrange(when.year or 2024, when.month)[1]:
        when.fault = "day"
    elif when.weekday is not None and when.year is not None and date(when.year, when.month, when.day).weekday() != when.weekday:
        when.fault = "weekday"
    return when
