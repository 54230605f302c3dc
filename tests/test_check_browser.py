"""The page of a release’s check in a real browser: accessible, within the policy, and faults mended without leaving it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cluster.models import NationalCluster
from news.models import FindingDecision, PressRelease, QuotationReading, Quote
from publishing import languages
from tests import browsers
from tests.make import draft, make
from tests.test_admin_browser import arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def faulty(world):  # noqa: F811
    make(NationalCluster, name="PostGenAI@Paris", is_ours=True)
    texts = {
        "title_fr": "PostGenAl@Paris ouvre un séminaire",
        "title_en": "PostGenAI@Paris opens a seminar",
        "lead_fr": "Le séminaire réunira 40 personnes à Paris le 3 mars 2026.",
        "lead_en": "The seminar will bring 45 people together in Paris on 3 March 2026.",
        "body_fr": "<p>Il est ouvert à tous les les étudiants. Le dîner est offert à à chacun.</p>",
        "body_en": "<p>It is open to all students. Dinner is offered to each.</p>",
    }
    release = make(PressRelease, **draft() | texts)
    quote = {
        "text_fr": "Nous voulons ouvrir nos portes à tous ceux qui cherchent.",
        "text_en": "We want to open our doors to all who search.",
    }
    make(Quote, release=release, speaker="Maud Kervella", **quote)
    return release


@pytest.mark.parametrize("language", languages.codes())
def test_the_page_is_accessible_and_within_the_policy(faulty, sign_in, live_server, language):  # noqa: F811
    faults = []
    page = sign_in(faults, language)
    page.goto(live_server.url + reverse("admin:news_pressrelease_check", args=[faulty.pk]))
    for details in page.locator("details").all():
        details.evaluate("one => { one.open = true }")
    for scheme, width in (("light", 1440), ("dark", 360)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1000})
        look(page, faults)
    assert page.locator(".finding.error").count() >= 3
    assert page.locator(".couple blockquote").count() == len(languages.codes())
    assert faults == []


def test_what_is_decided_keeps_the_place_and_what_is_typed_beside(faulty, sign_in, live_server):  # noqa: F811
    """All of a kind mended by one button, an error overridden, a quotation ticked: by the keyboard, on one page."""
    faults = []
    page = sign_in(faults)
    page.goto(live_server.url + reverse("admin:news_pressrelease_check", args=[faulty.pk]))
    page.evaluate("window.isTheSame = true")
    figure = page.locator("article.error", has_text="45")
    figure.locator("summary").click()
    figure.locator("input[name=reason]").fill("Deux salles.")
    kind = page.locator(".finding-kind", has=page.locator("mark", has_text="les les"))
    kind.scroll_into_view_if_needed()
    top = figure.bounding_box()["y"]
    kind.locator("button[id$=-mend]").first.press("Enter")
    expect(page.locator(".check-said [role=status]")).not_to_be_empty()
    faulty.refresh_from_db()
    assert faulty.body_fr == "<p>Il est ouvert à tous les étudiants. Le dîner est offert à chacun.</p>"
    assert figure.locator("input[name=reason]").input_value() == "Deux salles."
    assert abs(figure.bounding_box()["y"] - top) < 5
    assert page.evaluate("document.activeElement.id").startswith("finding-")
    figure.locator("details button").press("Enter")
    expect(figure).to_have_count(0)
    assert [one.reason for one in FindingDecision.objects.all()] == ["Deux salles."]
    tick = page.locator(".quotation button")
    tick.press("Enter")
    expect(page.locator(".quotation .read-by")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == tick.get_attribute("id")
    assert QuotationReading.objects.count() == 1
    assert page.evaluate("window.isTheSame")
    misspelt = page.locator("article.error", has_text="PostGenAl@Paris")
    browsers.send(page, misspelt.locator("a[data-words]"))
    assert page.evaluate("getSelection().toString()") == "PostGenAl@Paris"
    assert faults == []
