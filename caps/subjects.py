"""The subjects of the public programmes: their keywords, for whoever looks for a subject rather than a name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from publishing.languages import column
from publishing.prepared_queries import prepared
from publishing.sorting import sort_key

from .models import CAP, Keyword


def subjects(language: str, most: int) -> list[Keyword]:
    """The keywords that most public programmes bear, in the order of the alphabet."""
    name = column("name", language)
    return sorted(_most_borne(language, most), key=lambda word: sort_key(getattr(word, name)))


@prepared
def _most_borne(language: str, most: int) -> QuerySet:
    name = column("name", language)
    borne = Keyword.objects.filter(caps__in=CAP.objects.public(language)).exclude(**{name: ""}).exclude(**{name: None})
    return borne.annotate(borne=Count("caps")).order_by("-borne", "pk")[:most]


@dataclass(frozen=True)
class ShelfSubject:
    """A subject by which a shelf of programmes is read: its keyword, and the numbers of the programmes that bear it."""

    keyword: Keyword
    numbers: tuple[int, ...]


def shelf_subjects(language: str, most: int) -> list[ShelfSubject]:
    """The subjects that several public programmes share, in the order of the alphabet; two queries."""
    words = subjects(language, most)
    numbers: dict[int, list[int]] = {}
    for keyword, number in _numbers_under(language, words=[word.pk for word in words]):
        numbers.setdefault(keyword, []).append(number)
    return [ShelfSubject(word, tuple(numbers[word.pk])) for word in words if len(numbers.get(word.pk, ())) > 1]


@prepared
def _numbers_under(language: str, *, words: list[int]) -> QuerySet:
    rows = Keyword.caps.through.objects.filter(keyword__in=words, cap__in=CAP.objects.public(language))
    return rows.order_by("cap__number").values_list("keyword", "cap__number")
