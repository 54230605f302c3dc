"""What is searched of a programme, an opportunity, a course and a publication."""

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from cluster import counters
from cluster.enums import CountedFigure
from cluster.models import Institution, Person, Theme
from partners.models import Partner
from publishing.languages import column, main
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .enums import OpportunityKind
from .models import (
    CAP,
    STRANDS,
    Course,
    Involvement,
    Keyword,
    Membership,
    Opportunity,
    PartnerInvolvement,
    PersonPublication,
    ProgrammePublication,
    Publication,
)

POST = _("recruitment, hiring, jobs, vacancies, open positions, careers, recrutement, emploi")
CALLED = {
    OpportunityKind.CALL_FOR_PROJECTS: _("call for proposals, funding, AAP"),
    OpportunityKind.CALL_FOR_PARTNERS: _("become a partner, collaboration, call for expressions of interest"),
    OpportunityKind.THESIS: _("PhD, thesis, doctorate, doctoral student, PhD student, thèse, thésard, doctorant"),
    OpportunityKind.POSTDOC: _("postdoc, post-doc, postdoctorate, postdoctoral researcher"),
    OpportunityKind.INTERNSHIP: _("internship, intern, trainee, placement, stage"),
    OpportunityKind.JOB: _("job, position, employment, emploi"),
    OpportunityKind.FELLOWSHIP: _("fellowship, grant, scholarship, bursary, bourse, chair"),
}
"""What people type who look for an opportunity of each kind, in their language and in the other one."""


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def _programme(cap: CAP, code: str) -> Document:
    title = _get(cap, "title", code)
    return Document(
        f"{cap.acronym} {title}" if title else "",
        names=[cap.acronym, title],
        lead=[_get(cap, "summary", code)],
        text=[_get(cap, strand, code) for strand in STRANDS],
    )


def _mentioned(cap: CAP, language: str) -> Iterator[tuple[type[models.Model], int]]:
    named = (
        (Keyword, cap.keywords, "pk"),
        (Person, cap.memberships, "person_id"),
        (Institution, cap.involvements, "institution_id"),
        (Partner, cap.partner_involvements, "partner_id"),
    )
    yield Theme, cap.theme_id
    for model, rows, name in named:
        # Of rows that a save has read whole already, nothing is asked again.
        for row in sorted(rows.all(), key=lambda row: row.pk):
            yield model, getattr(row, name)


def _opportunity(opportunity: Opportunity, code: str) -> Document:
    """With what its kind is called by those who look for it; never its contact, which goes when it closes."""
    kind = OpportunityKind(opportunity.kind)
    return Document(
        _get(opportunity, "title", code),
        lead=[_get(opportunity, "summary", code)],
        words=[
            str(kind.label),
            str(CALLED[kind]),
            *([str(POST)] if opportunity.is_post else []),
            opportunity.get_level_display(),
            _get(opportunity, "place", code),
            opportunity.city,
            opportunity.employer,
        ],
        text=[_get(opportunity, "body", code), _get(opportunity, "apply", code), _get(opportunity, "outcome", code)],
    )


def _named_by_opportunity(opportunity: Opportunity, language: str) -> Iterator[tuple[type[models.Model], int]]:
    if opportunity.cap_id:
        yield CAP, opportunity.cap_id
    if opportunity.institution_id:
        yield Institution, opportunity.institution_id
    for model, rows in ((Theme, opportunity.themes), (Keyword, opportunity.keywords)):
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield model, pk


def _course(course: Course, code: str) -> Document:
    return Document(
        _get(course, "title", code),
        names=[course.get_kind_display()],
        lead=[_get(course, "summary", code)],
        words=[course.place, course.get_level_display(), course.get_format_display()],
        text=[_get(course, "body", code), _get(course, "how_to_apply", code)],
    )


def _taught_by(course: Course, language: str) -> Iterator[tuple[type[models.Model], int]]:
    for model, rows in ((Institution, course.institutions), (CAP, course.caps)):
        for pk in rows.order_by("pk").values_list("pk", flat=True):
            yield model, pk


def _programme_of(part: Membership | Involvement | PartnerInvolvement) -> list[CAP]:
    return [part.cap]


def _publication(publication: Publication, code: str) -> Document:
    """By its title, authors, place and abstracts, each in its own language whatever the language of the page."""
    return Document(
        publication.title,
        names=[name for name in (publication.hal_id, publication.doi) if name],
        lead=[", ".join(filter(None, [*publication.authors_shown, publication.venue, str(publication.year)]))],
        words=[*publication.hal_record.get("keywords", []), *publication.author_names],
        text=list(publication.abstracts.values()),
    )


def _named(publication: Publication, code: str) -> Iterator[tuple[type[models.Model], int]]:
    for model, rows, name in ((CAP, publication.programme_ties, "cap"), (Person, publication.person_ties, "person")):
        for pk in rows.right().order_by("pk").values_list(name, flat=True):
            yield model, pk


def register() -> None:
    make_findable(CAP, _programme, mentions=(Person, Institution, Partner, Theme, Keyword), mentioned=_mentioned)
    make_findable(Opportunity, _opportunity, mentions=(CAP, Institution, Theme, Keyword), mentioned=_named_by_opportunity)
    make_findable(
        Keyword, lambda it, code: Document(_get(it, "name", code)), shown=lambda language: Keyword.objects.all(), is_part=True
    )
    make_findable(Course, _course, mentions=(Institution, CAP), mentioned=_taught_by)
    follow(Membership, _programme_of)
    follow(Involvement, _programme_of)
    follow(PartnerInvolvement, _programme_of)
    make_findable(Publication, _publication, mentions=(CAP, Person), mentioned=_named)
    follow(ProgrammePublication, lambda tie: [tie.publication])
    follow(PersonPublication, lambda tie: [tie.publication])
    counters.register(CountedFigure.PROGRAMMES, counters.number_of(lambda _nobody: CAP.objects.public(main()).real()))
