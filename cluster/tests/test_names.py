"""Names as they are: with one name or two, with a particle or without, filed as their readers look for them."""

import json
import re

import pytest

from caps.enums import MembershipRole
from caps.models import CAP, Membership
from caps.programme_citation import of_programme
from cluster.filing import filed_under
from cluster.models import Person
from tests.backoffice import form_of, route, staff
from tests.make import cap, make, person


@pytest.mark.parametrize(
    ("family_name", "filed"),
    [
        ("de Thoisy-Méchin", "Thoisy-Méchin"),
        ("d’Alembert", "Alembert"),
        ("d'Alembert", "Alembert"),
        ("de Saint-Cyr", "Saint-Cyr"),
        ("de La Fontaine", "La Fontaine"),
        ("du Bellay", "du Bellay"),
        ("des Forêts", "des Forêts"),
        ("Le Goff", "Le Goff"),
        ("De Smet", "De Smet"),
        ("D’Angelo", "D’Angelo"),
        ("van der Berg", "van der Berg"),
        ("Delorme", "Delorme"),
        ("dell’Orto", "dell’Orto"),
        ("de", "de"),
        ("", ""),
    ],
)
def test_a_french_preposition_does_not_file(family_name, filed):
    assert filed_under(family_name) == filed


@pytest.mark.django_db
def test_lists_put_people_in_the_order_of_their_filing_names(client):
    wanted = [
        ("Jean", "d’Alembert", ""),
        ("Anna", "van der Berg", "Berg"),
        ("Hương", "Đặng", ""),
        ("Guðrún", "Dao", ""),
        ("", "Lalou", ""),
        ("Anne", "Lalou", ""),
        ("Łucja", "Łukasiewicz", ""),
        ("Sandrine", "de Thoisy-Méchin", ""),
        ("Björk", "Þórsdóttir", ""),
        ("Émile", "Zola", ""),
    ]
    for given, family, filing in reversed(wanted):
        person(given_name=given, family_name=family, filing_name=filing)
    names = [f"{given} {family}".strip() for given, family, _filing in wanted]
    assert [str(one) for one in Person.objects.in_language("fr").for_list()] == names
    assert [str(one) for one in Person.objects.all()] == names
    page = client.get("/fr/personnes/").content.decode()
    linked = re.findall(r"<a href=\"/fr/personnes/[^\"]+\"[^>]*>\s*([^<]+?)\s*</a>", page)
    assert [name for name in linked if name in names] == names
    listed = staff().get(route(Person, "changelist")).context["cl"].result_list
    assert [str(one) for one in listed] == names


@pytest.mark.django_db
def test_somebody_with_one_name_is_saved_shown_described_and_cited(client):
    claire, add = staff(), route(Person, "add")
    form = form_of(claire.get(add), Person) | {"given_name": "", "family_name": "Lalou"}
    assert claire.post(add, form).status_code == 302
    lalou = Person.objects.get()
    assert (str(lalou), lalou.slug_fr, lalou.sort_name) == ("Lalou", "lalou", "lalou")
    shown = person(given_name="", family_name="Lalou Bis", slug_fr="lalou-bis")
    page = client.get(shown.get_absolute_url("fr")).content.decode()
    assert "<h1" in page and "Lalou Bis" in page
    graphs = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.S)]
    described = json.dumps(graphs)
    assert '"familyName": "Lalou Bis"' in described and "givenName" not in described
    programme = cap("Ondes")
    Membership.objects.filter(cap=programme).delete()
    for rank, (given, family) in enumerate([("", "Lalou Ter"), ("Sandrine", "de Thoisy")]):
        make(
            Membership,
            cap=programme,
            role=MembershipRole.PI,
            rank=rank,
            person=make(Person, given_name=given, family_name=family),
            institution=programme.involvements.first().institution,
        )
    cited = of_programme(CAP.objects.public("fr").for_detail().get(pk=programme.pk), "fr")[-1].text
    assert "author = {{Lalou Ter} and de Thoisy, Sandrine}" in re.sub(r"\s+", " ", cited)
