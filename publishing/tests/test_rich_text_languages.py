"""The language of a passage of formatted text, whichever way the text comes."""

import pytest

from cluster.models import Institution
from publishing.fields import sanitize
from tests.make import make

KEPT = {
    "en": "en",
    " EN ": "en",
    "en-us": "en-US",
    "pt-BR": "pt-BR",
    "zh-hant-tw": "zh-Hant-TW",
    "es-419": "es-419",
    "sl-nedis": "sl-nedis",
    "grc": "grc",
    "de-x-phonebk": "de-x-phonebk",
}
DROPPED = [
    "",
    "e",
    "english",
    "fr_FR",
    "fr-",
    "-fr",
    "en us",
    'en" onclick="x',
    "<b>",
    "und",
    "zxx",
    "x-private",
    "fr-" + "a" * 40,
]


@pytest.mark.parametrize(("said", "kept"), KEPT.items())
def test_passage_keeps_its_language_tag(said, kept):
    assert sanitize(f'<p>Le <span lang="{said}">mot</span></p>') == f'<p>Le <span lang="{kept}">mot</span></p>'


@pytest.mark.parametrize("said", DROPPED)
def test_span_that_names_no_language_is_none(said):
    said = said.replace('"', "&quot;").replace("<", "&lt;")
    assert sanitize(f'<p>Le <span lang="{said}">mot</span></p>') == "<p>Le mot</p>"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p><span>a</span></p>", "<p>a</p>"),
        ('<p><span class="x" style="color:red">a</span></p>', "<p>a</p>"),
        ('<p><span>a <span lang="en">b <span>c</span></span> d</span></p>', '<p>a <span lang="en">b c</span> d</p>'),
        ('<p><span lang="en">a <span>b</span> <em>c</em></span></p>', '<p><span lang="en">a b <em>c</em></span></p>'),
        ('<p><span lang="en" onclick="x">a</span></p>', '<p><span lang="en">a</span></p>'),
        ("<p>a &lt;span&gt; b</p>", "<p>a &lt;span&gt; b</p>"),
        ('<h2>Un <span lang="en">mot', '<h2>Un <span lang="en">mot</span></h2>'),
    ],
)
def test_spans_that_say_nothing_else_go_and_the_others_close_in_their_place(written, kept):
    assert sanitize(written) == kept
    assert sanitize(kept) == kept


@pytest.mark.django_db
def test_language_of_a_passage_is_stored_and_shown(client):
    text = '<p>Le <span lang="en">machine learning</span> à l’hôpital</p>'
    institution = make(Institution, description_fr=text)
    institution.refresh_from_db()
    assert institution.description_fr == text
    assert text in client.get(institution.get_absolute_url("fr")).content.decode()
