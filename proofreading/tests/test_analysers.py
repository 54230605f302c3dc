"""What each analyser reads of a text, in the notations that communiqués use and in those they break."""

import pytest

from proofreading.dates import PartialDate
from proofreading.files import reading_of
from proofreading.knowledge import MEMBER, Knowledge, KnownName, KnownOrganisation


def read(text, language="fr", known=None):
    return reading_of(language, "x.txt", text, known or Knowledge())


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("fr", "Le lundi 30 novembre 2026.", [(2026, 11, 30, "", "")]),
        ("fr", "Les 1er et 2 déc. 2026.", [(2026, 12, 1, "", ""), (2026, 12, 2, "", "")]),
        ("fr", "Au printemps 2027, à midi.", [(2027, None, None, "spring", ""), (None, None, None, "", "12:00")]),
        ("fr", "À 18 h, puis 24 h de calcul.", [(None, None, None, "", "18:00")]),
        ("fr", "Le 05/12/2026 et le 12/25/26.", [(2026, 12, 5, "", ""), (2026, 12, 25, "", "")]),
        ("en", "On November 3-5, 2026.", [(2026, 11, 3, "", ""), (2026, 11, 5, "", "")]),
        ("en", "At 6.30 p.m., at 7:15.", [(None, None, None, "", "18:30"), (None, None, None, "", "07:15")]),
        ("en", "In Sept 2026, over 2027-28.", [(2026, 9, None, "", ""), (2027, None, None, "", "")]),
        ("en", "It has 2026 students and costs 2026 euros.", []),
    ],
)  # fmt: skip
def test_dates(language, text, dates):
    assert [when.key for when in read(text, language).dates] == dates


@pytest.mark.parametrize(
    ("date", "fault"),
    [
        (PartialDate(2026, 13, 1), "month"),
        (PartialDate(2026, 2, 29), "day"),
        (PartialDate(None, 2, 29), ""),
        (PartialDate(2026, 11, 30, weekday=1), "weekday"),
        (PartialDate(None, 11, 30, weekday=1), ""),
        (PartialDate(2026), ""),
    ],
)
def test_what_no_calendar_has_is_the_fault_of_a_date(date, fault):
    assert date.fault == fault


@pytest.mark.parametrize(("iso", "covers"), [("2026", True), ("2026-04", True), ("2026-04-30", True), ("2026-11", False)])
def test_a_season_covers_its_months(iso, covers):
    assert PartialDate(2026, season="spring").covers(iso) is covers


@pytest.mark.parametrize(
    ("language", "text", "figures"),
    [
        ("fr", "Plus de 60 partenaires industriels.", [("60", "", "more_than", ("partenaires", "industriels"))]),
        ("fr", "Un budget de 35,5 M€ sur 5 ans.", [("35500000", "EUR", "", ()), ("5", "year", "", ())]),
        ("fr", "De 3 à 5 millions d’euros.", [("3000000", "EUR", "", ()), ("5000000", "EUR", "", ())]),
        ("fr", "Une heure et 10 minutes.", [("70", "minute", "", ())]),
        ("fr", "Neuf lésions sur dix et une dizaine de chats.", [("90", "%", "", ()), ("10", "", "about", ("chats",))]),
        ("fr", "Le 20e, la phase 2, la 3D, un projet neuf.", []),
        ("en", "Half a million people.", [("500000", "", "", ("people",))]),
        ("en", "A 90-seat theatre.", [("90", "", "", ("seat", "theatre"))]),
        ("en", "Two dozen teams, 12+ labs.", [("24", "", "", ("teams",)), ("12", "", "more_than", ("labs",))]),
        ("en", "At least 1,234.5 km.", [("1234.5", "km", "at_least", ())]),
    ],
)  # fmt: skip
def test_figures(language, text, figures):
    found = read(text, language).figures
    assert [(f"{figure.value.normalize():f}", figure.unit, figure.qualifier, figure.noun) for figure in found] == figures


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Écrire à presse@example.org.", [("presse@example.org", "")]),
        ("presse @example.org", [("presse @example.org", "presse@example.org")]),
        ("presse@ example.org", [("presse@ example.org", "presse@example.org")]),
        ("maud. kervella@example.org", [("maud. kervella@example.org", "maud.kervella@example.org")]),
        ("maud .kervella@example.org", [("maud .kervella@example.org", "maud.kervella@example.org")]),
        ("presse@lip.example org", [("presse@lip.example org", "presse@lip.example.org")]),
        ("presse@example org", [("presse@example org", "presse@example.org")]),
        ("presse@sous- example.org", [("presse@sous- example.org", "presse@sous-example.org")]),
        ("presse@example.f r", [("presse@example.f r", "presse@example.fr")]),
        ("Le cluster PostGenAI@Paris", []),
        ("à presse@accueil", [("presse@accueil", "")]),
    ],
)
def test_addresses_of_mail(text, addresses):
    assert [(email.text, email.meant) for email in read(text).emails] == addresses


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("01 99 00 12 34", [("0199001234", "fixed")]),
        ("+33 (0)6 39 98 12 34", [("+330639981234", "mobile")]),
        ("+44 7700 900123", [("+447700900123", "mobile")]),
        ("Tél. : +33 1 99 00 12", [("+331990012", "invalid")]),
        ("0199 00 12 34, ANR-23-IACL-0001, 75005 123 456", []),
    ],
)
def test_telephone_numbers(text, phones):
    assert [(phone.digits, phone.kind) for phone in read(text).phones] == phones


def test_a_body_is_named_once_with_its_acronym():
    names = [KnownName("Institut du livre ouvert", "fr", "official"), KnownName("ILO", "fr", "acronym")]
    known = Knowledge(bodies=[KnownOrganisation("ilo", MEMBER, names)])
    reading = read(
        "L’Institut du livre ouvert (ILO) ouvre. L’ILO ferme. Le livre ouvert de l’Institut. ilo@example.org", known=known
    )
    [mentions] = reading.mentions
    assert [(reading.blocks[0].text[one.start : one.end], one.how) for one in mentions] == [
        ("Institut du livre ouvert (ILO)", "exact"),
        ("ILO", "exact"),
        ("livre ouvert de l’Institut", "reordered"),
    ]
    assert [(one.acronym, one.words) for one in reading.expansions] == [("ILO", "Institut du livre ouvert")]


def test_people_their_roles_and_what_they_say():
    reading = read(
        "« Nous ouvrons nos portes à tous », dit Maud Kervella, directrice de la Maison Haute.\n\n"
        "Le chercheur Étienne Sarrazin ajoute : « Il reste beaucoup à faire ici. »\n\n"
        "Le film « Nous ouvrons nos portes » sort."
    )
    assert [(person.name, person.role_class) for person in reading.people] == [
        ("Maud Kervella", "director"),
        ("Étienne Sarrazin", "researcher"),
    ]
    assert [(quote.who, quote.block.index) for quote in reading.quotations] == [("Maud Kervella", 0), ("Étienne Sarrazin", 1)]


def test_sections_and_sentences():
    paragraphs = ("Un titre", "M. Sarrazin ouvre les portes. Puis il les ferme.", "Contacts presse", "m.kervella@example.org")
    reading = read("\n\n".join((*paragraphs, "À propos de l’Institut", "Il réunit.")))
    assert [section.kind for section in reading.sections if section.blocks] == ["body", "contact", "about"]
    assert [sentence.text for sentence in reading.sentences[1]] == ["M. Sarrazin ouvre les portes.", "Puis il les ferme."]
