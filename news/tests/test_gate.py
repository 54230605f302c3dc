"""The gate fails closed: nothing is approved that was not read, checked and, where something is found, answered for."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from functools import partial
from html import escape

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import connection, connections, transaction
from django.utils.translation import override

from news import services
from news.models import (
    Boilerplate,
    FindingDecision,
    Picture,
    PressContact,
    PressRelease,
    Quote,
    ReleaseBoilerplate,
    ReleaseCheck,
)
from news.release_checks import completeness, examination
from news.release_checks.examination import Checked, examine
from proofreading import engine, sentences
from proofreading.findings import ERROR, SEVERITIES, Finding
from proofreading.knowledge import Knowledge, KnownContact, KnownRecord
from proofreading.reading import Reading
from proofreading.rule import PORTAL, TWO_LANGUAGES
from proofreading.rules import RULES
from proofreading.tests.made_up import records
from publishing import languages
from publishing.conflicts import STAMP
from tests.backoffice import change_url, opened, route, staff
from tests.make import make, seal_anew
from tests.turns import turn_of

from .newsroom import MAIN, NOON, OTHER, TUESDAY, approve, officer, read_quotations, ready, tells_of, together
from .test_life import MAIN_MOMENT, OTHER_MOMENT, act, carried, life_url, refused, said_by

pytestmark = pytest.mark.django_db
TYPED = {MAIN_MOMENT: "2026-12-08 14:00", OTHER_MOMENT: "2026-12-08 14:00"}


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False), override("en"):
        yield


@pytest.fixture
def olga():
    return staff("olga", group="Press officers")


def raises(*_arguments):
    raise LookupError("no such thing")
    yield


def raises_at_once(*_arguments):
    raise LookupError("no such thing")


def raises_otherwise(*_arguments):
    raise ZeroDivisionError("another thing")
    yield


def crash(monkeypatch, code: str, run=raises) -> None:
    monkeypatch.setitem(RULES, code, replace(RULES[code], run=run))


def decide(client, release: PressRelease, action: str, key: str, reason: str = "Read by hand."):
    """Decide on the page of the check, as a browser does."""
    release.refresh_from_db()
    data = {"action": action, "finding": key, "reason": reason, STAMP: str(release.stamp)}
    return client.post(route(PressRelease, "check", release.pk), data)


def sentences_of(response) -> str:
    """What an approval was refused with; empty where it was not."""
    if response.status_code == 302:
        return ""
    return " ".join(str(sentence) for told in said_by(response, "approve").values() for sentence in told)


def is_approved(release: PressRelease) -> bool:
    release.refresh_from_db()
    return release.state == "approved"


# A rule that crashes


@pytest.mark.parametrize("code", turn_of(sorted(RULES), 0, 4))
def test_an_approval_waits_until_each_failed_rule_is_acknowledged(code, monkeypatch, olga):
    """By name, one text after another: an approval through the page is refused as long as one is left."""
    release = ready("in review")
    crash(monkeypatch, code)
    checked = examine(release)
    failed = checked.failed()
    assert [rule.languages for rule in failed] == (
        [(MAIN, OTHER)] if RULES[code].family == TWO_LANGUAGES else [(MAIN,), (OTHER,)]
    )
    page, keys = carried(olga.get(life_url(release))), list(map(checked.key_of, failed))
    for key in keys:
        assert tells_of(sentences_of(olga.post(life_url(release), {"step": "approve", **page, **TYPED})), code)
        assert not is_approved(release) and not ReleaseCheck.objects.exists()
        decide(olga, release, "acknowledge", key)
    assert olga.post(life_url(release), {"step": "approve", **page, **TYPED}).status_code == 302
    kept = ReleaseCheck.objects.get()
    kept_failures = [(one["code"], one["key"]) for one in kept.findings if one["severity"] == "failed"]
    assert kept_failures == [(code, key) for key in keys]


def test_a_rule_that_fails_before_it_finds_anything_is_reported_too(monkeypatch):
    crash(monkeypatch, "bracket", raises_at_once)
    assert failing(ready("in review")) == [("bracket", (MAIN,)), ("bracket", (OTHER,))]


@pytest.mark.parametrize("code", sorted(completeness.RULE_NAMES))
def test_an_approval_waits_for_what_the_portal_itself_looks_for(code, monkeypatch, olga):
    release = ready("in review")
    places = {"release-pictures": "_pictures", "release-contacts": "_contacts", "release-boilerplates": "_boilerplates"}
    monkeypatch.setattr(completeness, places.get(code, "_without_file"), raises)
    assert tells_of(sentences_of(act(olga, release, "approve", **TYPED)), code)
    for rule in examine(release).failed():
        decide(olga, release, "acknowledge", examine(release).key_of(rule))
    assert act(olga, release, "approve", **TYPED).status_code == 302


def test_a_text_that_cannot_even_be_cut_into_paragraphs_fails_every_rule_that_reads_it(monkeypatch, olga):
    """All but those that have nothing to look for in what this portal knows: it names no cluster of its own."""
    release = ready("in review")
    monkeypatch.setattr(Reading, "blocks", property(raises_at_once))
    failed = {rule.code for rule in examine(release).failed()}
    assert {code for code in set(RULES) - failed if RULES[code].family != PORTAL} == {"own-name"}
    assert "could not be run" in sentences_of(act(olga, release, "approve", **TYPED))
    assert not is_approved(release)


def test_two_rules_are_acknowledged_one_by_one(monkeypatch, olga):
    release = ready("in review")
    crash(monkeypatch, "quote-missing")
    crash(monkeypatch, "figure-differs")
    checked = examine(release)
    decide(olga, release, "acknowledge", checked.key_of(checked.failed()[0]))
    assert [rule.code for rule in examine(release).failed()] == [checked.failed()[1].code]
    assert tells_of(sentences_of(act(olga, release, "approve", **TYPED)), checked.failed()[1].code)


def acknowledged(release: PressRelease) -> None:
    checked = examine(release)
    for rule in checked.failed():
        given = {"code": rule.code, "language": rule.languages[0], "reason": "Read."}
        FindingDecision.objects.create(release=release, key=checked.key_of(rule), kind="overridden", **given)


def failing(release: PressRelease) -> list[tuple[str, tuple[str, ...]]]:
    return [(rule.code, rule.languages) for rule in examine(release).failed()]


def test_an_acknowledgement_is_about_the_texts_that_the_rule_was_to_read(monkeypatch):
    release = ready("in review")
    make(Quote, release=release, speaker="Maud", text_fr="Nous ouvrons.", text_en="We open.")
    crash(monkeypatch, "bracket")
    crash(monkeypatch, "quote-missing")
    acknowledged(release)
    assert failing(release) == []
    PressRelease.objects.update(**{f"lead_{OTHER}": "Another lead."})
    assert failing(release) == [("bracket", (OTHER,)), ("quote-missing", (MAIN, OTHER))], "French stands as it was read"
    acknowledged(release)
    Quote.objects.update(speaker="Nina")
    assert failing(release) == [("bracket", (MAIN,)), ("bracket", (OTHER,)), ("quote-missing", (MAIN, OTHER))]


def test_an_acknowledgement_stays_where_nothing_changed_that_the_rule_reads(monkeypatch):
    release = ready("in review")
    crash(monkeypatch, "bracket")
    acknowledged(release)
    PressRelease.objects.update(slug_fr="une-autre-adresse")
    make(Picture, release=release, credit="Atelier", licence="CC BY")
    make(Boilerplate, "Tout autre")
    assert failing(release) == []


def test_another_failing_of_the_same_rule_is_not_covered(monkeypatch):
    release = ready("in review")
    crash(monkeypatch, "bracket")
    acknowledged(release)
    crash(monkeypatch, "bracket", raises_otherwise)
    assert failing(release) == [("bracket", (MAIN,)), ("bracket", (OTHER,))]


# An error


def known_with(release: PressRelease) -> Knowledge:
    """The records that the examples are held against, and the contact of a release."""
    known = records()
    known.today = NOON.date()
    known.languages = {code: {reader: reader for reader in languages.codes()} for code in languages.codes()}
    for contact in PressContact.objects.all():
        record = KnownRecord("news.presscontact", contact.pk, contact.name)
        known.contacts.append(KnownContact(contact.name, contact.email, contact.phone, record=record))
    return known


def as_body(text: str, form: str) -> str:
    if form == "html":
        return text
    paragraphs = (escape(paragraph, quote=False).replace("\n", "<br>") for paragraph in text.split("\n\n"))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return re.sub(r"\[([^]]*)\]\(([^)]*)\)", r'<a href="\2">\1</a>', body) if form == "markdown" else body


def planted(code: str, language: str) -> PressRelease:
    """A release whose text is the wrong example of a rule, in the languages that it is given in."""
    about = sentences.about(code, language)
    given = {f"body_{of}": as_body(text, about.form) for of, text in about.wrong.texts.items()}
    if about.day:
        given["dated"] = about.day
    return ready("in review", **given)


def override_all(release: PressRelease, findings: list[Finding]) -> None:
    for key, finding in {finding.key: finding for finding in findings}.items():
        given = {"code": finding.code, "language": finding.language, "reason": "Meant."}
        FindingDecision.objects.create(release=release, key=key, kind="overridden", **given)


ERRORS = sorted(code for code, rule in RULES.items() if rule.severity == ERROR)


@pytest.mark.parametrize("code", ERRORS)
def test_an_approval_waits_until_each_error_of_a_rule_is_overridden(code, monkeypatch, olga):
    """The rule's own example stands in a release, and it alone is left, whatever else is found there."""
    release = planted(code, MAIN)
    monkeypatch.setattr(examination, "load", lambda: known_with(release))
    errors = [finding for finding in examine(release).standing() if finding.severity == ERROR]
    mine = [finding for finding in errors if finding.code == code]
    assert mine, [finding.code for finding in errors]
    override_all(release, [finding for finding in errors if finding.code != code])
    page = carried(olga.get(life_url(release)))
    for finding in mine:
        told = sentences_of(olga.post(life_url(release), {"step": "approve", **page, **TYPED}))
        assert tells_of(told, code), told
        assert not is_approved(release) and not ReleaseCheck.objects.exists()
        decide(olga, release, "override", finding.key, "Meant.")
    read_quotations(release)
    assert sentences_of(olga.post(life_url(release), {"step": "approve", **page, **TYPED})) == ""
    assert is_approved(release) and ReleaseCheck.objects.count() == 1


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_is_found_behind_any_bulk_of_text(code, monkeypatch):
    """At the end of a text that nobody writes, it is found, or it is said that not all was read: an error as well."""
    release = planted(code, MAIN)
    monkeypatch.setattr(examination, "load", lambda: known_with(release))
    bulk = "<p>" + "Le laboratoire ouvre ses portes aux équipes de la ville. " * 90 + "</p>"
    for column in languages.columns("body"):
        if getattr(release, column).startswith("<"):
            setattr(release, column, bulk * 2 + getattr(release, column))
    release.save()
    codes = {finding.code for finding in examine(release).standing() if finding.severity == ERROR}
    assert codes & {code, "read-in-part"}, codes


