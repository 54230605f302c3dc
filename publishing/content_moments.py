"""Between which moments nothing that the public may see begins or ends by itself.

Visibility is computed from the clock, so an answer may be kept from the last moment before it to the next one. A moment is any
value of any column of date and time in a public table (of publication, withdrawal, permission, registration, an event's end …),
asked of the models so that a new column is not forgotten; what a rule adds to a column, by ``also_after``; and each midnight,
here and in UTC, since days are compared with today and shown as words such as “tomorrow”.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from . import content_triggers

_offsets: dict[tuple[str, str], set[timedelta]] = defaultdict(set)


@dataclass(frozen=True)
class Span:
    """``begin`` is the last moment that has come, ``end`` the next one."""

    begin: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        """Whether all that is compared with the clock is as it is anywhere between the two.

        At ``begin`` itself some rules have changed (“from”) and others not yet (“until”): it belongs to neither side.
        """
        return self.begin < moment < self.end


def also_after(table: str, column: str, offset: timedelta) -> None:
    """Say that what the public may see changes so long after each moment of a column too."""
    _offsets[table, column].add(offset)


def span_at(moment: datetime) -> Span:
    """The span that a moment lies in, in one query."""
    begin, end = _midnights(moment)
    offsets, (sql, params) = _offsets_in_order(), _query(moment)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for place, last, following in cursor.fetchall():
            begin = max([begin, *_shifted(last, offsets[place])])
            end = min([end, *_shifted(following, offsets[place])])
    return Span(begin, end)


def columns() -> Iterator[tuple[str, str]]:
    """Each column of date and time of a public table, but for those that note when a row was written."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table not in content_triggers.private_tables() and model._meta.managed:
            for field in model._meta.local_fields:
                if isinstance(field, models.DateTimeField) and not (field.auto_now or field.auto_now_add):
                    yield model._meta.db_table, str(field.column)


def _offsets_in_order() -> list[timedelta]:
    return sorted({timedelta(), *(offset for offsets in _offsets.values() for offset in offsets)})


def _query(moment: datetime) -> tuple[str, list[Any]]:
    """For each column the last value up to a moment and the first after it; with an offset, as seen so much earlier."""
    offsets, parts = _offsets_in_order(), []
    params: list[Any] = []
    for table, column in columns():
        for offset in {timedelta(), *_offsets.get((table, column), ())}:
            at = connection.ops.adapt_datetimefield_value(moment - offset)
            found = (
                f'(SELECT MAX("{column}") FROM "{table}" WHERE "{column}" <= %s)',  # noqa: S608
                f'(SELECT MIN("{column}") FROM "{table}" WHERE "{column}" > %s)',  # noqa: S608
            )
            parts.append(f"SELECT {offsets.index(offset)}, {', '.join(found)}")
            params += [at, at]
    return " UNION ALL ".join(parts), params


def _shifted(value: datetime | str | None, offset: timedelta) -> list[datetime]:
    """A value as a moment, with its offset; SQLite gives text, in UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value).replace(tzinfo=UTC)
    return [] if value is None else [value + offset]


def _midnights(moment: datetime) -> tuple[datetime, datetime]:
    """The midnights around a moment, the nearest of those here and in UTC."""
    around = [
        datetime.combine(moment.astimezone(zone).date() + timedelta(days=days), time(), zone)
        for zone in (UTC, timezone.get_default_timezone())
        for days in (0, 1)
    ]
    return max(one for one in around if one <= moment), min(one for one in around if one > moment)
