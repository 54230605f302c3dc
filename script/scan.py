"""What script/scan does once Wapiti is there: serve the portal with its demo data, have it attacked, tell what was found.

A scanner that finds nothing says nothing unless it is seen to find something. So a throwaway page with two holes is planted
first, behind everything that stands before the portal's own pages.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
CLEAN, FOUND, UNKNOWN = 0, 1, 2
"""How the program ends."""
MODULES = "sql,xss,permanentxss,exec,file,crlf,redirect,csp"
"""What is tried. Left out: what needs a host of the scanner's makers (ssrf, xxe, log4shell), and headers and cookies of TLS,
which this trial has not and tests/test_answer_headers.py asks about."""
LOOKING, ATTACKING = 20, 40
"""Of each minute of a part, the seconds in which the scanner looks for pages and forms, and those in which it attacks them."""
GRACE = 60
"""Seconds that the scanner may take beyond its time, to end what it is at and write its report; then it is stopped."""
EXPECTED = {"SQL Injection", "Reflected Cross Site Scripting"}
PLANTED_URLS = """
import sqlite3
from django.http import HttpResponse
from django.urls import path
from portal.urls import *  # noqa: F403
from portal.urls import handler400, handler403, handler404, handler429, handler500, urlpatterns  # noqa: F401

def planted(request):
    return HttpResponse('<html><body><a href="/planted/said/?word=a">a</a><a href="/planted/row/?id=1">b</a></body></html>')

def said(request):
    return HttpResponse("<html><body><p>" + request.GET.get("word", "") + "</p></body></html>")

def row(request):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE thing (id INTEGER, name TEXT)")
    try:
        rows = base.execute("SELECT name FROM thing WHERE id = '" + request.GET.get("id", "") + "'").fetchall()
    except sqlite3.Error as error:
        return HttpResponse("sqlite3.OperationalError: " + str(error), status=200)
    return HttpResponse("<html><body>" + str(len(rows)) + "</body></html>")

urlpatterns = [path("planted/", planted), path("planted/said/", said), path("planted/row/", row), *urlpatterns]
"""
SESSION = """
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
editor = User.objects.create_user("scanned", password=None, is_staff=True)
editor.groups.set(Group.objects.all())
session = import_module(settings.SESSION_ENGINE).SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(editor.pk), settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
session.save()
print(session.session_key)
"""
"""Signs in an editor with every task, but no administrator. A local portal asks for no second factor."""
KEPT_FROM = ("account/logout/", "admin/logout/", "admin/*/delete/*", "admin/*/delete/")
"""What the scanner does not ask for: it would be signed out, or have nothing left to look at."""
PLANTED_SETTINGS = """
from portal.settings import *  # noqa: F403
ROOT_URLCONF = "planted_urls"
"""


def main() -> int:
    options = _options()
    # Who is stopped stops what was started.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(UNKNOWN))
    with tempfile.TemporaryDirectory() as name, portal(Path(name)) as (url, session):
        planted = scanned(options.scanner, f"{url}/planted/", Path(name), options.minutes, "folder")
        if not EXPECTED <= {kind for kind, _found in planted}:
            print("The scanner does not find the holes that were planted, so its silence about the portal would say nothing.")
            return UNKNOWN
        print(f"Planted: {', '.join(sorted({kind for kind, _found in planted}))}.")
        found = [
            finding
            for start in ("/fr/", "/en/")
            for finding in scanned(options.scanner, url + start, Path(name), options.minutes)
        ]
        if not is_let_in(f"{url}/admin/", session):
            print("The back office does not let the scanner in, so its silence about it would say nothing.")
            return UNKNOWN
        # Last, because who is signed in changes what the public sees.
        found += scanned(options.scanner, f"{url}/admin/", Path(name), options.minutes, "folder", session)
    for kind, what in found:
        print(f"{kind}: {what}")
    print(f"The portal: {len(found) or 'no'} findings.")
    return FOUND if found else CLEAN


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/scan")
    parser.add_argument("--scanner", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--minutes", type=int, default=10, help="how long each of the four parts takes at most")
    return parser.parse_args()


@contextmanager
def portal(directory: Path) -> Iterator[tuple[str, str]]:
    """The portal with its demo data and the planted page; its address, and the key of an editor's session."""
    (directory / "planted_urls.py").write_text(PLANTED_URLS)
    (directory / "planted_settings.py").write_text(PLANTED_SETTINGS)
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    environment |= {"PORTAL_ENV": "local", "VAR_DIR": str(directory / "var"), "PORT": str(port), "PYTHONUTF8": "1"}
    # A scanner asks more often than people, and what is refused is not attacked.
    environment |= dict.fromkeys(("SEARCHES_A_MINUTE", "SUGGESTIONS_A_MINUTE", "DOCUMENTS_A_MINUTE"), "9999999")
    for chore in ("compile_catalogues", "prepare"):
        subprocess.run([sys.executable, "manage.py", chore], cwd=HOUSE, env=environment, check=True, stdout=subprocess.DEVNULL)
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "--command", SESSION]
    session = subprocess.run(shell, cwd=HOUSE, env=environment, check=True, capture_output=True, text=True).stdout.strip()
    environment |= {"DJANGO_SETTINGS_MODULE": "planted_settings", "PYTHONPATH": f"{directory}:{HOUSE}"}
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    command += ["--workers", "2", "--threads", "4", "--worker-class", "portal.web_worker.WebWorker", "--log-level", "error"]
    process = subprocess.Popen(command, cwd=HOUSE, env=environment, start_new_session=True)
    try:
        _wait_for(f"http://127.0.0.1:{port}/livez")
        yield f"http://127.0.0.1:{port}", session
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return int(door.getsockname()[1])


