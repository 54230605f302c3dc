"""What messages to those who register say, read when they leave: an event may have changed, or be over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from news import calendars
from news.enums import Attendance
from news.models import Event
from publishing.dates_in_words import day_with_weekday, hour_in_words, when_in_words
from publishing.filters import capital
from publishing.outbox import OutboxMessage
from publishing.templatetags.portal_text import in_some_language, plain

from . import registration_links
from .enums import RegistrationState
from .event_desk import Says
from .registration_links import CONFIRM, OWN
from .registration_models import Registration

ERASED_AFTER_DAYS = 30
"""How many days after the end of an event its registrations are erased."""

STATES = {
    Says.ASK: (RegistrationState.PENDING,),
    Says.CONFIRMED: (RegistrationState.CONFIRMED,),
    Says.MOVED_UP: (RegistrationState.CONFIRMED,),
    Says.WAITING: (RegistrationState.WAITING,),
    Says.CANCELLED: (RegistrationState.CANCELLED,),
    Says.EVENT_CANCELLED: (RegistrationState.CONFIRMED, RegistrationState.WAITING),
    Says.CHANGED: (RegistrationState.CONFIRMED, RegistrationState.WAITING),
}
"""What a message holds good for: it does not leave where its registration has moved on."""


@dataclass(frozen=True)
class Sentences:
    """A message: what it opens with, what one may do, and what it closes with. Facts of the event stand between."""

    subject: str
    opening: list[str]
    button: tuple[str, str] | None = None
    links: list[tuple[str, str]] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)
    with_online: bool = False


WITH_CALENDAR = (Says.CHANGED, Says.EVENT_CANCELLED)
"""Messages that bring the entry of whoever has put it into their calendar up to date."""


def read(message: OutboxMessage) -> Mapping[str, Any] | None:
    """What a message shows at this moment; nothing where it is not to leave any more."""
    says = message.context["says"]
    row = Registration.objects.select_related("event").filter(pk=message.context["registration"]).first()
    if row is None or row.state not in STATES[says] or not _is_of_use(row.event, says):
        return None
    with override(row.language):
        title = plain(row.event, "title")
        said = _changed(row, title, message.context["changed"]) if says == Says.CHANGED else _WRITERS[says](row, title)
        has_calendar = says in WITH_CALENDAR and row.state == RegistrationState.CONFIRMED
        return {
            "subject": said.subject,
            "opening": said.opening,
            "button": said.button,
            "links": said.links,
            "closing": said.closing,
            "title": in_some_language(row.event, "title"),
            "title_words": title,
            "facts": facts(row, online_url_of(row) if said.with_online else ""),
            "page": settings.SITE_URL + row.event.get_absolute_url(),
            "is_example": row.event.is_example,
            "calendar": calendars.of_registered(row.event, row.language, row.attendance) if has_calendar else "",
        }


def _is_of_use(event: Event, says: str) -> bool:
    if event.is_past():
        return False
    return event.is_cancelled == (says == Says.EVENT_CANCELLED) or says == Says.CANCELLED


def is_online(row: Registration) -> bool:
    """Whether somebody has chosen to take part online."""
    return row.event.asks_attendance and row.attendance == Attendance.ONLINE


def online_url_of(row: Registration) -> str:
    """The address online of whoever has a place: not of those who have chosen to be in the room."""
    return "" if row.event.asks_attendance and not is_online(row) else row.event.online_url


def facts(row: Registration, online: str = "") -> list[tuple[str, str]]:
    """When, how and where, each with its label, in the active language."""
    event = row.event
    place = "" if is_online(row) else ", ".join(filter(None, (plain(event, "place"), event.address)))
    when = capital(when_in_words(event.starts_at, event.ends_at, all_day=event.all_day))
    how = capital(row.get_attendance_display()) if event.asks_attendance else ""
    said = [(_("When"), when), (_("You take part"), how), (_("Where"), place), (pgettext("of an event", "Online"), online)]
    return [(label, words) for label, words in said if words]


def _confirmation(row: Registration, title: str) -> Sentences:
    if row.holds_place and row.held_until:
        until = timezone.localtime(row.held_until)
        held = _("A place is held for you until %(day)s, %(hour)s (Paris time). It is yours once you have confirmed it:") % {
            "day": day_with_weekday(until.date()),
            "hour": hour_in_words(until),
        }
    else:
        held = _("All places are taken at the moment. Once you have confirmed your address, you are on the waiting list:")
    return Sentences(
        _("Please confirm: %(title)s") % {"title": title},
        [_("Somebody, we hope you, has registered for this event with this address."), held],
        (_("Confirm my registration"), registration_links.address(row, "registration-confirm", CONFIRM)),
        closing=[_("If it was not you, do nothing: the place goes to somebody else, and your address is erased.")],
    )


def _own_links(row: Registration) -> list[tuple[str, str]]:
    return [
        (_("Add to my calendar"), registration_links.address(row, "registration-calendar", OWN)),
        (_("I cannot come: give up my place"), registration_links.address(row, "registration-own", OWN)),
    ]


def _way_off_the_list(row: Registration) -> list[tuple[str, str]]:
    return [(_("Leave the waiting list"), registration_links.address(row, "registration-own", OWN))]


def _erasure() -> str:
    return _("What you told us is erased %(days)s days after the event.") % {"days": ERASED_AFTER_DAYS}


def _confirmed(row: Registration, title: str) -> Sentences:
    return Sentences(
        _("You have a place: %(title)s") % {"title": title},
        [_("Your place is confirmed. Please keep this message: its links are yours alone.")],
        links=_own_links(row),
        closing=[_erasure()],
        with_online=True,
    )


def _moved_up(row: Registration, title: str) -> Sentences:
    return Sentences(
        _("A place for you: %(title)s") % {"title": title},
        [
            _("You were on the waiting list. A place has become free, and it is yours."),
            _("If you cannot come any more, please give it back: somebody else is waiting for it."),
        ],
        links=_own_links(row),
        closing=[_erasure()],
        with_online=True,
    )


def _waiting(row: Registration, title: str) -> Sentences:
    return Sentences(
        _("You are on the waiting list: %(title)s") % {"title": title},
        [_("All places are taken. You are on the waiting list, and we write to you as soon as a place is yours.")],
        links=_way_off_the_list(row),
        closing=[_erasure()],
    )


def _changed(row: Registration, title: str, changed: Collection[str]) -> Sentences:
    has_place = row.state == RegistrationState.CONFIRMED
    sentences = {
        "held": _("The event for which you are registered takes place after all."),
        "when": _("The day or the hours of the event for which you are registered have changed."),
        "where": _("The place of the event for which you are registered has changed."),
        "online": _("The address at which you take part online has changed."),
    }
    opening = [words for fact, words in sentences.items() if fact in changed and concerns(row, fact)]
    if has_place:
        opening.append(_("Your place stays yours. The file attached puts the entry in your calendar right."))
        opening.append(_("If you cannot come any more, please give it back: somebody else may be waiting for it."))
    return Sentences(
        _("Changed: %(title)s") % {"title": title},
        opening,
        links=_own_links(row) if has_place else _way_off_the_list(row),
        closing=[_erasure()],
        with_online=has_place,
    )


def concerns(row: Registration, fact: str) -> bool:
    """Whether somebody has to know of a change of their event: the room or the address online may not be theirs."""
    if fact == "online":
        return row.state == RegistrationState.CONFIRMED and bool(is_online(row) or not row.event.asks_attendance)
    return fact != "where" or not is_online(row)


def _cancelled(row: Registration, title: str) -> Sentences:
    return Sentences(
        _("Your registration is cancelled: %(title)s") % {"title": title},
        [_("The organiser has cancelled your registration for this event.")],
        closing=[_erasure()],
    )


def _event_cancelled(row: Registration, title: str) -> Sentences:
    return Sentences(
        _("Cancelled: %(title)s") % {"title": title},
        [_("This event, for which you are registered, is cancelled. Its page says more where there is more to say.")],
        closing=[_erasure()],
    )


_WRITERS = {
    Says.ASK: _confirmation,
    Says.CONFIRMED: _confirmed,
    Says.MOVED_UP: _moved_up,
    Says.WAITING: _waiting,
    Says.CANCELLED: _cancelled,
    Says.EVENT_CANCELLED: _event_cancelled,
}
