"""Addresses of sections without their language, or with another one's words."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "reader", "answer"),
    [
        ("/press/", "fr", "/fr/presse/"),
        ("/press/?page=2&q=a%20b", "fr", "/fr/presse/?page=2&q=a%20b"),
        ("/presse/", "en", "/en/press/"),
        ("/events/", "fr", "/fr/agenda/"),
        ("/en/presse/", "fr", "/en/press/"),
        ("/fr/press/", "en", "/fr/presse/"),
        ("/search/", "fr", "/fr/recherche/"),
    ],
)
def test_a_section_is_found_by_its_words_in_any_language(asked, reader, answer):
    client = Client(headers={"accept-language": reader})
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (302, answer)
    assert "Accept-Language" in response["Vary"]
    assert client.get(answer).status_code == 200


@pytest.mark.parametrize(
    "path", ["/fr/nulle-part/", "/fr/press/un-communique/", "/fr/presse/un-communique/", "/fr//", "/fr/%E9/"]
)
def test_what_names_no_section_is_not_found(client, path):
    assert client.get(path).status_code == 404
