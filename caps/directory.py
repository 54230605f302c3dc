"""What people do in the programmes, for the directory of people."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from cluster.directory import Part, add_parts
from publishing.languages import column, columns
from publishing.prepared_queries import prepared

from .models import CAP, Membership

OF_PLACE = (
    *(f"cap__{name}" for name in ("acronym", "is_example", "theme__rank", *columns("slug"))),
    *(f"institution__{name}" for name in ("withdrawn_at", *columns("name"), *columns("slug"), *columns("public_from"))),
)
"""The columns of the programme and of the institution of a place: what is shown of them, and whether they are public."""


@add_parts
def parts_in_programmes(people: list[int], language: str) -> Iterator[tuple[int, Part]]:
    """The places of people in the public programmes, by number: two queries, the programmes' keywords among them."""
    name = column("name", language)
    for row in _places_of(language, people=people):
        cap, words = row.cap, tuple(filter(None, (getattr(word, name) for word in row.cap.keywords.all())))
        path = cap.get_absolute_url(language)
        yield (
            row.person_id,
            Part(row.get_role_display(), cap.acronym, path, cap.theme.tone, cap.is_example, row.institution, words),
        )


@prepared
def _places_of(language: str, *, people: list[int]) -> QuerySet:
    rows = Membership.objects.filter(person__in=people, cap__in=CAP.objects.public(language))
    shown = rows.select_related("cap__theme", "institution").prefetch_related("cap__keywords").only("person", "role", *OF_PLACE)
    return shown.order_by("cap__number", "pk")
