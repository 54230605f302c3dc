"""Reading rules of the consortium."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from publishing import clock
from publishing.iso_periods import ended_before
from publishing.languages import codes, column, columns, localized
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet

from .enums import PageKey

A_YEAR = timedelta(days=365)
OF_LINE = (
    *("given_name", "family_name", "filing_name", "is_example", "answers_press", "portrait"),
    *(name for field in ("slug", "subjects", "press_topics") for name in columns(field)),
)
"""The columns of a person that a line of the directory shows."""


class MakesPersonPublic(LocalizedQuerySet):
    """Rows that make the people they name public: the reading rules of a model that does so are of this kind, and say when.

    ``PersonQuerySet.public`` finds them among all that leads to a person, on every floor: nothing is registered.
    """

    def making_public(self, language: str, at: datetime) -> QuerySet:
        """The rows that make their person public in ``language`` at the moment ``at``."""
        raise NotImplementedError


def institution_is_public(institutions: QuerySet) -> ExpressionWrapper:
    """Of rows that name an institution, whether it is among those public: ``NamesInstitution`` need not ask then."""
    return ExpressionWrapper(Q(institution__in=institutions), BooleanField())


class InstitutionQuerySet(PublishedQuerySet):
    def for_list(self) -> Self:
        return self.order_by("rank", localized("sort_name", self.language), "pk")

    def for_mention(self) -> Self:
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("rank", "name", "acronym", "kind", "ror", "is_example", *columns("slug"))


class PersonQuerySet(PublishedQuerySet):
    """People are public only while something makes them so: a role of their own, or a row of an upper floor that names them."""

    def public(self, language: str, at: datetime | None = None) -> Self:
        at = at or clock.now()
        return super().public(language, at).filter(self._why(language, at))

    def _why(self, language: str, at: datetime) -> Q:
        """Whether a row of a model that makes people public names the person; false where no model does.

        Asked of all rows at once: SQLite reads those of every programme anew for each person where they are tied to one.
        """
        why = Q(pk__in=[])
        for relation in self.model._meta.related_objects:
            rows = relation.related_model._default_manager.all()
            if isinstance(rows, MakesPersonPublic):
                why |= Q(pk__in=rows.making_public(language, at).order_by().values(relation.field.name))
        return why

    def with_reasons(self) -> Self:
        """Whether something makes each person public in each language, so that ``Person.is_public`` need not ask."""
        now = clock.now()
        return self.annotate(
            **{column("shown_in", code): ExpressionWrapper(self._why(code, now), BooleanField()) for code in codes()}
        )

    def for_sitemap(self) -> Self:
        return self.with_reasons()

    def for_detail(self) -> Self:
        return self.with_current_roles().with_reasons()

    def announced(self, language: str, at: datetime | None = None) -> Self:
        """Those whose moment has come. On the page of a public programme that names them, this makes them public."""
        return super().public(language, at)

    def with_current_roles(self, at: datetime | None = None) -> Self:
        """With the roles held at the moment ``at`` (``current_roles``), each with whether its institution is public."""
        houses = self.rows_of("roles__institution", InstitutionQuerySet).public(self.language, at)
        return self.prefetch_related(
            Prefetch(
                "roles",
                self.rows_of("roles", RoleQuerySet)
                .current(timezone.localdate(at or clock.now()))
                .select_related("institution")
                .annotate(institution_is_public=institution_is_public(houses))
                .order_by("rank", "pk"),
                to_attr="current_roles",
            )
        )

    def for_list(self) -> Self:
        """With what a line of the directory shows, and no other column of the person."""
        return self.with_current_roles().select_related("portrait").only(*OF_LINE).order_by("sort_name", "pk")

    def answering_press(self) -> Self:
        """Those who answer journalists."""
        return self.filter(answers_press=True)


class RoleQuerySet(MakesPersonPublic):
    def making_public(self, language: str, at: datetime) -> Self:
        """A role at a member institution makes its bearer public while it is held, in every language.

        Whoever has a role elsewhere (a minister, the head of another cluster) is kept for what they say: named where they are
        quoted, and no page of theirs stands among those of the cluster's own people.
        """
        return self.current(timezone.localdate(at)).filter(institution__isnull=False)

    def current(self, day: date | None = None) -> Self:
        """Roles held on ``day`` (today in Paris unless given): begun, and not ended before it."""
        day = day or clock.today()
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class RankedQuerySet(PublishedQuerySet):
    """Things that staff put in order."""

    def for_list(self) -> Self:
        return self.order_by("rank", "pk")


class KeyFigureQuerySet(RankedQuerySet):
    def over_a_year_old(self, day: date | None = None) -> Self:
        """Figures given for a time that was over a year before ``day`` (today in Paris unless given)."""
        return self.not_withdrawn().filter(ended_before("as_of", (day or clock.today()) - A_YEAR))

    def disagreeing(self, counts: Mapping[str, int | Decimal]) -> Self:
        """Figures that the count of what they are counted by, among those known, does not bear out (``KeyFigure.agrees``)."""
        counted: QuerySet[Any] = self.not_withdrawn().filter(counted_by__in=counts)
        return self.filter(pk__in=[figure.pk for figure in counted if not figure.agrees(counts[figure.counted_by])])


class MilestoneQuerySet(PublishedQuerySet):
    def for_list(self) -> Self:
        return self.order_by("date", "pk")

    def latest_steps(self, most: int) -> Self:
        """The last of them by their day, and no more than ``most``."""
        return self.order_by("-date", "-pk")[:most]

    def planned_and_past(self, day: date | None = None) -> Self:
        """Milestones that are still said to be planned though they were over before ``day`` (today in Paris unless given)."""
        day = day or clock.today()
        over = (Q(date_end="") & ended_before("date", day)) | ended_before("date_end", day)
        return self.not_withdrawn().filter(over, is_planned=True)


class PageQuerySet(PublishedQuerySet):
    """A page under another is public only while the other is too: its address leads through it."""

    def public(self, language: str, at: datetime | None = None) -> Self:
        at = at or clock.now()
        parents = type(self)(self.model, using=self.db)
        public_parents = PublishedQuerySet.public(parents, language, at).values("pk")
        return super().public(language, at).filter(Q(parent__isnull=True) | Q(parent__in=public_parents))

    def for_list(self) -> Self:
        return self.select_related("parent").order_by("rank", "pk")

    def on_their_own(self) -> Self:
        """Without those that introduce a list, which is found in their stead."""
        return self.filter(Q(key__isnull=True) | ~Q(key=PageKey.TRAINING))

    def for_sitemap(self) -> Self:
        return self.select_related("parent").on_their_own()


class NationalClusterQuerySet(PublishedQuerySet):
    def for_list(self) -> Self:
        return self.order_by("-amount_meur", "rank", "pk")

    def total(self) -> Decimal | int:
        """The sum of the amounts, in millions of euros."""
        return self.aggregate(total=Sum("amount_meur"))["total"] or 0
