"""The beginning of a text is cut between two words."""

import pytest

from publishing.excerpts import excerpt


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("Une phrase courte", 17, "Une phrase courte"),
        ("Une phrase un peu plus longue", 18, "Une phrase un peu…"),
        ("Une phrase un peu plus longue", 17, "Une phrase un…"),
        ("Une phrase, longue", 14, "Une phrase…"),
        ("anticonstitutionnellement", 10, "anticonst…"),
        ("", 10, ""),
    ],
)
def test_no_word_is_cut_but_one_that_is_longer_than_all(text, most, said):
    assert excerpt(text, most) == said
    assert len(said) <= most
