"""The way to the other languages, on a telephone: it stands in the head of every page, whatever the page's language."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from django.utils.translation import override

from news.models import PressRelease
from publishing import languages

from .browsers import USUAL_SIZE, Wishes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LARGE_SIZE = 24
SCREENS = [(320, USUAL_SIZE), (390, USUAL_SIZE), (390, LARGE_SIZE), (600, LARGE_SIZE)]
"""Width of the screen and size of the reader's letters: media queries in em ask for both."""
TARGET = 24
"""CSS pixels, each way, of what a thumb can hit (WCAG 2.2, 2.5.8)."""

SWITCH = """() => {
  const shown = [...document.querySelectorAll(".lang li")].filter(item => item.checkVisibility());
  const separator = item => {
    const style = getComputedStyle(item, "::before");
    return style.display !== "none" && !["none", "normal"].includes(style.content);
  };
  return shown.map((item, place) => {
    const link = item.querySelector("a[href]");
    const box = (link ?? item).getBoundingClientRect();
    return {
      language: link ? link.hreflang : null,
      wide: box.width, high: box.height,
      inside: box.left >= 0 && box.right <= document.documentElement.clientWidth && box.top >= 0,
      separated: separator(item) === place > 0,
    };
  });
}"""
"""Each language that the switch shows: the one that it leads to (none for the page's own), how large, and where."""


def addresses(language: str) -> list[str]:
    """A page of each way by which the switch is made: of a list, a record, a form, and what has no other version."""
    with override(language):
        release = PressRelease.objects.public(language).order_by("pk").first().get_absolute_url(language)
        return [*map(reverse, ("home", "site-map", "pressrelease-list", "search")), release, f"{reverse('home')}nope/"]


@pytest.fixture
def telephone(new_context):
    return new_context(viewport={"width": 390, "height": 800}).new_page()


def faults(page, others: list[str]) -> list[str]:
    shown = page.evaluate(SWITCH)
    found = [] if [one["language"] for one in shown if one["language"]] == others else [f"leads to {shown}"]
    links = [one for one in shown if one["language"]]
    found += [f"too small: {one}" for one in links if min(one["wide"], one["high"]) < TARGET]
    return found + [f"outside, or wrongly parted: {one}" for one in shown if not (one["inside"] and one["separated"])]


def on_every_screen(page) -> Iterator[str]:
    """Show the page on one after the other; the name of each."""
    wishes = Wishes(page)
    for width, size in SCREENS:
        wishes.letters_of(size)
        page.set_viewport_size({"width": width, "height": 800})
        yield f"{width} px, letters of {size}"


@pytest.mark.parametrize("language", languages.codes())
def test_every_other_language_is_a_link(demo_portal, telephone, language):
    others = [code for code in languages.codes() if code != language]
    found = {}
    for path in addresses(language):
        telephone.goto(demo_portal.url + path)
        for screen in on_every_screen(telephone):
            found[path, screen] = faults(telephone, others)
    assert found == {place: [] for place in found}


@pytest.mark.parametrize("language", languages.codes())
def test_the_link_leads_to_this_page_in_the_other_language(demo_portal, telephone, language):
    for other in (code for code in languages.codes() if code != language):
        with override(language):
            telephone.goto(demo_portal.url + reverse("pressrelease-list"))
        telephone.locator(f".lang a[hreflang={other}]").click()
        with override(other):
            telephone.wait_for_url(demo_portal.url + reverse("pressrelease-list"))
        assert telephone.locator("html").get_attribute("lang") == other


THIRD = """place => {
  document.querySelector(".lang [hreflang=de]")?.parentElement.remove();
  const list = document.querySelector(".lang");
  const third = document.createElement("li");
  third.innerHTML = '<a href="/de/" lang="de" hreflang="de">Deutsch</a>';
  list.insertBefore(third, list.children[place] ?? null);
  return [...list.querySelectorAll("a")].map(link => link.hreflang);
}"""
"""Add one more language to the switch at a place, and tell all that it then leads to."""


@pytest.mark.parametrize("language", languages.codes())
def test_a_third_language_is_a_link_wherever_it_stands(demo_portal, telephone, language):
    with override(language):
        telephone.goto(demo_portal.url + reverse("home"))
    found = {}
    for screen in on_every_screen(telephone):
        for place in range(len(languages.codes()) + 1):
            others = telephone.evaluate(THIRD, place)
            assert len(others) == len(languages.codes())
            found[screen, place] = faults(telephone, others)
    assert found == {at: [] for at in found}
