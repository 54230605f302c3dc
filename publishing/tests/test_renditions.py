"""Renditions: made beside the picture, shown where they are, and behind the same gate."""

import io
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from cluster.models import Institution
from news.models import EditionFile, Picture, PressRelease, SealedFile
from publishing import languages, rendition_jobs, renditions
from publishing.rendition_jobs import RenditionWorker
from tests.make import draft, future, make, past, seal_anew
from tests.pages import flat
from tests.repository import portal_environment
from tests.responses import let_go
from tests.test_deliver_processes import PostgresDatabase, SqliteDatabase

pytestmark = pytest.mark.django_db
NAMES = iter(range(10_000))


def stored(label="cluster.institution", kind="JPEG", size=(2000, 1000), **options) -> str:
    """A picture of its own in the storage: shaded, so that it weighs what a photograph does."""
    out = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(out, kind, **options)
    suffix = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[kind]
    return default_storage.save(f"{label}/token-{next(NAMES)}/photo.{suffix}", ContentFile(out.getvalue()))


def beside(path: str) -> list[str]:
    """What lies in a picture's folder, without the picture."""
    folder, _slash, name = path.rpartition("/")
    return sorted(one for one in default_storage.listdir(folder)[1] if one != name)


def opened(path: str) -> Image.Image:
    with default_storage.open(path) as file:
        return Image.open(io.BytesIO(file.read()))


def settled() -> None:
    """Do what was left to the worker."""
    worker = RenditionWorker()
    while worker.round():
        pass


MADE = [f"photo.jpg.{width}.{kind}" for width in (400, 800, 1600) for kind in ("avif", "webp")]
ALL = sorted([*MADE, "photo.jpg.800.jpg", "photo.jpg.renditions"])


def test_a_large_picture_gets_each_width_in_each_kind():
    path = stored()
    assert renditions.make(path)
    assert beside(path) == ALL
    folder = path.rpartition("/")[0]
    for name in (*MADE, "photo.jpg.800.jpg"):
        one = opened(f"{folder}/{name}")
        width = int(name.split(".")[2])
        assert one.size == (width, width // 2)
        assert one.format == {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}[name.rpartition(".")[2]]
    assert not renditions.make(path), "what is made is not made again"


def test_no_width_is_larger_than_the_picture():
    path = stored(size=(600, 300))
    renditions.make(path)
    assert beside(path) == sorted(
        ["photo.jpg.renditions", *(f"photo.jpg.{width}.{kind}" for width in (400, 600) for kind in ("avif", "webp"))]
    )


def test_a_flat_drawing_keeps_no_copy_heavier_than_itself():
    out = io.BytesIO()
    Image.new("P", (1200, 400)).save(out, "PNG", optimize=True)
    path = default_storage.save("cluster.institution/token-flat/logo.png", ContentFile(out.getvalue()))
    renditions.make(path)
    assert all(default_storage.size(f"cluster.institution/token-flat/{one}") < len(out.getvalue()) for one in beside(path)[:-1])


def test_nothing_is_handed_on_but_the_pixels():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 50.0, 48.0)}
    path = stored(exif=exif.tobytes(), comment=b"secret")
    renditions.make(path)
    folder = path.rpartition("/")[0]
    for name in beside(path):
        with default_storage.open(f"{folder}/{name}") as file:
            content = file.read()
        assert b"secret" not in content
        assert b"Exif" not in content
        if not name.endswith(".renditions"):
            assert not opened(f"{folder}/{name}").getexif()


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1"])
def test_any_kind_of_colour_gives_renditions(mode):
    out = io.BytesIO()
    Image.radial_gradient("L").resize((900, 900)).convert("RGBA").convert(mode).save(out, "PNG")
    path = default_storage.save(f"cluster.institution/token-{next(NAMES)}/photo.png", ContentFile(out.getvalue()))
    assert renditions.make(path)


def test_what_cannot_be_read_is_left_alone(caplog):
    path = default_storage.save("cluster.institution/token-bad/photo.jpg", ContentFile(b"<html>"))
    assert not renditions.make(path)
    assert not renditions.make("cluster.institution/nowhere/photo.jpg")
    assert beside(path) == []
    assert caplog.text.count("No renditions can be made") == 2


def hidden(state: str) -> dict:
    moments = {"embargoed": future(), "draft": draft(), "withdrawn": past()}[state]
    return moments | ({"withdrawn_at": timezone.now()} if state == "withdrawn" else {})


def pictured(**moments) -> list[tuple[object, str]]:
    """One holder of a picture of each kind, with where its picture is."""
    notice = {f"withdrawal_notice_{code}": "Retiré" for code in ("fr", "en")} if moments.get("withdrawn_at") else {}
    release = make(PressRelease, **moments, **notice)
    make(Picture, release=release, image=stored("news.picture"))
    seal_anew(release, *languages.codes())
    sealed = SealedFile.objects.get(uses__edition=release.edition_in(languages.main()))
    institution = make(Institution, **moments, logo=stored())
    return [(release, sealed.path), (institution, institution.logo.name)]


@pytest.mark.parametrize("state", ["embargoed", "draft", "withdrawn"])
def test_renditions_of_what_is_not_public_are_unknown(client, state):
    for thing, path in pictured(**hidden(state)):
        renditions.make(path)
        folder = path.rpartition("/")[0]
        unknown = client.get(f"/media/{folder}/unknown.jpg")
        for name in beside(path):
            for ask in (client.get, client.head):
                response = ask(f"/media/{folder}/{name}")
                assert response.status_code == 404, (thing, name)
            assert client.get(f"/media/{folder}/{name}").headers == unknown.headers
        type(thing).objects.filter(pk=thing.pk).update(withdrawn_at=None, **past())
        for name in beside(path):
            response = client.get(f"/media/{folder}/{name}")
            if name.endswith(".renditions"):
                assert response.status_code == 404, "the table is for the portal alone"
            else:
                assert (response.status_code, response["Content-Type"]) == (200, kind_of(name))
            let_go(response)


