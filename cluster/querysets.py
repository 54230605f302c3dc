"""Reading rules of the consortium."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from publishing.languages import codes, column, columns, localized
from publishing.querysets import PublishedQuerySet

Reason = Callable[[str, datetime], Exists]


class InstitutionQuerySet(PublishedQuerySet):
    def for_list(self):
        return self.order_by("rank", localized("sort_name"), "pk")

    def for_mention(self):
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("rank", "name", "acronym", "kind", "ror", "is_example", *columns("slug"))


class PersonQuerySet(PublishedQuerySet):
    """People are public only while something makes them so: a role of their own, or what an upper floor adds.

    ``reasons`` holds functions of (language, moment) that give an ``Exists`` over people; the programmes add theirs.
    """

    reasons: list[Reason] = []

    def public(self, language: str, at: datetime | None = None):
        at = at or timezone.now()
        return super().public(language, at).filter(self._why(language, at))

    def _why(self, language: str, at: datetime) -> Q:
        why = Q(Exists(self._current_roles(timezone.localdate(at))))
        for reason in self.reasons:
            why |= Q(reason(language, at))
        return why

    def with_reasons(self):
        """Whether something makes each person public in each language, so that ``Person.is_public`` need not ask."""
        now = timezone.now()
        return self.annotate(
            **{column("shown_in", code): ExpressionWrapper(self._why(code, now), BooleanField()) for code in codes()}
        )

    def for_sitemap(self):
        return self.with_reasons()

    def for_detail(self):
        return self.with_current_roles().with_reasons()

    def announced(self, language: str, at: datetime | None = None):
        """Those whose moment has come. On the page of a public programme that names them, this makes them public."""
        return super().public(language, at)

    @staticmethod
    def _current_roles(day: date):
        from .models import Role

        return Role.objects.current(day).filter(person=OuterRef("pk"))

    def with_current_roles(self, at: datetime | None = None):
        from .models import Role

        return self.prefetch_related(
            Prefetch(
                "roles",
                Role.objects.current(timezone.localdate(at)).select_related("institution").order_by("rank", "pk"),
                to_attr="current_roles",
            )
        )

    def for_list(self):
        return self.with_current_roles().order_by("sort_name", "pk")


class RoleQuerySet(QuerySet):
    def current(self, day: date | None = None):
        """Roles held on ``day`` (today in Paris unless given): begun, and not ended before it."""
        day = day or timezone.localdate()
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class RankedQuerySet(PublishedQuerySet):
    """Things that staff put in order."""

    def for_list(self):
        return self.order_by("rank", "pk")


class MilestoneQuerySet(PublishedQuerySet):
    def for_list(self):
        return self.order_by("date", "pk")


class PageQuerySet(PublishedQuerySet):
    """A page under another is public only while the other is too: its address leads through it."""

    def public(self, language: str, at: datetime | None = None):
        at = at or timezone.now()
        parents = type(self)(self.model, using=self._db)
        shown = PublishedQuerySet.public(parents, language, at).values("pk")
        return super().public(language, at).filter(Q(parent__isnull=True) | Q(parent__in=shown))

    def for_list(self):
        return self.for_sitemap().order_by("rank", "pk")

    def for_sitemap(self):
        return self.select_related("parent")


class NationalClusterQuerySet(PublishedQuerySet):
    def for_list(self):
        return self.order_by("-amount_meur", "rank", "pk")

    def in_region(self, region: str):
        return self.filter(region=region)

    def total(self):
        """The sum of the amounts, in millions of euros."""
        return self.aggregate(total=Sum("amount_meur"))["total"] or 0

    def per_region(self) -> list[tuple[str, int]]:
        """Each region with how many clusters it has."""
        rows = self.order_by("region").values_list("region").annotate(n=Count("pk"))
        return sorted(rows, key=lambda row: (-row[1], row[0]))
