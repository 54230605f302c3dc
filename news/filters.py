"""Filters of the press page, the news, the events and the press coverage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf.locale import LANG_INFO
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from caps.models import CAP
from cluster.filters import theme_columns, theme_option
from proofreading.text import stems
from publishing import clock
from publishing.filters import Facet, Marks, Option, PublicFilterSet, capital, year
from publishing.languages import column, main
from publishing.querysets import PublishedQuerySet
from search import spelling
from search.filters import WordsFilter

from .models import Article, Coverage, EditionReference, Event, PressRelease


def _themes_of_releases(public: PublishedQuerySet) -> Marks:
    """The themes of the public programmes that the edition in force of a release names."""
    editions = public.values(column("edition", public.language))
    named = EditionReference.objects.standing().filter(edition__in=editions, cap__in=CAP.objects.public(public.language))
    rows = named.values_list("edition__release", *theme_columns("cap__theme__", public.language)).order_by().distinct()
    for key, *rest in rows:
        yield key, theme_option(*rest)


def _themes(model: type[Article | Event]) -> Callable[[PublishedQuerySet], Marks]:
    """The themes of the public programmes that a thing is about."""
    name = model._meta.model_name

    def marks(public: PublishedQuerySet) -> Marks:
        rows = _links(model, public)
        for key, *rest in rows.values_list(f"{name}_id", *theme_columns("cap__theme__", public.language)).distinct():
            yield key, theme_option(*rest)

    return marks


def _caps(model: type[Article | Event]) -> Callable[[PublishedQuerySet], Marks]:
    """The public programmes that a thing is about."""
    name = model._meta.model_name

    def marks(public: PublishedQuerySet) -> Marks:
        for key, slug, acronym, number in _links(model, public).values_list(
            f"{name}_id", f"cap__{column('slug', public.language)}", "cap__acronym", "cap__number"
        ):
            yield key, Option(slug, acronym, number)

    return marks


def _links(model: type[Article | Event], public: PublishedQuerySet) -> QuerySet:
    return model.caps.through.objects.filter(cap__in=CAP.objects.public(public.language)).order_by()


def _year_of_moment(moment: datetime) -> Option:
    return year(timezone.localtime(moment).year)


class PressReleaseFilter(PublicFilterSet):
    q = WordsFilter()
    year = Facet(
        label=_("Year"),
        columns=lambda language: (f"{column('edition', language)}__dated",),
        read=lambda day: year(day.year),
        every=_("All years"),
    )
    theme = Facet(label=_("Theme"), marks=_themes_of_releases)

    class Meta:
        model = PressRelease
        fields = ()


class ArticleFilter(PublicFilterSet):
    q = WordsFilter()
    year = Facet(
        label=_("Year"), columns=lambda language: (column("public_from", language),), read=_year_of_moment, every=_("All years")
    )
    theme = Facet(label=_("Theme"), marks=_themes(Article))
    cap = Facet(label=_("Programme"), marks=_caps(Article), every=_("All programmes"))

    class Meta:
        model = Article
        fields = ()


def _when(ends_at: datetime) -> Option:
    return Option("coming", _now("Upcoming")) if ends_at >= clock.now() else Option("past", _now("Past"), 1)


def _where(online_url: str, address: str, *places: str) -> Option | None:
    """Where an event takes place. One that is held online alone has no postal address; its place says “online” or nothing."""
    if online_url:
        return Option("both", _now("In person and online"), 1) if address else Option("online", _now("Online"), 2)
    return Option("place", _now("In person")) if address or any(places) else None


class EventFilter(PublicFilterSet):
    q = WordsFilter()
    when = Facet(label=_("When"), columns=("ends_at",), read=_when, every=_("All dates"))
    year = Facet(label=_("Year"), columns=("starts_at",), read=_year_of_moment, every=_("All years"))
    where = Facet(
        label=_("Where"),
        columns=lambda language: ("online_url", "address", column("place", language), column("place", main())),
        read=_where,
    )
    theme = Facet(label=_("Theme"), marks=_themes(Event))

    class Meta:
        model = Event
        fields = ()


def _language(code: str) -> Option | None:
    if not code:
        return None
    return Option(code, capital(_now(LANG_INFO[code]["name"])) if code in LANG_INFO else code)


class CoverageWordsFilter(WordsFilter):
    """Words of the press coverage, which has no pages of its own and so no place in the search index."""

    def filter(self, queryset: PublishedQuerySet, value: str) -> PublishedQuerySet:
        wanted = set(stems(value, queryset.language))
        found = [key for key, text in self._texts(queryset) if wanted <= set(stems(text, queryset.language))]
        return queryset.filter(pk__in=found)

    def instead(self, queryset: PublishedQuerySet, value: str) -> str:
        return spelling.respell_from(value, queryset.language, (text for _key, text in self._texts(queryset)))

    def _texts(self, queryset: PublishedQuerySet) -> list[tuple[int, str]]:
        rows = queryset.values_list("pk", "outlet", "title", column("summary", queryset.language))
        return [(key, " ".join(filter(None, texts))) for key, *texts in rows]


class CoverageFilter(PublicFilterSet):
    q = CoverageWordsFilter()
    year = Facet(
        label=_("Year"),
        columns=("date",),
        read=lambda day: year(int(day[:4])) if day else None,
        every=_("All years"),
    )
    language = Facet(label=_("Language of the article"), columns=("language",), read=_language)
    outlet = Facet(label=_("Outlet"), columns=("outlet",), read=lambda name: Option(name, name), every=_("All outlets"))

    class Meta:
        model = Coverage
        fields = ()
