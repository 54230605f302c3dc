"""Rules of one text tell every place; what they do not compare, they say."""

import itertools
import random
import string

import pytest

from proofreading import engine
from proofreading.analysers.people import MOST_NAMES
from proofreading.files import reading_of
from proofreading.findings import ERROR, WARNING
from proofreading.knowledge import MEMBER, Knowledge, KnownName, KnownOrganisation
from proofreading.language_identification import UNKNOWN, LanguageIdentifier
from proofreading.reading import MOST_A_BLOCK, MOST_BODIES
from proofreading.rules.misspellings import MOST_WORDS
from proofreading.rules.names.people import MOST_ALIKE
from proofreading.rules.spans import MOST_IN_A_PARAGRAPH

MANY = MOST_IN_A_PARAGRAPH


def findings(code, text, *, language="fr", name="x.txt", known=None):
    """All that a rule finds in a text, before anything is kept back."""
    known = known or Knowledge()
    with engine.strict():
        report = engine.check({language: reading_of(language, name, text, known)}, known)
    return [finding for finding in report.findings if finding.code == code]


def places(code, text, **more):
    return [finding.place.shown for finding in findings(code, text, **more)]


def test_each_mark_of_html_and_markdown_is_told():
    text = "Le <b>cluster</b> ouvre&nbsp;un **séminaire** et un **autre**, <i>gratuit</i>."
    assert places("markup-left", text) == ["<b>", "</b>", "<i>", "</i>", "&nbsp;", "**séminaire**", "**autre**"]


def test_each_word_with_broken_letters_is_told_once():
    text = "Le sÃ©minaire trÃ¨s apprÃ©ciÃ© ouvre."
    found = findings("encoding", text)
    assert [(one.place.shown, one.fix.text) for one in found] == [
        ("sÃ©minaire", "séminaire"),
        ("trÃ¨s", "très"),
        ("apprÃ©ciÃ©", "apprécié"),
    ]


def test_broken_letters_hide_no_other_word():
    assert places("encoding", "Le sÃ©minaire\x07 ouvre\x07 à tous.") == ["sÃ©minaire\x07", "ouvre\x07"]


def test_each_bracket_alone_is_told():
    assert places("bracket", "Un (deux (trois (quatre (cinq [six.") == ["(", "(", "(", "(", "["]


def test_a_bracket_behind_a_smiley_is_told_where_it_stands():
    [found] = findings("bracket", "Bravo :-) à tous (ou presque.")
    assert (found.place.start, found.place.shown) == (17, "(")


def test_each_quotation_mark_alone_is_told():
    assert places("quotation-mark", "« un « deux « trois « quatre « cinq « six « sept") == ["«"] * 7


def test_each_place_of_the_rarer_figure_is_told():
    text = (
        "Il compte 18 équipes partenaires. Oui, 18 équipes partenaires. "
        + "Puis 81 équipes partenaires. " * 2
        + "18 équipes partenaires."
    )
    assert places("figure-contradicts", text) == ["81 équipes partenaires"] * 2


def test_each_place_of_the_rarer_spelling_is_told():
    text = "Maud Kervella, professeure, ouvre. " * 3 + "Puis Maud Kervela, professeure, parle. " * 2
    assert places("person-twice-spelt", text) == ["Maud Kervela"] * 2


def test_of_two_spellings_as_frequent_the_later_one_is_told():
    text = "Maud Kervella, professeure, ouvre. Puis Maud Kervela, professeure, parle. " * 2
    assert places("person-twice-spelt", text) == ["Maud Kervela"] * 2


@pytest.mark.parametrize(
    ("code", "piece", "severity"),
    [
        ("markup-left", "<b>a ", ERROR),
        ("encoding", "Ã© ", ERROR),
        ("bracket", "( ", WARNING),
        ("quotation-mark", "« ", WARNING),
    ],
)
def test_beyond_so_many_in_a_paragraph_the_rest_is_told_as_one(code, piece, severity):
    """As grave as the others: a text cannot be made to pass by having more of them than are told."""
    text = piece * (3 * MANY)
    found = findings(code, text)
    assert [one.message.key for one in found].count("and-more") == 1
    assert len(found) == MANY + 1
    assert (found[-1].message.key, found[-1].severity, found[-1].fix) == ("and-more", severity, None)
    assert (found[-1].place.start, found[-1].place.end) == (MANY * len(piece), len(text.rstrip()))
    assert len(findings(code, f"{piece * MANY}\n\n{piece * MANY}")) == 2 * MANY


def surnames(count):
    """So many surnames with one initial, no two of them a slip apart."""
    letters = random.Random(5)
    return ["K" + "".join(letters.choices(string.ascii_lowercase, k=9)) for _number in range(count)]


@pytest.mark.parametrize(("count", "key"), [(MOST_ALIKE, "written-elsewhere"), (MOST_ALIKE + 1, "not-compared")])
def test_a_surname_among_too_many_is_told_to_be_compared_with_none(count, key):
    text = "\n\n".join(f"Maud {surname}, professeure, ouvre." for surname in surnames(count))
    first = surnames(1)[0]
    found = findings("surname-misspelt", f"{text}\n\nMme {first[:-1]} ferme.")
    assert [(one.message.key, one.place.shown, one.severity) for one in found] == [(key, first[:-1], ERROR)]


def test_a_person_among_too_many_is_told_to_be_compared_with_none():
    text = "\n\n".join(f"Maud {surname}, professeure, ouvre." for surname in surnames(MOST_ALIKE + 1))
    assert {one.message.key for one in findings("person-twice-spelt", text)} == {"not-compared"}
    assert len(findings("person-twice-spelt", text)) == MOST_ALIKE + 1


