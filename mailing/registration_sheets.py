"""Who is registered for an event, as rows of a spreadsheet for whoever holds it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from news.enums import Attendance
from news.models import Event
from publishing import languages
from publishing.filters import capital

from .enums import RegistrationState
from .registration_models import Registration


def place_in_line() -> Case:
    """Of somebody who waits, how many get a place before them or with them, whatever else a list is narrowed to."""
    waiting = Registration.objects.filter(
        event=OuterRef("event"), state=RegistrationState.WAITING, attendance=OuterRef("attendance")
    )
    earlier = Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lte=OuterRef("pk"))
    count = waiting.filter(earlier).order_by().values("event").annotate(number=Count("pk")).values("number")
    return Case(When(state=RegistrationState.WAITING, then=Subquery(count)))


def table(event: Event, *, with_needs: bool) -> Iterator[list[str]]:
    """The names of the columns, then a row a registration: who has a place, who waits in their order, and the others.

    Where people choose how they take part, those in the room come before those online.
    """
    columns = [_("Name"), _("E-mail address"), _("Organisation"), _("Language"), _("State")]
    apart = [_("Takes part")] if event.asks_attendance else []
    yield [*columns, *apart, _("Place in the line"), _("Asked for"), *([_("Accessibility needs")] if with_needs else [])]
    line = Window(RowNumber(), partition_by=[F("state"), F("attendance")], order_by=[F("queued_at").asc(), F("pk").asc()])
    rows = Registration.objects.filter(event=event).annotate(line=line).order_by("queued_at", "pk")
    for row in sorted(rows, key=lambda row: (row.attendance == Attendance.ONLINE, ORDER.index(row.state))):
        place = str(row.line) if row.state == RegistrationState.WAITING else ""
        asked = timezone.localtime(row.asked_at).strftime("%Y-%m-%d %H:%M")
        cells = [row.name, row.email, row.organisation, str(languages.name(row.language)), row.get_state_display()]
        apart = [capital(row.get_attendance_display())] if event.asks_attendance else []
        yield [*cells, *apart, place, asked, *([row.needs] if with_needs else [])]


ORDER = [
    RegistrationState.CONFIRMED.value,
    RegistrationState.WAITING.value,
    RegistrationState.PENDING.value,
    RegistrationState.CANCELLED.value,
]
