"""A company asks to join: on a phone, without scripts, in at most four clicks from the home page."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from mailing import contact_forms
from mailing.enums import ContactRole, ContactTopic
from mailing.models import ContactMessage
from publishing import languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 390, "height": 800}
MOST_CLICKS = 4


@pytest.mark.parametrize("language", languages.codes())
def test_a_company_asks_to_join(demo_portal, new_context, monkeypatch, language):
    monkeypatch.setattr(contact_forms, "FASTEST", timedelta(seconds=-2))
    cache.clear()
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    clicks = 0

    def click(selector: str) -> None:
        nonlocal clicks
        clicks += 1
        page.locator(selector).first.click()
        page.wait_for_load_state()

    with override(language):
        page.goto(demo_portal.url + reverse("home"))
        partnership = reverse("contact-write") + f"?subject={ContactTopic.PARTNERSHIP.value}"
        invitation = {"fr": "Devenir partenaire", "en": "Become a partner"}[language]
    click(f'a:text-is("{invitation}")')
    click(f'main a[href="{partnership}"]')
    page.fill("#contact_name", "Ada Exemple")
    page.fill("#contact_organisation", "Exemple Optique")
    page.fill("#contact_email", f"ada-{language}@optique.example.org")
    page.fill("#contact_text", "Nous aimerions rejoindre un programme.")
    click("main form [type=submit]")
    expect(page.locator("main form, main [role=alert]")).to_have_count(0)
    message = ContactMessage.objects.latest("pk")
    expect(page.locator("main")).to_contain_text(message.reference)
    assert (message.subject.topic, message.language, clicks <= MOST_CLICKS) == (ContactTopic.PARTNERSHIP, language, True)
    assert message.deliveries.filter(role=ContactRole.MAILBOX).get().recipient == "partenariats@example.org"
    assert page.context.cookies() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
