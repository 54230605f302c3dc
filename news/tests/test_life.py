"""The life of a release: what each step does, what it refuses, and what the public sees of it."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext, override
from reversion.models import Version

from news import services, striking
from news.admin.life import ALL_STEPS
from news.admin.life_steps import Submit
from news.enums import StateChangeKind, StruckPart
from news.models import Correction, Picture, PressContact, PressRelease
from news.reading import read_public
from publishing import languages
from search.models import Entry
from tests import pages
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.make import draft, make

from .newsroom import (
    MAIN,
    NOON,
    OTHER,
    TUESDAY,
    approve,
    correct,
    officer,
    publish_now,
    ready,
    reschedule,
    together,
    user,
    words,
)

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MAIN_MOMENT, OTHER_MOMENT = languages.column("public_from", MAIN), languages.column("public_from", OTHER)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


def refused(step, *args, **kwargs) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        step(*args, **kwargs)
    return error.value.message_dict


def life_url(release) -> str:
    return route(PressRelease, "life", release.pk)


def carried(response) -> dict[str, str]:
    """What every form of the page carries along: which release, texts and log its reader has before them."""
    page = pages.flat(response.content.decode())
    return dict(re.findall(r'<input type="hidden" name="(_\w+)" value="([^"]*)">', page))


def act(client, release, step: str, **fields):
    """Take a step on the page of a release's life as a browser would: with all that the page carries along."""
    return client.post(life_url(release), {"step": step, **carried(client.get(life_url(release))), **fields})


def said_by(response, step: str) -> dict[str, list[str]]:
    return next(one.errors for one in response.context["steps"] if one.key == step)


# Steps


def test_a_whole_life_is_written_in_the_log():
    author, olga = user("eve", "Editors"), officer()
    release = ready(author=author)
    services.submit(release, author)
    services.send_back(release, olga, "The date is wrong.")
    services.submit(release, author)
    approve(release, olga, together(TUESDAY))
    later = TUESDAY + timedelta(hours=1)
    reschedule(release, olga, {OTHER: later})
    with time_machine.travel(later, tick=False):
        correct(release, olga, words("Said"), words("Says"))
        services.withdraw(release, olga, words("Withdrawn"))
    log = list(release.state_changes.all())
    kinds = ["submitted", "returned", "submitted", "approved", "rescheduled", "corrected", "withdrawn"]
    assert [one.kind for one in log] == kinds
    assert [one.by for one in log] == [author, olga, author, olga, olga, olga, olga]
    assert log[1].note == "The date is wrong."
    state = languages.column("state", MAIN)
    steps = [(one.old[state], one.new[state]) for one in log[:4]]
    assert steps == [("draft", "in_review"), ("in_review", "draft"), ("draft", "in_review"), ("in_review", "approved")]
    moved = log[4]
    assert (moved.old[OTHER_MOMENT], moved.new[OTHER_MOMENT]) == (TUESDAY.isoformat(), later.isoformat())
    assert moved.old[MAIN_MOMENT] == moved.new[MAIN_MOMENT] == TUESDAY.isoformat()
    assert (log[-1].old["withdrawn_at"], log[-1].new["withdrawn_at"]) == (None, later.isoformat())
    assert [one.by for one in release.approvals.all()] == [olga] * 4


def test_a_release_is_public_from_its_moment_per_language():
    release, olga = ready("in review"), officer()
    approve(release, olga, {MAIN: TUESDAY, OTHER: TUESDAY + SECOND})
    for at, public in ((TUESDAY - SECOND, []), (TUESDAY, [MAIN]), (TUESDAY + SECOND, [MAIN, OTHER])):
        assert release.public_languages(at) == public
        assert [code for code in (MAIN, OTHER) if PressRelease.objects.public(code, at).exists()] == public


def test_sending_back_says_why():
    assert list(refused(services.send_back, ready("in review"), officer(), " ")) == ["note"]


