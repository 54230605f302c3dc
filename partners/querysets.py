"""Reading rules of the partners."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from django.db.models import Model, Q, Sum

from publishing import clock
from publishing.languages import columns, main
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet

from .enums import INDUSTRIAL_KINDS

MILLION = 1_000_000
LOGO_NOTICE = timedelta(days=60)
"""How long before its end a permission is asked for anew."""


class PartnerQuerySet(PublishedQuerySet):
    def industrial(self) -> Self:
        return self.filter(kind__in=INDUSTRIAL_KINDS)

    def logo_permission_due(self, day: date | None = None) -> Self:
        """Partners whose logo needs a permission to be asked for: there is none, or it ends within ``LOGO_NOTICE`` of ``day``.

        Today in Paris unless given. A permission that has ended is among them.
        """
        last = (day or clock.today()) + LOGO_NOTICE
        due = Q(logo_permission="") | Q(logo_permission_until__lte=last)
        return self.not_withdrawn().exclude(logo="").filter(due)

    def in_programmes(self, caps: Iterable[Model]) -> Self:
        """Partners that take part in some of these programmes."""
        return self.filter(pk__in=self.model._default_manager.filter(involvements__cap__in=caps).values("pk"))

    def for_list(self) -> Self:
        """With the columns alone that a row of a list shows."""
        shown = self.only("name", "kind", "sector", "country", "is_example", *columns("slug"))
        return shown.order_by("sort_name", "pk")

    def for_detail(self) -> Self:
        return self

    def for_mention(self) -> Self:
        """With the columns alone that a page needs to name each and to lead to it."""
        return self.only("name", "country", "is_example", *columns("slug"))


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
        return self.told().total()

    def told(self) -> Self:
        """The pledges of ``told_total``."""
        public = self.rows_of("partner", PartnerQuerySet).public(main()).real()
        return self.shown().filter(partner__in=public)
