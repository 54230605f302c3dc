"""A communiqué of any usual layout is cut into its parts, and no word of it is lost."""

from __future__ import annotations

import re
from datetime import date, time
from time import process_time

import pytest

from proofreading.cutting import CutText, cut
from proofreading.files import TextPassage, TextRun, as_html, read_words
from proofreading.text import fold

LEAD_FR = "L’Institut du Littoral et douze communes ouvrent un observatoire des marées, consultable par tous les habitants."
BODY_FR = "Trente capteurs mesurent la hauteur de l’eau toutes les dix minutes. Les relevés sont publiés chaque soir."
QUOTE_FR = "Nous voulons que chacun puisse lire la mer depuis sa cuisine et comprendre ce qui monte."
LEAD_EN = "The Institute of the Shore and twelve towns are opening an observatory of the tides that every resident can read."
BODY_EN = "Thirty sensors measure the height of the water every ten minutes. The readings are published each evening."
QUOTE_EN = "We want everybody to read the sea from their own kitchen and to understand what is rising."
TITLE_FR, TITLE_EN = "Douze communes apprennent à lire la mer", "Twelve towns learn to read the sea"
ABOUT_FR = "Fondé en 1998, l’Institut du Littoral réunit quarante personnes à Port-Maren."
ABOUT_EN = "Founded in 1998, the Institute of the Shore employs forty people in Port-Maren."
CONTACT = "Maud Kervella, chargée de communication\npresse@example.org\n01 99 00 12 34"

CLASSIC_FR = f"""COMMUNIQUÉ DE PRESSE

Paris, le 30 novembre 2026

{TITLE_FR}

{LEAD_FR}

{BODY_FR}

« {QUOTE_FR} », déclare Yann Le Goff, directeur de l’Institut du Littoral.

À propos de l’Institut du Littoral

{ABOUT_FR}

Contact presse

{CONTACT}
"""
LAYOUTS_FR = {
    "classic": CLASSIC_FR,
    "label and day in one line": CLASSIC_FR.replace("PRESSE\n\nParis, le", "PRESSE – PARIS – "),
    "day in figures": CLASSIC_FR.replace("le 30 novembre 2026", "le 30/11/2026"),
    "day before its paragraph": CLASSIC_FR.replace("Paris, le 30 novembre 2026\n\n", "").replace(
        LEAD_FR, f"Paris, le 30 novembre 2026 – {LEAD_FR}"
    ),
    "place and day in brackets": CLASSIC_FR.replace("Paris, le 30 novembre 2026\n\n", "").replace(
        LEAD_FR, f"(Paris, le 30 novembre 2026) {LEAD_FR}"
    ),
    "title above the day": CLASSIC_FR.replace(
        f"Paris, le 30 novembre 2026\n\n{TITLE_FR}", f"{TITLE_FR}\n\nParis, lundi 30 novembre 2026"
    ),
    "contacts at the top": CLASSIC_FR.replace(f"\nContact presse\n\n{CONTACT}\n", "").replace(
        "PRESSE\n\n", f"PRESSE\n\nContact presse : {CONTACT}\n\n"
    ),
    "contacts on a line": CLASSIC_FR.replace(
        f"Contact presse\n\n{CONTACT}",
        "Contacts presse : Maud Kervella – chargée de communication – presse@example.org – 01 99 00 12 34",
    ),
    "quote introduced": CLASSIC_FR.replace(
        f"« {QUOTE_FR} », déclare Yann Le Goff, directeur de l’Institut du Littoral.",
        f"Yann Le Goff, directeur de l’Institut du Littoral, explique : « {QUOTE_FR} »",
    ),
    "quote signed": CLASSIC_FR.replace(
        f"« {QUOTE_FR} », déclare Yann Le Goff, directeur de l’Institut du Littoral.",
        f"« {QUOTE_FR} »\n\n— Yann Le Goff, directeur de l’Institut du Littoral",
    ),
    "about in one paragraph": CLASSIC_FR.replace("Littoral\n\nFondé", "Littoral : Fondé"),
    "about behind the contacts": CLASSIC_FR.replace(f"À propos de l’Institut du Littoral\n\n{ABOUT_FR}\n\n", "")
    + f"\nÀ propos de l’Institut du Littoral\n\n{ABOUT_FR}\n",
    "marks of the end": CLASSIC_FR.replace("\nÀ propos", "\n- Fin -\n\nÀ propos") + "\n###\n",
    "letterhead": f"INSTITUT DU LITTORAL\n\n{CLASSIC_FR}",
    "for immediate use": f"Pour diffusion immédiate\n\n{CLASSIC_FR}",
}
CLASSIC_EN = f"""PRESS RELEASE

Paris, 30 November 2026

{TITLE_EN}

{LEAD_EN}

{BODY_EN}

“{QUOTE_EN}” says Yann Le Goff, director of the Institute of the Shore.

About the Institute of the Shore

{ABOUT_EN}

Press contact

{CONTACT.replace("chargée de communication", "communications officer").replace("01 99 00 12 34", "+33 1 99 00 12 34")}
"""
LAYOUTS_EN = {
    "classic": CLASSIC_EN,
    "for immediate release": CLASSIC_EN.replace("PRESS RELEASE", "FOR IMMEDIATE RELEASE"),
    "agency": CLASSIC_EN.replace("Paris, 30 November 2026\n\n", "").replace(
        LEAD_EN, f"PARIS, November 30, 2026 /ExampleWire/ -- {LEAD_EN}"
    ),
    "dash": CLASSIC_EN.replace("Paris, 30 November 2026\n\n", "").replace(LEAD_EN, f"PARIS, 30 November 2026 — {LEAD_EN}"),
    "ends and notes": CLASSIC_EN.replace("\nAbout", "\n-ENDS-\n\nAbout"),
    "media contact at the top": CLASSIC_EN[: CLASSIC_EN.index("Press contact")].replace(
        "RELEASE\n\n",
        "RELEASE\n\nMedia contact:\nMaud Kervella\nCommunications officer\npresse@example.org | +33 1 99 00 12 34\n\n",
    ),
}


