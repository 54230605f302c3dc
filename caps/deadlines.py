"""The deadlines of the opportunities as calendar files, per language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from publishing import clock
from publishing.bare_text import bare
from publishing.calendar_files import KEPT, MOST, entry_of, say, written
from publishing.templatetags.portal_text import in_some_language

from .models import Opportunity

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent


def of_opportunity(opportunity: Opportunity, language: str) -> str:
    """The closing day of one; of one that has none a calendar without an entry."""
    with override(language):
        return written([_entry(opportunity)] if opportunity.closes else [], language)


def of_all(language: str) -> str:
    """Every public deadline to come, and those of the last year: a subscriber's calendar keeps what was."""
    shown = Opportunity.objects.public(language).filter(closes__gte=clock.today() - KEPT).order_by("-closes", "-pk")
    with override(language):
        name = gettext("%(name)s, deadlines") % {"name": settings.PORTAL_NAME}
        return written(map(_entry, reversed(shown[:MOST])), language, name=name, path=reverse("opportunity-list"))


def _entry(opportunity: Opportunity) -> CalendarEvent:
    """A deadline is its whole day, in which nobody is busy."""
    entry = entry_of(opportunity)
    if opportunity.closes:
        entry.add("dtstart", opportunity.closes)
        entry.add("dtend", opportunity.closes + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    # Translators: the title of a calendar entry, with the title of a call or a post.
    say(entry, "summary", opportunity, "title", gettext("Deadline: %s"))
    say(entry, "description", opportunity, "summary")
    place = in_some_language(opportunity, "place")
    if where := bare(place.words):
        entry.add("location", where, {"LANGUAGE": place.language})
    entry.add("url", settings.SITE_URL + opportunity.get_absolute_url())
    return entry
