"""Days and moments as people type them, with one meaning each, whatever the language of the reader.

``publishing/moments.js`` reads the same while it is typed, and says it again in words; what is read here counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import override

from . import languages

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d+)")
_DAY_AND_NAME = re.compile(r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)? (?P<name>[^\W\d]+)\.?,? (?P<year>\d+)")
_NAME_AND_DAY = re.compile(r"(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d+)")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _DAY_AND_NAME, _NAME_AND_DAY)
_WITHOUT_YEAR = (
    re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)? (?P<name>[^\W\d]+)\.?"),
    re.compile(r"(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:er|st|nd|rd|th)?"),
)
_ANY_LEAP_YEAR = 2000
_BEFORE_DAY = re.compile(r"(?:(?:le |on )?(?P<weekday>(?!(?:le|on) )[^\W\d]+)\.?,? |le |on )(?P<rest>(?:\d|[^\W\d]+\.? \d).*)")
"""What announcements write before a day: the day of the week, which has to agree with it, and the article."""
_PERIODS = (
    re.compile(r"(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<name>[^\W\d]+)\.? (?P<year>\d{4})"),
)
"""A year alone, and a month with its year."""
_TIME = re.compile(
    r"(?P<day>.*?[^\W_])(?:t|,? (?:à |at |[-–—] )?)"
    r"(?P<hour>\d{1,2}) ?(?:(?::|h|heures?) ?(?P<minute>\d{2})(?::(?P<second>\d{2}))?|h|heures?)",
    re.DOTALL,
)
_FEWEST_LETTERS = 3
"""Of a name that is cut short."""
_RAISED = str.maketrans("ᵉʳˢᵗⁿᵈʰ", "erstndh")
"""The letters of “1ᵉʳ” and “2ⁿᵈ”, which word processors raise."""


class UnreadDay(ValueError):
    """Text that is not surely a day.

    ``code`` says why: ``invalid``, ``no_year``, ``short_year``, ``no_such_day``, ``other_weekday`` or ``no_time``.
    """

    def __init__(self, code: str = "invalid"):
        super().__init__(code)
        self.code = code


def read_day(text: str) -> date:
    """A day as staff type it: ``2026-12-05``, day/month/year in this order, or with the month's name in any language.

    ``05/12/2026`` is 5 December to every reader. Raises ``UnreadDay`` for anything else: a year of two figures, which could
    be a day, a day that does not exist, and a month cut so short that it could be two. The day of the week may stand before
    it (``jeudi 10 décembre 2026``) where it is that one.
    """
    written = _plain(text)
    found = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if found is None:
        return _read_announced(written)
    if len(found["year"]) != len("2026"):
        raise UnreadDay("short_year" if len(found["year"]) == len("26") else "invalid")
    given = found.groupdict()
    month = _month(given["name"]) if "name" in given else int(given["month"])
    try:
        return date(int(given["year"]), month, int(given["day"]))
    except ValueError:
        raise UnreadDay("no_such_day") from None


def _read_announced(written: str) -> date:
    """A day behind its weekday or its article; what is none is refused, a day that only lacks its year as such."""
    found = _BEFORE_DAY.fullmatch(written)
    weekday = found and found["weekday"]
    named = _named(weekday, _weekday_names()) if weekday else None
    if found is None or (weekday and named is None):
        raise UnreadDay("no_year" if _lacks_year(written) else "invalid")
    day = read_day(found["rest"])
    if named is not None and day.weekday() != named:
        raise UnreadDay("other_weekday")
    return day


def _lacks_year(written: str) -> bool:
    """Whether a year is all that is missing."""
    found = next(filter(None, (form.fullmatch(written) for form in _WITHOUT_YEAR)), None)
    if found is None:
        return False
    given = found.groupdict()
    month = _named(given["name"], _month_names()) if "name" in given else int(given["month"])
    try:
        date(_ANY_LEAP_YEAR, month or 0, int(given["day"]))
    except ValueError:
        return False
    return True


def read_period(text: str) -> str:
    """A year, a month or a day as staff type it, in ISO 8601: ``2026``, ``2026-12`` or ``2026-12-05``.

    A month is typed as ``2026-12``, ``12/2026`` or with its name, a day as ``read_day`` reads it. Raises ``UnreadDay``.
    """
    written = _plain(text)
    found = next(filter(None, (form.fullmatch(written) for form in _PERIODS)), None)
    if found is None:
        return read_day(text).isoformat()
    given = found.groupdict()
    month = _month(given["name"]) if "name" in given else int(given.get("month", 1))
    try:
        first = date(int(given["year"]), month, 1)
    except ValueError:
        raise UnreadDay("no_such_day") from None
    return first.isoformat()[: len("2026" if len(given) == 1 else "2026-12")]


def read_moment(text: str) -> datetime:
    """A day and a 24-hour clock, without a zone: ``2026-12-05 14:00``, ``05/12/2026 14:00``, ``5 décembre 2026 à 14h30``.

    Raises ``UnreadDay``: ``no_time`` for a day alone, since no hour is surely meant.
    """
    written = _plain(text)
    found = _TIME.fullmatch(written)
    if found is None or _is_day(written):
        read_day(written)
        raise UnreadDay("no_time")
    try:
        clock = time(int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0))
    except ValueError:
        raise UnreadDay from None
    return datetime.combine(read_day(found["day"]), clock)


def _is_day(written: str) -> bool:
    try:
        read_day(written)
    except UnreadDay as unread:
        return unread.code != "invalid"
    return True


def _plain(text: str) -> str:
    """Small letters on the line, single spaces of one kind, and none around the stroke of a date."""
    written = unicodedata.normalize("NFC", text).casefold().translate(_RAISED)
    return re.sub(r" ?/ ?", "/", " ".join(written.split()))


def _unaccented(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


Names = tuple[tuple[str, int], ...]


def _in_every_language(words: Mapping[int, object]) -> Names:
    names = []
    for code in languages.codes():
        with override(code):
            names += [(_unaccented(_plain(str(name))), number) for number, name in words.items()]
    return tuple(names)


@cache
def _month_names() -> Names:
    return _in_every_language(MONTHS)


@cache
def _weekday_names() -> Names:
    """Monday is 0, as for ``date.weekday``."""
    return _in_every_language(WEEKDAYS)


def _named(word: str, names: Names) -> int | None:
    """The number of a name, whole or cut short where it can be only one."""
    plain = _unaccented(word)
    meant = {number for name, number in names if name == plain}
    if not meant and len(plain) >= _FEWEST_LETTERS:
        meant = {number for name, number in names if name.startswith(plain)}
    return meant.pop() if len(meant) == 1 else None


def _month(word: str) -> int:
    month = _named(word, _month_names())
    if month is None:
        raise UnreadDay
    return month
