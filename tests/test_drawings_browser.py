"""The table, the map and the shelf in a real browser: by pointer, by keyboard and by finger, and axe finds nothing."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils.translation import override

from publishing import languages
from tests import axe
from tests.test_pages_browser import watched

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_drawings_answer_pointer_keyboard_and_finger(demo_portal, new_context):
    faults: list[str] = []
    page = watched(new_context(has_touch=True), urlsplit(demo_portal.url).netloc, faults)
    with override(languages.main()):
        table, network, home = (demo_portal.url + reverse(name) for name in ("matrix", "nationalcluster-list", "home"))

    page.goto(table)
    said, cell = page.locator("[data-lit]"), page.locator(".matrix td.l").first
    cell.hover()
    row, column = page.locator(".matrix tr.lit > th").inner_text(), page.locator(".cols .lit a").get_attribute("data-name")
    assert cell.get_attribute("class").split()[-1] == "lit"
    assert column in said.inner_text() and said.inner_text().count("porte le programme") == 2
    page.mouse.move(0, 0)
    assert said.is_hidden() and not page.locator(".matrix .lit").count()
    cell.locator("a").focus()
    assert page.locator(".matrix tr.lit > th").inner_text() == row
    assert axe.violations(page) == []
    page.keyboard.press("Escape")
    assert said.is_hidden()
    other = page.locator(".matrix td.p a").first
    other.tap()
    assert page.url == table and said.is_visible()  # the first touch lights
    with page.expect_navigation():
        other.tap()

    page.goto(network)
    disc = page.locator(".map [data-card]").first
    disc.focus()
    page.keyboard.press("Enter")
    card = page.locator(".atlas-card:popover-open")
    assert card.locator("h2 a").evaluate("one => one === document.activeElement")
    assert axe.violations(page) == []
    page.keyboard.press("Escape")
    assert card.count() == 0 and disc.evaluate("one => one === document.activeElement")
    disc.click()
    with page.expect_navigation():
        card.locator("h2 a").click()

    page.goto(home)
    subject = page.locator(".chip").first
    subject.click()
    seen = page.locator(".shelf li:not(.aside) .name").all_inner_texts()
    assert 1 < len(seen) < page.locator(".shelf li").count()
    assert all(name in page.locator(".shelf-subjects [role=status]").inner_text() for name in seen)
    assert axe.violations(page, axe.BY_COLOUR) == []
    subject.click()
    assert not page.locator(".shelf .aside").count()
    assert faults == []