@pytest.mark.slow
def test_where_too_many_words_are_unknown_it_is_said():
    words = [
        "".join(three) * 3
        for three in itertools.islice(itertools.product("bdfgk", string.ascii_lowercase, "qwxz"), MOST_WORDS + 5)
    ]
    text = "Le laboratoire ouvre ses portes à tous les étudiants. " + "\n\n".join(
        f"Il y a un {word} dans la ville." for word in words
    )
    found = [one for one in findings("misspelt-word", text) if one.message.key == "not-compared"]
    assert [(one.place.shown, one.severity) for one in found] == [(words[MOST_WORDS], WARNING)]


def names(count):
    """So many people, each with a given name of their own, in one paragraph."""
    given = ("".join(letters).capitalize() for letters in itertools.product("bdfgklm", "aeiou", "nrst"))
    return ", ".join(f"{name} {surname}" for name, surname in zip(given, surnames(count), strict=False))


BODY = Knowledge(bodies=[KnownOrganisation("inria", MEMBER, [KnownName("Inria", "fr", "official")])])


@pytest.mark.parametrize(
    ("key", "text", "rest"),
    [
        ("dates-unread", ", ".join(f"mai {year}" for year in range(1930, 1930 + MOST_A_BLOCK + 2)), "mai 1990, mai 1991."),
        ("figures-unread", ", ".join(str(number) for number in range(MOST_A_BLOCK + 2)), "60, 61."),
        ("bodies-unread", ", ".join(["Inria"] * (MOST_BODIES + 2)), "Inria, Inria."),
        ("names-unread", names(MOST_NAMES) + ", Zoé Last, Ada Final", "Zoé Last, Ada Final."),
    ],
)
def test_what_a_paragraph_has_beyond_what_is_read_is_told(key, text, rest):
    found = findings("read-in-part", f"{text}.", known=BODY)
    assert [(one.message.key, one.place.shown, one.severity) for one in found] == [(key, rest, ERROR)]
    assert findings("read-in-part", text.removesuffix(rest.removesuffix(".")).rstrip(", ") + ".", known=BODY) == []


def test_a_long_list_of_known_bodies_is_read_whole():
    """Their names are capitalised, and no names of people that could be too many."""
    known = Knowledge(bodies=[KnownOrganisation("su", MEMBER, [KnownName("Sorbonne Université", "fr", "official")])])
    assert findings("read-in-part", f"{', '.join(['Sorbonne Université'] * (MOST_NAMES + 2))}.", known=known) == []


def test_a_name_among_more_than_it_is_held_against_is_told():
    named = "\n\n".join(f"Maud {surname}, professeure, ouvre." for surname in surnames(MOST_NAMES + 1))
    found = findings("read-in-part", f"{named}\n\nHier, Maud Table riait.")
    assert [(one.message.key, one.place.shown, one.severity) for one in found] == [("people-uncompared", "Maud Table", ERROR)]


def test_a_run_of_number_words_is_read_to_its_end():
    reading = reading_of("fr", "x.txt", "Il compte " + "un deux " * 20 + "chats.", Knowledge())
    assert [int(figure.value) for figure in reading.figures] == [2] * 20


def test_letters_that_look_alike_are_seen_without_a_cluster():
    body = KnownOrganisation("inria", MEMBER, [KnownName("Inria", "fr", "official")])
    assert places("look-alike-letters", "Avec l’lnria, nous avançons.", known=Knowledge(bodies=[body])) == ["lnria"]


def test_a_word_of_the_trade_is_no_misspelling():
    """Used three times, it is meant."""
    assert places("misspelt-word", "Le sémianire ouvre. Un sémianire ferme.") == ["sémianire"] * 2
    assert places("misspelt-word", "Le sémianire ouvre. Un sémianire ferme. Le sémianire dure.") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le laboratoire ouvre ses portes à tous les étudiants.", "fr"),
        ("The whole paragraph was left in the other language by mistake.", "en"),
        (
            "Wszyscy studenci mogą przyjść na otwarcie nowego laboratorium które odbędzie się wiosną oraz wystawę.",
            UNKNOWN,
        ),
        ("Maud Kervella", ""),
        ("« 12, 40 »", ""),
    ],
)
def test_the_language_of_a_block_is_told_by_its_words(text, language):
    reading = reading_of("fr", "x.txt", text, Knowledge())
    assert LanguageIdentifier(reading).of_block(reading.blocks[0]) == language


def test_a_text_is_foreign_where_most_of_it_is():
    english = "The whole paragraph was left in the other language by mistake, and nobody saw it before it went out.\n\n"
    whole = LanguageIdentifier(reading_of("fr", "x.txt", english * 5 + "Le laboratoire ouvre.", Knowledge()))
    half = LanguageIdentifier(
        reading_of("fr", "x.txt", english + "Le laboratoire ouvre ses portes à tous les étudiants.", Knowledge())
    )
    assert (whole.of_text(), whole.is_foreign_text(), half.of_text(), half.is_foreign_text()) == ("en", True, "", False)


def test_a_passage_marked_as_another_language_is_read_by_no_rule_of_this_one():
    text = "<p>Le laboratoire présente {}son programme de rechreche ?{} aux étudiants.</p>"
    marked = text.format('<span lang="pt-BR">', "</span>")
    assert places("misspelt-word", text.format("", ""), name="x.html") == ["rechreche"]
    assert places("misspelt-word", marked, name="x.html") == []


def test_a_language_without_a_dictionary_is_not_told():
    reading = reading_of("de", "x.txt", "The whole paragraph was left in the other language by mistake.", Knowledge())
    assert LanguageIdentifier(reading).of_block(reading.blocks[0]) == ""
