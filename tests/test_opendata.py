"""The open data: each row only while it is public, each language only while it is, and what the schema says."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override
from jsonschema import Draft202012Validator, FormatChecker

from caps.models import PartnerInvolvement
from cluster.models import Institution, Milestone
from news.models import PressRelease
from partners.models import Partner, Pledge
from portal.opendata import LICENCE_URL
from publishing import languages, opendata
from tests import pages
from tests.make import cap, draft, future, make, past, seal_anew
from tests.responses import let_go

pytestmark = pytest.mark.django_db
MAIN, OTHER = languages.codes()[:2]
NAMES = [one.name for one in opendata.published()]
MOMENT = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
FORMATS = FormatChecker(["date"])


@FORMATS.checks("date-time", ValueError)
def _is_a_moment(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).utcoffset() is not None


@FORMATS.checks("uri")
def _is_an_address(value: object) -> bool:
    return not isinstance(value, str) or bool(urlsplit(value).scheme in ("http", "https") and urlsplit(value).netloc)


def content(client, kind: str, name: str) -> bytes:
    response = client.get(reverse(f"dataset-{kind}", kwargs={"name": name}))
    assert response.status_code == 200
    found = b"".join(response.streaming_content) if response.streaming else response.content
    let_go(response)
    return found


def rows(client, name: str) -> list[dict]:
    return json.loads(content(client, "json", name))["rows"]


def lines(client, name: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content(client, "csv", name).decode(), newline="")))


def test_there_is_a_set_of_each_kind():
    assert set(NAMES) == {
        "institutions",
        "programmes",
        "opportunities",
        "courses",
        "partners",
        "key-figures",
        "national-clusters",
        "milestones",
        "press-releases",
        "news",
        "events",
        "press-coverage",
        "publications",
    }


def test_demo_data_hold_to_their_schemas(client, demo):
    for name in NAMES:
        schema = json.loads(content(client, "schema", name))
        Draft202012Validator.check_schema(schema)
        whole = json.loads(content(client, "json", name))
        check = Draft202012Validator(schema, format_checker=FORMATS)
        assert [error.message for error in check.iter_errors(whole)] == [], name
        assert bool(whole["rows"]) == opendata.find(name).model.objects.real().public_anywhere().exists()
        assert whole["schema"] == schema["$id"]
        assert whole["licence"]["url"] == LICENCE_URL
        columns = set(schema["properties"]["rows"]["items"]["properties"])
        assert all(set(row) == columns for row in whole["rows"])
        same = lines(client, name)
        if not same:
            continue
        assert [int(line["id"]) for line in same] == [row["id"] for row in whole["rows"]]
        assert list(same[0]) == list(whole["rows"][0])
        broken = whole | {"rows": [whole["rows"][0] | {"id": "oui"}]}
        assert not check.is_valid(broken)


def test_a_language_has_its_cells_only_while_it_is_public(client):
    one = make(Institution, "Visible", **past() | {languages.column("public_from", OTHER): MOMENT})
    with time_machine.travel(MOMENT - timedelta(seconds=1), tick=False):
        (row,) = rows(client, "institutions")
        assert row[f"name_{MAIN}"] == getattr(one, f"name_{MAIN}")
        assert {row[f"{name}_{OTHER}"] for name in ("name", "page", "public_from", "description")} == {None}
        assert lines(client, "institutions")[0][f"name_{OTHER}"] == ""
    with time_machine.travel(MOMENT, tick=False):
        (row,) = rows(client, "institutions")
        assert row[f"name_{OTHER}"] == getattr(one, f"name_{OTHER}")
        assert row[f"public_from_{OTHER}"] == "2026-12-01T14:00:00+01:00"
    Institution.objects.update(withdrawn_at=MOMENT)
    with time_machine.travel(MOMENT, tick=False):
        assert rows(client, "institutions") == []


def test_related_things_are_named_only_while_they_are_public(client):
    public = cap("Visible")
    seen, hidden = make(Partner, "Montre"), make(Partner, "Cache", **future())
    for partner in (seen, hidden):
        PartnerInvolvement.objects.create(cap=public, partner=partner)
    release = make(PressRelease)
    release.partners.add(seen, hidden)
    release.caps.add(public, cap("Cache", **draft()))
    seal_anew(release)
    (row,) = rows(client, "programmes")
    assert row[f"partners_{MAIN}"] == row[f"partners_{OTHER}"] == [seen.name]
    (row,) = rows(client, "press-releases")
    assert (row[f"partners_{MAIN}"], row[f"programmes_{MAIN}"]) == ([seen.name], [public.acronym])


def test_partners_tell_neither_their_contacts_nor_what_they_pledged_in_confidence(client):
    partner = make(Partner, contact_name="Confidente", contact_email="c@example.org", contact_phone="01 99 00 11 22")
    make(Pledge, partner=partner, amount=1000, is_public=True)
    make(Pledge, partner=partner, amount=777777, is_public=False)
    silent = make(Partner)
    make(Pledge, partner=silent, amount=555555, is_public=False)
    shown = rows(client, "partners")
    assert [row["pledged_eur"] for row in shown] == [1000, None]
    whole = content(client, "json", "partners").decode() + content(client, "csv", "partners").decode()
    assert not [word for word in ("Confidente", "c@example", "99 00", "777777", "555555", "logo") if word in whole]


def test_no_set_has_a_column_of_pictures_contacts_or_people():
    names = {name for one in opendata.published() for name in one.header}
    never = ("logo", "photo", "portrait", "picture", "contact", "phone", "mail", "person", "investigator", "author", "quote")
    assert not [name for name in names if any(word in name for word in never)]


@pytest.mark.parametrize("words", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1"])
def test_no_cell_is_a_formula(client, words):
    make(Milestone, title_fr=words, title_en=words)
    assert lines(client, "milestones")[0]["title_fr"] == f"'{words}"
    assert rows(client, "milestones")[0]["title_fr"] == words


@pytest.mark.parametrize("separator", [";", "\t", "\n", "\r\n"])
def test_no_cell_is_a_formula_for_who_takes_another_separator(client, separator):
    """French spreadsheets part a line at its semicolons, whatever quotation marks stand in the middle of it."""
    words = f"Un titre{separator}=1+1{separator}- une ligne"
    make(Milestone, title_fr=words, title_en=words)
    table = content(client, "csv", "milestones").decode()
    assert not re.search(r"[;\t\r\n][=+\-@]", table)
    assert rows(client, "milestones")[0]["title_fr"] == words


def test_cells_keep_their_words(client):
    words = 'Une ligne, "deux";\nL’œuvre & <b>'
    make(Milestone, title_fr=words)
    raw = content(client, "csv", "milestones")
    assert raw.count(b"\r\n") == 2
    assert lines(client, "milestones")[0]["title_fr"] == words


def test_file_is_asked_for_anew_and_tells_when_it_changed(client):
    make(Institution)
    path = reverse("dataset-csv", kwargs={"name": "institutions"})
    first = client.get(path)
    let_go(first)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Last-Modified"]
    assert LICENCE_URL in first["Link"]
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    Institution.objects.update(withdrawn_at=MOMENT - timedelta(days=900))
    again = client.get(path, headers={"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]})
    assert again.status_code == 200
    let_go(again)
    alone = client.get(path, headers={"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert alone.status_code == 200
    let_go(alone)


def test_unknown_set_is_unknown(client):
    for kind in ("csv", "json", "schema"):
        assert client.get(reverse(f"dataset-{kind}", kwargs={"name": "people"})).status_code == 404


def test_page_says_licence_date_and_what_is_left_out(client):
    make(Institution)
    for code in languages.codes():
        with override(code):
            html = client.get(reverse("open-data")).content.decode()
        assert f'href="{LICENCE_URL}"' in html
        for name in NAMES:
            assert all(reverse(f"dataset-{kind}", kwargs={"name": name}) in html for kind in ("csv", "json", "schema"))
        found = {one["name"]: one for one in pages.node(html)["dataset"]}
        assert len(found) == len(NAMES)
        assert {one["license"] for one in found.values()} == {LICENCE_URL}
    assert "photographs and logos" in html