def test_both_languages_in_one_gesture():
    release = ready("in review")
    publish_now(release, officer(), languages.codes())
    assert release.public_languages() == languages.codes()
    assert release.state_changes.get().kind == StateChangeKind.APPROVED


def test_the_main_language_now_and_the_other_when_ready():
    release, olga = ready("in review", **{languages.column("lead", OTHER): ""}), officer()
    publish_now(release, olga, [MAIN])
    assert release.public_languages() == [MAIN]
    assert refused(publish_now, release, olga, [OTHER])[OTHER_MOMENT] == ["Still to be written: Lead – English."]
    PressRelease.objects.update(**{languages.column("lead", OTHER): "Written"})
    publish_now(release, olga, [OTHER])
    assert release.public_languages() == [MAIN, OTHER]
    assert "already" in str(refused(publish_now, release, olga, [OTHER]))


def test_a_language_on_hold_is_public_at_no_moment():
    release = ready("scheduled")
    reschedule(release, officer(), {OTHER: None})
    assert release.public_languages(TUESDAY) == [MAIN]
    assert list(refused(reschedule, release, officer(), {OTHER: None})) == ["__all__"]


def test_what_is_public_is_not_moved():
    release = ready("public")
    for moment in (None, TUESDAY):
        assert "public already" in refused(reschedule, release, officer(), {MAIN: moment})[MAIN_MOMENT][0]
    release.refresh_from_db()
    assert release.public_languages() == languages.codes()


# What is checked before a language may be public


@pytest.mark.parametrize(
    ("moments", "fields"),
    [
        ({}, [MAIN_MOMENT]),
        ({OTHER: TUESDAY}, [OTHER_MOMENT]),
        ({MAIN: TUESDAY, OTHER: TUESDAY - SECOND}, [OTHER_MOMENT]),
        ({MAIN: NOON - timedelta(minutes=2)}, [MAIN_MOMENT]),
        ({MAIN: NOON - timedelta(days=900), OTHER: TUESDAY}, [MAIN_MOMENT]),
    ],
    ids=["none", "other alone", "other first", "two minutes ago", "long ago"],
)
def test_moments_that_cannot_be(moments, fields):
    release = ready("in review")
    assert list(refused(approve, release, officer(), moments, confirmed=True)) == fields
    release.refresh_from_db()
    assert (release.state, release.public_from(MAIN), release.state_changes.count()) == ("in_review", None, 0)


def test_a_moment_typed_as_now_is_taken():
    release = ready("in review")
    approve(release, officer(), {MAIN: NOON - timedelta(seconds=50)}, confirmed=True)
    assert release.public_languages() == [MAIN]


def _contactless(release):
    release.release_contacts.all().delete()


def _contact_over(release):
    PressContact.objects.update(valid_until="2026-11-30")


def _contact_for_main(release):
    release.release_contacts.update(language=MAIN)


def _picture(**given):
    return lambda release: make(Picture, release=release, **given)


@pytest.mark.parametrize(
    ("spoil", "lacking"),
    [
        (_contactless, {MAIN, OTHER}),
        (_contact_over, {MAIN, OTHER}),
        (_contact_for_main, {OTHER}),
        (_picture(credit=""), {MAIN, OTHER}),
        (_picture(licence=" "), {MAIN, OTHER}),
        (_picture(alt_fr="", alt_en=""), {MAIN, OTHER}),
        (_picture(alt_fr="", alt_en="A scene"), {MAIN}),
        (_picture(alt_fr="Une scène", alt_en=""), set()),
        (lambda release: PressRelease.objects.update(body_en=""), {OTHER}),
        (lambda release: PressRelease.objects.update(slug_en=None), {OTHER}),
    ],
    ids=["contact", "over", "main contact", "credit", "licence", "alt", "main alt", "alt falls back", "text", "address"],
)
def test_what_a_language_lacks_is_said_beside_its_moment(spoil, lacking):
    release = ready("in review")
    spoil(release)
    if not lacking:
        approve(release, officer(), together(TUESDAY))
        return
    faults = refused(approve, release, officer(), together(TUESDAY))
    assert set(faults) == {languages.column("public_from", code) for code in lacking}
    assert all(len(sentences) == 1 for sentences in faults.values())
    if MAIN not in lacking:
        approve(release, officer(), {MAIN: TUESDAY})


