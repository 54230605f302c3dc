"""Entries of lists and other pieces of pages that are written once for the rows that they show.

A piece is made of the rows that the database gave (``prepared_queries.ReadRows``), of plain values, of the words of a language
and of the day, and of nothing else. So it is kept under exactly those, and the next page that reads the same rows takes it as
it is: no record is made and no template asked. What is kept cannot be older than the page, since the rows are read for each::

    @kept_by_rows
    def _entries(programmes: list[CAP], language: str) -> SafeString:
        return written("caps/_entries.html", {"caps": programmes, "language": language})

    _entries(_programmes.read("fr"), "fr")

That nothing else goes into a piece is not left to whoever writes it. It is handed its records and values and no request; while
it is made, each question to the database is refused (a column that was not read, a relation that did not come with the rows),
and so is the moment (``clock.on_a_day``). A piece that asks all the same is made once more without being kept, with a warning.
"""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import wraps
from typing import Any, Self, TypeVar

from django.db import connection
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from . import clock, content_version, examples
from .execute_wrappers import of_this_thread
from .kept_values import new_shelf, where
from .prepared_queries import ReadRows

MOST = 3_000_000
"""Characters of all pieces that a process keeps; those that were asked for longest ago go first."""
PLAIN = (str, int, bool, Decimal, date, datetime, type(None))
"""Values that nobody changes, and that within one type are equal only to what is shown alike. Text that is marked as safe is
not among them."""
_Piece = TypeVar("_Piece")


class NotKeptError(RuntimeError):
    """A piece is made of something that it is not kept under."""


class NotKeptWarning(RuntimeWarning):
    """The same, told where pages are served all the same."""


class HTMLWithExamples(SafeString):
    """HTML in which an example is marked: the page that it is written into is told, however long ago it was made."""

    def __html__(self) -> Self:
        examples.note()
        return self


@dataclass(frozen=True)
class WrittenPiece:
    """A piece that is written already and stands in another one, which includes it as it does a template."""

    html: SafeString

    def render(self, _context: object) -> SafeString:
        return self.html.__html__()


def kept_by_rows(make: Callable[..., _Piece]) -> Callable[..., _Piece]:
    """A function of ``ReadRows``, which it is given as records, and of plain values. Nobody may change what it gives.

    Records that come in a list were not read by a prepared query: what is made of them is made each time.
    """

    @wraps(make)
    def kept(*given: object) -> _Piece:
        if any(type(one) is list for one in given):
            return make(*given)
        day = clock.today()
        stamps = tuple(one.stamp if isinstance(one, ReadRows) else _told_apart(one) for one in given)
        key = (make, stamps, day, get_language(), where())
        found = _pieces().get(key)
        if found is None:
            found, may_be_kept = _made(make, given, day)
            if may_be_kept:
                _pieces().keep(key, found)
        piece: _Piece = found
        return piece

    return kept


def _told_apart(value: object) -> Hashable:
    """A plain value with its type: to Python, True is 1 and 1 is 1.0."""
    return tuple(map(_told_apart, value)) if isinstance(value, tuple) else (type(value), value)


def written(template: str, shown: dict[str, Any]) -> SafeString:
    """What a template writes of what it is shown, and of no request."""
    return written_each(template, [shown])


def written_each(template: str, shown: Iterable[dict[str, Any]]) -> SafeString:
    """The same of several things, one after the other."""
    with examples.watched() as marked:
        html = "".join(get_template(template).render(one) for one in shown)
    # A template of ours, which escapes what it shows.
    return HTMLWithExamples(html) if marked.some else mark_safe(html)  # noqa: S308


def _made(make: Callable[..., Any], given: Sequence[object], day: date) -> tuple[Any, bool]:
    """A piece, and whether it may be kept."""
    records = [one.records if isinstance(one, ReadRows) else one for one in given]
    with content_version.noticing() as reading:
        try:
            _require_plain(one for one in given if not isinstance(one, ReadRows))
            with connection.execute_wrapper(of_this_thread(_refuse)), clock.on_a_day(day):
                piece = make(*records)
        except (NotKeptError, clock.MomentAskedError) as error:
            warnings.warn(f"{make.__module__}.{make.__qualname__} is not kept: {error}", NotKeptWarning, stacklevel=3)
            return make(*records), False
    return piece, reading.is_settled


def _refuse(_execute: object, sql: str, *_asked: object) -> None:
    raise NotKeptError(f"It asks the database: {sql[:200]}")


def _require_plain(values: Any) -> None:
    for one in values:
        if isinstance(one, WrittenPiece):
            continue
        if isinstance(one, tuple | frozenset):
            _require_plain(one)
        elif is_dataclass(one) and not isinstance(one, type) and one.__hash__ is not None:
            _require_plain(getattr(one, field.name) for field in fields(one))
        elif type(one) not in PLAIN and not isinstance(one, Enum):
            raise NotKeptError(f"It is given a {type(one).__name__}.")


class _Pieces:
    """What is kept, no more characters than ``MOST``."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock, self._held = threading.Lock(), 0

    def get(self, key: Hashable) -> Any:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: Hashable, piece: Any) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = piece
            self._held += _length(piece)
            while self._held > MOST:
                _key, oldest = self._kept.popitem(last=False)
                self._held -= _length(oldest)


def _length(piece: Any) -> int:
    if isinstance(piece, dict):
        piece = tuple(piece.values())
    return sum(map(_length, piece)) if isinstance(piece, tuple | list) else len(piece) if isinstance(piece, str) else 1


_shelf = new_shelf()


def _pieces() -> _Pieces:
    found: _Pieces | None = _shelf.get("pieces")
    return found if found is not None else _shelf.setdefault("pieces", _Pieces())
