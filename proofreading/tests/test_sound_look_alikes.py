"""What is sound though it looks like a fault, kind by kind, and the fault beside it. All texts here are made up."""

import pytest

from proofreading import engine
from proofreading.files import reading_of
from proofreading.findings import ERROR, NOTE, WARNING
from proofreading.knowledge import Knowledge
from proofreading.presentation import told_once

OPENS = {"fr": "Une nouvelle halle ouvre ses portes à Kermadec\n\n", "en": "A new hall opens its doors in Kermadec\n\n"}


def found(language, text):
    known = Knowledge()
    with engine.strict():
        report = engine.check({language: reading_of(language, "x.txt", OPENS[language] + text, known)}, known)
    return told_once(report.findings)


def told(language, text):
    """The errors and warnings that are shown of a text, with the words they point at."""
    return [(one.code, one.place.shown) for one in found(language, text) if one.severity in (ERROR, WARNING)]


# Inclusive writing: a word of both genders is one word, in each of its spellings.

INCLUSIVE = (
    "Nos ami·e·s de la halle accueillent chaque livreur·euse du quai.",
    "Nos ami⋅e⋅s de la halle accueillent chaque livreur⋅euse du quai.",
    "Elle aide les historien(ne)s et les chercheur(e)s, et un(e) étudiant(e) du quai.",
    "Tous les étudiant.e.s et les chercheur.euse.s du quai viennent, et les acteur.rice.s aussi.",
    "Tous les étudiant-e-s et les chercheur-euse-s du quai viennent.",
    "Un grand merci à elleux : iel et celleux du quai ont ouvert la halle.",
)


@pytest.mark.parametrize("text", INCLUSIVE)
def test_a_word_of_both_genders_is_one_word(text):
    assert told("fr", text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Nos ami de la halle accueillent le quai.", "ami"),
        ("Elle aide les historien du quai.", "historien"),
        ("Le livreur euse du quai vient.", "euse"),
    ],
)
def test_a_slip_that_no_sign_of_both_genders_explains_is_told(text, shown):
    assert shown in [place for _code, place in told("fr", text)]


# Words that no dictionary has, and that are right.

TERMS = (
    ("en", "The team ends its work. kervo and Zibro show it. The members Zibro and kervo come."),
    ("en", 'She gave the talk "Retos de los tutoriales en contextos abiertos" on Monday.'),
    ("en", "The team holds two mapathons and a datathon, and writes addons that run natively."),
    ("en", "The paper calls the claim libelous."),
    ("en", "The team opens a Quaython in May, and other quaythons follow."),
    ("fr", "L’équipe tient deux mapathons et écrit des addons."),
)


@pytest.mark.parametrize(("language", "text"), TERMS)
def test_a_term_that_no_dictionary_has_is_not_told(language, text):
    assert told(language, text) == []


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("en", "The team and the reserchers show it.", "reserchers"),
        ("en", "She gave the talk “The future of the reserch and of the quay in our town” on Monday.", "reserch"),
        ("en", "The hall was definitly and immediatly full, and truely so.", "definitly"),
        ("en", "The hall was definitly and immediatly full, and truely so.", "truely"),
        ("en", "The hall opens in June, and closes in june.", "june"),
        ("fr", "L’équipe présente ses enregistements.", "enregistements"),
    ],
)
def test_a_word_that_is_misspelt_is_told(language, text, shown):
    assert ("misspelt-word", shown) in told(language, text)


# Lines of a programme: the title of a talk stays in its language.

PROGRAMME = "Le quai accueille les équipes toute la journée.\n\nProgramme\n\n- 8h30-9h00 : Accueil et café\n- {line}\n"
TALKS = (
    "9h00-10h00 : Marie-Zoé KERVEL (Quai & Université Arvor) Exploring the theory of quays with new instruments",
    "10h40 : Zoé LE GARVEN An introduction to the making of quays",
    "14:30 – Zoé Kervel: Learning from the history of quays",
    "Zoé KERVEL Setting up the tools of a quay as part of a programme",
    "Zoé Kervel (Arvor) “Learning from the history of quays”",
)


@pytest.mark.parametrize("line", TALKS)
def test_the_title_of_a_talk_is_a_note_at_most(line):
    text = PROGRAMME.format(line=line)
    assert told("fr", text) == []
    assert [one.severity for one in found("fr", text) if one.code == "wrong-language"] == [NOTE]


@pytest.mark.parametrize(
    "line",
    [
        "9h00-10h00 : Zoé KERVEL opens the hall and shows the new instruments",
        "Zoé KERVEL Setting up the tools of a quay. The hall is open to all of the teams.",
        "9h00-10h00 : Welcome to the hall and opening of the new instruments",
        "The hall opens its doors to all the teams of the quay",
    ],
)
def test_a_line_that_was_left_in_the_other_language_is_told(line):
    assert "wrong-language" in [code for code, _place in told("fr", PROGRAMME.format(line=line))]