def test_two_persons(settings):
    settings.PRESS_TWO_PERSONS = True
    olga, paul = officer(), officer("paul")
    release = ready("in review", author=olga)
    for step, argument in ((approve, together(TUESDAY)), (publish_now, languages.codes())):
        assert "somebody else" in refused(step, release, olga, argument)["__all__"][0]
    approve(release, paul, together(TUESDAY))
    settings.PRESS_TWO_PERSONS = False
    own = ready("in review", author=olga)
    approve(own, olga, together(TUESDAY))
    assert own.is_sealed(MAIN)


# Asking once more


@pytest.mark.parametrize(("language", "shown"), [("fr", r"Ada, «\xa0mot .*…\xa0»"), ("en", "Ada, “mot .*…”")])
def test_a_quotation_is_named_by_its_first_words_between_the_marks_of_whoever_reads(language, shown):
    with override(language):
        named = striking._words(StruckPart.QUOTE, {"speaker": "Ada", "text": {"words": "mot " * 40}})
    assert re.fullmatch(shown, named) and len(named) < 80


@pytest.mark.parametrize(("days", "asks"), [(-31, True), (-30, False), (0, False), (1, True), (9, True)])
def test_a_release_that_goes_out_before_the_day_it_bears_or_long_after_is_asked_for_once_more(days, asks):
    release = ready("in review")
    PressRelease.objects.filter(pk=release.pk).update(dated=timezone.localdate(TUESDAY) + timedelta(days=days))
    release.refresh_from_db()
    if asks:
        errors = refused(approve, release, officer(), together(TUESDAY))
        assert list(errors) == ["confirmed"] and "-" not in str(errors["confirmed"][0]).partition(" and ")[0]
    approve(release, officer(), together(TUESDAY), confirmed=asks)
    assert release.public_from(MAIN) == TUESDAY


@pytest.mark.parametrize(
    ("asked", "asks"),
    [
        ("2026-12-08", False),
        ("2026-12-09", True),
        ("2026-12-08T14:00", False),
        ("2026-12-08T14:01", True),
        ("2026-11-08T14:00", False),
        ("2026-11-08T12:00", True),
    ],
)
def test_a_release_that_goes_out_before_the_embargo_that_its_file_asked_for_is_asked_for_once_more(asked, asks):
    release = ready("in review")
    services.created(release, officer(), asked)
    if asks:
        (told,) = refused(approve, release, officer(), together(TUESDAY))["confirmed"]
        assert str(told).startswith("The file that was imported asks for an embargo until ")
    approve(release, officer(), together(TUESDAY), confirmed=asks)
    assert release.public_from(MAIN) == TUESDAY
    page = staff("oscar", group="Press officers").get(life_url(release)).content.decode()
    assert "Embargo asked for by the file: – → " in page


@pytest.mark.parametrize(
    ("state", "moment", "asks"),
    [
        ("in review", NOON + timedelta(minutes=4, seconds=59), True),
        ("in review", NOON + timedelta(minutes=5), False),
        ("scheduled", NOON + timedelta(minutes=4, seconds=59), True),
        ("scheduled", NOON, True),
        ("scheduled", NOON + timedelta(minutes=5), False),
        ("scheduled", TUESDAY + timedelta(days=1), False),
    ],
)
def test_a_moment_less_than_five_minutes_away_is_asked_for_once_more(state, moment, asks):
    release = ready(state)
    step = approve if state == "in review" else reschedule
    if asks:
        assert list(refused(step, release, officer(), together(moment))) == ["confirmed"]
        assert not release.public_from(MAIN) or release.public_from(MAIN) == TUESDAY
    step(release, officer(), together(moment), confirmed=asks)
    assert release.public_from(MAIN) == moment


