"""Filters of the list of programmes, and what programmes add to the filters of institutions and people."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cluster.filters import (
    institution_columns,
    institution_option,
    institutions_of_people,
    parts_of_people,
    programmes_of_people,
    subject_option,
    subjects_of_people,
    theme_columns,
    theme_option,
    themes_of_institutions,
)
from cluster.models import Institution
from partners.models import Partner
from publishing.filters import Facet, Marks, Option, PublicFilterSet, one_of
from publishing.languages import column
from publishing.querysets import PublishedQuerySet
from search.filters import WordsFilter

from .enums import MembershipRole, ProgrammePhase
from .models import CAP, Involvement, Keyword, Membership, PartnerInvolvement


def _institutions(public: PublishedQuerySet) -> Marks:
    rows = Involvement.objects.filter(institution__in=Institution.objects.public(public.language)).order_by()
    for key, *rest in rows.values_list("cap_id", *institution_columns("institution__", public.language)):
        yield key, institution_option(*rest)


def _partners(public: PublishedQuerySet) -> Marks:
    rows = PartnerInvolvement.objects.filter(partner__in=Partner.objects.public(public.language)).order_by()
    for key, slug, name in rows.values_list("cap_id", f"partner__{column('slug', public.language)}", "partner__name"):
        yield key, Option(slug, name)


def _keywords(public: PublishedQuerySet) -> Marks:
    rows = Keyword.caps.through.objects.order_by()
    for key, word, name in rows.values_list("cap_id", "keyword_id", f"keyword__{column('name', public.language)}"):
        if name:
            yield key, Option(str(word), name)


def _theme() -> Facet:
    return Facet(label=_("Theme"), columns=lambda language: theme_columns("theme__", language), read=theme_option)


class CAPFilter(PublicFilterSet):
    q = WordsFilter()
    theme = _theme()
    institution = Facet(label=_("Institution"), marks=_institutions, every=_("All institutions"))
    partner = Facet(label=_("Partner"), marks=_partners, every=_("All partners"))
    keyword = Facet(label=_("Keyword"), marks=_keywords, every=_("All keywords"))
    phase = Facet(label=_("Phase"), columns=("phase",), read=one_of(ProgrammePhase))

    class Meta:
        model = CAP
        fields = ()


class MatrixFilter(PublicFilterSet):
    """The matrix is narrowed by theme alone."""

    theme = _theme()

    class Meta:
        model = CAP
        fields = ()


def _themes_of_institutions(public: PublishedQuerySet) -> Marks:
    rows = Involvement.objects.filter(cap__in=CAP.objects.public(public.language)).order_by()
    for key, *rest in rows.values_list("institution_id", *theme_columns("cap__theme__", public.language)).distinct():
        yield key, theme_option(*rest)


def _memberships(public: PublishedQuerySet) -> QuerySet:
    return Membership.objects.filter(cap__in=CAP.objects.public(public.language)).order_by()


def _institutions_of_people(public: PublishedQuerySet) -> Marks:
    rows = _memberships(public).filter(institution__in=Institution.objects.public(public.language))
    for key, *rest in rows.values_list("person_id", *institution_columns("institution__", public.language)).distinct():
        yield key, institution_option(*rest)


def _parts_of_people(public: PublishedQuerySet) -> Marks:
    leads = Option(MembershipRole.PI.value, _now("Leads a programme"), 1)
    joins = Option(MembershipRole.MEMBER.value, _now("Takes part in a programme"), 2)
    for key, role in _memberships(public).values_list("person_id", "role").distinct():
        yield key, leads if role == MembershipRole.PI else joins


def _programmes_of_people(public: PublishedQuerySet) -> Marks:
    columns = (f"cap__{column('slug', public.language)}", "cap__acronym", "cap__number")
    for key, slug, acronym, number in _memberships(public).values_list("person_id", *columns).distinct():
        yield key, Option(slug, acronym, number) if slug else None


def _subjects_of_people(public: PublishedQuerySet) -> Marks:
    """The keywords of a person's programmes, where they have no subjects of their own."""
    without = public.filter(
        Q(**{column("subjects", public.language): ""}) | Q(**{f"{column('subjects', public.language)}__isnull": True})
    )
    rows = (
        _memberships(without)
        .filter(person__in=without)
        .values_list("person_id", f"cap__keywords__{column('name', public.language)}")
        .distinct()
    )
    return ((key, subject_option(name)) for key, name in rows if name)


def join_the_consortium() -> None:
    """Let institutions and people be found by what they do in public programmes."""
    themes_of_institutions.add(_themes_of_institutions)
    institutions_of_people.add(_institutions_of_people)
    parts_of_people.add(_parts_of_people)
    programmes_of_people.add(_programmes_of_people)
    subjects_of_people.add(_subjects_of_people)
