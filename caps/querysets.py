"""Reading rules of the programmes."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cluster.models import Institution, Person, Theme
from cluster.querysets import PersonQuerySet
from partners.models import Partner
from publishing.languages import columns, current, localized
from publishing.querysets import PublishedQuerySet


class CAPQuerySet(PublishedQuerySet):
    def public(self, language: str, at: datetime | None = None):
        """A programme stands under its theme: it is public only while the theme is, too."""
        at = at or timezone.now()
        return super().public(language, at).filter(theme__in=Theme.objects.public(language, at))

    def with_people(self):
        """With the programme's people whose moment has come, in order, and the institution each stands for."""
        from .models import Membership

        people = Membership.objects.filter(person__in=Person.objects.announced(current()))
        return self.prefetch_related(Prefetch("memberships", people.select_related("person", "institution").in_order()))

    def with_institutions(self):
        """With the public institutions that take part, the lead first."""
        from .models import Involvement

        public = Involvement.objects.filter(institution__in=Institution.objects.public(current()))
        return self.prefetch_related(Prefetch("involvements", public.select_related("institution").in_order()))

    def with_partner_count(self):
        """``partner_count``: how many public partners take part."""
        public = Q(partner_involvements__partner__in=Partner.objects.public(current()))
        return self.annotate(partner_count=Count("partner_involvements", filter=public, distinct=True))

    def for_sitemap(self):
        return self.select_related("theme")

    def for_mention(self):
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("number", "acronym", "title", "theme", "is_example", *columns("slug"))

    def for_shelf(self):
        """With what a spine shows."""
        return self.select_related("theme").with_partner_count().order_by("theme__rank", "number", "pk")

    def for_list(self):
        return self.for_shelf().with_people().with_institutions()

    def for_detail(self):
        from .models import PartnerInvolvement

        return (
            self.select_related("theme")
            .with_people()
            .with_institutions()
            .prefetch_related(
                "keywords",
                "publications",
                Prefetch(
                    "partner_involvements",
                    PartnerInvolvement.objects.filter(partner__in=Partner.objects.public(current()))
                    .select_related("partner")
                    .order_by("partner__sort_name", "pk"),
                ),
            )
        )

    def related_to(self, cap):
        """Other programmes, with ``near``: two for each keyword they share with ``cap``, one for standing under its theme."""
        shared = self.model.keywords.through.objects.filter(cap=OuterRef("pk"), keyword__in=cap.keywords.all())
        counted = shared.order_by().values("cap").annotate(n=Count("pk")).values("n")
        beside = Case(When(theme=cap.theme_id, then=Value(1)), default=Value(0), output_field=IntegerField())
        near = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)) * 2 + beside
        return self.exclude(pk=cap.pk).annotate(near=near).filter(near__gt=0)

    def involving(self, institution: Institution):
        """Programmes that an institution leads or takes part in."""
        from .models import Involvement

        return self.filter(pk__in=Involvement.objects.filter(institution=institution).values("cap"))


class MembershipQuerySet(QuerySet):
    def principal_investigators(self):
        from .models import Membership

        return self.filter(role=Membership.Role.PI)

    def in_order(self):
        """Principal investigators first, then as staff put them."""
        from .models import Membership

        first = Case(When(role=Membership.Role.PI, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.order_by(first, "rank", "pk")


class InvolvementQuerySet(QuerySet):
    def leads(self):
        from .models import Involvement

        return self.filter(role=Involvement.Role.LEAD)

    def in_order(self):
        """The lead first, then in the consortium's order."""
        from .models import Involvement

        first = Case(When(role=Involvement.Role.LEAD, then=Value(0)), default=Value(1), output_field=IntegerField())
        return self.order_by(first, "institution__rank", localized("institution__sort_name"), "pk")


def _through_a_public_cap(language: str, at: datetime) -> Exists:
    from .models import CAP, Membership

    return Exists(Membership.objects.filter(person=OuterRef("pk"), cap__in=CAP.objects.public(language, at)))


def join_the_consortium() -> None:
    """A public programme makes the people in it public."""
    if _through_a_public_cap not in PersonQuerySet.reasons:
        PersonQuerySet.reasons.append(_through_a_public_cap)
