"""Dates and moments in words, in each language, without a time of day where none is known."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import languages


def day_in_words(day: date) -> str:
    """``1er avril 2025``, ``1 April 2025``: the pattern is the catalogue's, so each language has its own."""
    # Translators: Django date format of a day, see the "date" template filter.
    pattern = pgettext("date format", "j F Y")
    words = formats.date_format(day, pattern)
    return words.replace("1 ", "1er ", 1) if languages.current() == "fr" and day.day == 1 else words


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
    return _("%(start)s to %(end)s") % {"start": iso_in_words(start), "end": iso_in_words(end)}


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
    """The hours of one day as the language writes them: ``14 h – 16 h 30``, ``2–4.30 pm``, ``11 am–1 pm``."""
    start, end = timezone.localtime(start), timezone.localtime(end)
    if (start.hour, start.minute) == (end.hour, end.minute):
        return _hour(end)
    first = _hour(start, beside=(start.hour < 12) == (end.hour < 12))
    # Translators: from one hour to another of the same day.
    return pgettext("hours", "%(start)s–%(end)s") % {"start": first, "end": _hour(end)}


def time_in_words(start: datetime, end: datetime) -> str:
    """From one moment to another: the hours where both are of one day, else each with its day."""
    days = [timezone.localtime(moment).date() for moment in (start, end)]
    if days[0] == days[1]:
        return hours_in_words(start, end)
    return " – ".join(f"{day_in_words(day)}, {hour_in_words(one)}" for day, one in zip(days, (start, end), strict=True))


def hour_in_words(moment: datetime) -> str:
    """``16 h 30``, ``4.30 pm``."""
    return _hour(timezone.localtime(moment))


def _hour(moment: datetime, *, beside: bool = False) -> str:
    """``beside``: another hour of the same half of the day follows, so the half need not be said."""
    if beside:
        # Translators: Django time formats, see the "time" template filter; another hour of the same half of the day follows.
        whole, full = pgettext("time format, first of two", "g"), pgettext("time format, first of two", "g.i")
    else:
        # Translators: Django time formats, see the "time" template filter: whole hours, and hours with minutes.
        whole, full = pgettext("time format", "g A"), pgettext("time format", "g.i A")
    return formats.time_format(moment, full if moment.minute else whole).lower()


def _ordinal(words: str) -> SafeString | str:
    return mark_safe(words.replace("1er ", "1<sup>er</sup> ", 1)) if words.startswith("1er ") else words  # noqa: S308  our own words


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
