"""What the press and the news bring to the calendar of publications: releases first."""

from __future__ import annotations

from publishing import languages
from publishing.localized_text import LocalizedText, localized_text
from publishing.publication_calendar import register, source_of

from .models import Article, Event, PressRelease
from .notifications import page_of
from .release_stages import stage_words


def _title(release: PressRelease, language: str) -> LocalizedText:
    """As it was approved: the working text may say something else."""
    edition = release.edition_in(language)
    return localized_text(release, "title", language) if edition is None else LocalizedText(edition.title, language)


def register_sources() -> None:
    editions = tuple(languages.columns("edition"))
    payloads = tuple(f"{name}__payload" for name in editions)
    register(source_of(PressRelease, title=_title, page=page_of, words=stage_words, relations=editions, deferred=payloads))
    for model in (Article, Event):
        register(source_of(model))
