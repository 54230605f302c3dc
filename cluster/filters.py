"""Filters of the consortium's lists. Choices are callables: one made at import would freeze its language."""

import django_filters
from django.utils.translation import gettext_lazy as _

from publishing.filters import PublicFilterSet
from publishing.languages import current
from search.filters import WordsFilter

from .models import Institution, NationalCluster


def _circles():
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in Institution.Circle.choices]


def _kinds():
    present = set(Institution.objects.public(current()).order_by().values_list("kind", flat=True))
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in Institution.Kind.choices if value in present]


def _regions():
    return [(region, f"{region} ({n})") for region, n in NationalCluster.objects.public(current()).per_region()]


class InstitutionFilter(PublicFilterSet):
    q = WordsFilter()
    circle = django_filters.ChoiceFilter(label=_("Circle"), choices=_circles, empty_label=_("All circles"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_kinds, empty_label=_("All kinds"))

    class Meta:
        model = Institution
        fields = ()


class NationalClusterFilter(PublicFilterSet):
    region = django_filters.ChoiceFilter(label=_("Region"), choices=_regions, empty_label=_("All regions"))
    was_3ia = django_filters.ChoiceFilter(
        label=_("Origin"),
        choices=(("true", _("Continues a 3IA institute")), ("false", _("New in 2024"))),
        empty_label=_("All origins"),
        method="of_origin",
    )

    class Meta:
        model = NationalCluster
        fields = ()

    def of_origin(self, queryset, name, value):
        return queryset.filter(was_3ia=value == "true")
