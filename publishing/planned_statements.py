"""Statements whose plan PostgreSQL keeps, so that it does not read and plan each text anew.

The texts of prepared queries are the same each time, and to plan one costs the server more than to answer it. So each is sent
once over a connection, with a number for each of its values; what follows are its name and the values. Whatever is always the
same stands in the text as it is, so that the plan knows it.

Who looks on (``execute_wrapper``: traces, counts of queries) is told text and values in Django's way, to be asked once more.
"""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from .prepared_texts import StatementText
from .prepared_values import Slot, Values


def are_kept() -> bool:
    """Whether the database keeps plans."""
    return connections[DEFAULT_DB_ALIAS].vendor == "postgresql" and settings.KEEP_PLANS


def planner() -> Any:
    """The connection, of ``publishing.postgresql``, whose server keeps the plans."""
    return connections[DEFAULT_DB_ALIAS]


class PlannedText:
    """A text of SQL that is written piece by piece, and its values.

    What the database has written in one way (a moment, a day, a key) is one value wherever it stands. Text, and a number of
    which it is not told, is a value of its own at each place: what it is compared with says what it is.
    """

    def __init__(self) -> None:
        self._parts: list[str | int] = []
        self._slots: list[Slot] = []
        self._numbers: dict[Slot, int] = {}
        self._texts: tuple[bytes, str] | None = None

    def write(self, *parts: str | Slot) -> None:
        """Add SQL, or a value; to be done before the first use."""
        self._parts += [part if isinstance(part, str) else self._number_of(part) for part in parts]

    def write_text(self, text: StatementText) -> None:
        """Add a text of a prepared query."""
        for part in text.parts():
            if isinstance(part, str):
                self._parts.append(part)
            else:
                constant, slot = part
                self._parts.append(planner().literal(constant) if slot is None else self._number_of(slot))

    def _number_of(self, slot: Slot) -> int:
        if slot.written is None:
            self._slots.append(slot)
            return len(self._slots) - 1
        if slot not in self._numbers:
            self._numbers[slot] = len(self._slots)
            self._slots.append(slot)
        return self._numbers[slot]

    def rows(self, values: Values, shown: tuple[str, Sequence[Any]] | None = None) -> list[tuple[Any, ...]]:
        """What the database answers; ``shown`` is what is told to who looks on, where that is at hand."""
        if self._texts is None:
            numbered = "".join(part if isinstance(part, str) else f"${part + 1}" for part in self._parts)
            placed = "".join(part.replace("%", "%%") if isinstance(part, str) else "%s" for part in self._parts)
            self._texts = numbered.encode(), placed
        text, placed = self._texts
        given = [slot.of(values) for slot in self._slots]
        if shown is None:
            shown = placed, tuple(given[part] for part in self._parts if not isinstance(part, str))
        rows: list[tuple[Any, ...]] = planner().planned_rows(text, given, shown)
        return rows


_planned: weakref.WeakKeyDictionary[StatementText, PlannedText] = weakref.WeakKeyDictionary()


def rows_of(text: StatementText, values: Values) -> list[tuple[Any, ...]]:
    """What the database answers to a text of a prepared query."""
    if not are_kept():
        return rows_unplanned(text, values)
    planned = _planned.get(text)
    if planned is None:
        connections[DEFAULT_DB_ALIAS].ensure_connection()
        planned = PlannedText()
        planned.write_text(text)
        _planned[text] = planned
    return planned.rows(values, (text.sql, text.params(values)))


def rows_unplanned(text: StatementText, values: Values) -> list[tuple[Any, ...]]:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(text.sql, text.params(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
