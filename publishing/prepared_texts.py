"""The text of a statement that is always the same but for its values, and the places of these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from .prepared_values import NOW, TODAY, Markers, NotPreparedError, Slot, Values

_PLACE = re.compile("%([s%])")


class StatementText:
    """What was written twice, each time with values of its own; ``what`` names it in what is raised.

    Raises ``NotPreparedError`` where the two are not the same but for the values.
    """

    def __init__(
        self, what: str, pair: tuple[tuple[str, Sequence[Any]], tuple[str, Sequence[Any]]], markers: tuple[Markers, Markers]
    ) -> None:
        (self.sql, first), (other, second) = pair
        if self.sql != other or len(first) != len(second):
            raise NotPreparedError(f"{what} is not the same with other values.")
        self._params = list(first)
        self._slots = list(_places(what, first, second, markers))

    def params(self, values: Values) -> tuple[Any, ...]:
        params = list(self._params)
        for place, slot in self._slots:
            params[place] = slot.of(values)
        return tuple(params)

    def parts(self) -> Iterator[str | tuple[Any, Slot | None]]:
        """The text, piece by piece, and what stands between: a constant, or the value that a slot names."""
        slots = dict(self._slots)
        start, places = 0, iter(range(len(self._params)))
        for sign in _PLACE.finditer(self.sql):
            yield self.sql[start : sign.start()]
            start = sign.end()
            if sign[1] == "%":
                yield "%"
            else:
                place = next(places)
                yield self._params[place], slots.get(place)
        yield self.sql[start:]


def _places(
    what: str, first: Sequence[Any], second: Sequence[Any], markers: tuple[Markers, Markers]
) -> Iterator[tuple[int, Slot]]:
    ops = connections[DEFAULT_DB_ALIAS].ops
    for place, params in enumerate(zip(first, second, strict=True)):
        found = [one.at(param) for one, param in zip(markers, params, strict=True)]
        if found == [None, None] and params[0] != params[1] and (slot := _reckoned(params, markers)):
            yield place, slot
            continue
        if found[0] != found[1] or (found[0] is None and params[0] != params[1]):
            raise NotPreparedError(f"{what} computes with a value: {params[0]!r}.")
        if found[0] is not None:
            name, number, way = found[0]
            kind = type(params[0])
            written = getattr(ops, way) if way else (kind if isinstance(params[0], int) and kind is not int else None)
            yield place, Slot(name, number, written)


def _reckoned(params: tuple[Any, Any], markers: tuple[Markers, Markers]) -> Slot | None:
    """What is a length of time from the moment, or some days from its day, whatever the moment."""
    ops = connections[DEFAULT_DB_ALIAS].ops
    for name, kind, way in ((NOW, datetime, "adapt_datetimefield_value"), (TODAY, date, "adapt_datefield_value")):
        read = [_read(kind, param) for param in params]
        if None in read:
            continue
        away = [value - one.values[name] for value, one in zip(read, markers, strict=True)]
        return Slot(name, None, getattr(ops, way), away[0]) if away[0] == away[1] else None
    return None


def _read(kind: type[date], param: Any) -> Any:
    """A moment or a day, as it is or as SQLite has it written."""
    if isinstance(param, date):
        return param if type(param) is kind else None
    if not isinstance(param, str) or (len(param) == len("2611-01-01")) is (kind is datetime):
        return None
    try:
        read = kind.fromisoformat(param)
    except ValueError:
        return None
    return read.replace(tzinfo=UTC) if isinstance(read, datetime) else read