def test_sixty_errors_are_each_overridden_even_where_their_words_are_the_same(olga):
    release = ready("in review", body_fr="<p>Écrire à presse @example.org.</p>" * 60)
    rounds = 0
    while shown := [finding for finding in examine(release).shown().findings if finding.code == "email-broken"]:
        assert tells_of(sentences_of(act(olga, release, "approve", **TYPED)), "email-broken")
        override_all(release, shown)
        rounds += 1
    assert (rounds, FindingDecision.objects.filter(code="email-broken").count()) == (3, 60)
    override_all(release, examine(release).blocking(MAIN))
    assert sentences_of(act(olga, release, "approve", **TYPED)) == ""


def test_each_of_sixty_errors_is_mended_in_turn():
    """A text of sixty wrong weekdays is approved only when the last one is right."""
    wrong = [f"<p>Séance numéro {number} : le lundi 1er décembre 2026.</p>" for number in range(2, 8)]
    release = ready("in review", body_fr="".join(wrong))
    for number in range(len(wrong)):
        assert tells_of(str(refused(approve, release, officer(), {MAIN: TUESDAY})), "weekday-wrong")
        wrong[number] = wrong[number].replace("lundi", "mardi")
        PressRelease.objects.update(body_fr="".join(wrong))
    approve(release, officer(), {MAIN: TUESDAY})


