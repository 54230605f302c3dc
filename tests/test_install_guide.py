"""The operators' guide, followed word for word: what it installs serves, is upgraded and goes back while visitors read.

Real are git, Python, the units' command lines under the door that systemd would hold, PostgreSQL, Redis, nginx with TLS and a
certificate of its own; :mod:`tests.machine` says what stands in for the rest.
"""

import contextlib
import http.client
import json
import re
import secrets
import shlex
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.db import connection

from tests.machine import Machine, machine
from tests.nginx import NGINX
from tests.test_minute_processes import free_port

GUIDE = settings.BASE_DIR / "docs/operators/install.md"
DEPLOY = settings.BASE_DIR / "deploy"
HOST = "portal.example.org"
WAIT = 120
"""Seconds that a visitor waits at most: four processes begin at once, on whatever machine this is."""
ELSEWHERE = {"portal-run@read_hal.service", "portal-run@check_links.service", "portal-run@read_bounces.service"}
"""What asks other sites, or a mailbox that a test has not."""
NEXT = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "{last}")]
    operations = [
        migrations.CreateModel("OfTheNext", [("id", models.BigAutoField(primary_key=True))]),
    ]
"""


def blocks(heading: str) -> list[str]:
    """The commands that the guide tells under a heading, a block each."""
    section = re.split(r"^#{2,3} ", GUIDE.read_text(), flags=re.MULTILINE)
    found = next(part for part in section if part.startswith(heading))
    return re.findall(r"```sh\n(.*?)```", found, re.DOTALL)


def ask(port: int, path: str, context: ssl.SSLContext) -> tuple[int, str]:
    door = http.client.HTTPSConnection("127.0.0.1", port, timeout=WAIT, context=context)
    # The name is that of the certificate, whatever door it is asked at.
    door.sock = context.wrap_socket(socket.create_connection(("127.0.0.1", port), WAIT), server_hostname=HOST)
    with contextlib.closing(door):
        door.request("GET", path, headers={"Host": HOST})
        response = door.getresponse()
        return response.status, response.read().decode(errors="replace")


@contextlib.contextmanager
def visitors(port: int, context: ssl.SSLContext):
    """Four visitors who read page after page while the block lasts; what they were answered is counted."""
    answers: Counter[str] = Counter()
    gone = threading.Event()

    def read() -> None:
        while not gone.is_set():
            try:
                answers[str(ask(port, "/fr/presse/", context)[0])] += 1
            except OSError as fault:
                answers[repr(fault)] += 1

    threads = [threading.Thread(target=read) for _visitor in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        gone.set()
        for thread in threads:
            thread.join(60)


@pytest.fixture(scope="module")
def server():
    """The PostgreSQL of this run, and of this test a database."""
    if connection.vendor != "postgresql":
        pytest.skip("the guide installs on PostgreSQL: this is asked where the tests run on it")
    for tool in ("redis-server", "systemd-analyze", "openssl", NGINX):
        if not shutil.which(tool):
            pytest.skip(f"no {tool} on this machine")
    told = connection.settings_dict
    address = f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/"
    drop = "DROP DATABASE IF EXISTS portal_of_the_guide WITH (FORCE)"
    with psycopg.connect(f"{address}postgres", autocommit=True) as door:
        door.execute(drop)
    yield address
    with psycopg.connect(f"{address}postgres", autocommit=True) as door:
        door.execute(drop)


def fill_in(path: Path, server: str, redis: int) -> None:
    """The settings that the guide leaves to its reader."""
    text = path.read_text()
    for name, value in {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": f"{server}portal_of_the_guide",
        "CACHE_URL": f"rediscache://127.0.0.1:{redis}/0",
        "EMAIL_URL": "smtp+tls://portal:word@127.0.0.1:9",
        "METRICS_DIR": f"{path.parent.parent}/run/portal",
        "PUBLISHER_PHONE": "01 99 00 12 34",
        "HOST_PHONE": "01 99 00 12 35",
    }.items():
        text = re.sub(rf"^{name}=.*$", f"{name}='{value}'", text, flags=re.MULTILINE)
    text = text.replace("='…'", "='Example'")
    assert "…" not in text.replace("# As", "")
    path.write_text(text)


def certificate(directory: Path) -> ssl.SSLContext:
    """A certificate of this test alone, and who trusts it."""
    directory.mkdir(parents=True)
    chain, key = directory / "fullchain.pem", directory / "privkey.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    made += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-out", str(chain), "-keyout", str(key)]
    subprocess.run(made, check=True, capture_output=True)
    return ssl.create_default_context(cafile=str(chain))


def nginx_of(here: Machine) -> None:
    """What Debian's package brings: a configuration that reads the sites that are enabled."""
    etc = here.root / "etc/nginx"
    (etc / "sites-enabled").mkdir(parents=True)
    (etc / "sites-available").mkdir()
    (etc / "nginx.conf").write_text(
        f"pid {here.root}/nginx.pid; error_log {here.root}/nginx.log; worker_processes 1; user root;\n"
        f"events {{}}\nhttp {{ client_body_temp_path {here.root}/b; proxy_temp_path {here.root}/p;\n"
        f"fastcgi_temp_path {here.root}/f;\n"
        f"uwsgi_temp_path {here.root}/u; scgi_temp_path {here.root}/s; include {etc}/sites-enabled/*; }}\n"
    )
    # “nginx -t” of the guide means the configuration of this machine.
    (here.bin / "nginx").write_text(f'#!/bin/sh\nexec {NGINX} -c {etc}/nginx.conf "$@"\n')
    (here.bin / "nginx").chmod(0o755)


