"""What the news and the press say about a thing, and what to read after a page of theirs: chosen, never random."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, QuerySet, Value, When
from django.db.models.functions import TruncDate

from caps.models import CAP
from cluster.models import Theme
from publishing.languages import column
from publishing.page_links import Link, latest_first, links_of, nearest_first, rows_of_links
from publishing.prepared_queries import prepared

from .models import Article, EditionReference, Event, PressRelease
from .querysets import NewsQuerySet
from .reading import standing_references

Naming: TypeAlias = PressRelease | Article | Event
"""What names programmes, institutions and partners."""

# The day of each kind: the release's own, the day a news item became public, the day an event begins.
DAYS: dict[type[Naming], Callable[[str], F | TruncDate]] = {
    PressRelease: lambda language: F(f"{column('edition', language)}__dated"),
    Article: lambda language: TruncDate(column("public_from", language)),
    Event: lambda language: TruncDate("starts_at"),
}
EACH = 5
ALSO = 4
SHARES_A_PROGRAMME, SHARES_A_THEME = 2, 1


def about(language: str, **named: object) -> list[Link]:
    """The latest releases, events and news items that name a thing (``cap=cap``), at most five of each kind, latest first."""
    return latest_first([link for model in DAYS for link in _latest(model, language, named)])


def about_theme(language: str, theme: Theme) -> list[Link]:
    """The same of what names one of a theme's public programmes."""
    found = ((model, _rows_about_theme(model, language, theme=theme.pk)) for model in DAYS)
    return latest_first([link for model, rows in found for link in links_of(model, language, rows, "day")])


def quoting(language: str, person: Model) -> list[Link]:
    """The latest releases that quote somebody."""
    return _latest(PressRelease, language, {"person": person})


def read_also(page: Naming, language: str) -> list[Link]:
    """What to read after a release, a news item or an event: at most four, of any of the three kinds.

    Chosen first is what names a programme that ``page`` names, then what names another programme of the same themes, then the
    rest; at each step the latest. What is chosen stands in the order that a reader sees: the latest first. Only public
    programmes count, so that none shows through the choice.
    """
    theme_of = dict(_themes_of(language, caps=_programmes_of(page, language)))
    near = {"caps": list(theme_of), "themes": list(theme_of.values())} if theme_of else {}
    links = []
    for model in DAYS:
        besides = {"besides": page.pk} if type(page) is model else {}
        links += links_of(model, language, _nearest(model, language, **near, **besides), "day", "weight")
    return latest_first(nearest_first(links)[:ALSO])


@prepared
def _themes_of(language: str, *, caps: list[int]) -> QuerySet:
    return CAP.objects.public(language).filter(pk__in=caps).values_list("pk", "theme")


@prepared
def _nearest(model: type[Naming], language: str, **near: Any) -> QuerySet:
    """The rows of links to the nearest of a kind; to the latest where ``near`` says of no programmes."""
    beside = CAP.objects.public(language).filter(theme__in=near.get("themes", ())).values("pk")
    others = model.objects.public(language).annotate(near=_nearness(model, language, near.get("caps", []), beside))
    if "besides" in near:
        others = others.exclude(pk=near["besides"])
    return _rows(others.order_by("-near", _day(model, language).desc(), "-pk")[:ALSO], weight="near")


def _programmes_of(page: Naming, language: str) -> list[int]:
    """The programmes that a page names: a release by its edition in force, or in its working text before there is one."""
    edition = page.edition_in(language) if isinstance(page, PressRelease) else None
    if edition is not None:
        return [reference.cap_id for reference in standing_references(edition) if reference.cap_id is not None]
    return [cap.pk for cap in page.caps.all()]


def _nearness(model: type[Naming], language: str, caps: list[int], beside: QuerySet) -> Case:
    names: QuerySet
    if model is PressRelease:
        names = EditionReference.objects.standing().filter(edition=OuterRef(column("edition", language)))
    else:
        names = model.caps.through.objects.filter(**{f"{model._meta.model_name}_id": OuterRef("pk")})
    return Case(
        When(Exists(names.filter(cap__in=caps)), then=Value(SHARES_A_PROGRAMME)),
        When(Exists(names.filter(cap__in=beside)), then=Value(SHARES_A_THEME)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _latest(model: type[Naming], language: str, named: dict[str, object]) -> list[Link]:
    """The latest of a kind, chosen by key so that what names a thing twice is there once."""
    keys: dict[str, Any] = {name: value.pk if isinstance(value, Model) else value for name, value in named.items()}
    return links_of(model, language, _rows_naming(model, language, **keys), "day")


@prepared
def _rows_naming(model: type[Naming], language: str, **keys: int) -> QuerySet:
    return _latest_rows(model.objects.public(language).naming(**keys))


@prepared
def _rows_about_theme(model: type[Naming], language: str, *, theme: int) -> QuerySet:
    caps = CAP.objects.public(language).filter(theme=theme)
    return _latest_rows(model.objects.public(language).naming(cap__in=caps))


def _latest_rows(naming: NewsQuerySet) -> QuerySet:
    return _rows(naming.order_by(_day(naming.model, naming.language).desc(), "-pk")[:EACH])


def _rows(records: NewsQuerySet, **more: str) -> QuerySet:
    language = records.language
    title = f"{column('edition', language)}__title" if records.model is PressRelease else column("title", language)
    return rows_of_links(records, title, day=_day(records.model, language), **more)


def _day(model: type[Naming], language: str) -> F | TruncDate:
    return DAYS[model](language)
