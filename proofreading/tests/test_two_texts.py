"""Rules of two languages and of the records read a text of any length; what they do not compare, they say."""

import pytest

from proofreading import engine
from proofreading.alignment import MOST_QUOTED, Pair
from proofreading.beads import WeighedSentence, beads
from proofreading.files import reading_of
from proofreading.findings import ERROR, NOTE, WARNING
from proofreading.knowledge import Knowledge
from proofreading.rules.names.people import MOST_ALIKE
from proofreading.tests.made_up import records
from proofreading.tests.test_one_text import surnames


def findings(code, fr="", en="", *, name="x.txt", known=None):
    """All that a rule finds in a text or two, before anything is kept back."""
    known = known or Knowledge()
    readings = {language: reading_of(language, name, text, known) for language, text in (("fr", fr), ("en", en)) if text}
    with engine.strict():
        report = engine.check(readings, known)
    return [finding for finding in report.findings if finding.code == code]


def told(code, *texts, **more):
    return [(one.language, one.message.key, one.place.shown) for one in findings(code, *texts, **more)]


# Quotations


def quoting(count, opens="“", closes="”"):
    return "Le séminaire ouvre ses portes à tous.\n\n" + "\n\n".join(
        f"{opens}We have opened {surname} to all of our students.{closes}" for surname in surnames(count)
    )


@pytest.mark.parametrize(("count", "keys"), [(MOST_QUOTED, []), (MOST_QUOTED + 9, ["not-compared"])])
def test_where_a_text_quotes_too_often_it_is_said(count, keys):
    """Once, as an error, where the quotations begin that were not compared; none of these is told to be lost."""
    found = findings("quote-missing", quoting(MOST_QUOTED, "«\u00a0", "\u00a0»"), quoting(count))
    assert [(one.message.key, one.severity, one.language) for one in found] == [(key, ERROR, "en") for key in keys]
    assert all(surnames(count)[MOST_QUOTED] in one.place.shown for one in found)


# People


@pytest.mark.slow
@pytest.mark.parametrize(("count", "expected"), [(MOST_ALIKE, []), (MOST_ALIKE + 1, [("fr", "not-compared", "Maud Kervelec")])])
def test_a_person_among_too_many_of_the_other_language_is_told_to_be_compared_with_none(count, expected):
    others = surnames(count)
    en = "\n\n".join(f"Maud {surname}, professor, opens." for surname in others)
    fr = "\n\n".join(f"Maud {surname}, professeure, ouvre." for surname in [*others, "Kervelec"])
    assert told("person-spelt-differently", fr, en) == expected


def test_two_spellings_are_told_once_and_accents_at_each_place():
    fr = "Maud Kervella, professeure, ouvre. Élodie Brévan, doyenne, ferme."
    en = "Maud Kervela, professor, opens. Elodie Brévan, dean, closes. Elodie Brévan, dean, leaves."
    found = findings("person-spelt-differently", fr, en)
    assert [(one.place.shown, one.severity, one.fix.text) for one in found] == [
        ("Maud Kervela", ERROR, "Maud Kervella"),
        ("Elodie Brévan", WARNING, "Élodie Brévan"),
        ("Elodie Brévan", WARNING, "Élodie Brévan"),
    ]


# Paragraphs and sentences


def test_a_sentence_is_missed_in_a_paragraph_of_any_number_of_them():
    numbers = range(60)
    fr = " ".join(f"Il a vu la porte {number}." for number in numbers)
    en = " ".join(f"He saw the door {number}." for number in numbers)
    lost = "Nothing of all this has ever been planned by anybody there."
    assert told("statement-missing", fr, f"{en} {lost}") == [("en", "sentence-once", lost)]


def test_a_paragraph_is_aligned_by_all_of_its_words():
    """However many stand before those that its translation shares with it."""
    known = Knowledge()
    fr, en = "Le texte. " * 120 + "Les mathématiciens.", "The text. " * 120 + "The mathematicians."
    pair = Pair(*(reading_of(language, "x.txt", text, known) for language, text in (("fr", fr), ("en", en))))
    assert [pair.roots[language][0] for language in ("fr", "en")] == [{"mathe"}, {"mathe"}]


def test_paragraphs_of_two_orders_find_one_another():
    fr = "Il finance 40 projets.\n\nIl ouvre 12 chaires.\n\nIl accueille 300 étudiants."
    en = "It hosts 300 students.\n\nIt funds 40 projects.\n\nIt opens 12 chairs."
    known = Knowledge()
    pair = Pair(*(reading_of(language, "x.txt", text, known) for language, text in (("fr", fr), ("en", en))))
    assert [(a.index, b.index) for a, b in pair.aligned] == [(0, 1), (1, 2), (2, 0)]
    assert [pair.alone(reading) for reading in pair.readings] == [[], []]


