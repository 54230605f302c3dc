from . import Vocabulary

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
    "enseignant": "teacher",
    "enseignante": "teacher",
    "charge": "officer",
    "chargee": "officer",
    "attache": "officer",
    "attachee": "officer",
}

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
    months={
        "janvier": 1, "janv": 1, "fevrier": 2, "fevr": 2, "fev": 2, "mars": 3, "avril": 4, "avr": 4, "mai": 5, "juin": 6, "juillet": 7,
        "juil": 7, "aout": 8, "septembre": 9, "sept": 9, "octobre": 10, "oct": 10, "novembre": 11, "nov": 11, "decembre": 12, "dec": 12,
    },  # fmt: skip
    weekdays={"lundi": 0, "mardi": 1, "mercredi": 2, "jeudi": 3, "vendredi": 4, "samedi": 5, "dimanche": 6},
    seasons={"printemps": "spring", "ete": "summer", "automne": "autumn", "hiver": "winter"},
    numerals=frozenset(
        "un une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante"
        " cinquante soixante septante huitante octante nonante cent cents mille".split()
    ),
    joiners=frozenset({"et"}),
    about={
        "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50,
        "soixantaine": 60, "centaine": 100, "millier": 1000,
    },  # fmt: skip
    multipliers={"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9},
    before={
        "plus de": "more_than", "plus d'": "more_than", "au-dela de": "more_than", "depassant": "more_than", "depasse": "more_than",
        "superieur a": "more_than", "pres de": "nearly", "pres d'": "nearly", "presque": "nearly", "environ": "about", "quelque": "about",
        "quelques": "about", "autour de": "about", "de l'ordre de": "about", "approximativement": "about", "au moins": "at_least",
        "a minima": "at_least", "au minimum": "at_least", "pas moins de": "at_least", "jusqu'a": "up_to", "au plus": "up_to",
        "au maximum": "up_to", "moins de": "less_than", "moins d'": "less_than", "a peine": "less_than", "seulement": "",
        "+ de": "more_than", "+": "more_than",
    },  # fmt: skip
    after={"environ": "about", "au moins": "at_least", "et plus": "more_than", "au plus": "up_to", "ou plus": "at_least"},
    units={
        "m2": "m2", "metres carres": "m2", "km2": "km2", "km": "km", "kilometres": "km", "metres": "m", "hectares": "ha", "ha": "ha",
        "tonnes": "t", "kg": "kg", "an": "year", "ans": "year", "annee": "year", "annees": "year", "mois": "month", "semaine": "week",
        "semaines": "week", "jour": "day", "jours": "day", "heure": "hour", "heures": "hour", "h": "hour", "minute": "minute", "minutes": "minute",
        "%": "%", "pour cent": "%", "pourcent": "%", "points": "points", "mw": "mw", "petaflops": "petaflops",
    },  # fmt: skip
    range_words=("a", "et"),
    decimal=",",
    thousands=".",
    abbreviations=frozenset("m mm mme mlle dr pr prof st ste etc p pp n no cf art vol fig tel av bd ex env approx resp dir chap".split()),
    honorifics=frozenset("m mme mlle dr pr prof monsieur madame professeur professeure docteur".split()),
    said=frozenset(
        "declare explique affirme souligne ajoute indique precise rappelle estime note poursuit conclut commente confie observe"
        " insiste resume annonce dit rejouit felicite assure constate selon raconte salue previent".split()
    ),
    roles=_ROLES,
    events={
        "lance": "launch", "lancee": "launch", "lancer": "launch", "lancement": "launch", "lances": "launch", "lancees": "launch",
        "cree": "launch", "creee": "launch", "creer": "launch", "creation": "launch", "crees": "launch", "fonde": "launch", "fondee": "launch",
        "demarrage": "launch", "demarre": "launch", "commence": "launch", "ne": "launch", "nee": "launch", "naissance": "launch",
        "ouvert": "open", "ouverte": "open", "ouverture": "open", "ouvre": "open", "ouvrir": "open", "ouvrira": "open",
        "inaugure": "inaugurate", "inauguree": "inaugurate", "inauguration": "inaugurate", "inaugurer": "inaugurate",
        "annonce": "announce", "annoncee": "announce", "annonces": "announce", "annoncees": "announce", "annoncer": "announce",
        "devoile": "announce", "devoiles": "announce", "devoilee": "announce", "revele": "announce", "reveles": "announce",
        "presente": "present", "presentes": "present", "presentation": "present", "tient": "hold", "tenu": "hold", "tenue": "hold",
    },  # fmt: skip
    actors={
        "president de la republique": "head-of-state", "chef de l'etat": "head-of-state", "premier ministre": "prime-minister",
        "premiere ministre": "prime-minister", "ministre": "minister", "ministere": "minister", "gouvernement": "government",
        "commission europeenne": "commission", "secretaire d'etat": "minister", "maire": "mayor", "anr": "anr",
        "agence nationale de la recherche": "anr",
    },  # fmt: skip
    led_by=(
        "porte par", "portee par", "pilote par", "pilotee par", "coordonne par", "coordonnee par", "dirige par", "dirigee par",
        "mene par", "menee par", "conduit par", "conduite par", "emmene par",
    ),  # fmt: skip
    investigators=("responsables scientifiques", "responsable scientifique", "coresponsables", "dirige par", "codirige par", "porte par", "pilote par"),
    contact_headings=("contact", "contacts", "contact presse", "contacts presse", "contact medias", "contacts medias", "relations presse", "service de presse"),
    about_headings=("a propos de", "a propos d'", "a propos du", "a propos des", "a propos"),
    mailboxes=frozenset(
        "presse press contact contacts info infos information communication com communications media medias service office bureau relations"
        " secretariat accueil direction cabinet hello bonjour redaction rp pr news newsroom international recherche formation webmaster support".split()
    ),
    streets=frozenset("rue place avenue av boulevard bd quai allee chemin impasse cours square passage route esplanade faubourg".split()),
    dangling=frozenset(
        "le la les un une des du de d l au aux a et ou mais donc que qui dont pour par avec sans sous sur dans en entre vers chez ce cet"
        " cette ces son sa ses leur leurs notre nos votre vos est sont afin ainsi comme plus tres si se ne qu".split()
    ),
    doubles=frozenset("nous vous tres bien tout oui non ha bon cha tam".split()),
    impossible=frozenset(
        (first, second)
        for first, seconds in {
            "le": "le les un une des du au aux ces cette", "la": "le les des du au aux ces cette", "les": "le la un une du au aux ces cette",
            "un": "le la les une du au aux cette", "une": "le la les un au aux ce", 
            "du": "le la les un une des de au aux", "au": "le la les un une des du de aux", "aux": "le la les un une du de au",
            "de": "du des au aux", "cette": "le la les ce un une sont ont", "chaque": "est sont ont sera le la les un une des", "des": "le la du au aux un une de est sont ont", "ces": "le la les ce un une est sont ont", "leurs": "est sont ont le la les",
        }.items()
        for second in seconds.split()
    ),  # fmt: skip
    headings=frozenset(
        "introduction contexte objectifs calendrier gouvernance financement formation recherche partenaires consortium enjeux ambitions"
        " citations contacts temoignages sommaire resume conclusion perspectives annexes glossaire methode resultats chiffres".split()
    ),
    modifiers={
        "industriel": "industrial", "industriels": "industrial", "industrielle": "industrial", "industrielles": "industrial",
        "academique": "academic", "academiques": "academic", "prive": "private", "prives": "private", "privee": "private", "privees": "private",
        "public": "public", "publics": "public", "publique": "public", "publiques": "public", "europeen": "european", "europeens": "european",
        "europeenne": "european", "europeennes": "european", "international": "international", "internationaux": "international",
        "internationale": "international", "internationales": "international", "institutionnel": "institutional",
        "institutionnels": "institutional", "nouveau": "new", "nouveaux": "new", "nouvelle": "new", "nouvelles": "new", "nouvel": "new",
        "etranger": "foreign", "etrangers": "foreign", "etrangere": "foreign", "etrangeres": "foreign", "regional": "regional",
        "regionaux": "regional", "national": "national", "nationaux": "national",
    },  # fmt: skip
    quotation=(("«", "»"), ("“", "”")),
    not_names=frozenset("le la les un une des ce cette ces mon notre nos leur son sa ses il elle ils elles on nous vous a au aux de du en et dans pour par sur avec".split()),
)
