"""What is searched of the news and the press."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.utils import timezone

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import languages
from publishing.languages import column
from publishing.models import Published
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .models import Article, Edition, Event, PressRelease, Strike
from .reading import standing_references, texts_of_edition

NAMED = (CAP, Institution, Partner)


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


SEARCHED = ("references", "strikes")
"""What the search looks at of an edition."""


_READ = "_editions_searched"
"""Beside the release and not in the place of its editions: whoever asks those what was struck out is told what holds then."""


def _read_editions(release: PressRelease) -> None:
    """Read the editions in force in all languages together, with what the search looks at: anew, for parts are struck out."""
    keys = {code: getattr(release, f"{column('edition', code)}_id") for code in languages.codes()}
    read = Edition.objects.prefetch_related(*SEARCHED).in_bulk([key for key in keys.values() if key is not None])
    vars(release)[_READ] = {code: read[key] for code, key in keys.items() if key in read}


def _edition(release: PressRelease, code: str) -> Edition | None:
    if _READ not in vars(release):
        _read_editions(release)
    read: dict[str, Edition] = vars(release)[_READ]
    return read.get(code)


def _named_in_edition(release: PressRelease, code: str) -> Iterator[tuple[type[models.Model], int]]:
    edition = _edition(release, code)
    for reference in standing_references(edition) if edition is not None else ():
        for model, pk in ((CAP, reference.cap_id), (Institution, reference.institution_id), (Partner, reference.partner_id)):
            if pk is not None:
                yield model, pk


def _mentioned(thing: Article | Event, code: str) -> Iterator[tuple[type[models.Model], int]]:
    for model, named in zip(NAMED, (thing.caps, thing.institutions, thing.partners), strict=True):
        for pk in sorted(record.pk for record in named.all()):
            yield model, pk


def _day(record: Published, code: str) -> date | None:
    moment = record.public_from(code)
    return timezone.localdate(moment) if moment else None


def _release(release: PressRelease, code: str) -> Document:
    """What was approved, as the edition in force says it; nothing of the working text is ever found."""
    edition = _edition(release, code)
    if edition is None:
        return Document("")
    words = texts_of_edition(edition)
    quotes = [f"{quote.speaker} {quote.text.in_language(code)}" for quote in words.quotes]
    return Document(
        words_of_html(words.title.words),
        lead=[words_of_html(text.in_language(code)) for text in (words.subtitle, words.lead)],
        text=[words_of_html(words.body.in_language(code)), *map(words_of_html, quotes)],
        day=words.dated,
    )


def _article(article: Article, code: str) -> Document:
    return Document(
        _get(article, "title", code),
        lead=[_get(article, "lead", code)],
        text=[_get(article, "body", code)],
        day=_day(article, code),
    )


def _event(event: Event, code: str) -> Document:
    return Document(
        _get(event, "title", code),
        lead=[_get(event, "summary", code)],
        words=[_get(event, "place", code)],
        text=[_get(event, "body", code)],
        day=timezone.localdate(event.starts_at) if event.starts_at else None,
    )


def register() -> None:
    make_findable(PressRelease, _release, mentions=NAMED, mentioned=_named_in_edition, read=_read_editions)
    make_findable(Article, _article, mentions=NAMED, mentioned=_mentioned)
    make_findable(Event, _event, mentions=NAMED, mentioned=_mentioned)
    follow(Strike, lambda strike: [strike.edition.release])
