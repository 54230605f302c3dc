"""Reading rules of the press and the news."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import Case, F, IntegerField, OuterRef, Prefetch, Q, Subquery, Value, When

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import clock
from publishing.languages import column
from publishing.querysets import PublishedQuerySet, RecordQuerySet

from .enums import ReleaseState

CONFIRMED_FOR = timedelta(days=183)

WORDS_READ = (
    "quotes",
    "corrections",
    "pictures",
    "attachments",
    "release_boilerplates__boilerplate",
    "release_contacts__contact",
    "caps",
    "institutions",
    "partners",
)
"""What the words of a release are read from besides its own columns."""
RELATIONS_READ = (*WORDS_READ, "caps__theme")
"""What a whole reading of a release looks at besides its own columns."""


class NewsQuerySet(PublishedQuerySet):
    """Things that come one after another: the newest first, by the moment their language became public."""

    def newest_first(self) -> Self:
        return self.order_by(F(column("public_from", self.language)).desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        return self.newest_first()

    def for_detail(self) -> Self:
        """With the public programmes, institutions and partners that a page leads to."""
        return self.with_named()

    def with_named(self) -> Self:
        """With the public programmes, institutions and partners that each names."""
        language = self.language
        return self.prefetch_related(
            Prefetch("caps", CAP.objects.public(language).for_mention()),
            Prefetch("institutions", Institution.objects.public(language).for_mention()),
            Prefetch("partners", Partner.objects.public(language).for_mention()),
        )


class PressReleaseQuerySet(NewsQuerySet):
    def public(self, language: str, at: datetime | None = None) -> Self:
        """Only an approved release is public from its moment on, however its moment was set."""
        return super().public(language, at).filter(state=ReleaseState.APPROVED)

    def with_correction_moment(self) -> Self:
        """``corrected_at``: when the latest correction was made that says something in the language read."""
        notes = self.rows_of("corrections").filter(release=OuterRef("pk"), **{f"{column('says', self.language)}__gt": ""})
        latest = notes.order_by("-at", "-pk").values("at")[:1]
        return self.annotate(corrected_at=Subquery(latest))

    def for_list(self) -> Self:
        return self.newest_first().with_correction_moment()

    def for_reading(self) -> Self:
        """With all that ``news.reading.read`` looks at, in whatever language."""
        return self.prefetch_related(*RELATIONS_READ)

    def for_words(self) -> Self:
        """With all that ``news.reading.read_words`` looks at, in whatever language."""
        return self.prefetch_related(*WORDS_READ)

    def for_detail(self) -> Self:
        return self.for_reading()


class EventQuerySet(NewsQuerySet):
    def coming(self, at: datetime | None = None) -> Self:
        """Events that are not over yet, the next first."""
        return self.filter(ends_at__gte=at or clock.now()).order_by("starts_at", "pk")

    def in_agenda_order(self, at: datetime | None = None) -> Self:
        """Events to come, the next first; then those past, the latest first."""
        coming = Q(ends_at__gte=at or clock.now())
        return self.annotate(
            is_over=Case(When(coming, then=Value(0)), default=Value(1), output_field=IntegerField()),
            next_first=Case(When(coming, then=F("starts_at"))),
        ).order_by("is_over", "next_first", "-starts_at", "-pk")

    def for_list(self) -> Self:
        return self.in_agenda_order()


class CoverageQuerySet(PublishedQuerySet):
    def for_list(self) -> Self:
        return self.order_by("-date", "-pk")


class PressContactQuerySet(RecordQuerySet):
    def to_confirm(self, day: date | None = None) -> Self:
        """Contacts in force that nobody has confirmed for six months: telephone numbers and people move on."""
        day = day or clock.today()
        stale = Q(last_confirmed__isnull=True) | Q(last_confirmed__lt=day - CONFIRMED_FOR)
        return self.valid(day).filter(stale)

    def valid(self, day: date | None = None) -> Self:
        """Contacts that may be shown on ``day`` (today in Paris unless given)."""
        day = day or clock.today()
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )

    def in_press_room(self, day: date | None = None) -> Self:
        """Contacts of the press room itself. The others are known only through the public releases that name them."""
        return self.valid(day).filter(in_press_room=True)

    def for_list(self) -> Self:
        return self.order_by("rank", "pk")


class LogoQuerySet(PublishedQuerySet):
    def for_list(self) -> Self:
        return self.order_by("rank", "pk")


class BoilerplateQuerySet(RecordQuerySet):
    def in_public_use(self, language: str) -> Self:
        """Texts that a public release carries; the others may still be in preparation."""
        uses = self.rows_of("uses").filter(release__in=self.rows_of("uses__release", PressReleaseQuerySet).public(language))
        return self.filter(pk__in=uses.values("boilerplate"))

    def for_list(self) -> Self:
        return self.order_by("rank", "pk")
