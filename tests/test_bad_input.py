"""Hostile and absurd input: an empty result or a proper page in the visitor's language, never an error of ours."""

import os

import pytest
from django.urls import reverse
from django.utils.translation import override

from publishing import languages
from tests.make import cap, make
from tests.test_walk import ROUTES, once

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
ALONE = [
    {parameter: value}
    for number, parameter in enumerate(PARAMETERS)
    # A value for each parameter, turn by turn; with all examples, every one for each.
    for value in (VALUES[3:10:2] if os.environ.get("EXAMPLES") == "all" else [VALUES[3:10:2][number % 4]])
]
PLAIN = [name for name, tried in ROUTES.items() if tried is once]


@pytest.mark.parametrize("name", PLAIN)
def test_no_parameter_breaks_a_page(client, name):
    cap()
    tried = [*(dict.fromkeys(PARAMETERS, value) for value in VALUES), *ALONE]
    for code in languages.codes():
        with override(code):
            path = reverse(name)
        for query in tried:
            response = client.get(path, query)
            assert response.status_code < 500 or name == "readyz", (path, query)
            assert b"<script>alert" not in response.content


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
        if name != "set_language" and not name.startswith(("account_", "mfa_")):  # forms
            response = client.get(reverse(name))
            assert not response.cookies, name
            assert "default-src 'none'" in response["Content-Security-Policy"], name
            assert "unsafe" not in response["Content-Security-Policy"], name
