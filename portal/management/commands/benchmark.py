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
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.forms import CharField
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from news.models import PressRelease
from portal.bare_list import BareList
from publishing import merging
from publishing.admin import PortalAdmin
from publishing.field_values import as_posted
from publishing.languages import column, main
from publishing.models import Record
from publishing.querysets import PublishedQuerySet

BOUND = 1.3
"""How many times slower a page may become: a ratio, since seconds say more of the machine than of the portal."""
FORM_BOUND, LIST_BOUND = 30, 20
"""How many times the CPU of a bare list of 20 rows a form or a list of the back office may cost, at any size of the portal."""
MOST_QUERIES = 40
"""Statements of a save in the back office."""
BARE, SAVED = "bare list of 20 rows", ", saved"
FORM, LIST = "admin form of ", "admin list of "
TYPED_IN = ("lead", "summary", "description", "biography", "title", "name", "label", "term", "text", "words")
"""The texts of a record of which one has a word changed: the first that it has, after those that name it least."""
Asked = Callable[[], Any]
"""Sends a request; gives its answer."""


class Command(BaseCommand):
    help = (
        "Compares how long pages take with the demo data and with many times as much, and with a bare list of Django, on two "
        "databases made for it and removed again. The portal's own database and files are not touched."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--times", type=int, default=100, metavar="N", help="how many times the content (100 unless told)")
        parser.add_argument(
            "--rounds", type=int, default=25, metavar="N", help="requests per page and database (25 unless told)"
        )
        parser.add_argument("--only", default="", metavar="WORDS", help="only the pages whose name holds these words")

    def handle(self, *args: Any, times: int, rounds: int, only: str, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as files, _apart(files), _databases(2) as (small, large):
            for use, content in ((small, 1), (large, times)):
                self.stderr.write(f"Loading {content} times the content …")
                use()
                call_command("load_demo", times=content, verbosity=0, stdout=self.stderr)
            self._compare(small, large, times, rounds, only)

    def _compare(self, small: Callable, large: Callable, times: int, rounds: int, only: str) -> None:
        measured: dict[str, tuple[list[float], list[float]]] = {}
        queries: dict[str, tuple[int, ...]] = {}
        for turn in range(-1, rounds + 1):
            for place, use in enumerate((small, large)):
                use()
                BareList.as_view()(RequestFactory().get("/"))  # a new connection reads the schema at its first question
                for name, ask in _requests(only).items():
                    if turn < 0:  # the first one fills what each process fills once
                        _cpu_of(name, ask)
                    elif turn == 0:
                        queries[name] = (*queries.get(name, ()), _queries_of(name, ask))
                    else:
                        measured.setdefault(name, ([], []))[place].append(_cpu_of(name, ask))
        medians = {name: [statistics.median(some) * 1000 for some in timings] for name, timings in measured.items()}
        self.stdout.write(
            f"| Page | 1× (ms of CPU) | {times}× | Ratio | 1× to the bare list | {times}× to the bare list | Queries |\n"
            "|---|---|---|---|---|---|---|"
        )
        for name, (one, many) in medians.items():
            bare = [cpu / own for cpu, own in zip((one, many), medians[BARE], strict=True)]
            said = " and ".join(map(str, dict.fromkeys(queries[name])))
            self.stdout.write(
                f"| {name} | {one:.1f} | {many:.1f} | {many / one:.2f} | {bare[0]:.1f} | {bare[1]:.1f} | {said} |"
            )
        self._say_what_is_over(medians, queries)

    def _say_what_is_over(self, medians: dict[str, list[float]], queries: dict[str, tuple[int, ...]]) -> None:
        slow = [name for name, (one, many) in medians.items() if many / one > BOUND]
        if slow:
            self.stdout.write(f"More than {BOUND} times slower: {', '.join(slow)}.")
        for start, bound in ((FORM, FORM_BOUND), (LIST, LIST_BOUND)):
            dear = [
                name
                for name, cpu in medians.items()
                if name.startswith(start)
                and not name.endswith(SAVED)
                and any(page / bare > bound for page, bare in zip(cpu, medians[BARE], strict=True))
            ]
            if dear:
                self.stdout.write(f"More than {bound} times the bare list: {', '.join(dear)}.")
        talkative = [name for name, asked in queries.items() if name.endswith(SAVED) and max(asked) > MOST_QUERIES]
        if talkative:
            self.stdout.write(f"More than {MOST_QUERIES} queries: {', '.join(talkative)}.")


def _requests(only: str) -> dict[str, Asked]:
    """What is asked, by its name; the bare list always, since all else is measured by it."""
    client, staff = (Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]) for _each in range(2))
    User = get_user_model()
    staff.force_login(User.objects.get_or_create(username="benchmark", is_staff=True, is_superuser=True)[0])
    asked: dict[str, Asked] = {name: partial(client.get, path) for name, path in _pages().items()}
    asked |= {
        "admin list, searched": partial(staff.get, reverse("admin:news_pressrelease_changelist"), {"q": "robot"}),
        "admin home": partial(staff.get, reverse("admin:index")),
    }
    for model in kinds():
        label, route = model._meta.label_lower, f"admin:{model._meta.app_label}_{model._meta.model_name}"
        form, name = reverse(f"{route}_change", args=[first_of(model).pk]), f"{FORM}{label}"
        asked |= {f"{LIST}{label}": partial(staff.get, reverse(f"{route}_changelist")), name: partial(staff.get, form)}
        if only in f"{name}{SAVED}":
            asked[f"{name}{SAVED}"] = partial(staff.post, form, typed_in(staff.get(form)))
    request = RequestFactory().get("/")
    chosen = {name: ask for name, ask in asked.items() if only in name}
    return {BARE: partial(BareList.as_view(), request), **chosen}