def one_of(release: PressRelease, code: str) -> Finding:
    return next(finding for finding in examine(release).report.findings if finding.code == code)


def test_an_override_is_about_what_it_was_held_against():
    """Fourteen here and forty there is not fourteen here and four hundred there."""
    release = ready("in review", lead_fr="Il accueille 40 étudiants.", lead_en="It hosts 14 students.")
    override_all(release, [one_of(release, "figure-differs")])
    assert "figure-differs" not in {finding.code for finding in examine(release).standing()}
    PressRelease.objects.update(lead_fr="Il accueille 400 étudiants.")
    assert "figure-differs" in {finding.code for finding in examine(release).blocking(OTHER)}


def test_a_warning_that_was_set_aside_and_becomes_an_error_stands():
    """An editor may set a warning aside; the same fault, graver, is for whoever approves."""
    release = ready("in review")
    picture = make(Picture, release=release, image="news.picture/jeton/vue.png", width=4, height=2, alt_fr="Une vue", alt_en="")
    warning = one_of(release, "picture-without-alt")
    given = {"code": warning.code, "language": warning.language, "reason": "Later."}
    FindingDecision.objects.create(release=release, key=warning.key, kind="set_aside", **given)
    assert "picture-without-alt" not in {finding.code for finding in examine(release).standing()}
    Picture.objects.filter(pk=picture.pk).update(alt_fr="")
    assert "picture-without-alt" in {finding.code for finding in examine(release).blocking(OTHER)}


