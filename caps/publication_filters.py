"""Filters of the list of publications."""

from __future__ import annotations

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cluster.models import Person
from publishing.filters import Facet, Marks, Option, PublicFilterSet, one_of, year
from publishing.languages import column
from publishing.querysets import PublishedQuerySet
from search.filters import WordsFilter

from .enums import PublicationKind
from .models import CAP, PersonPublication, ProgrammePublication, Publication


def _programmes(public: PublishedQuerySet) -> Marks:
    caps = CAP.objects.public(public.language)
    rows = ProgrammePublication.objects.right().filter(cap__in=caps).order_by()
    names = (f"cap__{column('slug', public.language)}", "cap__acronym", "cap__number")
    for key, slug, acronym, number in rows.values_list("publication_id", *names):
        yield key, Option(slug, acronym, number)


def _people(public: PublishedQuerySet) -> Marks:
    people = Person.objects.public(public.language)
    rows = PersonPublication.objects.right().filter(person__in=people).order_by()
    names = (f"person__{column('slug', public.language)}", "person__given_name", "person__family_name")
    for key, slug, given, family in rows.values_list("publication_id", *names):
        yield key, Option(slug, f"{family}, {given}" if given else family)


def _access(is_open: bool | None) -> Option | None:
    if is_open is None:
        return None
    return Option("open", _now("In open access"), 1) if is_open else Option("closed", _now("Not in open access"), 2)


class PublicationFilter(PublicFilterSet):
    q = WordsFilter()
    kind = Facet(label=_("Type"), columns=("kind",), read=one_of(PublicationKind))
    year = Facet(label=_("Year"), columns=("year",), read=year)
    access = Facet(label=_("Access"), columns=("is_open",), read=_access)
    programme = Facet(label=_("Programme"), marks=_programmes, every=_("All programmes"))
    person = Facet(label=_("Person"), marks=_people, every=_("Everybody"))

    class Meta:
        model = Publication
        fields = ()
