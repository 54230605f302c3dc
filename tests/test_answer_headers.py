"""Every answer is guarded by its headers, whoever makes it, and graded A+ by the observatory's published rules."""

import re

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from publishing import answer_headers, languages
from tests.observatory import grade, score
from tests.responses import let_go
from tests.test_bad_input import PLAIN
from tests.test_uploads import files, secured  # noqa: F401  fixtures

pytestmark = pytest.mark.django_db


def graded(response) -> tuple[str, list[str]]:
    cookies = "\n".join(one.OutputString() for one in response.cookies.values())
    html = "" if response.streaming else response.content.decode(errors="replace")
    points, lost = score({**response.headers, **({"Set-Cookie": cookies} if cookies else {})}, html)
    let_go(response)
    return grade(points), lost


@pytest.fixture
def production(settings, secured):  # noqa: F811
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True


def refused() -> dict[str, object]:
    client = Client(raise_request_exception=False)
    return {
        "unknown page": client.get("/fr/nulle-part/", secure=True),
        "redirect": client.get("/", secure=True),
        "redirect to https": client.get("/fr/"),
        "unknown host": client.get("/fr/", secure=True, headers={"Host": "evil.example.net"}),
        "NUL": client.get("/fr/%00/", secure=True),
        "method": client.post("/fr/", secure=True),
        "static": client.get("/static/site.css", secure=True),
        "no such static": client.get("/static/none.css", secure=True),
        "no such file": client.get("/media/news.picture/a/b.jpg", secure=True),
        "no token": Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"}, secure=True),
    }


def test_pages_are_graded_a_plus(client, production):
    grades = {}
    for place, name in enumerate(PLAIN):
        with override(languages.codes()[place % len(languages.codes())]):
            grades[name] = graded(client.get(reverse(name), secure=True))
    assert grades == dict.fromkeys(PLAIN, ("A+", []))


def test_refusals_redirects_and_static_files_are_graded_a_plus(settings, production):
    settings.SECURE_SSL_REDIRECT = True
    answers = refused()
    assert answers["redirect to https"].status_code == 301
    # What is answered without TLS cannot say that TLS is to be used (RFC 6797, 7.2).
    plain = {"redirect to https": ("B+", ["transport_security"])}
    assert {name: graded(response) for name, response in answers.items()} == dict.fromkeys(answers, ("A+", [])) | plain


def test_uploaded_files_are_graded_a_plus(client, production, files):  # noqa: F811
    assert {kind: graded(client.get(path, secure=True)) for kind, (path, _content) in files.items()} == dict.fromkeys(
        files, ("A+", [])
    )


def test_the_grade_falls_with_each_guard_that_is_taken_away(client, production):
    whole = dict(client.get("/fr/", secure=True).headers)
    assert grade(score(whole)[0]) == "A+"
    for name, lost in (
        ("Content-Security-Policy", "content_security_policy"),
        ("Strict-Transport-Security", "transport_security"),
        ("X-Content-Type-Options", "content_type_options"),
    ):
        assert score({key: value for key, value in whole.items() if key != name})[1] == [lost]
    for policy in ("script-src 'unsafe-inline'", "default-src *", "default-src 'self' http:", "style-src 'self'"):
        assert "content_security_policy" in score(whole | {"Content-Security-Policy": policy})[1], policy
    assert score(whole | {"Set-Cookie": "sessionid=a; HttpOnly; SameSite=Lax"})[1] == ["cookies"]


def test_a_view_that_says_more_is_left_its_word(client, production, files):  # noqa: F811
    path, _content = files["pdf"]
    response = client.get(path, secure=True)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    let_go(response)


def test_nginx_says_of_its_own_answers_what_the_portal_says_of_its(production):
    text = (configured.BASE_DIR / "deploy/nginx/headers.conf").read_text()
    assert dict(re.findall(r'^add_header (\S+) +"([^"]*)" always;$', text, re.MULTILINE)) == answer_headers.guards(secure=True)
