"""The minute of publication on real web processes with the real clock and no worker alive: directly, and behind nginx."""

import contextlib
import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mailing.tests.smtp_sink import Sink
from news.models import Attachment, PressRelease, SealedFile
from publishing import languages
from tests.make import future, make, seal_anew
from tests.nginx import NGINX, nginx
from tests.test_deliver_processes import portal_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROCESSES = 3
AHEAD = 4
"""By how many seconds at least the questions begin before the moment, once every process has answered one."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def ask(port: int, path: str) -> tuple[int, str]:
    """A page from whichever process takes the connection."""
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(door):
        door.request("GET", path, headers={"Host": "127.0.0.1"})
        response = door.getresponse()
        return response.status, response.read().decode(errors="replace")


@contextlib.contextmanager
def web(environment: dict[str, str], static: Path, log: Path) -> Iterator[int]:
    environment = environment | {"STATIC_ROOT": str(static)}
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(PROCESSES), "--no-control-socket", "--log-level", "warning"]
    with log.open("ab") as out:
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=out, stderr=out)
    try:
        end = time.monotonic() + 30
        while True:
            assert process.poll() is None and time.monotonic() < end, log.read_text()
            with contextlib.suppress(OSError):
                if ask(port, "/livez")[0] == 200:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(40)  # it gives its own processes half a minute


def embargo(portal, release: PressRelease, port: int, paths: list[str]) -> datetime:
    """Give the release its moment once the web processes are warm: far enough ahead for all that is asked until then.

    That is fewer questions than those that warm them, which are asked of cold processes.
    """
    began = time.monotonic()
    for path in paths * PROCESSES:
        ask(port, path)
    moment = timezone.now() + timedelta(seconds=max(AHEAD, 2 * (time.monotonic() - began)))
    columns = languages.columns("public_from")
    setting = ", ".join(f"{column} = %s" for column in columns)
    portal.write(f"UPDATE news_pressrelease SET {setting} WHERE id = %s", [*[moment] * len(columns), release.pk])
    return moment


def sleep_until(moment: datetime) -> None:
    time.sleep(max(0, (moment - datetime.now(UTC)).total_seconds()))


@pytest.mark.in_full
def test_a_release_is_public_at_its_second_on_every_process(tmp_path, collected):
    release = make(PressRelease, "Minuteuse", **future())
    pages, lists = [], []
    for code in languages.codes():
        with override(code):
            pages.append(release.get_absolute_url(code))
            lists += [(reverse(name), release.slug(code)) for name in ("home", "pressrelease-list", "press-feed")]
    with Sink() as sink, portal_of(tmp_path, sink) as portal:
        with web(portal.environment, collected, tmp_path / "web.log") as port:
            moment = embargo(portal, release, port, [path for path, _slug in lists])
            for _turn in range(PROCESSES * 2):
                assert [ask(port, page)[0] for page in pages] == [404] * len(pages)
            assert [slug for path, slug in lists if slug in ask(port, path)[1]] == []
            sleep_until(moment - timedelta(seconds=1))
            assert [ask(port, page)[0] for page in pages] == [404] * len(pages)
            sleep_until(moment + timedelta(seconds=1))
            for _turn in range(PROCESSES * 2):
                assert [ask(port, page)[0] for page in pages] == [200] * len(pages)
            assert [slug for path, slug in lists if slug not in ask(port, path)[1]] == []


@pytest.mark.in_full
@pytest.mark.skipif(not NGINX.exists(), reason=f"no nginx at {NGINX}: “apt-get install nginx-light” on Debian brings it")
def test_the_minute_behind_the_documented_nginx_and_a_cache(tmp_path, collected):
    """What a cache in front keeps never outlives the moment by more than five seconds, and files are handed out by nginx."""
    notices = dict.fromkeys(languages.columns("withdrawal_notice"), "Retirée")
    release = make(PressRelease, "Minuteuse", **future(), **notices)
    document = Attachment(release=release, **dict.fromkeys(languages.columns("title"), "Annexe"))
    document.file.save("annexe.pdf", ContentFile(b"%PDF-1.7 minuteuse"))
    document.save()
    seal_anew(release)
    sealed = SealedFile.objects.exclude(document="").get().path
    pages, files, lists = (
        [],
        [f"/media/{sealed}"],
        [("/sitemap-pressrelease-1.xml", release.slug(languages.main()))],
    )
    for code in languages.codes():
        with override(code):
            slug = release.slug(code)
            pages.append(release.get_absolute_url(code))
            files += [reverse(f"pressrelease-{kind}", kwargs={"slug": slug}) for kind in ("pdf", "text", "kit")]
            lists += [(reverse(name), slug) for name in ("home", "pressrelease-list", "press-feed")]
            lists.append((f"{reverse('search')}?q=minuteuse", slug))
    key = "k" * 43
    media = {"MEDIA_ROOT": str(settings.MEDIA_ROOT), "MEDIA_ACCEL": "/_media/"}
    with (
        Sink() as sink,
        portal_of(tmp_path, sink) as portal,
        web(portal.environment | media, collected, tmp_path / "web.log") as behind,
    ):
        port = free_port()
        with nginx(tmp_path / "nginx", port, behind, settings.MEDIA_ROOT):
            moment = embargo(portal, release, behind, [path for path, _slug in lists])
            assert [path for path in pages + files if ask(port, path)[0] != 404] == []
            assert [path for path, slug in lists if slug in ask(port, path)[1]] == []
            sleep_until(moment - timedelta(seconds=1))
            # A slow machine answers the last of them after the moment.
            assert [path for path in pages + files if ask(port, path)[0] != 404 and timezone.now() < moment] == []
            [ask(port, path) for path, _slug in lists]
            sleep_until(moment + timedelta(seconds=1))
            assert [path for path in pages + files if ask(port, path)[0] != 200] == []
            sleep_until(moment + timedelta(seconds=5))
            assert [path for path, slug in lists if slug not in ask(port, path)[1]] == []
            assert ask(port, files[0])[1] == "%PDF-1.7 minuteuse"
            assert ask(port, f"/_media/{sealed}")[0] == 404
            with override(languages.main()):
                behind_keys = [reverse(name, kwargs={"token": key}) for name in ("reading-link", "reading-pdf", "sign-off")]
                behind_keys.append(reverse("reading-file", kwargs={"token": key, "part": "picture", "place": 1}))
                assert [ask(port, path)[0] for path in behind_keys] == [404] * len(behind_keys)
            withdraw = "from news.models import *; from django.utils.timezone import now; "
            withdraw += f"PressRelease.objects.filter(pk={release.pk}).update(withdrawn_at=now())"
            command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", withdraw]
            subprocess.run(command, cwd=settings.BASE_DIR, env=portal.environment, check=True)
            time.sleep(5)
            assert [path for path, slug in lists if slug in ask(port, path)[1]] == []
            assert [path for path in pages + files[1:] if ask(port, path)[0] != 410] == []
            assert ask(port, files[0])[0] == 404
    log = (tmp_path / "nginx" / "access.log").read_text()
    assert f'"section":"{"/".join(pages[0].split("/")[:3])}"' in log
    assert release.slug(languages.main()) not in log
    assert key not in log and key not in (tmp_path / "nginx" / "error.log").read_text()
