"""The subjects of the public programmes: their keywords, for whoever looks for a subject rather than a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from publishing.languages import column
from publishing.prepared_queries import prepared
from publishing.sorting import sort_key

from .models import CAP, Keyword


def subjects(language: str, most: int) -> list[Keyword]:
    """The keywords that most public programmes bear, in the order of the alphabet."""
    return _by_alphabet(most_borne(language, most), language)


def _by_alphabet(words: Iterable[Keyword], language: str) -> list[Keyword]:
    name = column("name", language)
    return sorted(words, key=lambda word: sort_key(getattr(word, name)))


@prepared
def most_borne(language: str, most: int) -> QuerySet:
    """The same, the most borne first."""
    name = column("name", language)
    borne = Keyword.objects.filter(caps__in=CAP.objects.public(language)).exclude(**{name: ""}).exclude(**{name: None})
    return borne.annotate(borne=Count("caps")).order_by("-borne", "pk")[:most]


@dataclass(frozen=True)
class ShelfSubject:
    """A subject by which a shelf of programmes is read: its keyword, and the numbers of the programmes that bear it."""

    keyword: Keyword
    numbers: tuple[int, ...]


def shared(words: Iterable[Keyword], numbers_under: Iterable[tuple[int, int]], language: str) -> list[ShelfSubject]:
    """Of the subjects that programmes bear most, those that several share, in the order of the alphabet."""
    numbers: dict[int, list[int]] = {}
    for keyword, number in numbers_under:
        numbers.setdefault(keyword, []).append(number)
    in_order = _by_alphabet(words, language)
    return [ShelfSubject(word, tuple(numbers[word.pk])) for word in in_order if len(numbers.get(word.pk, ())) > 1]


@prepared
def numbers_under(language: str, *, words: list[int]) -> QuerySet:
    """The keys of keywords, each with the number of a public programme that bears it."""
    rows = Keyword.caps.through.objects.filter(keyword__in=words, cap__in=CAP.objects.public(language))
    return rows.order_by("cap__number").values_list("keyword", "cap__number")
