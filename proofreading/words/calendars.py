"""Names of the calendar, as the Unicode CLDR has them for each language."""

from __future__ import annotations

from babel.dates import get_day_names, get_month_names

from ..text import fold


def months(language: str, also: dict[str, int]) -> dict[str, int]:
    """The names of the months, whole and abbreviated, with their numbers; ``also`` are those that only people write."""
    names = (*get_month_names("wide", locale=language).items(), *get_month_names("abbreviated", locale=language).items())
    return {fold(name).rstrip("."): number for number, name in names} | also


# Months whose names are words of another language: “Mars”, the planet, “mai” and “may” beside one another.
_OTHER_WORDS = frozenset({"mars", "mai", "may", "march"})


def whole_months(language: str) -> dict[str, int]:
    """The whole names of the months that are no words of another language: a date that was not translated is one as well."""
    names = {fold(name): number for number, name in get_month_names("wide", locale=language).items()}
    return {name: number for name, number in names.items() if name not in _OTHER_WORDS}


def weekdays(language: str) -> dict[str, int]:
    """The whole names of the days of the week, 0 for Monday."""
    return {fold(name): number for number, name in get_day_names("wide", locale=language).items()}
