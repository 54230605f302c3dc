"""What is searched of the news and the press."""

from collections.abc import Iterator
from datetime import date

from django.db import models
from django.utils import timezone

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing.languages import column
from publishing.models import Published
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .models import Article, Event, PressRelease, Quote

NAMED = (CAP, Institution, Partner)


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def _mentioned(thing: PressRelease | Article | Event) -> Iterator[tuple[type[models.Model], int]]:
    for model, named in zip(NAMED, (thing.caps, thing.institutions, thing.partners), strict=True):
        for pk in sorted(record.pk for record in named.all()):
            yield model, pk


def _day(record: Published, code: str) -> date | None:
    moment = record.public_from(code)
    return timezone.localdate(moment) if moment else None


def _release(release: PressRelease, code: str) -> Document:
    return Document(
        _get(release, "title", code),
        lead=[_get(release, "subtitle", code), _get(release, "lead", code)],
        text=[_get(release, "body", code), *(f"{quote.speaker} {_get(quote, 'text', code)}" for quote in release.quotes.all())],
        day=release.dated or _day(release, code),
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
    make_findable(PressRelease, _release, mentions=NAMED, mentioned=_mentioned)
    make_findable(Article, _article, mentions=NAMED, mentioned=_mentioned)
    make_findable(Event, _event, mentions=NAMED, mentioned=_mentioned)
    follow(Quote, lambda quote: [quote.release])
