"""Hostile and absurd input: an empty result or a proper page in the visitor's language, never an error of ours."""

from typing import ClassVar

import pytest
from django.core.handlers import wsgi
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from publishing import languages
from tests.make import cap, make
from tests.test_walk import ROUTES, once
from tests.turns import EVERYTHING

pytestmark = pytest.mark.django_db

VALUES = (
    "",
    " ",
    "0",
    "-1",
    "1e9",
    "99999999999999999999999",
    "²",
    "NaN",
    "../../etc/passwd",
    "' OR 1=1 --",
    '"><script>alert(1)</script>',
    "{{ 7*7 }}",
    "%00",
    "%",
    "_",
    "\\",
    "é" * 300,
    "x" * 9000,
    "\ud7ff\uffff",
    "*",
    "AND OR NOT",
    "2024-02-30",
    "fr",
)
PARAMETERS = ("q", "page", "theme", "institution", "partner", "keyword", "phase", "year", "kind", "sector", "country", "region")
PARAMETERS += ("circle", "was_3ia", "zzz")
PLAIN = [name for name, tried in ROUTES.items() if tried is once]
"""Whether each value is asked in each language, and four for each parameter alone; otherwise turn by turn."""


class WatchedQuery(QueryDict):
    """The query of an address, which keeps in mind what is looked up in it."""

    names: ClassVar[set[str]]
    _is_whole = False

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        self._is_whole = True

    def _reads(self, *names: str) -> None:
        if self._is_whole:
            self.names.update(names)

    def __getitem__(self, key):
        self._reads(key)
        return super().__getitem__(key)

    def getlist(self, key, default=None):
        self._reads(key)
        return super().getlist(key, default)

    def __contains__(self, key):
        self._reads(key)
        return super().__contains__(key)

    def __iter__(self):
        self._reads(*super().keys())
        return super().__iter__()

    def keys(self):
        self._reads(*super().keys())
        return super().keys()

    def lists(self):
        self._reads(*super().keys())
        return super().lists()


@pytest.fixture
def read(monkeypatch) -> set[str]:
    """The names of the parameters that pages look at, of those that their addresses may bear."""
    monkeypatch.setattr(WatchedQuery, "names", set(), raising=False)
    monkeypatch.setattr(wsgi, "QueryDict", WatchedQuery)
    return WatchedQuery.names


@pytest.mark.parametrize("name", PLAIN)
def test_no_parameter_breaks_a_page(client, read, name):
    """All parameters at once, then each of those that the page reads, alone."""
    cap()
    paths = []
    for code in languages.codes():
        with override(code):
            paths.append(reverse(name))

    def ask(query: dict[str, str], turn: int) -> None:
        for path in paths if EVERYTHING else [paths[turn % len(paths)]]:
            response = client.get(path, query)
            assert response.status_code < 500 or name in ("readyz", "metrics"), (path, query)
            assert b"<script>alert" not in response.content

    for turn, value in enumerate(VALUES):
        ask(dict.fromkeys(PARAMETERS, value), turn)
    for turn, parameter in enumerate(one for one in PARAMETERS if one in read):
        for value in VALUES[3:10:2] if EVERYTHING else [VALUES[3:10:2][turn % 4]]:
            ask({parameter: value}, turn)


def test_the_parameters_that_a_page_reads_are_known(client, read):
    """A page of filters asks for them by name; what only some other page reads is not tried on it alone."""
    client.get(reverse("cap-list"), dict.fromkeys(PARAMETERS, "1"))
    assert {"q", "theme", "phase"} <= read
    assert not {"was_3ia", "zzz"} & read
    client.get(reverse("matrix"), {"sort": "1"})
    assert "sort" in read


@pytest.mark.parametrize("look", [list, dict, QueryDict.copy, QueryDict.urlencode, lambda asked: list(asked.items())])
def test_who_looks_at_all_parameters_reads_each(rf, read, look):
    look(rf.get("/", {"a": "1", "b": "2"}).GET)
    assert read == {"a", "b"}


@pytest.mark.parametrize("value", ["\x00", "a\x00b"])
def test_nul_is_refused_plainly(client, value):
    for path in (f"/fr/recherche/?q={value}", f"/fr/programmes/{value}/"):
        assert client.get(path).status_code in (400, 404)
    assert client.get("/fr/recherche/?q=%00").status_code == 400


@pytest.mark.parametrize("path", ["/fr/nulle-part/", "/fr/programmes/nulle-part/", "/fr/a/b/c/", "/fr/programmes/%C3%A9/"])
def test_unknown_address_is_a_page_in_the_visitors_language(client, path):
    for code, words in (("fr", "introuvable"), ("en", "cannot be found")):
        body = client.get(path.replace("/fr/", f"/{code}/")).content.decode()
        assert f'<html lang="{code}">' in body
        assert words in body


def test_unknown_host_is_refused(client):
    response = client.get("/fr/", headers={"Host": "evil.example.org"})
    assert response.status_code == 400
    assert b"evil.example.org" not in response.content


@pytest.mark.parametrize(
    ("page", "number"), [("", 1), ("2", 2), ("999", 2), ("0", 1), ("-3", 1), ("x", 1), ("²", 1), ("9" * 400, 2)]
)
def test_page_number_out_of_range_gives_the_nearest(client, page, number):
    from news.models import Article

    for _item in range(21):
        make(Article)
    assert client.get(reverse("article-list"), {"page": page}).context["page_obj"].number == number


def test_form_without_its_token_is_explained():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"})
    assert response.status_code == 403
    assert b"<h1>" in response.content


def test_pages_set_no_cookie_and_carry_the_policy(client):
    cap()
    for name in PLAIN:
        if name != "set_language" and not name.startswith(("account_", "mfa_", "socialaccount_")):  # forms
            response = client.get(reverse(name))
            assert not response.cookies, name
            assert "default-src 'none'" in response["Content-Security-Policy"], name
            assert "unsafe" not in response["Content-Security-Policy"], name
