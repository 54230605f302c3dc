"""What visitors come for, done with the keyboard alone, with scripts and without."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Page, expect

from publishing import languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 800}
SHOWS_FOCUS = (
    "one => { const style = getComputedStyle(one); return style.outlineStyle !== 'none' && style.outlineWidth !== '0px' }"
)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def visitor(request, demo_portal, new_context):
    """A page that is driven by keys; some visitors have no scripts."""

    def enter(path: str, size=DESKTOP) -> Page:
        page = new_context(java_script_enabled=request.param, viewport=size, reduced_motion="reduce").new_page()
        page.goto(demo_portal.url + path)
        return page

    cache.clear()  # the press list counts how often one asks
    return enter


@pytest.fixture(params=languages.codes())
def language(request):
    with override(request.param):
        yield request.param


def tab_to(page: Page, selector: str, *, most: int = 150) -> None:
    """Press Tab until something is focused, and see that it shows."""
    wanted = page.locator(selector).and_(page.locator(":focus"))
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.count():
            assert wanted.evaluate(SHOWS_FOCUS), f"{selector} does not show that it is focused"
            return
    raise AssertionError(f"Tab never reaches {selector}")


def test_skipping_to_the_content(visitor, language):
    page = visitor(reverse("home"))
    page.keyboard.press("Tab")
    skip = page.locator(".skip:focus")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_switching_the_language(visitor, language):
    page = visitor(reverse("keyfigure-list"))
    for other in [code for code in languages.codes() if code != language]:
        tab_to(page, f".lang a[hreflang={other}]")
        page.keyboard.press("Enter")
        with override(other):
            expect(page).to_have_url(re.compile(re.escape(reverse("keyfigure-list")) + "$"))
        expect(page.locator("html")).to_have_attribute("lang", other)


def test_the_menu_of_a_phone(visitor, language):
    page = visitor(reverse("home"), PHONE)
    menu = page.locator("#menu:popover-open")
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    expect(menu).to_have_count(1)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(page.locator(".menu-button")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, f'#menu a[href="{reverse("partner-list")}"]')
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(reverse("partner-list")) + "$"))


def test_asking_for_press_releases(visitor, language):
    page = visitor(reverse("press-subscribe"))
    tab_to(page, "main form [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=alert]")).to_be_visible()
    tab_to(page, "main [role=alert] a")
    page.keyboard.press("Enter")
    expect(page.locator("main form [type=email]")).to_be_focused()
    page.keyboard.type("journaliste@example.org")
    tab_to(page, "main form [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("main form [type=email]")).to_have_count(0)
    expect(page.locator("main [role=alert]")).to_have_count(0)
    assert "journaliste@example.org" not in page.url


def test_filtering_a_list(visitor, language):
    page = visitor(reverse("cap-list"))
    before = page.locator("[data-result]").inner_text()
    tab_to(page, "form.filters input[type=checkbox]")
    page.keyboard.press("Space")
    tab_to(page, "form.filters [type=submit]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?.+="))
    expect(page.locator("[data-result]")).not_to_have_text(before)
    expect(page.locator("form.filters input[type=checkbox]:checked")).to_have_count(1)


def test_searching(visitor, language):
    page = visitor(reverse("search"))
    tab_to(page, "main [role=search] [name=q]")
    page.keyboard.type("robot")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?.*q=robot"))
    tab_to(page, "main ul a, main ol a")
    target = page.locator(":focus").get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(target) + "$"))
