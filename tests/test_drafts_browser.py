"""Nothing typed in the back office is lost, in a real browser: what is on screen is what is saved, whatever happens between."""

from __future__ import annotations

import io
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, expect

from caps.models import CAP
from cluster.models import Institution
from news.models import PressRelease, Quote
from publishing import languages
from tests import browsers
from tests.backoffice import change_url, route
from tests.make import draft, make
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RESEARCH = ".prose-editor:has(#id_research_fr) [contenteditable]"


FILLED_IN_LATE = """key => {
  document.getElementById("id_education_fr").value = "<p>Rempli tard</p>";
  document.getElementById("id_withdrawn_at").value = "2030-12-05 14:00";
  const choice = document.getElementById("id_involvements-0-institution");
  choice.add(new Option("Un autre établissement", key, false, true));
  window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
}"""


KEPT = """words => Object.entries(localStorage)
  .some(([key, draft]) => key.startsWith("draft:") && draft.includes(words))"""
"""Whether the browser keeps a draft that holds these words."""


def typed(page: Page, text: str, *, there_is_room: bool = True) -> None:
    """Some text in a plain box and in a rich one; kept by the browser a moment later."""
    page.locator(RESEARCH).first.wait_for()
    page.fill("#id_title_fr", text)
    page.locator(RESEARCH).fill(f"Recherche : {text}")
    if there_is_room:
        page.wait_for_function(KEPT, arg=f"Recherche : {text}")


