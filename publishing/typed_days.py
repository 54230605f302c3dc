"""Days and moments as people type them, with one meaning each, whatever the language of the reader.

``publishing/moments.js`` reads the same while it is typed, and says it again in words; what is read here counts.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from functools import cache

from django.utils.dates import MONTHS
from django.utils.translation import override

from . import languages

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d+)")
_DAY_AND_NAME = re.compile(r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)? (?P<name>[^\W\d]+)\.?,? (?P<year>\d+)")
_NAME_AND_DAY = re.compile(r"(?P<name>[^\W\d]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d+)")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _DAY_AND_NAME, _NAME_AND_DAY)
_PERIODS = (
    re.compile(r"(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})[/.](?P<year>\d{4})"),
    re.compile(r"(?P<name>[^\W\d]+)\.? (?P<year>\d{4})"),
)
"""A year alone, and a month with its year."""
_TIME = re.compile(
    r"(?P<day>.*\d)(?:t|,? (?:à |at )?)(?P<hour>\d{1,2}) ?(?:[:h] ?(?P<minute>\d{2})(?::(?P<second>\d{2}))?|h)", re.DOTALL
)
_FEWEST_LETTERS = 3
"""Of a month's name that is cut short."""


class UnreadDay(ValueError):
    """Text that is not surely a day. ``code`` says why: ``invalid``, ``short_year``, ``no_such_day`` or ``no_time``."""

    def __init__(self, code: str = "invalid"):
        super().__init__(code)
        self.code = code


def read_day(text: str) -> date:
    """A day as staff type it: ``2026-12-05``, day/month/year in this order, or with the month's name in any language.

    ``05/12/2026`` is 5 December to every reader. Raises ``UnreadDay`` for anything else: a year of two figures, which could
    be a day, a day that does not exist, and a month cut so short that it could be two.
    """
    written = _plain(text)
    found = next(filter(None, (form.fullmatch(written) for form in _FORMS)), None)
    if found is None:
        raise UnreadDay
    if len(found["year"]) != len("2026"):
        raise UnreadDay("short_year" if len(found["year"]) == len("26") else "invalid")
    given = found.groupdict()
    month = _month(given["name"]) if "name" in given else int(given["month"])
    try:
        return date(int(given["year"]), month, int(given["day"]))
    except ValueError:
        raise UnreadDay("no_such_day") from None


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
    """Small letters, and single spaces of one kind."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _unaccented(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def _names() -> tuple[tuple[str, int], ...]:
    """The months' names in every language of the portal."""
    names = []
    for code in languages.codes():
        with override(code):
            names += [(_unaccented(_plain(str(name))), month) for month, name in MONTHS.items()]
    return tuple(names)


def _month(word: str) -> int:
    """The month of a name, whole or cut short where it can be only one."""
    plain = _unaccented(word)
    meant = {month for name, month in _names() if name == plain}
    if not meant and len(plain) >= _FEWEST_LETTERS:
        meant = {month for name, month in _names() if name.startswith(plain)}
    if len(meant) != 1:
        raise UnreadDay
    return meant.pop()
