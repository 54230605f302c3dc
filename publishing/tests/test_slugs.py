"""Addresses made of titles: for a form while somebody types, and at a save that leaves them empty."""

import pytest

from caps.models import CAP
from cluster.models import Institution, Page, Person
from news.models import Article
from publishing.models import SlugRecord
from publishing.slugs import LONGEST, is_made_of, numbered, slug_of
from tests.backoffice import form_of, route, staff
from tests.make import make

SLUGS = [
    ("Mise en œuvre de l’IA", "mise-en-oeuvre-de-l-ia"),
    ("Le chœur, le nœud et l’œil", "le-choeur-le-noeud-et-l-oeil"),
    ("L'intelligence artificielle d’aujourd’hui", "l-intelligence-artificielle-d-aujourd-hui"),
    ("Hương Đặng", "huong-dang"),
    ("Łukasiewicz, Ødegård & Þórsdóttir", "lukasiewicz-odegard-thorsdottir"),
    ("Işıl Straße", "isil-strasse"),
    ("Cyber\u00adsécurité : 2,5 M€", "cybersecurite-2-5-m"),
    ("PR[AI]RIE-PSAI", "prairie-psai"),
    ("snake_case / et @lias", "snake-case-et-lias"),
    ("Ὀδύσσεια 中文", ""),
    ("", ""),
]


@pytest.mark.parametrize(("title", "slug"), SLUGS)
def test_every_letter_of_a_title_is_spelt_in_its_address(title, slug):
    assert slug_of(title) == slug


def test_a_number_fits_whatever_the_length_and_is_known_as_made():
    title = "mot " * 40
    tried = [slug for slug, _number in zip(numbered(slug_of(title)), range(1200), strict=False)]
    assert max(map(len, tried)) <= LONGEST and len(set(tried)) == len(tried)
    assert all(is_made_of(slug, title) for slug in tried)
    assert not is_made_of("mot-de-passe", title) and not is_made_of("2026", "Ὀδύσσεια")


@pytest.mark.django_db
def test_an_address_left_empty_is_made_of_the_title_of_its_language():
    cap = CAP(title_fr="L’œuvre", title_en="The work", acronym="A")
    cap.clean()
    assert (cap.slug_fr, cap.slug_en) == ("l-oeuvre", "the-work")
    half = CAP(title_fr="L’œuvre", acronym="A")
    half.clean()
    assert (half.slug_fr, half.slug_en) == ("l-oeuvre", None)
    typed = CAP(title_fr="L’œuvre", acronym="A", slug_fr="a-moi")
    typed.clean()
    assert typed.slug_fr == "a-moi"


@pytest.mark.django_db
def test_what_is_proposed_is_free_and_leads_to_the_page():
    for number, slug in enumerate(["jean-martin", "jean-martin-2", "jean-martine"]):
        make(Person, given_name="Jean", family_name=f"N{number}", slug_fr=slug, slug_en=slug)
    left = Person.objects.get(slug_fr="jean-martin")
    left.slug_fr = "ailleurs"
    left.save()
    assert SlugRecord.objects.filter(slug="jean-martin", language="fr").exists()  # its old address leads on
    twin = Person(given_name="Jean", family_name="Martin")
    twin.clean()
    assert (twin.slug_fr, twin.slug_en) == ("jean-martin-3", "jean-martin-3")
    assert Page(title_fr="Presse").propose_slug("fr") == "presse-2"


@pytest.mark.django_db
def test_a_form_is_told_a_free_address_and_no_log_the_title(client):
    make(Institution, slug_fr="ecole-d-ete")
    url = route(Institution, "propose_slug")
    claire, edith, theo = staff(), staff("edith", "Editors"), staff("theo", "Translators")
    for editor in (claire, edith):
        answer = editor.post(url, {"field": "slug_fr", "title": "École d’été"})
        assert answer.json() == {"slug": "ecole-d-ete-2"}
        assert "no-store" in answer["Cache-Control"]
    assert claire.get(url, {"field": "slug_fr", "title": "x"}).status_code == 405
    assert theo.post(url, {"field": "slug_fr", "title": "x"}).status_code == 403
    assert client.post(url, {"field": "slug_fr", "title": "x"}).status_code == 302
    for field, title, status, slug in [
        ("slug_fr", "x" * 5000, 200, "x" * LONGEST),
        ("slug_fr", "", 200, ""),
        ("slug_fr", "\x00", 400, ""),
        ("name_fr", "x", 400, ""),
        ("", "x", 400, ""),
    ]:
        answer = claire.post(url, {"field": field, "title": title})
        assert (answer.status_code, answer.json()) == (status, {"slug": slug})


@pytest.mark.django_db
def test_forms_ask_the_server_and_carry_no_table_of_letters():
    page = staff().get(route(Article, "add")).content.decode()
    assert "publishing/slugs.js" in page and f'data-url="{route(Article, "propose_slug")}"' in page
    assert "urlify" not in page and "prepopulate.js" not in page


@pytest.mark.django_db
def test_without_a_script_a_save_makes_the_address():
    claire = staff()
    add = route(Article, "add")
    form = form_of(claire.get(add), Article) | {"title_fr": "Mise en œuvre de l’IA", "title_en": ""}
    assert claire.post(add, form).status_code == 302
    assert list(Article.objects.values_list("slug_fr", "slug_en")) == [("mise-en-oeuvre-de-l-ia", None)]
