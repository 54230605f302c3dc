"""Error pages help: a search, ways on that lead somewhere, and nothing of what was asked said again."""

import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override

from portal import views
from publishing import languages
from tests.pages import flat

ASKED = "Canarizzq"


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.django_db
@pytest.mark.parametrize("language", languages.codes())
def test_an_unknown_page_leads_on(client, language):
    response = client.get(f"/{language}/{ASKED}/", {"q": ASKED})
    html = flat(response.content.decode())
    assert response.status_code == 404
    assert ASKED not in html
    with override(language):
        assert f'<form class="form" method="get" action="{reverse("search")}"' in html
    ways = re.findall(r'href="(/[^"]*)"', main_of(html))
    assert len(ways) >= 5
    assert [client.get(path).status_code for path in ways] == [200] * len(ways)


@pytest.mark.django_db
@pytest.mark.parametrize("view", [views.bad_request, views.permission_denied, views.not_found, views.csrf_failure])
@pytest.mark.parametrize("language", languages.codes())
def test_every_error_page_has_one_title_and_a_search(view, language):
    html = main_of(view(RequestFactory().get(f"/{language}/{ASKED}/")).content.decode())
    assert html.count("<h1>") == 1
    assert 'role="search"' in html
    assert ASKED not in html


@pytest.mark.parametrize("language", languages.codes())
def test_an_error_of_ours_asks_nothing_of_the_database(language):
    """No database is at hand in this test: a query would raise."""
    html = views.server_error(RequestFactory().get(f"/{language}/{ASKED}/")).content.decode()
    assert f'<html lang="{language}">' in html
    assert 'role="search"' in main_of(html)
    assert ASKED not in html


@pytest.mark.django_db
def test_a_refusal_shows_where_to_sign_in():
    assert reverse("account_login") in views.permission_denied(RequestFactory().get("/fr/")).content.decode()
