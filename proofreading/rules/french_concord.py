"""French determiners, nouns, adjectives, verbs and participles that do not agree."""

from __future__ import annotations

from ..morphology import (
    ADJECTIVE,
    EITHER,
    NOUN,
    PARTICIPLE,
    PLURAL,
    SINGULAR,
    SMALL,
    gender_of,
    is_conjugated,
    is_noun,
    is_qualifying,
    may_be,
    number_of,
    persons_of,
    readings,
)
from ..spelling import knows
from ..word_runs import WordRun
from .french_neighbours import (
    ADVERBS,
    DETERMINERS,
    HELD,
    JOINS,
    OF_ANY,
    PREPOSITIONS,
    Check,
    RunSlip,
    in_gender,
    in_number,
    is_adjective_here,
    is_looked_at,
    word_at,
    words_between,
)
from .french_subjects import BE, ClauseSubject, agreeing


def determiner_of_another_number(run: WordRun, place: int) -> RunSlip | None:
    """“les chercheur”, “un laboratoires”."""
    article, noun = word_at(run, place), word_at(run, place + 1)
    if article not in DETERMINERS or not is_looked_at(article, noun) or _is_shared(run, place):
        return None
    number = DETERMINERS[article][1]
    if number_of(noun) not in (SINGULAR if number == PLURAL else PLURAL,):
        return None
    better = in_number(noun, number)
    return RunSlip(place + 1, place + 1, better) if better else None


def _is_shared(run: WordRun, place: int) -> bool:
    """“les nom et prénoms”, “un ou plusieurs projets”: what stands behind has another noun of its own."""
    return word_at(run, place + 2) in JOINS or word_at(run, place - 1) in ("un", "une", "tous")


def determiner_of_another_gender(run: WordRun, place: int) -> RunSlip | None:
    """“un équipe”, “la nouvel salle”: a noun or an adjective of the other gender."""
    article, noun = word_at(run, place), word_at(run, place + 1)
    if article not in DETERMINERS or not is_looked_at(article, noun) or noun in HELD or noun.endswith(("eur", "eurs")):
        return None
    gender, wanted = gender_of(noun), DETERMINERS[article][0]
    if wanted == EITHER or not gender or gender == wanted or number_of(noun) != SINGULAR:
        return None
    if is_qualifying(noun) or may_be(noun, ADJECTIVE) and _is_qualified_later(run, place):
        better = in_gender(noun, wanted)
        return RunSlip(place + 1, place + 1, better) if better else None
    better = _ARTICLES.get(article, "")
    return RunSlip(place, place, better) if better and not _is_qualified_later(run, place) else None


def _is_qualified_later(run: WordRun, place: int) -> bool:
    """“une semi remorque”, “la haut débit”: the next word but one is a noun of the gender that the article has."""
    return gender_of(word_at(run, place + 2)) == DETERMINERS[word_at(run, place)][0] and may_be(word_at(run, place + 2), NOUN)


_ARTICLES = {
    "un": "une", "une": "un", "le": "la", "la": "le", "du": "de la", "au": "à la", "cet": "cette", "cette": "ce", "sa": "son",
    "ma": "mon", "aucun": "aucune", "aucune": "aucun", "ce": "cette",
}  # fmt: skip


def adjective_of_another_number(run: WordRun, place: int) -> RunSlip | None:
    """“les ressources humaine”: an adjective right behind its noun, no other noun before it that it may go with."""
    article, noun, word = (word_at(run, place + step) for step in range(3))
    if article not in DETERMINERS or article in ("du", "des", "au", "aux") or not is_noun(noun) or not is_adjective_here(word):
        return None
    if _is_complement_of_another(run, place) or noun in OF_ANY or word_at(run, place + 3) in JOINS:
        return None
    number = DETERMINERS[article][1]
    if noun in _LABELS or number_of(noun) != number or number_of(word) in ("", number):
        return None
    better = in_number(word, number)
    return RunSlip(place + 2, place + 2, better) if better else None


def adjective_of_another_gender(run: WordRun, place: int) -> RunSlip | None:
    """“une équipe nouveau”, “les données personnels”."""
    article, noun, word = (word_at(run, place + step) for step in range(3))
    if article not in DETERMINERS or article in ("du", "des", "au", "aux") or not is_noun(noun) or not is_adjective_here(word):
        return None
    if _is_complement_of_another(run, place) or noun in OF_ANY or noun in HELD:
        return None
    gender = gender_of(noun)
    if noun in _LABELS or not gender or gender_of(word) in ("", gender) or number_of(word) not in ("", DETERMINERS[article][1]):
        return None
    better = in_gender(word, gender)
    return RunSlip(place + 2, place + 2, better) if better else None


