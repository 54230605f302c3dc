"""What is searched of newsletters that have gone: their own words; what they bring is found by its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from caps.models import Opportunity
from news.models import Article, Event
from search.index import Document, follow
from search.index import register as make_findable

from . import newsletter_reading
from .models import NewsletterIssue, NewsletterItem
from .newsletter_models import KINDS


def _issue(issue: NewsletterIssue, code: str) -> Document:
    return Document(newsletter_reading.title_of(issue, code), lead=newsletter_reading.paragraphs_of(issue, code), day=issue.day)


def _brought(issue: NewsletterIssue, language: str) -> Iterator[tuple[type[models.Model], int]]:
    for item in issue.items.order_by("pk"):
        for kind, model in zip(KINDS, (Article, Event, Opportunity), strict=True):
            if (key := getattr(item, f"{kind}_id")) is not None:
                yield model, key


def register() -> None:
    make_findable(
        NewsletterIssue,
        _issue,
        shown=lambda language: NewsletterIssue.objects.public(language),
        mentions=(Article, Event, Opportunity),
        mentioned=_brought,
    )
    follow(NewsletterItem, lambda item: [item.issue])
