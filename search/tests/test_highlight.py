"""Marks stand on the original words, and every sign of the text is escaped."""

import pytest

from search.highlight import excerpt, marked
from search.query import read


def marks(text: str, query: str, language: str = "fr") -> str:
    return str(marked(text, read(query, language).ways, language))


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("Les Écoles d’été", "ecole", "Les <mark>Écoles</mark> d’été"),
        ("La cyber\u00adsécu\u200brité ici", "cybersécurité", "La <mark>cyber\u00adsécu\u200brité</mark> ici"),
        ("L’œuvre de l’Ircam", "oeuvres ircam", "L’<mark>œuvre</mark> de l’<mark>Ircam</mark>"),
        ("L’IA générative", "intelligence artificielle", "L’<mark>IA</mark> générative"),
        ("Un programme d’accélération collaboratif", "PAC", "Un <mark>programme d’accélération collaboratif</mark>"),
        ("Un programme de danse", "PAC", "Un programme de danse"),
        ("<b>Robot</b> & cie", "robots", "&lt;b&gt;<mark>Robot</mark>&lt;/b&gt; &amp; cie"),
        ('"><script>alert(1)</script>', "alert", "&quot;&gt;&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;"),
        ("mark", "mark", "<mark>mark</mark>"),
        ("", "robot", ""),
    ],
)
def test_marks(text, query, expected):
    assert marks(text, query) == expected


def test_the_excerpt_shows_where_the_words_stand():
    text = f"{'Avant propos sans objet. ' * 30}Une robotique chirurgicale sûre. {'Suite sans objet. ' * 30}"
    shown = excerpt(text, read("robotique chirurgicale", "fr").ways, "fr")
    assert "<mark>robotique</mark> <mark>chirurgicale</mark>" in shown
    assert shown.startswith("… ") and shown.endswith(" …")
    assert len(shown) < 400


@pytest.mark.parametrize("text", ["", "Court.", "x" * 5000, "<" * 5000])
def test_the_excerpt_of_any_text_is_short_and_escaped(text):
    shown = excerpt(text, read("robot", "fr").ways, "fr")
    assert "<" not in shown
    assert len(shown) <= 1200
