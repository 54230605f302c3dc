"""The journal only grows, shows whatever was done to it, and loses nothing in a crash."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from publishing import journal_file
from publishing.enums import JournalKind
from publishing.journal import note
from publishing.journal_file import BrokenJournalError
from publishing.journal_tables import JournalLine


def line(key: str, **said) -> dict:
    return {"key": key, "at": "2026-11-30T10:00:00+00:00", "kind": "left", "model": "a.b", "record": "1", "said": said}


def keys(directory) -> list[str]:
    return [entry.key for entry, _mark in journal_file.read(directory)]


@pytest.fixture
def journal(tmp_path):
    """Three lines in October, two in November."""
    directory = tmp_path / "journal"
    journal_file.append(directory, [line("a"), line("b")], datetime(2026, 10, 1, tzinfo=UTC))
    journal_file.append(directory, [line("c", number=1)], datetime(2026, 10, 9, tzinfo=UTC))
    journal_file.append(directory, [line("d"), line("e")], datetime(2026, 11, 1, tzinfo=UTC))
    return directory


def test_a_file_a_month_for_nobody_else_and_a_chain_over_all(journal):
    assert [path.name for path in journal_file.files(journal)] == ["2026-10.jsonl", "2026-11.jsonl"]
    assert {path.stat().st_mode & 0o777 for path in journal_file.files(journal)} == {0o600}
    assert keys(journal) == ["a", "b", "c", "d", "e"]
    *_others, (_entry, last) = journal_file.read(journal)
    assert journal_file.head(journal) == last


def test_earlier_months_may_be_put_away(journal):
    (journal / "2026-10.jsonl").unlink()
    assert keys(journal) == ["d", "e"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda lines: [lines[0], lines[1].replace(b'"record":"1"', b'"record":"2"'), *lines[2:]],
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [lines[0], b"no line", *lines[1:]],
        lambda lines: lines[:-2],
    ],
)
@pytest.mark.cases(5)
def test_a_line_that_was_changed_taken_out_or_moved_shows(journal, spoil):
    path = journal / "2026-10.jsonl"
    path.write_bytes(b"\n".join(spoil(path.read_bytes().split(b"\n"))))
    with pytest.raises(BrokenJournalError):
        keys(journal)


def test_what_a_crash_left_of_a_line_is_passed_over_and_goes_with_the_next(journal):
    path = journal / "2026-11.jsonl"
    with path.open("ab") as file:
        file.write(b'{"at":"2026-11-30T')
    assert keys(journal) == ["a", "b", "c", "d", "e"]
    journal_file.append(journal, [line("f")], datetime(2026, 11, 2, tzinfo=UTC))
    assert keys(journal) == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.django_db
def test_lines_leave_their_table_once_they_are_in_the_journal(tmp_path):
    note(JournalKind.LEFT, "a.b", 1, state="left")
    note(JournalKind.LEFT, "a.b", 2)
    assert journal_file.move(tmp_path / "journal") == 2
    assert not JournalLine.objects.exists()
    ((entry, _mark), _other) = journal_file.read(tmp_path / "journal")
    assert (entry.kind, entry.model, entry.record, entry.said) == ("left", "a.b", "1", {"state": "left"})
    assert journal_file.move(tmp_path / "journal") == 0


@pytest.mark.django_db
def test_a_crash_between_file_and_table_writes_a_line_twice_and_it_is_read_once(tmp_path, monkeypatch):
    note(JournalKind.LEFT, "a.b", 1)
    rows = JournalLine.objects.all()
    journal_file.append(tmp_path, [journal_file._as_data(rows[0])])
    assert journal_file.move(tmp_path) == 1
    (path,) = journal_file.files(tmp_path)
    assert len(path.read_bytes().splitlines()) == 2 and len(keys(tmp_path)) == 1


@pytest.mark.django_db
def test_where_the_disk_refuses_the_lines_wait_and_the_portal_says_so(tmp_path, settings, client, caplog, monkeypatch):
    settings.JOURNAL_DIR = tmp_path / "journal"
    note(JournalKind.LEFT, "a.b", 1)

    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal_file, "append", full)
    assert client.post("/fr/").status_code == 405
    assert JournalLine.objects.count() == 1 and "The journal cannot be written" in caplog.text
    assert not journal_file.is_late() and journal_file.is_late(timezone.now() + timedelta(minutes=11))
    JournalLine.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert "journal: failed" in client.get("/readyz").content.decode()
    monkeypatch.undo()
    client.post("/fr/")
    assert not JournalLine.objects.exists() and len(keys(settings.JOURNAL_DIR)) == 1
    assert "journal: ok" in client.get("/readyz").content.decode()


def test_no_line_is_written_that_is_no_json(journal):
    for path in journal_file.files(journal):
        for text in path.read_text().splitlines():
            assert set(json.loads(text)) == {"key", "at", "kind", "model", "record", "said", "before", "hash"}
