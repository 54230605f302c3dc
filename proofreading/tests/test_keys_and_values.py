"""What journalists act on: days, hours, places, addresses and amounts, held against one another. All texts here are made up."""

import pytest

from proofreading import engine
from proofreading.files import reading_of
from proofreading.findings import NOTE
from proofreading.knowledge import Knowledge
from proofreading.presentation import told_once

OPENS_FR, OPENS_EN = "Une nouvelle halle ouvre à Kermadec\n\n", "A new hall opens in Kermadec\n\n"


def told(fr="", en="", name="x.txt"):
    """The errors and warnings that are shown of a text, or of two: the rules, and the words they point at."""
    known = Knowledge()
    texts = {"fr": fr and OPENS_FR + fr, "en": en and OPENS_EN + en}
    readings = {code: reading_of(code, name, text, known) for code, text in texts.items() if text}
    with engine.strict():
        report = engine.check(readings, known)
    return [(one.code, one.place.shown) for one in told_once(report.findings) if one.severity != NOTE]


CONTACTS = "Contacts presse\n\nZoé Kervel\n"
PAIRS = {
    "an hour of a span": ("Horaires : de 9 h à 17 h", "Hours: 9 a.m. to 6 p.m.", ("date-differs", "6 p.m.")),
    "noon": ("Horaire : midi", "Time: 1 p.m.", ("date-differs", "1 p.m.")),
    "a part of an hour": (
        "La visite commence à 9 h 45.",
        "The visit begins at half past nine.",
        ("date-differs", "half past nine"),
    ),
    "keys on one line": (
        "Quand : 3 mars 2026, 18 h | Où : 12 rue des Halles, Kermadec",
        "When: 3 March 2026, 8 p.m. | Where: 12 rue des Halles, Kermadec",
        ("date-differs", "8 p.m."),
    ),
    "the number of a house": (
        "Où : 12 rue des Halles, Kermadec",
        "Where: 21 rue des Halles, Kermadec",
        ("address-differs", "21 rue des Halles"),
    ),
    "a post code": ("Adresse : 29100 Kermadec", "Address: 29010 Kermadec", ("address-differs", "29010 Kermadec")),
    "a last day": (
        "Date limite d’inscription : 2 mars 2026",
        "Register by: 12 March 2026",
        ("date-differs", "12 March 2026"),
    ),
    "a line of one language": (
        "Date : 3 mars 2026\n\nLieu : grande halle\n\nHeure : 18 h",
        "Date: 3 March 2026\n\nTime: 6 p.m.",
        ("key-missing", "grande halle"),
    ),
    "the language": (
        "Date : 3 mars 2026\n\nLangue : français",
        "Date: 3 March 2026\n\nLanguage: English",
        ("key-differs", "English"),
    ),
    "a price": (
        "Date : 3 mars 2026\n\nTarif : gratuit",
        "Date: 3 March 2026\n\nAdmission: registration fee",
        ("key-differs", "registration fee"),
    ),
    "a room": ("Lieu : salle 105", "Venue: room 106", ("number-differs", "106")),
    "a zone": (
        "La visite est à 11 h 30 (heure de Paris).",
        "The visit is at 11:30 a.m. GMT.",
        ("date-differs", "11:30 a.m. GMT"),
    ),
    "a row of a table": (
        "| Date | Heure |\n|---|---|\n| 3 mars 2026 | 18 h |",
        "| Date | Time |\n|---|---|\n| 3 March 2026 | 8 p.m. |",
        ("date-differs", "8 p.m."),
    ),
    "two figures of a number": (
        f"{CONTACTS}01 99 00 12 34",
        "Press contacts\n\nZoé Kervel\n01 99 00 21 34",
        ("contact-leak", "01 99 00 21 34"),
    ),
    "a number of nobody": ("Appeler le 01 99 00 12 34.", "Call 01 99 00 21 34.", ("address-differs", "01 99 00 21 34")),
    "a letter of a mailbox": (
        "Écrire à zoe.kervel@halle.example.org.",
        "Write to zoe.kervle@halle.example.org.",
        ("address-differs", "zoe.kervle@halle.example.org"),
    ),
    "another mailbox of one person": (
        f"{CONTACTS}zoe.kervel@halle.example.org",
        "Press contacts\n\nZoé Kervel\nkervel@port.example.org",
        ("contact-leak", "kervel@port.example.org"),
    ),
    "the year of a page": (
        "Voir https://halle.example.org/fr/rapport-2025",
        "See https://halle.example.org/en/rapport-2026",
        ("address-differs", "https://halle.example.org/en/rapport-2026"),
    ),
    "a weekday without a year": (
        "Elle ouvre le mardi 3 mars.",
        "It opens on Wednesday 3 March.",
        ("date-differs", "Wednesday 3 March"),
    ),
    "amounts of two bodies": (
        "Arvolab apporte 3 millions d’euros et Trixel 5 millions d’euros.",
        "Arvolab gives €5 million and Trixel €3 million.",
        ("figure-of-whom", "€3 million"),
    ),
    "votes": (
        "Elle est adoptée par 20 votes pour et 3 votes contre.",
        "It was passed by 3 votes for and 20 votes against.",
        ("figure-of-whom", "20 votes against"),
    ),
    "a century": ("Un métier du XXe siècle.", "A trade of the 21st century.", ("ordinal-differs", "21st")),
    "a name with a number": ("Elle rejoint Arvocon16.", "It joins Arvocon15.", ("number-differs", "Arvocon15")),
    "spans of time": ("Cela dure plusieurs mois.", "It lasts several years.", ("rough-figure-differs", "several years")),
    "lines of two forms": (
        "Le chantier avance bien.\n\nNous y serons le 3 mars 2026\n\nMerci à toutes les équipes du port.",
        "Work goes on well.\n\n- There on 13 March 2026.\n\nThanks to all the teams of the port.",
        ("date-differs", "13 March 2026"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAIRS)
def test_what_differs_between_two_languages_is_told(kind):
    fr, en, expected = PAIRS[kind]
    assert told(fr, en, "x.md" if "|---|" in fr else "x.txt") == [expected]


ALONE = {
    "a mailbox cut": ("Écrire à pre sse@halle.example.org.", ("email-broken", "pre sse@halle.example.org")),
    "a name cut": (f"{CONTACTS}zoe.de ker-vel@halle.example.org", ("email-broken", "zoe.de ker-vel@halle.example.org")),
    "a mailbox apart": ("Écrire à presse @ halle.example.org.", ("email-broken", "presse @ halle.example.org")),
    "a figure lost": (f"{CONTACTS}01 99 00 1 34", ("telephone-invalid", "01 99 00 1 34")),
    "a letter of a surname": (f"{CONTACTS}z.kevrel@halle.example.org", ("email-of-another", "z.kevrel@halle.example.org")),
    "a domain beside its site": (
        "Voir https://halle-kermadec.example.org ou écrire à zoe@halle-kermadce.example.org.",
        ("email-domain", "zoe@halle-kermadce.example.org"),
    ),
    "a heading of another language": (
        "Contact\n\nZoé Kervel\nyann.brevel@halle.example.org",
        ("email-of-another", "yann.brevel@halle.example.org"),
    ),
    "replies after the event": (
        "Date : 16 juillet 2026\n\nRéponse souhaitée : au plus tard le 18 juillet 2026",
        ("dates-in-order", "18 juillet 2026"),
    ),
    "replies after the event, in sentences": (
        "La visite aura lieu le 16 juillet 2026. Les inscriptions sont ouvertes jusqu’au 18 juillet 2026.",
        ("dates-in-order", "18 juillet 2026"),
    ),
    "doors": ("Date : 16 juillet 2026 à 18 h\n\nOuverture des portes : 18 h 30", ("dates-in-order", "18 h 30")),
    "an evening": ("La visite est ouverte de 18 h à 16 h.", ("dates-in-order", "18 h à 16 h")),
    "days": ("La halle ouvre du 9 au 7 juillet.", ("dates-in-order", "9 au 7 juillet")),
    "a date line": (
        "Kermadec, le 12 janvier 2025\n\nLa halle ouvre le 3 mars 2026. Elle ferme le 4 avril 2026.",
        ("date-line", "12 janvier 2025"),
    ),
    "a currency twice": ("Elle reçoit € 5 millions d’euros.", ("number-notation", "€ 5 millions d’euros")),
    "two amounts": (
        "Le montant remboursé est de 140 euros. L’acheteur avait obtenu 104 euros.",
        ("figure-contradicts", "104 euros"),
    ),
    "a space after a comma": ("La halle ouvre,les équipes arrivent.", ("sign-twice", ",")),
}  # fmt: skip


@pytest.mark.parametrize("kind", ALONE)
def test_what_is_wrong_in_one_text_is_told(kind):
    fr, expected = ALONE[kind]
    assert told(fr) == [expected]


@pytest.mark.parametrize("sign", [" - ", " / ", "/", " – ", " ou ", ", ", " ; ", " | ", " et ", " · "])
@pytest.mark.parametrize(
    "mobile", ["06 39 98 12 34", "+33 6 39 98 12 34", "+44 7700 900123", "+32 470 12 34 56", "+49 1512 3456789"]
)
def test_a_mobile_behind_any_sign_is_seen(sign, mobile):
    assert told(f"{CONTACTS}01 99 00 12 34{sign}{mobile}") == [("mobile-number", mobile)]


SOUND = {
    "one hour in two zones": ("La visite est à 15 h (heure de Paris).", "The visit is at 9 a.m. ET."),
    "CET and Paris": ("Heure : 15 h (heure de Paris)", "Time: 3 p.m. CET"),
    "day and hour on one line and on two": (
        "Date et heure : mardi 3 mars 2026 à 18 h",
        "Date: Tuesday 3 March 2026\n\nTime: 6 p.m.",
    ),
    "hours that share their half": ("La visite va de 9 h à 11 h.", "The visit runs from 9 to 11 a.m."),
    "parts of an hour": ("Elle commence à neuf heures et demie.", "It begins at 9.30 a.m."),
    "two offices": ("Écrire à presse@halle.example.org.", "Write to press@halle.example.org."),
    "pages of two languages": (
        "Voir https://halle.example.org/fr/presse/ouverture et https://halle.example.org/node/123.",
        "See https://halle.example.org/en/press/opening and https://halle.example.org/node/124.",
    ),
    "neighbours of a desk": (
        "Contact presse\n\nZoé Kervel\n01 99 00 12 34",
        "Press contact\n\nOwen Farrell\n01 99 00 12 35",
    ),
    "figures in another order": (
        "Elle compte 12 équipes et 30 chercheurs.",
        "It has 30 researchers and 12 teams.",
    ),
    "ordinals": ("La première puis la troisième édition ; le 3e étage.", "First came the third edition; the 3rd floor."),
    "magnitudes": ("Des dizaines d’équipes cette semaine.", "Dozens of teams this week."),
    "a night": ("La halle ouvre de 22 h à 2 h.", "The hall is open from 10 p.m. to 2 a.m."),
    "a part of a sum": ("Elle reçoit 100 000 euros : 60 000 euros de l’État et le reste de la région.", ""),
    "an announcement of next year": (
        "Kermadec, le 12 novembre 2025\n\nLa halle ouvre le 3 mars 2026, puis le 4 avril 2026.",
        "",
    ),
    "registration before the event": (
        "La visite aura lieu le 16 juillet 2026. Les inscriptions sont ouvertes jusqu’au 10 juillet 2026.",
        "",
    ),
    "thousands": ("", "It has 12,500 visitors, and 1,200 euros."),
    "abbreviations": ("La halle, le port, etc., ouvrent… puis ferment, à 3,5 km.", ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_nothing_is_told_of_what_agrees(kind):
    assert told(*SOUND[kind]) == []
