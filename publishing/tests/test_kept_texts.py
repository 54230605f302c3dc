"""What is made of a text alone is made once, in bounded room, and never confuses a safe text with one that is not."""

import pytest
from django.utils.safestring import SafeString, mark_safe

from publishing import kept_texts
from publishing.kept_texts import kept_by_text
from publishing.kept_values import begin_anew


@pytest.fixture
def made() -> list[tuple[str, ...]]:
    return []


@pytest.fixture
def shout(made):
    @kept_by_text
    def shouted(text: str, *codes: str) -> str:
        made.append((text, *codes))
        return text if text.isupper() else text.upper()

    return shouted


def test_each_text_is_made_once_in_each_language(shout, made):
    assert [shout("un", "fr"), shout("un", "fr"), shout("un", "en"), shout("deux", "fr")] == ["UN", "UN", "UN", "DEUX"]
    assert made == [("un", "fr"), ("un", "en"), ("deux", "fr")]
    begin_anew()
    shout("un", "fr")
    assert len(made) == 4


def test_a_safe_text_is_not_given_for_one_that_is_not(shout):
    assert type(shout(mark_safe("<B>"))) is SafeString
    assert type(shout("<B>")) is str


def test_the_oldest_go_where_there_are_too_many(shout, made, monkeypatch):
    monkeypatch.setattr(kept_texts, "MOST", 10)
    for text in ("aaaa", "bbbb", "cccc", "cccc", "bbbb", "aaaa"):
        shout(text)
    assert [text for (text,) in made] == ["aaaa", "bbbb", "cccc", "aaaa"]
    shout("d" * 11)
    shout("d" * 11)
    assert [text for (text,) in made[4:]] == ["d" * 11] * 2
