"""Long spreadsheets: checked and stored beside the web process, all or nothing, whatever dies on the way."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from django.conf import settings
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from reversion.models import Revision

from mailing import retention
from mailing.models import Subscriber
from partners.models import Partner
from publishing import sheet_jobs
from publishing.enums import SheetJobState
from publishing.erasing import Subject
from publishing.models import SlugRecord
from publishing.sheet_jobs import MOST_ATTEMPTS, MOST_OPEN, SheetJob
from publishing.sheet_worker import SheetWorker
from publishing.spreadsheet_admin import MOST_AT_ONCE
from publishing.workers import worker_name
from search.models import Entry, StaffEntry
from tests.backoffice import route, staff
from tests.make import draft, make
from tests.repository import portal_environment
from tests.test_deliver_processes import PostgresDatabase, SqliteDatabase

pytestmark = pytest.mark.django_db
HEAD = "Nom;Type;Secteur;Pays"
READING = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE SAVEPOINT")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def claire():
    return staff(language="fr")


def sheet_of(number: int, kind: str = "PME", wrong: str = "") -> str:
    rows = [f"Société {letters(place)};{kind};santé et technologies médicales;France" for place in range(number)]
    return "\n".join([HEAD, *rows, *([wrong] if wrong else [])]) + "\n"


def letters(number: int) -> str:
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


def send(client, text: str | bytes, model=Partner, **said):
    content = text.encode() if isinstance(text, str) else text
    return client.post(route(model, "import"), {"file": SimpleUploadedFile("longue.csv", content), **said})


def job_of(response) -> SheetJob:
    assert response.status_code == 302, response.context["form"].errors
    return SheetJob.objects.get(key=response.url.rstrip("/").rpartition("/")[2])


def page(client, job: SheetJob):
    return client.get(route(Partner, "import_job", job.key))


def decide(client, job: SheetJob, word: str) -> SheetJob:
    assert client.post(route(Partner, "import_job", job.key), {word: "x"}).status_code == 302
    job.refresh_from_db()
    return job


def work() -> None:
    while SheetWorker().round():
        pass


def checked(client, number: int = MOST_AT_ONCE + 1, **given) -> SheetJob:
    job = job_of(send(client, sheet_of(number, **given)))
    work()
    job.refresh_from_db()
    return job


def test_a_long_sheet_is_read_at_once_then_checked_shown_and_taken_in(claire):
    make(Partner, name="SOCIÉTÉ A", kind="startup", **draft())
    job = job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    assert (job.state, job.rows, job.known, job.new) == (SheetJobState.WAITING, MOST_AT_ONCE + 1, 1, MOST_AT_ONCE)
    text = page(claire, job).content.decode()
    assert "201 lignes lues\u00a0: 1 pour des fiches existantes, 200 nouvelles." in text
    assert 'role="status"' in text and "<progress" in text and "En attente de vérification" in text and "style=" not in text
    with CaptureQueriesContext(connection) as queries:
        SheetWorker().round()
    said = [query["sql"] for query in queries if "sheetjob" not in query["sql"]]
    assert [sql for sql in said if not sql.startswith(READING) or "FOR UPDATE" in sql] == [], "the check takes no lock"
    assert page(claire, job).context["judged"].in_words == [("nouvelles", MOST_AT_ONCE), ("modifiées", 1)]
    assert Partner.objects.count() == 1
    assert decide(claire, job, "confirm").state == SheetJobState.CONFIRMED
    work()
    job.refresh_from_db()
    assert (job.state, Partner.objects.count(), job.files.folder.exists()) == (SheetJobState.DONE, MOST_AT_ONCE + 1, False)
    assert Partner.objects.get(name="SOCIÉTÉ A").kind == "sme"
    assert "Importé" in page(claire, job).content.decode()


def test_a_wrong_row_of_a_long_sheet_is_named_by_its_row_and_column(claire):
    job = checked(claire, wrong="Mauvaise;PME;santé et technologies médicales;Lune")
    assert job.state == SheetJobState.WRONG
    text = page(claire, job).content.decode()
    assert f"Ligne {MOST_AT_ONCE + 3}, colonne «\u00a0Pays\u00a0»" in text and "Lune" in text
    assert 'name="confirm"' not in text and not job.files.folder.exists()


def test_who_changed_a_record_meanwhile_is_not_overwritten_and_nothing_is_stored(claire):
    one = make(Partner, name="Société a", kind="startup", **draft())
    job = decide(claire, checked(claire), "confirm")
    one.kind = "large_group"
    one.save()
    work()
    job.refresh_from_db()
    assert (job.state, Partner.objects.count(), Partner.objects.get().kind) == (SheetJobState.WRONG, 1, "large_group")
    assert "Quelqu’un a modifié cette fiche entre-temps." in page(claire, job).content.decode()


def test_a_job_is_its_senders_own(claire):
    job = checked(claire)
    other = staff("edith", "Editors")
    assert page(other, job).status_code == 404
    assert other.post(route(Partner, "import_job", job.key), {"confirm": "x"}).status_code == 404
    assert page(staff("tom", "Translators"), job).status_code == 403


def test_whoever_lost_the_right_meanwhile_takes_nothing_in():
    client = staff("edith", "Editors")
    job = decide(client, checked(client), "confirm")
    get_user_model().objects.get(username="edith").groups.clear()
    work()
    job.refresh_from_db()
    assert (job.state, Partner.objects.count()) == (SheetJobState.WRONG, 0)


@pytest.mark.parametrize("state", [SheetJobState.WAITING, SheetJobState.CHECKED, SheetJobState.CONFIRMED])
def test_a_job_is_stopped_by_its_owner(claire, state):
    job = job_of(send(claire, sheet_of(MOST_AT_ONCE + 1))) if state == SheetJobState.WAITING else checked(claire)
    if state == SheetJobState.CONFIRMED:
        decide(claire, job, "confirm")
    assert decide(claire, job, "cancel").state == SheetJobState.CANCELLED
    work()
    assert not Partner.objects.exists()
    assert decide(claire, job, "confirm").state == SheetJobState.CANCELLED


def test_a_worker_that_is_to_stop_takes_everything_back(claire, monkeypatch):
    job = decide(claire, checked(claire), "confirm")
    monkeypatch.setattr("publishing.sheet_worker.TOLD_EVERY", 0)
    monkeypatch.setattr("publishing.sheet_job_files.SheetJobFiles.is_stopped", lambda files: Partner.objects.count() >= 5)
    work()
    job.refresh_from_db()
    assert (job.state, Partner.objects.count()) == (SheetJobState.CANCELLED, 0)


def test_a_worker_that_is_asked_to_end_hands_its_job_back(claire, monkeypatch):
    job = decide(claire, checked(claire), "confirm")
    monkeypatch.setattr("publishing.sheet_worker.TOLD_EVERY", 0)
    SheetWorker(lambda: Partner.objects.count() >= 5).round()
    job.refresh_from_db()
    assert (job.state, job.attempts, Partner.objects.count()) == (SheetJobState.CONFIRMED, 0, 0)
    work()
    job.refresh_from_db()
    assert (job.state, Partner.objects.count()) == (SheetJobState.DONE, MOST_AT_ONCE + 1)


def test_what_breaks_off_is_tried_again_and_given_up_at_last(claire, monkeypatch):
    job = job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    monkeypatch.setattr("publishing.spreadsheet_import.SheetImport.judge", lambda *given: 1 / 0)
    for _attempt in range(MOST_ATTEMPTS):
        job.refresh_from_db()
        assert job.state == SheetJobState.WAITING
        SheetWorker().round()
    job.refresh_from_db()
    assert job.state == SheetJobState.FAILED
    assert "Interrompu" in page(claire, job).content.decode() and "Traceback" not in page(claire, job).content.decode()


def test_a_job_of_a_dead_worker_waits_again_and_that_of_a_living_one_does_not(claire):
    job = job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    assert SheetJob.objects.claim("elsewhere/1/x").pk == job.pk
    assert SheetJob.objects.claim(worker_name()) is None
    SheetJob.objects.rescue(worker_name())
    assert SheetJob.objects.get().state == SheetJobState.CHECKING
    SheetJob.objects.rescue(worker_name(), timezone.now() + sheet_jobs.DEAD_AFTER + timedelta(seconds=1))
    assert SheetJob.objects.get().state == SheetJobState.WAITING


def test_a_page_says_that_no_worker_runs(claire):
    job = job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    assert "qui exploite le portail" not in page(claire, job).content.decode()
    SheetJob.objects.update(waiting_since=timezone.now() - 2 * sheet_jobs.UNCLAIMED_AFTER)
    assert "qui exploite le portail" in page(claire, job).content.decode()


@pytest.mark.parametrize(
    ("vendor", "rows", "is_said"), [("sqlite", 50_000, True), ("sqlite", 500, False), ("postgresql", 50_000, False)]
)
def test_who_stores_many_rows_on_sqlite_is_told_that_nobody_else_can_save_meanwhile(claire, monkeypatch, vendor, rows, is_said):
    job = checked(claire)
    SheetJob.objects.update(to_store=rows)
    monkeypatch.setattr("publishing.sheet_jobs.connection", SimpleNamespace(vendor=vendor))
    said = "personne d’autre ne peut enregistrer ni se connecter" in page(claire, job).content.decode()
    assert said == is_said


def test_readyz_tells_a_file_that_waits_for_a_worker(claire, client):
    """Or that a worker has left; not one that another file is kept waiting by."""
    job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    assert "spreadsheets: ok" in client.get("/readyz").content.decode()
    SheetJob.objects.update(waiting_since=timezone.now() - 2 * sheet_jobs.DEAD_AFTER)
    assert "spreadsheets: failed" in client.get("/readyz").content.decode()
    job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    SheetJob.objects.claim(worker_name())
    assert "spreadsheets: ok" in client.get("/readyz").content.decode()
    SheetJob.objects.filter(state=SheetJobState.CHECKING).update(claimed_at=timezone.now() - 2 * sheet_jobs.DEAD_AFTER)
    assert "spreadsheets: failed" in client.get("/readyz").content.decode()


def test_nobody_has_more_than_a_few_long_files_on_their_way(claire):
    for _file in range(MOST_OPEN):
        job_of(send(claire, sheet_of(MOST_AT_ONCE + 1)))
    response = send(claire, sheet_of(MOST_AT_ONCE + 1))
    assert "longs fichiers en cours" in response.context["form"].errors["file"][0]


def test_files_and_jobs_are_forgotten_by_age_and_with_whom_they_name(claire, django_capture_on_commit_callbacks):
    job = checked(claire)
    assert job.files.folder.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert sheet_jobs.forget_naming(Subject(names=("Autre Personne",)).is_in) == 0
        assert sheet_jobs.forget_naming(Subject(names=("Société bab",)).is_in) == 1
    assert not job.files._path("rows").exists() and not SheetJob.objects.exists()
    job = checked(claire)
    SheetJob.objects.update(created_at=timezone.now() - sheet_jobs.KEPT_FOR - timedelta(hours=1))
    call_command("forget")
    assert not job.files.folder.exists() and not SheetJob.objects.exists()


def test_an_erased_address_is_in_no_file_that_is_on_its_way(claire, django_capture_on_commit_callbacks):
    rows = "".join(f"{letters(number)}@example.org\n" for number in range(MOST_AT_ONCE + 1))
    job = job_of(send(claire, f"Courriel\n{rows}", Subscriber, origin="Essai", language="fr"))
    with django_capture_on_commit_callbacks(execute=True):
        retention.erase_address("B@example.org")
    assert not SheetJob.objects.exists() and not job.files._path("rows").exists()


@pytest.mark.parametrize("content", [b"x" * (20 * 1024 * 1024 + 1), sheet_of(3).encode() * 40_000], ids=["bytes", "rows"])
def test_what_is_too_long_is_refused_at_once_in_words(claire, content):
    response = send(claire, content)
    [sentence] = response.context["form"].errors["file"]
    assert "20\u00a0Mo" in sentence or "100\u00a0000 lignes" in sentence, sentence
    assert not SheetJob.objects.exists() and not list((settings.MEDIA_ROOT / "sheet-jobs").glob("*"))


@pytest.mark.slow
@pytest.mark.in_full
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_fifty_thousand_rows_are_answered_within_seconds_and_lock_nothing(claire, kind):
    text = sheet_of(50_000)
    if kind == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        written = book.create_sheet()
        for line in text.splitlines():
            written.append(line.split(";"))
        content = io.BytesIO()
        book.save(content)
    began = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        response = send(claire, text if kind == "csv" else content.getvalue())
    spent = time.process_time() - began
    assert (job_of(response).rows, job_of(response).new) == (50_000, 50_000)
    assert len(queries) < 40 and spent < 20, f"{len(queries)} queries, {spent:.1f} s"
    assert len([query for query in queries if 'FROM "partners_partner"' in query["sql"]]) == 1


@pytest.mark.slow
@pytest.mark.in_full
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_and_another_begins_anew(claire, tmp_path):
    number = 3 * MOST_AT_ONCE
    job = decide(claire, checked(claire, number), "confirm")
    database = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor](tmp_path)
    more = {"DATABASE_URL": database.url, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "SECRET_KEY": settings.SECRET_KEY}
    environment = portal_environment(tmp_path / "var", **more)

    def start(*options: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "run_jobs", *options]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)

    def partners() -> int:
        return database.rows("SELECT COUNT(*) FROM partners_partner")[0][0]

    worker = start()
    try:
        end = time.monotonic() + 120
        while job.files.done() < number // 3:
            assert worker.poll() is None and time.monotonic() < end
            time.sleep(0.05)
        worker.send_signal(signal.SIGKILL)
    finally:
        worker.kill()
        worker.wait()
    assert partners() == 0
    assert start("--once").wait(timeout=240) == 0
    assert (partners(), database.rows("SELECT state FROM publishing_sheetjob")) == (number, [("done",)])


def test_rows_that_are_stored_ask_for_nothing_one_by_one(claire):
    """However many they are; and history, log, addresses and both searches have them all."""
    number = 2 * MOST_AT_ONCE
    job = decide(claire, checked(claire, number), "confirm")
    with CaptureQueriesContext(connection) as queries:
        work()
    job.refresh_from_db()
    assert job.state == SheetJobState.DONE
    assert len(queries) < number // 2
    partners = Partner.objects.order_by("pk")
    keys = {str(key) for key in partners.values_list("pk", flat=True)}
    assert len(keys) == number
    [revision] = Revision.objects.all()
    assert {version.object_id for version in revision.version_set.all()} == keys
    assert {line.object_id for line in LogEntry.objects.filter(action_flag=ADDITION)} == keys
    assert StaffEntry.objects.of(Partner).count() == number
    last = partners.last()
    assert SlugRecord.objects.addresses_of(last) == last.addresses() != set()
    assert Entry.objects.of(Partner, "fr").filter(object_id=last.pk).exists() and last.sort_name and last.stamp