@contextlib.contextmanager
def redis(port: int, directory: Path):
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(directory)],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.slow
@pytest.mark.in_full
def test_who_follows_the_guide_has_a_portal_that_is_upgraded_and_goes_back_without_an_error(server, tmp_path):
    web, tls, plain, cache = (free_port() for _port in range(4))
    places = {
        "127.0.0.1:8000": f"127.0.0.1:{web}",
        '"127.0.0.1", 8000': f'"127.0.0.1", {web}',
        "listen 443 ssl http2": f"listen 127.0.0.1:{tls} ssl http2",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:443 ssl http2;": "",
        "listen [::]:80;": "",
        "https://forge.example.org/portal.git": f"file://{tmp_path}/machine/forge",
    }
    with redis(cache, tmp_path), machine(tmp_path / "machine", f"{server}postgres", places) as here:
        house = here.house()
        nginx_of(here)
        prepare, install, site, bounces = blocks("Once")
        here.follow(prepare)
        assert {"postgresql", "redis-server", "nginx", "git", "python3-venv", "logrotate"} <= here.packages
        fill_in(here.root / "etc/portal.env", server, cache)
        printed = here.follow(install)
        assert "Staff account “your-name”" in printed
        trust = certificate(here.root / "etc/ssl/portal")
        here.follow(site)
        here.follow(bounces)
        time.sleep(0.5)
        status, page = ask(tls, "/fr/presse/", trust)
        assert status == 200 and "PostGenAI@Paris" in page, here.journal()
        assert ask(tls, "/livez", trust)[0] == 200

        # What timers start runs, under the same settings.
        for unit in sorted((here.root / "etc/systemd/system").glob("*.timer")):
            (started,) = here.systemd.read(unit.name)["Unit"]
            if started not in ELSEWHERE:
                here.systemd.start(started)

        # A new version, with a table more, while four visitors read.
        upgrade, back = *blocks("A new version"), *blocks("The way back")
        last = sorted((house / "search/migrations").glob("0*.py"))[-1].stem
        (house / "search/migrations/0999_next.py").write_text(NEXT.format(last=last))
        here.commit(house, "A table more")
        first = (here.root / "srv/portal/current").readlink()
        with visitors(tls, trust) as answers:
            here.follow(upgrade)
            time.sleep(0.5)
        second = (here.root / "srv/portal/current").readlink()
        assert second != first
        assert answers.keys() == {"200"} and answers.total() > 20, answers

        # The way back: the older code on the newer table.
        with visitors(tls, trust) as answers:
            here.follow(back)
            time.sleep(0.5)
        assert (here.root / "srv/portal/current").readlink() == first
        assert answers.keys() == {"200"} and answers.total() > 8, answers

        # A version that does not start is put back, and the portal goes on.
        (house / "portal/wsgi.py").write_text("raise SystemExit('broken')\n")
        here.commit(house, "Broken")
        script = "sed -i 's/seq 60/seq 2/' /srv/portal/current/deploy/upgrade\n"
        with pytest.raises(AssertionError, match="does not answer, so .* is in service again"):
            here.follow(script + upgrade)
        assert (here.root / "srv/portal/current").readlink() == first
        assert ask(tls, "/fr/presse/", trust)[0] == 200


def units() -> list[Path]:
    return sorted(path for path in (DEPLOY / "systemd").iterdir() if path.is_file())


def test_every_command_that_a_unit_or_a_container_runs_is_one_of_the_portal():
    text = "\n".join(path.read_text() for path in [*units(), *(DEPLOY / "container").iterdir()] if path.is_file())
    named = set(re.findall(r"manage\.py(?:,| )\s*([a-z_]+)", text)) | set(re.findall(r"portal-run@([a-z_]+)", text))
    assert len(named) > 8
    assert named <= set(get_commands())


def test_every_timer_starts_a_unit_that_is_there():
    for path in units():
        if path.suffix == ".timer":
            (started,) = re.findall(r"^Unit=(\S+)$", path.read_text(), re.MULTILINE)
            assert (DEPLOY / "systemd" / re.sub(r"@.+\.", "@.", started)).is_file(), path


