"""French determiners, nouns, adjectives, verbs and participles that do not agree."""

from __future__ import annotations

from typing import NamedTuple

from ..morphology import (
    ADJECTIVE,
    ADVERB,
    EITHER,
    INFINITIVE,
    NOUN,
    PARTICIPLE,
    PLURAL,
    SINGULAR,
    SMALL,
    VERB,
    gender_of,
    is_conjugated,
    is_nominal,
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
    ARTICLES_BEHIND,
    DETERMINERS,
    HELD,
    JOINS,
    NO_NOUNS,
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


# A subject at the head of its clause, and its verb

_BE = {
    "est": "s",
    "était": "s",
    "sera": "s",
    "serait": "s",
    "fut": "s",
    "sont": "p",
    "étaient": "p",
    "seront": "p",
    "seraient": "p",
}
_HAVE_BEEN = {"a": "s", "avait": "s", "aura": "s", "aurait": "s", "ont": "p", "avaient": "p", "auront": "p", "auraient": "p"}
_OTHER_NUMBER = {
    "est": "sont", "était": "étaient", "sera": "seront", "serait": "seraient", "a": "ont", "avait": "avaient", "aura": "auront",
    "aurait": "auraient",
}  # fmt: skip
_OTHER_NUMBER |= {several: one for one, several in _OTHER_NUMBER.items()}
# Of these many may be said as of one, or one as of many.
_GROUPS = frozenset(
    "plupart majorité moitié ensemble quart tiers nombre reste totalité dizaine vingtaine trentaine centaine poignée foule"
    " série partie minorité millier million milliard pourcentage type sorte groupe couple duo équipe collectif".split()
)
# The subject has so many words behind its noun at most.
_LONGEST_SUBJECT = 9
_HEADS = frozenset("le la les l’ un une des ces cet cette ce nos notre vos votre leurs leur son sa ses mes chaque".split())
_BREAKS = frozenset(
    "et ou ni que qu’ qui dont où mais or car donc si comme lorsque quand ainsi plus moins ne n’ se s’ y"
    " lequel laquelle lesquels lesquelles auquel auxquels auxquelles duquel desquels desquelles".split()
)


class ClauseSubject(NamedTuple):
    gender: str
    number: str
    verb: int
    """Where its verb stands."""


def _subject(run: WordRun) -> ClauseSubject | None:
    """The noun that opens a run behind its article, and its verb; none where anything but a complement stands between."""
    article, noun = word_at(run, 0), word_at(run, 1)
    if (
        not run[0].opens
        or article not in _HEADS
        or not may_be(noun, NOUN)
        or may_be(noun, *NO_NOUNS, ADJECTIVE)
        or noun.removesuffix("s") in _GROUPS
    ):
        return None
    gender, number = gender_of(noun), number_of(noun)
    for place in range(2, min(len(run), _LONGEST_SUBJECT + 2)):
        word = word_at(run, place)
        if not word or word in _BREAKS:
            return None
        if word in _BE or word in _HAVE_BEEN or is_conjugated(word) or _is_verb_here(run, place):
            return ClauseSubject(gender, number, place) if _is_complement(run, place) else None
        if may_be(word, VERB, INFINITIVE) and not may_be(word, NOUN, ADJECTIVE, PARTICIPLE, SMALL):
            return None
    return None


def _is_verb_here(run: WordRun, place: int) -> bool:
    """“joue” of “notre ville joue un rôle”: what may be a noun is a verb between a noun and an article."""
    word, behind = word_at(run, place), word_at(run, place + 1)
    return (
        may_be(word, VERB)
        and is_noun(word_at(run, place - 1))
        and behind in ARTICLES_BEHIND
        and not may_be(word, ADJECTIVE, SMALL)
    )


def _is_complement(run: WordRun, end: int) -> bool:
    """Whether what stands between a noun and its verb is adjectives, then something that begins with a preposition."""
    between = words_between(run, 2, end)
    start = next((place for place, word in enumerate(between) if word in PREPOSITIONS), len(between))
    return all(is_nominal(word) for word in between[:start]) and not (between and between[-1] in PREPOSITIONS)


def verb_of_another_number(run: WordRun, place: int) -> RunSlip | None:
    """“Les travaux du laboratoire a commencé”, “Les équipes du centre travaille”."""
    found = _subject(run) if place == 0 else None
    if found is None or not found.number:
        return None
    verb = word_at(run, found.verb)
    number = _BE.get(verb) or _HAVE_BEEN.get(verb)
    if number:
        return (
            RunSlip(found.verb, found.verb, _OTHER_NUMBER.get(verb, "")) if number != found.number and verb != "fut" else None
        )
    if found.number == PLURAL and persons_of(verb) <= {"1sg", "2sg", "3sg"} and verb.endswith("e") and knows("fr", verb + "nt"):
        return RunSlip(found.verb, found.verb, verb + "nt")
    if found.number == SINGULAR and persons_of(verb) == {"3pl"} and verb.endswith("ent") and knows("fr", verb[:-2]):
        return RunSlip(found.verb, found.verb, verb[:-2])
    return None


def participle_of_another_kind(run: WordRun, place: int) -> RunSlip | None:
    """“La conférence a été salué”, “Les résultats du concours seront publié”: a participle that is not its subject’s."""
    found = _subject(run) if place == 0 else None
    if found is None or not found.number:
        return None
    verb, at = word_at(run, found.verb), found.verb + 1
    if verb in _HAVE_BEEN:
        at = next((step + 1 for step in range(at, min(at + 2, len(run))) if word_at(run, step) == "été"), 0)
    while at and may_be(word_at(run, at), ADVERB) and not may_be(word_at(run, at), PARTICIPLE, NOUN, ADJECTIVE):
        at += 1
    word = word_at(run, at) if at else ""
    if not word or not is_adjective_here(word):
        return None
    better = _agreeing(word, found)
    return RunSlip(at, at, better) if better and better != word else None


def _agreeing(word: str, subject: ClauseSubject) -> str:
    """The form of a participle that goes with a subject; itself where it may, empty where none is known."""
    if number_of(word) not in ("", subject.number):
        word = in_number(word, subject.number) or ""
    if word and subject.gender and gender_of(word) not in ("", subject.gender):
        return in_gender(word, subject.gender)
    return word


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
    if be not in _BE and be != "été" or not (readings(first) and readings(second)):
        return None
    if not (may_be(first, PARTICIPLE) and may_be(second, PARTICIPLE)) or may_be(first, SMALL) or may_be(second, ADJECTIVE):
        return None
    form = (gender_of(first), number_of(first))
    if "" in form or (gender_of(second), number_of(second)) == form or not number_of(second):
        return None
    better = _agreeing(second, ClauseSubject(*form, place))
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
    verb_of_another_number,
    participle_of_another_kind,
    relative_of_another_number,
    second_participle,
    adjective_behind_are,
    adjective_before_many,
    thing_of_a_participle,
)
