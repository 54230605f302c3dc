"""The picture of the partners, and what may be told of their pledges."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from partners import spread
from partners.enums import PartnerKind, PartnerSector
from partners.models import Partner, Pledge
from publishing import languages
from tests.make import draft, future, make

pytestmark = pytest.mark.django_db


def pledged(*amounts: int, shown: int = 0, **given) -> Partner:
    """A partner with confidential pledges, and one that it lets show."""
    partner = make(Partner, kind="sme", **given)
    for amount in amounts:
        make(Pledge, partner=partner, amount=amount, is_public=False)
    if shown:
        make(Pledge, partner=partner, amount=shown, is_public=True)
    return partner


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
        assert page.context["spread"].total == count
        assert bool(re.search('class="plain spread"', page.content.decode())) == bool(count)


def test_each_number_leads_to_as_many(client):
    for kind, sector in (("sme", "health"), ("sme", "health"), ("startup", "health")):
        make(Partner, kind=kind, sector=sector)
    page = client.get(reverse("partner-list")).content.decode()
    link = re.search(r'href="(\?kind=sme&amp;sector=health)"', page)[1].replace("&amp;", "&")
    assert client.get(reverse("partner-list") + link).context["shown"] == 2


@pytest.mark.parametrize(
    ("confidential", "told"),
    [
        ([], 0),
        ([5], None),
        ([5, 5], None),
        ([5, 5, 5], 15),
        ([85, 8, 7], None),
        ([84, 8, 8], 100),
    ],
)
def test_a_sum_is_told_only_where_it_tells_no_single_pledge(confidential, told):
    for amount in confidential:
        pledged(amount)
    assert Pledge.objects.told_total() == (None if told is None else Decimal(told))


def test_shown_pledges_hide_nobody():
    """Taken away from the sum, they leave the confidential ones: three shown partners do not cover one that is not."""
    for _each in range(3):
        pledged(shown=10)
    assert Pledge.objects.told_total() == 30
    pledged(10)
    assert Pledge.objects.told_total() is None


def test_several_pledges_of_one_partner_are_one_secret():
    pledged(5, 5, 5, 5)
    pledged(5)
    assert Pledge.objects.told_total() is None


def test_the_same_sum_in_every_language_and_nothing_of_hidden_partners(client):
    for _each in range(3):
        pledged(2_000_000)
    pledged(9_000_000, **draft())
    french_only = {languages.column("public_from", code): None for code in languages.others()}
    pledged(2_000_000, **french_only | {languages.column("public_from", languages.main()): make(Partner).public_from("fr")})
    for code in languages.codes():
        with override(code):
            assert client.get(reverse("partner-list")).context["pledged_meur"] == 8
            assert client.get(reverse("keyfigure-list")).context["counted_pledges"] == 8


def test_an_untold_sum_is_nowhere(client):
    pledged(7_654_321)
    for name in ("partner-list", "keyfigure-list"):
        page = client.get(reverse(name)).content.decode()
        assert not re.search(r"\b7[\s\u202f\u00a0]?M€|7 million|654|765", page)
