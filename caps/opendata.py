"""The programmes as a data set."""

from collections.abc import Callable

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.languages import column, columns
from publishing.opendata import (
    DataColumn,
    DataSet,
    address,
    chosen,
    day,
    iso_date,
    listed,
    names_of,
    plain,
    prose,
    publish,
    text,
)

from .enums import (
    CourseFormat,
    CourseKind,
    CourseLevel,
    InvolvementRole,
    OpportunityKind,
    OpportunityLevel,
    ProgrammePhase,
    PublicationKind,
)
from .models import CAP, Course, Involvement, Opportunity, PartnerInvolvement, ProgrammePublication, Publication
from .opportunity_querysets import OpportunityQuerySet
from .publication_querysets import PublicationQuerySet
from .querysets import CAPQuerySet
from .training_querysets import CourseQuerySet


def _theme(cap: CAP, code: str) -> list[str]:
    return [getattr(cap.theme, column("name", code))]


def _institutions(role: str) -> Callable[[CAP, str], list[str]]:
    def read(cap: CAP, code: str) -> list[str]:
        ones = (row.institution for row in cap.involvements.all() if row.role == role)
        return [getattr(one, column("name", code)) for one in ones if one.is_public(code)]

    return read


def _partners(cap: CAP, code: str) -> list[str]:
    return [row.partner.name for row in cap.partner_involvements.all() if row.partner.is_public(code)]


UNTOLD = tuple(name for stem in ("research", "education", "innovation") for name in columns(stem))
"""The long texts of a programme, which its page tells."""


SHOWN = ("withdrawn_at", *columns("public_from"))
"""The columns that say whether something is public."""


def _ready(caps: CAPQuerySet) -> CAPQuerySet:
    """Of institutions and partners, which come once for each programme that they take part in, their names alone."""
    named = [f"institution__{name}" for name in (*SHOWN, *columns("name"))]
    involvements = Involvement.objects.select_related("institution").only("cap_id", "role", *named)
    known = [f"partner__{name}" for name in (*SHOWN, "name")]
    contributions = PartnerInvolvement.objects.select_related("partner").only("cap_id", *known)
    return caps.defer(*UNTOLD).prefetch_related(
        "theme",
        "keywords",
        Prefetch("involvements", involvements.order_by("institution__rank", "institution_id")),
        Prefetch("partner_involvements", contributions.order_by("pk")),
    )


publish(
    DataSet(
        "programmes",
        _("Programmes"),
        _("The Collaborative Acceleration Programmes (CAPs): their theme, and the institutions and partners that take part."),
        CAP,
        (
            plain("number", _("number"), type="integer"),
            plain("acronym", _("acronym")),
            text("title", _("title")),
            text("summary", _("summary")),
            listed("theme", _("theme"), _theme),
            listed(
                "keywords",
                _("keywords"),
                lambda cap, code: [name for word in cap.keywords.all() if (name := getattr(word, column("name", code)))],
            ),
            chosen("phase", _("phase"), ProgrammePhase.choices),
            day("start", _("from")),
            day("end", _("until")),
            address("website", _("website")),
            listed("lead", _("lead institution"), _institutions(InvolvementRole.LEAD)),
            listed("participants", _("participating institutions"), _institutions(InvolvementRole.PARTICIPANT)),
            listed("partners", _("partners"), _partners),
            text("example_note", _("what is an example here")),
        ),
        _ready,
    )
)


def _programme(opportunity: Opportunity, code: str) -> str:
    cap = opportunity.cap
    return cap.acronym if cap is not None and cap.is_public(code) else ""


def _institution(opportunity: Opportunity, code: str) -> str:
    one = opportunity.institution
    return getattr(one, column("name", code)) if one is not None and one.is_public(code) else ""


def _ready_opportunities(opportunities: OpportunityQuerySet) -> OpportunityQuerySet:
    return opportunities.select_related("cap__theme", "institution").prefetch_related("themes", "keywords")


