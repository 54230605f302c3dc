"""The values of a prepared query: those that stand for the ones to come while it is made, and where each goes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils import timezone

NOW, TODAY, KEYS = "now", "today", "keys"
"""The values that every query may use: the moment, its day in the portal's time zone, and keys that lead to its rows."""
Values = Mapping[str, Any]


class NotPreparedError(RuntimeError):
    """A query is not the same but for its values."""


@dataclass(frozen=True)
class Slot:
    """Which value stands at a place: its name, its number in a list, and how the database has it written."""

    name: str
    number: int | None
    written: Callable[[Any], Any] | None
    away: timedelta | None = None
    """How far from the moment, or from the day, what stands there is."""

    def of(self, values: Values) -> Any:
        value = values[self.name]
        value = value if self.number is None else value[self.number]
        value = value if self.away is None else value + self.away
        return value if self.written is None else self.written(value)


_BEGINNINGS = datetime(2611, 1, 1, 11, 7, 3, 40_000, tzinfo=UTC), datetime(2612, 7, 4, 14, 21, 9, 70_000, tzinfo=UTC)
"""The moments that stand for those to come. Of the two, day and hour, length of month and year, and the offset of Paris differ:
what is as far from one as from the other was reckoned with days, hours or seconds, and with nothing that a calendar changes."""


class Markers:
    """Values that stand for those to come, as nothing else in a query may look."""

    def __init__(self, which: int, values: Values, ops: Any) -> None:
        self._which, self._next, self._ops = which, 0, ops
        self.values: dict[str, Any] = {}
        self.slots: dict[Any, tuple[str, int | None, str]] = {}
        moment = self._fresh(timezone.now())
        for name, value in {**values, NOW: moment, TODAY: timezone.localdate(moment)}.items():
            given = name in (NOW, TODAY)
            self.values[name] = value if given else self.standing_for(name, value)
            self._keep(name, self.values[name])

    def standing_for(self, name: str, value: Any) -> Any:
        return [self._fresh(one) for one in value] if isinstance(value, list) else self._fresh(value)

    def with_keys(self, keys: list[Any]) -> Markers:
        """The same, and others that stand for the keys of what leads to further rows."""
        more = copy.copy(self)
        more.values, more.slots = dict(self.values), dict(self.slots)
        more.values[KEYS] = more.standing_for(KEYS, keys)
        more._keep(KEYS, more.values[KEYS])
        return more

    def _fresh(self, like: Any) -> Any:
        self._next += 1
        number = 20_000 + 2 * self._next + self._which
        if isinstance(like, datetime):
            return _BEGINNINGS[self._which] + timedelta(days=2 * self._next)
        if isinstance(like, date):
            return date(2621 + self._which, 1, 1) + timedelta(days=2 * self._next)
        if isinstance(like, bool) or not isinstance(like, int | str):
            raise NotPreparedError(f"A {type(like).__name__} is no value of a prepared query: give it by its place.")
        return number if isinstance(like, int) else f"prepared-{number}"

    def _keep(self, name: str, value: Any) -> None:
        for number, one in enumerate(value) if isinstance(value, list) else ((None, value),):
            self.slots[one] = (name, number, "")
            if isinstance(one, datetime):
                self.slots[self._ops.adapt_datetimefield_value(one)] = (name, number, "adapt_datetimefield_value")
            elif isinstance(one, date):
                self.slots[self._ops.adapt_datefield_value(one)] = (name, number, "adapt_datefield_value")

    def at(self, param: Any) -> tuple[str, int | None, str] | None:
        return self.slots.get(param) if isinstance(param, Hashable) else None
