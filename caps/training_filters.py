"""Filters of the list of courses, each of whose choices is what the courses offered hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cluster.filters import institution_columns, institution_option
from cluster.models import Institution
from publishing import languages
from publishing.filters import Facet, Marks, Option, PublicFilterSet, capital, one_of
from publishing.querysets import PublishedQuerySet
from publishing.slugs import slug_of
from publishing.templatetags.portal_text import language_here
from search.filters import WordsFilter

from .enums import CourseFormat, CourseKind, CourseLevel
from .models import Course


def _languages(public: PublishedQuerySet) -> Marks:
    known = {code: Option(code, capital(language_here(code)), rank) for rank, code in enumerate(languages.codes())}
    for key, codes in public.order_by().values_list("pk", "taught_in"):
        for code in codes:
            yield key, known.get(code)


def _institutions(public: PublishedQuerySet) -> Marks:
    rows = Course.institutions.through.objects.filter(institution__in=Institution.objects.public(public.language)).order_by()
    for key, *rest in rows.values_list("course_id", *institution_columns("institution__", public.language)):
        yield key, institution_option(*rest)


def _places(public: PublishedQuerySet) -> Marks:
    """Each city once, however it is typed."""
    known: dict[str, Option] = {}
    for key, city in public.order_by("pk").values_list("pk", "place"):
        if slug := slug_of(city):
            yield key, known.setdefault(slug, Option(slug, city))


class CourseFilter(PublicFilterSet):
    q = WordsFilter()
    level = Facet(label=_("Level"), columns=("level",), read=one_of(CourseLevel))
    language = Facet(label=_("Language"), marks=_languages)
    place = Facet(label=_("Place"), marks=_places, every=_("All places"))
    kind = Facet(label=_("Kind of course"), columns=("kind",), read=one_of(CourseKind), every=_("All kinds"))
    institution = Facet(label=_("Institution"), marks=_institutions, every=_("All institutions"))
    format = Facet(label=_("Format"), columns=("format",), read=one_of(CourseFormat))

    class Meta:
        model = Course
        fields = ()
