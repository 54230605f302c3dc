"""What HAL is asked and what is kept of its answers, against a true server that answers as HAL does."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from caps.enums import HalOutcome, HalQueryKind, HalState
from caps.hal import client as hal_client
from caps.hal import questions, records, taking
from caps.hal.client import HalClient
from caps.models import HalQuery, PersonPublication, ProgrammePublication, Publication
from caps.site_state import _hal
from caps.tests import hal_server
from caps.tests.hal_server import document, running
from cluster.models import Person
from tests.make import cap, make, past, person

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


@pytest.fixture
def hal():
    with running(*(document(number) for number in range(1, 4))) as server:
        yield server


def ask(server, **given) -> dict[str, HalOutcome]:
    """A whole run; what came of each question, by its identifier."""
    waits: list[float] = []
    asked = questions.ask_all(HalClient(server.address, pause=0, wait=waits.append), **given)
    return {one.query.identifier: one.outcome for one in asked}


def known() -> list[tuple[str, str]]:
    return list(Publication.objects.order_by("hal_id").values_list("hal_id", "hal_state"))


GRANT = "ANR-23-IACL-0007"
THREE = [(f"hal-{number:08d}", "found") for number in (1, 2, 3)]


def test_the_grant_is_asked_and_what_it_finds_is_public_in_every_language(hal):
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED}
    assert known() == THREE
    one = Publication.objects.public("fr").of_cluster().get(hal_id="hal-00000001")
    assert (one.title, one.kind, one.year, one.published_on) == ("Example title 1", "article", 2025, "2025-03-04")
    assert (one.authors, one.is_open, one.slug_fr) == ("Exemple, Claire\nModèle, Karim", True, "hal-00000001")
    assert one.is_public("en")
    query = HalQuery.objects.get()
    assert (query.outcome, query.found, query.is_own) == (HalOutcome.ANSWERED, 3, True)


def test_a_second_run_writes_nothing(hal):
    ask(hal)
    before = list(Publication.objects.values_list("pk", "stamp", "modified_at"))
    HalQuery.objects.update(etag="")
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED}
    assert list(Publication.objects.values_list("pk", "stamp", "modified_at")) == before


def test_an_unchanged_answer_is_not_sent_twice(hal):
    ask(hal)
    assert ask(hal) == {GRANT: HalOutcome.UNCHANGED}
    assert HalQuery.objects.get().answered_at is not None
    assert hal.headers_seen[-1]["If-None-Match"] == HalQuery.objects.get().etag


def test_it_is_asked_page_by_page_and_says_who_asks(hal, monkeypatch):
    monkeypatch.setattr(hal_client, "ROWS", 2)
    waits: list[float] = []
    list(questions.ask_all(HalClient(hal.address, wait=waits.append)))
    assert known() == THREE
    marks = [one["cursorMark"][0] for one in hal.asked]
    assert (marks[0], len(set(marks)), {one["sort"][0] for one in hal.asked}) == ("*", len(marks), {"docid asc"})
    assert waits == [hal_client.PAUSE] * (len(marks) - 1)
    assert "mailto:" in hal.headers_seen[0]["User-Agent"]
    assert HalQuery.objects.get().etag == "", "a first page that is the same says nothing of the others"


FAULTS = {
    HalOutcome.EMPTY: hal_server.body(b'{"response": {"numFound": 0, "docs": []}}'),
    HalOutcome.WRONG: hal_server.body(b"<html>Maintenance</html>"),
    HalOutcome.TRUNCATED: hal_server.broken_off,
    HalOutcome.GONE: hal_server.status(404),
    HalOutcome.REFUSED: hal_server.status(400),
    HalOutcome.FAILED: hal_server.status(502),
    HalOutcome.BUSY: hal_server.status(503, Retry_After="7200"),
    HalOutcome.SLOW: hal_server.slow,
    HalOutcome.TOO_LARGE: hal_server.body(gzip.compress(b" " * 300_000), Content_Encoding="gzip"),
}


@pytest.mark.cases(20)
@pytest.mark.parametrize("outcome", FAULTS, ids=str)
def test_whatever_goes_wrong_yesterdays_publications_stay(hal, outcome, monkeypatch):
    ask(hal)
    before = list(Publication.objects.values_list("pk", "stamp"))
    answered = HalQuery.objects.get().answered_at
    monkeypatch.setattr(hal_client, "TIMEOUT", 0.3)
    monkeypatch.setattr(hal_client, "MOST_BYTES", 200_000)
    hal.faults = [FAULTS[outcome]]
    assert ask(hal) == {GRANT: outcome}
    assert list(Publication.objects.values_list("pk", "stamp")) == before
    assert Publication.objects.public("fr").count() == 3
    query = HalQuery.objects.get()
    assert (query.outcome, query.answered_at) == (outcome, answered)
    user = get_user_model().objects.create_superuser("root")
    (line,) = _hal(user)
    assert line.is_urgent and line.url == "/admin/caps/halquery/"


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"null",
        b'{"error": {"msg": "undefined field"}}',
        b'{"response": {"docs": []}}',
        b'{"response": {"numFound": "3", "docs": []}}',
        b'{"response": {"numFound": 1, "docs": [{"halId_s": "?"}]}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_answer_of_hal_is_none(hal, body):
    hal.faults = [hal_server.body(body)]
    assert ask(hal) == {GRANT: HalOutcome.WRONG}
    assert not Publication.objects.exists()


def test_fewer_documents_than_are_counted_is_no_answer(hal):
    hal.faults = [hal_server.body(json.dumps({"response": {"numFound": 9, "docs": [document(1)]}}).encode())]
    assert ask(hal) == {GRANT: HalOutcome.TRUNCATED}
    assert not Publication.objects.exists()


def test_a_host_that_is_down_is_told():
    with running() as server:
        address = server.address
    asked = list(questions.ask_all(HalClient(address)))
    assert [one.outcome for one in asked] == [HalOutcome.SILENT]


def test_a_short_wait_that_is_asked_for_is_kept(hal):
    waits: list[float] = []
    hal.faults = [hal_server.status(429, Retry_After="3")]
    asked = questions.ask_all(HalClient(hal.address, pause=0, wait=waits.append))
    assert [one.outcome for one in asked] == [HalOutcome.ANSWERED]
    assert 3 in waits


def test_after_a_long_wait_that_is_asked_for_nothing_is_asked_before_it_is_over(hal):
    make(HalQuery, kind=HalQueryKind.EUROPEAN, identifier="101000000", is_active=True)
    hal.faults = [hal_server.status(503, Retry_After="7200")]
    assert ask(hal) == {GRANT: HalOutcome.BUSY}, "the next question would meet the same"
    asked = len(hal.asked)
    assert ask(hal)[GRANT] == HalOutcome.BUSY
    assert GRANT not in str(hal.asked[asked:])
    HalQuery.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert ask(hal)[GRANT] == HalOutcome.ANSWERED


def test_only_hal_is_asked_and_only_by_https():
    for address in ("http://api.archives-ouvertes.fr/search/", "https://evil.example.org/", "https://127.0.0.1.evil.example/"):
        with pytest.raises(ValueError, match="HAL is asked"):
            HalClient(address)
    HalClient("https://api.archives-ouvertes.fr/search/")


def test_a_redirection_is_not_followed(hal):
    hal.faults = [hal_server.status(302, Location="http://169.254.169.254/")]
    assert ask(hal) == {GRANT: HalOutcome.GONE}
    assert len(hal.asked) == 1


# What an answer lacks


def test_what_hal_gives_up_is_marked_and_never_deleted(hal):
    ask(hal)
    del hal.documents[0]
    ask(hal)
    assert known() == [(THREE[0][0], HalState.GONE), *THREE[1:]]
    assert not Publication.objects.public("fr").filter(hal_id="hal-00000001").exists()
    assert [one.hal_id for one in Publication.objects.given_up()] == ["hal-00000001"]
    hal.documents.append(document(1))
    ask(hal)
    assert known() == THREE


def test_what_the_question_alone_gives_up_is_marked_otherwise(hal):
    ask(hal)
    hal.documents[0] = document(1, anrProjectReference_s=[])
    ask(hal)
    assert known() == [(THREE[0][0], HalState.LEFT), *THREE[1:]]
    assert not Publication.objects.public("fr").filter(hal_id="hal-00000001").exists()


def test_an_answer_that_lacks_more_than_half_is_doubted_until_somebody_confirms_it(hal):
    hal.documents = [document(number) for number in range(1, 9)]
    ask(hal)
    hal.documents = hal.documents[:3]
    assert ask(hal) == {GRANT: HalOutcome.SHRUNK}
    assert Publication.objects.public("fr").count() == 8
    assert ask(hal, accept_losses=True) == {GRANT: HalOutcome.ANSWERED}
    assert Publication.objects.public("fr").count() == 3
    assert Publication.objects.count() == 8


def test_a_known_publication_that_cannot_be_read_any_more_stays(hal):
    ask(hal)
    hal.documents[0] = document(1, title_s=[])
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED}
    assert known() == THREE
    assert HalQuery.objects.get().detail == "1 unread"


def test_a_question_that_is_not_asked_any_more_lets_go_of_what_it_alone_found(hal):
    query = make(HalQuery, kind=HalQueryKind.EUROPEAN, identifier="101000000", is_active=True)
    hal.documents.append(document(9, anrProjectReference_s=[], europeanProjectReference_s=["101000000"]))
    ask(hal)
    query.delete()
    assert known() == [*THREE, ("hal-00000009", HalState.LEFT)]


# What staff decide


def test_what_staff_hid_stays_hidden_after_the_next_run(hal):
    ask(hal)
    one = Publication.objects.get(hal_id="hal-00000001")
    one.withdrawn_at, one.hidden_because = timezone.now(), "A namesake"
    one.save()
    hal.documents[0] = document(1, version_i=2, title_s=["A new title"])
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED}
    one.refresh_from_db()
    assert (one.title, one.hidden_because, one.hal_version) == ("A new title", "A namesake", 2)
    assert not one.is_public("fr") and not Publication.objects.public("fr").filter(pk=one.pk).exists()


def test_a_tie_that_staff_said_to_be_wrong_is_not_made_again(hal):
    programme, someone = cap(), person(orcid=ORCID)
    make(HalQuery, kind=HalQueryKind.EUROPEAN, identifier="101000000", is_active=True, cap=programme)
    hal.documents = [document(1, europeanProjectReference_s=["101000000"], authORCIDIdExt_s=[ORCID])]
    ask(hal)
    assert Publication.objects.public("fr").of_programme(programme).of_person(someone).count() == 1
    for ties in (ProgrammePublication, PersonPublication):
        ties.objects.update(is_wrong=True)
    HalQuery.objects.update(etag="")
    ask(hal)
    assert (ProgrammePublication.objects.count(), PersonPublication.objects.count()) == (1, 1)
    for code in ("fr", "en"):
        found = Publication.objects.public(code)
        assert not found.of_programme(programme).exists() and not found.of_person(someone).exists()


# Whose it is


def test_people_are_asked_for_by_what_they_carry_since_the_award(hal):
    someone = person(orcid=ORCID)
    make(Person, orcid="", **past())
    given = {"anrProjectReference_s": [], "authORCIDIdExt_s": [ORCID]}
    hal.documents += [document(8, producedDateY_i=2019, **given), document(9, **given)]
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED, ORCID: HalOutcome.ANSWERED}
    assert [one.hal_id for one in Publication.objects.public("fr").of_person(someone)] == ["hal-00000009"]
    assert Publication.objects.public("fr").of_cluster().count() == 3, "it thanks nobody: it is theirs, not the cluster’s"
    someone.orcid = ""
    someone.save()
    ask(hal)
    assert not Publication.objects.public("fr").of_person(someone).exists()
    assert known()[-1] == ("hal-00000009", HalState.LEFT)


def test_an_example_is_never_asked_for(hal):
    make(Person, orcid=ORCID, is_example=True)
    assert ask(hal) == {GRANT: HalOutcome.ANSWERED}


# Versions and files


def test_a_document_is_known_by_its_id_and_its_latest_version():
    both = [document(1, version_i=2, title_s=["Second"]), document(1, version_i=1, title_s=["First"])]
    taking.take_file([*both, document(1, halId_s="hal-00000001v1", version_i=1, title_s=["Third"])])
    one = Publication.objects.get()
    assert (one.title, one.hal_version) == ("Second", 2)
    taking.take_file([document(1, version_i=1, title_s=["First"])])
    assert Publication.objects.get().title == "Second"


def test_what_staff_typed_with_a_hal_id_is_filled_in(hal):
    typed = make(Publication, hal_id="hal-00000002", title="Typed")
    ask(hal)
    typed.refresh_from_db()
    assert (typed.title, typed.hal_state, Publication.objects.count()) == ("Example title 2", HalState.FOUND, 3)


def test_a_file_of_hal_is_taken_in(tmp_path):
    programme = cap(acronym="TEST")
    path = tmp_path / "hal.json"
    path.write_text(json.dumps({"response": {"numFound": 2, "docs": [document(1), document(2)]}}), encoding="utf-8")
    call_command("read_hal", file=path, programme="test")
    assert Publication.objects.public("fr").of_programme(programme).count() == 2


@pytest.mark.parametrize("content", ["", "{}", "@article{a}", '{"response": {}}', '[{"title_s": "x"}]'])
def test_a_file_that_is_not_hals_changes_nothing(tmp_path, content):
    path = tmp_path / "hal.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("read_hal", file=path)
    assert not Publication.objects.exists()


def test_the_command_fails_where_hal_gives_no_good_answer(hal, settings, capsys):
    settings.HAL_API_URL = hal.address
    call_command("read_hal")
    assert "Documents: 3. New: 3." in capsys.readouterr().out
    hal.faults = [hal_server.status(500)]
    with pytest.raises(CommandError, match="stays as it was"):
        call_command("read_hal")


# Hostile documents

RTL, NUL = "\u202e", "\x00"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("<i>In vitro</i> H<sub>2</sub>O &amp; co", "In vitro H2O & co"),
        ("If a <b and c> d then", "If a <b and c> d then"),
        (r"$\alpha$ \input{/etc/passwd}", r"$\alpha$ \input{/etc/passwd}"),
        (f"good{RTL}live{NUL} \u200b\u2066title", "goodlive title"),
        ("two\nlines\tof \u2028 it", "two lines of it"),
        ("x" * 5000, "x" * 999 + "…"),
        ("e\u0301", "é"),
    ],
)
def test_a_title_is_plain_text(given, read):
    assert records.read(document(1, title_s=[given])).columns["title"] == read


@pytest.mark.parametrize(
    "bad",
    ["javascript:alert(1)", "data:text/html,x", "//evil", "https://a b.org/", "http://u:p@evil.example/", 7, ["ftp://x.org"]],
)
def test_addresses_that_no_browser_should_follow_are_left_out(bad):
    read = records.read(document(1, fileMain_s=bad, licence_s=bad, softCodeRepository_s=[bad], researchData_s=[bad]))
    assert (read.columns["file_url"], read.columns["licence"]) == ("", "")
    assert "code" not in read.extra and "data" not in read.extra
    assert records.read(document(1, uri_s=bad)).columns["url"] == "https://hal.science/hal-00000001"


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        document(1, halId_s="../../etc"),
        document(1, title_s=[RTL]),
        document(1, publicationDate_s="soon", producedDateY_i="x"),
    ],
)
def test_what_is_no_document_is_refused(raw):
    with pytest.raises(records.NotADocument):
        records.read(raw)


def test_five_thousand_authors_are_kept_and_counted(client):
    names = {"authFullName_s": [f"A{n} B{n}" for n in range(5000)]}
    taking.take_file([document(1, **names, authFirstName_s=[], authLastName_s=[])])
    one = Publication.objects.get()
    assert (len(one.author_names), one.authors_left_out) == (5000, 4988)
    page = client.get(one.get_absolute_url("fr"))
    assert page.status_code == 200 and len(page.content) < 40_000


def test_every_field_may_be_of_a_wrong_type():
    for name in document(1):
        for bad in (None, 0, True, {"a": 1}, [None, {}, 5], "x" * 3000, [[]]):
            try:
                read = records.read(document(1, **{name: bad}))
            except records.NotADocument:
                continue
            one = Publication(hal_id=read.hal_id, **read.columns)
            one.clean_fields(exclude=["slug_fr", "slug_en"])
