"""Which newsletters everybody may read: those that went, in the languages in which they did."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Max, Q, TextField
from django.db.models.functions import Cast

from publishing import clock, languages
from publishing.querysets import RecordQuerySet

if TYPE_CHECKING:
    from .newsletter_models import NewsletterIssue


class NewsletterIssueQuerySet(RecordQuerySet):
    def public(self, language: str, at: datetime | None = None) -> Self:
        """Issues that have gone in a language, but for those that somebody has stopped. Its twin is ``is_public``.

        The codes of the languages are looked for in the text of the JSON, between their quotation marks, which SQLite and
        PostgreSQL write alike.
        """
        gone = self.in_language(language).filter(filled_at__lte=at or clock.now(), stopped_at=None)
        return gone.alias(went_in=Cast("going", TextField())).filter(went_in__contains=f'"{language}"')

    def public_anywhere(self, at: datetime | None = None) -> Self:
        at, records, in_some_language = at or clock.now(), type(self)(self.model, using=self.db), Q()
        for code in languages.codes():
            in_some_language |= Q(pk__in=records.public(code, at).values("pk"))
        return self.filter(in_some_language)

    def freshness(self, at: datetime | None = None) -> tuple[int, datetime | None]:
        """How many are public in some language, and when one of them last changed or went."""
        found = (
            self.public_anywhere(at).order_by().aggregate(count=Count("pk"), changed=Max("modified_at"), went=Max("filled_at"))
        )
        return found["count"], max(filter(None, (found["changed"], found["went"])), default=None)

    def newest_first(self) -> Self:
        return self.order_by("-send_from", "-pk")

    def for_sitemap(self) -> Self:
        return self

    def before(self, issue: NewsletterIssue) -> Self:
        """Those that went before an issue, as ``newest_first`` orders them."""
        return self.filter(Q(send_from__lt=issue.send_from) | Q(send_from=issue.send_from, pk__lt=issue.pk))

    def after(self, issue: NewsletterIssue) -> Self:
        return self.filter(Q(send_from__gt=issue.send_from) | Q(send_from=issue.send_from, pk__gt=issue.pk))