def _wait_for(url: str) -> None:
    for _attempt in range(240):
        try:
            urllib.request.urlopen(url, timeout=20).close()  # noqa: S310  an address of this run
            return
        except OSError:
            time.sleep(0.25)
    raise SystemExit(f"{url} does not answer.")


def is_let_in(url: str, session: str) -> bool:
    """Whether who is signed in gets this very page, and is not led to the form for signing in."""
    question = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})  # noqa: S310  an address of this run
    with urllib.request.urlopen(question, timeout=20) as answer:  # noqa: S310
        return bool(answer.url == url)


def scanned(
    scanner: Path, url: str, directory: Path, minutes: int, scope: str = "domain", session: str = ""
) -> list[tuple[str, str]]:
    """What the scanner found: the kind, and the address or form with what was sent. ``session``: who asks is signed in.

    Ends the program where it gave no report: that is no answer.
    """
    report = directory / "report.json"
    report.unlink(missing_ok=True)
    command = [str(scanner), "--url", url, "--scope", scope, "--module", MODULES, "--format", "json", "--output", str(report)]
    command += ["--store-session", str(directory / "session"), "--flush-session", "--no-bugreport", "--verbose", "0"]
    # The time for attacks is that of each kind, one after the other.
    attack = minutes * ATTACKING // (MODULES.count(",") + 1)
    command += ["--max-scan-time", str(minutes * LOOKING), "--max-attack-time", str(attack), "--max-links-per-page", "60"]
    command += ["--depth", "4", "--max-parameters", "12", "--tasks", "8"]
    home = "/".join(url.split("/")[:3])
    for path in KEPT_FROM:
        command += ["--exclude", f"{home}/{path}"]
    if session:
        # With the cookie that the tokens of forms are held against: without it every form is refused unread.
        command += ["--header", f"Cookie: sessionid={session}; csrftoken={secrets.token_hex(16)}"]
    at_home = os.environ | {"HOME": str(directory)}
    try:
        said = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            env=at_home,
            timeout=minutes * 60 + GRACE,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        print(f"The scanner did not end after {minutes} minutes, as it was told to, so nothing is known.")
        raise SystemExit(UNKNOWN) from None
    try:
        found = json.loads(report.read_text())["vulnerabilities"]
    except (OSError, ValueError, KeyError):
        print(f"The scanner gave no report, so nothing is known: {said.stderr.strip()[-400:] or said.stdout.strip()[-400:]}")
        raise SystemExit(UNKNOWN) from None
    return [(kind, _told(finding)) for kind, findings in found.items() for finding in findings]


def _told(finding: dict[str, str]) -> str:
    return f"{finding['method']} {finding['path']} {finding.get('info', '')}"[:300]


if __name__ == "__main__":
    sys.exit(main())
