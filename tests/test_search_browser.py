"""The search box in a real browser: suggestions by keyboard alone, and the same search without JavaScript."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from partners.models import Partner
from publishing import languages
from tests import axe
from tests.make import make
from tests.test_pages_browser import watched
from tests.test_tasks_browser import tab_to

PHONE = 390
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def partners(transactional_db):
    for name in ("Robotique de Paris", "Robotique du Havre", "Optique de Paris"):
        make(Partner, name=name, slug_fr=f"{name.lower().replace(' ', '-')}", slug_en=f"{name.lower().replace(' ', '-')}")


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("language", languages.codes())
def test_suggestions_by_keyboard_alone(partners, live_server, new_context, language, width):
    faults: list[str] = []
    page = watched(new_context(viewport={"width": width, "height": 800}), urlsplit(live_server.url).netloc, faults)
    with override(language):
        home, detail = reverse("home"), reverse("partner-detail", kwargs={"slug": "robotique-du-havre"})
    page.goto(live_server.url + home)
    box = page.get_by_role("combobox")
    for opener in ([] if width > PHONE else [".menu-button"]) + [".find-button"]:
        tab_to(page, opener)
        page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.type("robot")
    options = page.get_by_role("option")
    options.nth(1).wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert "2 suggestions" in page.locator(".find [role=status]").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe.violations(page) == []
    page.keyboard.press("ArrowDown")
    first = box.get_attribute("aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") not in (None, first)
    assert options.nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") is None  # back in the box
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "robot"
    page.keyboard.press("ArrowDown")
    options.nth(1).wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(live_server.url + detail)
    assert faults == []


def test_enter_without_a_choice_searches(partners, live_server, new_context):
    page = new_context().new_page()
    page.goto(live_server.url + reverse("home"))
    page.locator(".find-button").click()
    page.get_by_role("combobox").fill("robot")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}{reverse('search')}?q=robot")
    assert page.locator(".hits a").all_inner_texts() == ["Robotique de Paris", "Robotique du Havre"]


def test_search_without_javascript(partners, live_server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + reverse("home"))
    page.locator(".find-button").click()
    page.get_by_role("searchbox").fill("optiques")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}{reverse('search')}?q=optiques")
    assert page.locator(".hits a").all_inner_texts() == ["Optique de Paris"]
    assert page.locator(".hits mark").all_inner_texts() == ["Optique"]
