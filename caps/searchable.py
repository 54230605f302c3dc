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

from .models import (
    CAP,
    STRANDS,
    Involvement,
    Keyword,
    Membership,
    PartnerInvolvement,
    PersonPublication,
    ProgrammePublication,
    Publication,
)


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
        (Person, cap.memberships, "person"),
        (Institution, cap.involvements, "institution"),
        (Partner, cap.partner_involvements, "partner"),
    )
    yield Theme, cap.theme_id
    for model, rows, name in named:
        for pk in rows.order_by("pk").values_list(name, flat=True):
            yield model, pk


def _programme_of(part: Membership | Involvement | PartnerInvolvement) -> list[CAP]:
    return [part.cap]


def _publication(publication: Publication, code: str) -> Document:
    """By its title, authors, place and abstracts, each in its own language whatever the language of the page."""
    return Document(
        publication.title,
        names=[name for name in (publication.hal_id, publication.doi) if name],
        lead=[", ".join(filter(None, ["; ".join(publication.authors_shown), publication.venue, str(publication.year)]))],
        words=publication.hal_record.get("keywords", []),
        text=[*publication.abstracts.values(), " ".join(publication.author_names)],
    )


def _named(publication: Publication, code: str) -> Iterator[tuple[type[models.Model], int]]:
    for model, rows, name in ((CAP, publication.programme_ties, "cap"), (Person, publication.person_ties, "person")):
        for pk in rows.right().order_by("pk").values_list(name, flat=True):
            yield model, pk


def register() -> None:
    make_findable(CAP, _programme, mentions=(Person, Institution, Partner, Theme, Keyword), mentioned=_mentioned)
    make_findable(
        Keyword, lambda it, code: Document(_get(it, "name", code)), shown=lambda language: Keyword.objects.all(), is_part=True
    )
    follow(Membership, _programme_of)
    follow(Involvement, _programme_of)
    follow(PartnerInvolvement, _programme_of)
    make_findable(Publication, _publication, mentions=(CAP, Person), mentioned=_named)
    follow(ProgrammePublication, lambda tie: [tie.publication])
    follow(PersonPublication, lambda tie: [tie.publication])
    counters.register(CountedFigure.PROGRAMMES, lambda: CAP.objects.public(main()).real().count())
