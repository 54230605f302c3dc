"""The check as staff meet it: on the command line, at approval, beside the form."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cluster.models import NationalCluster
from news.enums import ReleaseState
from news.models import FindingDecision, Quote, ReleaseCheck
from news.release_checks.examination import examine
from news.tests.newsroom import approve, ready, tells_of, user
from proofreading.rules import RULES
from proofreading.tests.made_files import word, word_paragraph
from publishing import languages
from publishing.conflicts import STAMP
from tests.backoffice import change_url, staff
from tests.make import make

pytestmark = pytest.mark.django_db


# On the command line


def run(*args, **options):
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("check_release", *args, stdout=out, stderr=err, **options)
    except SystemExit as end:
        status = end.code
    except CommandError as error:
        status = error.returncode
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def test_findings_of_a_pair_as_json(file):
    fr = file("a.txt", "Un titre\n\nIl accueille  40 étudiants.\n")
    en = file("b.txt", "A title\n\nIt hosts 14 students.\n")
    status, out, _err = run(fr=fr, en=en, format="json", language="en")
    found = [one for one in json.loads(out) if one["severity"] == "error"]
    assert status == 1
    assert found == [
        {
            "code": "figure-differs",
            "severity": "error",
            "language": "en",
            "line": 3,
            "column": 10,
            "excerpt": "14",
            "message": "The two languages differ: “14” here, “40” in the other.",
            "fix": None,
            "other": {"language": "fr", "line": 3, "column": 15, "excerpt": "40"},
        }
    ]


def test_one_text_alone_and_a_fix(file):
    status, out, _err = run(fr=file("a.txt", "Écrire à presse @example.org.\n"), format="json")
    found = [(one["code"], one["fix"], "other" in one) for one in json.loads(out)]
    assert found == [("email-broken", "presse@example.org", False)]
    assert status == 1


def test_a_sound_text_ends_well(file):
    assert run(en=file("a.md", "# A title\n\nAll is well here.\n"), format="json")[:2] == (0, "[]\n")


STRANGE = [b"\xef\xbb\xbfOui.", b"a" * 100_000]
STRANGE += ["Été à Paris".encode(one) for one in ("utf-16", "latin-1", "utf-16-le", "utf-32")]


@pytest.mark.parametrize("content", STRANGE)
def test_any_bytes_are_read(file, content):
    status, out, _err = run(fr=file("a.txt", content), en=file("b.html", content), format="json")
    assert status in (0, 1)
    assert isinstance(json.loads(out), list)


@pytest.mark.parametrize("content", [b"", b"\x00" * 50, b"\xff\xfe\xfa"])
def test_a_file_without_a_text_is_no_success(file, content):
    assert run(fr=file("a.txt", content))[:2] == (2, "")


def test_a_word_document_is_read_and_what_is_left_in_it_is_said(file):
    body = word_paragraph("Écrire à presse @example.org.") + "<w:p><w:ins><w:r><w:t>Ajout.</w:t></w:r></w:ins></w:p>"
    status, out, err = run(fr=file("a.docx", word(body)), format="json", language="en")
    assert (status, [one["code"] for one in json.loads(out)]) == (1, ["email-broken"])
    assert "a.docx: Changes are still tracked in it (1)" in err


def test_wrong_use_has_a_status_of_its_own(file):
    assert run()[0] == 2
    assert run("no-such-release")[0] == 2
    assert run(fr="/no/such/file")[0] == 2
    assert run("x", fr=file("a.txt", "x"))[0] == 2


# Beside the form, and at approval


@pytest.fixture
def faulty():
    make(NationalCluster, name="PostGenAI@Paris", is_ours=True)
    texts = {"title_fr": "PostGenAl@Paris ouvre un séminaire", "body_fr": "<p>Il est ouvert à tous les les étudiants.</p>"}
    return ready("in review", **texts)


def finding(release, code):
    return next(one for one in examine(release).report.findings if one.code == code)


def post(client, release, action, one=None, reason="", stamp=None, key=""):
    url = reverse("admin:news_pressrelease_check", args=[release.pk])
    release.refresh_from_db()
    data = {"action": action, "finding": one.key if one else key, "reason": reason, STAMP: stamp or str(release.stamp)}
    return client.post(url, data, follow=True)


def approve_main(release):
    moment = timezone.now() + timedelta(days=3)
    approve(release, user("olga", "Press officers"), dict.fromkeys(languages.codes()[:1], moment))


def test_approval_is_refused_while_an_error_stands(faulty):
    with pytest.raises(ValidationError) as refused:
        approve_main(faulty)
    assert tells_of(str(refused.value.message_dict["public_from_fr"]), "own-name")
    assert not ReleaseCheck.objects.exists()


def test_an_error_is_overridden_with_a_reason_by_the_press_office(faulty):
    one = finding(faulty, "own-name")
    post(staff("eve", group="Editors"), faulty, "override", one, "Je veux.")
    post(staff("olga", group="Press officers"), faulty, "override", one)
    assert not FindingDecision.objects.exists()
    paul = staff("paul", group="Press officers")
    post(paul, faulty, "override", one, "Titre d’un livre.")
    assert [(one.kind, one.reason, one.by.username) for one in FindingDecision.objects.all()] == [
        ("overridden", "Titre d’un livre.", "paul")
    ]
    with pytest.raises(ValidationError, match="Misspelt name"):
        approve_main(faulty)
    post(paul, faulty, "override", finding(faulty, "misspelt-name"), "Titre d’un livre.")
    approve_main(faulty)
    assert faulty.state_in("fr") == ReleaseState.APPROVED
    assert ReleaseCheck.objects.get().release == faulty, "the check that an approval rests on stays with the release"


def overridden(release, *findings):
    for one in findings:
        given = {"code": one.code, "language": one.language, "reason": "Voulu."}
        FindingDecision.objects.create(release=release, key=one.key, kind="overridden", **given)


def refusal(release) -> str:
    """What an approval of every language is refused with; empty where it is not refused."""
    moment = timezone.now() + timedelta(days=3)
    try:
        approve(release, user("olga", "Press officers"), dict.fromkeys(languages.codes(), moment))
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def test_errors_beyond_those_that_are_shown_stand_against_approval():
    """Sixty broken addresses; the page shows fewer, and overriding all that it shows is not enough."""
    body = "".join(f"<p>Écrire à presse{number} @example.org.</p>" for number in range(60))
    release = ready("in review", body_fr=body)
    assert sum(one.code == "email-broken" for one in examine(release).blocking("fr")) == 60
    rounds = []
    while shown := [one for one in examine(release).shown().findings if one.code == "email-broken"]:
        assert tells_of(refusal(release), "email-broken")
        overridden(release, *shown)
        rounds.append(len(shown))
    assert rounds == [25, 25, 10]
    assert refusal(release) == ""


def test_an_overridden_error_hides_no_other():
    """The wrong weekday is told of a date that the other language gives differently too."""
    release = ready("in review", lead_fr="Le lundi 30 novembre 2026 à Paris.", lead_en="On Monday 1 December 2026 in Paris.")
    shown = [one.code for one in examine(release).shown().findings if one.severity == "error"]
    assert shown == ["weekday-wrong"]
    overridden(release, finding(release, "weekday-wrong"))
    assert [one.code for one in examine(release).shown().findings if one.severity == "error"] == ["date-differs"]
    assert tells_of(refusal(release), "date-differs")


def raises(*_arguments):
    raise LookupError("no such thing")
    yield


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_that_fails_stands_against_approval(code, monkeypatch):
    release = ready("in review")
    assert examine(release).failed() == []
    monkeypatch.setitem(RULES, code, replace(RULES[code], run=raises))
    assert tells_of(refusal(release), code)
    assert not ReleaseCheck.objects.exists()


def test_a_failed_rule_is_acknowledged_by_name_and_only_for_this_text(monkeypatch):
    release = ready("in review")
    monkeypatch.setitem(RULES, "weekday-wrong", replace(RULES["weekday-wrong"], run=raises))
    checked = examine(release)
    editor, officer = staff("eve", group="Editors"), staff("paul", group="Press officers")
    for client, reason in ((editor, "Lu."), (officer, "")):
        post(client, release, "acknowledge", key=checked.key_of(checked.failed()[0]), reason=reason)
        assert not FindingDecision.objects.exists()
    for failed in checked.failed():
        response = post(officer, release, "acknowledge", key=checked.key_of(failed), reason="Lu à la main.")
    assert "Weekday of a date" in response.content.decode()
    decisions = FindingDecision.objects.values_list("kind", "code", "language", "sentence", "reason", "by__username")
    assert sorted(decisions) == [
        ("overridden", "weekday-wrong", code, "LookupError: no such thing", "Lu à la main.", "paul") for code in ("en", "fr")
    ]
    release.lead_fr = "Un autre chapô."
    release.save()
    assert tells_of(refusal(release), "weekday-wrong")
    for failed in examine(release).failed():
        post(officer, release, "acknowledge", key=examine(release).key_of(failed), reason="Relu.")
    assert refusal(release) == ""
    kept = [one for one in ReleaseCheck.objects.get().findings if one["severity"] == "failed"]
    assert [(one["code"], one["languages"], one["reason"]) for one in kept] == [
        ("weekday-wrong", [code], "LookupError: no such thing") for code in languages.codes()
    ]


def test_an_acknowledgement_is_taken_back_by_the_press_office(monkeypatch):
    release = ready("in review")
    monkeypatch.setitem(RULES, "quote-missing", replace(RULES["quote-missing"], run=raises))
    checked, officer = examine(release), staff("paul", group="Press officers")
    key = checked.key_of(checked.failed()[0])
    post(officer, release, "acknowledge", key=key, reason="Lu.")
    post(staff("eve", group="Editors"), release, "take_back", key=key)
    assert FindingDecision.objects.count() == 1
    post(officer, release, "take_back", key=key)
    assert not FindingDecision.objects.exists()


def test_a_failed_rule_stands_beside_the_form(monkeypatch):
    release = ready("in review")
    monkeypatch.setitem(RULES, "weekday-wrong", replace(RULES["weekday-wrong"], run=raises))
    html = (
        staff("eve", group="Editors").get(reverse("admin:news_pressrelease_check_beside", args=[release.pk])).content.decode()
    )
    assert "The rule “Weekday of a date” could not be run on this text." in html


def test_what_is_kept_of_a_check_is_said_in_any_language(faulty):
    post(staff("eve", group="Editors"), faulty, "keep")
    kept = next(one for one in ReleaseCheck.objects.get().findings if one["code"] == "word-twice")
    assert kept["message"] == {"rule": "word-twice", "key": "twice", "params": {}}


def test_findings_are_said_in_the_language_of_whoever_reads_them(faulty):
    url = reverse("admin:news_pressrelease_check", args=[faulty.pk])
    said = {code: staff(f"eve-{code}", group="Editors", language=code).get(url).content.decode() for code in ("fr", "en")}
    assert ("Ce mot est répété." in said["fr"], "This word stands twice." in said["en"]) == (True, True)


def test_a_check_is_of_the_texts_that_were_read(faulty):
    first = examine(faulty).report.fingerprint
    assert examine(faulty).report.fingerprint == first
    faulty.lead_fr = "Un autre chapô."
    faulty.save()
    assert examine(faulty).report.fingerprint != first


def test_a_warning_stays_set_aside_until_its_sentence_changes(faulty):
    editor, one = staff("eve", group="Editors"), finding(faulty, "word-twice")
    post(editor, faulty, "set_aside", one, "Voulu.")
    faulty.refresh_from_db()
    faulty.lead_fr = "Un autre chapô."
    faulty.save()
    assert "word-twice" not in {one.code for one in examine(faulty).standing()}
    faulty.body_fr = "<p>Il est ouvert en mai à tous les les étudiants.</p>"
    faulty.save()
    assert "word-twice" in {one.code for one in examine(faulty).standing()}


def test_a_fault_is_mended_where_it_stands_and_nowhere_else(faulty):
    editor = staff("eve", group="Editors")
    assert post(editor, faulty, "mend", finding(faulty, "word-twice")).status_code == 200
    faulty.refresh_from_db()
    assert faulty.body_fr == "<p>Il est ouvert à tous les étudiants.</p>"


def twice(number: int, release):
    """A release with so many doubled words, in its lead, its text and a quotation."""
    release.lead_fr = "Le séminaire est ouvert à à tous."
    release.body_fr = "".join(f"<p>La salle {n} est ouverte à tous les les étudiants.</p>" for n in range(number - 2))
    release.save()
    make(Quote, release=release, speaker="Maud", text_fr="Nous ouvrons ouvrons nos portes.", text_en="We open our doors.")


def keys_of(release, code):
    return [one.key for one in examine(release).report.findings if one.code == code]


def test_all_of_a_kind_are_mended_at_once_and_undone_at_once(faulty):
    twice(5, faulty)
    before = (faulty.lead_fr, faulty.body_fr, faulty.quotes.get().text_fr)
    eve, keys = staff("eve", group="Editors"), keys_of(faulty, "word-twice")
    assert "Mend all 5" in eve.get(reverse("admin:news_pressrelease_check", args=[faulty.pk])).content.decode()
    page = post(eve, faulty, "mend", key=keys).content.decode()
    assert len(keys) == 5 and keys_of(faulty, "word-twice") == []
    faulty.refresh_from_db()
    assert (faulty.lead_fr, faulty.quotes.get().text_fr) == ("Le séminaire est ouvert à tous.", "Nous ouvrons nos portes.")
    assert "Mended: Word twice" in page or "(5)." in page
    assert post(staff("paul", group="Editors"), faulty, "undo").status_code == 200
    assert keys_of(faulty, "word-twice") == [], "what somebody else mended"
    post(eve, faulty, "undo")
    faulty.refresh_from_db()
    assert (faulty.lead_fr, faulty.body_fr, faulty.quotes.get().text_fr) == before
    assert "undo-mending" not in eve.get(reverse("admin:news_pressrelease_check", args=[faulty.pk])).content.decode()


def test_what_was_changed_since_is_not_undone(faulty):
    twice(4, faulty)
    eve = staff("eve", group="Editors")
    post(eve, faulty, "mend", key=keys_of(faulty, "word-twice"))
    faulty.refresh_from_db()
    faulty.lead_fr = "Un autre chapô."
    faulty.save()
    assert "Undone in part" in post(eve, faulty, "undo").content.decode()
    faulty.refresh_from_db()
    assert (faulty.lead_fr, "les les" in faulty.body_fr) == ("Un autre chapô.", True)


def test_a_fix_changes_the_working_text_and_not_what_was_approved():
    release = ready("public", body_fr="<p>Il est ouvert à tous les les étudiants.</p>")
    digest = release.edition_in("fr").digest
    post(staff("olga", group="Press officers"), release, "mend", key=keys_of(release, "word-twice"))
    release.refresh_from_db()
    assert "les les" not in release.body_fr
    assert release.edition_in("fr").digest == digest and "les les" in release.edition_in("fr").payload


def test_no_code_of_a_rule_is_shown_and_each_finding_says_how_grave_it_is(faulty):
    page = staff("eve", group="Editors").get(reverse("admin:news_pressrelease_check", args=[faulty.pk])).content.decode()
    shown = re.sub(r"<[^>]*>", " ", page)
    assert [code for code in RULES if "-" in code and code in shown] == []
    assert "Error" in shown and "Warning" in shown
    assert "tous <mark>les les</mark> étudiants" in page


def test_a_quotation_is_mended_in_its_own_row(faulty):
    texts = {"text_fr": "Nous ouvrons ouvrons nos portes.", "text_en": "We open our doors."}
    quote = make(Quote, release=faulty, speaker="Maud", **texts)
    findings = examine(faulty).report.findings
    one = next(one for one in findings if one.place.field == "quotes-0-text" and one.code == "word-twice")
    post(staff("eve", group="Editors"), faulty, "mend", one)
    quote.refresh_from_db()
    assert quote.text_fr == "Nous ouvrons nos portes."


def test_nothing_is_mended_on_a_page_that_is_out_of_date(faulty):
    old, one = str(faulty.stamp), finding(faulty, "word-twice")
    faulty.save()
    post(staff("eve", group="Editors"), faulty, "mend", one, stamp=old)
    faulty.refresh_from_db()
    assert "les les" in faulty.body_fr


def test_who_may_not_see_a_release_sees_no_check_of_it(faulty):
    eve, stranger = staff("eve", group="Editors"), Client()
    stranger.force_login(user("nina"))
    for name in ("check", "check_beside"):
        url = reverse(f"admin:news_pressrelease_{name}", args=[faulty.pk])
        assert eve.get(url).status_code == 200
        assert stranger.get(url).status_code == 403
    url = reverse("admin:news_pressrelease_check", args=[faulty.pk])
    approved = ready("scheduled")
    reader = staff("tom", group="Translators")
    assert post(reader, approved, "keep").status_code == 403
    assert not ReleaseCheck.objects.exists()


def test_a_check_is_kept_with_its_release(faulty):
    post(staff("eve", group="Editors"), faulty, "keep")
    kept = ReleaseCheck.objects.get()
    assert (kept.errors, kept.by.username, len(kept.fingerprint)) == (1, "eve", 64)


def test_findings_stand_beside_the_form_and_lead_to_their_fields(faulty):
    """The page asks for them once it is there: a form need not wait for the check."""
    client = staff("eve", group="Editors")
    url = reverse("admin:news_pressrelease_check_beside", args=[faulty.pk])
    assert f'data-check-beside="{url}"' in client.get(change_url(faulty)).content.decode()
    html = client.get(url).content.decode()
    beside = html[html.index("check-beside") : html.index("</details>", html.index("check-beside"))]
    assert 'href="#id_title_fr"' in beside
    assert 'href="#id_body_fr"' in beside


def test_the_page_asks_as_many_queries_for_many_findings(faulty, django_assert_num_queries):
    client, url = staff("eve", group="Editors"), reverse("admin:news_pressrelease_check", args=[faulty.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _number in range(3):
        texts = {"text_fr": "Nous ouvrons ouvrons nos portes à tous.", "text_en": "We open our doors."}
        make(Quote, release=faulty, speaker="Maud", **texts)
    with django_assert_num_queries(len(few)):
        client.get(url)
