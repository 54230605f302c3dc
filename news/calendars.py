"""Events as calendar files (RFC 5545, with RFC 7986), per language."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from publishing import clock
from publishing.bare_text import bare
from publishing.calendar_files import KEPT, MOST, entry_of, say, second, written
from publishing.calendar_files import uid as uid
from publishing.templatetags.portal_text import in_some_language

from .enums import Attendance
from .models import Event

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent


def of_event(event: Event, language: str) -> str:
    with override(language):
        return written([_entry(event)], language)


def of_registered(event: Event, language: str, attendance: str = Attendance.ON_SITE) -> str:
    """The calendar file of somebody who is registered: with the address online, public or not, unless they are to be there."""
    is_online = event.asks_attendance and attendance == Attendance.ONLINE
    online = "" if event.asks_attendance and not is_online else event.online_url
    with override(language):
        return written([_entry(event, online, in_a_room=not is_online)], language)


def of_agenda(language: str, at: datetime | None = None) -> str:
    """The public events that are to come, and those of the last year: a subscriber's calendar keeps what was."""
    at = at or clock.now()
    events = Event.objects.public(language, at).filter(ends_at__gte=at - KEPT).order_by("-starts_at", "-pk")
    with override(language):
        name = gettext("%(name)s, events") % {"name": settings.PORTAL_NAME}
        return written(map(_entry, reversed(events[:MOST])), language, name=name, path=reverse("event-list"))


def _entry(event: Event, online: str = "", *, in_a_room: bool = True) -> CalendarEvent:
    """One event. Moments are given in UTC, so that no clock change can move them; whole days end on the day after the last.

    ``online`` is where one takes part online, the public address unless given; calendars that know nothing of conferences
    (RFC 7986, 5.11) show it in the text.
    """
    entry, online = entry_of(event), online or event.public_online_url
    entry.add("sequence", event.sequence)
    if event.all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    else:
        entry.add("dtstart", second(event.starts_at))
        entry.add("dtend", second(event.ends_at))
    say(entry, "summary", event, "title")
    say(entry, "description", event, "summary", after=gettext("Online: %(address)s") % {"address": online} if online else "")
    if event.is_cancelled:
        entry.add("status", "CANCELLED")
    if online:
        entry.add("conference", online, {"VALUE": "URI", "FEATURE": "VIDEO"})
    place = in_some_language(event, "place")
    room = [bare(part) for part in (place.words, event.address) if part and in_a_room]
    if where := ", ".join(room) or online:
        entry.add("location", where, {"LANGUAGE": place.language})
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    return entry
