"""Reading rules of the partners."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from publishing.querysets import PublishedQuerySet


class PartnerQuerySet(PublishedQuerySet):
    def industrial(self):
        from .models import Partner

        return self.filter(kind__in=Partner.INDUSTRIAL)

    def in_programmes(self, caps):
        """Partners that take part in some of these programmes."""
        return self.filter(pk__in=self.model.objects.filter(involvements__cap__in=caps).values("pk"))

    def for_list(self):
        return self.order_by("sort_name", "pk")

    def per_kind(self) -> dict[str, int]:
        """How many partners there are of each kind."""
        return dict(self.order_by("kind").values_list("kind").annotate(n=Count("pk", distinct=True)))


class PledgeQuerySet(QuerySet):
    def shown(self):
        """Pledges that may be shown one by one: only those whose partner agreed."""
        return self.filter(is_public=True)

    def industrial(self):
        from .models import Partner

        return self.filter(partner__kind__in=Partner.INDUSTRIAL)

    def total(self) -> Decimal:
        """The sum in euros. A sum tells no single pledge, so confidential ones count."""
        return self.aggregate(total=Sum("amount"))["total"] or Decimal(0)
