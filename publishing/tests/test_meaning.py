"""Whatever typography makes of a text, its translation stays; whatever word or figure changes in it, it does not."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from proofreading.meaning import digest_of, meaning_of

SENTENCE = "L’équipe d’« IA » étudie 1 200 cœurs : 3,5 % en 2024-2025, soit −5 °C – c’est peu ; d’où la suite…"
SETTING = st.sampled_from(
    [
        lambda text: text.upper(),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  "),
        lambda text: text.replace("’", "'"),
        lambda text: text.replace("–", "—"),
        lambda text: text.replace("-", "–"),
        lambda text: text.replace("«", "“").replace("»", "”"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("œ", "oe"),
        lambda text: text.replace("é", "é\u00ad"),
        lambda text: text.replace("…", "..."),
        lambda text: f" {text}\n",
    ]
)


@given(st.lists(SETTING, min_size=1, max_size=6))
def test_no_setting_of_a_sentence_changes_what_it_says(settings):
    text = SENTENCE
    for set_anew in settings:
        text = set_anew(text)
    assert meaning_of(text) == meaning_of(SENTENCE)


@given(st.text(max_size=80))
def test_a_meaning_is_its_own_meaning(text):
    """What is compared is settled: setting a text in its plainest form does not change it again."""
    once = meaning_of(text)
    assert meaning_of(f" {text} ") == once
    assert meaning_of(unicodedata.normalize("NFD", text)) == once


@given(st.data())
def test_a_changed_word_or_figure_always_changes_what_is_said(data):
    words = SENTENCE.split()
    place = data.draw(st.sampled_from([place for place, word in enumerate(words) if any(map(str.isalnum, word))]))
    letters = [number for number, sign in enumerate(words[place]) if sign.isalnum()]
    number = data.draw(st.sampled_from(letters))
    new = data.draw(st.sampled_from([sign for sign in "abcdxyz0123456789" if sign != words[place][number].lower()]))
    changed = words[place][:number] + new + words[place][number + 1 :]
    text = " ".join([*words[:place], changed, *words[place + 1 :]])
    assert digest_of(text) != digest_of(SENTENCE)
