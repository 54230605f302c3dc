"""What waits for somebody, said on the first page of the back office.

The ground knows nothing of what waits upstairs: each room registers a source, and the page asks for what concerns its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User


@dataclass(frozen=True)
class Notice:
    """Something that waits, in a sentence, with the page on which it is seen to."""

    words: str
    url: str


Source = Callable[[User], Iterable[Notice]]
_sources: list[Source] = []


def register(source: Source) -> None:
    if source not in _sources:
        _sources.append(source)


def notices_for(by: User) -> list[Notice]:
    """What waits for somebody; lower floors first."""
    return [notice for source in _sources for notice in source(by)]
