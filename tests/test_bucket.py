"""Uploads in a bucket: the same files to the same readers as on a disk, and no address of the bucket ever given out."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from PIL import Image

from news.documents import store
from news.models import Attachment, PressRelease, SealedFile
from portal.backup import media_files
from publishing import languages, preview_store, renditions
from publishing.preview_store import PreviewState, PreviewWindow
from publishing.sheet_job_files import FOLDER, SheetJobFiles
from publishing.spreadsheet_files import SheetRow
from publishing.stored_files import StorageAwayError, set_aside
from publishing.working_folders import erase, names_under, opened, working_folder
from tests.backoffice import staff
from tests.broken_line import Line
from tests.bucket import bucket, storages
from tests.make import future, make, seal_anew
from tests.responses import let_go

pytestmark = [pytest.mark.django_db, pytest.mark.in_full]
PDF = b"%PDF-1.7 annexe"


@pytest.fixture(scope="module")
def line():
    with bucket() as address, Line(int(address.rpartition(":")[2])) as line:
        yield line


@pytest.fixture(params=["disk", "bucket"])
def kept(request, settings, tmp_path):
    """Where uploads lie: what holds of one holds of the other."""
    settings.MEDIA_ROOT = tmp_path
    if request.param == "bucket":
        settings.STORAGES = storages(f"http://127.0.0.1:{request.getfixturevalue('line').port}")
    return request.param


@pytest.fixture
def in_bucket(settings, line):
    settings.STORAGES = storages(f"http://127.0.0.1:{line.port}")
    yield line
    line.mend()


def read(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def whole(response) -> bytes:
    content = b"".join(response.streaming_content)
    let_go(response)
    return content


def test_a_file_is_public_with_its_release_and_its_address_is_the_portals(client, kept):
    release = make(PressRelease, **future())
    document = Attachment(release=release, **dict.fromkeys(languages.columns("title"), "Annexe"))
    document.file.save("annexe.pdf", ContentFile(PDF))
    document.save()
    seal_anew(release)
    paths = [default_storage.url(SealedFile.objects.exclude(document="").get().path), document.file.url]
    assert all(path.startswith("/media/") for path in paths)
    assert [client.get(path).status_code for path in paths] == [404, 404]
    PressRelease.objects.update(**dict.fromkeys(languages.columns("public_from"), timezone.now() - timedelta(days=1)))
    answer = client.get(paths[0])
    assert (answer.status_code, answer["Content-Security-Policy"]) == (200, "default-src 'none'; sandbox")
    assert whole(answer) == PDF
    with override(languages.main()):
        page = client.get(release.get_absolute_url(languages.main())).content.decode()
    assert paths[0] in page and "127.0.0.1" not in page.replace("http://127.0.0.1:8000", "")


def test_renditions_and_documents_are_kept(kept):
    out = io.BytesIO()
    Image.radial_gradient("L").resize((900, 600)).convert("RGB").save(out, "JPEG")
    path = default_storage.save(f"cluster.institution/{uuid4().hex}/photo.jpg", ContentFile(out.getvalue()))
    assert renditions.make(path) and renditions.table_of(path).width == 900
    renditions.forget(path)
    assert default_storage.listdir(path.rpartition("/")[0])[1] == ["photo.jpg"]
    for name in ("a.pdf", "b.pdf", "b.pdf"):
        with store.kept("release-1-fr", name, lambda file: file.write(b"made")) as made:
            assert made.read() == b"made"
    assert default_storage.listdir("documents/release-1-fr")[1] == ["b.pdf"]
    with pytest.raises(FileNotFoundError):
        default_storage.open("documents/release-1-fr/a.pdf")


def test_what_is_written_aside_stays_aside(kept):
    name = default_storage.save(f"a.b/{uuid4().hex}/c.txt", ContentFile(b"kept"))
    folder = working_folder(preview_store.FOLDER) / uuid4().hex
    folder.mkdir(parents=True)
    with set_aside(folder):
        new = default_storage.save("a.b/new/c.txt", ContentFile(b"new"))
        default_storage.delete(name)
        assert (read(new), read(name)) == (b"new", b"kept")
        assert default_storage.size(new) == 3
    assert default_storage.exists(name) and not default_storage.exists(new)
    assert names_under(folder) == {"a.b/new/c.txt"}
    erase(folder)
    assert names_under(folder) == set()


def test_a_window_of_a_preview_is_kept_for_its_account(kept, claire_, monkeypatch):
    window = PreviewWindow.open(claire_)
    word = window.put_upload(SimpleUploadedFile("photo.jpg", b"bytes"))
    versions = [window.new_version() for _turn in range(3)]
    for version in versions:
        (window.files(version) / "a.b").mkdir(parents=True)
        (window.files(version) / "a.b" / "c.txt").write_bytes(b"file")
        window.keep(PreviewState(version, time.time(), "l", "f", "n", "k", "t", {"fr": "x"}), {"fr": version.encode()})
    found = PreviewWindow.open(claire_, window.token)
    assert found.token == window.token and found.state().version == versions[-1]
    assert [found.page(version, "fr") for version in versions] == [None, *(version.encode() for version in versions[1:])]
    with opened(found.file(versions[-1], "a.b/c.txt")) as file:
        assert file.read() == b"file"
    for name in ("../../../state.json", "/etc/passwd", "a.b", "nothing", "a\x00b"):
        assert found.file(versions[-1], name) is None
    assert (found.upload(word).name, found.upload(word).read()) == ("photo.jpg", b"bytes")
    assert found.upload("0" * 32) is None and preview_store.has_room()
    later = time.time() + preview_store.MINUTES * 60 + 5
    monkeypatch.setattr(preview_store.time, "time", lambda: later)
    assert found.state() is None
    preview_store.sweep()
    assert names_under(working_folder(preview_store.FOLDER)) == set()


@pytest.fixture
def claire_():
    from django.contrib.auth import get_user_model

    staff(language="fr")
    return get_user_model().objects.latest("pk")


def test_a_long_sheet_is_kept_whole_or_not_at_all(kept):
    files = SheetJobFiles(uuid4())
    rows = [SheetRow(number, [f"é{number}", number, None]) for number in range(2, 500)]
    assert list(files.write_rows(["a", "b", "c"], rows)) == rows
    assert (files.headers(), list(files.rows())) == (["a", "b", "c"], rows)
    assert (files.done(), files.told_at(), files.is_stopped()) == (0, None, False)
    files.tell(7), files.write_stamps({2: ("1", "x")}), files.stop()
    assert (files.done(), files.stamps(), files.is_stopped()) == (7, {2: ("1", "x")}, True)
    assert abs(files.told_at() - timezone.now()) < timedelta(minutes=1)
    files.erase_rows()
    assert list(files.texts()) == [] and files.is_stopped()
    broken = SheetJobFiles(uuid4())
    with pytest.raises(ZeroDivisionError):
        list(broken.write_rows(["a"], (SheetRow(1 // 0, []) for _row in range(1))))
    assert not broken.folder.exists()
    SheetJobFiles.erase_before(timezone.now() + timedelta(minutes=1))
    assert names_under(working_folder(FOLDER)) == set()


def test_a_bucket_that_is_away_takes_no_page_with_it(client, in_bucket):
    release = make(PressRelease)
    document = Attachment(release=release, **dict.fromkeys(languages.columns("title"), "Annexe"))
    document.file.save("annexe.pdf", ContentFile(PDF))
    document.save()
    seal_anew(release)
    path = default_storage.url(SealedFile.objects.exclude(document="").get().path)
    in_bucket.refuse()
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "60", "text/plain; charset=utf-8")
    with pytest.raises(StorageAwayError):
        default_storage.open("a/b")
    assert client.get(release.get_absolute_url(languages.main())).status_code == 200
    in_bucket.mend()
    assert whole(client.get(path)) == PDF


def test_a_backup_leaves_the_files_to_the_bucket_and_brings_back_those_that_it_lacks(in_bucket, tmp_path):
    """Files that a backup of a disk holds are put where they are lacking; nothing of the bucket is put aside or overwritten."""
    assert media_files.directory() is None
    name = default_storage.save("news.attachment/a/kept.pdf", ContentFile(b"kept"))
    for path, content in ((name, b"older"), ("news.attachment/b/lost.pdf", PDF)):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(content)
    assert media_files.put(tmp_path, None) == 2
    assert (read(name), read("news.attachment/b/lost.pdf")) == (b"kept", PDF)
