"""What upper floors add to a lower floor's pages.

An institution's page shows the programmes it takes part in, yet the consortium knows nothing of programmes. So each floor
registers the sections it adds, and the page asks for them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.utils.safestring import SafeString

from . import languages
from .kept_entries import WrittenPiece, written


@dataclass(frozen=True)
class PageSection:
    """A part of a page: its template, which shows ``section``, and what it shows; or what is written of it."""

    template: str | WrittenPiece
    content: dict[str, object] = field(default_factory=dict)


def written_section(template: str, content: dict[str, object]) -> SafeString:
    """What the template of a section writes of its content and of nothing else: to be kept (``kept_entries``)."""
    return written(template, {"section": PageSection(template, content), "language": languages.current()})


Sections = tuple[WrittenPiece, ...] | list[PageSection]
"""Sections as a piece of a page is given them: values where all are written, in a list where one is not."""


def as_given(sections: list[PageSection]) -> Sections:
    pieces = tuple(one.template for one in sections if isinstance(one.template, WrittenPiece))
    return pieces if len(pieces) == len(sections) else sections


def as_shown(sections: Sections) -> list[PageSection]:
    """The twin of ``as_given``, for the template of the piece."""
    return [PageSection(one) if isinstance(one, WrittenPiece) else one for one in sections]


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
