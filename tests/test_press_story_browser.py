"""A communiqué's whole story in a real browser: written, translated, reviewed, read under embargo, published in both languages,
mailed, corrected, withdrawn."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from mailing.models import Delivery, Subscriber
from news.models import PressContact, PressRelease, ReadingLink, ReadingOpening, StateChange
from publishing import languages
from publishing.enums import MailState
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase assez longue"
WRITES = ("view_pressrelease", "add_pressrelease", "change_pressrelease", "view_presscontact")
LEADS = (*WRITES, "approve_pressrelease", "correct_pressrelease", "withdraw_pressrelease", "share_pressrelease")
LEADS += ("add_readinglink", "view_readinglink", "change_readinglink")


@pytest.fixture
def enter(live_server, new_context):
    """A page signed in with some rights, in English."""

    def sign_in(name: str, *rights: str):
        user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        page = new_context(locale="en", base_url=live_server.url).new_page()
        cache.clear()
        page.goto(reverse("account_login") + "?next=" + reverse("admin:index"))
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_url("**" + reverse("admin:index"))
        return page

    return sign_in


def take(page, step: str) -> None:
    page.click(f"#step-{step} [type=submit]")
    page.wait_for_load_state("load")
    expect(page.locator(".messagelist .success")).to_be_visible()


TEXTS = {
    "fr": ("Une annonce fr", "Le pôle ouvre une salle de travail.", "La salle est ouverte à tous les étudiants du pôle."),
    "en": ("An announcement en", "The cluster opens a study room.", "The room is open to all students of the cluster."),
}


def write(page, contact: PressContact) -> PressRelease:
    """An editor writes in French and has it translated, side by side."""
    page.goto(reverse("admin:news_pressrelease_add"))
    for code in languages.codes():
        title, lead, body = TEXTS[code]
        page.fill(f"#id_title_{code}", title)
        page.fill(f"#id_place_{code}", "Paris")
        page.fill(f"#id_lead_{code}", lead)
        page.locator(f".fieldBox.field-body_{code} [contenteditable]").fill(body)
        page.fill(f"#id_slug_{code}", f"annonce-{code}")
    page.fill("#id_dated", "2026-12-01")
    page.click("[name=_continue]")
    page.wait_for_load_state("load")
    release = PressRelease.objects.get()
    release.release_contacts.create(contact=contact)
    return release


def tomorrow() -> str:
    return timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")


def approve(officer, visitor, release: PressRelease) -> None:
    """Approved for tomorrow in every language, it is nowhere and in no mail yet."""
    for code in languages.codes():
        officer.fill(f"#id_approve_public_from_{code}", tomorrow())
    take(officer, "approve")
    for code in languages.codes():
        assert visitor.goto(release.get_absolute_url(code)).status == 404
    call_command("deliver", "--once")
    assert mail.outbox == []


def let_read(officer, visitor, release: PressRelease, site: str) -> str:
    """One journalist reads it under embargo, once the page's button is pressed; the address that was given."""
    officer.goto(reverse("admin:news_readinglink_add") + f"?release={release.pk}")
    officer.select_option("#id_language", languages.codes()[0])
    officer.fill("#id_reader", "Une journaliste, un journal")
    officer.fill("#id_expires_at", tomorrow())
    officer.click("[name=_save]")
    key = officer.input_value("#given-address")
    assert not ReadingLink.objects.filter(token_hash__in=key.split("/")).exists()
    address = re.sub(r"^https?://[^/]+", site, key)
    visitor.goto(address)
    expect(visitor.locator("main")).not_to_contain_text("Le pôle ouvre")
    assert ReadingOpening.objects.count() == 0
    visitor.click("main form [type=submit]")
    expect(visitor.locator("main")).to_contain_text(TEXTS["fr"][1])
    assert ReadingOpening.objects.count() == 1
    return address


