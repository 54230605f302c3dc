"""A communiqué is pasted, formatted as its program has it, and opens as the form of a new release."""

from __future__ import annotations

import pytest
from django.urls import reverse

from news.models import PressRelease
from proofreading.tests.test_cutting import BODY_FR, CLASSIC_EN, CLASSIC_FR, LEAD_FR, QUOTE_FR, TITLE_EN, TITLE_FR
from tests.browsers import send
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(element, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", element.ownerDocument.createRange().createContextualFragment(html).textContent);
  element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def _clipboard(text: str, title: str) -> str:
    """As a word processor has it: bold words by their style, a link, and a heading of its own."""
    paragraphs = [line for line in text.split("\n") if line]
    words = [f"<h1>{line}</h1>" if line == title else f"<p class=MsoNormal><span>{line}</span></p>" for line in paragraphs]
    linked = "".join(words).replace("capteurs", '<a href="https://example.org/capteurs">capteurs</a>')
    return f"<html><body><!--StartFragment-->{linked}<!--EndFragment--></body></html>"


@pytest.mark.slow
def test_a_pasted_text_in_two_languages_becomes_a_draft(live_server, sign_in, world):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults, "fr", width=1280)
    page.goto(live_server.url + reverse("admin:news_pressrelease_bring_in"))
    look(page, faults)
    editor = page.locator(".field-pasted [contenteditable]")
    editor.focus()
    editor.evaluate(PASTE, _clipboard(CLASSIC_FR, TITLE_FR) + _clipboard(CLASSIC_EN, TITLE_EN))
    send(page, "#bring-in-form input[type=submit]")
    page.locator("#brought-heading").wait_for()
    look(page, faults)
    assert page.locator("#id_title_fr").input_value() == TITLE_FR
    assert page.locator("#id_title_en").input_value() == TITLE_EN
    assert page.locator("#id_lead_fr").input_value() == LEAD_FR
    assert page.locator("#id_quotes-0-text_fr").input_value() == QUOTE_FR
    send(page, "input[name=_save]")
    release = PressRelease.objects.get(title_fr=TITLE_FR)
    expected = BODY_FR.replace("capteurs", '<a href="https://example.org/capteurs">capteurs</a>', 1)
    assert expected in release.body_fr
    assert release.state == "draft"
    assert faults == []
