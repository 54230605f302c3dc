"""What the portal can count by itself, to hold against what is claimed: for staff. A count may hold what is not public."""

from collections.abc import Callable
from decimal import Decimal

from .enums import CountedFigure

_counts: dict[str, Callable[[], int | Decimal]] = {}


def register(counter: CountedFigure, count: Callable[[], int | Decimal]) -> None:
    """How a number is counted."""
    _counts[counter] = count


def count(counter: str) -> int | Decimal | None:
    """The number counted now, or ``None`` where nothing counts it."""
    return _counts[counter]() if counter in _counts else None
