"""The places of one event under lock: whoever takes one or gives one back does so here, one after the other.

The row of ``EventPlaces`` is locked first, so that no two take the last place; the database refuses more than there are in any
case. On SQLite, where no row is locked, a transaction that writes is alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from news.models import Event
from publishing import clock
from publishing.outbox import post_all

from .enums import RegistrationState
from .registration_models import EventPlaces, Registration

HELD_FOR = timedelta(hours=24)
"""How long a place is held for an address that is not confirmed."""

MESSAGE = "mailing/mail/registration"
"""The template of every message to somebody who registers; what it says is read when it leaves."""


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

    @property
    def free(self) -> int | None:
        """How many places nobody holds; ``None`` where there is no end to them."""
        return None if self.event.capacity is None else max(0, self.event.capacity - self.places.taken)

    @property
    def is_full(self) -> bool:
        return self.free == 0

    @property
    def gives_places(self) -> bool:
        """Whether a place is of use to anybody still."""
        return not self.event.is_cancelled and self.at < self.event.starts_at

    def take(self, number: int = 1) -> None:
        self.places.taken += number
        self._write()

    def give_back(self, number: int = 1) -> None:
        """Places become free, and go to the first who wait."""
        self.places.taken -= number
        self._write()
        self.move_up()

    def recount(self) -> None:
        """After registrations were deleted: the places that the others hold."""
        self.places.taken = self._registrations.filter(holds_place=True).count()
        self._write()
        self.move_up()

    def move_up(self) -> None:
        """Give the free places to the first of the waiting list, and write to them: two queries, however many they are."""
        if self.is_full or not self.gives_places:
            return
        first = self._registrations.filter(state=RegistrationState.WAITING).order_by("queued_at", "pk")
        rows = list(first if self.free is None else first[: self.free])
        if rows:
            got = {"state": RegistrationState.CONFIRMED, "holds_place": True, "written_at": self.at}
            Registration.objects.filter(pk__in=[row.pk for row in rows]).update(**got)
            self.take(len(rows))
            write_to(rows, Says.MOVED_UP)

    @property
    def _registrations(self):  # type: ignore[no-untyped-def]  # a query set of registrations
        return Registration.objects.filter(event_id=self.places.event_id)

    def _let_lapse(self) -> None:
        late = self._registrations.filter(state=RegistrationState.PENDING, holds_place=True, held_until__lte=self.at)
        self.places.taken -= late.update(holds_place=False)
        self._write()

    def _write(self) -> None:
        """Nobody is put out where there are fewer places now than were taken."""
        capacity, taken = self.event.capacity, self.places.taken
        self.places.capacity = None if capacity is None else max(capacity, taken)
        self.places.save(update_fields=["capacity", "taken"])


def _locked(event_pk: int) -> EventPlaces:
    found = EventPlaces.objects.select_for_update().filter(pk=event_pk).first()
    if found is None:
        Event.objects.only("pk").get(pk=event_pk)
        EventPlaces.objects.get_or_create(event_id=event_pk)
        found = EventPlaces.objects.select_for_update().get(pk=event_pk)
    return found
