"""A translator's way from the first page of the back office to a mended text, in a real browser, its clicks counted."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage
from playwright.sync_api import expect

from cluster.models import Page, Person, Role
from publishing import languages
from publishing.translated_texts import TranslatedText, TranslationState
from tests import axe
from tests.backoffice import change_url
from tests.make import draft, make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MAIN, OTHER = languages.codes()[:2]
MOST_CLICKS = 4
# Whether each box of formatted text and each searchable choice has been drawn and named.
DRAWN = """() => [...document.querySelectorAll("textarea[data-django-prose-editor-configurable]:not([name*=__prefix__])")]
  .every((box) => box.closest(".prose-editor")?.querySelector("[contenteditable][aria-labelledby]")) &&
  [...document.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")]
  .every((select) => select.nextElementSibling?.querySelector("[aria-labelledby*=_label]"))"""


class Hand:
    """Somebody at a page, whose clicks are counted."""

    def __init__(self, page: BrowserPage):
        self.page, self.clicks = page, 0

    def follow(self, what) -> None:
        self.clicks += 1
        with self.page.expect_navigation():
            what.click()


@pytest.fixture
def enter(live_server, new_context):
    """A page of somebody of a group who has signed in; what goes wrong on it is noted in ``faults``."""

    def go(group: str | None, scheme: str = "light", width: int = 1280):
        name = group or "root"
        user, made = get_user_model().objects.get_or_create(
            username=name, defaults={"is_staff": True, "is_superuser": group is None}
        )
        if group and made:
            user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        context = new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce")
        axe.at_hand(context)
        context.add_cookies(
            [
                {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
                {"name": "language", "value": "en", "url": live_server.url},
            ]
        )
        page = context.new_page()
        page.faults = []
        page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        return page

    return go


def state(thing, name):
    row = TranslatedText.objects.get(model_label=thing._meta.label_lower, object_id=thing.pk, field=name, language=OTHER)
    return row.state


@pytest.fixture
def behind():
    """A page whose body is behind, then one whose title is, and a person with a role without a translation."""
    pages = [make(Page, title_fr="Le conseil", title_en="The board") for _number in range(2)]
    pages[0].body_fr = "<p>Un texte de 2026</p>"
    pages[1].title_fr = "Le grand conseil"
    for page in pages:
        page.save()
    person = make(Person)
    role = make(Role, person=person, title_en="")
    return pages, role


def test_a_stale_text_is_found_and_translated_in_four_clicks(enter, live_server, behind):
    pages, role = behind
    page = enter("Translators")
    hand = Hand(page)
    page.goto(live_server.url + reverse("admin:index"))
    lines = ["text missing in English", "texts behind their source in English"]
    expect(page.locator(".state-translations .state-words")).to_have_text(lines)
    hand.follow(page.get_by_role("link", name="Translations", exact=True))
    hand.follow(page.locator(".translation-lines tbody a").first)
    box = page.locator(".prose-editor:has(#id_body_en) [contenteditable]")
    expect(box).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("A text of 2026")
    hand.follow(page.get_by_role("button", name="Save and next"))
    assert hand.clicks < MOST_CLICKS
    assert state(pages[0], "body") == TranslationState.COMPLETE
    assert change_url(pages[1]) in page.url
    expect(page.locator("#id_title_en")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("The great board")
    hand.follow(page.get_by_role("button", name="Save and next"))
    expect(page.locator("#id_roles-0-title_en")).to_be_focused()
    page.keyboard.type("Director")
    hand.follow(page.get_by_role("button", name="Save", exact=True))
    expect(page).to_have_url(re.compile(re.escape(reverse("admin:translations"))))
    expect(page.locator("#content")).to_contain_text("Nothing waits to be translated here.")
    assert {state(pages[1], "title"), state(role, "title")} == {TranslationState.COMPLETE}
    assert page.faults == []


@pytest.mark.parametrize(("name", "says"), [("title", "Le grand conseil"), ("body", "Un texte de 2026")])
def test_the_source_is_copied_and_stays_to_be_translated_until_it_is(enter, live_server, name, says):
    record = make(Page, **draft() | {"title_fr": "Le grand conseil", "body_fr": "<p>Un <strong>texte</strong> de 2026</p>"})
    setattr(record, languages.column(name, OTHER), "")
    record.save()
    page = enter("Translators")
    page.goto(live_server.url + change_url(record))
    row = page.locator(f"[data-field=id_{name}_en]")
    expect(row).to_contain_text("Translation missing")
    row.get_by_role("button", name="Copy the source").click()
    if name == "body":
        expect(page.locator(".prose-editor:has(#id_body_en) strong")).to_have_text("texte")
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()
    assert state(record, name) == TranslationState.MISSING
    record.refresh_from_db()
    assert says in re.sub(r"<[^>]+>", "", getattr(record, languages.column(name, OTHER)))
    expect(row).to_contain_text("the French text stands here as a copy")
    row.get_by_role("checkbox").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()
    assert state(record, name) == TranslationState.COMPLETE
    assert page.faults == []


def test_the_tick_of_a_small_change_comes_up_with_the_change(enter, live_server):
    record = make(Page, **draft() | {"title_fr": "Le conseil", "lead_fr": "Un chapeau"})
    page = enter(None)
    page.goto(live_server.url + change_url(record))
    ticks = page.get_by_role("checkbox", name=re.compile("Small change"))
    expect(ticks).to_have_count(0)
    page.locator("#id_title_fr").fill("Le conseil élargi")
    expect(ticks).to_have_count(1)
    page.locator(".prose-editor:has(#id_body_fr) [contenteditable]").click()
    page.keyboard.type("Ajout ")
    expect(ticks).to_have_count(2)
    page.locator("[data-field=id_title_en]").get_by_role("checkbox").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()
    assert (state(record, "title"), state(record, "body")) == (TranslationState.COMPLETE, TranslationState.STALE)
    expect(page.locator("[data-field=id_body_en] ins")).to_contain_text("Ajout")
    assert page.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_and_the_tools_are_accessible_and_fit(enter, live_server, behind, scheme, width):
    page = enter(None, scheme, width)
    for address in (reverse("admin:translations"), change_url(behind[0][0])):
        page.goto(live_server.url + address)
        page.wait_for_load_state("networkidle")
        page.wait_for_function(DRAWN)
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.faults == []
