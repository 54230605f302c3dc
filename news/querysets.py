"""Reading rules of the press and the news."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from caps.models import CAP
from cluster.models import Institution
from partners.models import Partner
from publishing import clock, languages
from publishing.languages import column, columns
from publishing.library_pictures import LibraryPicture
from publishing.querysets import LocalizedQuerySet, PublishedQuerySet, RecordQuerySet, latest, number_of

from .enums import EditionKind, ReleaseStage, ReviewState, StateChangeKind, StruckPart

CONFIRMED_FOR = timedelta(days=183)
A_WEEK = timedelta(days=7)

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

GIVEN_BACK = (StateChangeKind.RETURNED, StateChangeKind.BACK_TO_DRAFT)
"""The steps after which a text is its author's again."""

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

    def freshness_row(self, at: datetime) -> QuerySet:
        """A working save is nothing to the public: what counts is the seal of an edition in force, and its moment."""
        moments = [latest(name, **{f"{name}__lte": at}) for name in columns("public_from")]
        seals = [
            latest(f"{edition}__sealed_at", **{f"{moment}__lte": at})
            for edition, moment in zip(columns("edition"), columns("public_from"), strict=True)
        ]
        return self.public_anywhere(at).order_by().values_list(number_of("pk"), *moments, *seals)

    def for_sitemap(self) -> Self:
        return self.select_related(*columns("edition")).defer(*(f"{name}__payload" for name in columns("edition")))

    def naming(self, **named: Any) -> Self:
        """Those whose edition in force in the language read names something (``cap=cap``, ``institution__in=…``)."""
        references = self.rows_of("editions__references", EditionReferenceQuerySet).standing().filter(**named)
        return self.filter(**{f"{column('edition', self.language)}__in": references.values("edition")})

    def awaiting_confirmation(self, *, by_others_than: int | None = None) -> Self:
        """Those of which something in force was approved by one person alone, and by nobody else since.

        Nobody confirms what they approved themselves: with ``by_others_than``, what somebody may confirm.
        """
        alone = self.rows_of("approvals", ApprovalQuerySet).unconfirmed()
        if by_others_than is not None:
            alone = alone.exclude(by=by_others_than)
        open_in = [
            Q(Exists(alone.filter(release=OuterRef("pk"), language=code)), **{f"{column('edition', code)}__isnull": False})
            for code in languages.codes()
        ]
        return self.filter(reduce(or_, open_in), withdrawn_at=None)

    # Where a release stands, for those who work on it

    def in_stage(self, stage: ReleaseStage, language: str, at: datetime | None = None) -> Self:
        """Releases of which a language stands at a stage. Its twin on the instance is ``PressRelease.stages_in``."""
        at = at or clock.now()
        moment, sealed = column("public_from", language), Q(**{f"{column('edition', language)}__isnull": False})
        in_review = Q(**{column("review", language): ReviewState.IN_REVIEW})
        if stage == ReleaseStage.WITHDRAWN:
            return self.filter(withdrawn_at__lte=at)
        if stage == ReleaseStage.PUBLIC:
            return self.public(language, at)
        stages = {
            ReleaseStage.DRAFT: ~in_review & ~sealed,
            ReleaseStage.IN_REVIEW: in_review,
            ReleaseStage.APPROVED: sealed & Q(**{f"{moment}__isnull": True}),
            ReleaseStage.SCHEDULED: sealed & Q(**{f"{moment}__gt": at}),
        }
        return self.filter(Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), stages[stage])

    def in_stage_anywhere(self, stage: ReleaseStage, at: datetime | None = None) -> Self:
        """Releases of which at least one language stands at a stage."""
        at = at or clock.now()
        records, in_some_language = type(self)(self.model, using=self.db), Q()
        for code in languages.codes():
            in_some_language |= Q(pk__in=records.in_stage(stage, code, at).values("pk"))
        return self.filter(in_some_language)

    def with_ended_pictures(self, day: date | None = None) -> Self:
        """Releases that show, or are to show, a picture whose permission in the library has ended by ``day``.

        What is sealed is known by its file, which is the library’s byte by byte; what is struck out is shown no more. Of the
        working text, whatever row was taken from the library.
        """
        ended = LibraryPicture.objects.ended(day)
        in_work = self.rows_of("pictures").filter(library__in=ended).values("release")
        struck = self.rows_of("editions__strikes").filter(
            edition=OuterRef("edition"), part=OuterRef("part"), place=OuterRef("place")
        )
        files = self.rows_of("editions__files").filter(~Exists(struck), sealed__sha256__in=ended.values("sha256"))
        shows = Q(pk__in=in_work)
        for code in languages.codes():
            shows |= Q(**{f"{column('edition', code)}__in": files.values("edition")})
        return self.not_withdrawn().filter(shows)

    def with_mute_pictures(self, language: str) -> Self:
        """Releases of which a picture has no alternative text in a language, as they stand in the working text."""
        alt = column("alt", language)
        mute = self.rows_of("pictures").filter(Q(**{f"{alt}__isnull": True}) | Q(**{alt: ""}))
        return self.not_withdrawn().filter(pk__in=mute.values("release"))

    def without_contact(self, day: date | None = None) -> Self:
        """Releases of which a language that is approved, or in review, names no contact in force on ``day``.

        What is approved names those of its edition, less who was struck out; what is in review those of its working text.
        """
        valid = self.rows_of("release_contacts__contact", PressContactQuerySet).valid(day).values("pk")
        return self._in_some_language(lambda code: self._without_contact_in(code, valid))

    def to_review(self, reader: int, two_persons: bool = False) -> Self:
        """Releases with a language in review that nobody has approved yet, the longest waiting first.

        Under the rule of two persons those are left out that ``reader`` alone has written: they may not approve them.
        """
        return self._in_some_language(lambda code: self._to_review_in(code, reader, two_persons)).order_by("modified_at", "pk")

    def to_approve_too(self, reader: int) -> Self:
        """Releases with a language that was approved by somebody who changed it too, and waits for somebody else's approval.

        Those that ``reader`` has approved already wait for others.
        """
        return self._in_some_language(lambda code: self._to_approve_too_in(code, reader)).order_by("modified_at", "pk")

    def given_back_to(self, writer: int) -> Self:
        """Releases of which a language was given back to those who wrote it or handed it over, and ``writer`` is of them.

        With ``given_back_note``, what was said last.
        """
        back = self.rows_of("state_changes").filter(release=OuterRef("pk"), kind__in=GIVEN_BACK).order_by("-pk")
        found = self._in_some_language(lambda code: self._given_back_in(code, writer))
        return found.annotate(given_back_note=Subquery(back.values("note")[:1])).order_by("modified_at", "pk")

    def soon_in_part(self, at: datetime | None = None, until: datetime | None = None) -> Self:
        """Releases that become public in the main language while another is not approved, the next first."""
        at, moment = at or clock.now(), column("public_from", languages.main())
        waiting = self.in_stage(ReleaseStage.SCHEDULED, languages.main(), at)
        if until is not None:
            waiting = waiting.filter(**{f"{moment}__lte": until})
        lacking = Q()
        for code in languages.others():
            lacking |= Q(**{f"{column('edition', code)}__isnull": True})
        return (waiting.filter(lacking) if languages.others() else waiting.none()).order_by(moment, "pk")

    def _in_some_language(self, condition: Callable[[str], Q]) -> Self:
        found = Q()
        for code in languages.codes():
            found |= condition(code)
        return self.filter(found, withdrawn_at__isnull=True)

    def _without_contact_in(self, code: str, valid: QuerySet) -> Q:
        edition = column("edition", code)
        same = {"edition": OuterRef("edition"), "part": StruckPart.CONTACT, "place": OuterRef("place")}
        struck = self.rows_of("editions__strikes").filter(**same)
        sealed = self.rows_of("editions__contacts").filter(edition=OuterRef(edition), contact__in=valid).exclude(Exists(struck))
        written = self.rows_of("release_contacts").filter(release=OuterRef("pk"), language__in=("", code), contact__in=valid)
        is_sealed, in_review = Q(**{f"{edition}__isnull": False}), Q(**{column("review", code): ReviewState.IN_REVIEW})
        return (is_sealed & ~Q(Exists(sealed))) | (~is_sealed & in_review & ~Q(Exists(written)))

    def _to_review_in(self, code: str, reader: int, two_persons: bool) -> Q:
        waiting = Q(**{column("review", code): ReviewState.IN_REVIEW}) & ~Q(Exists(self._kept_approvals(code)))
        return waiting & ~self._written_alone_by(reader, code) if two_persons else waiting

    def _written_alone_by(self, reader: int, code: str) -> Q:
        """That a reader, and nobody else, has changed a language since its edition in force (``contributions.standing_of``)."""
        edition = column("edition", code)
        never_sealed = Q(**{f"{edition}__isnull": True})
        made = self.rows_of("contributions").filter(release=OuterRef("pk"), language=code)
        since = made.filter(at__gte=Coalesce(OuterRef(f"{edition}__sealed_at"), F("at")))
        since = since.exclude(after=Coalesce(OuterRef(f"{edition}__digest"), Value("")))
        own = Q(Exists(since.filter(by=reader))) | (never_sealed & Q(author=reader))
        others = since.filter(Q(by__isnull=True) | ~Q(by=reader))
        of_others = Q(Exists(others)) | (never_sealed & Q(author__isnull=False) & ~Q(author=reader))
        return own & ~of_others

    def _kept_approvals(self, code: str) -> QuerySet:
        """Approvals of the words as they are that have sealed nothing yet, and that no return has followed."""
        same = {"release": OuterRef("release")}
        latest = self.rows_of("contributions").filter(**same, language=code).order_by("-at", "-pk").values("after")[:1]
        sealed = self.rows_of("editions").filter(**same, language=code, sealed_at__gte=OuterRef("at"))
        back = self.rows_of("state_changes").filter(**same, kind__in=GIVEN_BACK, at__gte=OuterRef("at"))
        approvals = self.rows_of("approvals").filter(release=OuterRef("pk"), language=code).annotate(words_now=Subquery(latest))
        current = approvals.filter(Q(words_now=F("digest")) | Q(words_now__isnull=True))
        return current.filter(~Exists(sealed.exclude(kind=EditionKind.PROOF)), ~Exists(back))

    def _to_approve_too_in(self, code: str, reader: int) -> Q:
        kept = self._kept_approvals(code)
        waiting = Q(**{column("review", code): ReviewState.IN_REVIEW}) | Q(**{f"{column('edition', code)}__isnull": False})
        return waiting & Q(Exists(kept)) & ~Q(Exists(kept.filter(by=reader)))

    def _given_back_in(self, code: str, writer: int) -> Q:
        """The last step that moved a language gave it back, and nobody has handed it over again."""
        changes = self.rows_of("state_changes").filter(release=OuterRef("pk"))
        moved = _differ(column("state", code)) | _differ(column("edition", code))
        same = self.rows_of("state_changes").filter(release=OuterRef("release"))
        last = same.alias(**_before_and_after(column("state", code), column("edition", code))).filter(moved)
        is_back = Q(Exists(changes.filter(kind__in=GIVEN_BACK, pk=Subquery(last.order_by("-pk").values("pk")[:1]))))
        wrote = self.rows_of("contributions").filter(release=OuterRef("pk"), language=code, by=writer)
        handed_over = changes.filter(kind=StateChangeKind.SUBMITTED, by=writer)
        return is_back & (Q(author=writer) | Q(Exists(wrote)) | Q(Exists(handed_over)))


def _before_and_after(*names: str) -> dict[str, Cast]:
    return {f"{side}_{name}": Cast(KT(f"{side}__{name}"), CharField()) for name in names for side in ("old", "new")}


def _differ(name: str) -> Q:
    """That a step changed what its line of the log keeps under a name; the first line has nothing before it."""
    return Q(**{f"old_{name}__lt": F(f"new_{name}")}) | Q(**{f"old_{name}__gt": F(f"new_{name}")})


class ApprovalQuerySet(QuerySet):
    def unconfirmed(self) -> Self:
        """Those that let something out alone and wait for somebody else."""
        return self.filter(override__isnull=False, confirmation=None)


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

    def ending_soon(self, at: datetime | None = None) -> Self:
        """Events that end within ``A_WEEK``."""
        at = at or clock.now()
        return self.not_withdrawn(at).filter(ends_at__gte=at, ends_at__lt=at + A_WEEK)

    def ended_lately(self, at: datetime | None = None) -> Self:
        """Events that ended within the last ``A_WEEK``: what was announced may be told now."""
        at = at or clock.now()
        return self.not_withdrawn(at).filter(ends_at__lt=at, ends_at__gte=at - A_WEEK)

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
