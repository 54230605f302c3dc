"""How many places of an event are taken, told by the floor that keeps who registers: the news know of nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from .enums import Attendance

if TYPE_CHECKING:
    from .models import Event


@dataclass(frozen=True)
class PlacesTaken:
    """``taken`` places are held or confirmed; ``waiting`` says whether anybody is on the waiting list.

    Those online are told apart where the event asks who registers how they take part; elsewhere all are the first.
    """

    taken: int = 0
    waiting: bool = False
    online_taken: int = 0
    online_waiting: bool = False

    def are_full(self, capacity: int | None, attendance: str = Attendance.ON_SITE) -> bool:
        """Whether nobody else gets one of ``capacity`` places (any number where ``None``): a free one is for those who wait."""
        is_online = attendance == Attendance.ONLINE
        taken, waiting = (self.online_taken, self.online_waiting) if is_online else (self.taken, self.waiting)
        return capacity is not None and (taken >= capacity or waiting)

    @property
    def some_online(self) -> bool:
        return bool(self.online_taken or self.online_waiting)

    @property
    def some(self) -> bool:
        """Whether anybody has a place or waits for one."""
        return bool(self.taken or self.waiting or self.some_online)


@dataclass(frozen=True)
class _Keeper:
    read: Callable[[Event], PlacesTaken]
    tell: Callable[[Event], SafeString | str]


_keepers: list[_Keeper] = []


def register(read: Callable[[Event], PlacesTaken], tell: Callable[[Event], SafeString | str]) -> None:
    """Have the places of events read by ``read``, in one query, and what staff are told of them written by ``tell``."""
    _keepers[:] = [_Keeper(read, tell)]


def of(event: Event) -> PlacesTaken:
    """The places of an event as they are now; none where nobody keeps any."""
    return _keepers[0].read(event) if _keepers and event.pk else PlacesTaken()


def told(event: Event) -> SafeString | str:
    """What the form of an event says of those registered, for staff."""
    return _keepers[0].tell(event) if _keepers and event.pk else ""
