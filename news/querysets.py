"""Reading rules of the press and the news."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db.models import Case, Count, Exists, F, IntegerField, Max, OuterRef, Prefetch, Q, Value, When

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import clock
from publishing.languages import column, columns
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet, RecordQuerySet

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


EDITION_READ = (
    "contacts__contact",
    "files__sealed",
    "strikes",
    "references__cap__theme",
    "references__institution",
    "references__partner",
)
"""What a public reading looks at besides the edition in force itself."""


def edition_relations(language: str) -> list[str]:
    """The relations of a release that its public reading in a language looks at."""
    return [f"{column('edition', language)}__{relation}" for relation in EDITION_READ]


class NewsQuerySet(PublishedQuerySet):
    """Things that come one after another: the newest first, by the moment their language became public."""

    def newest_first(self) -> Self:
        return self.order_by(F(column("public_from", self.language)).desc(nulls_last=True), "-pk")

    def for_list(self) -> Self:
        return self.newest_first()

    def for_detail(self) -> Self:
        """With the public programmes, institutions and partners that a page leads to."""
        return self.with_named()

    def naming(self, **named: Any) -> Self:
        """Those that name something (``cap=cap``, ``institution__in=…``), each once."""
        plural = {f"{name.partition('__')[0]}s{name[len(name.partition('__')[0]) :]}": value for name, value in named.items()}
        return self.filter(pk__in=self.model._default_manager.filter(**plural).values("pk"))

    def with_named(self) -> Self:
        """With the public programmes, institutions and partners that each names."""
        language = self.language
        return self.prefetch_related(
            Prefetch("caps", CAP.objects.public(language).for_mention()),
            Prefetch("institutions", Institution.objects.public(language).for_mention()),
            Prefetch("partners", Partner.objects.public(language).for_mention()),
        )


class PressReleaseQuerySet(NewsQuerySet):
    """Releases. What they say in public is asked of the edition in force, never of their own columns."""

    def public(self, language: str, at: datetime | None = None) -> Self:
        """Only what was approved is public, from its moment on, however its moment was set."""
        return super().public(language, at).filter(**{f"{column('edition', language)}__isnull": False})

    def public_or_taken_back(self, language: str, at: datetime | None = None) -> Self:
        """What the public sees in a language or saw until it was withdrawn. Nothing ever leaves it, so places in it are kept.

        Its twin on the instance is ``is_public`` or ``was_taken_back``.
        """
        at = at or clock.now()
        moment = column("public_from", language)
        return self.in_language(language).filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at) | Q(**{f"{moment}__lte": F("withdrawn_at")}),
            **{f"{moment}__lte": at, f"{column('edition', language)}__isnull": False},
        )

    def changed_since(self, moment: datetime, at: datetime) -> Self:
        """Those that were corrected in the language read, or withdrawn, between two moments."""
        corrected = {f"{column('edition', self.language)}__corrected_at__gt": moment}
        return self.filter(Q(withdrawn_at__gt=moment, withdrawn_at__lte=at) | Q(**corrected))

    def for_list(self) -> Self:
        """With the edition in force, which says title, subtitle, lead and day."""
        edition = column("edition", self.language)
        return self.newest_first().select_related(edition).defer(f"{edition}__payload")

    def for_reading(self) -> Self:
        """With all that ``news.reading.read`` looks at, in whatever language."""
        return self.prefetch_related(*RELATIONS_READ)

    def for_words(self) -> Self:
        """With all that ``news.reading.read_words`` looks at, in whatever language."""
        return self.prefetch_related(*WORDS_READ)

    def for_public_reading(self, *codes: str) -> Self:
        """With all that ``news.reading.read_public`` looks at, in the language read or in those given."""
        wanted = codes or (self.language,)
        relations = [relation for code in wanted for relation in edition_relations(code)]
        return self.select_related(*(column("edition", code) for code in wanted)).prefetch_related(*relations)

    def for_detail(self) -> Self:
        return self.for_public_reading()

    def freshness(self, at: datetime | None = None) -> tuple[int, datetime | None]:
        """A working save is nothing to the public: what counts is the seal of an edition in force, and its moment."""
        at = at or clock.now()
        moments = {f"moment_{name}": Max(name, filter=Q(**{f"{name}__lte": at})) for name in columns("public_from")}
        seals = {
            f"sealed_{edition}": Max(f"{edition}__sealed_at", filter=Q(**{f"{moment}__lte": at}))
            for edition, moment in zip(columns("edition"), columns("public_from"), strict=True)
        }
        found = self.public_anywhere(at).order_by().aggregate(count=Count("pk"), **moments, **seals)
        count = found.pop("count")
        return count, max(filter(None, found.values()), default=None)

    def for_sitemap(self) -> Self:
        return self.select_related(*columns("edition")).defer(*(f"{name}__payload" for name in columns("edition")))

    def naming(self, **named: Any) -> Self:
        """Those whose edition in force in the language read names something (``cap=cap``, ``institution__in=…``)."""
        references = self.rows_of("editions__references", EditionReferenceQuerySet).standing().filter(**named)
        return self.filter(**{f"{column('edition', self.language)}__in": references.values("edition")})


class EditionReferenceQuerySet(LocalizedQuerySet):
    def standing(self) -> Self:
        """Those of parts that were not struck out."""
        strikes = self.rows_of("edition__strikes")
        same = {name: OuterRef(given) for name, given in (("edition", "edition"), ("part", "part"), ("place", "part_place"))}
        return self.filter(~Exists(strikes.filter(**same)))


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
        releases = self.rows_of("uses__release", PressReleaseQuerySet).public(language)
        references = self.rows_of("uses__release__editions__references", EditionReferenceQuerySet).standing()
        in_force = references.filter(edition__in=releases.values(column("edition", language)))
        return self.filter(pk__in=in_force.exclude(boilerplate=None).values("boilerplate"))

    def for_list(self) -> Self:
        return self.order_by("rank", "pk")