def test_the_guide_enables_every_unit_that_wants_to_be():
    enabled = " ".join(block for block in blocks("Once"))
    assert {path.name for path in units() if "[Install]" in path.read_text()} == set(
        re.findall(r"portal-[a-z]+\.(?:socket|service|timer)", enabled)
    )


def test_the_example_of_the_settings_names_all_that_production_needs_and_nothing_unknown():
    named = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "portal.env.example").read_text(), re.MULTILINE))
    table = (settings.BASE_DIR / "docs/operators/configuration.md").read_text()
    needed = set(re.findall(r"^\| `([A-Z_]+)` \| needed \|", table, re.MULTILINE))
    known = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert needed <= named <= known


def test_the_logs_are_kept_as_long_as_the_example_says():
    days = re.search(r"LOG_DAYS='(\d+)'", (DEPLOY / "portal.env.example").read_text())[1]
    rotated = (DEPLOY / "logrotate/portal").read_text()
    assert f"rotate {days}\n" in rotated and f"maxage {days}\n" in rotated


def words_of_the_container(file: str) -> list[str]:
    """How the web process is started there, but for its door: systemd opens the one of the unit."""
    words = json.loads(re.search(r"^CMD (\[.*\])$", file, re.MULTILINE)[1])
    place = words.index("--bind")
    return words[:place] + words[place + 2 :]


def words_of_the_unit() -> list[str]:
    unit = (DEPLOY / "systemd/portal-web.service").read_text()
    return shlex.split(re.search(r"^ExecStart=\S+ (.*)$", unit, re.MULTILINE)[1])


def test_the_container_holds_the_rooms_of_the_house_and_the_parts_fit():
    file = (DEPLOY / "container/Containerfile").read_text()
    copied = set(re.findall(r"^COPY (?!--)(\S+) ", file, re.MULTILINE))
    rooms = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")} - {"tests"}
    assert copied == rooms | {"requirements.txt", "manage.py", "templates", "static", "locale", "docs"}
    assert words_of_the_container(file) == words_of_the_unit()
    parts = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text())
    volumes = set(parts["volumes"])
    for name, part in parts["services"].items():
        for mount in part.get("volumes", []):
            source = mount.split(":")[0]
            assert source in volumes or (DEPLOY / "container" / source).exists() or source == "./certificates", (name, mount)
        assert set(part.get("depends_on", ())) <= set(parts["services"])
    ignored = (DEPLOY / "container/Containerfile.dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == copied, "an engine is given what is copied, and no more"
    places = re.findall(r"^(\w+)='/", (DEPLOY / "portal.env.example").read_text(), re.MULTILINE)
    given, fleeting = parts["x-portal"]["environment"], parts["x-portal"]["tmpfs"]
    mounts = [*parts["x-portal"]["volumes"], *parts["services"]["manage"]["volumes"]]
    mounted = [*fleeting, *(one.split(":")[1] for one in mounts)]
    assert set(given) == set(places) - {"MEDIA_ACCEL"}, "a place of a machine is none of a container"
    assert [name for name, place in given.items() if place and f"/{place.split('/')[1]}" not in mounted] == []
    made = re.search(r"install -d \S+ \S+ \S+ \S+ (.*)$", file, re.MULTILINE)[1].split()
    assert set(mounted) - set(fleeting) <= set(made)


def test_a_part_has_no_more_than_it_needs():
    """What meets strangers reaches neither backups nor their key, and nginx neither database nor cache; nobody gains rights."""
    parts = yaml.safe_load((DEPLOY / "container/compose.yaml").read_text())
    for name, part in parts["services"].items():
        sources = {mount.split(":")[0] for mount in part.get("volumes", ())}
        assert name == "manage" or not sources & {"keys", "backups"}, name
        assert part["security_opt"] == ["no-new-privileges:true"] and part["cap_drop"], name
        assert (part.get("env_file") == "portal.env") == (part.get("image") == "portal"), name
        assert ("ports" in part) == (name == "nginx"), name
    assert parts["networks"]["back"] == {"internal": True}
    assert parts["services"]["nginx"]["networks"] == ["front"]
    assert parts["services"]["database"]["networks"] == parts["services"]["cache"]["networks"] == ["back"]
    for unit in ("web", "deliver", "jobs"):
        text = (DEPLOY / f"systemd/portal-{unit}.service").read_text()
        assert "\nInaccessiblePaths=-/srv/portal/backups -/srv/portal/backup.key\n" in text, unit


def test_no_secret_of_an_installation_is_a_file_of_the_repository():
    ignored = (settings.BASE_DIR / ".gitignore").read_text().splitlines()
    assert {"deploy/container/*.env", "deploy/container/certificates/"} <= set(ignored)
