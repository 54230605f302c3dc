"""Every page holds in whatever letters it is set: the portal's own may come late, or not at all."""

import pytest

from publishing import languages
from tests import fallback_fonts
from tests.test_pages_browser import AXE, TOLD, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SCREENS = [(320, 16), (640, 16), (390, 24), (320, 24)]
"""Width in CSS pixels, and the size of the reader's letters."""

TARGETS = {"runOnly": {"type": "rule", "values": ["target-size"]}, **TOLD}

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


@pytest.fixture(params=sorted(fallback_fonts.FAMILIES))
def bare_page(request, launched):
    """A page of a browser that has one set of fonts and never gets the portal's own."""
    contexts = []

    def opened(size: int):
        context = launched(size=size, fonts=request.param).new_context(viewport={"width": 320, "height": 800})
        context.route("**/*.woff2", lambda route: route.abort())
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("language", languages.codes())
def test_links_stay_as_far_apart_as_fingers_need(demo_portal, launched, language):
    """Success criterion 2.5.8 of WCAG 2.2, where a line of links breaks otherwise than in the portal's letters."""
    faults = []
    context = launched(fonts=fallback_fonts.WIDEST).new_context()
    context.route("**/*.woff2", lambda route: route.abort())
    page = context.new_page()
    for path in demo_portal.paths[language].values():
        page.goto(demo_portal.url + path)
        page.evaluate(AXE.read_text())
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{path} at {width} px: {one}" for one in violations(page, TARGETS)]
    context.close()
    assert faults == []


@pytest.mark.parametrize("language", languages.codes())
def test_no_page_is_wider_than_its_screen_without_the_portal_s_letters(demo_portal, bare_page, language):
    faults = {}
    for size in sorted({size for _width, size in SCREENS}):
        page = bare_page(size)
        for path in demo_portal.paths[language].values():
            page.goto(demo_portal.url + path)
            for width in [width for width, asked in SCREENS if asked == size]:
                page.set_viewport_size({"width": width, "height": 800})
                if out := page.evaluate(OVERFLOW):
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