def test_a_later_moment_is_not_asked_for_twice():
    near = NOON + timedelta(minutes=1)
    release = ready("scheduled", **{MAIN_MOMENT: near, OTHER_MOMENT: near})
    reschedule(release, officer(), together(NOON + timedelta(minutes=3)))
    assert release.public_from(OTHER) == NOON + timedelta(minutes=3)


@pytest.mark.parametrize("state", ["in review", "scheduled"])
def test_publishing_at_once_is_asked_for_once_more(state):
    """As a moment in five minutes is, whether or not another one was planned."""
    release = ready(state)
    assert list(refused(publish_now, release, officer(), languages.codes(), confirmed=False)) == ["confirmed"]
    assert not release.public_languages()
    publish_now(release, officer(), languages.codes(), confirmed=True)
    assert release.public_languages() == languages.codes()


# Through the page


def test_the_page_leads_a_release_from_draft_to_public():
    release = ready(author=user("eve", "Editors"))
    editor, olga = staff("emma", group="Editors"), staff("olga", group="Press officers")
    assert act(editor, release, "submit").status_code == 302
    typed = {MAIN_MOMENT: "2026-12-08 14:00", OTHER_MOMENT: "2026-12-08 14:00"}
    assert act(olga, release, "approve", **typed).status_code == 302
    release.refresh_from_db()
    assert (release.state, release.public_from(MAIN), release.public_from(OTHER)) == ("approved", TUESDAY, TUESDAY)
    page = olga.get(life_url(release)).content.decode()
    assert "from Tuesday 8 December 2026, 2 pm" in page
    assert "State – French: in review → approved" in page
    assert "Public from – French: – → 8 December 2026, 2 pm" in page


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2027-03-28 02:30", "This time does not exist"),
        ("2027-10-31 02:30", "This time comes twice"),
        ("08/12/26 14:00", "Write the year in full"),
        ("2026-11-30 14:00", "This moment is over"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_its_field_and_kept(typed, start):
    release = ready("in review")
    response = act(staff("olga", group="Press officers"), release, "approve", **{MAIN_MOMENT: typed})
    assert response.status_code == 200
    errors = said_by(response, "approve")
    assert list(errors) == [MAIN_MOMENT]
    assert errors[MAIN_MOMENT][0].startswith(start)
    assert f'value="{typed}"' in response.content.decode()
    release.refresh_from_db()
    assert release.state == "in_review"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_step_says_what_has_happened_and_what_comes_next(language):
    release, client = ready(author=user("eve", "Editors")), staff("emma", group="Editors", language=language)
    assert act(client, release, "submit").status_code == 302
    page = client.get(life_url(release)).content.decode()
    with override(language):
        said = [str(step.done) for step in ALL_STEPS]
        assert escape(str(Submit.done)) in page
    assert len(set(said)) == len(ALL_STEPS) and all(words.count(".") > 1 for words in said)


def test_refusals_are_in_the_editors_language():
    response = act(staff("olga", group="Press officers", language="fr"), ready("in review"), "approve")
    assert '<html lang="fr"' in response.content.decode()
    with override("fr"):
        assert said_by(response, "approve") == {
            MAIN_MOMENT: [gettext("Say from when this language is public; the others may follow.")]
        }


def test_the_box_to_confirm_appears_when_it_is_needed():
    """It stands beside “Publish now” from the beginning."""
    release, olga = ready("in review"), staff("olga", group="Press officers")
    page = olga.get(life_url(release)).content.decode()
    assert re.findall(r'id="(id_\w+_confirmed)"', page) == ["id_publish_confirmed"]
    typed = {MAIN_MOMENT: "2026-12-01 12:02"}
    response = act(olga, release, "approve", **typed)
    assert list(said_by(response, "approve")) == ["confirmed"]
    page = response.content.decode()
    assert 'value="2026-12-01 12:02"' in page
    assert act(olga, release, "approve", confirmed=box_of(page), **typed).status_code == 302


def box_of(page: str) -> str:
    """What the box of the step that sets moments says when it is ticked; it is never ticked beforehand."""
    (tag,) = [tag for tag in re.findall(r"<input[^>]*>", page) if 'name="confirmed"' in tag and "publish" not in tag]
    assert "checked" not in tag
    return html.unescape(re.search(r'value="([^"]+)"', tag)[1])


@pytest.mark.parametrize(("state", "step"), [("in review", "approve"), ("scheduled", "reschedule")])
def test_a_tick_confirms_the_moments_that_it_stands_beside_and_no_others(state, step):
    """Whoever ticks the box and types another moment beside it was not asked about that one."""
    release, olga = ready(state), staff("olga", group="Press officers")
    asked, other = "2026-12-01 12:02", "2026-12-01 12:03"
    ticked = box_of(act(olga, release, step, **{MAIN_MOMENT: asked}).content.decode())
    for confirmed in (ticked, "on", ""):
        response = act(olga, release, step, confirmed=confirmed, **{MAIN_MOMENT: other})
        assert list(said_by(response, step)) == ["confirmed"]
        assert box_of(response.content.decode()) not in (ticked, "on")
    release.refresh_from_db()
    assert release.public_from(MAIN) == (None if step == "approve" else TUESDAY)
    assert act(olga, release, step, confirmed=ticked, **{MAIN_MOMENT: asked}).status_code == 302
    release.refresh_from_db()
    assert release.public_from(MAIN) == NOON + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "devient public le mardi 8 décembre 2026 à 14\xa0h (heure de Paris)."),
        ("en", "becomes public on Tuesday 8 December 2026, 2 pm (Paris time)."),
    ],
)
def test_the_question_says_a_moment_once_and_briefly(language, words):
    release = ready("in review")
    PressRelease.objects.filter(pk=release.pk).update(dated=date(2024, 5, 22))
    release.refresh_from_db()
    with override(language):
        (told,) = refused(approve, release, officer(), together(TUESDAY))["confirmed"]
    assert words in told and "UTC" not in told


