"""Every page in every language: the switch, what is announced, what falls back and what never does."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Institution
from news.models import PressRelease
from publishing import languages
from tests import pages
from tests.make import cap, future, make

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]


def switch(body: str) -> str:
    return re.search(r'<ul class="lang".*?</ul>', body, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("accepted", "cookie", "leads_to"),
    [
        ("fr", None, "/fr/"),
        ("en-GB,en;q=0.8", None, "/en/"),
        ("de,ja", None, "/fr/"),
        ("", None, "/fr/"),
        ("fr", "en", "/en/"),
        ("en", "fr", "/fr/"),
        ("en", "zz", "/en/"),
    ],
)
def test_root_leads_to_the_language_chosen_or_the_browsers(client, accepted, cookie, leads_to):
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, leads_to)
    assert set(response["Vary"].split(", ")) == {"Accept-Language", "Cookie"}


@pytest.mark.parametrize("name", ["home", "cap-list", "pressrelease-list", "nationalcluster-list", "search", "site-map"])
def test_switch_lands_on_the_same_page(client, name):
    for code in languages.codes():
        with override(code):
            path = reverse(name)
        body = pages.flat(client.get(path).content.decode())
        assert f'<html lang="{code}">' in body
        for other in set(languages.codes()) - {code}:
            with override(other):
                assert f'href="{reverse(name)}" lang="{other}" hreflang="{other}"' in switch(body)


def test_switch_takes_along_what_is_chosen_and_asked_in_the_words_of_the_other_language(client):
    one, hidden = cap("Un"), cap("Deux", public_from_en=None)
    member = one.involvements.first().institution
    asked = {"q": one.slug(MAIN), "institution": member.slug(MAIN), "page": "2", "strange": "x"}
    with override(MAIN):
        paths = [f"{reverse('cap-list')}?{urlencode(asked)}", f"{reverse('contact-write')}?programme={one.slug(MAIN)}"]
        paths.append(f"{reverse('contact-write')}?programme={hidden.slug(MAIN)}&page=3")
    with override(OTHER):
        expected = [
            f"{reverse('cap-list')}?{urlencode({'q': one.slug(MAIN), 'institution': member.slug(OTHER)})}",
            f"{reverse('contact-write')}?programme={one.slug(OTHER)}",
            reverse("contact-write"),
        ]
    for path, wanted in zip(paths, expected, strict=True):
        body = pages.flat(client.get(path).content.decode())
        assert f'href="{escape(wanted)}" lang="{OTHER}"' in switch(body)


def test_switch_says_that_a_version_is_not_public_and_leads_to_its_section(client):
    release = make(PressRelease, public_from_fr=future()["public_from_fr"], **{"public_from_en": None})
    PressRelease.objects.filter(pk=release.pk).update(public_from_fr="2024-05-22T07:00Z")
    release.refresh_from_db()
    body = client.get(release.get_absolute_url(MAIN)).content.decode()
    with override(OTHER):
        section = reverse("pressrelease-list")
    assert f'<a class="missing" href="{section}"' in switch(body)
    assert release.slug(OTHER) not in body
    assert client.get(section).status_code == 200


def test_only_public_versions_are_announced(client):
    release = make(PressRelease)
    both = client.get(release.get_absolute_url(MAIN)).content.decode()
    announced = re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', both)
    assert announced == [(code, f"http://127.0.0.1:8000{release.get_absolute_url(code)}") for code in languages.codes()]
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{release.get_absolute_url(MAIN)}">' in both
    PressRelease.objects.update(public_from_en=future()["public_from_en"])
    alone = client.get(release.get_absolute_url(MAIN)).content.decode()
    assert re.findall(r'hreflang="(\w+)" href="http', alone) == [MAIN]
    sitemap = pages.sitemap(client)
    assert release.get_absolute_url(MAIN) in sitemap
    assert release.get_absolute_url(OTHER) not in sitemap


def test_prose_falls_back_in_its_own_language_and_nothing_else_does(client):
    one = make(Institution, description_fr="<p>Un musée.</p>", description_en="", name_fr="Musée", name_en="Museum")
    page = client.get(one.get_absolute_url(OTHER)).content.decode()
    assert '<div lang="fr"><p>Un musée.</p></div>' in page
    assert "Museum" in page
    Institution.objects.update(public_from_en=None)
    with override(OTHER):
        listed = client.get(reverse("institution-list")).content.decode()
    assert "Musée" not in listed
    assert client.get(one.get_absolute_url(OTHER)).status_code == 404


def test_lists_are_ordered_by_the_language_read(client):
    make(Institution, name_fr="A", name_en="Z", rank=1)
    make(Institution, name_fr="B", name_en="Y", rank=1)
    orders = []
    for code in languages.codes():
        with override(code):
            response = client.get(reverse("institution-list"))
            orders.append([getattr(one, languages.column("name", code)) for one in response.context["object_list"]])
    assert orders == [["A", "B"], ["Y", "Z"]]


def test_french_typography_is_put_right_on_the_page(client):
    cap(summary_fr="Qui décide ? L'algorithme : « jamais » seul ; 55 000 fois.", title_fr="Titre")
    body = client.get(CAP.objects.get().get_absolute_url("fr")).content.decode()
    assert "Qui décide\u202f? L’algorithme\u00a0: «\u00a0jamais\u00a0» seul\u202f; 55\u202f000 fois." in body


def test_form_language_of_the_admin_is_kept_in_a_cookie(client):
    response = client.post(reverse("set_language"), {"language": OTHER, "next": "/admin/"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.cookies["language"].value == OTHER
    elsewhere = client.post(reverse("set_language"), {"language": OTHER, "next": "https://example.org/"})
    assert elsewhere["Location"] == "/"
