"""What a PhD candidate comes for, on a telephone: an open position, and whom to write to, in at most four clicks from home."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override
from playwright.sync_api import Locator, expect

from caps.enums import OpportunityKind
from caps.models import Opportunity
from publishing import languages

from . import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MOST = 4


@pytest.mark.parametrize("language", languages.codes())
def test_a_phd_candidate_finds_an_open_position_and_its_contact(demo_portal, new_context, language):
    context = new_context(viewport={"width": 390, "height": 800}, locale=language)
    axe.at_hand(context)
    page, clicks = context.new_page(), []

    def click(link: Locator) -> None:
        clicks.append(link.inner_text())
        link.click()
        page.wait_for_load_state()

    with override(language):
        thesis = capfirst(str(OpportunityKind.THESIS.label))
        page.goto(demo_portal.url + reverse("home"))
        click(page.locator("#deadlines").get_by_role("link", name=gettext("All the opportunities")))
        first = page.locator("ol.releases").first.locator("li", has_text=thesis).first
        click(first.get_by_role("heading").get_by_role("link"))
        click(page.get_by_role("main").get_by_role("link", name=gettext("How to apply")))
        contact = page.locator("#apply a[href^='mailto:']")
    expect(contact).to_be_in_viewport()
    assert len(clicks) <= MOST
    address = (contact.get_attribute("href") or "").removeprefix("mailto:")
    found = Opportunity.objects.public(language).open().get(contact_email=address)
    assert found.kind == OpportunityKind.THESIS
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert axe.violations(page) == []
