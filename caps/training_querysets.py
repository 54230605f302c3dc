"""Reading rules of the courses."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When

from cluster.models import Institution
from publishing import clock
from publishing.languages import localized
from publishing.querysets import PublishedQuerySet

from .enums import CourseLevel
from .querysets import CAPQuerySet


class CourseQuerySet(PublishedQuerySet):
    def not_over(self, day: date | None = None) -> Self:
        """What has not ended before ``day`` (today in Paris unless given). Its twin on the instance is ``Course.is_over``."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=day or clock.today()))

    def offered(self, language: str) -> Self:
        """What the list shows in ``language``: public and not over. Where there is none, no menu need lead to the list."""
        return self.public(language).not_over()

    def of_institution(self, institution: Institution) -> Self:
        return self.filter(institutions=institution)

    def for_list(self) -> Self:
        """By level, then by the day it begins, what begins anew each year first; with the public institutions that teach it."""
        ranks = [When(level=level, then=Value(rank)) for rank, level in enumerate(CourseLevel.values)]
        by_level = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
        return self._with_institutions().order_by(
            by_level, F("start").asc(nulls_first=True), localized("title", self.language), "pk"
        )

    def for_detail(self) -> Self:
        caps = self.rows_of("caps", CAPQuerySet).public(self.language).select_related("theme").order_by("number", "pk")
        return self._with_institutions().prefetch_related(Prefetch("caps", caps))

    def _with_institutions(self) -> Self:
        return self.prefetch_related(Prefetch("institutions", Institution.objects.public(self.language).for_list()))
