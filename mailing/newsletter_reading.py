"""What an issue of the newsletter says in a language at a moment: its texts, and the public words of what it brings.

Whatever is not public in the language, is an example, or is of no use any more (an event that is over or cancelled, an
opportunity that is closed) is left out, whenever it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from caps.models import CAP, Opportunity
from news.models import Article, Event
from publishing import clock
from publishing.dates_in_words import day_in_words, when_in_words
from publishing.languages import column
from publishing.models import Addressed
from publishing.prepared_queries import prepared
from publishing.querysets import PublishedQuerySet
from publishing.typography import typeset

from .models import NewsletterIssue, NewsletterItem
from .newsletter_models import KINDS

KIND_WORDS: dict[str, Promise] = {
    "article": pgettext_lazy("an item", "News"),
    "event": gettext_lazy("Event"),
    "opportunity": gettext_lazy("Opportunity"),
}


@dataclass(frozen=True)
class ItemReading:
    """An item as a message shows it; ``themes`` are the keys of those that it is of."""

    kind: str
    title: str
    words: str
    detail: str
    path: str
    themes: frozenset[int]
    is_example: bool = False

    @property
    def url(self) -> str:
        return settings.SITE_URL + self.path


@dataclass(frozen=True)
class IssueReading:
    language: str
    title: str
    paragraphs: tuple[str, ...]
    items: tuple[ItemReading, ...]
    url: str = ""
    """Where everybody may read it; nothing while it has not gone."""

    def items_for(self, themes: Collection[int]) -> tuple[ItemReading, ...]:
        """What concerns a reader of some themes: items of one of these, and those of none. Without themes, all of them."""
        return tuple(item for item in self.items if not themes or not item.themes or not item.themes.isdisjoint(themes))


def read(issue: NewsletterIssue, language: str, at: datetime | None = None) -> IssueReading:
    """An issue as it reads in a language at a moment."""
    at = at or clock.now()
    return _read(issue, language, lambda kind, keys: _with_themes(kind, of_use(kind, language, at).filter(pk__in=keys)))


def read_as_gone(issue: NewsletterIssue, language: str) -> IssueReading:
    """An issue that has gone, as everybody may read it: what was of use on the day on which it went, and is public still."""
    went, now = issue.filled_at or clock.now(), clock.now()
    with clock.standing_at(now):
        return _read(
            issue, language, lambda kind, keys: _told(kind, language, went=went, day=timezone.localdate(went), keys=keys)
        )


@prepared
def _told(kind: str, language: str, *, went: datetime, day: date, keys: list[int]) -> QuerySet:
    return _with_themes(kind, of_use(kind, language, went, day).public(language).filter(pk__in=keys))


@prepared
def _items(*, issue: int) -> QuerySet:
    return NewsletterItem.objects.filter(issue=issue).order_by("rank", "pk")


def _read(issue: NewsletterIssue, language: str, told: Callable[[str, list[int]], Iterable[Any]]) -> IssueReading:
    rows = _items(issue=issue.pk) if issue.pk else []
    found = {kind: _public(issue, kind, rows, told) for kind in KINDS}
    with override(language):
        things = [(row.kind, found[row.kind].get(getattr(row, f"{row.kind}_id"))) for row in rows if row.kind]
        items = tuple(_item(kind, thing, language) for kind, thing in things if thing is not None)
    return IssueReading(
        language,
        title_of(issue, language),
        paragraphs_of(issue, language),
        items,
        settings.SITE_URL + issue.get_absolute_url(language) if issue.is_public(language) else "",
    )


def title_of(issue: NewsletterIssue, language: str) -> str:
    return _typeset(issue, "title", language)


def paragraphs_of(issue: NewsletterIssue, language: str) -> tuple[str, ...]:
    """What stands above the items: an empty line begins a new paragraph."""
    text = getattr(issue, column("introduction", language)) or ""
    paragraphs = [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n")]
    return tuple(typeset(words, language) for words in paragraphs if words)


def _public(
    issue: NewsletterIssue, kind: str, rows: Iterable[NewsletterItem], told: Callable[[str, list[int]], Iterable[Any]]
) -> dict[int, Addressed]:
    """What may be told of one kind, by its key, in one query and one for its themes."""
    keys = [key for row in rows if (key := getattr(row, f"{kind}_id")) is not None]
    return {thing.pk: thing for thing in told(kind, keys) if issue.is_example or not thing.is_example}


def _with_themes(kind: str, things: QuerySet) -> QuerySet:
    if kind == "opportunity":
        return things.select_related("cap").prefetch_related("themes")
    return things.prefetch_related(Prefetch("caps", CAP.objects.only("pk", "theme")))


def of_use(kind: str, language: str, at: datetime, day: date | None = None) -> PublishedQuerySet:
    """What of a kind is public in a language and worth being told at a moment, whose day may be given."""
    if kind == "article":
        return Article.objects.public(language, at)
    if kind == "event":
        return Event.objects.public(language, at).filter(ends_at__gte=at, is_cancelled=False)
    return Opportunity.objects.public(language, at).not_closed(day or timezone.localdate(at))


def _item(kind: str, thing: Addressed, language: str) -> ItemReading:
    return ItemReading(
        str(KIND_WORDS[kind]),
        _typeset(thing, "title", language),
        _typeset(thing, "lead" if kind == "article" else "summary", language),
        _detail(thing),
        thing.get_absolute_url(),
        _themes(thing),
        thing.is_example,
    )


def _typeset(thing: Addressed | NewsletterIssue, field: str, language: str) -> str:
    return typeset(" ".join((getattr(thing, column(field, language)) or "").split()), language)


def _detail(thing: Addressed) -> str:
    """When an event takes place, or until when one may apply."""
    if isinstance(thing, Event):
        return when_in_words(thing.starts_at, thing.ends_at, all_day=thing.all_day)
    if isinstance(thing, Opportunity) and thing.closes:
        return _("Until %(day)s") % {"day": day_in_words(thing.closes)}
    return ""


def _themes(thing: Addressed) -> frozenset[int]:
    """Those of its programmes, and an opportunity's own."""
    if isinstance(thing, Opportunity):
        own = {theme.pk for theme in thing.themes.all()}
        return frozenset(own | ({thing.cap.theme_id} if thing.cap else set()))
    assert isinstance(thing, Article | Event)  # noqa: S101  for the type checker
    return frozenset(cap.theme_id for cap in thing.caps.all())
