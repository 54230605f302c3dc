"""The places of one event under lock: whoever takes one or gives one back does so here, one after the other.

The row of ``EventPlaces`` is locked first, so that no two take the last place; the database refuses more than there are in any
case. On SQLite, where no row is locked, a transaction that writes is alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from news.enums import Attendance
from news.models import Event
from publishing import clock
from publishing.outbox import post_all

from .enums import RegistrationState
from .registration_models import EventPlaces, Registration

HELD_FOR = timedelta(hours=1)
"""How long a place is held for an address that is not confirmed.

No longer than a network's registrations are counted: else somebody who confirms none would hold a day's worth of them. Who
confirms later gets a place that is free, or waits.
"""

MESSAGE = "mailing/mail/registration"
"""The template of every message to somebody who registers; what it says is read when it leaves."""


TAKEN: dict[str, str] = {Attendance.ON_SITE: "taken", Attendance.ONLINE: "online_taken"}
"""The column of ``EventPlaces`` that counts the places of each way of taking part."""


class Says:
    """What a message to somebody who registers is about, as its row keeps it."""

    ASK, CONFIRMED, WAITING, MOVED_UP = "ask", "confirmed", "waiting", "moved_up"
    CANCELLED, EVENT_CANCELLED, CHANGED = "cancelled", "event_cancelled", "changed"


def write_to(rows: list[Registration], says: str, **more: Any) -> None:
    """Have people written to, in one query however many they are. To be called in a transaction."""
    about = {"says": says, **more}
    post_all(MESSAGE, [(row.email, row.language, {"registration": row.pk, "event": row.event_id} | about) for row in rows])


@dataclass
class EventDesk:
    """An event with its places, locked until the end of the transaction."""

    event: Event
    places: EventPlaces
    at: datetime

    @classmethod
    def opened(cls, event_pk: int, at: datetime | None = None) -> EventDesk:
        """Lock the places of an event and bring them up to date: what was held too long goes to the first who wait.

        To be called in a transaction. Raises ``Event.DoesNotExist``.
        """
        places = _locked(event_pk)
        desk = cls(Event.objects.get(pk=event_pk), places, at or clock.now())
        desk._let_lapse()
        desk.move_up()
        return desk

    def free(self, attendance: str) -> int | None:
        """How many places nobody holds; ``None`` where there is no end to them."""
        capacity = self.event.capacity_of(attendance)
        return None if capacity is None else max(0, capacity - getattr(self.places, TAKEN[attendance]))

    def is_full(self, attendance: str) -> bool:
        return self.free(attendance) == 0

    def has_room(self, attendance: str) -> bool:
        """Whether somebody who asks gets a place or may wait for one."""
        return self.event.has_waiting_list or not self.is_full(attendance)

    @property
    def gives_places(self) -> bool:
        """Whether a place is of use to anybody still."""
        return not self.event.is_cancelled and self.at < self.event.starts_at

    def take(self, attendance: str, number: int = 1) -> None:
        self.count(attendance, number)
        self._write()

    def give_back(self, attendance: str, number: int = 1) -> None:
        """Places become free, and go to the first who wait for one of them."""
        self.count(attendance, -number)
        self._write()
        self._move_up(attendance)

    def settle(self) -> None:
        """Write down what was counted, once. Where one may take part in several ways, a place may have become free in another:
        it is looked for whether it has or not, so that this costs the same."""
        self._write()
        if self.event.asks_attendance:
            self.move_up()

    def recount(self) -> None:
        """After registrations were deleted: the places that the others hold."""
        for attendance in self.event.attendances:
            held = self._registrations.filter(attendance=attendance, holds_place=True).count()
            setattr(self.places, TAKEN[attendance], held)
        self._write()
        self.move_up()

    def move_up(self) -> None:
        """Give the free places to the first of each waiting list, and write to them."""
        for attendance in self.event.attendances:
            self._move_up(attendance)

    def _move_up(self, attendance: str) -> None:
        """Two queries, however many they are."""
        if self.is_full(attendance) or not self.gives_places:
            return
        waiting = self._registrations.filter(state=RegistrationState.WAITING, attendance=attendance)
        rows = list(waiting.order_by("queued_at", "pk")[: self.free(attendance)])
        if rows:
            got = {"state": RegistrationState.CONFIRMED, "holds_place": True, "written_at": self.at}
            Registration.objects.filter(pk__in=[row.pk for row in rows]).update(**got)
            self.take(attendance, len(rows))
            write_to(rows, Says.MOVED_UP)

    @property
    def _registrations(self):  # type: ignore[no-untyped-def]  # a query set of registrations
        return Registration.objects.filter(event_id=self.places.event_id)

    def _let_lapse(self) -> None:
        late = self._registrations.filter(state=RegistrationState.PENDING, holds_place=True, held_until__lte=self.at)
        for attendance in self.event.attendances:
            self.count(attendance, -late.filter(attendance=attendance).update(holds_place=False))
        self._write()

    def count(self, attendance: str, number: int) -> None:
        """So many more places are held; to be written down by ``settle``."""
        setattr(self.places, TAKEN[attendance], getattr(self.places, TAKEN[attendance]) + number)

    def _write(self) -> None:
        """Nobody is put out where there are fewer places now than were taken."""
        self.places.capacity = _at_least(self.event.capacity, self.places.taken)
        self.places.online_capacity = _at_least(self.event.online_capacity, self.places.online_taken)
        self.places.save(update_fields=["capacity", "taken", "online_capacity", "online_taken"])


def _at_least(capacity: int | None, taken: int) -> int | None:
    return None if capacity is None else max(capacity, taken)


def _locked(event_pk: int) -> EventPlaces:
    found = EventPlaces.objects.select_for_update().filter(pk=event_pk).first()
    if found is None:
        Event.objects.only("pk").get(pk=event_pk)
        EventPlaces.objects.get_or_create(event_id=event_pk)
        found = EventPlaces.objects.select_for_update().get(pk=event_pk)
    return found
