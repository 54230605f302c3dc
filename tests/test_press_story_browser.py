"""A communiqué's whole story in a real browser, played by those who have a part in it.

An author writes it, a translator puts it into English, the person quoted approves their words, one press officer reads and
mends it, a second one approves the mend, a journalist reads it under embargo; it is published, mailed, corrected, withdrawn.

``STORY_PICTURES=directory`` keeps a picture of each step, and each message as it left, to be looked at.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mailing.models import Delivery, Subscriber
from news.models import Contribution, PressContact, PressRelease, ReadingLink, ReadingOpening, SignOffLink, StateChange
from publishing import languages
from publishing.enums import MailState
from tests import browsers
from tests.make import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "une phrase assez longue"
MAIN, OTHER = languages.codes()[:2]
PICTURES = os.environ.get("STORY_PICTURES")
TEXTS = {
    "title": {"fr": "Une salle de travail ouverte à tous", "en": "A study room open to all"},
    "lead": {"fr": "Le pôle ouvre une salle de travail.", "en": "The cluster opens a study room."},
    "body": {
        "fr": "La salle est ouverte à tous les étudiants du pôle.",
        "en": "The room is open to all students of the cluster.",
    },
    "words": {"fr": "Nous avons attendu cette salle.", "en": "We have waited for this room."},
    "role": {"fr": "représentante des étudiants", "en": "representative of the students"},
}
SUBTITLE = {"fr": "Des places pour lire et pour écrire", "en": "Seats to read and to write"}
SPEAKER = "Ada Exemple"


@dataclass
class Story:
    """The persons of a story, each with a browser of their own, and what their steps looked like."""

    site: str
    new_context: object
    taken: list[str] = field(default_factory=list)

    def staff(self, name: str, group: str) -> Page:
        """Somebody of the staff, signed in, in English."""
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, is_staff=True)
        user.groups.set([Group.objects.get(name=group)])
        page = self.visitor(locale="en")
        cache.clear()
        page.goto(reverse("account_login") + "?next=" + reverse("admin:index"))
        page.fill("#id_login", name)
        page.fill("#id_password", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_url("**" + reverse("admin:index"))
        return page

    def visitor(self, **given) -> Page:
        return self.new_context(base_url=self.site, **given).new_page()

    def picture(self, page: Page, name: str) -> None:
        self.taken.append(name)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{len(self.taken):02d}-{name}.png", full_page=True)

    def file(self, name: str, content: bytes) -> None:
        if PICTURES:
            (Path(PICTURES) / name).write_bytes(content)

    def letters(self, after: timedelta = timedelta()) -> list:
        """What has left since it was asked last; what waits for a while, after so long."""
        with time_machine.travel(timezone.now() + after, tick=True):
            call_command("deliver", "--once")
        sent, mail.outbox[:] = list(mail.outbox), []
        for number, message in enumerate(sent):
            self.file(f"{len(self.taken):02d}-mail-{number}-{message.to[0]}.eml", message.message().as_bytes())
        return sent


def take(page: Page, step: str) -> None:
    browsers.send(page, f"#step-{step} [type=submit]")
    expect(page.locator(".messagelist .success")).to_be_visible()


def fill(page: Page, code: str) -> None:
    page.fill(f"#id_title_{code}", TEXTS["title"][code])
    page.fill(f"#id_place_{code}", "Paris")
    page.fill(f"#id_lead_{code}", TEXTS["lead"][code])
    page.locator(f".fieldBox.field-body_{code} [contenteditable]").fill(TEXTS["body"][code])
    page.fill(f"#id_quotes-0-role_{code}", TEXTS["role"][code])
    page.fill(f"#id_quotes-0-text_{code}", TEXTS["words"][code])


def save(page: Page) -> None:
    browsers.send(page, "[name=_continue]")
    expect(page.locator(".messagelist .success")).to_be_visible()


def written(author: Page) -> PressRelease:
    """The author writes in French alone."""
    author.goto(reverse("admin:news_pressrelease_add"))
    author.click("#quotes-group .add-row a")
    author.fill("#id_quotes-0-speaker", SPEAKER)
    fill(author, MAIN)
    author.fill("#id_dated", timezone.localdate().isoformat())
    save(author)
    return PressRelease.objects.get()


def translated(translator: Page, release: PressRelease) -> None:
    """The translator types English beside the French, and finds nothing else to type."""
    translator.goto(reverse("admin:news_pressrelease_change", args=[release.pk]))
    expect(translator.locator(f"#id_title_{MAIN}")).to_have_count(0)
    expect(translator.locator(f".field-title_{OTHER}, .form-row").filter(has_text=TEXTS["title"][MAIN]).first).to_be_visible()
    fill(translator, OTHER)
    save(translator)


def in_days(days: int) -> str:
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")


def signed_off(story: Story, officer: Page, release: PressRelease, life: str) -> None:
    """The person quoted sees nothing before the button, then their words, and approves them; the officer sees it."""
    officer.goto(life)
    browsers.send(officer, "text=/Ask .* to approve these words/")
    officer.select_option("#id_language", MAIN)
    browsers.send(officer, "[name=_save]")
    address = re.sub(r"^https?://[^/]+", story.site, officer.input_value("#given-address"))
    quoted = story.visitor(viewport={"width": 390, "height": 800})
    quoted.goto(address)
    expect(quoted.locator("main")).not_to_contain_text(TEXTS["words"][MAIN])
    story.picture(quoted, "sign-off-before-the-button")
    browsers.send(quoted, "main form [type=submit]")
    expect(quoted.locator("main")).to_contain_text(TEXTS["words"][MAIN])
    expect(quoted.locator("main")).not_to_contain_text(TEXTS["lead"][MAIN])
    story.picture(quoted, "sign-off")
    browsers.send(quoted, "#id_verdict")
    expect(quoted.locator("main [role=status]")).to_be_visible()
    story.picture(quoted, "signed-off")
    assert SignOffLink.objects.get().answers.count() == 1
    told = {message.to[0] for message in story.letters(after=timedelta(minutes=2))}
    assert told == {"emma@example.org", "olga@example.org"}, "the author and who asked"
    officer.goto(life)
    expect(officer.locator("body")).to_contain_text(f"Approved by {SPEAKER} on")


def mended_and_approved(story: Story, officers: tuple[Page, Page], release: PressRelease, life: str) -> None:
    """One officer mends and approves; since a word is hers, what she approves waits for the second one."""
    first, second = officers
    first.goto(reverse("admin:news_pressrelease_change", args=[release.pk]))
    for code in languages.codes():
        first.fill(f"#id_subtitle_{code}", SUBTITLE[code])
    first.click("#release_contacts-group .add-row a")
    first.locator("#release_contacts-0 .select2-selection").first.click()
    first.locator(".select2-search__field").last.fill("Bureau")
    first.locator(".select2-results__option", has_text="Bureau").first.click()
    save(first)
    first.goto(life)
    for code in languages.codes():
        first.fill(f"#id_approve_public_from_{code}", in_days(1))
    browsers.send(first, "#step-approve [type=submit]")
    story.picture(first, "approval-waits-for-the-second-officer")
    assert not any(map(PressRelease.objects.get().is_sealed, languages.codes()))
    assert {message.to[0] for message in story.letters(after=timedelta(minutes=2))} == {"otto@example.org"}
    second.goto(reverse("admin:index"))
    expect(second.locator("main")).to_contain_text("Waits for a second person")
    story.picture(second, "first-page-of-the-second-officer")
    browsers.send(second, f"main >> text={TEXTS['title'][OTHER]}")
    second.goto(reverse("admin:news_pressrelease_check", args=[release.pk]))
    second.click(".quotation button")
    expect(second.locator(".quotation .read-by")).to_have_count(1)
    second.goto(life)
    for code in languages.codes():
        second.fill(f"#id_approve_public_from_{code}", in_days(1))
    take(second, "approve")
    story.picture(second, "approved")
    assert all(map(PressRelease.objects.get().is_sealed, languages.codes()))


def nothing_shows(visitor: Page, release: PressRelease) -> None:
    """Approved for tomorrow, it is nowhere."""
    for code in languages.codes():
        assert visitor.goto(release.get_absolute_url(code)).status == 404


def read_under_embargo(story: Story, officer: Page, release: PressRelease) -> tuple[Page, str]:
    """A journalist reads it once the button is pressed, with a PDF that says it on each page; gives the address too."""
    officer.goto(reverse("admin:news_readinglink_add") + f"?release={release.pk}")
    officer.select_option("#id_language", MAIN)
    officer.fill("#id_reader", "Une journaliste, un journal")
    officer.fill("#id_expires_at", in_days(2))
    browsers.send(officer, "[name=_save]")
    key = officer.input_value("#given-address")
    assert not ReadingLink.objects.filter(token_hash__in=key.split("/")).exists()
    address = re.sub(r"^https?://[^/]+", story.site, key)
    journalist = story.visitor(viewport={"width": 390, "height": 800})
    journalist.goto(address)
    expect(journalist.locator("main")).not_to_contain_text(TEXTS["lead"][MAIN])
    story.picture(journalist, "embargo-before-the-button")
    assert ReadingOpening.objects.count() == 0
    browsers.send(journalist, "main form [type=submit]")
    expect(journalist.locator("main")).to_contain_text(TEXTS["lead"][MAIN])
    story.picture(journalist, "read-under-embargo")
    assert ReadingOpening.objects.count() == 1
    pdf = journalist.request.get(journalist.evaluate("document.querySelector('.files [type=\"application/pdf\"]').href")).body()
    story.file("embargo.pdf", pdf)
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert pages and all("embargo" in page.lower() for page in pages)
    return journalist, address


def published(story: Story, officer: Page, life: str) -> None:
    officer.goto(life)
    officer.check("#id_publish_languages_0")
    officer.check("#id_publish_confirmed")
    take(officer, "publish")
    story.picture(officer, "published")


def see_it_everywhere(story: Story, visitor: Page, release: PressRelease, code: str) -> None:
    """Its page and documents open, lists, feed and site map name it, and a search finds it."""
    address = release.get_absolute_url(code)
    slug = address.rstrip("/").rpartition("/")[2]
    assert visitor.goto(address).status == 200
    for text in (*(texts[code] for texts in TEXTS.values()), SUBTITLE[code]):
        expect(visitor.locator("main")).to_contain_text(text)
    story.picture(visitor, f"public-{code}")
    with override(code):
        for name in ("pressrelease-pdf", "pressrelease-text", "pressrelease-kit"):
            answer = visitor.request.get(reverse(name, kwargs={"slug": slug}))
            assert answer.status == 200 and b"embargo" not in answer.body()
            story.file(f"{name}-{code}", answer.body())
        listed = [reverse(name) for name in ("home", "pressrelease-list", "press-feed")]
        for path in (*listed, reverse("sitemap-part", kwargs={"kind": "pressrelease", "number": 1})):
            assert slug in visitor.request.get(path).text(), path
        assert slug in visitor.request.get(f"{reverse('search')}?q={TEXTS['title'][code].split()[1]}").text()


def mailed(story: Story) -> None:
    """Each subscriber gets it in the language asked for, and once, however often the worker runs."""
    readers = [f"{code}@example.org" for code in sorted(languages.codes())]
    sent = [message for message in story.letters() if message.to[0] in readers]
    assert sorted((message.to[0], message.extra_headers["Content-Language"]) for message in sent) == [
        (f"{code}@example.org", code) for code in sorted(languages.codes())
    ]
    for message in sent:
        code = message.extra_headers["Content-Language"]
        assert TEXTS["words"][code] in message.body and SUBTITLE[code] in message.body
    assert not [message for message in story.letters() if message.to[0] in readers]
    assert set(Delivery.objects.values_list("state", flat=True)) == {MailState.SENT}


def corrected(story: Story, officers: tuple[Page, Page], visitor: Page, release: PressRelease, life: str) -> None:
    """One officer mends the text, which changes nothing in public; the other publishes it with a note, in French alone."""
    first, officer = officers
    first.goto(reverse("admin:news_pressrelease_change", args=[release.pk]))
    first.locator(f".fieldBox.field-body_{MAIN} [contenteditable]").fill("La salle compte 40 places.")
    save(first)
    visitor.goto(release.get_absolute_url(MAIN))
    expect(visitor.locator("main")).to_contain_text(TEXTS["body"][MAIN])
    officer.goto(life)
    story.picture(officer, "public-and-working-text")
    officer.fill(f"#id_correct_said_{MAIN}", "On ne disait pas combien de places elle compte.")
    officer.fill(f"#id_correct_says_{MAIN}", "Elle compte 40 places.")
    take(officer, "correct")
    visitor.goto(release.get_absolute_url(MAIN))
    for words in ("La salle compte 40 places.", "On ne disait pas"):
        expect(visitor.locator("main")).to_contain_text(words)
    story.picture(visitor, "corrected")
    visitor.goto(release.get_absolute_url(OTHER))
    expect(visitor.locator("main")).to_contain_text(TEXTS["body"][OTHER])
    readers = {message.to[0] for message in story.letters() if not message.to[0].startswith(("emma", "theo", "o"))}
    assert readers == {f"{MAIN}@example.org"}


def withdrawn(story: Story, officer: Page, visitor: Page, release: PressRelease, life: str) -> None:
    """Withdrawn, each page says so and nothing of the text, and those who received it are written to."""
    officer.goto(life)
    for code in languages.codes():
        officer.fill(f"#id_withdraw_withdrawal_notice_{code}", f"Retiré {code}")
    take(officer, "withdraw")
    for code in languages.codes():
        assert visitor.goto(release.get_absolute_url(code)).status == 410
        expect(visitor.locator("main")).to_contain_text(f"Retiré {code}")
        expect(visitor.locator("main")).not_to_contain_text(TEXTS["body"][code])
    story.picture(visitor, "withdrawn")
    recalled = [
        message for message in story.letters() if message.to[0] in {f"{code}@example.org" for code in languages.codes()}
    ]
    assert {message.to[0] for message in recalled} == {f"{code}@example.org" for code in languages.codes()}


@pytest.mark.in_full
def test_the_whole_story(live_server, new_context, settings):
    settings.PRESS_TWO_PERSONS = True
    make(PressContact, "Bureau")
    for code in languages.codes():
        make(Subscriber, email=f"{code}@example.org", language=code, state="confirmed", leave_token=code, confirm_hash="")
    story = Story(live_server.url, new_context)
    visitor = story.visitor()

    officers = story.staff("olga", "Press officers"), story.staff("otto", "Press officers")
    author = story.staff("emma", "Editors")
    release = written(author)
    story.picture(author, "written")
    translator = story.staff("theo", "Translators")
    translated(translator, release)
    release.refresh_from_db()
    story.picture(translator, "translated")
    life = reverse("admin:news_pressrelease_life", args=[release.pk])
    author.goto(life)
    take(author, "submit")
    assert author.locator("#step-approve, #step-publish, #step-withdraw").count() == 0

    officers[0].goto(reverse("admin:index"))
    story.picture(officers[0], "first-page-of-an-officer")
    assert {message.to[0] for message in story.letters(after=timedelta(minutes=2))} == {"olga@example.org", "otto@example.org"}
    signed_off(story, officers[0], release, life)
    mended_and_approved(story, officers, release, life)
    nothing_shows(visitor, release)
    journalist, embargoed = read_under_embargo(story, officers[1], release)
    published(story, officers[1], life)
    for code in languages.codes():
        see_it_everywhere(story, visitor, release, code)
    journalist.goto(embargoed)
    assert journalist.url == live_server.url + release.get_absolute_url(MAIN)
    mailed(story)
    corrected(story, officers, visitor, release, life)
    withdrawn(story, officers[0], visitor, release, life)
    assert list(StateChange.objects.values_list("kind", "by__username")) == [
        ("created", "emma"),
        ("submitted", "emma"),
        ("approved", "olga"),
        ("approved", "otto"),
        ("rescheduled", "otto"),
        ("corrected", "otto"),
        ("withdrawn", "olga"),
    ]
    # A date and a speaker are words of every language, and the note of a correction is of its own.
    assert set(Contribution.objects.values_list("language", "by__username")) == {
        *((code, name) for code in languages.codes() for name in ("emma", "olga")),
        (OTHER, "theo"),
        (MAIN, "otto"),
    }
