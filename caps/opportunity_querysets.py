"""Reading rules of the opportunities."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db.models import Case, F, IntegerField, Prefetch, Q, Value, When

from cluster.querysets import InstitutionQuerySet
from publishing import clock
from publishing.languages import column, columns, main
from publishing.querysets import PublishedQuerySet

from .enums import OpportunityState
from .querysets import CAPQuerySet

A_WEEK = timedelta(days=7)
HALF_A_YEAR = timedelta(days=183)
A_YEAR = timedelta(days=365)


def standing(state: OpportunityState, day: date) -> Q:
    """What a state says of the days of an opportunity; its twin on the instance is ``Opportunity.state_on``.

    It is open on its closing day until that day ends in the portal’s time zone, and for ever where it has none.
    """
    closed, ahead = Q(closes__isnull=False, closes__lt=day), Q(opens__isnull=False, opens__gt=day)
    if state is OpportunityState.CLOSED:
        return closed
    return ~closed & ahead if state is OpportunityState.COMING else ~closed & ~ahead


class OpportunityQuerySet(PublishedQuerySet):
    """Nothing closes an opportunity but its day: what is open is computed at each reading."""

    def in_state(self, state: OpportunityState, day: date | None = None) -> Self:
        """Those in a state on ``day`` (today in Paris unless given)."""
        return self.filter(standing(state, day or clock.today()))

    def open(self, day: date | None = None) -> Self:
        return self.in_state(OpportunityState.OPEN, day)

    def not_closed(self, day: date | None = None) -> Self:
        """Those that one may apply to, or soon may."""
        return self.filter(~standing(OpportunityState.CLOSED, day or clock.today()))

    def any_open(self, day: date | None = None) -> bool:
        """Whether there is anything to apply to, an example included: what leads to the list stands only while there is."""
        return self.open(day).exists()

    def next_to_close(self) -> Self:
        """The nearest deadline first, then those that have none, the latest first."""
        return self.order_by(F("closes").asc(nulls_last=True), "-pk")

    def newest_first(self) -> Self:
        return self.order_by(F(column("public_from", self.language)).desc(nulls_last=True), "-pk")

    def in_list_order(self, day: date | None = None) -> Self:
        """What is open, the nearest deadline first; what opens soon, the next first; the archive, the latest first."""
        day = day or clock.today()
        now, ahead = standing(OpportunityState.OPEN, day), standing(OpportunityState.COMING, day)
        return self.annotate(
            place_in_list=Case(
                When(now, then=Value(0)), When(ahead, then=Value(1)), default=Value(2), output_field=IntegerField()
            ),
            deadline=Case(When(now, then=F("closes"))),
            opening=Case(When(ahead, then=F("opens"))),
        ).order_by(
            "place_in_list",
            F("deadline").asc(nulls_last=True),
            F("opening").asc(nulls_last=True),
            F("closes").desc(nulls_last=True),
            "-pk",
        )

    def with_named(self) -> Self:
        """With the programme and the institution, where these are public: otherwise a page finds none."""
        return self.prefetch_related(
            Prefetch("cap", self.rows_of("cap", CAPQuerySet).public(self.language).for_mention()),
            Prefetch("institution", self.rows_of("institution", InstitutionQuerySet).public(self.language).for_mention()),
        )

    def for_list(self) -> Self:
        return self.in_list_order().with_named()

    def for_detail(self) -> Self:
        themes = self.rows_of("themes", PublishedQuerySet).public(self.language).order_by("rank", "pk")
        return self.with_named().prefetch_related(Prefetch("themes", themes), "keywords")

    # What staff look after

    def _told(self) -> Self:
        """What the public sees in the main language, or saw: everything that has begun to matter."""
        return self.not_withdrawn().filter(**{f"{column('public_from', main())}__lte": clock.now()})

    def closing_soon(self, day: date | None = None) -> Self:
        """Open, and closing within ``A_WEEK``."""
        day = day or clock.today()
        return self._told().open(day).filter(closes__lte=day + A_WEEK)

    def without_outcome(self, day: date | None = None) -> Self:
        """Closed within ``A_YEAR``, and silent on what came of it in every language."""
        day = day or clock.today()
        said = Q()
        for name in columns("outcome"):
            said |= ~(Q(**{name: ""}) | Q(**{f"{name}__isnull": True}))
        return self._told().in_state(OpportunityState.CLOSED, day).filter(closes__gte=day - A_YEAR).exclude(said)

    def open_without_end(self, day: date | None = None) -> Self:
        """Open for over ``HALF_A_YEAR`` without a closing day: it may have been filled long ago."""
        day = day or clock.today()
        since = {f"{column('public_from', main())}__lt": clock.now() - HALF_A_YEAR}
        return self._told().open(day).filter(closes__isnull=True, **since)