MOVED_FR = (
    "La halle ouvre ses portes à Kermadec. Les chercheuses disposent d’un laboratoire commun et de bureaux. Le chantier"
    " dure deux ans.",
    "Le port accueille Zoé Kervel. La région soutient les équipes.",
    "Une exposition présente les instruments de mesure de la côte.",
)
MOVED_EN = (
    "The hall opens its doors in Kermadec. Work will last two years.",
    "The port welcomes Zoé Kervel. The region supports the teams.",
    "An exhibition shows the instruments that measure the coast. The researchers have a common laboratory and offices.",
)


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        (MOVED_FR, MOVED_EN),
        (MOVED_FR, (MOVED_EN[2], MOVED_EN[0], MOVED_EN[1])),
        (MOVED_FR, (" ".join(MOVED_EN[:2]), MOVED_EN[2])),
    ],
    ids=["a sentence", "a paragraph and a sentence", "a paragraph that is two, and a sentence"],
)
def test_nothing_is_missed_that_stands_elsewhere(fr, en):
    assert told("statement-missing", "\n\n".join(fr), "\n\n".join(en)) == []


def test_two_sentences_are_missed_at_once():
    lost = MOVED_FR[0].split(". ", 1)[1].split(". ")
    en = "The hall opens its doors in Kermadec."
    assert [
        shown for _language, _key, shown in told("statement-missing", "\n\n".join(MOVED_FR[:2]), "\n\n".join((en, MOVED_EN[1])))
    ] == [
        f"{lost[0]}.",
        lost[1],
    ]


def test_a_bead_holds_two_sentences_that_say_what_two_others_do():
    lefts = [WeighedSentence(100, frozenset("ab")), WeighedSentence(60, frozenset("c")), WeighedSentence(50, frozenset("d"))]
    rights = [WeighedSentence(60, frozenset("bc")), WeighedSentence(100, frozenset("a")), WeighedSentence(50, frozenset("d"))]
    assert beads(lefts, rights, 1.0) == [(range(2), range(2)), (range(2, 3), range(2, 3))]
    assert beads(lefts[:2], [WeighedSentence(160, frozenset("abc"))], 1.0) == [(range(2), range(1))]
    assert beads(lefts, [], 1.0) == [(range(place, place + 1), range(0)) for place in range(3)]


# Links and addresses


def test_a_link_lost_is_told_behind_an_address_of_mail():
    fr = "[Écrire](mailto:presse@example.org) ou [voir](https://livre.example.org/fr/) ici.\n\nEt voilà."
    assert told("link-missing", fr, "Write or see here.\n\nThere.", name="x.md")[0] == ("fr", "no-link-there", "voir")


def test_somebody_with_two_numbers_is_told():
    fr, en = (
        f"{heading}\n\nMaud Kervella\n{number}"
        for heading, number in (("Contact presse", "01 99 00 12 34"), ("Press contact", "+33 1 99 00 56 78"))
    )
    assert told("contact-leak", fr, en) == [("en", "two-numbers", "+33 1 99 00 56 78")]


# What the portal knows


def about(*words):
    return "# Titre\n\n## À propos de l’Arpège\n\n" + " ".join(words)


def test_an_older_text_of_any_length_is_a_warning_where_it_first_differs():
    known = records()
    words = [f"mot{number}" for number in range(3000)]
    known.boilerplates[0].texts["fr"] = " ".join(words)
    words[2900] = "autre"
    [found] = findings("boilerplate-moved-on", about(*words), name="x.md", known=known)
    assert (found.place.shown, found.severity) == ("autre", WARNING)


def test_another_text_is_noted_at_its_heading():
    [found] = findings("boilerplate-moved-on", about("Une maison comme les autres."), name="x.md", known=records())
    assert (found.place.shown, found.severity) == ("À propos de l’Arpège", NOTE)


def test_the_title_of_a_programme_may_have_any_length():
    known = records()
    title = "Robotique " + "et apprentissage " * 20
    text = f"RYDER ({title}en cuisine) commence."
    assert [found.message.key for found in findings("programme", text, known=known)] == ["title"]


def test_each_wrong_date_of_a_step_is_told():
    text = "PostGenAI@Paris a été inauguré le 3 mars 2025, ou bien il a été inauguré le 5 mai 2025."
    assert [place for _code, _key, place in told("milestone", text, known=records())] == ["3 mars 2025", "5 mai 2025"]
