"""What the web server loads before it forks its processes opens nothing that two of them must not share."""

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.web_worker import WebWorker

HOUSE = Path(__file__).resolve().parent.parent
LOADED = """
import socket
made = []
connect = socket.socket.connect
socket.socket.connect = lambda self, address: made.append(address) or connect(self, address)
from portal.wsgi import application
from portal.web_worker import share
share()
import gc, os, sys, threading
assert gc.isenabled()
looked = [one["collections"] for one in gc.get_stats()]
assert looked[1] + looked[2] < 10, f"the collector looked through what is loaded: {looked}"
from django.db import connections
assert gc.get_freeze_count() > 100_000
assert threading.active_count() == 1, threading.enumerate()
assert made == [], made
assert [one.connection for one in connections.all(initialized_only=True)] in ([], [None])
held = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
late = {"proofreading.rules.table", "icalendar", "openpyxl", "markdown_it"} & set(sys.modules)
assert not late, f"loaded at the start, though hardly a request needs it: {late}"
assert not [one for one in held if one.startswith("socket:") or ".sqlite" in one or ".counts" in one], held
"""


@pytest.mark.slow
@pytest.mark.one_database
def test_loading_opens_nothing(tmp_path: Path) -> None:
    environment = os.environ | {
        "PORTAL_ENV": "local",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://portal@127.0.0.1:9/nowhere",
        "CACHE_URL": "rediscache://127.0.0.1:9/0",
    }
    command = [sys.executable, "-c", LOADED]
    run = subprocess.run(command, cwd=HOUSE, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_only_a_master_that_has_loaded_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    from gunicorn.config import Config

    frozen: list[bool] = []
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(True))
    for preload in (False, True):
        config = Config()
        config.set("preload_app", preload)
        WebWorker(1, 1, [], None, 30, config, None).tmp.close()
        assert frozen == [True] * preload


def test_the_unit_and_the_container_load_before_they_fork() -> None:
    for path in ("deploy/systemd/portal-web.service", "deploy/container/Containerfile", "script/server"):
        assert "--preload" in (HOUSE / path).read_text(), path
