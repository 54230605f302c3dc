"""The menu leads to what there is, every page says where one is, and each is called by one name."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import KeyFigure, Page
from news.models import Event
from partners.models import Partner
from portal import navigation
from portal.page_names import NAMES, page_name
from portal.searchable import OWN
from publishing import languages
from tests import pages
from tests.make import draft, make

pytestmark = pytest.mark.django_db
FILES = {"press-feed"}


def html_of(client, path: str) -> str:
    return pages.flat(client.get(path).content.decode())


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def menu(html: str) -> dict[str, str]:
    """What the entries of the menu say of where one is, by their paths."""
    listed = re.search(r'<ul class="nav">(.*?)</ul>', html)[1]
    entries = re.findall(r"<a ([^>]*)>", listed)
    return {re.search('href="([^"]+)"', one)[1]: "".join(re.findall('aria-current="([^"]+)"', one)) for one in entries}


def test_an_empty_list_leaves_the_menu_and_the_first_thing_that_is_public_brings_it_back(client):
    with override("fr"):
        home = reverse("home")
        assert menu(html_of(client, home)) == {}
        make(Partner, "Brouillon", **draft())
        assert menu(html_of(client, home)) == {}
        make(Event)
        make(Partner)
        assert list(menu(html_of(client, home))) == [reverse("partner-list"), reverse("article-list")]


def test_examples_are_reason_enough_for_an_entry(client):
    make(Partner, is_example=True)
    assert list(menu(html_of(client, "/en/"))) == ["/en/partners/"]


@pytest.mark.parametrize("language", languages.codes())
def test_every_page_says_where_one_is(client, demo, language):
    """The menu says it of its pages and of what stands under them, the foot or the crumb of every other."""
    with override(language):
        about = Page.objects.get(slug_fr="le-cluster").get_absolute_url()
        held = {
            reverse("cap-list"): {reverse("cap-list"): "page"},
            reverse("matrix"): {reverse("cap-list"): "true"},
            CAP.objects.public(language).first().get_absolute_url(): {reverse("cap-list"): "true"},
            reverse("event-list"): {reverse("article-list"): "true"},
            Event.objects.public(language).first().get_absolute_url(): {reverse("article-list"): "true"},
            reverse("press-subscribe"): {reverse("pressrelease-list"): "true"},
            about: {about: "page"},
            Page.objects.get(slug_fr="gouvernance").get_absolute_url(): {about: "true"},
            reverse("institution-list"): {about: "true"},
            KeyFigure.objects.public(language).first().get_absolute_url(): {about: "true"},
            reverse("search"): {reverse("search"): "page"},
            reverse("site-map"): {},
        }
        for path, said in held.items():
            html = html_of(client, path)
            assert {at: current for at, current in menu(html).items() if current} == said, path
            assert re.search(r'<nav class="crumb.*?aria-current="page"', html), path


@pytest.mark.parametrize("language", languages.codes())
@pytest.mark.parametrize("route", sorted(set(NAMES) - FILES))
def test_a_page_is_called_by_one_name(client, demo, language, route):
    """In its title, its heading, its crumb, and wherever the frame of a page leads to it."""
    with override(language):
        name, path = page_name(route), reverse(route)
        html = html_of(client, path)
        assert words(re.search("<title>(.*?)</title>", html)[1]) == f"{name} – {settings.PORTAL_NAME}"
        assert words(re.search("<h1>(.*?)</h1>", html)[1]) == name
        assert pages.crumb(html)["itemListElement"][-1]["name"] == name
        frame = html[: html.index("<main")] + html[html.index("</main>") :] + html_of(client, reverse("site-map"))
        named = {words(one) for one in re.findall(f'<a\\s+href="{re.escape(path)}"[^>]*>(.*?)</a>', frame)}
        assert named <= {name}


def test_the_search_calls_pages_by_the_same_names():
    with override("en"):
        assert {one.route: str(one.title) for one in OWN if str(one.title) != page_name(one.route)} == {}


def test_what_the_menu_and_the_foot_lead_to_has_a_name():
    routes = {one.route for one in navigation.MENU} | {route for _title, column in navigation.FOOT for route in column}
    routes |= {*navigation.WITHIN_ABOUT, *(route for door in navigation.DOORS for route in door.routes)}
    assert routes <= set(NAMES)
