"""The subjects of the public programmes: their keywords, for whoever looks for a subject rather than a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from publishing.languages import column
from publishing.sorting import sort_key

from .models import CAP, Keyword


def subjects(language: str, most: int) -> list[Keyword]:
    """The keywords that most public programmes bear, in the order of the alphabet."""
    name = column("name", language)
    borne = Keyword.objects.filter(caps__in=CAP.objects.public(language)).exclude(**{name: ""}).exclude(**{name: None})
    found = list(borne.annotate(borne=Count("caps")).order_by("-borne", "pk")[:most])
    return sorted(found, key=lambda word: sort_key(getattr(word, name)))


@dataclass(frozen=True)
class ShelfSubject:
    """A subject by which a shelf of programmes is read: its keyword, and the numbers of the programmes that bear it."""

    keyword: Keyword
    numbers: tuple[int, ...]


def shelf_subjects(language: str, most: int) -> list[ShelfSubject]:
    """The subjects that several public programmes share, in the order of the alphabet; two queries."""
    words = subjects(language, most)
    rows = Keyword.caps.through.objects.filter(keyword__in=words, cap__in=CAP.objects.public(language)).order_by("cap__number")
    numbers: dict[int, list[int]] = {}
    for keyword, number in rows.values_list("keyword", "cap__number"):
        numbers.setdefault(keyword, []).append(number)
    return [ShelfSubject(word, tuple(numbers[word.pk])) for word in words if len(numbers.get(word.pk, ())) > 1]
