"""Reading rules of publications: which the public sees, whose they are, and how many of them are in open access."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Prefetch, QuerySet

from publishing.languages import columns
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet, RecordQuerySet

from .enums import GOOD, NOT_TEXTS, STANDING, HalState

if TYPE_CHECKING:
    from cluster.models import Person

    from .models import CAP


OF_ENTRY = ("title", "language", "kind", "authors", "venue", "year", "is_open", "is_example", *columns("slug"))
OF_TIE = ("publication", *(f"cap__{name}" for name in ("acronym", "is_example", *columns("slug"))))


@dataclass(frozen=True)
class OpenShare:
    """How many texts are in open access, of how many of which it is known."""

    is_open: int
    known: int

    @classmethod
    def of(cls, counted_by_openness: Iterable[tuple[bool, int]]) -> Self:
        counted = dict(counted_by_openness)
        return cls(counted.get(True, 0), sum(counted.values()))

    @property
    def percent(self) -> int:
        """Rounded down: what is not all is never said to be all."""
        return self.is_open * 100 // self.known if self.known else 0


class TieQuerySet(LocalizedQuerySet):
    def right(self) -> Self:
        """Those that staff have not said to be wrong."""
        return self.filter(is_wrong=False)


class PublicationQuerySet(PublishedQuerySet):
    def public(self, language: str, at: datetime | None = None) -> Self:
        """What HAL has given up, or what no question finds any more, is kept and not shown."""
        return super().public(language, at).filter(hal_state__in=STANDING)

    def of_cluster(self) -> Self:
        """What thanks the cluster or one of its programmes. The rest is of its people, and stands on their pages alone."""
        return self.filter(acknowledges=True)

    def of_programme(self, cap: CAP) -> Self:
        return self.filter(pk__in=self.rows_of("programme_ties", TieQuerySet).right().filter(cap=cap).values("publication"))

    def of_person(self, person: Person) -> Self:
        ties = self.rows_of("person_ties", TieQuerySet).right().filter(person=person)
        return self.filter(pk__in=ties.values("publication"))

    def newest_first(self) -> Self:
        return self.order_by("-year", "-published_on", "pk")

    def with_programmes(self, only: tuple[str, ...] = ()) -> Self:
        """``shown_programmes``: the ties to programmes that are public in the language it is read in, whole or some columns."""
        ties = self.rows_of("programme_ties", TieQuerySet).right()
        public = ties.filter(cap__in=self.rows_of("programme_ties__cap", PublishedQuerySet).public(self.language))
        return self.prefetch_related(
            Prefetch(
                "programme_ties",
                (public.only(*only) if only else public).select_related("cap").order_by("cap__number", "pk"),
                to_attr="shown_programmes",
            )
        )

    def for_list(self) -> Self:
        """With the columns that an entry shows, of the programmes too."""
        return self.only(*OF_ENTRY).newest_first().with_programmes(only=OF_TIE)

    def for_detail(self) -> Self:
        people = self.rows_of("person_ties__person", PublishedQuerySet).public(self.language)
        ties = self.rows_of("person_ties", TieQuerySet).right().filter(person__in=people).select_related("person")
        return self.with_programmes().prefetch_related(
            Prefetch("person_ties", ties.order_by("person__sort_name", "pk"), to_attr="shown_people")
        )

    def counted_by_openness(self) -> QuerySet:
        """Of the texts of which it is known, examples left out: whether they are in open access, and how many."""
        known = self.real().exclude(kind__in=NOT_TEXTS).filter(is_open__isnull=False)
        return known.order_by("is_open").values("is_open").annotate(number=Count("pk")).values_list("is_open", "number")

    def open_share(self) -> OpenShare:
        return OpenShare.of(self.counted_by_openness())

    def given_up(self) -> Self:
        """What HAL does not have any more, or no question finds: staff look at it, or hide it with a reason."""
        return self.filter(hal_state__in=(HalState.LEFT, HalState.GONE), withdrawn_at__isnull=True)


class HalQueryQuerySet(RecordQuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def without_answer(self) -> Self:
        """Those whose last asking came to nothing."""
        return self.active().exclude(outcome__in=("", *GOOD))
