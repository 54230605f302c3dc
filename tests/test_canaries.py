"""Marked words in whatever anybody sends or keeps, on every road, and none of them in any line of the log.

The log is that of production: what the portal writes as lines of JSON, and what Python would write beside them.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import tarfile
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from reversion.models import Version

from mailing import retention
from mailing.enums import SubscriberState
from mailing.management.commands import deliver
from mailing.models import Subscriber
from mailing.tests.conftest import message_templates  # noqa: F401  a fixture
from mailing.tests.smtp_sink import CUT, Sink
from mailing.tests.test_mailings import through  # noqa: F401  a fixture
from mailing.tests.visitors import visitors_message
from mailing.worker import Worker
from news import embargo_links
from news.models import Article, PressRelease, ReadingLink
from partners.models import Partner
from portal import uncaught
from portal.backup import archive
from portal.tests.test_watching import lines  # noqa: F401  a fixture
from publishing import journal_file, languages, outbox, rendition_jobs
from publishing.enums import SheetJobState
from publishing.journal_tables import JournalLine, Quarantine
from publishing.sheet_jobs import MOST_ATTEMPTS, SheetJob
from publishing.sheet_worker import SheetWorker
from publishing.spreadsheet_admin import MOST_AT_ONCE, SheetAdmin
from publishing.spreadsheet_import import SheetImport
from tests.backoffice import change_url, form_of, opened, route, staff
from tests.library import library_picture
from tests.make import draft, future, make, seal_anew
from tests.responses import let_go
from tests.test_hostile_requests import COOKIES, HEADERS, filled, public_shapes, shapes
from tests.turns import turn_of

pytestmark = pytest.mark.django_db
CANARY = "canarizzq"
EMAIL = f"{CANARY}@example.org"
KEY = f"{CANARY}{'k' * 43}"
SAID = {name: CANARY for name in HEADERS if name not in ("Host", "Content-Type")}
SAID |= {"Cookie": "; ".join(f"{name}={KEY}" for name in COOKIES), "Authorization": f"Bearer {KEY}"}
NAMED = re.compile(r'<(?:input|textarea|select)\b[^>]*\bname="([^"]+)"')

Silent = Callable[[], None]


@pytest.fixture
def silent(lines, capfd, monkeypatch) -> Iterator[Silent]:  # noqa: F811
    """Fails where a canary was written down."""
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    uncaught.cover_words()

    def ask() -> None:
        written = [str(line) for line in lines()]
        beside = "".join(capfd.readouterr())
        assert [line for line in (*written, *beside.splitlines()) if CANARY in line.lower()] == []

    yield ask


def uploaded(name: str = f"{CANARY}.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"\x89PNG {CANARY}".encode(), "image/png")


def ask_everywhere(client: Client, path: str, fields: set[str]) -> None:
    """Read an address and write to it, with canaries in its query, its headers, its cookies and every field."""
    let_go(client.get(f"{path}?q={CANARY}&next=/{CANARY}&token={KEY}", headers=SAID))
    body = dict.fromkeys(fields, EMAIL) | {"file": uploaded()}
    let_go(client.post(path, body, headers=SAID))


def fields_of(client: Client, paths: list[str]) -> set[str]:
    """The names of all fields that pages ask for."""
    return {name for path in paths for name in NAMED.findall(client.get(path, follow=True).content.decode())}


def test_no_line_repeats_what_was_sent_to_any_public_address(silent, settings):
    cache.clear()
    settings.LIMITS_A_MINUTE = dict.fromkeys(settings.LIMITS_A_MINUTE, 10**9)
    pages = sorted(shape for shape, names in public_shapes() if not names)
    stranger, watched = Client(raise_request_exception=False), Client(raise_request_exception=False, enforce_csrf_checks=True)
    fields = fields_of(stranger, turn_of(pages, 0, 12)) | {"email", "login", "password", "code", "name", "text"}
    for place, (shape, names) in enumerate(turn_of(public_shapes(), 0, 12)):
        value = KEY if {"token", "key"} & set(names) else CANARY
        with transaction.atomic():
            ask_everywhere(
                watched if place % 3 == 0 else stranger, filled(shape, names, value), fields - {"csrfmiddlewaretoken"}
            )
    silent()


@pytest.mark.in_full
def test_no_line_repeats_what_staff_type(silent):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser(CANARY, EMAIL, CANARY))
    plain = [shape for shape, names in shapes("en") if not names and shape.startswith("/admin/") and "logout" not in shape]
    for path in plain:
        with transaction.atomic():
            ask_everywhere(client, path, {"action", "name", "email", "username", "password1", "password2", "reason"})
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        with transaction.atomic():
            ask_everywhere(client, path, {one.name for one in model._meta.get_fields()})
    silent()


def test_no_line_repeats_a_reading_link_its_reader_or_its_release(silent):
    release = make(PressRelease, CANARY, **future())
    seal_anew(release)
    later = timezone.now() + timedelta(days=1)
    link = make(ReadingLink, CANARY, release=release, language=languages.main(), email=EMAIL, expires_at=later)
    address = embargo_links.give(link)
    path = address[address.index("/", 9) :]
    client = Client()
    with override(languages.main()):
        for _step in (client.get(path), client.post(path), client.get(path), client.get(f"{path}document/1/")):
            let_go(_step)
    silent()


class Rounds(threading.Event):
    """Ends a worker after so many of its rounds, and has it wait for none."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.left = number

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


