"""Reading rules of the programmes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from cluster.models import Institution, Person, Theme
from cluster.querysets import MakesPersonPublic, institution_is_public
from partners.models import Partner
from publishing import clock
from publishing.languages import columns, localized
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet, number_of

from .enums import PI_COUNT, InvolvementRole, MembershipRole

if TYPE_CHECKING:
    from .models import CAP


def _of(relation: str, names: Iterable[str]) -> list[str]:
    return [f"{relation}__{name}" for name in names]


OF_THEME = ("rank", "is_example", *columns("name"), *columns("slug"))
OF_ENTRY = ("number", "acronym", "phase", "is_example", *columns("title"), *columns("slug"))
OF_MEMBERSHIP = (
    "cap",
    "institution",
    "role",
    "rank",
    *_of("person", ("given_name", "family_name", "is_example", *columns("slug"))),
)
OF_INVOLVEMENT = (
    "cap",
    "role",
    "is_example",
    *_of("institution", ("rank", "acronym", "is_example", *columns("name"), *columns("slug"))),
)
"""The columns that an entry of a list of programmes shows, of each kind of row."""
OF_MEMBER = (*OF_MEMBERSHIP, *columns("title"), *_of("institution", ("acronym", *columns("name"), *columns("slug"))))
"""The columns of somebody in a programme that its page shows."""


class CAPQuerySet(PublishedQuerySet["CAP"]):
    def public(self, language: str, at: datetime | None = None) -> Self:
        """A programme stands under its theme: it is public only while the theme is, too."""
        at = at or clock.now()
        return super().public(language, at).filter(theme__in=Theme.objects.public(language, at))

    def with_people(self) -> Self:
        """With the programme's people whose moment has come, in order, and the institution each stands for."""
        people = self.rows_of("memberships", MembershipQuerySet).filter(person__in=Person.objects.announced(self.language))
        houses = institution_is_public(Institution.objects.public(self.language))
        shown = people.select_related("person", "institution").only(*OF_MEMBER).annotate(institution_is_public=houses)
        return self.prefetch_related(Prefetch("memberships", shown.in_order()))

    def with_institutions(self) -> Self:
        """With the public institutions that take part, the lead first."""
        public = self.rows_of("involvements", InvolvementQuerySet).filter(
            institution__in=Institution.objects.public(self.language)
        )
        shown = public.select_related("institution").only(*OF_INVOLVEMENT, "institution__kind", "institution__ror")
        return self.prefetch_related(Prefetch("involvements", shown.in_order()))

    def with_partner_count(self) -> Self:
        """``partner_count``: how many public partners take part. In a real programme no example counts.

        Counted for each row that is read, and for no other: a join would count those of every programme before the first are
        taken.
        """
        counted = Q(partner__is_example=False) | Q(cap__is_example=True)
        mine = self.rows_of("partner_involvements").filter(
            counted, cap=OuterRef("pk"), partner__in=Partner.objects.public(self.language)
        )
        return self.annotate(partner_count=Subquery(mine.order_by().values_list(number_of("pk")), output_field=IntegerField()))

    def breaking_rules(self) -> Self:
        """Programmes that break a rule of the call. Its twin on the instance is ``CAP.rule_breaks``, which says which."""
        investigators = self.rows_of("memberships", MembershipQuerySet).principal_investigators()
        mine = investigators.filter(cap=OuterRef("pk"))
        colleagues = investigators.filter(cap=OuterRef("cap"), institution=OuterRef("institution")).exclude(pk=OuterRef("pk"))
        taking_part = self.rows_of("involvements").filter(cap=OuterRef("cap"), institution=OuterRef("institution"))
        leads = self.rows_of("involvements").filter(cap=OuterRef("pk"), role=InvolvementRole.LEAD)
        broken = (
            ~Q(leads_total=1)
            | ~Q(investigators_total=PI_COUNT)
            | Q(Exists(mine.filter(Exists(colleagues))))
            | Q(Exists(mine.filter(~Exists(taking_part))))
        )
        counted = self.alias(leads_total=_number_of(leads), investigators_total=_number_of(mine))
        return counted.filter(broken).not_withdrawn()

    def for_sitemap(self) -> Self:
        return self.select_related("theme")

    def for_mention(self) -> Self:
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("number", "acronym", "title", "theme", "is_example", *columns("slug"))

    def for_shelf(self) -> Self:
        """With what a spine shows."""
        return self.select_related("theme").with_partner_count().order_by("theme__rank", "number", "pk")

    def for_list(self) -> Self:
        """With what an entry of a list shows, and no other column: a page of them is many rows."""
        people = self.rows_of("memberships", MembershipQuerySet).filter(person__in=Person.objects.announced(self.language))
        houses = self.rows_of("involvements", InvolvementQuerySet).filter(
            institution__in=Institution.objects.public(self.language)
        )
        return (
            self.for_shelf()
            .only(*OF_ENTRY, *_of("theme", OF_THEME))
            .prefetch_related(
                Prefetch("memberships", people.select_related("person").only(*OF_MEMBERSHIP).in_order()),
                Prefetch("involvements", houses.select_related("institution").only(*OF_INVOLVEMENT).in_order()),
            )
        )

    def for_detail(self) -> Self:
        return (
            self.select_related("theme")
            .with_people()
            .with_institutions()
            .prefetch_related(
                "keywords",
                Prefetch(
                    "partner_involvements",
                    self.rows_of("partner_involvements")
                    .filter(partner__in=Partner.objects.public(self.language))
                    .select_related("partner")
                    .only(
                        "cap",
                        *columns("contribution"),
                        *_of("partner", ("name", "kind", "country", "is_example", *columns("slug"))),
                    )
                    .order_by("partner__sort_name", "pk"),
                ),
            )
        )

    def related_to(self, cap: CAP) -> Self:
        """Other programmes, the nearest first, then by number.

        Three for standing under the theme of ``cap``, two for each keyword that they share with it. A keyword alone says little
        under another theme (“autonomy” is of pupils, of robots and of workers): there two at least have to be shared.
        """
        mine = self.model.keywords.through.objects.filter(cap=cap.pk).values("keyword")
        words = Count("keywords", filter=Q(keywords__in=mine))
        near = Case(
            When(theme=cap.theme_id, then=F("words") * 2 + 3),
            When(words__gte=2, then=F("words") * 2),
            default=Value(0),
            output_field=IntegerField(),
        )
        others = self.exclude(pk=cap.pk).alias(words=words)
        return others.annotate(near=near).filter(near__gt=0).order_by("-near", "number")

    def involving(self, institution: Institution) -> Self:
        """Programmes that an institution leads or takes part in."""
        return self.filter(pk__in=self.rows_of("involvements").filter(institution=institution).values("cap"))


def _number_of(rows: QuerySet) -> Coalesce:
    """How many rows a programme has, as part of a query of programmes."""
    counted = rows.order_by().values("cap").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


class MembershipQuerySet(MakesPersonPublic):
    def making_public(self, language: str, at: datetime) -> Self:
        """A public programme makes the people in it public."""
        return self.filter(cap__in=self.rows_of("cap", CAPQuerySet).public(language, at))

    def principal_investigators(self) -> Self:
        return self.filter(role=MembershipRole.PI)

    def in_order(self) -> Self:
        """Principal investigators first, then as staff put them."""
        first = Case(When(role=MembershipRole.PI, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.order_by(first, "rank", "pk")


class InvolvementQuerySet(LocalizedQuerySet):
    def in_order(self) -> Self:
        """The lead first, then in the consortium's order."""
        first = Case(When(role=InvolvementRole.LEAD, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.order_by(first, "institution__rank", localized("institution__sort_name", self.language), "pk")
