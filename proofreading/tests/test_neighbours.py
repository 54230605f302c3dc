"""Words beside one another: what each check of neighbours tells, and the look-alike in which it is silent."""

import pytest

from proofreading import engine
from proofreading.files import reading_of
from proofreading.findings import WARNING
from proofreading.knowledge import Knowledge
from proofreading.morphology import gender_of, number_of, readings
from proofreading.presentation import told_once
from proofreading.rules import (
    french_concord,
    french_gaps,
    french_homophones,
    french_qualifiers,
    french_subjects,
    french_verb_forms,
)
from proofreading.words.neighbours import never_together

CODES = ("agreement", "word-confused", "word-lost", "words-scrambled", "misspelt-word")

# Each check with a sentence in which it speaks, what it points at, and one that is sound.
FRENCH = {
    "determiner_of_another_number": (
        "La halle accueille aux étage supérieurs.",
        "étage",
        "La halle accueille les uns et les autres.",
    ),
    "determiner_of_another_gender": ("La halle ouvre la nouvel salle.", "nouvel", "La maire ouvre la halle et la sage-femme."),
    "adjective_of_another_number": (
        "La halle montre les affiches nouvelle.",
        "nouvelle",
        "Le plan pour la halle nouveau est prêt.",
    ),
    "adjective_of_another_gender": (
        "La halle montre les affiches nouveaux.",
        "nouveaux",
        "La halle a la mention salarié et une fois rempli, le bon sert.",
    ),
    "relative_of_another_number": (
        "La halle ouvre les salles qui permette cela.",
        "permette",
        "La halle est une des salles qui permette cela.",
    ),
    "second_participle": ("Les plans ont été relus et corrigée hier.", "corrigée", "Les plans ont été relus et corrigés hier."),
    "adjective_behind_are": ("Les plans de la halle sont disponible ici.", "disponible", "Les plans sont disponibles ici."),
    "adjective_before_many": ("Voici de plus ample informations.", "ample", "Voici de plus amples informations."),
    "thing_of_a_participle": ("La halle tient une base de donné.", "donné", "La halle tient une base de données."),
    "verb_behind_to_have": ("La halle a publie son plan.", "publie", "La halle a publié son plan."),
    "infinitive_behind_to_have": (
        "La halle a complètement oublier le quai.",
        "oublier",
        "La halle a beaucoup à oublier et reste à visiter.",
    ),
    "was_for_been": ("Les plans avaient déjà était à Kermadec.", "était", "Les plans avaient déjà été lus à Kermadec."),
    "verb_for_a_noun": (
        "La halle aide à la facilite d’accès.",
        "facilite",
        "Le quai la facilite. La charge de travail est là.",
    ),
    "participle_behind_to_make": (
        "La halle aide en faisant travaillé les jeunes.",
        "travaillé",
        "Le fait publié hier est connu.",
    ),
    "one_for_have": ("Les marins on vivement critiqué le plan.", "on", "Les marins, qu’on vivra ici, l’ont dit : on y va."),
    "his_for_are": ("Les marins son ensuite invités.", "son", "Le quai et son bien bel ensemble sont là."),
    "these_for_this_is": ("La halle ouvre et ces pourquoi nous venons.", "ces", "La halle ouvre ces deux salles."),
    "has_for_at": ("La halle contribue a la fête.", "a", "Le permis de construire a une durée de trois ans."),
    "there_for_the": ("La halle tient compte de là hauteur.", "là", "La halle est de là : la hauteur compte."),
    "all_of_them": ("La halle vit tous au long de mai.", "tous", "Les marins vont tous au quai."),
    "noun_without_an_article": (
        "La halle entre dans cadre du plan.",
        "dans cadre",
        "La halle est dans Kermadec et dans tout le port.",
    ),
    "verb_without_a_preposition": (
        "Le quai a la pratique vendre des bateaux.",
        "pratique vendre",
        "Le quai laisse la halle vendre des bateaux.",
    ),
    "participle_without_to_have": (
        "Le quai été fondé en 1993 par des marins.",
        "quai été",
        "Le quai a été fondé en 1993. Un été pris par la mer.",
    ),
    "there_without_has": ("Sur le quai il y aussi une halle.", "y aussi", "Sur le quai il y a aussi une halle. On y va."),
    "plus_without_of": (
        "La halle est connue dans plus soixante villes.",
        "plus soixante",
        "La halle est dans plus de dix villes.",
    ),
    "qualifier_of_nothing": (
        "La halle est une maison non gouvernementale bretonne créé en mars par des marins.",
        "créé",
        "La halle montre les plans de la maison affichés hier, des produits haut de gamme et des murs.",
    ),
    "participle_with_to_have": (
        "Les marins ont annoncée une fête.",
        "annoncée",
        "Voici la fête que les marins ont annoncée : ils les ont vues.",
    ),
    "adjective_before_its_noun": (
        "La halle répond à différentes besoins du port.",
        "différentes",
        "La halle répond à différents besoins du port.",
    ),
    "verb_of_another_number": (
        "La Fédération des marins ont lancé un appel.",
        "ont",
        "La plupart des marins ont lancé un appel. La halle, la maison sont ouvertes.",
    ),
    "participle_of_another_kind": (
        "La Fédération des marins n’est pas d’accord et est déçu par le plan.",
        "déçu",
        "La Fédération des marins n’est pas d’accord et est déçue par le plan.",
    ),
    "relative_of_one": (
        "Merci au port qui accueillent la fête.",
        "accueillent",
        "Merci aux marins du port qui accueillent la fête.",
    ),
    "verb_of_a_name": ("Kermadec invitent les marins.", "invitent", "Kermadec invite les marins. Plusieurs invitent."),
    "participle_for_an_infinitive": (
        "Les marins vont désormais amélioré le plan.",
        "amélioré",
        "Les marins vont désormais améliorer le plan. Le prix de détaillé est connu.",
    ),
    "infinitive_for_a_participle": (
        "Le plan du port était également bloquer.",
        "bloquer",
        "Le plan du port était également bloqué. Le but est donc de bloquer le plan.",
    ),
    "noun_for_a_participle": (
        "Le plan a été annonce par le port.",
        "annonce",
        "Le plan a été annoncé par le port. Il a affaire à la mer et a été juge de paix.",
    ),
    "spoken_to_a_friend": (
        "Voici les fêtes organises par le port.",
        "organises",
        "Voici les fêtes organisées par le port. Tu organises par ici.",
    ),
    "has_behind_a_verb": (
        "Le plan invite les marins a rejoindre le port.",
        "a",
        "Le plan invite les marins à rejoindre le port. Le permis délivré au port a une durée de trois ans.",
    ),
    "sure_for_on": ("La halle compte sûr le port.", "sûr", "La halle compte bien sûr sur le port."),
    "there_for_an_article": ("Le port assure là liaison du quai.", "là", "Le port est là : la liaison compte."),
    "side_without_its_accent": ("La halle est de l’autre coté du port.", "coté", "Le vin coté est de l’autre côté du port."),
    "infinitive_without_a_preposition": (
        "La journée vise offrir une fête.",
        "vise offrir",
        "La journée vise à offrir une fête et souhaite offrir un bal.",
    ),
    "object_without_an_article": (
        "Les marins doivent soumettre résumé au port.",
        "soumettre résumé",
        "Les marins doivent soumettre un résumé et prendre part au bal.",
    ),
}
FRENCH_TOO = (
    (
        "Les travaux de la halle a commencé.",
        "a",
        "La plupart des travaux ont commencé. La hauteur, la forme de la halle sont fixées.",
    ),
    (
        "La halle du quai sera inauguré lundi.",
        "inauguré",
        "La halle du quai sera inaugurée lundi. Des centaines de marins sont venus.",
    ),
    ("Voici le plan que les travaux de la halle permet.", "permet", "Le plan, ainsi que la halle des marins sont prêts."),
    (
        "Le port prévoit des règles équitable pour tous.",
        "équitable",
        "Le port prévoit une série de règles équitable pour tous.",
    ),
)

