import re

from . import Vocabulary, by_kind, calendars, geography, kinds, negation, practical, rough
from .given_names import GIVEN_NAMES

_ROLES = {
    "president": "president",
    "presidente": "president",
    "vice-president": "vice-president",
    "vice-presidente": "vice-president",
    "directeur": "director",
    "directrice": "director",
    "directeur general": "chief-executive",
    "directrice generale": "chief-executive",
    "pdg": "chief-executive",
    "president-directeur general": "chief-executive",
    "presidente-directrice generale": "chief-executive",
    "professeur": "professor",
    "professeure": "professor",
    "maitre de conferences": "lecturer",
    "maitresse de conferences": "lecturer",
    "chercheur": "researcher",
    "chercheuse": "researcher",
    "charge de recherche": "researcher",
    "chargee de recherche": "researcher",
    "directeur de recherche": "research-director",
    "directrice de recherche": "research-director",
    "doyen": "dean",
    "analyste": "analyst",
    "doyenne": "dean",
    "ministre": "minister",
    "premier ministre": "prime-minister",
    "premiere ministre": "prime-minister",
    "coordinateur": "coordinator",
    "coordinatrice": "coordinator",
    "coordonnateur": "coordinator",
    "coordonnatrice": "coordinator",
    "responsable": "head",
    "chef": "head",
    "cheffe": "head",
    "fondateur": "founder",
    "fondatrice": "founder",
    "cofondateur": "founder",
    "cofondatrice": "founder",
    "maire": "mayor",
    "recteur": "rector",
    "rectrice": "rector",
    "ingenieur": "engineer",
    "ingenieure": "engineer",
    "doctorant": "phd-student",
    "doctorante": "phd-student",
    "delegue": "delegate",
    "deleguee": "delegate",
    "secretaire": "secretary",
    "porte-parole": "spokesperson",
    "pilote": "head",
    "conservateur": "curator",
    "conservatrice": "curator",
    "medecin": "physician",
    "chirurgien": "physician",
    "chirurgienne": "physician",
    "directeur scientifique": "scientific-director",
    "directrice scientifique": "scientific-director",
    "directeur technique": "technical-director",
    "directrice technique": "technical-director",
    "directeur adjoint": "deputy-director",
    "directrice adjointe": "deputy-director",
    "delegue general": "chief-executive",
    "deleguee generale": "chief-executive",
    "compositeur": "composer",
    "compositrice": "composer",
    "violoniste": "violinist",
    "musicien": "musician",
    "musicienne": "musician",
    "journaliste": "journalist",
    "avocat": "lawyer",
    "avocate": "lawyer",
    "economiste": "economist",
    "mathematicien": "mathematician",
    "mathematicienne": "mathematician",
    "philosophe": "philosopher",
    "historien": "historian",
    "historienne": "historian",
    "infirmier": "nurse",
    "infirmiere": "nurse",
    "oceanographe": "oceanographer",
    "biologiste": "biologist",
    "chimiste": "chemist",
    "physicien": "physicist",
    "physicienne": "physicist",
    "informaticien": "computer-scientist",
    "informaticienne": "computer-scientist",
    "geographe": "geographer",
    "sociologue": "sociologist",
    "linguiste": "linguist",
    "statisticien": "statistician",
    "statisticienne": "statistician",
    "neurologue": "physician",
    "cardiologue": "physician",
    "radiologue": "physician",
    "psychologue": "psychologist",
    "botaniste": "botanist",
    "archeologue": "archaeologist",
    "enseignant": "teacher",
    "enseignante": "teacher",
    "charge": "officer",
    "chargee": "officer",
    "attache": "officer",
    "dirigeant principal": "chief-executive",
    "dirigeante principale": "chief-executive",
    "dirigeant principal de la technologie": "technical-director",
    "dirigeante principale de la technologie": "technical-director",
    "dirigeant principal de l'information": "information-director",
    "dirigeante principale de l'information": "information-director",
    "directeur financier": "finance-director",
    "directrice financiere": "finance-director",
    "dirigeant principal des finances": "finance-director",
    "dirigeante principale des finances": "finance-director",
    "directeur executif": "chief-executive",
    "directrice executive": "chief-executive",
    "attachee": "officer",
    "tresorier": "treasurer",
    "tresoriere": "treasurer",
    "commissaire": "commissioner",
    "ambassadeur": "ambassador",
    "ambassadrice": "ambassador",
    "redacteur en chef": "editor-in-chief",
    "redactrice en chef": "editor-in-chief",
}

