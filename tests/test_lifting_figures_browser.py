"""The journalist’s task on a phone: lift a figure with its source and find who may comment on it, in at most four clicks."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from cluster.models import KeyFigure
from portal.page_names import page_name
from publishing import languages
from tests import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("language", languages.codes())
def test_a_journalist_lifts_a_figure_with_its_source_and_finds_who_may_comment(demo_portal, new_context, language):
    figure = KeyFigure.objects.get(key="industrial_partners")
    page = new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"]).new_page()
    clicks = []

    def click(target):
        clicks.append(target)
        target.click()

    with override(language):
        page.goto(demo_portal.url + reverse("home"))
        click(page.locator(".doors").get_by_role("link", name=page_name("keyfigure-list")))
        click(page.locator(f'main a[href="{figure.get_absolute_url()}"]'))
        click(page.locator(f"button[data-copies=copy-sentence-{language}]"))
        expect(page.locator(f"p:has(> button[data-copies=copy-sentence-{language}]) [role=status]")).not_to_be_empty()
        copied = page.evaluate("navigator.clipboard.readText()")
    assert "60" in copied
    assert getattr(figure, languages.column("source", language)) in copied
    expect(page.locator("main a[href^='mailto:']").first).to_be_visible()
    assert len(clicks) <= 4
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
