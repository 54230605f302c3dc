"""What one language says otherwise: words of one kind, names, denials, order, what was left out. All texts here are made up."""

import pytest

from proofreading.alignment import Pair
from proofreading.files import reading_of
from proofreading.findings import NOTE
from proofreading.knowledge import Knowledge
from proofreading.rules import RULES

TITLES = {"fr": "La halle de Kermadec ouvre ses portes\n\n", "en": "The Kermadec hall opens its doors\n\n"}
CODES = (
    "date-differs",
    "word-differs",
    "order-differs",
    "negation-differs",
    "proper-name-differs",
    "list-member-missing",
    "statement-missing",
)


def told(fr, en):
    """The rules that speak of two texts, with the words they point at; what they think little of themselves left out."""
    known = Knowledge()
    pair = Pair(*(reading_of(code, "x.txt", TITLES[code] + text, known) for code, text in (("fr", fr), ("en", en))))
    found = ((code, one) for code in CODES for one in RULES[code].run(pair, known))
    return [(code, one.block.text[one.start : one.end]) for code, one in found if one.severity != NOTE]


WORDS = {
    "days": ("La halle est ouverte le dimanche matin.", "The hall is open on Sunday afternoons.", "afternoons"),
    "spans": ("Le rapport annuel paraît en mars.", "The monthly report is published in March.", "monthly"),
    "organs": ("Le laboratoire étudie les maladies du foie.", "The laboratory studies diseases of the kidney.", "kidney"),
    "quantities": ("La moitié des visiteurs viennent d’ici.", "A quarter of the visitors come from here.", "quarter"),
    "points of the compass": ("Elle plante des arbres au nord.", "She plants trees in the south.", "south"),
    "people": ("Le musée accueille surtout des enfants.", "The museum mainly welcomes teenagers.", "teenagers"),
    "family": ("La fille du fondateur dirige l’entreprise.", "The founder’s son runs the company.", "son"),
    "consent": ("Le conseil refuse la proposition.", "The council accepts the proposal.", "accepts"),
    "order in time": ("Les travaux finissent avant la fête.", "The works begin before the festival.", "begin"),
    "a softened verb": (
        "« Nous espérons réduire la facture », dit Zoé Kervel.",
        "“We promise to reduce the bill,” says Zoé Kervel.",
        "promise",
    ),
    "a modal": ("Tous les élèves doivent venir lundi.", "All pupils may come on Monday.", "may"),
    "money": ("Les enseignants sont payés en euros.", "The teachers are paid in dollars.", "dollars"),
    "one of two that are one": (
        "Les amis du logiciel libre cherchent du matériel.",
        "The friends of free software look for software.",
        "software",
    ),
    "without": ("La halle travaille avec les écoles du port.", "The hall works without the schools of the harbour.", "without"),
    "less": (
        "La carte montre les chemins qui sont plus accessibles en voiture.",
        "The map shows the paths that are less accessible by car.",
        "less",
    ),
    "less, whatever else is said": (
        "Elle plante plus d’arbres que d’autres villes de la région du port.",
        "She plants fewer trees than other cities of the region of the harbour, more or less.",
        "fewer",
    ),
    "the first two ordinals": (
        "La halle fête le premier anniversaire de son ouverture.",
        "The hall celebrates the second anniversary of its opening.",
        "second",
    ),
    "opposites among words that nobody answers": (
        "Un franc succès pour la kermesse.",
        "A sheer failure at the fair.",
        "failure",
    ),
    "former": ("Zoé Kervel, ancienne directrice, préside.", "Zoé Kervel, director, presides.", "ancienne directrice"),
    "acting": ("Elle est directrice par intérim du musée.", "She is director of the museum.", "par intérim"),
    "deputy": ("Zoé Kervel, maire, ouvre la halle.", "Zoé Kervel, deputy mayor, opens the hall.", "deputy"),
}


@pytest.mark.parametrize("kind", WORDS)
def test_a_word_of_one_kind_is_not_said_by_another(kind):
    fr, en, shown = WORDS[kind]
    assert told(fr, en) == [("word-differs", shown)]