def kinds() -> list[type[Record]]:
    """The kinds of records that the back office keeps and the portal holds one of."""
    kept = (model for model, model_admin in admin.site._registry.items() if isinstance(model_admin, PortalAdmin))
    return [model for model in kept if issubclass(model, Record) and model._default_manager.exists()]


def first_of(model: type[Record]) -> Record:
    """The first record of a kind that the public sees; of one that has no moment, the first."""
    records = model._default_manager.all()
    return (records.public(main()) if isinstance(records, PublishedQuerySet) else records).order_by("pk")[0]


def _release() -> PressRelease:
    return PressRelease.objects.public(main()).order_by("pk")[0]


def _pages() -> dict[str, str]:
    with override(main()):
        return {
            "home": reverse("home"),
            "list of programmes": reverse("cap-list"),
            "list of partners": reverse("partner-list"),
            "programme": CAP.objects.public(main()).order_by("pk")[0].get_absolute_url(main()),
            "press room": reverse("pressrelease-list"),
            "press release": _release().get_absolute_url(main()),
            "search": f"{reverse('search')}?q=robot",
        }


def typed_in(response: Any) -> dict[str, Any]:
    """What the form of a record would send, with one word of it changed."""
    context = response.context_data
    form, formsets = context["adminform"].form, [shown.formset for shown in context["inline_admin_formsets"]]
    posted: dict[str, Any] = {context["stamp_name"]: context["stamp"], merging.BASE: context["keeping"]["base"]}
    for shown in [form, *(formset.management_form for formset in formsets), *(row for rows in formsets for row in rows.forms)]:
        posted |= {field.html_name: values for field in shown if (values := as_posted(field))}
    named = [name for stem in TYPED_IN for name in (column(stem, main()), stem) if name in form.fields]
    texts = [*named, *(name for name, field in form.fields.items() if type(field) is CharField)]
    return posted | {texts[0]: f"{form[texts[0]].value()} {time.monotonic_ns() % 1000}"}


def _cpu_of(name: str, ask: Asked) -> float:
    """The seconds of CPU of one request. The database of PostgreSQL works beside, and is not counted."""
    cache.clear()
    began = time.process_time()
    response = ask()
    seconds = time.process_time() - began
    if response.status_code != (302 if name.endswith(SAVED) else 200):
        raise RuntimeError(f"{name} answers {response.status_code}")
    return seconds


def _queries_of(name: str, ask: Asked) -> int:
    with CaptureQueriesContext(connection) as asked:
        _cpu_of(name, ask)
    return len(asked)


def _apart(files: str) -> override_settings:
    """Settings of this run: uploaded files of its own, static files by their plain names, collected or not, no kept answers."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = settings.STORAGES | {"staticfiles": plain}
    places = {"MEDIA_ROOT": f"{files}/media", "STATIC_ROOT": settings.BASE_DIR / "static"}
    return override_settings(STORAGES=storages, KEEP_ANSWERS=False, **places)


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
