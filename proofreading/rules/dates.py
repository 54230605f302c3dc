"""Dates that cannot be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from ..dates import When
from ..findings import ERROR, WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import Said, Weekday, say
from ..source import Block

FAULTS_OF_A_DATE = ("day", "month")
# A date line stands within the first blocks of a release, at the head of a short one, behind a place of a few words.
HEAD_BLOCKS, HEAD_CHARACTERS, LONGEST_LINE, PLACE_WORDS = 6, 60, 60, 3
# Between the two dates of a span stands one of these, and hardly more than the spaces around it.
LONGEST_JOINER = 8
JOINERS = ("-", "–", "—", "au", "a", "to")
# An event that ends before this hour may have begun on the day before.
BEGIN_OF_THE_DAY = "08:00"
# No release has so many days of an event.
MOST_DAYS = 50
# A leap year, for a span whose dates tell none.
ANY_YEAR = 2024
# A date line so far from all other days of the text is of a wrong year, where it is so near to one of them in another.
FAR_IN_DAYS, NEAR_IN_DAYS = 270, 120


@rule("date-impossible", ERROR, ONE_TEXT, subject="date")
def date_impossible(text: Reading, known: Knowledge) -> Iterator[Found]:
    for when in text.dates:
        if when.fault in FAULTS_OF_A_DATE:
            yield Found(when.block, when.start, when.end, say("no-such-date"))


@rule("weekday-wrong", ERROR, ONE_TEXT, subject="date", yields_to=("date-impossible",))
def weekday_wrong(text: Reading, known: Knowledge) -> Iterator[Found]:
    for when in text.dates:
        message = _of_its_year(when) if when.year is not None else _of_the_nearest_year(text, when)
        if message is not None:
            yield Found(when.block, when.start, when.end, message)


def _of_its_year(when: When) -> Said | None:
    right = _day(when.year, when) if when.fault == "weekday" else None
    return say("of-date", date=right, weekday=Weekday(right.weekday())) if right is not None else None


def _of_the_nearest_year(text: Reading, when: When) -> Said | None:
    if when.weekday is None or when.fault or not when.day:
        return None
    nearest = _nearest(text, when)
    if nearest is None or nearest.weekday() == when.weekday:
        return None
    return say("in-year", weekday=Weekday(when.weekday), year=nearest.year)


def _nearest(text: Reading, when: When) -> date | None:
    """The day meant by a date without a year: the one nearest to the day of the release.

    Where most whole dates of the text are of another year than its first one, that year is as likely: one wrong year must not
    make every weekday wrong.
    """
    whole = [day for day in map(day_of, text.dates) if day]
    first = text.day or next(iter(whole), None)
    if first is None:
        return None
    days = [_day(year, when) for year in (first.year - 1, first.year, first.year + 1)]
    nearest = min((day for day in days if day), key=lambda day: abs((day - first).days), default=None)
    other = _in_usual_year(when, whole, first.year)
    return other if other and other.weekday() == when.weekday else nearest


def _in_usual_year(when: When, whole: list[date], first_year: int) -> date | None:
    """A date without a year in the year of most whole dates, where that is not the first one’s."""
    years = Counter(day.year for day in whole)
    usual, times = years.most_common(1)[0] if years else (first_year, 0)
    return _day(usual, when) if times > max(years[first_year], 1) else None


def day_of(when: When) -> date | None:
    """The day that a date tells wholly, and that there is."""
    return None if when.fault else _day(when.year, when)


def _day(year: int | None, when: When) -> date | None:
    """The day of a date in a year; none where its day, its month or the year is not told, or no calendar has it."""
    if not (year and when.month and when.day):
        return None
    try:
        return date(year, when.month, when.day)
    except ValueError:
        return None


@rule("date-line", WARNING, ONE_TEXT, subject="date", yields_to=("date-impossible", "weekday-wrong"))
def date_line(text: Reading, known: Knowledge) -> Iterator[Found]:
    """The first date line of the text, held against the release’s own date or, without one, against its other days."""
    when = next(_date_lines(text), None)
    if when is not None and text.day is not None and not when.covers(text.day.isoformat()):
        yield Found(when.block, when.start, when.end, say("dated", day=text.day))
    elif when is not None and text.day is None and (year := _year_meant(text, when)):
        yield Found(when.block, when.start, when.end, say("far", year=year))


def _year_meant(text: Reading, line: When) -> int:
    """The year in which a date line would be near to the other days of its text, where it is far from all of them."""
    day = day_of(line)
    others = [other for other in map(day_of, text.dates) if other and other != day]
    if day is None or len(others) < 2 or any(abs((other - day).days) < FAR_IN_DAYS for other in others):
        return 0
    for year in (day.year + 1, day.year - 1):
        moved = _day(year, line)
        if moved and any(abs((other - moved).days) <= NEAR_IN_DAYS for other in others):
            return year
    return 0


def _date_lines(text: Reading) -> Iterator[When]:
    for block in text.blocks[:HEAD_BLOCKS]:
        for when in text.dates_in(block, 0, HEAD_CHARACTERS):
            if when.day and when.month and stands_behind_a_place(block, when):
                yield when


def stands_behind_a_place(block: Block, when: When) -> bool:
    """Whether a date is that of a date line: a line of its own, or the head of a paragraph, behind a place."""
    place = block.text[: when.start].strip(" ,–—-(").removesuffix(" le").rstrip(" ,")
    is_line = len(block.text) < LONGEST_LINE or block.text[when.end : when.end + 3].strip(" )\u00a0")[:1] in tuple("–—")
    return is_line and 0 < len(place.split()) <= PLACE_WORDS and place[:1].isupper()


@rule("dates-in-order", WARNING, ONE_TEXT, subject="date")
def dates_in_order(text: Reading, known: Knowledge) -> Iterator[Found]:
    for first, last in zip(text.dates, text.dates[1:], strict=False):
        if _is_span(first, last) and _ends_before_it_begins(first, last):
            yield Found(first.block, first.start, last.end, say("backwards"))
    for when, event in (*_replies_after_the_event(text), *_doors_after_the_start(text)):
        other = (event.block, event.start, event.end)
        yield Found(
            when.block, when.start, when.end, say("too-late", other=event.block.text[event.start : event.end]), other=other
        )


def _is_span(first: When, last: When) -> bool:
    if (
        first.block is not last.block
        or bool(first.clock) != bool(last.clock)
        or not 0 < last.start - first.end < LONGEST_JOINER
    ):
        return False
    return first.block.folded[first.end : last.start].strip() in JOINERS


def _ends_before_it_begins(first: When, last: When) -> bool:
    """Of two dates, either of which may leave year and month to the other; a season is as long as several months."""
    if first.clock:
        return first.clock > last.clock >= BEGIN_OF_THE_DAY and not first.zone == last.zone != ()
    year = first.year or last.year or ANY_YEAR
    begins = (first.year or year, first.month or last.month, first.day or 0)
    ends = (last.year or year, last.month, last.day or 0)
    if year == ANY_YEAR and begins[1] != ends[1]:
        return False  # “Du 20 décembre au 3 janvier.”
    return None not in begins + ends and begins > ends and not (first.season or last.season)


def _replies_after_the_event(text: Reading) -> Iterator[tuple[When, When]]:
    """A last day to reply, on a line or in a sentence of its own, that is behind every day of the event."""
    events = _days_of_lines(text, ("date",)) or _days_of_sentences(text, text.words.takes_place)
    replies = _days_of_lines(text, ("deadline", "registration")) + _days_of_sentences(text, text.words.last_day)
    last = max(events, key=lambda one: one[0], default=None)
    for day, when in replies if last else ():
        if last and day > last[0]:
            yield when, last[1]


def _days_of_lines(text: Reading, kinds: tuple[str, ...]) -> list[tuple[date, When]]:
    lines = [line for line in text.practical if line.kind in kinds]
    return days_meant(text, [when for line in lines for when in text.dates_in(line.block, *line.span)])


def _days_of_sentences(text: Reading, words: re.Pattern[str] | None) -> list[tuple[date, When]]:
    """The days of the sentences in which some words stand, behind these words."""
    found = []
    for sentence in (one for sentences in text.sentences for one in sentences) if words else ():
        if words and (match := words.search(sentence.block.folded, sentence.start, sentence.end)):
            found += text.dates_in(sentence.block, match.start(), sentence.end)[:1]
    return days_meant(text, found)


def days_meant(text: Reading, dates: list[When]) -> list[tuple[date, When]]:
    """Dates that tell a day and a month, in the year that they tell or that is nearest to the text’s first day."""
    found = []
    for when in dates[:MOST_DAYS]:
        day = day_of(when) or (_nearest(text, when) if when.day and not when.fault else None)
        if day is not None:
            found.append((day, when))
    return found


def _doors_after_the_start(text: Reading) -> Iterator[tuple[When, When]]:
    """The hour at which doors open, behind the one at which all begins."""
    doors = [
        one for line in text.practical if line.kind == "doors" for one in text.dates_in(line.block, *line.span) if one.clock
    ]
    lines = [line for line in text.practical if line.kind in ("date", "hour")]
    starts = [one for line in lines for one in text.dates_in(line.block, *line.span) if one.clock]
    if doors and starts and doors[0].clock > starts[0].clock >= BEGIN_OF_THE_DAY:
        yield doors[0], starts[0]
