"""The named lists of journalists, seen from the press room, which knows neither addresses nor subscriptions.

The floor that keeps the lists registers them; reading links under embargo are given to their members.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class ListMember:
    """Somebody on a list who may be written to in a language; ``outlet`` is empty where it is not known."""

    email: str
    language: str
    outlet: str = ""

    def __str__(self) -> str:
        return f"{self.email} ({self.outlet})" if self.outlet else self.email


@dataclass(frozen=True)
class ListSource:
    """Where lists come from: ``choices`` gives each list's key and name, ``members`` who of a list reads given languages."""

    choices: Callable[[], list[tuple[str, str]]]
    members: Callable[[str, Collection[str]], list[ListMember]]


_sources: list[ListSource] = []


def register(source: ListSource) -> None:
    """Bring the lists. Raises ``ValueError`` where another floor brings some already."""
    if _sources and _sources != [source]:
        raise ValueError("two floors bring lists of journalists")
    _sources[:] = [source]


def choices() -> list[tuple[str, str]]:
    return [choice for source in _sources for choice in source.choices()]


def members(key: str, languages: Collection[str]) -> list[ListMember]:
    return [member for source in _sources for member in source.members(key, languages)]
