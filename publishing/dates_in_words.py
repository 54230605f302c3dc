"""Dates and moments in words, in each language, without a time of day where none is known."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import languages
from .kept_values import kept_by_language


@kept_by_language
def day_in_words(day: date) -> str:
    """``1er avril 2025``, ``1 April 2025``: the pattern is the catalogue's, so each language has its own."""
    # Translators: Django date format of a day, see the "date" template filter.
    return _day(day, pgettext("date format", "j F Y"))


def _day(day: date, pattern: str) -> str:
    """A day in a format that begins with its number; in French the first of a month is “1er”, and it alone."""
    words = formats.date_format(day, pattern)
    return f"1er{words[1:]}" if languages.current() == "fr" and day.day == 1 else words


def days_in_words(first: date, last: date) -> str:
    """From a day to another: ``du 3 au 5 mai 2027``, ``3–5 May 2027``, ``30 April – 2 May 2027``.

    What both have in common (month, year) is said once.
    """
    if first == last:
        return day_in_words(first)
    words, begun = _span(first, last)
    return words % {"first": begun, "last": day_in_words(last)}


def _span(first: date, last: date) -> tuple[str, str]:
    """How two days are joined, and the first of them without what the last says as well."""
    if first.year != last.year:
        return pgettext("days", "%(first)s – %(last)s"), day_in_words(first)
    if first.month != last.month:
        # Translators: Django date format of a day of the year that is named behind it.
        return pgettext("days", "%(first)s – %(last)s"), _day(first, pgettext("date format", "j F"))
    # Translators: two days of one month, of which the first is a number alone.
    return pgettext("days of one month", "%(first)s–%(last)s"), _day(first, "j")


def days_tag(first: date, last: date) -> SafeString:
    """The same with each day marked up as one, to stand alone or to begin a line."""
    if first == last:
        return time_tag(first)
    words, begun = _span(first, last)
    words = f"{words[:1].upper()}{words[1:]}" if not words.startswith("%") else words
    tag = '<time datetime="{}">{}</time>'
    parts = {
        "first": format_html(tag, first.isoformat(), _ordinal(begun)),
        "last": format_html(tag, last.isoformat(), _ordinal(day_in_words(last))),
    }
    return mark_safe(conditional_escape(words) % parts)  # noqa: S308  parts and words are escaped


@kept_by_language
def iso_in_words(value: str) -> str:
    """A year, month or day of ``IsoDateField`` in words."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return str(parts[0])
    if len(parts) == 2:
        # Translators: Django date format of a month, see the "date" template filter.
        return formats.date_format(date(parts[0], parts[1], 1), pgettext("date format", "F Y"))
    return day_in_words(date(parts[0], parts[1], parts[2]))


def period_in_words(start: str, end: str = "") -> str:
    if not end or end == start:
        return iso_in_words(start)
    if len(start) == len(end) == len("2027-05-03"):
        return days_in_words(date.fromisoformat(start), date.fromisoformat(end))
    if len(start) == len(end):
        return _months_or_years(start, end)
    return _("%(start)s to %(end)s") % {"start": iso_in_words(start), "end": iso_in_words(end)}


def _months_or_years(start: str, end: str) -> str:
    """``avril-juin 2025``, ``April–June 2025``; ``2024-2029``, ``2024–2029``. A year that both have is said once."""
    words = {"first": iso_in_words(start), "last": iso_in_words(end)}
    if len(start) == len("2027"):
        return pgettext("years", "%(first)s–%(last)s") % words
    if start[:4] != end[:4]:
        return pgettext("months", "%(first)s – %(last)s") % words
    # Translators: Django date format of a month of the year that is named behind it.
    first = formats.date_format(date.fromisoformat(f"{start}-01"), pgettext("date format", "F"))
    return pgettext("months of one year", "%(first)s–%(last)s") % (words | {"first": first})


def time_tag(value: date | datetime | str) -> SafeString:
    """A ``<time>`` element for a day, a moment or an ISO date."""
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return format_html(
            '<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), _ordinal(day_in_words(local.date()))
        )
    if isinstance(value, date):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), _ordinal(day_in_words(value)))
    return format_html('<time datetime="{}">{}</time>', value, _ordinal(iso_in_words(value)))


def hours_in_words(start: datetime, end: datetime) -> str:
    """The hours of one day as the language writes them: ``14 h – 16 h 30``, ``2–4.30 pm``, ``11 am–noon``."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    if (start.hour, start.minute) == (end.hour, end.minute):
        return _hour(end)
    first = _hour(start, beside=(start.hour < 12) == (end.hour < 12) and not _named(end))
    # Translators: from one hour to another of the same day.
    return pgettext("hours", "%(start)s–%(end)s") % {"start": first, "end": _hour(end)}


