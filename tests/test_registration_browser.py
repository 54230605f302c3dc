"""Somebody who hears pages registers for an event: by roles and names alone, from the home page, on a telephone."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override

from mailing.enums import RegistrationState
from mailing.models import Registration
from news.models import Event
from publishing import languages

from . import axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CLICKS = 4
WORDS = {
    "fr": ("S’inscrire", "Votre nom", "Votre adresse électronique", "Consultez votre messagerie", "Oui, je viens"),
    "en": ("Register", "Your name", "Your e-mail address", "Please check your inbox", "Yes, I am coming"),
}


class Reader:
    """Acts as a screen reader's user does: finds by role and name, and presses Enter."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def press(self, role: str, name) -> None:
        found = self.page.get_by_role(role, name=name, exact=True) if isinstance(name, str) else None
        found = found or self.page.get_by_role(role, name=name)
        found.last.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.clicks += 1

    def write(self, name: str, text: str) -> None:
        self.page.get_by_role("textbox", name=name, exact=True).focus()
        self.page.keyboard.type(text)

    def faults(self) -> list[str]:
        found = []
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            found += axe.violations(self.page)
        return found


@pytest.mark.parametrize("language", languages.codes())
def test_by_roles_and_names_in_four_clicks(demo_portal, new_context, language):
    cache.clear()
    register, name, address, sent, coming = WORDS[language]
    with override(language):
        home, section = reverse("home"), reverse("event-list")
    one = Event.objects.public(language).coming().filter(takes_registrations=True).get()
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    reader = Reader(page)
    page.goto(demo_portal.url + home)
    with page.expect_navigation(url=f"**{section}"):
        reader.press("link", {"fr": "Agenda", "en": "Events"}[language])
    with page.expect_navigation():
        reader.press("link", re.compile(re.escape(getattr(one, languages.column("title", language))[:20])))
    faults = reader.faults()
    with page.expect_navigation():
        reader.press("link", register)
    reader.write(name, "Ada Exemple")
    reader.write(address, f"ada-{language}@example.org")
    faults += reader.faults()
    with page.expect_navigation():
        reader.press("button", register)
    assert page.get_by_role("heading", level=1).inner_text() == sent
    assert (reader.clicks <= CLICKS, faults + reader.faults()) == (True, [])
    row = Registration.objects.get(address_key=f"ada-{language}@example.org")
    assert (row.language, row.state) == (language, RegistrationState.PENDING)
    assert mail.outbox == []
