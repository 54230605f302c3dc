"""What staff are told of those registered for an event: how many, and where their list is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from news import event_places
from news.enums import Attendance
from news.event_places import PlacesTaken
from news.models import Event
from publishing.filters import capital
from publishing.outbox import read_at_sending
from publishing.site_state import list_url

from . import registration_messages
from .enums import RegistrationState
from .event_desk import MESSAGE
from .registration_models import EventPlaces, Registration


def connect() -> None:
    """Tell the news how many places are taken, and have messages to those registered read when they leave."""
    event_places.register(places_of, told)
    read_at_sending(MESSAGE, registration_messages.read)


def places_of(event: Event) -> PlacesTaken:
    """The places of an event as its desk left them, in one query."""
    waiting = Registration.objects.filter(event=OuterRef("pk"), state=RegistrationState.WAITING)
    found = EventPlaces.objects.filter(pk=event.pk).annotate(
        some_wait=Exists(waiting.filter(attendance=Attendance.ON_SITE)),
        some_wait_online=Exists(waiting.filter(attendance=Attendance.ONLINE)),
    )
    row = found.values_list("taken", "some_wait", "online_taken", "some_wait_online").first()
    return PlacesTaken(*row) if row else PlacesTaken()


def counts(event_pk: int) -> Counter[tuple[str, str]]:
    """How many registrations of an event are in each state, for each way of taking part; one query."""
    rows = (
        Registration.objects.filter(event=event_pk).order_by().values_list("attendance", "state").annotate(number=Count("pk"))
    )
    return Counter({(attendance, state): number for attendance, state, number in rows})


def told(event: Event) -> SafeString | str:
    """The counts of an event's form, with the way to the list."""
    if not event.takes_registrations:
        return ""
    return format_html(
        '{} <a href="{}">{}</a>',
        summary(event, counts(event.pk)),
        list_url(Registration, event__id__exact=str(event.pk)),
        _("See who is registered"),
    )


def summary(event: Event, found: Counter[tuple[str, str]]) -> str:
    """“With a place: 12 of 40. On the waiting list: 3. To be confirmed: 2. Cancelled: 1.”

    Where people choose how they take part, the same of each way behind its name.
    """
    if not event.asks_attendance:
        return _summary(event, Attendance.ON_SITE, found)
    return " ".join(
        _("%(label)s: %(text)s") % {"label": capital(one.label), "text": _summary(event, one, found)}
        for one in event.attendances
    )


def _summary(event: Event, attendance: Attendance, found: Counter[tuple[str, str]]) -> str:
    placed, capacity = str(found[attendance, RegistrationState.CONFIRMED]), event.capacity_of(attendance)
    if capacity is not None:
        placed = _("%(taken)s of %(places)s") % {"taken": placed, "places": capacity}
    parts: Sequence[tuple[str, object]] = (
        (_("With a place"), placed),
        (_("On the waiting list"), found[attendance, RegistrationState.WAITING]),
        (_("To be confirmed"), found[attendance, RegistrationState.PENDING]),
        (_("Cancelled"), found[attendance, RegistrationState.CANCELLED]),
    )
    return " ".join(_("%(label)s: %(text)s.") % {"label": label, "text": text} for label, text in parts)
