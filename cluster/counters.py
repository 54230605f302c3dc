"""What the portal can count by itself, to hold against what is claimed: for staff. A count may hold what is not public."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet

from publishing import asked_often

from .enums import CountedFigure

_counts: dict[str, Callable[[], int | Decimal]] = {}
_rights: dict[str, str] = {}


def register(counter: CountedFigure, count: Callable[[], int | Decimal], right: str = "") -> None:
    """How a number is counted. ``right`` is what it takes to see the count."""
    _counts[counter] = count
    _rights[counter] = right


def number_of(rows: Callable[[object], QuerySet]) -> Callable[[], int]:
    """Counts the rows that a rule finds, which is the same for everybody, by a statement that is made once."""
    nobody = AnonymousUser()
    return lambda: asked_often.count(rows, nobody)


def count(counter: str) -> int | Decimal | None:
    """The number counted now, or ``None`` where nothing counts it."""
    return _counts[counter]() if counter in _counts else None


def seen_by(user: User | AnonymousUser, counter: str) -> int | Decimal | None:
    """The number as somebody of the staff may see it; ``None`` where nothing counts it, or it is not theirs to see."""
    right = _rights.get(counter)
    return None if right and not user.has_perm(right) else count(counter)


def all_seen_by(user: User | AnonymousUser) -> dict[str, int | Decimal]:
    """Every number that somebody of the staff may see, each counted once."""
    counts = {counter: seen_by(user, counter) for counter in _counts}
    return {counter: number for counter, number in counts.items() if number is not None}