def parts_of(text: str, form: str = "plain") -> dict[str, CutText]:
    return cut(read_words(text, form).pieces("fr"))


def words_in(found: CutText) -> str:
    """All words that stand in some part."""
    parts = [found.title, found.subtitle, found.place, found.lead, as_html(found.body), *found.left_out]
    parts += [f"{quote.text} {quote.speaker} {quote.role}" for quote in found.quotes]
    parts += [f"{about.title} {about.text}" for about in found.abouts]
    parts += [line for contact in found.contacts for line in contact.lines]
    return fold(" ".join([*parts, found.embargo.words if found.embargo else ""]))


def lost(text: str, found: CutText) -> set[str]:
    """The words of a text that stand in none of its parts, but for the words of its day and of saying."""
    there = set(re.findall(r"\w+", words_in(found)))
    spoken = {
        "declare",
        "explique",
        "says",
        "le",
        "30",
        "11",
        "novembre",
        "november",
        "2026",
        "lundi",
        "contact",
        "contacts",
        "presse",
    }
    return set(re.findall(r"\w+", fold(text))) - there - spoken - {"communique", "press", "media", "examplewire"}


@pytest.mark.parametrize("layout", LAYOUTS_FR)
def test_a_french_layout_is_cut(layout):
    [found] = parts_of(LAYOUTS_FR[layout]).values()
    assert (found.language, found.title, found.place, found.dated) == ("fr", TITLE_FR, "Paris", date(2026, 11, 30))
    assert found.lead == LEAD_FR
    assert as_html(found.body) == f"<p>{BODY_FR}</p>"
    assert [(quote.text, quote.speaker, quote.role) for quote in found.quotes] == [
        (QUOTE_FR, "Yann Le Goff", "directeur de l’Institut du Littoral")
    ]
    assert [(about.title, about.text) for about in found.abouts] == [("À propos de l’Institut du Littoral", ABOUT_FR)]
    [contact] = found.contacts
    assert (contact.name, contact.email, contact.phone) == ("Maud Kervella", "presse@example.org", "+33 1 99 00 12 34")
    assert contact.role == "chargée de communication"
    assert lost(LAYOUTS_FR[layout], found) == set()


@pytest.mark.parametrize("layout", LAYOUTS_EN)
def test_an_english_layout_is_cut(layout):
    [found] = parts_of(LAYOUTS_EN[layout]).values()
    assert (found.language, found.title, found.place, found.dated) == ("en", TITLE_EN, "Paris", date(2026, 11, 30))
    assert found.lead == LEAD_EN
    assert as_html(found.body) == f"<p>{BODY_EN}</p>"
    assert [(quote.text, quote.speaker, quote.role) for quote in found.quotes] == [
        (QUOTE_EN, "Yann Le Goff", "director of the Institute of the Shore")
    ]
    assert [(about.title, about.text) for about in found.abouts] == [("About the Institute of the Shore", ABOUT_EN)]
    assert [(contact.name, contact.email, contact.phone) for contact in found.contacts] == [
        ("Maud Kervella", "presse@example.org", "+33 1 99 00 12 34")
    ]
    assert lost(LAYOUTS_EN[layout], found) == set()