def drafts(page: Page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length")


def signed_out(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def signs_in(page: Page, username: str = "claire") -> None:
    cache.clear()
    page.fill("#id_login", username)
    page.fill("#id_password", f"{username}-pass")
    page.click("main [type=submit]")


def picture() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (400, 400), (10, 80, 90)).save(out, "PNG")
    return {"name": "logo.png", "mimeType": "image/png", "buffer": out.getvalue()}


def test_after_back_the_boxes_show_what_will_be_saved(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Après retour")
    page.goto(live_server.url + reverse("admin:index"))
    page.go_back()
    page.locator(RESEARCH).first.wait_for()
    page.wait_for_timeout(500)
    for name in ("research_fr", "title_fr"):
        field, box = page.locator(f"#id_{name}"), page.locator(f".prose-editor:has(#id_{name}) [contenteditable]")
        shown = box.inner_text() if box.count() else field.input_value()
        assert shown in field.input_value()
    expect(page.locator("#id_title_fr")).to_have_value("Après retour")
    expect(page.locator(".draft-offer")).to_have_count(0)
    # Whenever a browser fills fields in, their boxes follow: an editor, a searchable choice and a moment in words.
    page.evaluate(FILLED_IN_LATE, world["cap"].involvements.last().institution_id)
    expect(page.locator(".prose-editor:has(#id_education_fr) [contenteditable]")).to_have_text("Rempli tard")
    expect(page.locator("output[for=id_withdrawn_at]")).to_contain_text("2030-12-05")
    expect(page.locator("#involvements-0 .select2-selection__rendered")).to_contain_text("Un autre établissement")
    page.fill("#id_withdrawn_at", "")
    page.reload()
    held = page.locator("#id_research_fr").input_value()
    browsers.send(page, "[name=_continue]")
    assert CAP.objects.get().research_fr == held
    assert page.locator(RESEARCH).inner_text() in held


def test_a_closed_tab_is_offered_back_with_rich_text_and_added_rows(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults)
    institution = make(Institution, name_fr="École d’essai")
    address = live_server.url + change_url(world["cap"])
    page.goto(address)
    typed(page, "Onglet fermé")
    page.fill("#id_public_from_fr", "2026-12-05 14:00")
    page.check("#id_is_example")
    page.click("#involvements-group .add-row a")
    page.locator("#involvements-2 .select2-selection").click()
    page.locator(".select2-search__field").last.fill("essai")
    page.locator(".select2-results__option", has_text="essai").click()
    page.wait_for_function(KEPT, arg="École d’essai")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(address)
    offer = page.locator(".draft-offer")
    expect(offer).to_be_visible()
    look(page, faults)
    offer.locator(".draft-resume").click()
    expect(page.locator("#id_title_fr")).to_have_value("Onglet fermé")
    expect(page.locator(RESEARCH)).to_have_text("Recherche : Onglet fermé")
    expect(page.locator("#id_is_example")).to_be_checked()
    expect(page.locator("output[for=id_public_from_fr]")).to_contain_text("2026-12-05")
    expect(page.locator("#involvements-2 .select2-selection__rendered")).to_contain_text("École d’essai")
    page.fill("#id_public_from_fr", "")
    browsers.send(page, "[name=_continue]")
    saved = CAP.objects.get()
    assert (saved.title_fr, saved.research_fr, saved.is_example) == ("Onglet fermé", "<p>Recherche : Onglet fermé</p>", True)
    assert saved.involvements.filter(institution=institution).count() == 1
    assert saved.involvements.count() == 3
    page.wait_for_function("Object.keys(localStorage).every((key) => !key.startsWith('draft:'))")
    expect(page.locator(".draft-offer")).to_have_count(0)
    assert faults == [], "\n".join(faults)


@pytest.mark.in_full
def test_discarding_signing_out_and_another_account(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    page.on("dialog", lambda dialog: dialog.accept())
    address = live_server.url + change_url(world["cap"])
    page.goto(address)
    typed(page, "À effacer")
    page.goto(address)
    page.click(".draft-discard")
    assert drafts(page) == 0
    typed(page, "D’un autre compte")
    get_user_model().objects.create_superuser("paul", password="paul-pass")
    client = Client()
    client.force_login(get_user_model().objects.get(username="paul"))
    mine = next(cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page.goto(address)
    page.locator(RESEARCH).first.wait_for()
    page.wait_for_timeout(300)
    expect(page.locator(".draft-offer")).to_have_count(0)
    page.context.add_cookies([{"name": "sessionid", "value": mine["value"], "url": live_server.url}])
    page.goto(address)
    expect(page.locator(".draft-offer")).to_have_count(1)
    browsers.send(page, "#logout-form [type=submit]")
    assert drafts(page) == 0


@pytest.mark.in_full
def test_leaving_is_asked_about_where_something_is_unsaved_alone(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    address = live_server.url + change_url(world["cap"])
    page.goto(address)
    page.locator(RESEARCH).first.wait_for()
    page.locator("#id_title_fr").click()
    page.goto(live_server.url + reverse("admin:index"))
    assert asked == []
    page.goto(address)
    typed(page, "Quitter")
    page.goto(live_server.url + reverse("admin:index"))
    assert asked == ["beforeunload"]
    page.goto(address)
    typed(page, "Enregistrer")
    browsers.send(page, "[name=_save]")
    assert asked == ["beforeunload"]
    assert CAP.objects.get().title_fr == "Enregistrer"


def test_signing_in_again_in_place_saves_what_was_typed(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults, "en")
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Session finie")
    signed_out(page)
    page.click("[name=_continue]")
    expect(page.locator("#signed-out")).to_be_visible()
    look(page, faults)
    with page.context.expect_page() as opened, page.expect_navigation():
        page.click("#sign-in-again")
        signs_in(opened.value)
        opened.value.wait_for_url("**" + reverse("admin:signed_in_again"))
    saved = CAP.objects.get()
    assert (saved.title_fr, saved.research_fr) == ("Session finie", "<p>Recherche : Session finie</p>")
    assert faults == [], "\n".join(faults)


@pytest.mark.in_full
def test_signed_in_again_in_another_tab_saving_goes_on(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Jeton changé")
    signed_out(page)
    other = page.context.new_page()
    other.goto(f"{live_server.url}{reverse('account_login')}?next={reverse('admin:index')}")
    signs_in(other)
    other.wait_for_url("**" + reverse("admin:index"))
    browsers.send(page, "[name=_continue]")
    assert CAP.objects.get().title_fr == "Jeton changé"


def test_without_a_connection_the_form_stays_and_says_so(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Hors ligne")
    page.context.set_offline(True)
    page.click("[name=_continue]")
    expect(page.locator("#draft-told")).not_to_be_empty()
    expect(page.locator("#id_title_fr")).to_have_value("Hors ligne")
    page.context.set_offline(False)
    browsers.send(page, "[name=_continue]")
    assert CAP.objects.get().title_fr == "Hors ligne"
    # A browser without room for a draft says so, and nothing breaks.
    page.evaluate("void (Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') })")
    typed(page, "Sans place", there_is_room=False)
    expect(page.locator("#draft-told")).to_have_text(re.compile("ne peut pas garder"))


def test_a_server_that_stumbles_leaves_the_draft(world, live_server, sign_in, monkeypatch):  # noqa: F811
    page = sign_in([])
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Le serveur trébuche")
    monkeypatch.setattr(CAP, "save", lambda *args, **kwargs: 1 / 0)
    browsers.send(page, "[name=_continue]")
    monkeypatch.undo()
    page.goto(live_server.url + change_url(world["cap"]))
    page.click(".draft-resume")
    expect(page.locator("#id_title_fr")).to_have_value("Le serveur trébuche")


@pytest.mark.parametrize("signed_in", [False, True])
def test_without_scripts_what_was_typed_is_shown_again(world, live_server, new_context, signed_in):  # noqa: F811
    context = new_context(java_script_enabled=False, locale="en")
    context.add_cookies([{"name": "language", "value": "en", "url": live_server.url}])
    page = context.new_page()

    def enter(tab: Page) -> None:
        tab.goto(f"{live_server.url}{reverse('account_login')}?next={reverse('admin:index')}")
        signs_in(tab)
        tab.wait_for_url("**" + reverse("admin:index"))

    enter(page)
    page.goto(live_server.url + change_url(world["cap"]))
    page.fill("#id_title_fr", "Sans scripts")
    signed_out(page)
    if signed_in:
        enter(context.new_page())
    browsers.send(page, "[name=_continue]")
    if not signed_in:
        expect(page.locator("h1").last).to_contain_text("nothing is saved yet")
        enter(context.new_page())
        browsers.send(page, "#again [type=submit]")
    expect(page.locator("#id_title_fr")).to_have_value("Sans scripts")
    assert CAP.objects.get().title_fr != "Sans scripts"
    browsers.send(page, "[name=_continue]")
    assert CAP.objects.get().title_fr == "Sans scripts"


def test_a_chosen_file_survives_an_error_elsewhere(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults)
    school = make(Institution, **draft())
    page.goto(live_server.url + change_url(school))
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    page.set_input_files("#id_logo", picture())
    page.fill("#id_city", "")
    browsers.send(page, "[name=_continue]")
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
    expect(page.locator(".kept-upload")).to_contain_text("logo.png")
    look(page, faults)
    page.fill("#id_city", "Retrouvée")
    for code in languages.codes():
        page.fill(f"#id_logo_alt_{code}", "Un visage")
    browsers.send(page, "[name=_continue]")
    school.refresh_from_db()
    assert school.city == "Retrouvée"
    assert school.logo.name.endswith("logo.png")
    assert faults == [], "\n".join(faults)


@pytest.mark.parametrize(("choice", "kept"), [("take-theirs", "<p>Édith</p>"), ("keep-mine", "<p>Recherche : Claire</p>")])
def test_a_conflict_is_decided_by_a_button(world, live_server, sign_in, choice, kept):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults)
    page.goto(live_server.url + change_url(world["cap"]))
    typed(page, "Claire")
    saved = CAP.objects.get()
    saved.research_fr, saved.title_en = "<p>Édith</p>", "Edith’s title"
    saved.save()
    browsers.send(page, "[name=_continue]")
    look(page, faults)
    expect(page.locator(".conflict-choice")).to_have_count(1)
    expect(page.locator("#id_title_en")).to_have_value("Edith’s title")
    page.click(f".{choice}")
    browsers.send(page, "[name=_continue]")
    saved = CAP.objects.get()
    assert (saved.research_fr, saved.title_fr, saved.title_en) == (kept, "Claire", "Edith’s title")
    assert faults == [], "\n".join(faults)


@pytest.mark.in_full
def test_a_draft_on_an_older_record_is_merged_when_it_is_saved(world, live_server, sign_in):  # noqa: F811
    page = sign_in([])
    page.on("dialog", lambda dialog: dialog.accept())
    address = live_server.url + change_url(world["cap"])
    page.goto(address)
    typed(page, "D’avant")
    saved = CAP.objects.get()
    saved.title_fr, saved.title_en = "D’un autre", "Another’s"
    saved.save()
    page.goto(address)
    expect(page.locator(".draft-older")).to_be_visible()
    page.click(".draft-resume")
    expect(page.locator("#id_title_en")).to_have_value("Another’s")
    browsers.send(page, "[name=_continue]")
    expect(page.locator(".field-title_fr .stored").first).to_have_text("D’un autre")
    assert CAP.objects.get().title_fr == "D’un autre"


@pytest.mark.in_full
def test_who_else_has_the_form_open_is_said_and_unsaid(world, live_server, sign_in, new_context):  # noqa: F811
    cache.clear()
    anne = get_user_model().objects.create_superuser("anne", password="anne-pass", first_name="Anne", last_name="Petit")
    client = Client()
    client.force_login(anne)
    context = new_context(locale="fr")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    address = live_server.url + change_url(world["cap"])
    other = context.new_page()
    with other.expect_response("**/open-form/"):
        other.goto(address)
    faults: list[str] = []
    page = sign_in(faults)
    page.goto(address)
    expect(page.locator("#open-elsewhere")).to_contain_text("Anne Petit")
    look(page, faults)
    other.goto(live_server.url + reverse("admin:index"))
    page.reload()
    page.wait_for_timeout(500)
    expect(page.locator("#open-elsewhere")).to_be_empty()
    assert faults == [], "\n".join(faults)


@pytest.mark.in_full
def test_a_revision_that_is_typed_in_is_a_draft_of_its_record(world, live_server, sign_in):  # noqa: F811
    release: PressRelease = world["release"]
    make(Quote, release=release, text_fr="Dit", rank=1)
    page = sign_in([])
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(live_server.url + route(PressRelease, "history", release.pk))
    browsers.send(page, page.locator(f"a[href*='/{release.pk}/history/']:not([href*=compare])").first)
    page.fill("#id_title_fr", "Reprise d’une version")
    page.wait_for_function(KEPT, arg="Reprise d’une version")
    page.goto(live_server.url + change_url(release))
    page.click(".draft-resume")
    expect(page.locator("#id_title_fr")).to_have_value("Reprise d’une version")