_COUNTED = """
partenaire partenaires: partner
entreprise entreprises societe societes pme industriels: company
startup startups start: company
etablissement etablissements: institution
universite universites: university institution
membre membres: member institution partner
organisation organisations organismes organisme structures: institution member partner association
association associations: association institution
projet projets: project
programme programmes pac: programme
laboratoire laboratoires labos: laboratory
equipe equipes groupe groupes: team company
etudiant etudiants etudiante etudiantes eleves apprenants stagiaires: student
doctorant doctorants doctorante doctorantes these theses doctorats: phd
postdoctorants postdoctorant postdocs bourses bourse: postdoc grant
chercheur chercheurs chercheuses scientifiques universitaires: researcher
enseignant enseignants enseignantes professeurs: teacher researcher
personnels salaries salarie employes emplois agents collaborateurs postes effectifs: staff post
soignants soignant infirmiers infirmieres professionnels: care staff
medecins medecin chirurgiens chirurgiennes radiologues: doctor care
ingenieurs ingenieur ingenieures techniciens: engineer staff
patient patients patientes malades volontaires: patient person
personne personnes hommes femmes citoyens habitants: person staff
participant participants participantes visiteurs invites auditeurs: participant person
intervenants intervenantes orateurs conferenciers: speaker
places place sieges: place seat person
pays nations: country
villes ville communes: city
centre centres sites site: centre hospital
hopital hopitaux: hospital centre institution
services service departements: department
ecole ecoles: school institution
formation formations cours modules module sessions session ateliers atelier seances: course
chaire chaires: chair
candidature candidatures dossiers dossier propositions candidats candidates soumissions: application candidate
laureat laureats laureates: winner project
prix: prize
aides subventions allocations: grant
articles article publications publication: publication
communications communication exposes: publication talk
brevets brevet: patent
specimens specimen: specimen
especes espece: species
famille familles: family
images image photographies photos cliches scanners irm: image
enregistrements notices fiches: record
sequences sequence: sequence
documents document pages livres ouvrages: document
objets oeuvres: object
clusters cluster poles: cluster centre
accelerateurs processeurs cartes gpu: processor
interventions operations gestes: intervention
essais tests experiences: trial
"""

_FIELDS = """
defense armees: defence
environnement ecologie: environment
agriculture: agriculture
transports transport: transport
culture: culture
interieur: interior
justice: justice
economie: economy
travail emploi: labour
energie: energy
etrangeres diplomatie: foreign
logement: housing
sports sport: sport
industrie: industry
budget comptes: budget
information: information
communication presse medias: communication
partenariats partenariat partenariales alliances: partnership
recherche scientifique scientifiques sciences: research
formation formations pedagogie pedagogique enseignement etudes: training
innovation transfert valorisation: innovation
developpement: development
technologie technologies technique techniques: technology
financier financiere finances: finance
marketing: marketing
commercial commerciale ventes: sales
strategie: strategy
securite: security
sante medical medicale clinique: health
numerique: digital
operations exploitation: operations
ressources humaines: people
juridique droit: legal
medecine: health
informatique: computing
mathematiques: mathematics
"""

_SAYS = "dit|explique|ajoute|affirme|précise|conclut|déclare|poursuit|continue|souligne|estime|rappelle|commente"
_SAID = "dit|expliqué|ajouté|affirmé|précisé|conclu|déclaré|poursuivi|continué|souligné|estimé|rappelé|commenté"

