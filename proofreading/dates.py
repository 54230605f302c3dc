"""Dates as communiqués tell them: each says so much and no more, a year, a month, a day, a weekday, a season, a time of day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from .annotations import Annotation

SEASON_MONTHS = {"spring": (3, 4, 5, 6), "summer": (6, 7, 8, 9), "autumn": (9, 10, 11, 12), "winter": (12, 1, 2, 3)}
# A day without a year may be the 29th of February.
_A_LEAP_YEAR = 2024
_MINUTES_OF_A_DAY = 24 * 60
# Where a text tells no zone, its hours are those of Paris.
_EUROPE = (60, 120)


@dataclass
class PartialDate:
    """A date as far as it is told."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str = ""
    clock: str = ""
    # By how many minutes the zone of the clock may be before UTC; nothing where none is told.
    zone: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[int | None, int | None, int | None, str, str]:
        return self.year, self.month, self.day, self.season, self.clock

    @property
    def fault(self) -> str:
        """What cannot be: “month” or “day” that no calendar has, “weekday” that is another day’s; empty where all can."""
        if self.month is None:
            return ""
        if not 1 <= self.month <= 12:
            return "month"
        if self.day is None:
            return ""
        if not 1 <= self.day <= monthrange(self.year or _A_LEAP_YEAR, self.month)[1]:
            return "day"
        if self.weekday is None or self.year is None:
            return ""
        return "" if date(self.year, self.month, self.day).weekday() == self.weekday else "weekday"

    def agrees(self, other: PartialDate) -> bool:
        """Whether nothing that both say differs; a season agrees with the months it covers."""
        if bool(self.clock) != bool(other.clock) or not self._same_hour(other):
            return False
        for mine, theirs in zip(self._numbers, other._numbers, strict=True):
            if mine and theirs and mine != theirs:
                return False
        if self.season and other.season:
            return self.season == other.season
        return self._season_has_the_month_of(other) and other._season_has_the_month_of(self)

    @property
    def _numbers(self) -> tuple[int | None, ...]:
        return self.year, self.month, self.day

    def _same_hour(self, other: PartialDate) -> bool:
        """Whether two clocks may show one moment; one without a zone shows that of the other’s, or Europe’s."""
        if not self.zone and not other.zone:
            return self.clock == other.clock
        if not (self.zone and other.zone) and self.clock == other.clock:
            return True
        mine, theirs = self.zone or _EUROPE, other.zone or _EUROPE
        apart = self._minutes - other._minutes
        return any((apart - (one - two)) % _MINUTES_OF_A_DAY == 0 for one in mine for two in theirs)

    @property
    def _minutes(self) -> int:
        hours, _colon, minutes = self.clock.partition(":")
        return int(hours) * 60 + int(minutes) if self.clock else 0

    def _season_has_the_month_of(self, other: PartialDate) -> bool:
        return not self.season or not other.month or other.month in SEASON_MONTHS[self.season]

    def covers(self, iso: str) -> bool:
        """Whether an ISO date known to the year, the month or the day may be meant."""
        year, month, day = [*map(int, iso.split("-")[:3]), None, None][:3]
        return self.agrees(PartialDate(year, month, day))


@dataclass
class When(PartialDate, Annotation):
    """A date that a text tells; ``numeric`` where its month is a number."""

    numeric: bool = False
