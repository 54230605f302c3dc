"""How one translation stands, save after save: a table of stories, without a database."""

from datetime import UTC, datetime, timedelta

import pytest

from publishing.translated_texts import MOST_EARLIER, TranslatedText, TranslationState, Wording

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NEEDED, MISSING, STALE, COMPLETE = (
    TranslationState.NOT_NEEDED,
    TranslationState.MISSING,
    TranslationState.STALE,
    TranslationState.COMPLETE,
)


def told(*saves, is_html=False):
    """The states after each save of a source and its translation, given with what somebody says of the latter."""
    row, states = TranslatedText(), []
    for number, (source, translation, *said) in enumerate(saves):
        says = {name: True for name in said}
        row.look(Wording(source, translation, is_html), START + timedelta(days=number), **says)
        states.append(row.state)
    return row, states


@pytest.mark.parametrize(
    ("saves", "states"),
    [
        ([("", "")], [NEEDED]),
        ([("", "A word")], [NEEDED]),
        ([("Un mot", "")], [MISSING]),
        ([("Un mot", "A word")], [COMPLETE]),
        ([("Un mot", ""), ("Un mot", "A word")], [MISSING, COMPLETE]),
        ([("Un mot", "A word"), ("Deux mots", "A word")], [COMPLETE, STALE]),
        ([("Un mot", "A word"), ("Deux mots", "Two words")], [COMPLETE, COMPLETE]),
        ([("Un mot", "A word"), ("Deux mots", "A word"), ("Deux mots", "Two words")], [COMPLETE, STALE, COMPLETE]),
        ([("Un mot", "A word"), ("« UN  MOT »\u202f!", "A word")], [COMPLETE, COMPLETE]),
        ([("Un mot", "A word"), ("Deux mots", "A word"), ("Deux mots", "“A word”.")], [COMPLETE, STALE, STALE]),
        ([("Un mot", "A word"), ("Deux mots", "A word"), ("Un mot", "A word")], [COMPLETE, STALE, COMPLETE]),
        ([("Un mot", "A word"), ("Un  mot juste", "A word", "is_good")], [COMPLETE, COMPLETE]),
        ([("Un mot", "A word"), ("Deux mots", "A word"), ("Deux mots", "A word", "is_good")], [COMPLETE, STALE, COMPLETE]),
        ([("Un mot", "A word"), ("Un mot", "")], [COMPLETE, MISSING]),
        ([("Un mot", "A word"), ("", "A word"), ("Deux mots", "A word")], [COMPLETE, NEEDED, STALE]),
        ([("", "A word"), ("Un mot", "A word")], [NEEDED, COMPLETE]),
        ([("ENS", "", "is_good"), ("ENS", ""), ("L’ENS", "")], [COMPLETE, COMPLETE, MISSING]),
        # The source, copied to be written over, is no translation until it is written over or said to be one.
        ([("Un mot", "Un mot", "is_copied")], [MISSING]),
        ([("Un mot", "Un mot", "is_copied"), ("Un mot", "un mot !")], [MISSING, MISSING]),
        ([("Un mot", "Un mot", "is_copied"), ("Deux mots", "Un mot")], [MISSING, MISSING]),
        ([("Un mot", "Un mot", "is_copied"), ("Un mot", "A word")], [MISSING, COMPLETE]),
        ([("Un mot", "A word", "is_copied")], [COMPLETE]),
        ([("Un mot", "Un mot", "is_copied"), ("Un mot", "Un mot", "is_good")], [MISSING, COMPLETE]),
        ([("Sorbonne", "Sorbonne")], [COMPLETE]),
        # A translation that is brought back is as old as it is, whatever stood there meanwhile.
        ([("Un", "One"), ("Deux", "Two"), ("Deux", "One")], [COMPLETE, COMPLETE, STALE]),
        ([("Un", "One"), ("Deux", "Two"), ("Un", "One")], [COMPLETE, COMPLETE, COMPLETE]),
        ([("Un", "One"), ("Deux", "One"), ("Deux", "Two"), ("Deux", "One")], [COMPLETE, STALE, COMPLETE, STALE]),
        ([("Un", "One"), ("Deux", ""), ("Deux", "One")], [COMPLETE, MISSING, STALE]),
    ],
)
def test_each_story(saves, states):
    assert told(*saves)[1] == states


def test_a_changed_layout_is_nothing_and_a_changed_address_is_something():
    text, set_anew = (
        "<p>Lire <a href='https://a.example.org/'>ici</a></p>",
        "<h2>Lire <a href='https://a.example.org/'>ici</a></h2>",
    )
    moved = set_anew.replace("//a.", "//b.")
    assert told((text, "<p>Read</p>"), (set_anew, "<p>Read</p>"), (moved, "<p>Read</p>"), is_html=True)[1] == [
        COMPLETE,
        COMPLETE,
        STALE,
    ]


def test_it_waits_since_the_change_and_says_how_much_there_is_to_do():
    row, _states = told(("Un mot simple", ""), ("Un mot simple", "A simple word"), ("Un mot juste", "A simple word"))
    assert (row.since, row.words, row.source_words) == (START + timedelta(days=2), 1, 3)
    assert row.source == "Un mot simple", "what it said is kept for who translates"
    row.look(Wording("Un mot très juste", "A simple word", is_html=False), START + timedelta(days=9))
    assert (row.since, row.words) == (START + timedelta(days=2), 2), "a second change does not make it younger"
    row.look(Wording("Un mot très juste", "Quite the word", is_html=False), START + timedelta(days=10))
    assert (row.since, row.words, row.source) == (None, 0, "Un mot très juste")


def test_a_text_that_is_not_for_a_language_asks_for_nothing():
    row = TranslatedText()
    row.look(Wording("Annexe", "", is_html=False, is_needed=False), START)
    assert (row.state, row.source_words) == (NEEDED, 0)


def test_only_so_many_earlier_translations_are_remembered():
    row, _states = told(*((f"Mot {number}", f"Word {number}") for number in range(MOST_EARLIER + 5)))
    assert len(row.earlier) == MOST_EARLIER
