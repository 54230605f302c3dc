"""What people do in the programmes, for the directory of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from cluster.directory import Part, add_parts
from cluster.models import Institution
from cluster.querysets import institution_is_public
from publishing.languages import column, columns
from publishing.prepared_queries import ReadRows, prepared

from .models import CAP, Membership

OF_PLACE = (
    *(f"cap__{name}" for name in ("acronym", "is_example", "theme__rank", *columns("slug"))),
    *(f"institution__{name}" for name in ("is_example", *columns("name"), *columns("slug"))),
)
"""The columns of the programme and of the institution of a place that are shown."""


def _read_places(people: list[int], language: str) -> ReadRows:
    """The places of people in the public programmes, by number: two queries, the programmes' keywords among them."""
    return _places_of.read(language, people=people)


def _parts(places: Iterable[Membership], language: str) -> Iterator[tuple[int, Part]]:
    name = column("name", language)
    for row in places:
        cap, words = row.cap, tuple(filter(None, (getattr(word, name) for word in row.cap.keywords.all())))
        path = cap.get_absolute_url(language)
        house = row.shown_institution
        yield row.person_id, Part(row.get_role_display(), cap.acronym, path, cap.theme.tone, cap.is_example, house, words)


add_parts(_read_places, _parts)


@prepared
def _places_of(language: str, *, people: list[int]) -> QuerySet:
    rows = Membership.objects.filter(person__in=people, cap__in=CAP.objects.public(language))
    public = institution_is_public(Institution.objects.public(language))
    shown = rows.select_related("cap__theme", "institution").prefetch_related("cap__keywords").only("person", "role", *OF_PLACE)
    return shown.annotate(institution_is_public=public).order_by("cap__number", "pk")
