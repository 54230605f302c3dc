"""No page is wider than its screen for a word's sake: names come as long as they are, and letters as large as a reader asks."""

import pytest

from caps.models import CAP
from publishing import languages

from .browsers import USUAL_SIZE, Wishes

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LARGE_SIZE = 24
PHONE = 320
LARGE_PHONE = 390

LENGTHEN = """word => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const chosen = texts.filter(text => {
    const parent = text.parentElement;
    const kept = getComputedStyle(parent).whiteSpace !== "normal";
    return /\\p{L}{3}/u.test(text.data) && !kept && !parent.closest("table, svg, select, button, .vh, [popover]");
  });
  for (const text of chosen) text.data += ` ${word}`;
  return chosen.length;
}"""
"""Add a word to every text of the page: not to tables, whose columns keep their words, nor to what is never parted."""

OUTSIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > room + 0.5)
    .slice(-3)
    .map(element => `${element.localName}.${element.className} reaches ${Math.round(element.getBoundingClientRect().right)}`);
}"""
"""What sticks out of a page that is wider than its screen; nothing of a page that is not."""


@pytest.fixture
def page_at(new_context):
    """A page on a screen of so many CSS pixels, in letters of a size, that never gets the portal's own fonts."""

    def opened(width: int, size: int):
        page = new_context(viewport={"width": width, "height": 800}).new_page()
        wishes = Wishes(page)
        wishes.letters_of(size)
        wishes.nothing_of("*.woff2")
        return page

    return opened


@pytest.mark.in_full
def test_a_word_longer_than_the_screen_breaks(demo_portal, page_at):
    page = page_at(PHONE, USUAL_SIZE)
    faults = {}
    for path in demo_portal.paths[languages.main()].values():
        page.goto(demo_portal.url + path)
        assert page.evaluate(LENGTHEN, "Anticonstitutionnellement" * 2) > 0
        if outside := page.evaluate(OUTSIDE):
            faults[path] = outside
    assert faults == {}


@pytest.mark.parametrize("language", languages.codes())
def test_the_way_to_the_next_programme_fits_a_phone_in_large_letters(demo_portal, page_at, language):
    page = page_at(LARGE_PHONE, LARGE_SIZE)
    room, reached = LARGE_PHONE, {}
    for programme in CAP.objects.public(language).order_by("number"):
        path = programme.get_absolute_url(language)
        page.goto(demo_portal.url + path)
        ways = "links => Math.max(...links.map(link => link.getBoundingClientRect().right))"
        reached[path] = page.locator(".pager a").evaluate_all(ways)
    assert len(reached) > 1
    assert {path: right for path, right in reached.items() if right > room} == {}
