"""What a page says of itself where it is found and shared: nothing that another page says."""

import re
from collections import defaultdict
from html import unescape

import pytest
from django.urls import reverse
from django.utils.translation import override

from caps.models import CAP
from cluster.models import Person
from portal.lists import LISTS
from publishing import languages
from search import index
from tests.make import cap, draft, future, make, person
from tests.responses import let_go

pytestmark = pytest.mark.django_db

SAID = {
    "title": r"<title>(.*?)</title>",
    "description": r'<meta name="description" content="(.*?)"',
    "picture": r'<meta property="og:image" content="(.*?)"',
}


def card_of(thing, language: str) -> str:
    with override(language):
        return reverse("thing-picture", kwargs={"kind": thing.url_name, "key": thing.pk})


@pytest.mark.in_full
@pytest.mark.slow
def test_no_two_pages_share_a_title_a_description_or_a_picture(client, demo):
    """Every section page, every real thing, and ten examples of each kind."""
    for code in languages.codes():
        said: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in SAID}
        with override(code):
            paths = [reverse(name) for name in LISTS]
        for model in index.registered():
            public = model.objects.public(code).for_sitemap()
            things = [*public.filter(is_example=False), *public.filter(is_example=True)[:10]]
            paths += [thing.get_absolute_url(code) for thing in things]
        for path in paths:
            page = client.get(path).content.decode()
            for name, pattern in SAID.items():
                said[name][unescape(re.search(pattern, page, re.S)[1])].append(path)
        shared = {f"{name}: {words}": where for name, found in said.items() for words, where in found.items() if len(where) > 1}
        assert shared == {}


def test_a_programmes_card_bears_its_number_and_is_its_own(client):
    one, other = cap(number=7), cap(number=8)
    assert (one.shared_number, other.shared_number) == ("07", "08")
    assert one.shared_tone == one.theme.tone
    pictures = []
    for thing in (one, other):
        response = client.get(card_of(thing, languages.main()))
        assert (response.status_code, response["Content-Type"]) == (200, "image/png")
        pictures.append(b"".join(response.streaming_content))
        let_go(response)
    assert pictures[0] != pictures[1]


def test_a_card_is_seen_exactly_when_its_page_is(client):
    hidden = cap(number=7, **draft())
    nobody = make(Person, family_name="Xenakis")  # no role and no programme makes them public
    later = make(CAP, number=9, acronym="TARD", **future())
    for thing in (hidden, nobody, later):
        for code in languages.codes():
            assert client.get(card_of(thing, code)).status_code == 404
    response = client.get(card_of(person("Alix"), languages.main()))
    assert response.status_code == 200
    let_go(response)
    with override(languages.main()):
        assert client.get(reverse("thing-picture", kwargs={"kind": "pressrelease", "key": 1})).status_code == 404
        assert client.get(reverse("thing-picture", kwargs={"kind": "cap", "key": 2**40})).status_code == 404
