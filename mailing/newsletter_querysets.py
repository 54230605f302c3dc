"""Which newsletters everybody may read: those that went, in the languages in which they did."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from publishing import clock, languages
from publishing.querysets import RecordQuerySet, freshness_in, latest, number_of


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
        return freshness_in(self.freshness_row(at or clock.now()))

    def freshness_row(self, at: datetime) -> QuerySet:
        return self.public_anywhere(at).order_by().values_list(number_of("pk"), latest("modified_at"), latest("filled_at"))

    def newest_first(self) -> Self:
        return self.order_by("-send_from", "-pk")

    def for_sitemap(self) -> Self:
        return self

    def before(self, key: int, send_from: datetime) -> Self:
        """Those that went before an issue, as ``newest_first`` orders them."""
        return self.filter(Q(send_from__lt=send_from) | Q(send_from=send_from, pk__lt=key))

    def after(self, key: int, send_from: datetime) -> Self:
        return self.filter(Q(send_from__gt=send_from) | Q(send_from=send_from, pk__gt=key))
