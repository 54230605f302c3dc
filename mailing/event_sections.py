"""What the page of an event says of registering for it, and the one way to the form."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news.enums import Attendance, RegistrationPhase
from news.models import Event
from publishing.dates_in_words import day_in_words, hour_in_words
from publishing.filters import capital
from publishing.page_sections import PageSection, adds_to


def moment_in_short(moment: datetime) -> str:
    """A day and an hour in Paris, in the active language; the day alone where it is the first minute of it."""
    local = timezone.localtime(moment)
    if local.time() == time():
        return day_in_words(local.date())
    return _("%(day)s, %(hours)s (Paris time)") % {"day": day_in_words(local.date()), "hours": hour_in_words(local)}


def end_in_short(moment: datetime) -> str:
    """The same of an end: one at midnight is that of the day before, and of no other."""
    local = timezone.localtime(moment)
    if local.time() != time():
        return moment_in_short(moment)
    return _("midnight on %(day)s (Paris time)") % {"day": day_in_words(local.date() - timedelta(days=1))}


def sentences(event: Event) -> list[str]:
    """Whether one may register, said in whole sentences; nothing of an event that takes none, or is over."""
    phase = event.registration_phase()
    if phase == RegistrationPhase.NOT_YET and event.registration_opens:
        opens = _("Registration opens on %(moment)s.") % {"moment": moment_in_short(event.registration_opens)}
        return [opens, *_places(event)]
    if phase == RegistrationPhase.CLOSED:
        return [_("Registration is closed. Whoever has a place has a message that says so.")]
    if phase == RegistrationPhase.CANCELLED:
        return [_("This event is cancelled. Whoever was registered has been written to.")]
    if phase != RegistrationPhase.OPEN:
        return []
    closes = _("Registration is open until %(moment)s.") % {"moment": end_in_short(event.registration_end)}
    if event.asks_attendance:
        return [closes, *(_apart(event, one) for one in event.attendances)]
    if not event.is_full:
        return [closes, *_places(event)]
    if event.has_waiting_list:
        return [_("All places are taken. You may join the waiting list: a place that becomes free goes to the first on it.")]
    return [_("All places are taken, and there is no waiting list.")]


def _places(event: Event) -> list[str]:
    if event.asks_attendance:
        return [_apart(event, one) for one in event.attendances if event.capacity_of(one)]
    return [_("Places: %(n)s.") % {"n": event.capacity}] if event.capacity else []


def _apart(event: Event, attendance: Attendance) -> str:
    """What there is in one way of taking part: “On site: 40 places.”"""
    capacity = event.capacity_of(attendance)
    if event.is_full_for(attendance):
        said = _("all places are taken, but there is a waiting list.") if event.has_waiting_list else _("all places are taken.")
    elif capacity is None:
        said = _("no limit on places.")
    else:
        said = ngettext("%(n)s place.", "%(n)s places.", capacity) % {"n": capacity}
    return _("%(label)s: %(text)s") % {"label": capital(attendance.label), "text": said}


def words_of_button(event: Event) -> str:
    """What the button says that leads to the form, and that of the form itself; nothing where neither is of use."""
    if event.registration_phase() != RegistrationPhase.OPEN:
        return ""
    if not event.is_full:
        return _("Register")
    return _("Join the waiting list") if event.has_waiting_list else ""


@adds_to(Event)
def of_event(event: Event, language: str) -> PageSection | None:
    said = sentences(event)
    if not said or event.is_cancelled:
        return None
    slug = event.slug(language)
    button = words_of_button(event) if slug else ""
    address = reverse("event-register", kwargs={"slug": slug}) if button else ""
    return PageSection("mailing/_registration.html", {"sentences": said, "button": button, "address": address})