REFUSALS = (f"550 5.1.1 <{EMAIL}> unknown", f"451 {CANARY} later", CUT)


@pytest.mark.parametrize("step", ["mail", "rcpt", "text"])
@pytest.mark.cases(3)
def test_the_mail_workers_lines_repeat_no_message_and_no_answer(silent, through, message_templates, step):  # noqa: F811
    Subscriber.objects.create(email=EMAIL, language=languages.main(), state=SubscriberState.CONFIRMED)
    visitors_message(email=EMAIL, text=CANARY)
    for template in ("told/something", "told/broken"):
        for number in range(3):
            with transaction.atomic():
                outbox.post(f"{number}{EMAIL}", languages.main(), template, {"what": CANARY})
    answers = iter(REFUSALS * 9)
    with Sink(lambda at, _address: next(answers) if at == step else None) as sink:
        through(sink)
        deliver.Command()._for_ever(Worker(), Rounds(3), every=0.1)
    silent()


def ended_well(name: str, **options: object) -> str:
    """Run a command as a timer does: what it says of a failure stands on standard error."""
    try:
        call_command(name, **options)
    except CommandError as error:
        print(f"CommandError: {error}", file=sys.stderr)
        return str(error)
    return ""


def test_the_lines_of_timers_repeat_nothing(silent, settings, monkeypatch):
    settings.BOUNCE_MAILBOX = f"imaps://{CANARY}:{KEY}@127.0.0.1:9/{CANARY}"
    settings.HAL_API_URL = "http://127.0.0.1:9/"
    picture = library_picture(CANARY)
    Path(default_storage.path(picture.image.name)).write_bytes(CANARY.encode())
    rendition_jobs.ask("make", f"news.picture/{CANARY}.jpg")
    make(PressRelease, CANARY, **future())
    for name, options in (
        ("forget", {}),
        ("check_links", {"collect": True}),
        ("make_renditions", {}),
        ("run_jobs", {"once": True}),
        ("read_bounces", {}),
        ("read_hal", {}),
    ):
        ended_well(name, **options)

    def refused() -> None:
        raise IntegrityError(f"Key (email)=({EMAIL}) already exists.")

    monkeypatch.setattr(retention, "forget", refused)
    try:
        call_command("forget")
    except IntegrityError:
        sys.excepthook(*sys.exc_info())
    silent()


class Unprintable:
    def __str__(self) -> str:
        raise ValueError(CANARY)


def test_what_nobody_caught_is_a_line_like_any_other(silent, lines):  # noqa: F811
    def fail() -> None:
        raise RuntimeError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)
    logging.getLogger("library").warning("%s", Unprintable())
    logging.getLogger("library").warning("%d", CANARY)
    thrown, warned, *_rest = lines()
    assert thrown["error"]["kinds"] == ["builtins.RuntimeError"]
    assert (thrown["message"], warned["message"]) == (
        "Nobody caught an error: RuntimeError",
        f"A warning: UserWarning at {Path(__file__).name}:{warned['message'].rpartition(':')[2]}",
    )
    silent()


