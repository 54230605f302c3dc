"""Public pages in a real browser: accessible, from this host alone, within the policy, and never wider than a phone."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser

from cluster.models import Page
from publishing import languages
from tests import axe, browsers
from tests.page_kinds import KINDS
from tests.turns import EVERYTHING

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDTHS = (1440, 640, 320)
"""In CSS pixels: a desktop, the same desktop at 200 %, a phone (which is also a desktop at 400 %)."""
SMALL_TARGETS = """() => [...document.querySelectorAll("body :is(a[href], button, summary)")].filter(one => {
  if (!one.checkVisibility({visibilityProperty: true}) || one.closest("svg, .vh, .skip")) return false;
  const { width, height } = one.getBoundingClientRect();
  const within = [...one.parentElement.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  return height < 23.9 || (width < 23.9 && !within);
}).map(one => one.outerHTML)"""
"""What is under 24 pixels high, or wide where it is no word of a sentence. A drawing has its table beside it."""
BETWEEN = 640
"""Shows nothing that is not shown wider or narrower: its colours are asked for in one scheme."""


def watched(context, host: str, faults: list[str]):
    """A page that notes what it asks of other hosts, what the policy refuses and what its scripts stumble on."""
    page = context.new_page()
    page.on("request", lambda one: urlsplit(one.url).netloc != host and faults.append(f"foreign request: {one.url}"))
    page.on("console", lambda one: "Content Security Policy" in one.text and faults.append(one.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


def looked_at(page, name: str, widths: Iterable[int] = WIDTHS) -> list[str]:
    """What is wrong with the page as it stands, at each width and in each colour scheme. It is loaded but once."""
    faults = []
    page.evaluate("document.fonts.ready.then(() => 0)")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append(f"{name} is wider than {width} px")
        faults += [f"{name} {width}: a finger misses {one}" for one in page.evaluate(SMALL_TARGETS)]
        for scheme, rules in (("dark", axe.BY_COLOUR), ("light", axe.RULES)):
            if scheme == "dark" and width == BETWEEN:
                continue
            page.emulate_media(color_scheme=scheme)
            faults += [f"{name} {scheme} {width}: {one}" for one in axe.violations(page, rules)]
    return faults


@pytest.fixture(scope="module")
def browsing(demo_portal, browser: Browser):
    """One visitor for all the pages of this file, and what the browser found wrong meanwhile: to start one takes longer than
    to look at a page."""
    faults: list[str] = []
    context = browser.new_context(reduced_motion="reduce")
    axe.at_hand(context)
    yield watched(context, urlsplit(demo_portal.url).netloc, faults), faults
    context.close()


@pytest.fixture
def visitor(browsing):
    """The visitor, who has no cookie yet, at a desktop."""
    page, faults = browsing
    page.context.clear_cookies()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    faults.clear()
    return browsing


def test_every_page_that_others_lead_to_is_looked_at(demo):
    kept = {page.key for page in Page.objects.exclude(key=None)}
    assert {f"page {key}" for key in kept} == {kind for kind in KINDS if kind.startswith("page ")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", languages.codes())
def test_every_kind_of_page(demo_portal, visitor, language, kind):
    """On a phone in every language; at a desktop too in that whose turn it is."""
    page, faults = visitor
    page.goto(demo_portal.url + demo_portal.paths[language][kind])
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    turn = list(KINDS).index(kind) + languages.codes().index(language)
    faults += looked_at(page, kind, WIDTHS if EVERYTHING or turn % len(languages.codes()) == 0 else WIDTHS[-1:])
    # Of the press list's form alone: tests/test_bad_input.py asks each page that holds none.
    assert {one["name"] for one in page.context.cookies()} <= {"csrftoken"}
    assert faults == []


@pytest.mark.parametrize("language", languages.codes())
def test_forms_that_were_filled_in_wrongly(demo_portal, visitor, language):
    page, faults = visitor
    with override(language):
        page.goto(demo_portal.url + reverse("press-subscribe"))
        browsers.send(page, "main form button[type=submit]")
        assert page.locator(".err").count() > 0
        faults += looked_at(page, "the press list's form with errors")
        page.goto(f"{demo_portal.url}{reverse('search')}?q={'a' * 999}")
        assert page.locator("main .err").count() > 0
        faults += looked_at(page, "the search with an error")
    assert faults == []


@pytest.mark.parametrize("language", languages.codes())
def test_what_opens_on_a_phone(demo_portal, visitor, language):
    page, faults = visitor
    page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
    with override(language):
        page.goto(demo_portal.url + reverse("cap-list"))
    for opener, opened in ((".menu-button", "#menu"), (".filter-button", "#filters")):
        page.locator(opener).click()
        assert page.locator(f"{opened}:popover-open").count() == 1
        for scheme, rules in (("dark", axe.BY_COLOUR), ("light", axe.RULES)):
            page.emulate_media(color_scheme=scheme)
            faults += [f"{opened} open, {scheme}: {one}" for one in axe.violations(page, rules)]
        page.keyboard.press("Escape")
    assert faults == []
