"""What upper floors add to a lower floor's pages.

An institution's page shows the programmes it takes part in, yet the consortium knows nothing of programmes. So each floor
registers the sections it adds, and the page asks for them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models


@dataclass(frozen=True)
class PageSection:
    """A part of a page: its template, which shows ``section``, and what it shows."""

    template: str
    content: dict[str, object] = field(default_factory=dict)


Provider = Callable[[Any, str], PageSection | None]
_Provider = TypeVar("_Provider", bound=Provider)
_providers: dict[type[models.Model], list[Provider]] = {}


def adds_to(*kinds: type[models.Model]) -> Callable[[_Provider], _Provider]:
    """Register a function of (record, language) that gives a ``PageSection`` of its page, or ``None`` where it has nothing."""

    def register(provider: _Provider) -> _Provider:
        for kind in kinds:
            _providers.setdefault(kind, []).append(provider)
        return provider

    return register


def sections_of(record: models.Model, language: str) -> list[PageSection]:
    """The sections of a record's page, lower floors first."""
    sections = (provider(record, language) for provider in _providers.get(type(record), []))
    return [section for section in sections if section is not None]
