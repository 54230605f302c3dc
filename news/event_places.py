"""How many places of an event are taken, told by the floor that keeps who registers: the news know of nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from .models import Event


@dataclass(frozen=True)
class PlacesTaken:
    """``taken`` places are held or confirmed; ``waiting`` says whether anybody is on the waiting list."""

    taken: int = 0
    waiting: bool = False

    def are_full(self, capacity: int | None) -> bool:
        """Whether nobody else gets one of ``capacity`` places (any number where ``None``): a free one is for those who wait."""
        return capacity is not None and (self.taken >= capacity or self.waiting)


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
