"""The page of a release’s check in a real browser: accessible, within the policy, and a fault mended by one button."""

import pytest
from django.urls import reverse

from cluster.models import NationalCluster
from news.models import FindingDecision, PressRelease, Quote
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
        "body_fr": "<p>Il est ouvert à tous les les étudiants.</p>",
        "body_en": "<p>It is open to all students.</p>",
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


def test_a_fault_is_mended_and_another_overridden(faulty, sign_in, live_server):  # noqa: F811
    faults = []
    page = sign_in(faults)
    page.goto(live_server.url + reverse("admin:news_pressrelease_check", args=[faulty.pk]))
    misspelt = page.locator("article", has_text="PostGenAl@Paris")
    browsers.send(page, misspelt.get_by_role("button", name="PostGenAI@Paris"))
    faulty.refresh_from_db()
    assert faulty.title_fr == "PostGenAI@Paris ouvre un séminaire"
    figure = page.locator("article", has_text="figure-differs")
    figure.locator("summary").click()
    figure.locator("input[name=reason]").fill("Deux salles.")
    browsers.send(page, figure.locator("details button"))
    assert [one.reason for one in FindingDecision.objects.all()] == ["Deux salles."]
    assert page.locator("article", has_text="figure-differs").count() == 0
    assert faults == []
