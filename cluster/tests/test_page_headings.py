"""The table of contents of a page leads to each heading, whatever their words."""

import re

import pytest
from django.test import Client

from cluster.models import Page
from publishing import languages
from tests.make import make

pytestmark = pytest.mark.django_db


def headings_and_links(*words: str) -> tuple[dict[str, str], list[str]]:
    """The headings of a page with such headings, by their ``id``, and where its table of contents leads."""
    body = "".join(f"<h2>{heading}</h2><p>Un texte.</p>" for heading in words)
    page = make(Page, body_fr=body)
    html = Client().get(page.get_absolute_url(languages.main())).content.decode()
    found = re.findall(r'<h2 id="(t-[^"]*)">(.*?)</h2>', html)
    places = re.findall(r'id="([^"]+)"', html)
    assert sorted(places) == sorted(set(places))
    return dict(found), re.findall(r'<li><a href="#(t-[^"]*)">', html)


def test_headings_with_the_same_words_are_two_places():
    headings, links = headings_and_links("Contact", "Horaires", "Contact", "<strong>Contact</strong>")
    assert headings == {
        "t-contact": "Contact",
        "t-horaires": "Horaires",
        "t-contact-2": "Contact",
        "t-contact-3": "<strong>Contact</strong>",
    }
    assert links == list(headings)


def test_heading_that_reads_like_a_numbered_one_keeps_its_name():
    headings, links = headings_and_links("Contact", "Contact", "Contact 2", "Contact 2")
    assert headings == {
        "t-contact": "Contact",
        "t-contact-3": "Contact",
        "t-contact-2": "Contact 2",
        "t-contact-2-2": "Contact 2",
    }
    assert links == list(headings)


def test_headings_without_a_letter_are_places_too():
    headings, links = headings_and_links("?", "…", "Contact")
    assert list(headings.values()) == ["?", "…", "Contact"]
    assert links == list(headings)