def test_a_step_on_a_text_that_changed_meanwhile_is_refused():
    release, olga = ready("in review"), staff("olga", group="Press officers")
    page = carried(olga.get(life_url(release)))
    editor = staff("emma", group="Editors")
    assert editor.post(change_url(release), opened(editor, release) | {"title_en": "Another title"}).status_code == 302
    response = olga.post(life_url(release), {"step": "approve", **page, MAIN_MOMENT: "2026-12-08 14:00"})
    assert [str(sentence) for sentence in said_by(response, "approve")["__all__"]] == [
        "Somebody changed this release since you opened this page. Read it again, then repeat this.",
        "Meanwhile: saved (emma, 1 December 2026, noon).",
    ]
    assert 'value="2026-12-08 14:00"' in response.content.decode()
    release.refresh_from_db()
    assert release.state == "in_review"


def test_the_life_of_an_unknown_release_is_unknown():
    olga = staff("olga", group="Press officers")
    assert olga.get(route(PressRelease, "life", 999)).status_code == 302
    assert olga.get(route(PressRelease, "life", "x")).status_code == 302


# The form of a release


POSTED = {
    "author": "1",
    **dict.fromkeys(languages.columns("review"), "in_review"),
    **dict.fromkeys(languages.columns("edition"), "1"),
    "withdrawn_at": "2026-12-05 14:00",
    "withdrawal_notice_fr": "x",
    **dict.fromkeys(languages.columns("public_from"), "2026-12-05 14:00"),
}