def test_the_web_server_writes_no_line_of_its_own(silent, lines):  # noqa: F811
    server = logging.getLogger(uncaught.SERVER)
    before = server.handlers[:], server.propagate
    server.addHandler(logging.StreamHandler(sys.stderr))
    try:
        uncaught.cover_server()
        try:
            raise ValueError(CANARY)
        except ValueError:
            server.exception("Error handling request %s", f"/fr/{CANARY}/{KEY}")
    finally:
        server.handlers[:], server.propagate = before
    [line] = lines()
    assert (line["message"], line["error"]["kinds"]) == ("Error handling request …", ["builtins.ValueError"])
    silent()


# Spreadsheets


SHEETS = [model for model, page in admin.site._registry.items() if isinstance(page, SheetAdmin)]
ONE_ROW = "\n".join((";".join([CANARY] * 3), ";".join([EMAIL] * 3)))
BAD_FILES = {
    "other columns": ONE_ROW.encode(),
    "no spreadsheet": f"PK\x03\x04{CANARY}".encode(),
    "no text": b"\xff\xfe" + CANARY.encode(),
    "no rows": b"",
}
"""What stands in no column: whatever the kind, it is refused."""


def bad_rows(client: Client, model: type) -> bytes:
    """A file as it goes out, with a canary in every cell of one row more."""
    with override("en"):
        head = client.post(route(model, "export"), {"format": "csv"}).content.decode("utf-8-sig").splitlines()[0]
    return "\n".join((head, ";".join([EMAIL] * len(head.split(";"))), head)).encode()


@pytest.mark.parametrize("model", SHEETS, ids=lambda model: model.__name__)
@pytest.mark.cases(4)
def test_no_line_repeats_a_spreadsheets_bad_rows(silent, model):
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser(CANARY, EMAIL, CANARY))
    path = route(model, "import")
    for content in (bad_rows(client, model), *BAD_FILES.values()):
        answer = client.post(path, {"file": SimpleUploadedFile(f"{CANARY}.csv", content), "origin": CANARY})
        assert answer.status_code == 200
        assert not answer.context["kept"]
    for rows in (CANARY, f"{CANARY}:{KEY}:{KEY}"):
        let_go(client.post(path, {"rows": rows}))
    let_go(client.get(f"{path}{KEY}/"))
    silent()


class CanaryError(Exception):
    """What a library says of a value that it cannot take, with the value in it."""


def cannot(*_given: object, **_named: object) -> None:
    try:
        raise ValueError(f"cannot read {CANARY}")
    except ValueError as error:
        raise CanaryError(f"row 7: {EMAIL}") from error


@pytest.mark.parametrize("breaks", ["", "judge", "take_in"])
@pytest.mark.cases(3)
def test_no_line_repeats_the_rows_of_a_long_spreadsheet(silent, settings, tmp_path, monkeypatch, breaks):
    """Whose rows are wrong, which cannot be judged, and which cannot be stored."""
    settings.MEDIA_ROOT = tmp_path / "media"
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser(CANARY, EMAIL, CANARY))
    signs = map(chr, range(0x4E00, 0x4E01 + MOST_AT_ONCE))
    rows = [f"{CANARY} {sign};PME;santé et technologies médicales;France" for sign in signs]
    wrong = [] if breaks else [f"{CANARY};{EMAIL};{EMAIL};{CANARY}"]
    content = "\n".join(["Nom;Type;Secteur;Pays", *rows, *wrong]).encode()
    answer = client.post(route(Partner, "import"), {"file": SimpleUploadedFile(f"{CANARY}.csv", content)})
    job = SheetJob.objects.get(key=answer.url.rstrip("/").rpartition("/")[2])
    if breaks == "judge":
        monkeypatch.setattr(SheetImport, "judge", cannot)
    for _round in range(MOST_ATTEMPTS):
        SheetWorker().round()
    job.refresh_from_db()
    assert job.state == {"": SheetJobState.WRONG, "judge": SheetJobState.FAILED, "take_in": SheetJobState.CHECKED}[breaks]
    if breaks == "take_in":
        monkeypatch.setattr(Partner, "save", cannot)
        let_go(client.post(route(Partner, "import_job", job.key), {"confirm": "x"}))
        for _round in range(MOST_ATTEMPTS):
            SheetWorker().round()
        job.refresh_from_db()
        assert job.state == SheetJobState.FAILED
    let_go(client.get(route(Partner, "import_job", job.key)))
    silent()


