"""The text of a statement that is always the same but for its values, and the places of these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from .prepared_values import Markers, NotPreparedError, Slot, Values


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


def _places(
    what: str, first: Sequence[Any], second: Sequence[Any], markers: tuple[Markers, Markers]
) -> Iterator[tuple[int, Slot]]:
    ops = connections[DEFAULT_DB_ALIAS].ops
    for place, params in enumerate(zip(first, second, strict=True)):
        found = [one.at(param) for one, param in zip(markers, params, strict=True)]
        if found[0] != found[1] or (found[0] is None and params[0] != params[1]):
            raise NotPreparedError(f"{what} computes with a value: {params[0]!r}.")
        if found[0] is not None:
            name, number, way = found[0]
            kind = type(params[0])
            written = getattr(ops, way) if way else (kind if isinstance(params[0], int) and kind is not int else None)
            yield place, Slot(name, number, written)
