"""What is found: endings, accents and elisions aside, never what is not public, and in step with every change."""

import pytest
from django.urls import reverse

from caps.models import CAP
from cluster.models import Institution
from news.models import PressRelease
from search import index
from search.models import Entry
from search.text import stems
from tests.make import cap, future, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "Écoles", "ecole"),
        ("fr", "l’œuvre", "OEUVRES"),
        ("fr", "d'apprentissage", "apprentissages"),
        ("fr", "jusqu’à", "à"),
        ("en", "Networks", "network"),
        ("en", "naïve", "naive"),
        ("de", "Straße", "strasse"),
        ("xx", "Mot", "mot"),
    ],
)
def test_words_that_mean_the_same_have_one_stem(language, one, other):
    assert stems(one, language) == stems(other, language)


def test_stems_hold_nothing_that_an_engine_could_read():
    assert all(stem.isascii() and stem.isalnum() for stem in stems('\' OR "x"* NEAR(1) %_\\ \x00 été', "fr"))


def test_search_finds_only_what_is_public(client):
    make(Institution, name_fr="Muséum caché", **future())
    shown = make(Institution, name_fr="Muséum ouvert")
    response = client.get(reverse("search"), {"q": "museums"})
    assert [group.things for group in response.context["groups"]] == [[shown]]
    assert response.context["total"] == 1


def test_title_comes_before_text():
    text = make(PressRelease, body_fr="<p>robotique</p>")
    title = make(PressRelease, title_fr="Robotique")
    [group] = index.search("robotique", "fr")
    assert group.things == [title, text]


def test_index_follows_edits_and_deletions():
    thing = make(Institution, name_fr="Ancien")
    thing.name_fr = "Nouveau"
    thing.save()
    assert index.search("ancien", "fr") == []
    assert [group.things for group in index.search("nouveau", "fr")] == [[thing]]
    thing.delete()
    assert not Entry.objects.exists()


def test_programme_is_found_by_its_people_once_they_are_saved():
    from publishing.signals import edited

    one = cap()
    edited.send(sender=CAP, instance=one)
    name = one.memberships.first().person.family_name
    assert one in [thing for group in index.search(name, "fr") for thing in group.things]


def test_languages_are_searched_apart():
    make(Institution, name_fr="Musée", name_en="Museum")
    assert index.search("musée", "fr")
    assert index.search("musée", "en") == []