# Behind these a word may be spoken of, not said: “la mention salarié”, “les ayants droit”.
_LABELS = frozenset(
    "mention statut mot mots terme termes profil catégorie version option case rubrique onglet libellé ayants"
    " expression".split()
)


def _is_complement_of_another(run: WordRun, place: int) -> bool:
    """“le plan pour la retraite collectif”, “la hauteur et la largeur maximales”: the adjective may be of another noun too."""
    before = word_at(run, place - 1)
    return before in PREPOSITIONS or before in JOINS or not before and place > 0


def relative_of_another_number(run: WordRun, place: int) -> RunSlip | None:
    """“les termes qui permette”: a verb of one behind “qui”, whose noun is many."""
    article, noun = word_at(run, place - 2), word_at(run, place - 1)
    verb = word_at(run, place + 1)
    is_many = (
        article in ("les", "ces", "nos", "vos", "ses", "plusieurs")
        or article == "des"
        and not may_be(word_at(run, place - 3), NOUN)
    )
    if word_at(run, place) != "qui" or not is_many or number_of(noun) != PLURAL:
        return None
    if not is_noun(noun) or not is_conjugated(verb) or not persons_of(verb) <= {"1sg", "3sg", "2sg"}:
        return None
    if set(words_between(run, place - 8, place - 2)) & {"un", "une", "celui", "celle"} or not knows("fr", verb + "nt"):
        return None
    return RunSlip(place + 1, place + 1, verb + "nt") if verb.endswith("e") else None


def second_participle(run: WordRun, place: int) -> RunSlip | None:
    """“ont été lus et traduite”: of two participles of one subject, the one that agrees less with its verb."""
    if word_at(run, place) not in ("et", "ou"):
        return None
    first, second, be = word_at(run, place - 1), word_at(run, place + 1), word_at(run, place - 2)
    if be not in BE and be != "été" or not (readings(first) and readings(second)):
        return None
    if not (may_be(first, PARTICIPLE) and may_be(second, PARTICIPLE)) or may_be(first, SMALL) or may_be(second, ADJECTIVE):
        return None
    form = (gender_of(first), number_of(first))
    if "" in form or (gender_of(second), number_of(second)) == form or not number_of(second):
        return None
    better = agreeing(second, ClauseSubject(*form, place))
    return RunSlip(place + 1, place + 1, better) if better and better != second else None


def adjective_behind_are(run: WordRun, place: int) -> RunSlip | None:
    """“sont disponible”."""
    at = place + 1
    while word_at(run, at) in ADVERBS:
        at += 1
    word = word_at(run, at)
    if word_at(run, place) not in ("sont", "étaient", "seront", "seraient", "soient") or word_at(run, place - 1) in (
        "se",
        "s’",
    ):
        return None
    if not word or not is_qualifying(word) or number_of(word) != SINGULAR or word in OF_ANY:
        return None
    better = in_number(word, PLURAL)
    return RunSlip(at, at, better) if better else None


def adjective_before_many(run: WordRun, place: int) -> RunSlip | None:
    """“de plus ample informations”: an adjective of one right before a noun of many."""
    word, noun = word_at(run, place), word_at(run, place + 1)
    if word_at(run, place - 1) not in ("de", "plus", "d’") or not is_adjective_here(word) or not is_noun(noun):
        return None
    if number_of(word) != SINGULAR or number_of(noun) != PLURAL or may_be(word, PARTICIPLE):
        return None
    better = in_number(word, PLURAL)
    return RunSlip(place, place, better) if better else None


def thing_of_a_participle(run: WordRun, place: int) -> RunSlip | None:
    """“une base de donné”: a participle behind “de”, of which the feminine is a noun."""
    word = word_at(run, place)
    if word_at(run, place - 1) != "de" or not may_be(word_at(run, place - 2), NOUN) or readings(word) != {"Pms"}:
        return None
    better = word + "es"
    return RunSlip(place, place, better) if may_be(better, NOUN) else None


AGREEMENT: tuple[Check, ...] = (
    determiner_of_another_number,
    determiner_of_another_gender,
    adjective_of_another_number,
    adjective_of_another_gender,
    relative_of_another_number,
    second_participle,
    adjective_behind_are,
    adjective_before_many,
    thing_of_a_participle,
)
