"""Changes of rows that are always the same but for their values, made once in a process as queries are (``prepared_queries``).

For what is written thousands of times in a row: to make the text of such a statement anew costs more than the database needs
for it. ``@prepared_update`` stands over a function that gives the rows and what they get::

    @prepared_update
    def _seen(*, key: int, at: datetime) -> Change:
        return Notice.objects.filter(pk=key), {"seen_at": at}

    _seen(key=3, at=now)

What is given by place is a part of the statement itself; by name, a value. As for queries, the function is asked twice, and
``NotPreparedError`` is raised where what is written is not the same but for the values. Triggers and constraints of the
database hold as for any statement; what a queryset's own ``update`` might do besides is not done.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, ParamSpec, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

from .kept_values import new_shelf
from .prepared_texts import StatementText
from .prepared_values import Markers

Change = tuple[QuerySet, dict[str, Any]]
"""Rows, and what they get, by the names of their fields."""
_Given = ParamSpec("_Given")


class PreparedUpdate(Generic[_Given]):
    """A function that gives a change, made in the database. Gives how many rows there were."""

    def __init__(self, build: Callable[_Given, Change]) -> None:
        self._build = build
        self._kept: dict[Hashable, StatementText] = new_shelf("TIME_ZONE")
        self.__doc__ = build.__doc__

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        shape = (args, tuple((name, type(value)) for name, value in kwargs.items()), connection.vendor)
        if shape not in self._kept:
            self._kept[shape] = self._prepare(args, kwargs)
        text = self._kept[shape]
        with connection.cursor() as cursor:
            cursor.execute(text.sql, text.params(kwargs))
            return cursor.rowcount

    def _prepare(self, args: Any, values: dict[str, Any]) -> StatementText:
        ops = connections[DEFAULT_DB_ALIAS].ops
        markers = (Markers(0, values, ops), Markers(1, values, ops))
        first, second = (self._written(args, values, some) for some in markers)
        return StatementText(f"A change by {self._build.__name__}", (first, second), markers)

    def _written(self, args: Any, values: dict[str, Any], markers: Markers) -> tuple[str, tuple[Any, ...]]:
        rows, changes = self._build(*args, **{name: markers.values[name] for name in values})
        query = cast(UpdateQuery, rows.query.chain(UpdateQuery))
        query.add_update_values(changes)
        sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return sql, tuple(params)


prepared_update = PreparedUpdate
