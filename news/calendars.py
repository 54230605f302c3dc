"""Events as calendar files (RFC 5545, with RFC 7986), per language."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from publishing import clock
from publishing.templatetags.portal_text import in_some_language, plain

from .documents.prose import bare
from .models import Event

AGENDA_KEEPS = timedelta(days=365)


def uid(event: Event) -> str:
    """What an event is known by in every calendar, whatever becomes of its title, its address or its hours.

    It is the same in each language: who takes both has the event once.
    """
    return f"event-{event.pk}-{event.created_at.astimezone(UTC):%Y%m%d}@{urlsplit(settings.SITE_URL).hostname}"


def of_event(event: Event, language: str) -> str:
    with override(language):
        return _text([event], language)


def of_registered(event: Event, language: str) -> str:
    """The calendar file of somebody who is registered: with the address online, public or not."""
    with override(language):
        return _text([event], language, online=event.online_url)


def of_agenda(language: str, at: datetime | None = None) -> str:
    """The public events that are to come, and those of the last year: a subscriber's calendar keeps what was."""
    at = at or clock.now()
    events = Event.objects.public(language, at).filter(ends_at__gte=at - AGENDA_KEEPS).order_by("starts_at", "pk")
    with override(language):
        return _text(events, language, name=gettext("%(name)s, events") % {"name": settings.PORTAL_NAME})


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _text(events: Iterable[Event], language: str, name: str = "", online: str = "") -> str:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//{urlsplit(settings.SITE_URL).hostname}//{language.upper()}")
    if name:
        calendar.add("name", name, {"LANGUAGE": language})
        calendar.add("x-wr-calname", name)
        calendar.add("url", settings.SITE_URL + reverse("event-list"))
        calendar.add("refresh-interval", timedelta(hours=12), {"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, online or event.public_online_url))
    return calendar.to_ical().decode()


def _entry(event: Event, online: str) -> CalendarEvent:
    """One event. Moments are given in UTC, so that no clock change can move them; whole days end on the day after the last.

    ``online`` is where one takes part online; calendars that know nothing of conferences (RFC 7986, 5.11) show it in the text.
    """
    entry = CalendarEvent()
    entry.add("uid", uid(event))
    entry.add("dtstamp", event.modified_at.astimezone(UTC).replace(microsecond=0))
    entry.add("last-modified", event.modified_at.astimezone(UTC).replace(microsecond=0))
    if event.all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("dtstart", event.starts_at.astimezone(UTC).replace(microsecond=0))
        entry.add("dtend", event.ends_at.astimezone(UTC).replace(microsecond=0))
    _say(entry, "summary", event, "title")
    _say(entry, "description", event, "summary", gettext("Online: %(address)s") % {"address": online} if online else "")
    if event.is_cancelled:
        entry.add("status", "CANCELLED")
    if online:
        entry.add("conference", online, {"VALUE": "URI", "FEATURE": "VIDEO"})
    place = in_some_language(event, "place")
    if where := ", ".join(bare(part) for part in (place.words, event.address) if part) or online:
        entry.add("location", where, {"LANGUAGE": place.language})
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    return entry


def _say(entry: CalendarEvent, name: str, event: Event, field: str, after: str = "") -> None:
    """A text with its language, and ``after`` it a line of the portal's own; an example says that it is one."""
    words, language = bare(plain(event, field)), in_some_language(event, field).language
    words = "\n\n".join(filter(None, (words, after)))
    if event.is_example and name == "summary":
        words = f"{words} [{gettext('example')}]"
    if words:
        entry.add(name, words, {"LANGUAGE": language})
