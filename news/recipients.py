"""How many people a release is written to when a language becomes public, told before anybody decides on it.

The press room knows nothing of mailings. So the floor above that writes to people registers how it counts them, and the page
of a release's life asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from .models import PressRelease

RecipientCounter = Callable[[PressRelease], Mapping[str, int]]
"""For a release, how many people are written to once each of the languages named becomes public."""

_counters: dict[str, RecipientCounter] = {}


def register(key: str, counter: RecipientCounter) -> None:
    """Add a way in which people are written to. Raises ``ValueError`` where another one has its key."""
    if _counters.setdefault(key, counter) is not counter:
        raise ValueError(f"two counters of recipients are called “{key}”")


def recipients_of(release: PressRelease) -> dict[str, int]:
    """How many people are written to, by language; a language that nobody counts for is left out."""
    total: Counter[str] = Counter()
    for counter in _counters.values():
        total.update(counter(release))
    return dict(total)