@pytest.mark.parametrize("between", ["", "English version\n\n", "***\n\n"])
def test_two_languages_in_one_file_are_parted(between):
    found = parts_of(f"{CLASSIC_FR}\n{between}{CLASSIC_EN}")
    assert list(found) == ["fr", "en"]
    assert (found["fr"].title, found["en"].title) == (TITLE_FR, TITLE_EN)
    assert (as_html(found["fr"].body), as_html(found["en"].body)) == (f"<p>{BODY_FR}</p>", f"<p>{BODY_EN}</p>")
    assert [[contact.email for contact in part.contacts] for part in found.values()] == [["presse@example.org"]] * 2


def test_two_languages_side_by_side_are_parted():
    french, english = (
        "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n") if paragraph.strip())
        for text in (CLASSIC_FR, CLASSIC_EN)
    )
    found = parts_of(f"<table><tr><td>{french}</td><td>{english}</td></tr></table>", "html")
    assert (found["fr"].title, found["en"].title) == (TITLE_FR, TITLE_EN)
    assert (found["fr"].lead, found["en"].lead) == (LEAD_FR, LEAD_EN)


@pytest.mark.parametrize(
    ("line", "day", "hour"),
    [
        ("SOUS EMBARGO JUSQU’AU 1er DÉCEMBRE 2026 À 11 H", date(2026, 12, 1), time(11)),
        ("Embargo : mardi 1er décembre 2026, 11 h 30 (heure de Paris)", date(2026, 12, 1), time(11, 30)),
        ("Sous embargo", None, None),
    ],
)
def test_an_embargo_is_told_and_stands_in_no_text(line, day, hour):
    [found] = parts_of(f"{line}\n\n{CLASSIC_FR}").values()
    assert found.embargo is not None
    assert (found.embargo.day, found.embargo.hour, found.embargo.words) == (day, hour, line)
    assert (found.title, found.dated) == (TITLE_FR, date(2026, 11, 30))


def test_an_english_embargo_is_told():
    [found] = parts_of(f"EMBARGOED UNTIL 00:01 GMT, Tuesday 1 December 2026\n\n{CLASSIC_EN}").values()
    assert found.embargo is not None
    assert (found.embargo.day, found.embargo.hour) == (date(2026, 12, 1), time(0, 1))


def test_a_mobile_number_is_told_of_and_handed_to_nobody():
    [found] = parts_of(CLASSIC_FR.replace("01 99 00 12 34", "06 12 34 56 78")).values()
    assert [(contact.phone, contact.has_mobile) for contact in found.contacts] == [("", True)]


def test_several_contacts_are_told_apart():
    text = CLASSIC_FR.replace(CONTACT, f"{CONTACT}\n\nYann Le Goff\nDirecteur\nyann@example.org")
    [found] = parts_of(text).values()
    assert [(contact.name, contact.email) for contact in found.contacts] == [
        ("Maud Kervella", "presse@example.org"),
        ("Yann Le Goff", "yann@example.org"),
    ]


def test_contacts_in_a_table_are_read():
    page = f"<h1>{TITLE_FR}</h1><p>{LEAD_FR}</p><p>{BODY_FR}</p>"
    cells = "<td><p>{}<p>{}</td>"
    table = (
        "<tr>"
        + cells.format("Contact presse", "Maud Kervella<br>maud@example.org")
        + cells.format("Yann Le Goff", "yann@example.org")
    )
    [found] = parts_of(f"{page}<table>{table}</tr></table>", "html").values()
    assert [(contact.name, contact.email) for contact in found.contacts] == [
        ("Maud Kervella", "maud@example.org"),
        ("Yann Le Goff", "yann@example.org"),
    ]
    assert as_html(found.body) == f"<p>{BODY_FR}</p>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", ["Contact presse", "À propos de la mer", "« Ouvrir", "Communiqué de presse –", "infor-\nmation", "a@b"]
)
def test_time_grows_with_the_text_only(line):
    """Five thousand times a line that opens something takes about ten times what five hundred do."""
    times = []
    for number in (500, 5_000):
        began = process_time()
        parts_of(f"{line}\n\n" * number)
        times.append(process_time() - began)
    assert times[1] < 40 * max(times[0], 0.05)