def test_a_heading_that_was_left_in_the_other_language_is_told():
    text = "Le quai accueille les équipes.\n\nWhat the hall will offer to the teams\n\nElle ouvre lundi à toutes les équipes.\n"
    assert [code for code, _place in told("fr", text)] == ["wrong-language"]


# The end and the beginning of a paragraph, behind a first one: what follows the title at once is its subtitle.

PARAGRAPHS = "La halle ouvre lundi.\n\n{}\n\nElle est grande.\n"
ENTIRE = (
    "Quai par quai, le nombre d’instruments de mesure ajoutés ou supprimés après la première ouverture de la halle",
    "Vue de la halle et du quai de Kermadec, prise le jour de la première ouverture. © Archives du quai",
    "La halle ouvre lundi. Suivez les résultats de toutes les équipes du quai sur https://www.example.org/kermadec 20",
    "La halle ouvre lundi. Suivez les résultats de toutes les équipes du quai de Kermadec sur https://www.example.org/",
)


@pytest.mark.parametrize("text", ENTIRE)
def test_a_caption_a_credit_and_an_address_close_a_paragraph(text):
    assert told("fr", PARAGRAPHS.format(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Quai par quai, le nombre d’instruments de mesure ajoutés ou supprimés après la", "après la"),
        ("La halle réunit des équipes du quai,", "du quai,"),
        ("La halle réunit des étudiants et des équipes de recherche, qui seront logés sur le quai avant", "quai avant"),
        (
            "La halle ouvre lundi. Elle réunit des étudiants et des chercheurs venus de toutes les équipes du quai",
            "du quai",
        ),
    ],
)
def test_a_paragraph_that_lost_its_end_is_told(text, shown):
    assert told("fr", PARAGRAPHS.format(text)) == [("paragraph-cut", shown)]


def test_one_sentence_alone_that_lacks_its_stop_is_a_note():
    assert [(one.code, one.severity) for one in found("fr", PARAGRAPHS.format(ENTIRE[0]))] == [("paragraph-cut", NOTE)]


ENDS = (
    "La halle réunit les étudiants et les équipes du quai, et les guide au printemps dans toutes les salles{fr}",
    "The hall brings the students and the teams of the quay together, and takes them through all its rooms in spring{en}",
)


@pytest.mark.parametrize(
    ("fr", "en", "expected"),
    [
        ("", ".", [("stop-missing", "fr")]),
        (".", "", [("stop-missing", "en")]),
        ("", "", []),
        (". © Archives du quai", ".", []),
        (", dit « Kermadec et Arvor » pour le quai", ", says “Kermadec et al.”", []),
    ],
)
def test_a_stop_that_the_other_language_has_is_missed(fr, en, expected):
    known, texts = Knowledge(), {"fr": ENDS[0].format(fr=fr), "en": ENDS[1].format(en=en)}
    first = {"fr": "La halle ouvre lundi.", "en": "The hall opens on Monday."}
    readings = {
        code: reading_of(code, "x.txt", f"{OPENS[code]}{first[code]}\n\n{text}\n\n{first[code]}\n", known)
        for code, text in texts.items()
    }
    with engine.strict():
        shown = told_once(engine.check(readings, known).findings)
    codes = ("stop-missing", "paragraph-cut")
    assert [(one.code, one.language) for one in shown if one.code in codes and one.severity == WARNING] == expected


@pytest.mark.parametrize(
    "text",
    [
        "quaiOuvert was built by the teams of the quay.",
        "kervroam opens to all the teams of the quay.\n\nThe teams that use kervroam are many.",
    ],
)
def test_a_name_that_begins_small_opens_a_paragraph(text):
    assert told("en", "The hall is open.\n\n" + text) == []


def test_a_paragraph_that_lost_its_beginning_is_told():
    assert told("en", "The hall is open.\n\nteams of the quay built it in May.") == [("paragraph-small-letter", "teams")]


# Neighbours.

NEIGHBOURS = (
    ("fr", "Les dates prévues sont du 22 au 24 juin.", "Les dates sont du mois.", "sont du"),
    ("en", "It was built by a team from its very start.", "We know that its very clear.", "its"),
    ("en", "We follow this elections process closely.", "We follow this elections.", "this"),
)


@pytest.mark.parametrize(("language", "right", "wrong", "shown"), NEIGHBOURS)
def test_neighbours_that_go_together_are_not_told(language, right, wrong, shown):
    assert told(language, right) == []
    assert [place for _code, place in told(language, wrong)] == [shown]
