"""Filters in a real browser: by keyboard alone, in place where scripts run, the same where they do not."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from publishing import languages
from tests import axe
from tests.test_filters import FILTERED
from tests.test_pages_browser import watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SOME = "1 programme sur 2 + 5 exemples"
SAID = "p[role=status].vh"


def focused(page) -> str:
    return page.evaluate("document.activeElement.id")


def tab_to(page, selector: str) -> None:
    """Go on with the Tab key until the control is reached."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard")


def query_of(page) -> dict:
    return parse_qs(urlsplit(page.url).query)


def result(page) -> str:
    return " ".join(page.locator("[data-result]").inner_text().split())


def said(page) -> str:
    return " ".join(page.locator(SAID).inner_text().split())


def counts(page) -> list[str]:
    return page.locator("#filter_phase .count").all_inner_texts()


def test_a_keyboard_filters_in_place_and_back_again(demo_portal, new_context):
    faults: list[str] = []
    context = new_context(viewport={"width": 1280, "height": 900})
    page = watched(context, urlsplit(demo_portal.url).netloc, faults)
    page.goto(demo_portal.url + reverse("cap-list"))
    page.evaluate("window.stays = true")
    everything, all_counts = result(page), counts(page)
    tab_to(page, "#filter_theme_2")
    with page.expect_response(lambda answer: "theme=" in answer.url):
        page.keyboard.press("Space")
    page.wait_for_url("**theme=**")
    expect(page.locator(SAID)).not_to_be_empty()
    assert (focused(page), page.is_checked("#filter_theme_2")) == ("filter_theme_2", True)
    assert said(page) == result(page) == SOME
    assert counts(page) != all_counts
    assert page.locator(".entry").count() == 6
    one = page.url
    # A second choice, beside the first.
    tab_to(page, "#filter_phase_2")
    page.keyboard.press("Space")
    page.wait_for_url("**phase=**")
    assert focused(page) == "filter_phase_2"
    assert set(query_of(page)) == {"theme", "phase"}
    # Back undoes one choice at a time: the list, the boxes, the counts.
    page.go_back()
    expect(page.locator("#filter_phase_2")).not_to_be_checked()
    assert (page.url, result(page)) == (one, SOME)
    page.go_back()
    expect(page.locator("#filter_theme_2")).not_to_be_checked()
    assert (result(page), counts(page), query_of(page)) == (everything, all_counts, {})
    page.go_forward()
    expect(page.locator("#filter_theme_2")).to_be_checked()
    # Words, sent with Enter; a chip, taken away with Enter; the focus then stands at the result.
    page.focus("#filter_q")
    page.keyboard.type("zzzz")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=zzzz**")
    assert focused(page) == "filter_q"
    assert result(page) == "0 programme sur 2"
    page.focus(".empty .chips a")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_be_focused()
    assert result(page) == SOME
    assert page.evaluate("window.stays"), "the page was loaded anew"
    assert faults == []
    context.close()


def test_a_control_that_would_lead_nowhere_keeps_the_focus_it_has(demo_portal, new_context):
    context = new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{demo_portal.url}{reverse('cap-list')}?q=zzzz&phase=running")
    assert page.is_checked("#filter_phase_2")
    page.focus("#filter_phase_2")
    page.keyboard.press("Space")
    page.wait_for_url("**?q=zzzz")
    expect(page.locator(SAID)).not_to_be_empty()
    assert focused(page) == "filter_phase_2"
    assert page.is_enabled("#filter_phase_2") and page.is_disabled("#filter_phase_1")
    context.close()


def test_a_request_that_fails_becomes_an_ordinary_page_load(demo_portal, new_context):
    context = new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(demo_portal.url + reverse("partner-list"))
    page.evaluate("window.stays = true")
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
    page.check("#filter_kind_1")
    page.wait_for_url("**kind=**")
    page.wait_for_load_state()
    assert page.evaluate("window.stays") is None
    assert page.is_checked("#filter_kind_1")
    context.close()


def test_the_same_by_keyboard_without_javascript(demo_portal, new_context):
    context = new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto(demo_portal.url + reverse("cap-list"))
    page.focus("#filter_theme_2")
    page.keyboard.press("Space")
    page.focus("#filters-form [type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**theme=**")
    assert result(page) == SOME
    page.focus(".chips a")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "theme=" not in url)
    assert result(page) == "2 programmes + 19 exemples"
    page.go_back()
    assert (result(page), page.is_checked("#filter_theme_2")) == (SOME, True)
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_phone_folds_the_filters_and_shows_the_result(demo_portal, new_context, scripts):
    context = new_context(viewport={"width": 320, "height": 640}, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(demo_portal.url + reverse("partner-list"))
    assert not page.is_visible("#filter_kind_1")
    page.click("#filters-button")
    page.check("#filter_kind_1")
    if scripts:
        page.wait_for_url("**kind=**")
        assert page.is_visible("#filter_kind_1"), "the panel stays while one chooses"
    page.click("#filters-form [type=submit]")
    page.wait_for_url("**kind=**")
    page.wait_for_selector("#filter_kind_1", state="hidden")
    assert "exemples" in result(page)
    context.close()


@pytest.mark.in_full
@pytest.mark.parametrize("language", languages.codes())
def test_open_filters_are_accessible_on_a_phone(demo_portal, new_context, language):
    faults: list[str] = []
    context = new_context(viewport={"width": 320, "height": 800})
    axe.at_hand(context)
    page = watched(context, urlsplit(demo_portal.url).netloc, faults)
    # The filters as they are, and what they show when they leave nothing.
    for scheme, query in (("light", ""), ("dark", "?q=zzzz&theme=zzzz&year=2024")):
        page.emulate_media(color_scheme=scheme)
        for name in FILTERED:
            with override(language):
                path = reverse(name) + query
            page.goto(demo_portal.url + path)
            page.click("#filters-button")
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                faults.append(f"{path} is wider than a phone")
            faults += [f"{path} {scheme}: {fault}" for fault in axe.violations(page)]
    assert faults == []