ENGLISH = (
    ("The quay has a new halls in the port.", "halls", "The quay has a few new halls and a sales manager."),
    ("The team opened thirty rooms and two hall in May.", "hall", "The team has a two year plan and ten per cent of it."),
    ("The plan will be reviewd to fit.", "reviewd", "The plan will be part of it and be home to many."),
    ("The plan must be review by the team.", "review", "The plan must be present by noon and be open to all."),
    ("The team is happy too be here.", "too", "The plan is too big and the team is too."),
    ("The team keeps it’s new plans.", "it’s", "It’s always days before the fair. It’s great news."),
    ("The team has an Breton flag.", "an", "The team has an Irish flag and an X-ray."),
    ("There is some known issues with it.", "is", "There is some known work and there are issues."),
    ("The plan may now by used here.", "by", "The plan may now be used by us."),
    ("The team wants to added it here.", "added", "The plan is due to limited time."),
    ("We know that the new halls is open.", "is", "We know that the number of halls is known."),
    ("The team has also announce the plan.", "announce", "The team has also announced the plan."),
    ("The plan depends of the weather.", "of", "The focus of the plan depends on the weather."),
    ("The team works at order to finish.", "at", "The team works in order to finish."),
    ("The plan is to can finish it.", "to can", "The a priori idea is to finish it."),
    ("Most versions of the file is open here.", "is", "One of the versions is open. Two days of the fair is enough."),
    ("The halls of the port, and they is open here.", "is", "The halls of the port, and they are open here."),
    ("Halls and platforms is open here.", "is", "The list of plans and platforms is open here."),
    ("The team will provides a hall.", "provides", "The free will provides a hall and it may also help users."),
    ("The hall is support by the port.", "support", "The hall is supported by the port and is part of the fair."),
    ("Too carry out this plan, the team came.", "Too", "Too many plans came. To carry out this plan, the team came."),
    ("There technical and other skills counted.", "There", "Their technical skills are known. There is a plan."),
    ("The project have a hall in the port.", "have", "The government have a hall in the port, and so do we."),
    ("The halls are similars to it.", "similars", "The halls are in the playbooks of the team."),
)