def life_of(release) -> tuple:
    release.refresh_from_db()
    notices = [getattr(release, name) for name in languages.columns("withdrawal_notice")]
    moments = [release.public_from(code) for code in languages.codes()]
    editions = [release.edition_in(code) for code in languages.codes()]
    return (release.state, release.author, release.withdrawn_at, *notices, *moments, *editions)


@pytest.mark.parametrize("group", ["Editors", "Translators", "Press officers", "Administrators", None])
def test_a_posted_state_or_moment_changes_nothing(group):
    release = ready()
    before = life_of(release)
    client = staff("somebody", group=group)
    form = opened(client, release)
    assert not set(POSTED) & set(form)
    assert client.post(change_url(release), form | POSTED | {"title_en": "Changed"}).status_code == 302
    assert life_of(release) == before
    assert release.title_en == "Changed"


def test_a_new_release_is_its_authors_draft():
    client = staff("olga", group="Press officers")
    pattern = make(PressRelease, **draft())
    form = {name: value for name, value in opened(client, pattern).items() if not name.startswith(("slug", "_"))}
    assert client.post(route(PressRelease, "add"), form | POSTED).status_code == 302
    release = PressRelease.objects.exclude(pk=pattern.pk).get()
    assert life_of(release)[:3] == ("draft", user("olga"), None)
    assert release.public_from(MAIN) is None
    assert [(one.kind, one.by) for one in release.state_changes.all()] == [("created", user("olga"))]


def test_a_revision_brings_texts_back_and_no_state():
    olga, release = staff("olga", group="Press officers"), ready()
    olga.post(change_url(release), opened(olga, release) | {"title_en": "First"})
    olga.post(change_url(release), opened(olga, release) | {"title_en": "Second"})
    draft_version = Version.objects.get_for_object(release).last()
    services.submit(release, user("olga"))
    publish_now(release, user("olga"), languages.codes())
    before = life_of(release)
    url = route(PressRelease, "revision", release.pk, draft_version.pk)
    assert olga.post(url, form_of(olga.get(url), PressRelease)).status_code == 302
    assert life_of(release) == before
    assert (release.title_en, release.public_languages()) == ("First", languages.codes())


def test_a_recovered_release_begins_again_as_a_draft():
    root, release = staff("root"), ready("scheduled")
    root.post(change_url(release), opened(root, release))
    assert root.post(route(PressRelease, "delete", release.pk), {"post": "yes"}).status_code == 302
    url = route(PressRelease, "recover", Version.objects.get_deleted(PressRelease).get().pk)
    assert root.post(url, form_of(root.get(url), PressRelease)).status_code == 302
    again = PressRelease.objects.get()
    assert (again.state, again.public_from(MAIN), again.public_from(OTHER)) == ("draft", None, None)


def test_what_is_taken_from_the_working_text_stays_in_what_is_scheduled():
    olga, release = staff("olga", group="Press officers"), ready("scheduled")
    changed = {"release_contacts-0-DELETE": "on", "lead_fr": ""}
    assert olga.post(change_url(release), opened(olga, release) | changed).status_code == 302
    assert release.release_contacts.count() == 0
    with time_machine.travel(TUESDAY, tick=False):
        reading = read_public(PressRelease.objects.public(MAIN).for_detail().get(), MAIN)
    assert len(reading.contacts) == 1 and reading.words.lead


def test_what_the_public_has_seen_is_not_deleted():
    root = staff("root")
    seen, gone, coming = ready("public"), ready("withdrawn"), ready("scheduled")
    services.created(coming, user("root"))
    for release, status in ((seen, 403), (gone, 403), (coming, 302)):
        assert root.post(route(PressRelease, "delete", release.pk), {"post": "yes"}).status_code == status
    data = {"action": "delete_selected", "_selected_action": [seen.pk], "post": "yes"}
    root.post(route(PressRelease, "changelist"), data)
    assert set(PressRelease.objects.all()) == {seen, gone}


