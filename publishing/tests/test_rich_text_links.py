"""Where links of formatted text may lead, whichever way the text comes."""

import pytest

from cluster.models import Institution
from publishing.fields import sanitize
from tests.make import make

KEPT = [
    "https://example.org/a?b=c#d",
    "HTTP://example.org",
    "https://example.org/with space",
    "mailto:presse@example.org",
    "tel:+33199001234",
    "/",
    "/fr/programmes/",
    "/fr/programmes/?theme=a",
    "#contact",
]
DROPPED = [
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "/\n/evil.example/",
    "///evil.example/",
    "https:evil.example",
    "https:///evil.example",
    "https:/\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "ftp://example.org/",
    "www.example.org",
    "example.org",
    "programmes/",
    "?theme=a",
    "mailto:",
    "",
]


@pytest.mark.parametrize("href", KEPT)
def test_link_to_a_whole_address_or_a_path_of_the_portal_is_kept(href):
    assert sanitize(f'<p><a href="{href}">x</a></p>') == f'<p><a href="{href}">x</a></p>'


@pytest.mark.parametrize("href", DROPPED)
def test_link_to_anything_else_loses_its_address(href):
    assert sanitize(f'<p><a href="{href}">x</a></p>') == "<p><a>x</a></p>"


def test_space_around_an_address_is_no_part_of_it():
    assert sanitize('<p><a href="  https://example.org/ ">x</a></p>') == '<p><a href="https://example.org/">x</a></p>'
    assert sanitize('<p><a href=" //evil.example/">x</a></p>') == "<p><a>x</a></p>"


def test_other_attributes_of_a_link_are_kept():
    kept = '<p><a href="/fr/" title="Accueil">x</a></p>'
    assert sanitize(kept) == kept


@pytest.mark.django_db
def test_what_is_written_without_a_form_is_held_to_it_too():
    institution = make(Institution, description_fr='<p><a href="//evil.example/">x</a></p>')
    institution.refresh_from_db()
    assert institution.description_fr == "<p><a>x</a></p>"
