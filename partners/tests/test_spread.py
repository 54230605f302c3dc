"""The picture of the partners."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from partners import spread
from partners.enums import PartnerKind, PartnerSector
from partners.models import Partner
from publishing import languages
from tests.make import future, make
from tests.pages import flat

pytestmark = pytest.mark.django_db


def test_counts_totals_and_areas():
    drawn = spread.of([("sme", "health")] * 8 + [("startup", "health")] * 2 + [("sme", "energy")])
    assert [(value, count) for value, _label, count in drawn.kinds] == [("startup", 2), ("sme", 9)]
    assert [(row.sector, [cell.count for cell in row.cells], row.total) for row in drawn.rows] == [
        ("health", [2, 8], 10),
        ("energy", [0, 1], 1),
    ]
    assert drawn.total == 11
    small, large = drawn.rows[0].cells
    assert float(large.side) ** 2 == pytest.approx(4 * float(small.side) ** 2)


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_any_number_of_partners(client, count):
    for turn in range(count):
        make(Partner, kind=PartnerKind.values[turn % 5], sector=PartnerSector.values[turn % 9])
    make(Partner, kind="association", sector="education", **future())
    for code in languages.codes():
        with override(code):
            page = client.get(reverse("partner-list"))
        html = page.content.decode()
        assert re.findall(r'<td class="n">(\d+)</td>', html)[-1:] == ([str(count)] if count else [])
        assert bool(re.search('class="plain spread"', html)) == bool(count)


def test_each_number_leads_to_as_many(client):
    for kind, sector in (("sme", "health"), ("sme", "health"), ("startup", "health")):
        make(Partner, kind=kind, sector=sector)
    page = client.get(reverse("partner-list")).content.decode()
    link = re.search(r'href="(\?kind=sme&amp;sector=health)"', page)[1].replace("&amp;", "&")
    assert client.get(reverse("partner-list") + link).context["shown"] == 2


def test_a_partner_of_france_is_named_in_french_on_a_page_in_any_language(client):
    """So that it is read aloud as what it is; of one from elsewhere nobody knows in what language it calls itself."""
    here, abroad = make(Partner, "Agence d’ici", country="FR"), make(Partner, "Acme", country="US")
    marked = f'<span lang="fr">{here}</span>'
    with override("en"):
        english = client.get(reverse("partner-list")).content.decode()
    assert f">{marked}</a>" in english and f">{abroad}</a>" in english
    assert f"<h1> {marked}" in flat(client.get(here.get_absolute_url("en")).content.decode())
    with override("fr"):
        assert f">{here}</a>" in client.get(reverse("partner-list")).content.decode()