def test_the_list_says_each_state_in_words():
    for state in ("draft", "in review", "scheduled", "public", "withdrawn"):
        ready(state, title_en=state)
    correct(ready("public", title_en="corrected"), officer(), words("a"), words("b"))
    ready("scheduled", title_en="approved, without a moment", **draft())
    page = staff("claire").get(route(PressRelease, "changelist"))
    rows = page.context["cl"].result_list
    with override("en"):
        one = admin.site._registry[PressRelease]
        assert len(rows) == 7
        assert {row.title_en: one.life(row) for row in rows} == {row.title_en: row.title_en for row in rows}
    actions = [name for name, _label in page.context["action_form"].fields["action"].choices]
    assert not [name for name in actions if name.startswith("publish")]


# Corrections


def feed_entry(client, release, code) -> str:
    with override(code):
        feed = client.get(reverse("press-feed")).content.decode()
    entries = [one for one in re.findall(r"<entry.*?</entry>", feed, re.DOTALL) if release.slug(code) in one]
    return entries[0]


def test_a_correction_is_whole_in_each_language_that_it_concerns():
    release = ready("public", **{OTHER_MOMENT: None})
    faults = refused(correct, release, officer(), {OTHER: "Half"}, {})
    assert set(faults) == {f"says_{OTHER}"}
    assert set(refused(correct, release, officer(), {MAIN: "Half"}, {})) == {f"says_{MAIN}"}
    assert set(refused(correct, release, officer(), {}, {})) == {f"said_{MAIN}", f"says_{MAIN}"}
    assert "not public" in str(refused(correct, release, officer(), {OTHER: "Nine"}, {OTHER: "Ten"}))
    correct(release, officer(), {MAIN: "Neuf"}, {MAIN: "Dix"})
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("state", ["scheduled", "withdrawn", "in review"])
def test_only_what_is_public_is_corrected(state):
    refused(correct, ready(state), officer(), words("a"), words("b"))
    assert not Correction.objects.exists()


def test_a_correction_shows_on_page_list_and_feed_in_its_language(client):
    release, other = ready("public", "Lunaire"), ready("public", "Solaire")
    before = {code: feed_entry(client, release, code) for code in languages.codes()}
    with time_machine.travel(TUESDAY, tick=False):
        correct(release, officer(), words("Nine laureates"), words("Ten laureates"))
    with time_machine.travel(TUESDAY + timedelta(days=1), tick=False):
        for code in languages.codes():
            page = client.get(release.get_absolute_url(code)).content.decode()
            assert f"Nine laureates {code}" in page and f"Ten laureates {code}" in page
            assert page.index(f"Ten laureates {code}") < page.index('class="lead"')
            assert '<time datetime="2026-12-08T14:00+01:00">' in page
            unmarked = client.get(other.get_absolute_url(code)).content.decode()
            assert "laureates" not in unmarked
            with override(code):
                listed = client.get(reverse("pressrelease-list")).content.decode()
            assert listed.count('class="fix"') == 1
            entry = feed_entry(client, release, code)
            assert f"Ten laureates {code}" in entry
            assert "<updated>2026-12-08T13:00:00+00:00</updated>" in entry
            assert "2026-12-08" not in before[code]
            assert re.search("<id>.*?</id>", entry)[0] == re.search("<id>.*?</id>", before[code])[0]


def test_a_correction_stays_out_of_a_language_that_it_does_not_speak(client):
    release = ready("public")
    correct(release, officer(), {MAIN: f"Nine {MAIN}"}, {MAIN: f"Ten {MAIN}"})
    assert "Ten" not in client.get(release.get_absolute_url(OTHER)).content.decode()
    assert f"Ten {MAIN}" in client.get(release.get_absolute_url(MAIN)).content.decode()


# Withdrawal