def test_the_text_keeps_its_headings_lists_tables_links_and_emphasis():
    page = f"""<h1>{TITLE_FR}</h1><p><b>{LEAD_FR}</b></p><h3>Des capteurs</h3><p>Un <i>réseau</i> de
    <a href="https://example.org/mer">capteurs</a> mesure la mer.</p><ul><li>au port<li>au large</ul>
    <table><tr><td>Port</td><td>12</td></tr></table><p><strong>Et demain</strong></p><p>{BODY_FR}</p>"""
    [found] = parts_of(page, "html").values()
    assert found.lead == LEAD_FR
    assert as_html(found.body).split("\n") == [
        "<h2>Des capteurs</h2>",
        '<p>Un <em>réseau</em> de <a href="https://example.org/mer">capteurs</a> mesure la mer.</p>',
        "<ul><li><p>au port</p>",
        "</li><li><p>au large</p>",
        "</li></ul>",
        "<table>",
        "<tr>",
        "<td><p>Port</p></td>",
        "<td><p>12</p></td>",
        "</tr>",
        "</table>",
        "<h2>Et demain</h2>",
        f"<p>{BODY_FR}</p>",
    ]


def test_a_note_stays_with_the_language_that_refers_to_it():
    pieces = [
        *(
            TextPassage("paragraph", [TextRun(text)])
            for text in (TITLE_FR, LEAD_FR, f"{BODY_FR}[1]", "Contact presse", CONTACT)
        ),
        *(TextPassage("paragraph", [TextRun(text)]) for text in (TITLE_EN, LEAD_EN, f"{BODY_EN}[2]", "Press contact", CONTACT)),
        TextPassage("paragraph", [TextRun("1. Source : mairie")], note=1),
        TextPassage("paragraph", [TextRun("2. Source: town hall")], note=2),
    ]
    found = cut(pieces)
    assert found["fr"].body[-1].text == "1. Source : mairie"
    assert found["en"].body[-1].text == "2. Source: town hall"
    assert all("1." not in piece.text for piece in found["en"].body)


@pytest.mark.parametrize("courtesy", ["", "– ", "Pr ", "Prof. ", "Professeur ", "Dr ", "— Docteur "])
def test_a_quotation_may_be_signed_with_a_title(courtesy):
    signed = f"{courtesy}Yann Le Goff, directeur de l’Institut du Littoral"
    found = parts_of(CLASSIC_FR.replace(" », déclare Yann Le Goff, directeur de l’Institut du Littoral.", f" »\n\n{signed}"))[
        "fr"
    ]
    assert [(quote.speaker, quote.role) for quote in found.quotes] == [("Yann Le Goff", "directeur de l’Institut du Littoral")]


def test_a_title_of_two_lines_is_one():
    [found] = parts_of(f"{TITLE_FR}\navec l’aide d’un observatoire ouvert à tous\n\n{LEAD_FR}\n\n{BODY_FR}").values()
    assert (found.title, found.subtitle) == (f"{TITLE_FR} avec l’aide d’un observatoire ouvert à tous", "")


def test_a_subtitle_stands_below_the_title():
    [found] = parts_of(
        f"# {TITLE_FR}\n\n## Un observatoire des marées ouvert à tous\n\n{LEAD_FR}\n\n{BODY_FR}", "markdown"
    ).values()
    assert (found.title, found.subtitle, found.lead) == (TITLE_FR, "Un observatoire des marées ouvert à tous", LEAD_FR)


@pytest.mark.parametrize(
    "paragraph",
    [
        "La ville l’a dit en mars : « Nous ouvrirons tout », promettait alors Yann Le Goff, avant que les crédits ne soient repris.",
        "Le « plan des marées » est prêt, selon les services de la commune qui le défendent depuis dix ans.",
        "Le 30 novembre 2026 – jour de grande marée – les capteurs seront posés devant les habitants.",
    ],
)
def test_what_tells_more_than_a_quote_stays_in_the_text(paragraph):
    [found] = parts_of(f"{TITLE_FR}\n\n{LEAD_FR}\n\n{paragraph}\n\n{BODY_FR}").values()
    assert found.quotes == []
    assert paragraph in as_html(found.body)


@pytest.mark.parametrize(
    "text", ["Trois mots seulement", "x", "« Ouvert", "Contact presse", "À propos de", "***\n\n- Fin -", "# \n\n> \n\n| a |"]
)
def test_hardly_a_text_is_cut_without_a_fault(text):
    for found in parts_of(text).values():
        assert found.contacts == found.abouts == []
