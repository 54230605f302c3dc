"""Every page holds in whatever letters it is set: the portal's own may come late, or not at all."""

import pytest

from publishing import languages
from tests import axe, fallback_fonts
from tests.browsers import USUAL_SIZE, Wishes
from tests.turns import turn_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENS = [(320, 16), (640, 16), (390, 24), (320, 24)]
"""Width in CSS pixels, and the size of the reader's letters."""

OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const scrolls = element => {
    for (let at = element.parentElement; at; at = at.parentElement)
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > room + 0.5 && !scrolls(element))
    .slice(0, 5)
    .map(element => `${element.tagName.toLowerCase()}.${element.className} to ${element.getBoundingClientRect().right}: `
      + element.textContent.trim().slice(0, 60));
}"""
"""What sticks out of a page that is wider than its screen; nothing of a page that is not."""


LETTERS = """size => [
  getComputedStyle(document.documentElement).fontSize,
  [0.01, -0.01].map(more => matchMedia(`(max-width: ${innerWidth / size + more}em)`).matches),
  [...document.fonts].filter(font => font.status === "loaded").length,
]"""
"""The size of a page's letters, whether it is one em of media queries, and how many of the portal's own fonts came."""


@pytest.fixture
def bare_page(launched):
    """Opens a page, and its reader's wishes, in a browser that has one set of fonts and never gets the portal's own."""
    contexts = []

    def opened(fonts: str):
        context = launched(fonts).new_context(viewport={"width": 320, "height": 800})
        axe.at_hand(context)
        contexts.append(context)
        page = context.new_page()
        wishes = Wishes(page)
        wishes.nothing_of("*.woff2")
        return page, wishes

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.in_full
@pytest.mark.parametrize("fonts", sorted(fallback_fonts.FAMILIES))
@pytest.mark.parametrize("language", languages.codes())
def test_pages_hold_without_the_portal_s_letters(demo_portal, bare_page, language, fonts):
    """No page is wider than its screen; where lines are longest, its links stay as far apart as fingers need."""
    faults = {}
    page, wishes = bare_page(fonts)
    turn = languages.codes().index(language) + sorted(fallback_fonts.FAMILIES).index(fonts)
    for path in turn_of(demo_portal.paths[language].values(), turn, len(fallback_fonts.FAMILIES)):
        page.goto(demo_portal.url + path)
        for width, size in SCREENS:
            wishes.letters_of(size)
            page.set_viewport_size({"width": width, "height": 800})
            looks_closely = (size, fonts) == (USUAL_SIZE, fallback_fonts.WIDEST)
            if out := page.evaluate(OVERFLOW) + (axe.violations(page, axe.TARGETS) if looks_closely else []):
                faults[f"{path} at {width} px, letters of {size}"] = out
    assert faults == {}, len(faults)


def test_the_browser_has_the_fonts_that_are_meant(launched):
    """The sets differ, as they do on readers' machines; each is found, and none of this machine's takes their place."""
    widths = {}
    for fonts in fallback_fonts.FAMILIES:
        page = launched(fonts).new_page()
        page.set_content('<span style="font: 40px sans-serif">Établissements</span><span style="font: 40px serif">Paris</span>')
        widths[fonts] = page.evaluate("[...document.querySelectorAll('span')].map(each => Math.round(each.offsetWidth))")
        page.close()
    assert widths["DejaVu"][0] > widths["Liberation"][0] * 1.08
    assert widths["DejaVu"][1] > widths["Liberation"][1] * 1.08


def test_a_reader_s_letters_are_those_that_are_meant(demo_portal, bare_page):
    """They last from page to page, media queries follow them, and the portal's own never come."""
    page, wishes = bare_page(fallback_fonts.WIDEST)
    found = {}
    for size in sorted({size for _width, size in SCREENS}):
        wishes.letters_of(size)
        for path in (demo_portal.paths[languages.main()][kind] for kind in ("home", "search")):
            page.goto(demo_portal.url + path)
            page.evaluate("document.fonts.ready.then(() => 0)")
            found[path, size] = page.evaluate(LETTERS, size)
    assert found == {(path, size): [f"{size}px", [True, False], 0] for path, size in found}