def test_a_notice_is_needed_where_the_release_was_public():
    release = ready("public", **{OTHER_MOMENT: None})
    assert list(refused(services.withdraw, release, officer(), {OTHER: "Withdrawn"})) == [f"withdrawal_notice_{MAIN}"]
    long = {code: "x" * 301 for code in languages.codes()}
    assert f"withdrawal_notice_{MAIN}" in refused(services.withdraw, release, officer(), long)
    services.withdraw(release, officer(), {MAIN: "Retiré"})
    assert release.is_withdrawn()


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        ((NOON - timedelta(days=2), NOON - timedelta(days=2)), (410, 410)),
        ((NOON - timedelta(days=2), None), (410, 404)),
        ((NOON - timedelta(days=2), TUESDAY), (410, 404)),
        ((TUESDAY, TUESDAY), (404, 404)),
        ((None, None), (404, 404)),
    ],
    ids=["both seen", "main seen", "other to come", "both to come", "never"],
)
def test_gone_where_it_was_seen_unknown_elsewhere(client, method, moments, expected):
    release = ready("scheduled", "Secrete", **dict(zip((MAIN_MOMENT, OTHER_MOMENT), moments, strict=True)))
    services.withdraw(release, officer(), words("A mistake was made"))
    for later in (NOON, TUESDAY + timedelta(days=1)):
        with time_machine.travel(later, tick=False):
            answers = [getattr(client, method)(release.get_absolute_url(code)) for code in (MAIN, OTHER)]
            assert tuple(answer.status_code for answer in answers) == expected
    for code, answer in zip((MAIN, OTHER), answers, strict=True):
        page = answer.content.decode()
        assert "Secrete" not in page
        if answer.status_code == 410 and method == "get":
            assert f"A mistake was made {code}" in page
            assert '<meta name="robots" content="noindex">' in page
            assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")


def test_a_release_never_approved_has_no_moment(client):
    release = ready("draft")
    moments = dict.fromkeys(languages.columns("public_from"), NOON - SECOND)
    with pytest.raises(IntegrityError), transaction.atomic():
        PressRelease.objects.filter(pk=release.pk).update(**moments, withdrawn_at=NOON)
    assert client.get(release.get_absolute_url()).status_code == 404


def test_a_former_address_of_a_withdrawn_release_says_so_too(client):
    release = ready("public", slug_fr="ancienne-adresse")
    release.slug_fr = "nouvelle-adresse"
    release.save()
    with override("fr"):
        former = reverse("pressrelease-detail", kwargs={"slug": "ancienne-adresse"})
    assert client.get(former).status_code == 301
    services.withdraw(release, officer(), words("Retiré"))
    assert client.get(former).status_code == 410


def test_withdrawal_takes_it_from_every_list(client):
    release = ready("public", "Lunaire")
    services.withdraw(release, officer(), words("Retiré"))
    for code in languages.codes():
        with override(code):
            for name in ("home", "pressrelease-list", "press-feed"):
                assert release.slug(code) not in client.get(reverse(name)).content.decode()
            assert release.slug(code) not in pages.sitemap(client)
            assert release.slug(code) not in client.get(reverse("search"), {"q": "Lunaire"}).content.decode()


def test_a_step_tells_the_search(client):
    release = ready("in review", "Lunaire")
    Entry.objects.all().delete()
    publish_now(release, officer(), languages.codes())
    assert Entry.objects.filter(object_id=release.pk).count() == len(languages.codes())


def test_moments_are_kept_to_the_second():
    release = ready("in review")
    with time_machine.travel(datetime(2026, 12, 1, 11, 0, 30, 999999, tzinfo=UTC), tick=False):
        publish_now(release, officer(), languages.codes())
        assert release.public_languages() == languages.codes()
    assert release.public_from(MAIN) == datetime(2026, 12, 1, 11, 0, 30, tzinfo=UTC)
