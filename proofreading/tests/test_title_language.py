"""What language a title is in, where nobody says."""

import pytest

from proofreading.title_language import language_of


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Écouter l’essai", "fr"),
        ("Apprendre à corriger un écoulement turbulent", "fr"),
        ("Répondre, questionner, se taire : trois assistants en classe", "fr"),
        ("Playable parameters for neural bowed-string synthesis", "en"),
        ("Attention is all you need", "en"),
        ("abstain: calibrated abstention for clinical models", "en"),
        # What both languages have, what neither has, and a name.
        ("Simulation", ""),
        ("Optimal transport", ""),
        ("El aprendizaje automático y la sociedad", ""),
        ("Ein neues Verfahren zur Analyse von Texten", ""),
        ("BERT", ""),
        ("<b>", ""),
        ("", ""),
    ],
)
def test_a_title_tells_its_language_or_is_left_without_one(title, language):
    assert language_of(title, ("fr", "en")) == language_of(title, ("en", "fr")) == language