def test_an_error_between_two_languages_stands_against_either_that_joins_the_other():
    """A quotation that English lacks is told in French; English is not approved beside it either."""
    said = "<p>« Nous ouvrons nos portes à tous les étudiants », dit Maud Kervella.</p>"
    release = ready("in review", body_fr=said, body_en="<p>Maud Kervella opens the doors.</p>")
    seal_anew(release, **{languages.column("public_from", MAIN): TUESDAY})
    missing = one_of(release, "quote-missing")
    assert (missing.language, missing.severity) == (MAIN, ERROR)
    assert tells_of(str(refused(approve, release, officer(), {OTHER: TUESDAY})), "quote-missing")
    override_all(release, [missing])
    read_quotations(release)
    approve(release, officer(), {OTHER: TUESDAY})


def test_a_moment_that_stood_before_an_approval_is_looked_at_too():
    """However a release in review came by its moment, approving it with that very moment checks it."""
    moments = dict.fromkeys(languages.columns("public_from"), TUESDAY)
    release = ready("in review", **moments, body_fr="<p>Écrire à presse @example.org.</p>")
    assert tells_of(str(refused(approve, release, officer(), together(TUESDAY))), "email-broken")


# Anything in the gate that goes wrong


def broken(*_arguments, **_named):
    raise RuntimeError("the gate is broken")


@pytest.mark.parametrize(
    "place",
    [
        "news.services.examine",
        "news.services.unready",
        "news.services.keep",
        "news.services.told_once",
        "news.services._against_approval",
        "news.services._faults",
        "news.release_checks.examination.load",
        "news.release_checks.examination.readings_of",
        "news.release_checks.examination.read_words",
        "news.release_checks.examination.report_on",
        "news.release_checks.examination.without_file",
        "proofreading.engine.check",
        "proofreading.engine.pairs",
        "proofreading.engine.numbered",
    ],
)
def test_whatever_breaks_in_the_gate_refuses_with_a_sentence(place, monkeypatch, olga):
    release = ready("in review", body_fr="<p>Écrire à presse @example.org.</p>")
    if place.endswith("keep"):
        override_all(release, examine(release).standing())
    page = carried(olga.get(life_url(release)))
    monkeypatch.setattr(place, broken)
    response = olga.post(life_url(release), {"step": "approve", **page, **TYPED})
    assert response.status_code == 200
    assert "The check could not be made (RuntimeError)" in sentences_of(response)
    assert not is_approved(release)
    assert not release.state_changes.exists() and not ReleaseCheck.objects.exists()


@pytest.mark.parametrize("place", ["news.release_checks.examination.load", "proofreading.engine.check"])
def test_a_check_that_breaks_leaves_the_pages_standing(place, monkeypatch, olga):
    """Whoever has to mend the text still opens it, and is told."""
    release = ready("in review")
    monkeypatch.setattr(place, broken)
    told = "The check could not be made"
    assert olga.get(change_url(release)).status_code == 200
    for name in ("check", "check_beside"):
        response = olga.get(route(PressRelease, name, release.pk))
        assert response.status_code == 200
        assert told in response.content.decode()
    response = decide(olga, release, "keep", "")
    assert response.status_code == 302
    assert told in olga.get(life_url(release)).content.decode()
    assert not ReleaseCheck.objects.exists()


