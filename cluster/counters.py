"""What the portal can count by itself, to hold against what is claimed."""

from collections.abc import Callable
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser, User

from .enums import CountedFigure

_counts: dict[str, Callable[[], int | Decimal]] = {}
_told: dict[str, Callable[[], int | Decimal | None]] = {}
_rights: dict[str, str] = {}


def register(
    counter: CountedFigure,
    count: Callable[[], int | Decimal],
    told: Callable[[], int | Decimal | None] | None = None,
    right: str = "",
) -> None:
    """How a number is counted for staff, and what the public may be told of it where that is not the same.

    ``right`` is what it takes to see the count of staff; who has it not is told what the public is.
    """
    _counts[counter] = count
    _told[counter] = told or count
    _rights[counter] = right


def count(counter: str) -> int | Decimal | None:
    """The number counted now, or ``None`` where nothing counts it."""
    return _counts[counter]() if counter in _counts else None


def told(counter: str) -> int | Decimal | None:
    """The number that the public may be told, or ``None`` where nothing counts it or telling it would tell too much."""
    return _told[counter]() if counter in _told else None


def seen_by(user: User | AnonymousUser, counter: str) -> int | Decimal | None:
    """The number as somebody of the staff may see it."""
    right = _rights.get(counter)
    return told(counter) if right and not user.has_perm(right) else count(counter)