def publish(officer, life: str) -> None:
    officer.goto(life)
    officer.check("#id_publish_languages_0")
    officer.click("#step-publish [type=submit]")
    officer.check("#id_publish_confirmed")
    officer.check("#id_publish_languages_0")
    take(officer, "publish")


def see_it_everywhere(visitor, release: PressRelease, code: str) -> None:
    """Its page and documents open, lists, feed and site map name it, and a search finds it."""
    assert visitor.goto(release.get_absolute_url(code)).status == 200
    expect(visitor.locator("main")).to_contain_text(TEXTS[code][2])
    with override(code):
        for name in ("pressrelease-pdf", "pressrelease-text", "pressrelease-kit"):
            assert visitor.request.get(reverse(name, kwargs={"slug": f"annonce-{code}"})).status == 200
        listed = [reverse(name) for name in ("home", "pressrelease-list", "press-feed")]
        for path in (*listed, reverse("sitemap-part", kwargs={"kind": "pressrelease", "number": 1})):
            assert f"annonce-{code}" in visitor.request.get(path).text(), path
        assert f"annonce-{code}" in visitor.request.get(f"{reverse('search')}?q={TEXTS[code][0].split()[1]}").text()


def deliver() -> None:
    """Each subscriber gets it in the language asked for, and once, however often the worker runs."""
    call_command("deliver", "--once")
    assert sorted((sent.to, sent.extra_headers["Content-Language"]) for sent in mail.outbox) == [
        ([f"{code}@example.org"], code) for code in sorted(languages.codes())
    ]
    call_command("deliver", "--once")
    assert len(mail.outbox) == len(languages.codes())
    assert set(Delivery.objects.values_list("state", flat=True)) == {MailState.SENT}


def correct(officer, visitor, release: PressRelease, life: str) -> None:
    officer.goto(life)
    for code in languages.codes():
        officer.fill(f"#id_correct_said_{code}", f"On disait {code}")
        officer.fill(f"#id_correct_says_{code}", f"On dit {code}")
    take(officer, "correct")
    visitor.goto(release.get_absolute_url(languages.codes()[1]))
    expect(visitor.locator("main")).to_contain_text(f"On dit {languages.codes()[1]}")


def withdraw(officer, visitor, release: PressRelease) -> None:
    """Withdrawn, each page says so and nothing of the text."""
    for code in languages.codes():
        officer.fill(f"#id_withdraw_withdrawal_notice_{code}", f"Retiré {code}")
    take(officer, "withdraw")
    for code in languages.codes():
        assert visitor.goto(release.get_absolute_url(code)).status == 410
        expect(visitor.locator("main")).to_contain_text(f"Retiré {code}")
        expect(visitor.locator("main")).not_to_contain_text("La salle est")


def test_the_whole_story(enter, live_server, new_context):
    contact = make(PressContact)
    for code in languages.codes():
        make(Subscriber, email=f"{code}@example.org", language=code, state="confirmed", leave_token=code, confirm_hash="")
    visitor = new_context(base_url=live_server.url).new_page()

    editor = enter("emma", *WRITES)
    release = write(editor, contact)
    life = reverse("admin:news_pressrelease_life", args=[release.pk])
    editor.goto(life)
    take(editor, "submit")
    assert editor.locator("#step-approve").count() == 0

    officer = enter("olga", *LEADS)
    officer.goto(life)
    approve(officer, visitor, release)
    embargoed = let_read(officer, visitor, release, live_server.url)
    publish(officer, life)
    for code in languages.codes():
        see_it_everywhere(visitor, release, code)
    assert visitor.goto(embargoed).status == 200
    assert visitor.url == live_server.url + release.get_absolute_url(languages.codes()[0])
    deliver()
    correct(officer, visitor, release, life)
    withdraw(officer, visitor, release)
    assert list(StateChange.objects.values_list("kind", "by__username")) == [
        ("created", "emma"),
        ("submitted", "emma"),
        ("approved", "olga"),
        ("rescheduled", "olga"),
        ("corrected", "olga"),
        ("withdrawn", "olga"),
    ]