OTHERS = {
    "a product": ("Les équipes utilisent Zibrotex pour écrire.", "The teams use Trixelot to write.", "proper-name-differs"),
    "a country": ("L’équipe vient du Kenya et du Sénégal.", "The team comes from Kenya and Ghana.", "proper-name-differs"),
    "a people": ("Le festival propose dix films allemands.", "The festival offers ten Austrian films.", "proper-name-differs"),
    "a speaker": ("« Nous ouvrons nos portes », dit Zibro.", "“We open our doors,” says Trixel.", "proper-name-differs"),
    "an initial": ("Yann M. Brével ouvre la halle.", "Yann H. Brével opens the hall.", "proper-name-differs"),
    "subject and object": (
        "Zibro finance Trixel depuis trois ans.",
        "Trixel has funded Zibro for three years.",
        "order-differs",
    ),
    "the words of a name": (
        "Le plan Eau Vive Demain commence lundi.",
        "The Demain Eau Vive plan begins on Monday.",
        "order-differs",
    ),
    "a denial lost": ("La halle ne ferme pas en été.", "The hall closes in summer.", "negation-differs"),
    "a denial of what stops": ("Cette collecte doit cesser.", "This collection must not stop.", "negation-differs"),
    "a member of a list": (
        "Ont signé : Zibro, Trixel, Arvor, Kerlux, Maloz.",
        "Signed by: Zibro, Trixel, Arvor, Maloz.",
        "list-member-missing",
    ),
    "a buyer": (
        "L’entreprise a vendu son usine au groupe Zolfarix.",
        "The company sold its factory to a group.",
        "proper-name-differs",
    ),
    "a heading": (
        "Une nouvelle vie\n\nLa halle accueille des familles.\n\nLes tarifs de la halle\n\nL’entrée est libre le lundi.",
        "A new life\n\nThe hall welcomes families.\n\nEntry is free on Mondays.",
        "statement-missing",
    ),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_changed_in_one_language_is_told(kind):
    fr, en, code = OTHERS[kind]
    assert [found for found, _shown in told(fr, en)] == [code]


LITERALLY = {
    "a month": ("La halle ouvre en septembre.", "The hall opens in November.", ("date-differs", "November")),
    "a weekday": (
        "Réunion de deux heures lundi soir à la halle.",
        "A two-hour meeting on Tuesday evening at the hall.",
        ("date-differs", "Tuesday"),
    ),
    "a denial beside another one": (
        "La halle n’accepte pas les cartes du port le lundi matin, mais les enfants de la ville viennent sans billet.",
        "The hall accepts the cards of the harbour on Monday mornings, but the children of the city come without a ticket.",
        (
            "negation-differs",
            "The hall accepts the cards of the harbour on Monday mornings, but the children of the city come without a ticket.",
        ),
    ),
    "an encouragement": (
        "Ce règlement décourage les membres actifs de la communauté.",
        "This regulation encouraged active members of the community.",
        ("word-differs", "encouraged"),
    ),
    "nobody": (
        "Heureusement, personne n’a empêché la halle d’ouvrir.",
        "Fortunately they prevented the hall from opening.",
        ("negation-differs", "Fortunately they prevented the hall from opening."),
    ),
    "an opposite by its prefix": (
        "Ces règles devraient décourager la vente.",
        "Such rules should, they say, encourage sales.",
        ("word-differs", "encourage"),
    ),
    "students and pupils": (
        "Elle guidera les étudiants et les chercheurs du musée.",
        "She will guide the pupils and researchers of the museum.",
        ("word-differs", "pupils"),
    ),
    "a denial beside a word with its prefix": (
        "La halle n’ouvre pas le lundi sous le pont.",
        "The hall opens on Mondays under the bridge until noon.",
        ("negation-differs", "The hall opens on Mondays under the bridge until noon."),
    ),
    "a name of a product": (
        "Les équipes de la halle utilisent Zibrotex le matin.",
        "The teams of the hall use Trixelot in the morning.",
        ("proper-name-differs", "Trixelot"),
    ),
    "a member of a list of things": (
        "La halle vend un téléphone, une tablette, une radio, une voiture et un vélo.",
        "The hall sells a phone, a tablet, a car and a bicycle.",
        ("statement-missing", "radio"),
    ),
    "a clause": (
        "Les visiteurs peuvent aimer le musée, apprendre à parler anglais, acheter un livre et voir une photographie.",
        "Visitors can like the museum, buy a book and see a photograph.",
        ("statement-missing", "apprendre à parler anglais"),
    ),
    "a town of one country": (
        "Venez parler avec nous au rendez-vous de cette année, les REML, en juillet à Kermadec, en France.",
        "Come and talk with us at this year’s meeting of the Free Harbour Kite Fair, in July in Plouzibre, France.",
        ("proper-name-differs", "Plouzibre"),
    ),
}


@pytest.mark.parametrize("kind", LITERALLY)
def test_what_changed_in_a_literal_translation_is_a_warning(kind):
    fr, en, found = LITERALLY[kind]
    assert found in told(fr, en)


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("Certains n’hésitent pas à louer des réseaux.", "Some even rent networks."),
        ("Les deux tables n’ont pas la même taille.", "The two tables are of different sizes."),
        ("Certains logiciels respectent mal cette règle.", "Some software does not respect this rule well enough."),
        ("La halle ouvre en mars ; il peut venir.", "The hall opens in March; he may come."),
        ("Elle a été réparée, en août, par la ville.", "The city repaired it in August."),
        ("La halle accueille plusieurs personnes.", "The hall hosts one or several people."),
        ("Des données (nom, prénom, pays, clé) sont publiques.", "Data (first and last name, country, key) are public."),
        ("Elle guidera les étudiants, les étudiantes et les enseignants.", "She will guide students and teachers."),
        ("La halle remercie les équipes pour la rédaction d’une loi.", "The hall thanks the teams in order to draft a bill."),
        (
            "Les travaux se présentent sous forme de posters ou d’exposés courts.",
            "Work is shown as posters or short talks.",
        ),
        (
            "Cette structure permettra l’enrichissement personnel de certains dignitaires.",
            "This structure will possibly allow the personal enrichment of dignitaries.",
        ),
        ("La halle n’est pas d’accord avec le port.", "The hall disagrees with the harbour."),
        ("La halle n’est pas protégée contre la pluie.", "The hall is unprotected against the rain."),
        ("Nous restons disponibles, n’hésitez pas à nous écrire !", "We remain available, feel free to write to us!"),
        (
            "Il serait injuste de passer sous silence les autres équipes de la halle.",
            "It would be unfair to not talk about the other teams of the hall.",
        ),
        ("Les services de la halle sont soumis au droit européen.", "The services of the hall are not above European law."),
        ("Il rappelle que la halle relève du droit européen.", "He recalls that the hall is not above European law."),
        ("Zoé Kervel coordonne l’Herbier Kermadec.", "Zoé Kervel coordinates the Kermadec Herbarium."),
        (
            "La Plateforme de Protection des Lanceurs en Bretagne salue la halle.",
            "The Platform to Protect Whistleblowers in Brittany welcomes the hall.",
        ),
        (
            "Les débats tenus à la Chambre des Représentants du Kenya sont utiles.",
            "The debates held in the Kenyan House of Representatives are useful.",
        ),
        ("Elle salue le Sénégal et ses équipes.", "She greets Sénegal and its teams."),
        ("Le port vend du pain, aussi bon que frais, et du vin.", "The harbour sells bread, as good as it is fresh, and wine."),
    ],
)
def test_what_is_translated_freely_is_no_warning(fr, en):
    assert told(fr, en) == []