def time_in_words(start: datetime, end: datetime) -> str:
    """From one moment to another: the hours where both are of one day, else each with its day."""
    days = [timezone.localtime(moment).date() for moment in (start, end)]
    if days[0] == days[1]:
        return hours_in_words(start, end)
    return " – ".join(f"{day_in_words(day)}, {hour_in_words(one)}" for day, one in zip(days, (start, end), strict=True))


def when_in_words(start: datetime, end: datetime, *, all_day: bool) -> str:
    """When something takes place, in one line: its day with the hours in Paris, or its days."""
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    if all_day:
        return day_with_weekday(first) if first == last else days_in_words(first, last)
    if first != last:
        return _("%(hours)s (Paris time)") % {"hours": time_in_words(start, end)}
    said = {"day": day_with_weekday(first), "hours": hours_in_words(start, end)}
    return _("%(day)s, %(hours)s (Paris time)") % said


def hour_in_words(moment: datetime) -> str:
    """``16 h 30``, ``4.30 pm``."""
    return _hour(timezone.localtime(moment))


def day_and_hour(moment: datetime) -> str:
    """``1er décembre 2026 à 12 h 12``, ``1 December 2026, 12.12 pm``: a moment that was, within a sentence to colleagues."""
    said = {"day": day_in_words(timezone.localtime(moment).date()), "hour": hour_in_words(moment)}
    # Translators: a day and an hour of it, within a sentence.
    return pgettext("moment", "%(day)s, %(hour)s") % said


def appointed_in_words(moment: datetime) -> str:
    """``mardi 8 décembre 2026 à 14 h (heure de Paris)``: a moment to come, within a sentence that asks whether it is meant."""
    said = {"day": day_with_weekday(timezone.localtime(moment).date()), "hour": hour_in_words(moment)}
    return _("%(hours)s (Paris time)") % {"hours": pgettext("moment", "%(day)s, %(hour)s") % said}


def _named(moment: datetime) -> str:
    """Noon and midnight, which are neither “am” nor “pm”."""
    if moment.minute or moment.hour % 12:
        return ""
    # Translators: 12:00 and 0:00 as they are written beside other hours.
    return pgettext("hour", "noon") if moment.hour else pgettext("hour", "midnight")


def _hour(moment: datetime, *, beside: bool = False) -> str:
    """``beside``: another hour of the same half of the day follows, so the half need not be said."""
    if named := _named(moment):
        return named
    if beside:
        # Translators: Django time formats, see the "time" template filter; another hour of the same half of the day follows.
        whole, full = pgettext("time format, first of two", "g"), pgettext("time format, first of two", "g.i")
    else:
        # Translators: Django time formats, see the "time" template filter: whole hours, and hours with minutes.
        whole, full = pgettext("time format", "g A"), pgettext("time format", "g.i A")
    return formats.time_format(moment, full if moment.minute else whole).lower()


def _ordinal(words: str) -> SafeString | str:
    return mark_safe(f"1<sup>er</sup>{words[3:]}") if words.startswith("1er") else words  # noqa: S308  our own words


def moment_in_words(moment: datetime) -> str:
    """A moment that nobody can misread: weekday, ISO date, 24-hour clock in Paris, and the same in UTC."""
    paris, utc = timezone.localtime(moment), moment.astimezone(timezone.get_fixed_timezone(0))
    return _("%(weekday)s %(day)s, %(iso)s at %(time)s in Paris (%(utc)s UTC)") % {
        "weekday": formats.date_format(paris, "l"),
        "day": day_in_words(paris.date()),
        "iso": paris.strftime("%Y-%m-%d"),
        "time": paris.strftime("%H:%M"),
        "utc": utc.strftime("%Y-%m-%d %H:%M"),
    }


def day_with_weekday(day: date) -> str:
    """``samedi 5 décembre 2026``: a typed day said again, so that a slip of the fingers is seen."""
    return _("%(weekday)s %(day)s") % {"weekday": formats.date_format(day, "l"), "day": day_in_words(day)}
