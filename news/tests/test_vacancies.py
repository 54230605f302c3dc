"""What had to go from what is public, and somebody in its place: offered, put in the working text, and led to the public."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from news import services, striking, vacancies
from news.models import PressContact, PressRelease, Quote, ReleaseContact
from news.sealing import working_words
from publishing import languages
from tests.backoffice import change_url, opened, staff
from tests.make import make, seal_anew
from tests.nonces import body_of
from tests.pages import flat

from .newsroom import MAIN, NOON, OTHER, TUESDAY, approve, correct, officer, ready, user, words
from .test_edition_steps import public_words
from .test_life import act, life_url, refused, said_by

pytestmark = pytest.mark.django_db
MAILBOX = "presse@portal.example.org"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def with_contact(state: str, contact: PressContact, language: str = "") -> PressRelease:
    """A release that names one contact and nobody else."""
    release = ready(state)
    release.release_contacts.all().delete()
    ReleaseContact.objects.create(release=release, contact=contact, language=language)
    if release.is_sealed(MAIN):
        seal_anew(release, *languages.codes())
    return PressRelease.objects.get(pk=release.pk)


def strike(release: PressRelease, contact: PressContact) -> list[PressRelease]:
    return striking.strike(release, officer(), f"contacts:{contact.pk}", "Asked for", everywhere=True)


def end(contact: PressContact) -> None:
    contact.valid_until = NOON.date() - timedelta(days=1)
    contact.save()


def missing(release: PressRelease) -> list[vacancies.Vacancy]:
    stored = PressRelease.objects.get(pk=release.pk)
    return vacancies.vacancies_of(stored, working_words(stored))


def replace(release: PressRelease, contact: PressContact, *others: PressRelease, by=None) -> list[PressRelease]:
    [vacancy] = missing(release)
    return vacancies.replace_contact(release, by or officer(), vacancy, contact, [one.pk for one in others])


# What is missing


@pytest.mark.parametrize("go", [strike, lambda release, contact: end(contact)])
def test_a_contact_who_had_to_go_is_told_of_with_every_release_concerned(go):
    gone = make(PressContact, "Partie")
    public, scheduled, draft = (with_contact(state, gone) for state in ("public", "scheduled", "draft"))
    other = ready("public")
    assert not missing(public)
    go(public, gone)
    [vacancy] = missing(public)
    assert (vacancy.contact, vacancy.codes, vacancy.is_public) == (gone.pk, tuple(languages.codes()), True)
    assert not missing(scheduled)[0].is_public
    assert {one.pk for one in vacancies.concerned(gone.pk)} == {public.pk, scheduled.pk}
    assert not missing(draft) and not missing(other)
    services.withdraw(public, officer(), words("notice"))
    assert not missing(public) and [one.pk for one in vacancies.concerned(gone.pk)] == [scheduled.pk]


@pytest.mark.parametrize(("language", "day"), [("fr", "1er décembre 2026"), ("en", "1 December 2026")])
def test_each_other_release_that_lacks_a_contact_is_offered_with_its_day_in_words(client, language, day):
    gone = make(PressContact, "Partie")
    first, other = with_contact("public", gone), with_contact("scheduled", gone)
    end(gone)
    client.force_login(officer())
    shown = client.get(life_url(first), headers={"accept-language": language}).content.decode()
    with override(language):
        assert f"{other} ({day})" in unescape(flat(shown))


def test_a_contact_who_is_erased_leaves_a_place():
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release = with_contact("public", gone)
    release.release_contacts.all().delete()
    gone.delete()
    [vacancy] = missing(release)
    assert (vacancy.contact, vacancy.key) == (None, vacancies.ERASED)
    replace(release, new)
    assert [row.contact for row in release.release_contacts.all()] == [new]
    assert not missing(release)


def test_whatever_else_was_struck_and_stands_in_the_working_text_is_told_of():
    release = ready("public")
    quote = make(Quote, "Lunaire", release=release)
    seal_anew(release, *languages.codes())
    key = next(key for key in striking.strikable_of(release) if key.startswith("quotes"))
    striking.strike(release, officer(), key, "Asked for", everywhere=False)
    [vacancy] = missing(release)
    assert not vacancy.is_contact and "Lunaire" in vacancy.words and "correction" in vacancy.way_on
    quote.delete()
    assert not missing(release)


# Somebody in their place


def test_a_contact_takes_the_place_of_another_in_the_working_text_of_the_releases_chosen():
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    public, chosen, left = (with_contact("public", gone) for _place in range(3))
    foreign = ready("public")
    strike(public, gone)
    before = [one.contact for one in foreign.release_contacts.all()]
    assert {one.pk for one in replace(public, new, chosen, foreign)} == {public.pk, chosen.pk}
    for release, contact in ((public, new), (chosen, new), (left, gone)):
        assert [row.contact for row in release.release_contacts.all()] == [contact]
        assert [card.name for card in public_words(release).contacts] == []
    assert [one.contact for one in foreign.release_contacts.all()] == before
    assert not missing(public) and missing(left)


@pytest.mark.parametrize("state", ["scheduled", "public"])
def test_the_road_to_the_public_is_an_approval_before_the_moment_and_a_correction_after_it(state):
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release = with_contact(state, gone)
    strike(release, gone)
    replace(release, new)
    release.refresh_from_db()
    if state == "public":
        seen = services.digests_of(release)
        assert "Publish a correction" in str(refused(services.mend, release, officer(), [MAIN], "Contact", seen=seen))
        correct(release, officer(), words("said"), words("says"))
    else:
        approve(release, officer(), dict.fromkeys(languages.codes(), TUESDAY))
    for code in languages.codes():
        assert [card.contact for card in public_words(release, code).contacts] == [new.pk]
    assert not missing(release)


def test_a_contact_of_one_language_is_followed_in_that_language():
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release = with_contact("public", gone, OTHER)
    end(gone)
    replace(release, new)
    assert [(row.contact, row.language) for row in release.release_contacts.all()] == [(new, OTHER)]
    again = with_contact("public", gone)
    ReleaseContact.objects.create(release=again, contact=new)
    replace(again, new)
    assert [(row.contact, row.language) for row in again.release_contacts.all()] == [(new, "")]


def test_who_may_put_somebody_in_the_place_of_another_and_whom():
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release = with_contact("public", gone)
    end(gone)
    for group in ("Editors", "Translators", None):
        with pytest.raises(PermissionDenied):
            replace(release, new, by=user(f"{group} member", group))
    assert list(refused(replace, release, gone)) == ["contact"]
    end(new)
    assert list(refused(replace, release, new)) == ["contact"]
    assert [row.contact for row in release.release_contacts.all()] == [gone]


# Until then


@pytest.mark.parametrize("name", ["detail", "text", "kit"])
def test_where_no_contact_is_left_the_press_room_stands(client, settings, name):
    settings.FACTS = settings.FACTS | {"contact_email": MAILBOX}
    gone, stays = make(PressContact, "Partie"), make(PressContact, "Reste")
    release = with_contact("public", gone)
    with override(MAIN):
        url = reverse(f"pressrelease-{name}", kwargs={"slug": release.slug(MAIN)})

    def shown() -> str:
        content = body_of(client.get(url))
        if name == "kit":
            with zipfile.ZipFile(io.BytesIO(content)) as kit:
                content = b"".join(kit.read(part) for part in kit.namelist() if part.endswith(".txt"))
        return content.decode().partition("<footer")[0]

    assert gone.email in shown() and MAILBOX not in shown()
    strike(release, gone)
    assert gone.email not in shown() and MAILBOX in shown()
    replace(release, stays)
    release.refresh_from_db()
    correct(release, officer(), words("said"), words("says"))
    assert stays.email in shown() and MAILBOX not in shown()


# The pages


def test_the_page_offers_it_and_leads_on():
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release, scheduled = with_contact("public", gone), with_contact("scheduled", gone)
    olga = staff("olga", group="Press officers")
    assert "replace" not in [step.key for step in olga.get(life_url(release)).context["steps"]]
    part = f"contacts:{gone.pk}"
    assert act(olga, release, "strike", part=part, everywhere="on", reason="Asked for").status_code == 302
    page = olga.get(life_url(release))
    assert "Missing in what was approved" in page.content.decode() and life_url(scheduled) in page.content.decode()
    posted = {"place": part, "releases": [scheduled.pk]}
    response = act(olga, release, "replace", **posted, contact=gone.pk)
    assert response.status_code == 200, "whom one replaces follows nobody"
    end(gone)
    response = act(olga, release, "replace", **posted, contact=gone.pk)
    assert "press contact today" in str(said_by(response, "replace"))
    assert act(olga, release, "replace", **posted, contact=new.pk).status_code == 302
    for one in (release, scheduled):
        assert [row.contact for row in one.release_contacts.all()] == [new]
        assert one.contributions.filter(by=officer()).exists()
    page = olga.get(life_url(release))
    assert "replace" not in [step.key for step in page.context["steps"]]
    assert "Publish a correction" in page.content.decode()


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_others_are_offered_nothing(group):
    gone, new = make(PressContact, "Partie"), make(PressContact, "Nouvelle")
    release = with_contact("public", gone)
    end(gone)
    client = staff("eve", group=group)
    assert "replace" not in [step.key for step in client.get(life_url(release)).context["steps"]]
    assert act(client, release, "replace", place=f"contacts:{gone.pk}", contact=new.pk).status_code == 403
    assert [row.contact for row in release.release_contacts.all()] == [gone]


def test_whoever_ends_a_contact_is_led_to_the_releases_that_lack_them():
    gone = make(PressContact, "Partie")
    release = with_contact("public", gone)
    olga = staff("olga", group="Press officers")
    form = opened(olga, gone) | {"valid_until": "2026-11-30"}
    page = olga.post(change_url(gone), form, follow=True).content.decode()
    assert "1 release is without this contact now" in page and f"{life_url(release)}#step-replace" in page
