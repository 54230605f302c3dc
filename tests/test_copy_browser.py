"""The texts to copy: a button each where scripts run, and the text itself, whole and selectable, where they do not."""

import pytest
from django.urls import reverse

from caps.models import CAP
from publishing import languages

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_each_button_copies_its_text_word_for_word(demo_portal, new_context):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    for path in (CAP.objects.public("fr").first().get_absolute_url("fr"), reverse("cite")):
        page.goto(demo_portal.url + path)
        for key in (*languages.codes(), "bibtex"):
            button = page.locator(f"button[data-copies=copy-{key}]")
            button.focus()
            page.keyboard.press("Enter")
            page.locator(f"p:has(> button[data-copies=copy-{key}]) [role=status]:has-text('Copié')").wait_for()
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied == page.locator(f"#copy-{key}").evaluate("one => one.textContent")
            assert "ANR-23-IACL-0007" in copied


def test_without_scripts_no_button_shows_and_the_text_can_be_selected(demo_portal, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(demo_portal.url + reverse("cite"))
    assert page.locator("button[data-copies]:visible").count() == 0
    assert page.locator(".copyable .words:visible").count() == len(languages.codes()) + 1
