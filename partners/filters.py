"""Filters of the list of partners."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from publishing.filters import Facet, Option, PublicFilterSet, one_of
from search.filters import WordsFilter

from .enums import PartnerKind, PartnerSector
from .models import Partner


def _country(code: str) -> Option | None:
    return Option(str(code), str(countries.name(code))) if code else None


class PartnerFilter(PublicFilterSet):
    q = WordsFilter()
    kind = Facet(label=_("Type"), columns=("kind",), read=one_of(PartnerKind))
    sector = Facet(label=_("Sector"), columns=("sector",), read=one_of(PartnerSector))
    country = Facet(label=_("Country"), columns=("country",), read=_country, every=_("All countries"))

    class Meta:
        model = Partner
        fields = ()