def kind_of(name: str) -> str:
    return {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}[name.rpartition(".")[2]]


def test_staff_who_may_edit_a_draft_see_its_renditions(client, admin_client):
    institution = make(Institution, **draft(), logo=stored())
    renditions.make(institution.logo.name)
    address = f"/media/{institution.logo.name}.400.webp"
    response = admin_client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    let_go(response)
    assert client.get(address).status_code == 404


def test_a_name_that_only_looks_like_a_rendition_opens_nothing(client):
    institution = make(Institution, logo=stored())
    for name in (".9.avif", ".400.webp.400.webp", ".400.svg", ".avif", ".400.avif/", ".123456.avif", ".renditions"):
        assert client.get(f"/media/{institution.logo.name}{name}").status_code == 404


def test_a_page_offers_each_kind_and_keeps_room(client):
    release = make(PressRelease)
    for rank in (1, 2):
        renditions.make(make(Picture, release=release, rank=rank, image=stored("news.picture", quality=70 + rank)).image.name)
    seal_anew(release)
    page = flat(client.get(release.get_absolute_url("fr")).content.decode())
    files = EditionFile.objects.filter(edition=release.edition_in("fr")).order_by("place")
    first, second = (file.sealed.picture.url for file in files)
    for url in (first, second):
        for kind in ("avif", "webp"):
            files = ", ".join(f"{url}.{width}.{kind} {width}w" for width in (400, 800, 1600))
            assert f'<source type="image/{kind}" srcset="{files}" sizes=' in page
        assert f'<img src="{url}.800.jpg"' in page
    assert page.count('width="2000" height="1000"') == 2
    assert page.count('loading="lazy"') == 1
    assert page.index(first) < page.index(second) < page.index('loading="lazy"')


def test_a_picture_without_renditions_is_shown_itself_and_a_lost_one_left_out(client):
    shown, lost = make(Institution, logo=stored()), make(Institution, logo="cluster.institution/token-lost/photo.jpg")
    page = flat(client.get(shown.get_absolute_url("fr")).content.decode())
    assert f'<picture> <img class="logo" src="{shown.logo.url}"' in page
    assert 'width="2000" height="1000"' in page
    assert "<picture" not in client.get(lost.get_absolute_url("fr")).content.decode()


def test_renditions_follow_the_picture(django_capture_on_commit_callbacks):
    institution = make(Institution, **draft())
    first, second = stored(), stored()
    for path in (first, second):
        with django_capture_on_commit_callbacks(execute=True):
            institution.logo = path
            institution.save()
        settled()
        assert beside(path) == ALL
    assert beside(first) == [], "the renditions of the picture that was replaced are gone"
    assert default_storage.exists(first), "a revision may bring the picture back"
    with django_capture_on_commit_callbacks(execute=True):
        institution.delete()
    settled()
    assert beside(second) == []
    assert default_storage.exists(second)


def test_renditions_of_what_hangs_on_a_deleted_thing_go_too(django_capture_on_commit_callbacks):
    picture = make(Picture, release=make(PressRelease, **draft()), image=stored("news.picture"))
    renditions.make(picture.image.name)
    with django_capture_on_commit_callbacks(execute=True):
        picture.release.delete()
    settled()
    assert beside(picture.image.name) == []


def test_the_command_makes_what_is_missing(capsys):
    institution = make(Institution, logo=stored())
    make(Institution)
    call_command("make_renditions")
    call_command("make_renditions")
    assert capsys.readouterr().out.splitlines() == ["Pictures that got their copies: 1.", "Pictures that got their copies: 0."]
    assert beside(institution.logo.name) == ALL
    call_command("make_renditions", anew=True)
    assert capsys.readouterr().out == "Pictures that got their copies: 1.\n"


@pytest.mark.slow
@pytest.mark.in_full
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_no_copy_and_another_makes_them(tmp_path):
    """Killed while it makes them: nothing half made is shown, and nothing of it is forgotten."""
    path = stored(size=(8000, 6000), quality=40)
    rendition_jobs.ask("make", path)
    database = {"sqlite": SqliteDatabase, "postgresql": PostgresDatabase}[connection.vendor](tmp_path)
    more = {"DATABASE_URL": database.url, "MEDIA_ROOT": str(settings.MEDIA_ROOT), "SECRET_KEY": settings.SECRET_KEY}
    environment = portal_environment(tmp_path / "var", **more)

    def start(*options: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "run_jobs", *options]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)

    claimed = "SELECT attempts FROM publishing_renditionjob WHERE claimed_by <> ''"
    worker = start()
    try:
        end = time.monotonic() + 60
        while not database.rows(claimed):
            assert worker.poll() is None and time.monotonic() < end
            time.sleep(0.01)
    finally:
        worker.kill()
        worker.wait()
    assert renditions.table_of(path) is None
    assert database.rows(claimed) == [(1,)], "it was killed too late"
    assert start("--once").wait(timeout=120) == 0
    assert renditions.table_of(path).widths["avif"] == [400, 800, 1600]
    assert database.rows("SELECT id FROM publishing_renditionjob") == []
