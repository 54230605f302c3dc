"""How the pages bear growth: the same requests on the demo data and on many times as much, turn by turn in one run."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from news.models import PressRelease
from publishing.languages import main

BOUND = 1.3
"""How many times slower a page may become: a ratio, since seconds say more of the machine than of the portal."""


class Command(BaseCommand):
    help = (
        "Compares how long pages take with the demo data and with many times as much, on two databases made for it and removed "
        "again. The portal's own database and files are not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=100, metavar="N", help="how many times the content (100 unless told)")
        parser.add_argument(
            "--rounds", type=int, default=25, metavar="N", help="requests per page and database (25 unless told)"
        )

    def handle(self, *args: Any, times: int, rounds: int, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as files, _apart(files), _databases(2) as (small, large):
            for use, content in ((small, 1), (large, times)):
                self.stderr.write(f"Loading {content} times the content …")
                use()
                call_command("load_demo", times=content, verbosity=0, stdout=self.stderr)
            slow = self._compare(small, large, times, rounds)
        if slow:
            self.stdout.write(f"More than {BOUND} times slower: {', '.join(slow)}.")

    def _compare(self, small: Callable, large: Callable, times: int, rounds: int) -> list[str]:
        client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
        measured: dict[str, tuple[list[float], list[float]]] = {}
        for turn in range(rounds + 1):
            for place, use in enumerate((small, large)):
                use()
                for name, path in _pages().items():
                    seconds = _seconds(client, path)
                    if turn:  # the first one fills what each process fills once
                        measured.setdefault(name, ([], []))[place].append(seconds)
        self.stdout.write(f"| Page | 1× (ms) | {times}× (ms) | Ratio |\n|---|---|---|---|")
        slow = []
        for name, timings in measured.items():
            one, many = (statistics.median(some) * 1000 for some in timings)
            self.stdout.write(f"| {name} | {one:.1f} | {many:.1f} | {many / one:.2f} |")
            slow += [name] if many / one > BOUND else []
        return slow


def _pages() -> dict[str, str]:
    with override(main()):
        return {
            "home": reverse("home"),
            "list of programmes": reverse("cap-list"),
            "list of partners": reverse("partner-list"),
            "programme": CAP.objects.public(main()).order_by("pk")[0].get_absolute_url(main()),
            "press room": reverse("pressrelease-list"),
            "press release": PressRelease.objects.public(main()).order_by("pk")[0].get_absolute_url(main()),
            "search": f"{reverse('search')}?q=robot",
            "admin list": reverse("admin:news_pressrelease_changelist"),
        }


def _seconds(client: Client, path: str) -> float:
    if path.startswith("/admin/"):
        client.force_login(get_user_model().objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)[0])
    cache.clear()
    began = time.perf_counter()
    response = client.get(path)
    seconds = time.perf_counter() - began
    client.logout()
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return seconds


def _apart(files: str) -> override_settings:
    """Settings of this run: uploaded files of its own, and static files by their plain names, collected or not."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": plain}
    return override_settings(MEDIA_ROOT=f"{files}/media", STATIC_ROOT=settings.BASE_DIR / "static", STORAGES=storages)


@contextmanager
def _databases(count: int) -> Iterator[list[Callable[[], None]]]:
    """Databases of this run, made as those of tests are; each is given as what turns to it."""
    own, test = connection.settings_dict["NAME"], dict(connection.settings_dict["TEST"])
    made: list[str] = []
    try:
        for number in range(count):
            connection.settings_dict["NAME"] = own
            connection.settings_dict["TEST"]["NAME"] = _name(own, number)
            connection.close()
            made.append(connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False))
        yield [partial(_turn_to, name) for name in made]
    finally:
        for name in made:
            _turn_to(name)
            connection.creation.destroy_test_db(own, verbosity=0)
        connection.close()
        connection.settings_dict["NAME"], connection.settings_dict["TEST"] = own, test


def _name(own: object, number: int) -> str:
    return f"{own}.benchmark-{number}" if connection.vendor == "sqlite" else f"{own}_benchmark_{number}"


def _turn_to(name: str) -> None:
    if connection.settings_dict["NAME"] != name or connection.connection is None:
        connection.close()
        connection.settings_dict["NAME"] = name
    connection.ensure_connection()
