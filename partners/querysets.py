"""Reading rules of the partners."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Self

from django.db.models import Model, Q, Sum

from publishing.languages import columns, main
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet

from .enums import INDUSTRIAL_KINDS

MILLION = 1_000_000
FEWEST, LARGEST_SHARE = 3, Decimal("0.85")


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
        """The sum in euros, confidential pledges included: for staff. What the public is told is ``told_total``."""
        return self.aggregate(total=Sum("amount"))["total"] or Decimal(0)

    def of_public_partners(self) -> Self:
        """Pledges of the partners that are public in the main language, whatever the language of the page.

        The sum is then the same in every language: two that differ by one partner would tell what that one pledged.
        """
        return self.filter(partner__in=self.rows_of("partner", PartnerQuerySet).public(main()))

    def told_total(self) -> Decimal | None:
        """The sum in euros that the public may be told, or ``None`` where it would tell what a partner keeps to itself.

        Whoever takes the shown pledges away from the sum learns the sum of the confidential ones. As in official statistics
        (INSEE, “secret statistique”), that one must be made up by at least three partners, none with 85 % of it or more.
        """
        rows = list(
            self.order_by().values_list("partner").annotate(all=Sum("amount"), kept=Sum("amount", filter=Q(is_public=False)))
        )
        kept = [kept for _partner, _all, kept in rows if kept]
        if kept and (len(kept) < FEWEST or max(kept) >= LARGEST_SHARE * sum(kept)):
            return None
        return sum((all_ for _partner, all_, _kept in rows), Decimal(0))

    def told_millions(self) -> int | None:
        """``told_total`` in whole millions of euros."""
        total = self.told_total()
        return None if total is None else int(total / MILLION)
