"""Filters of the press page and the news. Choices are callables: one made at import would freeze its language."""

import django_filters
from django.utils.translation import gettext_lazy as _

from cluster.models import Theme
from publishing.filters import PublicFilterSet
from publishing.languages import column, current
from search.filters import WordsFilter

from .models import PressRelease


def _years():
    years = PressRelease.objects.public(current()).dates("dated", "year", order="DESC")
    return [(str(day.year), str(day.year)) for day in years]


def _themes():
    return Theme.objects.public(current()).for_list().values_list(column("slug"), column("name"))


class PressReleaseFilter(PublicFilterSet):
    q = WordsFilter()
    year = django_filters.ChoiceFilter(
        label=_("Year"), choices=_years, empty_label=_("All years"), field_name="dated", lookup_expr="year"
    )
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=_themes, empty_label=_("All themes"), method="under_theme")

    class Meta:
        model = PressRelease
        fields = ()

    def under_theme(self, queryset, name, value):
        return queryset.filter(pk__in=PressRelease.objects.filter(**{f"caps__theme__{column('slug')}": value}).values("pk"))
