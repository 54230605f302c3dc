"""The matrix of institutions and programmes: its orders, its sums, and that it holds for any number of either."""

import re

import pytest
from django.urls import reverse

from caps import matrix
from caps.enums import InvolvementRole
from caps.models import CAP, Involvement
from cluster.models import Institution, Theme
from publishing import languages
from tests.make import cap, draft, make
from tests.pages import flat

pytestmark = pytest.mark.django_db


def named(name: str, **given) -> Institution:
    return make(Institution, **dict.fromkeys(languages.columns("name"), name) | {"rank": 10} | given)


@pytest.fixture
def three():
    """Zèbre leads one of two, Âne joins three, Élan is in none."""
    zebra, elk, donkey = named("Zèbre", rank=1), named("Élan", rank=2), named("Âne", rank=3)
    for number in range(3):
        one = make(CAP)
        Involvement.objects.create(cap=one, institution=donkey)
        if number:
            Involvement.objects.create(
                cap=one, institution=zebra, role=InvolvementRole.LEAD if number == 1 else InvolvementRole.PARTICIPANT
            )
    return zebra, elk, donkey


def names(client, query: str) -> list[str]:
    page = flat(client.get(reverse("matrix") + query).content.decode())
    body = re.search(r"<tbody.*?</tbody>", page, re.S)[0]
    return re.findall(r'class="name">([^<]+)', body)


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Zèbre", "Élan", "Âne"]),
        ("?sort=name", ["Âne", "Élan", "Zèbre"]),
        ("?sort=count", ["Âne", "Zèbre", "Élan"]),
        ("?sort=leads", ["Zèbre", "Âne", "Élan"]),
        ("?sort=nonsense", ["Zèbre", "Élan", "Âne"]),
        ("?sort=name&sort=", ["Zèbre", "Élan", "Âne"]),
    ],
)
def test_orders(client, three, query, wanted):
    assert names(client, query) == wanted


@pytest.mark.parametrize(
    ("order", "sort"), [("name", "ascending"), ("count", "descending"), ("leads", "descending"), ("", None)]
)
def test_the_sorted_column_says_so(client, three, order, sort):
    page = client.get(reverse("matrix"), {"sort": order} if order else {}).content.decode()
    assert re.findall(r'aria-sort="(\w+)"', page) == ([sort] if sort else [])


def test_order_and_theme_stay_together_in_each_link(client, three):
    theme = Theme.objects.first()
    page = client.get(reverse("matrix"), {"sort": "count", "theme": theme.slug("fr")}).content.decode()
    assert f"?theme={theme.slug('fr')}&amp;sort=name" in page
    assert f"?sort=count&amp;theme={theme.slug('fr')}" in page


def test_a_filter_leaves_out_who_is_in_none(client, three):
    one = cap(theme=make(Theme))
    drawn = matrix.draw([one], list(Institution.objects.all()), "fr", only_in=True)
    shown = [row.institution for group in drawn.groups for row in group.rows]
    assert shown == [row.institution for row in one.involvements.in_language("fr").in_order()]
    assert drawn.outside == 3


def test_sums():
    one, other = cap(), cap()
    shared = one.involvements.first().institution
    Involvement.objects.create(cap=other, institution=shared)
    drawn = matrix.draw(
        list(CAP.objects.in_language("fr").for_list()), list(Institution.objects.in_language("fr").for_list()), "fr"
    )
    assert [column.total for column in drawn.columns] == [2, 3]
    assert {row.institution: (row.total, row.led) for group in drawn.groups for row in group.rows}[shared] == (2, 1)


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_any_number_of_programmes(client, count):
    for _each in range(count):
        cap()
    page = client.get(reverse("matrix")).content.decode()
    assert len(re.findall(r'class="name"', page)) == 2 * count
    assert ('<table class="matrix"' in page) == bool(count)


def test_hidden_institution_counts_nowhere(client):
    one = cap()
    Involvement.objects.create(cap=one, institution=named("Cachée", **draft()))
    page = client.get(reverse("matrix")).content.decode()
    assert "Cachée" not in page
    assert re.search(r"<tfoot.*?<td[^>]*>\s*(\d+)\s*</td>", page, re.S)[1] == "2"


def test_its_list_says_the_same_programme_by_programme(three):
    """Who leads comes first, whatever the order of the rows; an institution that is in nothing is in no list."""
    caps = list(CAP.objects.in_language("fr").for_list())
    drawn = matrix.draw(caps, list(Institution.objects.in_language("fr").for_list()), "fr")
    told = [[(str(institution), part) for institution, part in one.institutions] for one in drawn.lists]
    assert sorted(told, key=len) == [
        [("Âne", "participant")],
        *sorted([[("Zèbre", "lead"), ("Âne", "participant")], [("Zèbre", "participant"), ("Âne", "participant")]]),
    ]
    assert [one.cap for one in drawn.lists] == caps
