"""Working together in a real browser: a comment is sent while a form is being typed, and a public page leads to its form."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from caps.models import CAP
from publishing.collaboration_tables import RecordComment
from tests import axe, browsers
from tests.backoffice import change_url
from tests.make import cap
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_comment_while_typing_loses_nothing_and_stays_typed_where_one_is_signed_out(world, live_server, sign_in):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults, "fr", width=768)
    page.goto(live_server.url + change_url(world["cap"]))
    page.locator(".together-task").wait_for()
    look(page, faults)
    page.fill("#id_title_fr", "Titre en cours")
    page.locator(".together-give summary").click()
    page.fill("#id_task-title", "Tâche en cours")
    page.fill("#id_comment-text", "Est-ce juste ? <b>")
    page.select_option("#id_comment-field", "title_fr")
    page.click("[name=do][value=comment]")
    expect(page.locator(".together-text", has_text="<b>")).to_have_text("Est-ce juste ? <b>")
    expect(page.locator("#together-count")).to_have_text("(3)")
    assert (page.input_value("#id_title_fr"), page.input_value("#id_task-title")) == ("Titre en cours", "Tâche en cours")
    page.click(".together-field a")
    expect(page.locator("#id_title_fr")).to_be_focused()
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_comment-text", "Perdu ?")
    page.click("[name=do][value=comment]")
    expect(page.locator(".together-said a")).to_have_attribute("href", f"{reverse('account_login')}?next=/admin/signed-in/")
    assert page.input_value("#id_comment-text") == "Perdu ?" and RecordComment.objects.count() == 3
    assert [fault for fault in faults if "Failed to load" not in fault] == []
    assert CAP.objects.get(pk=world["cap"].pk).title_fr != "Titre en cours"


def test_a_public_page_leads_whoever_is_signed_in_to_its_form_and_nobody_else(world, live_server, arrive, sign_in):  # noqa: F811
    cache.clear()
    record, faults = cap(), []
    address = live_server.url + record.get_absolute_url("fr")
    page = arrive(faults, "fr")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.locator(".edit-here").count() == 0
    assert [cookie["name"] for cookie in page.context.cookies()] == ["language"]
    page = sign_in(faults, "fr", width=390)
    page.goto(live_server.url + reverse("admin:index"))
    page.goto(address)
    link = page.locator(".edit-here a")
    expect(link).to_contain_text("Modifier")
    page.keyboard.press("Tab"), page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert axe.violations(page) == [] and page.evaluate("window.refusals") == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == live_server.url + change_url(record)
    browsers.send(page, "#logout-form button")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.locator(".edit-here").count() == 0 and "staff" not in [cookie["name"] for cookie in page.context.cookies()]
    assert faults == []
