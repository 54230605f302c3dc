"""Filters of the list of partners. Choices are callables: one made at import would freeze its language."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from publishing.filters import PublicFilterSet
from publishing.languages import current
from search.filters import WordsFilter

from .models import Partner


def _present(field: str) -> set[str]:
    return set(Partner.objects.public(current()).order_by().values_list(field, flat=True).distinct())


def _kinds():
    counts = Partner.objects.public(current()).per_kind()
    return [
        (value, f"{str(label)[:1].upper()}{str(label)[1:]} ({counts[value]})")
        for value, label in Partner.Kind.choices
        if value in counts
    ]


def _sectors():
    present = _present("sector")
    return [(value, str(label)[:1].upper() + str(label)[1:]) for value, label in Partner.Sector.choices if value in present]


def _countries():
    present = _present("country")
    return [(code, name) for code, name in countries if code in present]


class PartnerFilter(PublicFilterSet):
    q = WordsFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_kinds, empty_label=_("All kinds"))
    sector = django_filters.ChoiceFilter(label=_("Sector"), choices=_sectors, empty_label=_("All sectors"))
    country = django_filters.ChoiceFilter(label=_("Country"), choices=_countries, empty_label=_("All countries"))

    class Meta:
        model = Partner
        fields = ()
