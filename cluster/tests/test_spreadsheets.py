"""Institutions and people as spreadsheets: known by their other names and identifiers, and refused where two could be meant."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster.models import Institution, Person
from tests.backoffice import route, staff
from tests.make import draft, make

pytestmark = pytest.mark.django_db
ORCID, OTHER = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.fixture
def claire():
    return staff(language="fr")


def upload(client, model, text: str):
    return client.post(route(model, "import"), {"file": SimpleUploadedFile("feuille.csv", text.encode())})


def confirm(client, model, response):
    assert response.context["kept"], [row.errors for row in response.context["judged"].wrong]
    assert client.post(route(model, "import"), {"rows": response.context["kept"]}).status_code == 302


def states(response) -> list[str]:
    return [row.state for row in response.context["judged"].rows]


@pytest.mark.parametrize("name", ["École d’essai", "ECOLE D'ESSAI", "cese", "Conseil d'à côté", "School"])
def test_an_institution_is_known_by_each_of_its_names(claire, name):
    aliases = "CESE\nConseil d’à côté"
    one = make(Institution, name_fr="École d’essai", name_en="School", acronym="EE", aliases=aliases, **draft())
    make(Institution, **draft())
    response = upload(claire, Institution, f"Nom;Ville\n{name};Ailleurs\n")
    assert states(response) == ["changed"]
    confirm(claire, Institution, response)
    one.refresh_from_db()
    assert (one.name_fr, one.city, Institution.objects.count()) == ("École d’essai", "Ailleurs", 2)


def test_a_new_institution_comes_in_as_a_draft_with_its_address(claire):
    export = claire.post(route(Institution, "export"), {"format": "french"}).content.decode("utf-8-sig")
    kind = Institution._meta.get_field("kind").choices[0][1]
    circle = Institution._meta.get_field("circle").choices[0][1]
    text = f"Nom;Type;circle;Ville;ROR\nL’École de l’œuvre;{kind};{circle};Paris;https://ror.org/02en5vm52\n"
    confirm(claire, Institution, upload(claire, Institution, text))
    one = Institution.objects.get()
    assert (one.slug_fr, one.public_from_fr) == ("l-ecole-de-l-oeuvre", None)
    again = upload(claire, Institution, "Nom;ROR\nAutre nom;https://ror.org/02en5vm52\n")
    assert states(again) == ["changed"]
    assert export.startswith("Nom – français;")


def test_two_people_of_one_name_are_told_apart_by_their_orcid_or_not_at_all(claire):
    make(Person, given_name="Jean", family_name="Martin", orcid=ORCID, **draft())
    response = upload(claire, Person, f"Prénom;Nom;ORCID\nJEAN;MARTIN;{OTHER}\n;Lalou;\n")
    assert states(response) == ["new", "new"]
    confirm(claire, Person, response)
    assert Person.objects.filter(slug_fr__in=["jean-martin", "lalou"]).count() == 2
    assert Person.objects.count() == 3
    ambiguous = upload(claire, Person, "Prénom;Nom;Site web\nJean;Martin;https://example.org\n")
    assert "“JEAN MARTIN”" in ambiguous.context["judged"].wrong[0].errors[0].sentence
    told = upload(claire, Person, f"Prénom;Nom;ORCID;filing_name\nJean;Martin;{ORCID};Martin\n")
    assert states(told) == ["changed"]


@pytest.mark.parametrize("model", [Institution, Person])
def test_what_goes_out_comes_back_unchanged(claire, model):
    for _number in range(3):
        make(model, **draft() | ({"orcid": ""} if model is Person else {}))
    content = claire.post(route(model, "export"), {"format": "xlsx"}).content
    response = claire.post(route(model, "import"), {"file": SimpleUploadedFile("feuille.xlsx", content)})
    assert states(response) == ["unchanged"] * 3, [row.errors for row in response.context["judged"].wrong]


def test_a_preview_costs_the_same_queries_for_each_row(claire, django_assert_max_num_queries):
    rows = "".join(f"Prénom{'abcdefghij'[number]};Nom\n" for number in range(10))
    with django_assert_max_num_queries(120):
        assert states(upload(claire, Person, f"Prénom;Nom\n{rows}")) == ["new"] * 10
