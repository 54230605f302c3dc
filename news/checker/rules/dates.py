"""Dates that cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..dates import When
from ..findings import ERROR, WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..registry import ONE_TEXT, Found, rule


@rule("date-impossible", ERROR, ONE_TEXT)
def date_impossible(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A day or a month that no calendar has, such as 31 November."""
    for when in reading.dates:
        if when.fault in ("day", "month"):
            yield Found(when.block, when.start, when.end, _("This date does not exist."))


@rule("weekday-wrong", ERROR, ONE_TEXT)
def weekday_wrong(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A weekday that is not the date’s: one of the two is wrong, and journalists come on the wrong day.

    Without a year the date nearest to that of the release is meant.
    """
    for when in reading.dates:
        if when.fault == "weekday":
            right = date(when.year, when.month, when.day)
            message = _("%(date)s is a %(weekday)s.") % {"date": date_format(right), "weekday": WEEKDAYS[right.weekday()]}
            yield Found(when.block, when.start, when.end, message)
        elif when.weekday is not None and when.year is None and when.day and not when.fault:
            nearest = _nearest(reading, when)
            if nearest is not None and nearest.weekday() != when.weekday:
                message = _("This day is no %(weekday)s in %(year)s.") % {
                    "weekday": WEEKDAYS[when.weekday],
                    "year": nearest.year,
                }
                yield Found(when.block, when.start, when.end, message)


def _nearest(reading: Reading, when: When) -> date | None:
    """The day meant by a date without a year: the one nearest to the day of the release.

    Where most whole dates of the text are of another year than its first one, that year is as likely: one wrong year must not
    make every weekday wrong.
    """
    whole = [day for day in (_day(one.year, one) for one in reading.dates if one.day and one.year and not one.fault) if day]
    first = reading.day or next(iter(whole), None)
    if first is None:
        return None
    days = [_day(year, when) for year in (first.year - 1, first.year, first.year + 1)]
    nearest = min((day for day in days if day), key=lambda day: abs((day - first).days), default=None)
    years = Counter(day.year for day in whole)
    usual, times = years.most_common(1)[0] if years else (first.year, 0)
    other = _day(usual, when) if times > max(years[first.year], 1) else None
    return other if other and other.weekday() == when.weekday else nearest


def _day(year: int, when: When) -> date | None:
    try:
        return date(year, when.month, when.day)
    except ValueError:
        return None


@rule("date-line", WARNING, ONE_TEXT)
def date_line(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """The date line says another day than the release’s own date."""
    if reading.day is None:
        return
    for block in reading.blocks[:6]:
        for when in reading.dates_in(block, 0, 60):
            head = block.text[: when.start].strip(" ,–—-(")
            if when.day and when.month and 0 < len(head.split()) <= 3 and head[:1].isupper() and len(block.text) < 60:
                if not when.covers(reading.day.isoformat()):
                    message = _("The release is dated %(day)s.") % {"day": reading.day.isoformat()}
                    yield Found(block, when.start, when.end, message)
                return


@rule("dates-in-order", WARNING, ONE_TEXT)
def dates_in_order(reading: Reading, known: Knowledge) -> Iterator[Found]:
    """A span that ends before it begins, such as “from 12 to 10 March”."""
    for one, two in zip(reading.dates, reading.dates[1:], strict=False):
        if one.block is not two.block or one.clock or two.clock or not 0 < two.start - one.end < 8:
            continue
        between = one.block.folded[one.end : two.start].strip()
        if between not in ("-", "–", "au", "to", "a", "—"):
            continue
        year = one.year or two.year
        first, second = (one.year or year, one.month or two.month, one.day or 0), (two.year or year, two.month, two.day or 0)
        if None not in first + second and first > second and not (one.season or two.season):
            yield Found(one.block, one.start, two.end, _("This span ends before it begins."))
