"""What becomes public, and what did, day by day: a month for staff.

Each room brings the things that it publishes; the calendar knows none of them. A thing stands on the day of its moment, once
for the languages that share it, with how far the others have come: that one has no moment yet is seen there.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import admin_states, clock, languages, tasks
from .localized_text import LocalizedText, localized_text
from .models import Published

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Between which years the calendar leads."""


@dataclass(frozen=True)
class CalendarEntry:
    """A moment of publication of a thing in one language or several."""

    moment: datetime
    kind: str
    title: LocalizedText
    url: str
    languages: str
    is_past: bool
    beside: str
    """How far the languages are that do not share the moment; empty where all do."""

    @property
    def words(self) -> str:
        """“press release, to be published: French, English”."""
        sentence = _("%(kind)s, published: %(languages)s") if self.is_past else _("%(kind)s, to be published: %(languages)s")
        return sentence % {"kind": self.kind, "languages": self.languages}

    @property
    def clock_time(self) -> str:
        return timezone.localtime(self.moment).strftime("%H:%M")


@dataclass(frozen=True)
class CalendarSource:
    """The things of a kind with their moments.

    ``title`` gives a thing's title in a language, ``page`` where staff work on it, ``words`` how far a language has come.
    ``relations`` are what these look at. Whoever works on things of the model sees them.
    """

    model: type[Published]
    name: str | Promise
    title: Callable[[Any, str], LocalizedText]
    page: Callable[[Any], str]
    words: Callable[[Any, str], str] = admin_states.state_words
    relations: tuple[str, ...] = ()
    deferred: tuple[str, ...] = ()

    def is_seen_by(self, user: User) -> bool:
        return tasks.works_on(user, self.model) or user.has_perm(
            f"{self.model._meta.app_label}.view_{self.model._meta.model_name}"
        )

    def entries(self, start: datetime, end: datetime, reader: str) -> Iterator[CalendarEntry]:
        """What is public from a moment between the two, in one query; what was withdrawn before its moment never was.

        A title is in the language of the ``reader`` where that is one of those that share the moment.
        """
        within = Q()
        for name in languages.columns("public_from"):
            within |= Q(**{f"{name}__gte": start, f"{name}__lt": end})
        found = self.model._default_manager.filter(within).select_related(*self.relations).defer(*self.deferred)
        for thing in found.order_by("pk"):
            for moment, codes in _by_moment(thing).items():
                if start <= moment < end and not (thing.withdrawn_at is not None and thing.withdrawn_at <= moment):
                    yield self._entry(thing, moment, codes, reader)

    def _entry(self, thing: Published, moment: datetime, codes: list[str], reader: str) -> CalendarEntry:
        title = self.title(thing, reader if reader in codes else codes[0])
        named = capfirst(", ".join(str(languages.name(code)) for code in codes))
        withdrawn = [_("withdrawn")] if thing.is_withdrawn() else []
        others = [
            _("%(language)s: %(state)s") % {"language": capfirst(str(languages.name(code))), "state": self.words(thing, code)}
            for code in languages.codes()
            if code not in codes and not withdrawn
        ]
        is_past = moment <= clock.now()
        return CalendarEntry(moment, str(self.name), title, self.page(thing), named, is_past, " · ".join(withdrawn + others))


def _by_moment(thing: Published) -> dict[datetime, list[str]]:
    shared: dict[datetime, list[str]] = defaultdict(list)
    for code in languages.codes():
        if (moment := thing.public_from(code)) is not None:
            shared[moment].append(code)
    return shared


def source_of(model: type[Published], stem: str = "title", **given: Any) -> CalendarSource:
    """A source whose things have a title per language and a form in the back office."""
    route = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    defaults: dict[str, Any] = {
        "name": model._meta.verbose_name,
        "title": lambda thing, code: localized_text(thing, stem, code),
        "page": lambda thing: reverse(route, args=[thing.pk]),
    }
    return CalendarSource(model, **(defaults | given))


_sources: dict[type[Published], CalendarSource] = {}


def register(source: CalendarSource) -> None:
    """Add a source. Raises ``ValueError`` where the model has one already."""
    if _sources.setdefault(source.model, source) is not source:
        raise ValueError(f"{source.model.__name__} is in the calendar already")


def sources_for(user: User) -> list[CalendarSource]:
    """The sources that somebody sees, lower floors first."""
    return [source for source in _sources.values() if source.is_seen_by(user)]


@dataclass(frozen=True)
class CalendarDay:
    day: date
    entries: list[CalendarEntry]
    is_in_month: bool
    is_today: bool

    @property
    def words(self) -> str:
        """“Saturday 2026-12-05”."""
        return f"{capfirst(formats.date_format(self.day, 'l'))} {self.day.isoformat()}"


@dataclass(frozen=True)
class CalendarMonth:
    """A month of whole weeks, with what is published on each day."""

    first: date
    weeks: list[list[CalendarDay]]

    @property
    def name(self) -> str:
        # Translators: Django date format of a month, see the "date" template filter.
        return capfirst(formats.date_format(self.first, pgettext("date format", "F Y")))

    @property
    def weekdays(self) -> list[str]:
        return [capfirst(formats.date_format(day.day, "l")) for day in self.weeks[0]]

    @property
    def busy_days(self) -> list[CalendarDay]:
        """The days of the month itself on which there is something, and today."""
        return [day for week in self.weeks for day in week if day.is_in_month and (day.entries or day.is_today)]

    @property
    def before(self) -> str:
        return _month(self.first - timedelta(days=1))

    @property
    def after(self) -> str:
        return _month(self.first + timedelta(days=31))


def _month(day: date) -> str:
    return day.strftime("%Y-%m") if FIRST_YEAR <= day.year <= LAST_YEAR else ""


def read_month(text: str) -> date:
    """The first day of the month that an address names, ``2026-12``; of this month where it names none."""
    try:
        day = date.fromisoformat(f"{text}-01")
    except ValueError:
        day = clock.today().replace(day=1)
    return day if _month(day) == text else clock.today().replace(day=1)


def month_of(first: date, sources: Iterable[CalendarSource], reader: str) -> CalendarMonth:
    """A month, one query a source whatever happens in it."""
    weeks = calendar.Calendar(calendar.MONDAY).monthdatescalendar(first.year, first.month)
    start, end = _midnight(weeks[0][0]), _midnight(weeks[-1][-1] + timedelta(days=1))
    on: dict[date, list[CalendarEntry]] = defaultdict(list)
    for source in sources:
        for entry in source.entries(start, end, reader):
            on[timezone.localdate(entry.moment)].append(entry)
    today = clock.today()
    days = [
        [
            CalendarDay(day, sorted(on[day], key=lambda entry: entry.moment), day.month == first.month, day == today)
            for day in week
        ]
        for week in weeks
    ]
    return CalendarMonth(first, days)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