WORDS = Vocabulary(
    stops=frozenset(
        "a au aux avec ce ces cet cette dans de des du d en et l la le les leur leurs ou par pour qu que qui s sa se ses son sur un une"
        " n ne pas plus y c j m t nos notre nous vos votre vous ils elles il elle on est sont ont lors entre sans sous chez vers dont".split()
    ),
    telling=frozenset(
        "le la les des du et dans pour une sur avec aux ces ses leur leurs qui que ou sont ont cette nous vous plus entre par"
        " est au son sa il elle ils elles pas cet dont chez aussi ainsi notamment afin tous toutes tout deux trois"
        " propos presse nos notre".split()
    ),
    months=calendars.months("fr", also={"fev": 2} | calendars.whole_months("en")),
    weekdays=calendars.weekdays("fr"),
    seasons={"printemps": "spring", "ete": "summer", "automne": "autumn", "hiver": "winter"},
    numerals=frozenset(
        "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante"
        " cinquante soixante septante huitante octante nonante cent cents mille".split()
    ),
    joiners=frozenset({"et"}),
    about={
        "dizaine": 10,
        "douzaine": 12,
        "quinzaine": 15,
        "vingtaine": 20,
        "trentaine": 30,
        "quarantaine": 40,
        "cinquantaine": 50,
        "soixantaine": 60,
        "centaine": 100,
        "millier": 1000,
    },  # fmt: skip
    multipliers={
        "mille": 10**3,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
        "billion": 10**12,
        "billions": 10**12,
    },
    before={
        "pas plus de": "up_to",
        "plus de": "more_than",
        "plus d'": "more_than",
        "au-dela de": "more_than",
        "depassant": "more_than",
        "depasse": "more_than",
        "ne depasse pas": "up_to",
        "ne depassent pas": "up_to",
        "sans depasser": "up_to",
        "n'excede pas": "up_to",
        "superieur a": "more_than",
        "pres de": "nearly",
        "pres d'": "nearly",
        "presque": "nearly",
        "environ": "about",
        "quelque": "about",
        "quelques": "about",
        "autour de": "about",
        "de l'ordre de": "about",
        "approximativement": "about",
        "au moins": "at_least",
        "a minima": "at_least",
        "au minimum": "at_least",
        "pas moins de": "at_least",
        "jusqu'a": "up_to",
        "au plus": "up_to",
        "au maximum": "up_to",
        "moins de": "less_than",
        "moins d'": "less_than",
        "a peine": "less_than",
        "a hauteur de": "any",
        "seulement": "",
        "+ de": "more_than",
        "+": "more_than",
    },  # fmt: skip
    after={"environ": "about", "au moins": "at_least", "et plus": "more_than", "au plus": "up_to", "ou plus": "at_least"},
    units={
        "m2": "m2",
        "metres carres": "m2",
        "km2": "km2",
        "km": "km",
        "kilometres": "km",
        "metres": "m",
        "hectares": "ha",
        "ha": "ha",
        "tonnes": "t",
        "kg": "kg",
        "an": "year",
        "ans": "year",
        "annee": "year",
        "annees": "year",
        "mois": "month",
        "semaine": "week",
        "semaines": "week",
        "jour": "day",
        "jours": "day",
        "heure": "hour",
        "heures": "hour",
        "h": "hour",
        "minute": "minute",
        "minutes": "minute",
        "%": "%",
        "pour cent": "%",
        "pourcent": "%",
        "points": "points",
        "points de pourcentage": "pp",
        "point de pourcentage": "pp",
        "kilogrammes": "kg",
        "seconde": "second",
        "secondes": "second",
        "milliseconde": "millisecond",
        "millisecondes": "millisecond",
        "ms": "millisecond",
        "microsecondes": "microsecond",
        "nanosecondes": "nanosecond",
        "mm": "mm",
        "millimetres": "mm",
        "cm": "cm",
        "centimetres": "cm",
        "kw": "kw",
        "kilowatts": "kw",
        "mw": "mw",
        "megawatts": "mw",
        "kwh": "kwh",
        "mwh": "mwh",
        "gigaoctets": "gb",
        "go": "gb",
        "teraoctets": "tb",
        "to": "tb",
        "petaoctets": "pb",
        "po": "pb",
        "petaflops": "petaflops",
    },  # fmt: skip
    numbered=(
        "n°",
        "n °",
        "no.",
        "n.",
        "numero",
        "master",
        "article",
        "page",
        "p.",
        "version",
        "tome",
        "volume",
        "vol.",
        "vol",
        "chapitre",
        "horizon",
        "edition",
        "phase",
        "partie",
        "salle",
        "axe",
        "fig.",
        "fig",
        "figure",
        "tableau",
        "etape",
        "lot",
        "volet",
    ),  # fmt: skip
    fractions={
        "la moitie": 50,
        "pour moitie": 50,
        "un tiers": 33,
        "le tiers": 33,
        "deux tiers": 66,
        "le quart": 25,
        "un quart des": 25,
        "un quart de": 25,
        "trois quarts": 75,
    },
    out_of=("sur",),
    grants=frozenset("dote dotee dotation subvention aide financement finance beneficie recoit enveloppe budget".split()),
    separators=frozenset({"ou"}),
    lists_open=frozenset(
        "que telles tels comme notamment dont avec reunit rassemble associe regroupe compte membres parmi lesquels ainsi".split()
    ),
    counted=kinds(_COUNTED),
    fields=by_kind(_FIELDS),
    clocks={"midi": "12:00", "minuit": "00:00"},
    hours={word: hour for hour, word in enumerate("une deux trois quatre cinq six sept huit neuf dix onze douze".split(), 1)},
    parts_of_an_hour={
        "{hours} heures? et demie": 30,
        "{hours} heures? et quart": 15,
        "{hours} heures? moins le quart": -15,
        "{hours} heures? trente": 30,
        "(?<=\\ba ){hours} heures?(?! et| de)": 0,
    },
    denies=negation.denies("fr"),
    may_deny=negation.may_deny("fr"),
    ordinals=rough.ordinals("fr"),
    rough_figures=rough.rough_figures("fr"),
    range_words=("a", "et", "ou"),
    decimal=",",
    thousands=".",
    abbreviations=frozenset(
        "m mm mme mlle dr pr prof st ste etc p pp n no cf art vol fig tel av bd ex env approx resp dir chap".split()
    ),
    honorifics=frozenset("m mme mlle dr pr prof monsieur madame professeur professeure docteur".split()),
    said=frozenset(
        "temoigne temoignent confirme detaille repond assurent reconnait plaide promet espere pointe salue ecrit lance glisse rencherit rencherissent abonde tranche declare explique affirme souligne ajoute indique precise rappelle estime note poursuit conclut commente confie observe"
        " insiste resume annonce dit rejouit felicite assure constate selon raconte salue previent amuse exclame interroge defend martele prevoit glisse complete ironise sourit".split()
    ),
    of_men=r"M\.|Monsieur|[Ll]e (?:ministre|maire|juge|commissaire|président|directeur|professeur|docteur|député|sénateur|recteur)",
    of_women=(
        r"Mme|Madame|[Ll]a (?:ministre|maire|juge|commissaire|présidente|directrice|professeure|docteure|députée|sénatrice|rectrice)"
    ),
    who=frozenset({"qui", "dont"}),
    own_acronyms=dict(
        pair.split()
        for pair in (
            "EU UE,UN ONU,NATO OTAN,IMF FMI,OECD OCDE,WTO OMC,ILO OIT,ECB BCE,EIB BEI,GDPR RGPD,NGO ONG,NGOs ONG,DNA ADN,HIV VIH"
            ",SMEs PME,GDP PIB,GMO OGM,MRI IRM,VAT TVA"
        ).split(",")
    ),
    he_says=rf"(?:{_SAYS})(?:-t)?-il|a-t-il (?:{_SAID})",
    she_says=rf"(?:{_SAYS})(?:-t)?-elle|a-t-elle (?:{_SAID})",
    roles=_ROLES,
    events={
        "lance": "launch",
        "lancee": "launch",
        "lancer": "launch",
        "lancement": "launch",
        "lances": "launch",
        "lancees": "launch",
        "cree": "launch",
        "creee": "launch",
        "creer": "launch",
        "creation": "launch",
        "crees": "launch",
        "fonde": "launch",
        "fondee": "launch",
        "demarrage": "launch",
        "demarre": "launch",
        "commence": "launch",
        "ne": "launch",
        "nee": "launch",
        "naissance": "launch",
        "ouvert": "open",
        "ouverte": "open",
        "ouverture": "open",
        "ouvre": "open",
        "ouvrir": "open",
        "ouvrira": "open",
        "inaugure": "inaugurate",
        "inauguree": "inaugurate",
        "inauguration": "inaugurate",
        "inaugurer": "inaugurate",
        "annonce": "announce",
        "annoncee": "announce",
        "annonces": "announce",
        "annoncees": "announce",
        "annoncer": "announce",
        "devoile": "announce",
        "devoiles": "announce",
        "devoilee": "announce",
        "revele": "announce",
        "reveles": "announce",
        "laureat": "award",
        "laureate": "award",
        "laureats": "award",
        "retenu": "award",
        "retenus": "award",
        "selectionne": "award",
        "presente": "present",
        "presentes": "present",
        "presentation": "present",
        "tient": "hold",
        "tenu": "hold",
        "tenue": "hold",
    },  # fmt: skip
    actors={
        "president de la republique": "head-of-state",
        "chef de l'etat": "head-of-state",
        "premier ministre": "prime-minister",
        "premiere ministre": "prime-minister",
        "ministre": "minister",
        "ministere": "minister",
        "gouvernement": "government",
        "commission europeenne": "commission",
        "secretaire d'etat": "minister",
        "maire": "mayor",
        "anr": "anr",
        "agence nationale de la recherche": "anr",
    },  # fmt: skip
    led_by=(
        "porte par",
        "portee par",
        "pilote par",
        "pilotee par",
        "coordonne par",
        "coordonnee par",
        "dirige par",
        "dirigee par",
        "mene par",
        "menee par",
        "conduit par",
        "conduite par",
        "emmene par",
        "que porte",
        "que dirige",
        "que pilote",
        "que coordonne",
    ),  # fmt: skip
    investigators=(
        "responsables scientifiques",
        "responsable scientifique",
        "coresponsables",
        "dirige par",
        "codirige par",
        "porte par",
        "pilote par",
    ),
    takes_place=re.compile(
        r"\b(?:aura lieu|auront lieu|se tiendra|se tiendront|se deroulera|se derouleront|a lieu|se tient)\b"
    ),
    last_day=re.compile(
        r"\b(?:inscriptions?|s'inscrire|accreditations?|inscrivez-vous|inscrire)\b[^.]{0,60}?\b(?:avant|jusqu'au|au plus tard|limite|cloture)\b"
    ),
    labels=practical.labels("fr"),
    contact_headings=(
        "contact",
        "contacts",
        "contact presse",
        "contacts presse",
        "contact medias",
        "contacts medias",
        "relations presse",
        "service de presse",
    ),
    about_headings=(
        "a propos de",
        "a propos d'",
        "a propos du",
        "a propos des",
        "a propos",
        "au sujet de",
        "au sujet d'",
        "au sujet du",
        "au sujet des",
        "en savoir plus sur",
        "qui sommes-nous",
    ),  # fmt: skip
    mailboxes=frozenset(
        "presse press contact contacts info infos information communication com communications media medias service office bureau relations"
        " secretariat accueil direction cabinet hello bonjour redaction rp pr news newsroom international recherche formation webmaster support".split()
    ),
    dangling=frozenset(
        "le la les un une des du de d l au aux a et ou mais donc que qui dont pour par avec sans sous sur dans en entre vers chez ce cet"
        " cette ces son sa ses leur leurs notre nos votre vos est sont afin ainsi comme plus tres si se ne qu".split()
    ),
    seldom_last=frozenset(
        "depuis pendant avant apres selon lorsque quand parce puisque durant contre parmi malgre jusque ete etre avoir ont avait peut"
        " peuvent doit doivent sera seront chaque plusieurs aucun quelques tres moins".split()
    ),
    doubles=frozenset("nous vous tres bien tout oui non ha bon cha tam".split()),
    impossible=frozenset(
        (first, second)
        for first, seconds in {
            "le": "le les un une des du au aux ces cette",
            "la": "le les des du au aux ces cette",
            "les": "le la un une du au aux ces cette",
            "un": "le la les une du cette",
            "une": "le la les un ce",
            "du": "le la les un une des de au aux",
            "au": "le la les un une des du de aux",
            "aux": "le la les un une du de au",
            "de": "du des au aux",
            "cette": "le la les ce un une sont ont",
            "chaque": "est sont ont sera le la les un une des",
            "des": "le la du au aux un une de est sont ont",
            "ces": "le la les ce un une est sont ont",
            "leurs": "est sont ont le la les",
            **dict.fromkeys(
                ("nos", "vos", "notre", "votre", "ses"), "de du des le la les est sont ont pour avec dans sur au aux"
            ),
        }.items()
        for second in seconds.split()
    ),  # fmt: skip
    headings=frozenset(
        "introduction contexte objectifs calendrier gouvernance financement formation recherche partenaires consortium enjeux ambitions"
        " citations contacts temoignages sommaire resume conclusion perspectives annexes glossaire methode resultats chiffres".split()
    ),
    modifiers={
        "industriel": "industrial",
        "industriels": "industrial",
        "industrielle": "industrial",
        "industrielles": "industrial",
        "academique": "academic",
        "academiques": "academic",
        "prive": "private",
        "prives": "private",
        "privee": "private",
        "privees": "private",
        "public": "public",
        "publics": "public",
        "publique": "public",
        "publiques": "public",
        "europeen": "european",
        "europeens": "european",
        "europeenne": "european",
        "europeennes": "european",
        "international": "international",
        "internationaux": "international",
        "internationale": "international",
        "internationales": "international",
        "institutionnel": "institutional",
        "institutionnels": "institutional",
        "etranger": "foreign",
        "etrangers": "foreign",
        "etrangere": "foreign",
        "etrangeres": "foreign",
        "regional": "regional",
        "regionaux": "regional",
        "national": "national",
        "nationaux": "national",
    },  # fmt: skip
    quotation=(("«", "»"), ("“", "”")),
    not_names=frozenset(
        "puis enfin ensuite ainsi apres avant depuis mais car donc egalement hier demain quand si comme le la les un une des ce cette ces mon notre nos leur son sa ses il elle ils elles on nous vous a au aux de du en et dans pour par sur avec".split()
    ),
    titles=frozenset(
        "directeur directrice conseiller conseillere president presidente secretaire ministre responsable coordinateur coordinatrice coordonnateur coordonnatrice delegue deleguee commissaire dirigeant dirigeante tresorier tresoriere redacteur redactrice ambassadeur ambassadrice representant representante chancelier professeur professeure chercheur chercheuse developpeur developpeuse administrateur administratrice".split()
    ),
    given_names=GIVEN_NAMES,
    territories=geography.territories("fr"),
    countries=geography.countries("fr"),
    peoples=geography.peoples("fr"),
    towns=geography.towns("fr"),
    place_words="à|À|en|En|au|Au|aux|près de|depuis",
    not_people=frozenset(
        "fondation palais universite college institut institution ecole academie herbier federation confederation union observatoire archives galerie hopital hopitaux musee museum laboratoire centre conseil"
        " ministere agence departement faculte bibliotheque theatre gare campus rue avenue place tour maison parc ville cite"
        " amerique afrique asie europe ocean ile iles bassin cote vallee mont fleuve baie mer golfe editions groupe societe systemes"
        " technologies roi reine saint sainte pape empereur prince prix fonds banque alliance reseau programme projet cluster journees journee semaine organisation autorite association comite bureau service direction intelligence horizon".split()
    ),
)
