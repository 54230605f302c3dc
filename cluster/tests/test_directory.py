"""The directory: of each person what they do, where and on what; who answers the press; nobody of other bodies."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import Keyword, Membership
from cluster.directory import entries_of
from cluster.models import Institution, KeyFigure, Person, Role
from news.models import Article, PressRelease, Quote
from publishing import languages
from publishing.validators import validate_idhal
from tests.make import cap, draft, future, make, seal_anew
from tests.responses import let_go

pytestmark = pytest.mark.django_db
NAMES = {"given_name": "Ada", "family_name": "Exemple", "filing_name": ""}


@pytest.fixture
def ada() -> Person:
    one = make(
        Person,
        **NAMES,
        orcid="0000-0002-1825-0097",
        idhal="ada-exemple",
        website="https://ada.example.org/",
        subjects_fr="robotique\nchirurgie",
        subjects_en="robotics",
        answers_press=True,
        press_topics_fr="Les robots au bloc.",
        press_topics_en="Robots in the theatre.",
    )
    make(Role, person=one, institution=make(Institution, name_fr="Sorbonne", name_en="Sorbonne"), title_fr="directrice")
    return one


def names(client, query: str, code: str = "fr") -> list[str]:
    with override(code):
        path = reverse("person-list")
    return [str(person) for person in client.get(f"{path}{query}").context["object_list"]]


def member(programme, **given) -> Person:
    one = make(Person, filing_name="", **given)
    Membership.objects.create(cap=programme, person=one, institution=make(Institution))
    return one


def test_people_of_other_bodies_are_not_in_the_directory(client, ada):
    minister = make(Person, given_name="Une", family_name="Ministre")
    make(Role, person=minister)
    assert names(client, "") == ["Ada Exemple"]
    assert client.get(minister.get_absolute_url("fr")).status_code == 404


def test_people_are_found_by_their_own_subjects_or_else_by_their_programmes(client, ada):
    programme = cap("Prog", acronym="ROBOT")
    programme.memberships.all().delete()
    programme.keywords.add(make(Keyword, name_fr="Robotique", name_en="Robotics"))
    member(programme, given_name="Bea", family_name="Suite", subjects_fr="", subjects_en="")
    member(programme, given_name="Cyd", family_name="Tiers", subjects_fr="musique", subjects_en="")
    assert names(client, "?subject=robotique") == ["Ada Exemple", "Bea Suite"]
    assert names(client, "?subject=musique") == ["Cyd Tiers"]
    assert names(client, "?subject=robotics", "en") == ["Ada Exemple", "Bea Suite", "Cyd Tiers"]
    assert names(client, f"?programme={programme.slug_fr}") == ["Bea Suite", "Cyd Tiers"]
    assert names(client, "?subject=robotique&programme=nowhere") == ["Ada Exemple", "Bea Suite"]


def test_journalists_find_who_answers_on_what(client, ada):
    silent = make(Person, given_name="Bea", family_name="Suite", press_topics_fr="Secret.", press_topics_en="Secret.")
    make(Role, person=silent, institution=make(Institution))
    assert names(client, "?press=yes") == ["Ada Exemple"]
    page = client.get(reverse("person-list")).content.decode()
    assert "Les robots au bloc." in page and "Secret." not in page
    assert "Secret." not in client.get(silent.get_absolute_url("fr")).content.decode()
    assert "?press=yes" in client.get(reverse("pressrelease-list")).content.decode()
    Person.objects.filter(pk=ada.pk).update(answers_press=False)
    assert "?press=yes" not in client.get(reverse("pressrelease-list")).content.decode()


def test_no_hidden_programme_shows_through_a_person(ada):
    secret = cap("Secret", **future())
    secret.keywords.add(make(Keyword, name_fr="secret"))
    Membership.objects.create(cap=secret, person=ada, institution=make(Institution, **draft()))
    ada.subjects_fr = ""
    (entry,) = entries_of([Person.objects.in_language("fr").for_list().get(pk=ada.pk)], "fr")
    assert (entry.parts, entry.subjects) == ((), ("robotique", "chirurgie"))
    assert [one.name for one in entry.institutions] == ["Sorbonne"]


def test_a_list_costs_the_same_whatever_it_holds(client, ada):
    def queries() -> int:
        let_go(client.get(reverse("person-list")))
        with CaptureQueriesContext(connection) as counted:
            let_go(client.get(reverse("person-list")))
        return len(counted)

    programme = cap("Prog")
    before = queries()
    for number in range(5):
        member(programme, family_name=f"Nom {number}", subjects_fr="")
        cap(f"Autre {number}").keywords.add(make(Keyword, name_fr=f"mot {number}"))
    assert queries() == before


def test_whoever_answers_the_press_says_on_what(ada):
    ada.press_topics_en = ""
    with pytest.raises(ValidationError) as refused:
        ada.full_clean()
    assert set(refused.value.message_dict) == {"press_topics_en"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(press_topics_fr="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(press_topics_fr=None)


@pytest.mark.parametrize("value", ["1234", "Ada Lovelace", "ada.lovelace", "adélaïde", "-ada", "https://cv.hal.science/ada"])
def test_an_idhal_is_words_and_hyphens(value):
    validate_idhal("ada-lovelace")
    with pytest.raises(ValidationError):
        validate_idhal(value)


def test_a_page_says_to_machines_where_else_they_are(client, ada):
    page = client.get(ada.get_absolute_url("fr")).content.decode()
    (found,) = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', page, re.S) if "ProfilePage" in text]
    said = found["mainEntity"]
    assert said["sameAs"] == [
        "https://orcid.org/0000-0002-1825-0097",
        "https://cv.hal.science/ada-exemple",
        "https://ada.example.org/",
    ]
    assert said["knowsAbout"] == ["robotique", "chirurgie"]


def test_no_heading_stands_over_nothing(client):
    bare = make(Person, **NAMES, laboratory_fr="", laboratory_en="", subjects_fr="", subjects_en="", spoken=[], website="")
    make(Role, person=bare, institution=make(Institution, **draft()), title_fr="directrice")
    page = client.get(bare.get_absolute_url("fr")).content.decode()
    assert re.search(r"<dl[^>]*>\s*</dl>", page) is None
    assert re.search(r"<h2[^>]*>[^<]*</h2>\s*</div>", page) is None


def test_a_page_shows_what_its_person_says_and_what_names_them(client, ada):
    release = make(PressRelease, title_fr="Communiqué qui cite", title_en="Quoting release")
    make(Quote, release=release, person=ada, text_fr="Nous irons loin.", text_en="We shall go far.", speaker="Ada Exemple")
    seal_anew(release)
    make(Article, title_fr="Article qui nomme", body_fr="<p>Selon Ada Exemple, oui.</p>")
    make(Article, title_fr="Article à deux noms", body_fr="<p>Ada Autre et Bob Exemple.</p>")
    make(Article, title_fr="Article caché", body_fr="<p>Ada Exemple</p>", **future())
    make(KeyFigure, label_fr="chiffre sourcé", source_fr="entretien avec Ada Exemple")
    page = client.get(ada.get_absolute_url("fr")).content.decode()
    assert "Nous irons loin." in page and "We shall go far." not in page
    assert [title in page for title in ("Article qui nomme", "Article à deux noms", "Article caché")] == [True, False, False]
    assert "Chiffre sourcé" in page
    assert page.count("Communiqué qui cite") == 1


def test_the_page_of_an_example_is_for_no_engine(client, ada):
    Person.objects.filter(pk=ada.pk).update(is_example=True)
    for code in languages.codes():
        with override(code):
            page = client.get(Person.objects.get(pk=ada.pk).get_absolute_url(code)).content.decode()
            title = re.search(r'og:title" content="([^"]*)"', page)
        assert 'name="robots" content="noindex"' in page
        assert title and title[1].startswith("[")


def test_the_line_that_is_shared_names_a_place_once(ada):
    def shared() -> str:
        [entry] = entries_of(list(Person.objects.public("fr").for_list()), "fr")
        return entry.in_a_sentence("fr")

    assert shared() == "Directrice. Sorbonne. Robotique, chirurgie"
    Role.objects.update(title_fr="directrice à la Sorbonne")
    assert shared() == "Directrice à la Sorbonne. Robotique, chirurgie"
