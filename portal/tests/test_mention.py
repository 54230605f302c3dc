"""The mention of accessibility where there is no statement and where something failed; and the outline of long pages."""

import re

import pytest
from django.test import RequestFactory

from cluster.models import Page
from portal import views
from tests.make import make

from .test_law import MENTION, ORDER


@pytest.mark.django_db
@pytest.mark.parametrize("view", [views.bad_request, views.permission_denied, views.not_found, views.csrf_failure])
def test_the_mention_is_on_error_pages(view):
    assert MENTION in view(RequestFactory().get("/fr/")).content.decode()


def test_the_mention_is_on_the_page_of_an_error_of_ours():
    """It asks the database nothing, and its link is the statement’s fixed address."""
    for code in ORDER:
        html = views.server_error(RequestFactory().get(f"/{code}/")).content.decode()
        assert MENTION in html
        path = {"fr": "/fr/accessibilite/", "en": "/en/accessibility/"}[code]
        assert f'href="{path}"' in html


@pytest.mark.django_db
def test_the_mention_needs_no_statement(client):
    assert MENTION in client.get("/fr/").content.decode()


@pytest.mark.django_db
def test_a_long_page_has_an_outline_that_leads_to_its_headings(client):
    page = make(Page, body_fr="<h2>Un &amp; deux</h2><p>x</p><h2>{host_name}</h2><h2>Contenu</h2><p>y</p>")
    html = client.get(page.get_absolute_url("fr")).content.decode()
    for anchor in re.findall(r'<li><a href="#([^"]+)"', html[html.index('class="outline"') :]):
        assert f'<h2 id="{anchor}">' in html
    assert 'href="#t-un-deux"' in html