# What is brought back


@pytest.mark.parametrize("breaks", [False, True])
@pytest.mark.cases(2)
def test_no_line_repeats_what_a_revision_brings_back(silent, monkeypatch, breaks):
    root = staff("olga")
    one = make(Article, CANARY, **draft())
    root.post(change_url(one), opened(root, one))
    version = Version.objects.get_for_object(one)[0].pk
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="olga"))
    revision = route(Article, "revision", one.pk, version)
    form = form_of(client.get(revision), Article)
    Article.objects.filter(pk=one.pk).delete()
    pages = [route(Article, "recover", version), route(Article, "recoverlist"), revision]
    if breaks:
        monkeypatch.setattr(Article, "save", cannot)
    for path in pages:
        with transaction.atomic():
            let_go(client.get(path))
            let_go(client.post(path, form | {"slug_fr": f"{CANARY} {EMAIL}", "public_from_fr": CANARY}))
    silent()


def forged_backups(directory: Path) -> Iterator[Path]:
    """Files that are no backups of this portal, with canaries wherever one can say something."""
    said = {"format": archive.FORMAT, "database": connection.vendor, "migrations": [[CANARY, CANARY]], "files": {}}
    manifests = (CANARY, "[]", "{}", json.dumps(said), json.dumps(said | {"database": CANARY}))
    for place, manifest in enumerate(manifests):
        path = directory / f"backup-{place}"
        with tarfile.open(path, "w") as tar:
            for name, content in (("manifest.json", manifest), (f"media/{CANARY}", CANARY), (f"../{CANARY}", CANARY)):
                member = tarfile.TarInfo(name)
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content.encode()))
        yield path
    (directory / "backup").write_text(CANARY * 99)
    yield directory / "backup"


def test_no_line_repeats_what_a_restore_finds(silent, settings, tmp_path, monkeypatch):
    """What it says to whoever restores is theirs to read; the log outlives it."""
    settings.JOURNAL_DIR = tmp_path / "journal"
    for path in forged_backups(tmp_path):
        with pytest.raises(CommandError):
            call_command("restore", path, stdout=io.StringIO())
    JournalLine.objects.all().delete()
    Quarantine.objects.create(backup=CANARY, backup_made_at=timezone.now())
    with transaction.atomic():
        release = make(PressRelease, CANARY, **draft())
        Subscriber.objects.create(email=EMAIL, language=languages.main(), state=SubscriberState.CONFIRMED)
        retention.erase_address(EMAIL)
        release.delete()
        User.objects.filter(pk=User.objects.create_user(CANARY, EMAIL).pk).update(is_active=False)
        told = [journal_file._as_data(line) for line in JournalLine.objects.all()]
        transaction.set_rollback(True)
    assert told
    told += [line | {"key": CANARY, "model": f"{CANARY}.{CANARY}", "said": {CANARY: EMAIL}} for line in told]
    journal_file.append(settings.JOURNAL_DIR, told)
    for path in settings.JOURNAL_DIR.glob("*.jsonl"):
        path.write_text(f'{path.read_text()}{{"{CANARY}": "{EMAIL}"}}\n{CANARY}\n')
    call_command("quarantine", stdout=io.StringIO())
    monkeypatch.setattr("portal.backup.since._differences", cannot)
    for _twice in range(2):
        try:
            call_command("quarantine", apply=True, stdout=io.StringIO())
        except CanaryError:
            sys.excepthook(*sys.exc_info())
    silent()
