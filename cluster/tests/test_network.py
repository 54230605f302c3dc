"""Whose names the pages of the national network show, and in what language."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from cluster.models import Institution, NationalCluster
from tests.make import make
from tests.pages import flat

pytestmark = pytest.mark.django_db


def page(client, path: str) -> str:
    return flat(client.get(path).content.decode())


@pytest.fixture
def network():
    lead = make(Institution, "Université d’ici", is_lead=True, name_fr="Université d’ici", name_en="University of Here")
    ours = make(NationalCluster, "Le nôtre", name="Le nôtre", is_ours=True, lead="Université d’ici", co_lead="École d’à côté")
    other = make(NationalCluster, "L’autre", name="L’autre", lead="Université d’ailleurs", consortium="Institut A\nInstitut B")
    return lead, ours, other


def test_a_name_that_a_body_calls_itself_is_marked_as_french_on_a_page_that_is_not(client, network):
    _lead, _ours, other = network
    english = page(client, other.get_absolute_url("en"))
    for name in ("Université d’ailleurs", "Institut A", "Institut B"):
        assert f'<span lang="fr">{name}</span>' in english
    french = page(client, other.get_absolute_url("fr"))
    assert "Institut A, Institut B" in french and '<span lang="fr">' not in french.partition("<main")[2].partition("</main>")[0]


def test_what_told_of_a_cluster_is_named_in_its_own_language(client, network):
    _lead, _ours, other = network
    other.source = "Les Échos d’ailleurs"
    other.save()
    assert '<dd><span lang="fr">Les Échos d’ailleurs</span></dd>' in page(client, other.get_absolute_url("en"))
    assert "<dd>Les Échos d’ailleurs</dd>" in page(client, other.get_absolute_url("fr"))


def test_an_institute_that_is_named_by_its_acronym_is_named_in_full(client, network):
    _lead, _ours, other = network
    NationalCluster.objects.filter(pk=other.pk).update(was_3ia=True)
    full = {"fr": "nstitut interdisciplinaire d’intelligence artificielle (3IA)"}
    full["en"] = "n interdisciplinary artificial intelligence institute (3IA)"
    for code, words in full.items():
        with override(code):
            listed = reverse("nationalcluster-list")
        for path in (listed, other.get_absolute_url(code)):
            shown = page(client, path).partition("<main")[2]
            assert words in shown and shown.index(words) < shown.index("3IA"), path


def test_what_leads_our_cluster_is_called_as_everywhere_else(client, network):
    _lead, ours, _other = network
    with override("en"):
        listed = reverse("nationalcluster-list")
    for path in (ours.get_absolute_url("en"), listed):
        shown = page(client, path)
        assert 'University of Here, <span lang="fr">École d’à côté</span>' in shown, path
        assert "Université d’ici" not in shown, path
    assert "Université d’ici, École d’à côté" in page(client, ours.get_absolute_url("fr"))


def test_the_title_of_our_own_cluster_says_more_than_the_name_of_the_portal(client, network, settings):
    _lead, ours, _other = network
    ours.name = settings.PORTAL_NAME
    ours.save()
    title = re.search("<title>(.*?)</title>", page(client, ours.get_absolute_url("fr")))[1]
    assert title == f"{settings.PORTAL_NAME}, Réseau national – {settings.PORTAL_NAME}"
