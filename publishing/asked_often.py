"""Questions that the first page of the back office asks each time, by statements that are made once.

To make the text of such a question costs ten times what the answer does, and the page asks seventy. Each is prepared
(``prepared_queries``) for whoever asks: what may differ by account stands in its key with the rights, unless the rule says that
it looks at nobody (its parameter begins with an underscore); the day stands in it too. Nothing of the answer is kept. A
question that cannot be prepared, since it computes with the moment or asks the database while it is made, is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from inspect import signature
from typing import TYPE_CHECKING, Any

from django.db.models import F, Func, IntegerField, QuerySet

from . import clock
from .kept_values import new_shelf
from .prepared_queries import PreparedQuery
from .prepared_values import NotPreparedError
from .tasks import rights_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

MOST = 2000
"""Questions that a process keeps before it begins anew."""

Rows = Callable[[Any], QuerySet[Any]]
_cannot = new_shelf()


def count(rows: Rows, user: User | AnonymousUser) -> int:
    """How many rows a rule finds for somebody."""
    if rows not in _cannot:
        try:
            # Of a rule that finds nothing for somebody, whatever there is, the database is not even asked.
            return next(iter(_asked(_counts, rows, user)), 0)
        except NotPreparedError:
            _cannot[rows] = True
    return rows(user).count()


def first(rows: Rows, user: User | AnonymousUser, key: Hashable) -> list[Any]:
    """What a rule gives for somebody; ``key`` names the rule."""
    if key not in _cannot:
        try:
            return _asked(_rows, rows, user, key)
        except (NotPreparedError, TypeError):  # the latter for a relation that no prepared query brings
            _cannot[key] = True
    return list(rows(user))


class _RowsAsked:
    """A rule and who asks, equal to another one where the question is the same."""

    def __init__(self, rows: Rows, user: User | AnonymousUser, key: Hashable) -> None:
        self.rows, self.user = rows, user
        self._key = key, *_who(rows, user), clock.today()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _RowsAsked) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


def _who(rows: Rows, user: User | AnonymousUser) -> tuple[Hashable, ...]:
    [asking] = signature(rows).parameters
    return () if asking.startswith("_") else (user.pk, rights_of(user))


def _asked(query: PreparedQuery[Any], rows: Rows, user: User | AnonymousUser, key: Hashable = None) -> list[Any]:
    if len(query.kept) >= MOST:
        query.kept.clear()
    return query(_RowsAsked(rows, user, rows if key is None else key))


def _count_of(question: _RowsAsked) -> QuerySet:
    rows = question.rows(question.user).order_by()
    if rows.query.distinct or rows.query.group_by is not None or rows.query.is_sliced or rows.query.combinator:
        rows = rows.model._base_manager.filter(pk__in=rows.values("pk"))
    return rows.values_list(Func(F("pk"), function="COUNT", output_field=IntegerField()), flat=True)


def _rows_of(question: _RowsAsked) -> QuerySet:
    return question.rows(question.user)


# Texts by account and day: the server would plan each for a few uses.
_counts = PreparedQuery(_count_of, hangs_on=(), is_planned=False)
_rows = PreparedQuery(_rows_of, hangs_on=(), is_planned=False)