def test_a_passage_that_stands_elsewhere_is_told():
    passages = {
        "fr": (
            "Zoé Kervel a dessiné la halle en 2019.",
            "Les tarifs sont affichés à Plouven.",
            "Le port de Brével finance les travaux.",
        ),
        "en": (
            "Zoé Kervel drew the hall in 2019.",
            "Prices are posted in Plouven town.",
            "The port of Brével pays for the works.",
        ),
    }
    first, second, third = passages["en"]
    assert told("\n\n".join(passages["fr"]), "\n\n".join((second, third, first))) == [("order-differs", first)]
    assert told("\n\n".join(passages["fr"]), "\n\n".join(passages["en"])) == []


@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("La halle n’est pas ouverte le lundi.", "The hall is closed on Mondays."),
        ("Les billets sont en vente au port.", "Tickets can be bought at the harbour."),
        ("Trixel est financé par Zibro depuis trois ans.", "Zibro has funded Trixel for three years."),
        ("Le projet Zibro et la revue Trixel s’allient.", "The Trixel journal and the Zibro project join forces."),
        ("L’UE et le Royaume-Uni ont signé.", "The EU and the United Kingdom have signed."),
        ("L’équipe du SNZ a écrit au SNZ.", "The ZDS team wrote to the ZDS."),
        ("Un matin, la halle a fermé jusqu’au soir.", "One day the hall closed until the evening."),
        ("Zoé Kervel, ancienne élève de l’école, revient.", "Zoé Kervel, an alumna of the school, returns."),
        ("C’est une maison ancienne.", "It is an old house."),
        ("La ministre du Travail est venue.", "The Labour minister came."),
        ("Il est peu probable que la halle ouvre.", "The hall is unlikely to open."),
        ("Les deux villes sont au bord du lac.", "Both towns lie on the lake."),
        ("Elle ouvre la halle sans aucune aide de la ville.", "She opens the hall with no help from the city."),
        ("Le soutien sans faille de la ville aide la halle.", "The hall is helped with unfailing support from the city."),
        ("La halle est moins chère que le musée.", "The hall is more affordable than the museum."),
        ("Au moins la halle est plus grande.", "At least the hall is larger."),
        ("Une troisième place ex-aequo pour la halle.", "A third place for the hall."),
    ],
)
def test_what_says_the_same_is_not_told(fr, en):
    assert told(fr, en) == []
