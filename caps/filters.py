"""Filters of the list of programmes. Choices are callables: one made at import would freeze its language."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cluster.models import Institution, Theme
from partners.models import Partner
from publishing.filters import PublicFilterSet
from publishing.languages import column, current, localized
from search.filters import WordsFilter

from .models import CAP, Keyword


def _public_caps():
    return CAP.objects.public(current())


def _themes():
    return Theme.objects.public(current()).for_list().values_list(column("slug"), column("name"))


def _institutions():
    public = Institution.objects.public(current()).filter(involvements__cap__in=_public_caps()).distinct()
    return public.order_by("rank", "pk").values_list(column("slug"), column("name"))


def _partners():
    public = Partner.objects.public(current()).filter(involvements__cap__in=_public_caps()).distinct()
    return public.order_by("name", "pk").values_list(column("slug"), "name")


def _keywords():
    used = Keyword.objects.filter(caps__in=_public_caps()).exclude(**{column("name"): ""}).distinct()
    return used.order_by(localized("name"), "pk").values_list("pk", column("name"))


class CAPFilter(PublicFilterSet):
    q = WordsFilter()
    theme = django_filters.MultipleChoiceFilter(
        label=_("Theme"), choices=_themes, widget=forms.CheckboxSelectMultiple, method="under_themes"
    )
    institution = django_filters.ChoiceFilter(
        label=_("Institution"), choices=_institutions, empty_label=_("All institutions"), method="with_institution"
    )
    partner = django_filters.ChoiceFilter(
        label=_("Partner"), choices=_partners, empty_label=_("All partners"), method="with_partner"
    )
    keyword = django_filters.ChoiceFilter(
        label=_("Keyword"), choices=_keywords, empty_label=_("All keywords"), method="with_keyword"
    )
    phase = django_filters.MultipleChoiceFilter(
        label=_("Phase"), choices=CAP.Phase.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = CAP
        fields = ()

    def under_themes(self, queryset, name, value):
        return queryset.filter(**{f"theme__{column('slug')}__in": value}) if value else queryset

    def with_institution(self, queryset, name, value):
        return queryset.filter(
            pk__in=CAP.objects.filter(**{f"involvements__institution__{column('slug')}": value}).values("pk")
        )

    def with_partner(self, queryset, name, value):
        return queryset.filter(
            pk__in=CAP.objects.filter(**{f"partner_involvements__partner__{column('slug')}": value}).values("pk")
        )

    def with_keyword(self, queryset, name, value):
        return queryset.filter(pk__in=Keyword.caps.through.objects.filter(keyword_id=value).values("cap_id"))
