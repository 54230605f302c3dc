"""What is searched of a programme."""

from collections.abc import Iterator

from django.db import models

from cluster import counters
from cluster.enums import CountedFigure
from cluster.models import Institution, Person, Theme
from partners.models import Partner
from publishing.languages import column, main
from search.index import Document, follow
from search.index import register as make_findable
from search.text import words_of_html

from .models import CAP, STRANDS, Course, Involvement, Keyword, Membership, PartnerInvolvement, Publication


def _get(thing: models.Model, field: str, language: str) -> str:
    return words_of_html(getattr(thing, column(field, language)) or "")


def _programme(cap: CAP, code: str) -> Document:
    title = _get(cap, "title", code)
    return Document(
        f"{cap.acronym} {title}" if title else "",
        names=[cap.acronym, title],
        lead=[_get(cap, "summary", code)],
        text=[
            *(_get(cap, strand, code) for strand in STRANDS),
            *(f"{one.title} {one.authors}" for one in cap.publications.all()),
        ],
    )


def _mentioned(cap: CAP, language: str) -> Iterator[tuple[type[models.Model], int]]:
    named = (
        (Keyword, cap.keywords, "pk"),
        (Person, cap.memberships, "person"),
        (Institution, cap.involvements, "institution"),
        (Partner, cap.partner_involvements, "partner"),
    )
    yield Theme, cap.theme_id
    for model, rows, name in named:
        for pk in rows.order_by("pk").values_list(name, flat=True):
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


def _programme_of(part: Membership | Involvement | PartnerInvolvement | Publication) -> list[CAP]:
    return [part.cap]


def register() -> None:
    make_findable(CAP, _programme, mentions=(Person, Institution, Partner, Theme, Keyword), mentioned=_mentioned)
    make_findable(
        Keyword, lambda it, code: Document(_get(it, "name", code)), shown=lambda language: Keyword.objects.all(), is_part=True
    )
    make_findable(Course, _course, mentions=(Institution, CAP), mentioned=_taught_by)
    follow(Membership, _programme_of)
    follow(Involvement, _programme_of)
    follow(PartnerInvolvement, _programme_of)
    follow(Publication, _programme_of)
    counters.register(CountedFigure.PROGRAMMES, lambda: CAP.objects.public(main()).real().count())