def test_a_sentence_that_cannot_be_written_in_the_readers_language_is_a_failed_rule(monkeypatch, olga):
    """French says nothing of it: an officer who reads French is not shown an error of the server, nor an approval."""
    release = ready("in review", body_en="<p>Write to press @example.org.</p>")
    said = sentences.load("fr")["email-broken"]["messages"]
    monkeypatch.setitem(said, "cut", "{nothing}")
    assert ("email-broken", (OTHER,)) in failing(release)
    assert tells_of(sentences_of(act(olga, release, "approve", **TYPED)), "email-broken")


# What was read


def test_the_words_that_are_approved_are_those_that_were_read(olga):
    release = ready("in review")
    page = carried(olga.get(life_url(release)))
    assert {page[f"_seen_{code}"] for code in languages.codes()} == set(services.digests_of(release).values())
    assert olga.post(life_url(release), {"step": "approve", **page, **TYPED}).status_code == 302
    kept = ReleaseCheck.objects.get()
    assert kept.fingerprint == examination.fingerprint_of_digests(services.digests_of(release))


def _boilerplate(release):
    Boilerplate.objects.update(body_fr="<p>Autre chose.</p>", body_en="<p>Something else.</p>")


def _contact(release):
    PressContact.objects.update(phone="+33 1 99 00 77 77")


def _quote(release):
    make(Quote, release=release)


def _columns(release):
    PressRelease.objects.update(lead_fr="Autre chose.", lead_en="Something else.")


@pytest.mark.parametrize("change", [_boilerplate, _contact, _quote, _columns])
@pytest.mark.parametrize("step", ["approve", "publish"])
def test_a_step_on_words_that_changed_since_is_refused(step, change, olga):
    """Whichever record they are of, and whether or not the release itself was saved."""
    release = ready("in review")
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    page = carried(olga.get(life_url(release)))
    change(release)
    later = dict.fromkeys(TYPED, "2026-12-09 14:00")
    fields = {"languages": "all", "confirmed": "on"} if step == "publish" else later
    before = PressRelease.objects.values().get()
    response = olga.post(life_url(release), {"step": step, **page, **fields})
    assert [str(sentence) for sentence in said_by(response, step)[NON_FIELD_ERRORS]] == [
        "The text has changed since you opened this page (French, English). Read it again, then repeat this."
    ]
    assert PressRelease.objects.values().get() == before
    assert not release.state_changes.exists() and not ReleaseCheck.objects.exists()
    again = carried(response)
    assert again[f"_seen_{MAIN}"] != page[f"_seen_{MAIN}"], "whoever was told reads anew, and may go on"
    read_quotations(release)
    assert olga.post(life_url(release), {"step": step, **again, **fields}).status_code == 302


@pytest.mark.parametrize("seen", [{}, {MAIN: ""}, {MAIN: "0" * 64}])
def test_a_step_that_does_not_say_what_was_read_is_refused(seen):
    release = ready("in review")
    told = refused(services.approve, release, officer(), {MAIN: TUESDAY}, seen=seen)
    sentence = "The text has changed since you opened this page (French). Read it again, then repeat this."
    assert told == {NON_FIELD_ERRORS: [sentence]}


def test_only_the_languages_that_get_a_moment_have_to_be_read():
    release = ready("in review")
    seen = services.digests_of(release)
    PressRelease.objects.update(**{f"lead_{OTHER}": "Another lead."})
    services.approve(release, officer(), {MAIN: TUESDAY}, seen=seen)
    assert OTHER not in [code for code in languages.codes() if release.public_from(code)]


def test_a_refusal_for_another_reason_does_not_pass_for_reading_anew(olga):
    """The text changed, and the moment was typed wrong: the page that tells of the moment carries the old text still."""
    release = ready("in review")
    page = carried(olga.get(life_url(release)))
    _columns(release)
    response = olga.post(life_url(release), {"step": "approve", **page, MAIN_MOMENT: "tomorrow"})
    assert list(said_by(response, "approve")) == [MAIN_MOMENT]
    assert carried(response) == page
    again = olga.post(life_url(release), {"step": "approve", **carried(response), **TYPED})
    assert "The text has changed" in sentences_of(again)


