"""What is searched of the news and the press."""

from django.utils import timezone

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing.languages import column
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .models import Article, Event, PressRelease, Quote

NAMED = (CAP, Institution, Partner)


def _get(thing, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def _mentioned(thing):
    for model, named in zip(NAMED, (thing.caps, thing.institutions, thing.partners), strict=True):
        for pk in sorted(record.pk for record in named.all()):
            yield model, pk


def _day(it, code: str):
    moment = it.public_from(code)
    return timezone.localdate(moment) if moment else None


def _release(it: PressRelease, code: str) -> Document:
    return Document(
        _get(it, "title", code),
        lead=[_get(it, "subtitle", code), _get(it, "lead", code)],
        text=[_get(it, "body", code), *(f"{quote.speaker} {_get(quote, 'text', code)}" for quote in it.quotes.all())],
        day=it.dated or _day(it, code),
    )


def _article(it: Article, code: str) -> Document:
    return Document(
        _get(it, "title", code),
        lead=[_get(it, "lead", code)],
        text=[_get(it, "body", code)],
        day=_day(it, code),
    )


def _event(it: Event, code: str) -> Document:
    return Document(
        _get(it, "title", code),
        lead=[_get(it, "summary", code)],
        words=[_get(it, "place", code)],
        text=[_get(it, "body", code)],
        day=timezone.localdate(it.starts_at) if it.starts_at else None,
    )


def register() -> None:
    make_findable(PressRelease, _release, mentions=NAMED, mentioned=_mentioned)
    make_findable(Article, _article, mentions=NAMED, mentioned=_mentioned)
    make_findable(Event, _event, mentions=NAMED, mentioned=_mentioned)
    follow(Quote, lambda quote: [quote.release])
