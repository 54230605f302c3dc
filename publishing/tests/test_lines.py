"""What of a text does not break over two lines, and what its signs become."""

import pytest
from django.utils.translation import override

from publishing.localized_text import LocalizedHTML, LocalizedText
from publishing.portal_links import FollowedLinks
from publishing.templatetags.portal_text import breakable, kept_whole, prose_words, words
from publishing.typography import typeset


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Annoncé le 21 mai 2024 à Paris", "fr", 'Annoncé le <span class="nb">21 mai 2024</span> à Paris'),
        ("Le 1er avril 2025", "fr", 'Le <span class="nb">1<sup>er</sup> avril 2025</span>'),
        ("On 10–11 February 2025", "en", 'On 10–<span class="nb">11 February 2025</span>'),
        ("Depuis mai 2024", "fr", "Depuis mai 2024"),
        ("45 mai 2024", "fr", "45 mai 2024"),
        ("À l’AP-HP", "fr", 'À l’<span class="nb">AP-HP</span>'),
    ],
)
def test_a_date_stays_on_one_line_as_a_name_does(text, language, shown):
    with override(language):
        assert words(LocalizedText(text, language)) == shown


def test_an_address_is_no_text(db):
    html = '<p>Voir <a href="https://example.org/AP-HP/1er avril 2025">la page</a></p>'
    with override("fr"):
        shown = prose_words(LocalizedHTML(html, "fr"), FollowedLinks())
    assert "example.org/AP-HP/" in shown and "nb" not in shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("A users' committee", "A users’ committee"),
        ("the students'\n work", "the students’\n work"),
        ("it's", "it’s"),
        ("'quoted' words", "'quoted' words"),
    ],
)
def test_an_english_plural_has_the_apostrophe_of_every_possessive(typed, shown):
    assert typeset(typed, "en") == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("press@example.org", "press@<wbr>example.<wbr>org"),
        ("https://www.courdecassation.fr", "https://<wbr>www.<wbr>courdecassation.<wbr>fr"),
        ("prenom.nom-compose@institut.example.org", "prenom.<wbr>nom-<wbr>compose@<wbr>institut.<wbr>example.<wbr>org"),
        ("https://example.org/a_b/?q=1&r=2", "https://<wbr>example.<wbr>org/<wbr>a_<wbr>b/?<wbr>q=<wbr>1&amp;<wbr>r=<wbr>2"),
        ("<script>alert()</script>.org/", "&lt;script&gt;alert()&lt;/<wbr>script&gt;.<wbr>org/"),
    ],
)
def test_a_long_address_breaks_behind_its_signs_and_in_no_word(written, shown):
    assert breakable(written) == shown


def test_an_address_within_a_text_to_copy_breaks_in_no_word_either():
    assert kept_whole("AP-HP, https://a-b.fr/c") == '<span class="nb">AP-HP</span>, https://<wbr>a-<wbr>b.<wbr>fr/<wbr>c'