def test_the_second_of_two_approvals_is_told_what_happened_and_changes_nothing(olga):
    """A double click, or a colleague."""
    release, paul = ready("in review"), staff("paul", group="Press officers")
    page = carried(olga.get(life_url(release)))
    assert paul.post(life_url(release), {"step": "approve", **carried(paul.get(life_url(release))), **TYPED}).status_code == 302
    before = PressRelease.objects.values().get()
    response = olga.post(life_url(release), {"step": "approve", **page, **dict.fromkeys(TYPED, "2026-12-09 14:00")})
    assert response.status_code == 200
    assert [str(message) for message in response.context["messages"]] == [
        "Somebody changed this release since you opened this page. Read it again, then repeat this.",
        "Meanwhile: approved (paul, 1 December 2026, noon).",
    ]
    assert "approve" not in [step.key for step in response.context["steps"]]
    assert PressRelease.objects.values().get() == before
    assert release.state_changes.count() == ReleaseCheck.objects.count() == 1


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 400, "²", "１"])
def test_any_line_of_the_log_may_be_posted(last, olga):
    release = ready("in review")
    page = carried(olga.get(life_url(release))) | {"_log": last, "_stamp": "old"}
    assert olga.post(life_url(release), {"step": "approve", **page, **TYPED}).status_code == 200
    assert not is_approved(release)


# At the same moment