publish(
    DataSet(
        "opportunities",
        _("Opportunities"),
        _("Calls, PhD positions, post-docs, internships, jobs and fellowships, open and closed, without their contacts."),
        Opportunity,
        (
            chosen("kind", _("kind"), OpportunityKind.choices),
            chosen("level", pgettext_lazy("of studies", "level"), OpportunityLevel.choices),
            text("title", _("title")),
            text("summary", _("summary")),
            prose("body", _("text")),
            day("opens", _("opens on")),
            day("closes", _("closes on")),
            iso_date("begins", _("begins")),
            text("duration", _("duration")),
            text("place", _("place")),
            plain("city", _("city")),
            DataColumn("country", _("country"), {"type": "string"}, lambda one, code: one.country.code),
            plain("employer", _("employer")),
            listed("work_languages", _("languages of work"), lambda one, code: one.work_languages, per_language=False),
            DataColumn("programme", _("programme"), {"type": "string"}, _programme, True),
            DataColumn("institution", _("member institution"), {"type": "string"}, _institution, True),
            listed("themes", _("themes"), names_of("themes")),
            listed(
                "subjects",
                _("subjects"),
                lambda one, code: [name for word in one.keywords.all() if (name := getattr(word, column("name", code)))],
            ),
            prose("apply", _("how to apply")),
            address("apply_url", _("address to apply at")),
            text("outcome", _("what came of it")),
        ),
        _ready_opportunities,
    )
)


def _taught(courses: CourseQuerySet) -> CourseQuerySet:
    return courses.prefetch_related("institutions", "caps__theme")


def _programmes(course: Course, code: str) -> list[str]:
    return [cap.acronym for cap in course.caps.all() if cap.is_public(code)]


publish(
    DataSet(
        "courses",
        _("Training"),
        _("What the members teach in artificial intelligence: level, languages, place, dates and how to apply."),
        Course,
        (
            text("title", _("title")),
            text("summary", _("summary")),
            prose("body", _("text")),
            chosen("kind", _("kind of course"), CourseKind.choices),
            chosen("level", _("level"), CourseLevel.choices),
            listed("taught_in", _("languages it is taught in"), lambda one, code: list(one.taught_in), per_language=False),
            chosen("format", _("format"), CourseFormat.choices),
            plain("place", _("city")),
            text("duration", _("duration")),
            day("start", _("first day")),
            day("end", _("last day")),
            day("apply_until", _("apply until")),
            text("how_to_apply", _("how to apply")),
            address("apply_url", _("where to apply")),
            address("website", _("website")),
            listed("institutions", _("member institutions"), names_of("institutions")),
            listed("programmes", _("programmes"), _programmes),
            iso_date("as_of", _("known as of")),
            plain("source", _("source")),
            address("source_url", _("address of the source")),
        ),
        _taught,
    )
)


def _with_programmes(publications: PublicationQuerySet) -> PublicationQuerySet:
    ties = (
        ProgrammePublication.objects.right()
        .filter(cap__is_example=False)
        .select_related("cap__theme")
        .order_by("cap__number", "pk")
    )
    return publications.prefetch_related(Prefetch("programme_ties", ties, to_attr="right_ties"))


publish(
    DataSet(
        "publications",
        _("Publications"),
        _(
            "Articles, theses, data and software of the cluster and of its people, as HAL describes them. The column "
            "“acknowledges” says whether a publication acknowledges the cluster or comes from one of its programmes."
        ),
        Publication,
        (
            plain("hal_id", _("HAL id")),
            plain("title", _("title")),
            plain("language", _("language of the title")),
            chosen("kind", _("kind"), PublicationKind.choices),
            plain("venue", _("published in")),
            plain("year", _("year"), type="integer"),
            day("published_on", _("day, month or year")),
            plain("doi", _("DOI")),
            address("url", _("address")),
            address("file_url", _("address of the full text")),
            address("licence", _("address of the licence")),
            plain("is_open", _("in open access"), type="boolean"),
            plain("acknowledges", _("thanks the cluster"), type="boolean"),
            listed(
                "programmes",
                _("programmes"),
                lambda one, code: [tie.cap.acronym for tie in one.right_ties if tie.cap.public_languages()],
            ),
        ),
        _with_programmes,
    )
)