ENTIRE = {
    "prud’hommes": "Le conseil de prud’hommes et l’aujourd’hui des marins.",
    "la graphie de 1990": "L’évènement fait connaitre le quai et entraine les marins.",
    "elles derrière une préposition": "L’une d’entre elles peut venir au quai.",
    "leur, pronom": "Il faut lire les plans et les leur donner.",
    "un pronom derrière un nom": "Sauf lorsque le plan de l’aide le prévoit, le quai ouvre.",
    "ayants droit": "Les ayants droit viennent au quai.",
    "une liste derrière deux-points": "Le quai ouvre au profit des :",
    "sans et un nom": "Le quai ouvre sans nécessité et sans publicité.",
}


def told(text, language):
    """What the rules about neighbours point at, as warnings."""
    known = Knowledge()
    opens = "Une halle ouvre\n\n" if language == "fr" else "A hall opens\n\n"
    with engine.strict():
        report = engine.check({language: reading_of(language, "x.txt", opens + text, known)}, known)
    shown = told_once(report.findings)
    return [one.place.shown for one in shown if one.code in CODES and one.severity == WARNING]


@pytest.mark.parametrize("check", FRENCH)
def test_a_french_check_speaks_and_is_silent(check):
    wrong, shown, right = FRENCH[check]
    assert told(wrong, "fr") == [shown]
    assert told(right, "fr") == []


def test_every_french_check_has_its_sentences():
    checks = (
        *(*french_concord.AGREEMENT, *french_homophones.CONFUSED, *french_gaps.LOST, *french_qualifiers.QUALIFIERS),
        *(*french_subjects.SUBJECTS, *french_verb_forms.VERB_FORMS, *french_verb_forms.LOST_BESIDE_VERBS),
    )
    assert [check.__name__ for check in checks] == list(FRENCH)


@pytest.mark.parametrize(("wrong", "shown", "right"), FRENCH_TOO)
def test_a_french_check_speaks_of_all_its_kind(wrong, shown, right):
    assert told(wrong, "fr") == [shown]
    assert told(right, "fr") == []


@pytest.mark.parametrize(("wrong", "shown", "right"), ENGLISH)
def test_an_english_slip_is_told_and_its_look_alike_is_not(wrong, shown, right):
    assert told(wrong, "en") == [shown]
    assert told(right, "en") == []


@pytest.mark.parametrize("text", ENTIRE.values(), ids=ENTIRE)
def test_sound_french_is_not_told(text):
    assert told(text, "fr") == []


def test_the_dictionary_says_what_a_word_may_be():
    assert readings("chercheurs") == {"Nmp", "Jmp"}
    assert readings("publie") == {"V1sg", "V2sg", "V3sg"}
    assert (gender_of("équipes"), number_of("équipes")) == ("f", "p")
    assert readings("kermadecois") == frozenset()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_pair_that_never_stands_together_is_a_word_with_itself(language):
    pairs = never_together(language)
    assert len(pairs) > 100
    assert all(first != second for first, second in pairs)
    assert never_together("it") == frozenset()