@pytest.fixture
def at_once():
    """Does things in threads that begin together; what each gave, or raised."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one connection write at a time; its test database has but one")

    def run(**tasks) -> dict[str, object]:
        start, answers = threading.Barrier(len(tasks)), {}

        def do(name, task):
            start.wait(10)
            try:
                with override("en"):
                    answers[name] = task()
            except Exception as error:
                answers[name] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=do, args=item) for item in tasks.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return run


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["approve", "publish"])
def test_of_two_approvals_at_the_same_moment_one_is_taken(step, at_once):
    release = ready("in review")
    fields = {"languages": "all", "confirmed": "on"} if step == "publish" else TYPED
    posts = {}
    for name in ("olga", "paul"):
        client = staff(name, group="Press officers")
        posts[name] = (client, {"step": step, **carried(client.get(life_url(release))), **fields})
    answers = at_once(**{name: partial(client.post, life_url(release), data) for name, (client, data) in posts.items()})
    assert sorted(answer.status_code for answer in answers.values()) == [200, 302]
    winner = next(name for name, answer in answers.items() if answer.status_code == 302)
    assert [change.by.username for change in release.state_changes.all()] == [winner]
    assert ReleaseCheck.objects.count() == 1
    (late,) = (answer for answer in answers.values() if answer.status_code == 200)
    assert f"approved ({winner}" in late.content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_approval_while_the_text_is_saved_is_of_what_was_read_or_none(at_once):
    """Whichever comes first: what is approved is what the officer read, or the officer is told."""
    release = ready("in review")
    olga, emma = staff("olga", group="Press officers"), staff("emma", group="Editors")
    page, form = carried(olga.get(life_url(release))), opened(emma, release) | {"lead_fr": "Écrire à presse @example.org."}
    at_once(
        approval=lambda: olga.post(life_url(release), {"step": "approve", **page, **TYPED}),
        save=lambda: emma.post(change_url(release), form),
    )
    release.refresh_from_db()
    if release.state == "approved":
        assert ReleaseCheck.objects.get().fingerprint == examination.fingerprint_of_digests(
            {code: page[f"_seen_{code}"] for code in languages.codes()}
        )
        assert release.lead_fr != "Écrire à presse @example.org."
    else:
        assert release.lead_fr == "Écrire à presse @example.org."
        assert not ReleaseCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_approval_that_waits_for_a_save_reads_what_was_saved(at_once):
    """The text is changed and not yet committed when the approval begins: it waits, and is refused."""
    release, by = ready("in review"), officer()
    seen, held, waits = services.digests_of(release), threading.Event(), threading.Event()

    def save():
        with transaction.atomic():
            PressRelease.objects.filter(pk=release.pk).update(lead_fr="Autre chose.")
            held.set()
            waits.wait(10)
            make(Quote, release=release)

    def take():
        held.wait(10)
        threading.Timer(0.5, waits.set).start()
        return services.approve(release, User.objects.get(pk=by.pk), together(TUESDAY), seen=seen)

    answers = at_once(save=save, take=take)
    assert isinstance(answers["take"], ValidationError), answers
    assert "The text has changed" in str(answers["take"])
    assert not is_approved(release)


@pytest.mark.django_db(transaction=True)
def test_a_shared_text_that_is_saved_during_an_approval_is_not_what_the_check_is_of(at_once, monkeypatch):
    """The check, what is compared with what was read, and what is kept of both are one reading of the texts."""
    release, by = ready("in review"), officer()
    ReleaseBoilerplate.objects.create(release=release, boilerplate=make(Boilerplate))
    seen, read, saved = services.digests_of(release), threading.Event(), threading.Event()
    examined: list[Checked] = []

    def slow(stored):
        examined.append(examine(stored))
        read.set()
        saved.wait(10)
        return examined[0]

    monkeypatch.setattr(services, "examine", slow)

    def save():
        read.wait(10)
        Boilerplate.objects.update(body_fr="<p>Autre chose.</p>")
        saved.set()

    at_once(save=save, take=lambda: services.approve(release, User.objects.get(pk=by.pk), together(TUESDAY), seen=seen))
    assert is_approved(release)
    assert ReleaseCheck.objects.get().fingerprint == examination.fingerprint_of_digests(seen)
    assert services.digests_of(release) != seen


def test_a_failing_of_the_engine_keeps_nothing_from_being_told():
    """What one rule found before it failed, and what the others found, stands."""
    with pytest.raises(LookupError), engine.strict():
        engine.guarded("bracket", (MAIN,), lambda: "", raises)
    assert engine.guarded("bracket", (MAIN,), lambda: "read", raises).failed[0].read == "read"


# A fix


def test_no_button_of_the_page_ever_leaves_more_than_before(olga):
    """Every fix that the page offers is made, one after another, each counted on what is then stored."""
    body = (
        '<p>Il est ouvert à tous les les étudiants &amp; à tous.</p><p>Écrire à <a href="mailto:presse@exmaple.org">'
        "presse@exmaple.org</a> ou à presse @example.org.</p><p>La séance , gratuite, est à <b>Paris</b>.</p>"
    )
    release = ready("in review", title_fr="**Une annonce**Du laboratoire", body_fr=body)
    made, before = [], examine(release).report.findings
    button = re.compile(
        r'value="mend"\s*><input type="hidden" name="onward" value="[^"]*">'
        r'<input\s+type="hidden"\s+name="finding"\s+value="(\w+)"'
    )
    while match := button.search(check_page(olga, release)):
        made.append(next(finding.code for finding in before if finding.key == match[1]))
        decide(olga, release, "mend", match[1])
        after = examine(release).report.findings
        assert faults(after) != faults(before)
        assert all(new <= old for old, new in zip(faults(before), faults(after), strict=True)), made[-1]
        before = after
    assert {"word-twice", "email-broken"} <= set(made), made
    release.refresh_from_db()
    assert release.title_fr == "**Une annonce**Du laboratoire", "two words are not made one"
    assert "markup-left" in {finding.code for finding in before}


def faults(findings) -> list[int]:
    count = [sum(finding.severity == severity for finding in findings) for severity in SEVERITIES]
    return [sum(count[: most + 1]) for most in range(len(count))]


def check_page(client, release: PressRelease) -> str:
    return client.get(route(PressRelease, "check", release.pk)).content.decode()


def test_a_fix_that_the_page_does_not_offer_is_refused(olga):
    """Whoever posts it all the same is told, and nothing is written."""
    release = ready("in review", title_fr="**Une annonce**Du laboratoire")
    finding = one_of(release, "markup-left")
    assert finding.fix
    assert f'value="{finding.key}"' in check_page(olga, release)
    decide(olga, release, "mend", finding.key)
    assert "The text would not be better for it" in check_page(olga, release)
    release.refresh_from_db()
    assert release.title_fr == "**Une annonce**Du laboratoire"
