"""The shelf of the home page: the programmes of each theme as spines that stand beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from cluster.models import Theme
from publishing.examples import real_count
from publishing.kept_entries import kept_by_rows, written
from publishing.languages import columns
from publishing.prepared_queries import ReadRows, prepared

from . import subjects
from .models import CAP, Keyword
from .querysets import CAPQuerySet

MOST_SPINES = 30
"""Spines of one theme: as many as the drawing has lengths for (``n30``). The list of programmes has all of them."""
SUBJECTS = 12


@dataclass(frozen=True)
class Shelf:
    """A theme with its programmes, the first ones where there are more than it has room for; ``count`` is of all real ones."""

    theme: Theme
    caps: list[CAP]
    count: int
    has_more: bool = False


def shelves_of(themes: Iterable[Theme], language: str) -> list[Shelf]:
    """One shelf a theme. A query for all of them while they have room, two more where they have not."""
    themes = list(themes)
    found = _programmes(language, _most(len(themes)))
    if whole := _whole(themes, found):
        return whole
    firsts, begun = _read_firsts(language)
    return _begun(themes, list(firsts), list(begun))


def written_shelves(themes: ReadRows, language: str) -> SafeString:
    """The shelves with the subjects that several programmes on them share; nothing where there is no theme."""
    found, words = _programmes.read(language, _most(len(themes))), subjects.most_borne.read(language, SUBJECTS)
    numbers = subjects.numbers_under.read(language, words=words.keys)
    if len(found) <= MOST_SPINES:
        return _written(themes, found, words, numbers, language)
    # Where a shelf may have no room for its programmes, more is asked.
    return _written_begun(themes, *_read_firsts(language), words, numbers, language)


@kept_by_rows
def _written(
    themes: list[Theme], found: list[CAP], words: list[Keyword], numbers: list[tuple[int, int]], language: str
) -> SafeString:
    return _shown(_whole(themes, found), subjects.shared(words, numbers, language)) if themes else SafeString()


@kept_by_rows
def _written_begun(
    themes: list[Theme],
    firsts: list[tuple[int, int, int]],
    found: list[CAP],
    words: list[Keyword],
    numbers: list[tuple[int, int]],
    language: str,
) -> SafeString:
    return _shown(_begun(themes, firsts, found), subjects.shared(words, numbers, language)) if themes else SafeString()


def _shown(shelves: list[Shelf], shared: list[subjects.ShelfSubject]) -> SafeString:
    return written("caps/_list_of_shelves.html", {"shelves": shelves, "subjects": shared})


def _most(themes: int) -> int:
    """One more than there is room for."""
    return MOST_SPINES * max(1, themes) + 1


def _whole(themes: list[Theme], found: list[CAP]) -> list[Shelf]:
    """The shelves of all programmes; none where one has no room for its own."""
    shelves = [[cap for cap in found if cap.theme_id == theme.pk] for theme in themes]
    if any(len(caps) > MOST_SPINES for caps in shelves) or len(found) > MOST_SPINES * len(themes):
        return []
    return [Shelf(theme, caps, real_count(caps)) for theme, caps in zip(themes, shelves, strict=True)]


def _begun(themes: Sequence[Theme], firsts: Sequence[tuple[int, int, int]], found: Sequence[CAP]) -> list[Shelf]:
    """Shelves of the first programmes of each theme, with the number of all."""
    counts = {theme: count for _cap, theme, count in firsts}
    shelves = [[cap for cap in found if cap.theme_id == theme.pk] for theme in themes]
    return [
        Shelf(theme, caps[:MOST_SPINES], counts.get(theme.pk, 0), len(caps) > MOST_SPINES)
        for theme, caps in zip(themes, shelves, strict=True)
    ]


def _read_firsts(language: str) -> tuple[ReadRows, ReadRows]:
    firsts = _keys_of_firsts.read(language, MOST_SPINES + 1)
    return firsts, _some.read(language, caps=[cap for cap, _theme, _count in firsts])


@prepared
def _programmes(language: str, most: int) -> QuerySet:
    return _spines(language)[:most]


@prepared
def _some(language: str, *, caps: list[int]) -> QuerySet:
    return _spines(language).filter(pk__in=caps)


@prepared
def _keys_of_firsts(language: str, most: int) -> QuerySet:
    """The key of each of the first programmes of every theme, with that of the theme and the number of its real programmes."""
    place = Window(RowNumber(), partition_by="theme", order_by=("number", "pk"))
    real = Window(Count("pk", filter=Q(is_example=False)), partition_by="theme")
    placed = CAP.objects.public(language).annotate(place=place, real_in_theme=real).filter(place__lte=most)
    return placed.order_by("theme", "number", "pk").values_list("pk", "theme", "real_in_theme")


def _spines(language: str) -> CAPQuerySet:
    theme = [f"theme__{name}" for name in ("rank", *columns("name"), *columns("slug"))]
    shown = ("number", "acronym", "phase", "is_example", *columns("title"), *columns("slug"))
    return CAP.objects.public(language).for_shelf().only(*shown, *theme)
