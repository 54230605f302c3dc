"""The day of the practical block beside the days of the running text; days too far ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..dates import When
from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import ABOUT, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from .dates import day_of, days_meant, stands_behind_a_place

# A day of the text so near to that of the block, and no other, is the same one with a slip.
NEAR_IN_DAYS = 12
# No communiqué tells a day, with its month, so many years ahead of itself.
YEARS_AHEAD = 9
# Of fewer other days, none says so but where it is a generation behind them.
FEWEST_OTHERS, GENERATION = 2, 30
# A year that is none of ours, right behind a day and its month.
_FAR_YEAR = re.compile(r"(?:,)?[ \u00a0]((?:2[2-9]|[3-9]\d)\d\d)(?![\w.,]*\d)")


@rule("event-day-differs", WARNING, ONE_TEXT, subject="date", yields_to=("date-impossible", "weekday-wrong", "dates-in-order"))
def event_day_differs(text: Reading, known: Knowledge) -> Iterator[Found]:
    """One day on the line of the date, and days near it in the text, of which none is it and none is a last day to reply."""
    lines = [line for line in text.practical if line.kind == "date"]
    told = days_meant(text, [when for line in lines for when in text.dates_in(line.block, *line.span)])
    if len(told) != 1:
        return
    day, when = told[0]
    others = [(other, one) for other, one in days_meant(text, _days_of_prose(text)) if one.block is not when.block]
    near = [(other, one) for other, one in others if abs((other - day).days) <= NEAR_IN_DAYS]
    if near and not _is_among(day, [other for other, _one in near]):
        other, one = min(near, key=lambda found: abs((found[0] - day).days))
        message = say("in-the-text", other=one.block.text[one.start : one.end])
        yield Found(when.block, when.start, when.end, message, other=(one.block, one.start, one.end))


def _is_among(day: date, days: list[date]) -> bool:
    """Whether a day is one of some, or lies between them, as that of an event of several days does."""
    return day in days or min(days) < day < max(days)


def _days_of_prose(text: Reading) -> list[When]:
    """The days that the text tells in sentences, but for its date line, last days to reply, and the boilerplate."""
    found = []
    for block in text.blocks:
        if text.practical_in(block) or text.section_of(block).kind == ABOUT:
            continue
        for when in text.dates_in(block):
            sentence = text.sentence_at(block, when.start)
            is_last_day = text.words.last_day is not None and text.words.last_day.search(
                block.folded, sentence.start, sentence.end
            )
            if when.day and not is_last_day and not stands_behind_a_place(block, when):
                found.append(when)
    return found


@rule("date-far", WARNING, ONE_TEXT, subject="date", yields_to=("date-impossible", "date-line"))
def date_far(text: Reading, known: Knowledge) -> Iterator[Found]:
    """A whole day years behind all other whole days of the text, or behind the release’s own."""
    for when in text.dates:
        year = _FAR_YEAR.match(when.block.text, when.end) if when.year is None and when.day and when.month else None
        if year:
            yield Found(when.block, when.start, year.end(), say("no-year", year=int(year[1])))
    whole = [(when, day) for when in text.dates if (day := day_of(when)) is not None]
    for when, day in whole:
        others = [other for one, other in whole if one is not when and other != day]
        latest = text.day or max((other for other in others if other < day), default=None)
        if latest is not None and day.year - latest.year > YEARS_AHEAD and not _is_history(day, others, latest):
            yield Found(when.block, when.start, when.end, say("far", year=latest.year))


def _is_history(day: date, others: list[date], latest: date) -> bool:
    """Whether the text tells days of other times as well, or too few to say which is the odd one."""
    if len(others) < FEWEST_OTHERS and day.year - latest.year < GENERATION:
        return True
    return any(other.year < latest.year - 1 or abs(other.year - day.year) < 2 for other in others)
