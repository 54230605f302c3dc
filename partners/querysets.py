"""Reading rules of the partners."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from django.db.models import Model, Sum

from publishing.languages import columns, main
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet

from .enums import INDUSTRIAL_KINDS

MILLION = 1_000_000


class PartnerQuerySet(PublishedQuerySet):
    def industrial(self) -> Self:
        return self.filter(kind__in=INDUSTRIAL_KINDS)

    def in_programmes(self, caps: Iterable[Model]) -> Self:
        """Partners that take part in some of these programmes."""
        return self.filter(pk__in=self.model._default_manager.filter(involvements__cap__in=caps).values("pk"))

    def for_list(self) -> Self:
        return self.order_by("sort_name", "pk")

    def for_mention(self) -> Self:
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("name", "is_example", *columns("slug"))


class PledgeQuerySet(LocalizedQuerySet):
    def shown(self) -> Self:
        """Pledges that may be shown one by one: only those whose partner agreed."""
        return self.filter(is_public=True)

    def industrial(self) -> Self:
        return self.filter(partner__kind__in=INDUSTRIAL_KINDS)

    def total(self) -> Decimal:
        """The sum in euros, of confidential pledges too: for staff. What the public is told is ``told_total``."""
        return self.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def told_total(self) -> Decimal:
        """The sum in euros that the public is told: of pledges that are public each by itself, and of no other.

        Whatever else were told of the confidential ones, a sum, a count or a share, would give one of them away to who reads
        it before and after. Partners that are not public, and examples, are left out.
        """
        public = self.rows_of("partner", PartnerQuerySet).public(main()).real()
        return self.shown().filter(partner__in=public).total()
