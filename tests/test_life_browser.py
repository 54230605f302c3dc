"""What waits for somebody on the page of a release's life, in a real browser: accessible, and a contact replaced by typing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from news import contributions, services
from news.models import PressContact, PressRelease, ReleaseContact
from news.tests.newsroom import ready, user
from publishing import languages
from tests import browsers
from tests.make import make
from tests.test_admin_browser import NAMED, arrive, look, sign_in, world  # noqa: F401  fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(world, settings) -> PressRelease:  # noqa: F811
    """A public release that somebody else approved alone, without the contact who left, and which its reader has changed."""
    settings.PRESS_TWO_PERSONS = True
    claire, ada = get_user_model().objects.get(username="claire"), user("ada", "Administrators")
    gone = make(PressContact, "Partie")
    for title in ("Premier communiqué", "Second communiqué"):
        release = ready("in review", title_fr=title, author=ada)
        release.release_contacts.all().delete()
        ReleaseContact.objects.create(release=release, contact=gone)
        contributions.note([PressRelease.objects.get(pk=release.pk)], ada)
        seen, reason = services.digests_of(release), "Personne d’autre n’est là cette nuit."
        services.publish_now(release, ada, languages.codes(), True, seen=seen, override=reason)
    gone.valid_until = timezone.localdate() - timedelta(days=2)
    gone.save()
    PressRelease.objects.filter(pk=release.pk).update(lead_fr="Un autre chapô")
    release.refresh_from_db()
    contributions.note([release], claire)
    make(PressContact, "Nouvelle")
    return release


def test_what_waits_is_said_accessibly_and_a_contact_is_replaced_by_typing(waiting, sign_in, live_server):  # noqa: F811
    faults: list[str] = []
    page = sign_in(faults)
    for scheme, width in (("light", 1440), ("dark", 390)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 1000})
        for address in (
            reverse("admin:index"),
            reverse("admin:news_pressrelease_changelist"),
            reverse("admin:news_pressrelease_life", args=[waiting.pk]),
        ):
            page.goto(live_server.url + address)
            look(page, faults)
    assert page.locator("#step-confirm").count() == page.locator("#step-correct textarea[name=override_reason]").count() == 1
    browsers.send(page, page.locator("#step-correct input[type=submit]"))
    summary = page.locator("#step-correct #error-summary")
    expect(summary).to_be_focused()
    look(page, faults)
    summary.locator("a").first.click()
    named = page.evaluate(
        "document.activeElement.closest('form')?.id + ' ' + document.activeElement.matches('textarea, input')"
    )
    assert named == "step-correct true", "the summary leads to the field"
    page.goto(live_server.url + reverse("admin:news_pressrelease_life", args=[waiting.pk]))
    form = page.locator("#step-replace")
    form.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill("Nouv")
    page.locator(".select2-results__option", has_text="Nouvelle").click()
    form.locator("input[name=releases]").check()
    browsers.send(page, form.locator("input[type=submit]"))
    assert page.locator("#step-replace").count() == 0
    named = ReleaseContact.objects.filter(contact__name__startswith="Nouvelle").count()
    assert (named, faults) == (2, [])
