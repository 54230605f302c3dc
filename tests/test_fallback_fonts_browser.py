"""Every page holds in whatever letters it is set: the portal's own may come late, or not at all."""

import pytest

from publishing import languages
from tests import fallback_fonts
from tests.browsers import USUAL_SIZE
from tests.test_pages_browser import AXE, TOLD, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENS = [(320, 16), (640, 16), (390, 24), (320, 24)]
"""Width in CSS pixels, and the size of the reader's letters."""

TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}, **TOLD}
"""Links as far apart as fingers need (success criterion 2.5.8 of WCAG 2.2), however lines break."""

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


@pytest.fixture
def bare_page(launched):
    """Opens a page of a browser that has one set of fonts and never gets the portal's own."""
    contexts = []

    def opened(size: int, fonts: str):
        context = launched(size=size, fonts=fonts).new_context(viewport={"width": 320, "height": 800})
        context.route("**/*.woff2", lambda route: route.abort())
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("fonts", sorted(fallback_fonts.FAMILIES))
@pytest.mark.parametrize("language", languages.codes())
def test_pages_hold_without_the_portal_s_letters(demo_portal, bare_page, language, fonts):
    """No page is wider than its screen; where lines are longest, its links stay as far apart as fingers need."""
    faults = {}
    for size in sorted({size for _width, size in SCREENS}):
        page = bare_page(size, fonts)
        looks_closely = (size, fonts) == (USUAL_SIZE, fallback_fonts.WIDEST)
        for path in demo_portal.paths[language].values():
            page.goto(demo_portal.url + path)
            if looks_closely:
                page.evaluate(AXE.read_text())
            for width in [width for width, asked in SCREENS if asked == size]:
                page.set_viewport_size({"width": width, "height": 800})
                if out := page.evaluate(OVERFLOW) + (violations(page, TARGETS) if looks_closely else []):
                    faults[f"{path} at {width} px, letters of {size}"] = out
    assert faults == {}, len(faults)


def test_the_browser_has_the_fonts_that_are_meant(launched):
    """The sets differ, as they do on readers' machines; each is found, and none of this machine's takes their place."""
    widths = {}
    for fonts in fallback_fonts.FAMILIES:
        page = launched(fonts=fonts).new_page()
        page.set_content('<span style="font: 40px sans-serif">Établissements</span><span style="font: 40px serif">Paris</span>')
        widths[fonts] = page.evaluate("[...document.querySelectorAll('span')].map(each => Math.round(each.offsetWidth))")
        page.close()
    assert widths["DejaVu"][0] > widths["Liberation"][0] * 1.08
    assert widths["DejaVu"][1] > widths["Liberation"][1] * 1.08
