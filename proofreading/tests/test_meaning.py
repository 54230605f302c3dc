"""What a text says does not change with its typography, and changes with every word, figure and address."""

from __future__ import annotations

import pytest

from proofreading.meaning import compared, count_changed_words, count_words, digest_of, meaning_of, plain_text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("l'équipe", "l’équipe"),
        ("« oui »", "\u201coui\u201d"),
        ("Bonjour !", "Bonjour\u202f!"),
        ("1 200", "1\u202f200"),
        ("1200", "1 200"),
        ("2024-2025", "2024 – 2025"),
        ("-5", "−5"),
        ("un - deux", "un — deux"),
        ("rendez-vous", "rendez‑vous"),
        ("cœur", "coeur"),
        ("co\u00adopération", "coopération"),
        ("m2", "m²"),
        ("12 000", "12\n000"),
        ("CO2", "CO₂"),
        ("Fin", "fin."),
        ("un, deux", "un deux"),
        ("et...", "et…"),
        ("  deux   mots\n", "deux mots"),
    ],
)
def test_typography_is_no_meaning(before, after):
    assert meaning_of(before) == meaning_of(after)
    assert not any(passage.is_changed for passage in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3,5", "35"),
        ("3,5", "3.5"),
        ("3,5", "3 5"),
        ("5", "-5"),
        ("5", "−5"),
        ("10²", "102"),
        ("40 %", "40"),
        ("14:30", "14 30"),
        ("2024-2025", "2024 2025"),
        ("1 200", "1 2000"),
        ("côte", "cote"),
        ("marché", "marche"),
        ("Il vient.", "Il vient ?"),
        ("+ 5", "5"),
        ("R&D", "R D"),
        ("oui", "non"),
    ],
)
def test_words_figures_and_their_signs_are_meaning(before, after):
    assert meaning_of(before) != meaning_of(after)
    assert digest_of(before) != digest_of(after)
    assert any(passage.is_changed for passage in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Un mot</p>", "<p>Un <strong>mot</strong></p>"),
        ("<p>Un</p><p>mot</p>", "<ul><li><p>Un</p></li><li>mot</li></ul>"),
        ("<p>Un mot</p>", "<h2>Un&nbsp;mot</h2>"),
        ("<p>m²</p>", "<p>m<sup>2</sup></p>"),
        ("<p>1<sup>er</sup></p>", "<p>1er</p>"),
        ("<p>anti<em>corps</em></p>", "<p>anticorps</p>"),
        ("<p></p>", ""),
        ("<p>un<br>deux</p>", "<p>un deux</p>"),
    ],
)
def test_layout_is_no_meaning(before, after):
    assert meaning_of(before, is_html=True) == meaning_of(after, is_html=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p><a href="https://a.example.org/">ici</a></p>', '<p><a href="https://b.example.org/">ici</a></p>'),
        ('<p><a href="https://a.example.org/">ici</a></p>', "<p>ici</p>"),
        ("<p>10<sup>2</sup></p>", "<p>102</p>"),
        ("<p>un</p><p>mot</p>", "<p>unmot</p>"),
    ],
)
def test_addresses_and_words_of_a_formatted_text_are_meaning(before, after):
    assert meaning_of(before, is_html=True) != meaning_of(after, is_html=True)


def test_words_are_counted_and_compared_for_a_reader():
    old, new = "<p>Un « mot » de <b>2024</b>.</p>", "<p>Un “mot” de 2025 !</p>"
    assert count_words(old, is_html=True) == 4
    assert [(passage.old, passage.new) for passage in compared(old, new, is_html=True) if passage.is_changed] == [
        ("2024.", "2025 !")
    ]
    assert count_changed_words(old, new, is_html=True) == 1
    assert plain_text('<p>Lire <a href="https://example.org/">ici</a></p><p>Fin</p>', is_html=True) == (
        "Lire ici (https://example.org/)\nFin"
    )
