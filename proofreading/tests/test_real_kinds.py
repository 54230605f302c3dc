"""Kinds of texts that real releases hold: what is told of them, and what is not. All texts here are made up."""

import pytest

from proofreading import engine
from proofreading.files import reading_of
from proofreading.findings import ERROR, WARNING
from proofreading.knowledge import Knowledge
from proofreading.presentation import told_once

OPENS_FR, OPENS_EN = "Une nouvelle halle ouvre à Kermadec\n\n", "A new hall opens in Kermadec\n\n"


def told(fr="", en=""):
    """The errors and warnings that are shown of a text, or of two, with the words they point at."""
    known = Knowledge()
    readings = {code: reading_of(code, "x.txt", text, known) for code, text in (("fr", fr), ("en", en)) if text}
    with engine.strict():
        report = engine.check(readings, known)
    return [(one.code, one.language, one.place.shown) for one in told_once(report.findings) if one.severity in (ERROR, WARNING)]


SOUND = {
    "a letter’s greeting before its signature": (
        "La halle ouvre ses portes en mai, et nous serons heureux de vous y voir.\n\nÀ très bientôt,\n\nZoé Kervel",
        "The hall opens its doors in May, and we shall be happy to see you there.\n\nSee you very soon,\n\nZoé Kervel",
    ),
    "English nouns that take no sign": ("Les start-up utilisent le quai, et les start-up issues de la halle y exposent.", ""),
    "what one does, as a subject": ("", "Helping people has always been our first aim."),
    "a field that a dictionary lacks": (
        "La salle est tenue par Zoé Kervel, professeure de quaingénierie à la Halle de Lomener.",
        "The room is kept by Zoé Kervel, Professor of Quayengineering at the Lomener Hall.",
    ),
    "a version that one language calls so": (
        "Nous avons beaucoup utilisé Zibro depuis la version 9.3, et la prochaine sera la version 11.",
        "We have been heavily using Zibro since 9.3, and the next one will be 11.",
    ),
    "towns and regions of two names": (
        "Elle a tenu à Anvers une réunion du quai, et y parle aux Antilles de la scène internationale.",
        "She held in Antwerp a meeting of the quay, and speaks there to the Caribbean of the global stage.",
    ),
    "what is done for the best": ("Nous voulons répondre au mieux à leurs besoins.", ""),
    "a lead that is freely translated": (
        "Le quai nord change\n\nDe nombreux habitants y trouvent chaque jour, à toute heure, de quoi vivre mieux et plus"
        " longtemps ensemble, sans quitter leur rue ni leurs voisins. Reste à savoir comment.\n\n"
        "La halle de Kermadec, ouverte en 2019, reçoit 450 artisans et 12 écoles chaque année.",
        "The north quay changes\n\nPeople far and wide pick up what makes their everyday round easier on themselves"
        " and others. But what are its forms, exactly?\n\n"
        "The hall of Kermadec, opened in 2019, receives 450 craftspeople and 12 schools a year.",
    ),
    "contractions": ("", "The team hadn’t thought that it couldn't work, and they’ve said so: it isn’t easy."),
    "a code name between quotation marks": ("La version « trixel » remplace la version « zibra ».", ""),
    "a name written small": ("L’outil Zibro vit. Les équipes de Zibro suivent la liste zibro-annonce.", ""),
    "two nouns in one": ("", "The team maintains a toolchain, a codebase and several skillsets."),
    "American spelling": ("", "It is user-centered, and centered on people."),
    "roles and titles": (
        "« Nous ouvrons nos portes à toutes les équipes du quai », a déclaré Zoé Kervel, directrice générale. Elle est aussi"
        " conseillère principale du port.",
        "“We open our doors to all the teams of the quay”, said Zoé Kervel, Executive Director. She is also Senior Adviser"
        " to the port.",
    ),
    "a herbarium and a federation, which are nobody": (
        "La coordination revient à l’herbier. Président, Zoé Kervel\n\nFédération Régionale des Quais",
        "She coordinates the Marie-Zilvorin Herbarium. President, Zoé Kervel\n\nQuay Federation",
    ),
    "a noun where the other language has an adjective": (
        "Le plan respecte le contexte local, politique et culturel de la halle.",
        "The plan respects the local context, politics and environment of the hall.",
    ),
    "what the next sentence says": (
        "La halle aide les équipes. Les chercheurs viennent au musée le lundi. Les ingénieurs lisent le journal du port.",
        "The hall helps the teams. Engineers come to the museum on Mondays. Researchers read the newspaper of the harbour.",
    ),
    "an acronym in the words of the other language": (
        "Les Jeunes Enfants Libres (JEL) aident la halle.",
        "The Young Enduring Liberals (JEL) help the hall.",
    ),
    "whose a thing is": ("Le récent don de Yann Brével aide.", "It is Yann Brével's recent gift that helps."),
    "whose tool": ("Les images vont dans l’outil de Zibroprix.", "The pictures go into Zibroprix's Desktop Uploader."),
    "a number abroad that one language has": (
        "À Durban, Zoé Kervella (anglais) : zkervella@example.org",
        "In Durban, Zoé Kervella (English): zkervella@example.org or +27 (31) 555 62 76",
    ),
    "that number with a space behind its sign": (
        "À Durban, Zoé Kervella (anglais) : zkervella@example.org",
        "In Durban, Zoé Kervella (English): zkervella@example.org or + 27 (31) 555 62 76",
    ),
    "the year of a degree": (
        "La halle remercie le master 2 « Quais et ports » du canal.",
        "The hall thanks the students of the master “Quays and Ports” of the canal.",
    ),
    "a date in the other language": (
        "La halle a écrit le 08 December 2023 à la ville.",
        "The hall wrote to the city on 8 December 2023.",
    ),
    "the pages of the other language": (
        "Bienvenue sur le site de la halle, dans votre langue.",
        "Welcome to the site of the hall: find it on https://kermadec.example.org/fr.",
    ),
    "a score and two dozen": ("La halle accueille une vingtaine de bateaux.", "The hall welcomes a couple dozen boats."),
    "an initial before a surname": ("Contacts presse\n\nZoé Kervella\nzkervella@example.org", ""),
    "an institution named after somebody": (
        "Zoé Kervel coordonne désormais la collection.",
        "Zoé Kervel now coordinates the Yann-Zilvorin Zibrarium team.",
    ),
    "words of an English title": (
        "L’atelier au musée : « Three Challenges in Multilingual DH Learning Resources: The Case of The Historian ».",
        "The workshop at the museum: “Three Challenges in Multilingual DH Learning Resources: The Case of The Historian”.",
    ),
    "initials in a mailbox": ("Contacts presse\n\nJean-Paul Kervella\njpkervella@example.org", ""),
    "initials behind a surname": ("Contacts presse\n\nZoé Kervella\nkervellaz@example.org", ""),
    "a short surname in a mailbox": ("Contacts presse\n\nWei Li\nwli@example.org\n\nZoé Kervella\nzk@example.org", ""),
    "a title before a colon": (
        "Zoé Kervel, cheffe du projet Zibro, commente la halle : « Nous avons beaucoup travaillé avec les autres quais. »",
        "Zoé Kervel, Zibro Project Leader, comments on the hall: “We have worked a lot with the other quays.”",
    ),
    "whom somebody works for": (
        "En rejoignant la halle, Yann Brével, développeur d’Arvor Zilux, a expliqué : « Arvor Zilux a toujours été simple. »",
        "Joining the hall, Arvor Zilux developer Yann Brével explained: “Arvor Zilux has always been simple.”",
    ),
    "letters beyond Western Europe": (
        "Łukasz Żurawski, directeur de la halle, accueille Šárka Dvořáková et Çağla Yıldırımoğlu au printemps.",
        "Łukasz Żurawski, director of the hall, welcomes Šárka Dvořáková and Çağla Yıldırımoğlu in the spring.",
    ),
    "a number written to its name": ("Fin d’Arvor 17, la fiche nº 6277 suit.", "Arvor17 is over, and record #6277 follows."),
    "bare magnitudes": (
        "Des dizaines de milliers de visiteurs et plusieurs centaines de bénévoles sont venus.",
        "Tens of thousands of visitors and several hundred volunteers came.",
    ),
    "a talk’s title in a list": (
        "Au programme :\n\n- « Le quai et la rivière main dans la main au service du savoir », conférence de Zoé Kervel ;\n\n"
        "- visite de la halle.",
        'The programme:\n\n- "The quay and the river working for open learning", a talk by Zoé Kervel\n\n- visit of the hall.',
    ),
    "“Au sujet de”": (
        "La halle ouvre lundi.\n\nAu sujet du Fonds Kermadec\n\nLe Fonds Kermadec aide les halles.",
        "The hall opens on Monday.\n\nAbout the Kermadec Fund\n\nThe Kermadec Fund helps halls.",
    ),
    "what an editor put into a quotation": (
        "",
        "A partner told us that “the old ways [are] keeping small teams from the port”, and that “the cranes […] never stop”.",
    ),
    "a line that lacks a stop in one language": (
        "La halle ouvre lundi à toutes les équipes du quai.\n\nVoir aussi les réponses de la halle aux questions du port",
        "The hall opens on Monday to all the teams of the quay.\n\nSee also the answers of the hall to questions of the port.",
    ),
    "a list of names behind a colon": (
        "",
        "The hall was made by more than 70 people from many teams, among them: Yann Brével, Zoé Kervel, Oriane Malo, Prat",
    ),
    "a numeral": ("Le roi Louis XX et le chapitre XX ne sont pas à compléter.", ""),
    "two paragraphs that are one in the other language": (
        "La halle ouvrira ses portes au printemps aux équipes de recherche du port et de la vallée.\n\n"
        "Les chercheuses et chercheurs disposeront d’instruments de mesure, de bureaux et d’un laboratoire commun.\n\n"
        "Le chantier commence lundi et durera deux ans.",
        "The hall will open its doors in spring to the research teams of the port and the valley. Researchers will have"
        " instruments for measuring, offices and a common laboratory.\n\nWork begins on Monday and will last two years.",
    ),
    "one town in two languages": ("Elle se tient à Brême puis à Londres.", "It is held in Bremen, then in London."),
    "one region in two languages": ("La halle a ouvert en Bretagne.", "The hall has opened in Brittany."),
    "a currency said once": (
        "Elle verse 3 millions d’euros à la halle et 1,5 million au port.",
        "It pays €3 million to the hall and €1.5 million to the port.",
    ),
    "one hour in two notations": (
        "La ministre ouvre la halle.\n\nHeure : 11 h 30 (heure de Paris)\n\nDate : mardi 3 mars 2026",
        "The minister opens the hall.\n\nDate:\nTuesday, March 3, 2026\n\nTime:\n11:30 a.m. CET",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SOUND)
def test_nothing_is_told_of_what_is_sound(kind):
    fr, en = SOUND[kind]
    assert told(fr and OPENS_FR + fr, en and OPENS_EN + en) == []


FAULTY = {
    "crosses for a number": (
        ("Avec plus de XX participants venus de XXX pays, la rencontre a plu.", ""),
        [("placeholder", "fr", "XX"), ("placeholder", "fr", "XXX")],
    ),
    "a day to come": (("La rencontre aura lieu le XX/03/2026.", ""), [("placeholder", "fr", "XX/03/2026")]),
    "a field that waits": (("Lieu : à préciser", ""), [("placeholder", "fr", "à préciser")]),
    "the sign of a comment": (("La halle accueille 90 personnes [AL1] par jour.", ""), [("draft-note", "fr", "[AL1]")]),
    "changes left marked": (("", "The hall hosts {+ninety+} people."), [("draft-note", "en", "{+ninety+}")]),
    "a mobile behind another number": (
        ("Contacts presse\n\nZoé Kervel\n01 99 00 12 34 - 06 39 98 12 34", ""),
        [("mobile-number", "fr", "06 39 98 12 34")],
    ),
    "a mobile behind a stroke": (
        ("Contacts presse\n\nZoé Kervel\n+33 1 99 00 12 34/+33 6 39 98 12 34", ""),
        [("mobile-number", "fr", "+33 6 39 98 12 34")],
    ),
    "a slip behind the initials of a mailbox": (
        ("Contacts presse\n\nJean-Paul Kervella\njpkevrella@example.org", ""),
        [("email-of-another", "fr", "jpkevrella@example.org")],
    ),
    "another day in the other language": (
        ("La halle a écrit le 09 December 2023 à la ville.", "The hall wrote to the city on 8 December 2023."),
        [("date-differs", "en", "8 December 2023")],
    ),
    "a page that one language leads to": (
        ("Bienvenue sur le site de la halle.", "Welcome to the site of the hall: https://kermadec.example.org/visit."),
        [("link-missing", "en", "https://kermadec.example.org/visit")],
    ),
    "a dozen and a score": (
        ("La halle accueille une vingtaine de bateaux.", "The hall welcomes a dozen boats."),
        [("figure-differs", "en", "a dozen")],
    ),
    "somebody whom one language names": (
        ("La halle salue ses équipes.", "The hall greets Yann Brével's teams."),
        [("person-missing", "en", "Yann Brével")],
    ),
    "a letter of an acronym that no word of its name has": (
        ("Les Kayaks Enfants Libres (KEL) aident la halle.", "The Young Enduring Liberals (KEL) help the hall."),
        [("acronym-letters", "en", "Young Enduring Liberals (KEL")],
    ),
    "a pair of figures lost": (
        ("Contacts presse\n\nZoé Kervel\n01 99 00 51", ""),
        [("telephone-invalid", "fr", "01 99 00 51")],
    ),
    "two offices": (
        ("Zoé Kervel, ministre de la Santé, ouvre la halle.", "Zoé Kervel, Minister of Defence, opens the hall."),
        [("role-differs", "en", "Minister")],
    ),
    "two spans of time": (
        ("La décision sera prise dans une dizaine de mois.", "The decision will be made in twelve months."),
        [("figure-differs", "en", "twelve months")],
    ),
    "per cent and points": (
        ("La part progresse de 12 % en un an.", "The share rises by 12 percentage points in a year."),
        [("figure-differs", "en", "12 percentage points")],
    ),
    "two licences": (
        ("Les images sont sous licence CC BY 4.0.", "The pictures are under the licence CC BY-NC 4.0."),
        [("reference-differs", "en", "CC BY-NC 4.0")],
    ),
    "two ways to the top": (
        ("Zoé Kervel, directrice générale de Zilbo, signe.", "Zoé Kervel, Chief Financial Officer of Zilbo, signs."),
        [("role-differs", "en", "Chief Financial Officer")],
    ),
    "a word that no language makes": (("Il l’a dit exactment ainsi.", ""), [("misspelt-word", "fr", "exactment")]),
    "a currency lost": (
        ("Le plan a une dotation de 360 millions d’euros.", "The plan has an endowment of 360 million."),
        [("figure-differs", "en", "360 million")],
    ),
    "two amounts of dollars": (
        ("Le plan reçoit 1,3 milliard de dollars.", "The plan receives $1.6 billion."),
        [("figure-differs", "en", "$1.6 billion")],
    ),
    "two currencies": (("Il coûte 40 millions d’euros.", "It costs $40 million."), [("figure-differs", "en", "$40 million")]),
    "a title against its body": (
        ("La halle reçoit 35 millions d’euros\n\nLa région verse 53 millions d’euros.\n\nLe chantier ouvre.", ""),
        [],
    ),
    "two towns": (("Elle se tient à Nantes.", "It is held in Lille."), [("proper-name-differs", "en", "Lille")]),
    "two countries": (("Elle vit en Lettonie.", "She lives in Lithuania."), [("proper-name-differs", "en", "Lithuania")]),
    "two hours": (
        ("Heure : 11 h 30\n\nDate : 3 mars 2026", "Date: 3 March 2026\n\nTime: 3:30 p.m."),
        [("date-differs", "en", "3:30 p.m.")],
    ),
    "two time zones": (
        ("La visite suit.\n\nHeure : 11 h 30 HAE", "A visit follows.\n\nTime: 11:30 a.m. CET"),
        [("date-differs", "en", "11:30 a.m. CET")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FAULTY)
def test_a_fault_is_told_by_its_kind(kind):
    (fr, en), expected = FAULTY[kind]
    if kind == "a title against its body":
        assert [code for code, *_place in told(fr)] == ["figure-contradicts"]
        return
    assert told(fr and OPENS_FR + fr, en and OPENS_EN + en) == expected
