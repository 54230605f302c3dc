"""Calendar files (RFC 5545, with RFC 7986), per language: what those of every room have in common.

icalendar is imported where a file is written: it takes three megabytes, which no page and no mail without a file needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from .bare_text import bare
from .models import Addressed
from .templatetags.portal_text import in_some_language, plain

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent

MOST = 500
"""Entries of one calendar; of more, the oldest are left out."""
KEPT = timedelta(days=365)
"""How long what is over stays in a calendar that somebody subscribes to."""


def uid(thing: Addressed) -> str:
    """What a thing is known by in every calendar, whatever becomes of its title, its address or its days.

    It is the same in each language: who takes both has it once.
    """
    host = urlsplit(settings.SITE_URL).hostname
    return f"{thing._meta.model_name}-{thing.pk}-{thing.created_at.astimezone(UTC):%Y%m%d}@{host}"


def entry_of(thing: Addressed) -> CalendarEvent:
    """An entry that says which thing it is and when that last changed, in UTC: no clock change moves it."""
    from icalendar import Event

    entry, changed = Event(), second(thing.modified_at)
    entry.add("uid", uid(thing))
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    return entry


def say(entry: CalendarEvent, name: str, thing: Addressed, field: str, words: str = "%s", after: str = "") -> None:
    """A text of the thing, within ``words``, with its language, and ``after`` it a line of the portal's own.

    An example says that it is one.
    """
    said, language = bare(plain(thing, field)), in_some_language(thing, field).language
    said = "\n\n".join(filter(None, (words % said if said else "", after)))
    if not said:
        return
    if thing.is_example and name == "summary":
        said = f"{said} [{gettext('example')}]"
    entry.add(name, said, {"LANGUAGE": language})


def second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def written(entries: Iterable[CalendarEvent], language: str, *, name: str = "", path: str = "") -> str:
    """The file. With a ``name`` it is one to subscribe to, whose page is at ``path``."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.PORTAL_NAME}//{urlsplit(settings.SITE_URL).hostname}//{language.upper()}")
    if name:
        calendar.add("name", name, {"LANGUAGE": language})
        calendar.add("x-wr-calname", name)
        calendar.add("url", settings.SITE_URL + path)
        calendar.add("refresh-interval", timedelta(hours=12), {"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical().decode()
