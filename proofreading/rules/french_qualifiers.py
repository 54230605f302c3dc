"""French adjectives and participles that go with nothing before them, and participles of “avoir” that agree with nothing."""

from __future__ import annotations

from ..morphology import (
    ADJECTIVE,
    ADVERB,
    EITHER,
    MASCULINE,
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
    readings,
)
from ..word_runs import FIGURE, WordRun
from .french_neighbours import (
    ADVERBS,
    HELD,
    OF_ANY,
    SHORTEST,
    Check,
    RunSlip,
    in_gender,
    in_number,
    word_at,
    words_between,
)

# Between a noun and the word that qualifies it stand so many other qualifiers at most.
_LONGEST_GROUP = 4
# Words that qualify without agreeing, or that begin a group of their own: “haut de gamme”, “vert foncé”, “frais compris”.
_UNCHANGED = frozenset(
    "haut bas plein grand court long bon demi nu fort net compris excepté inclus joint vu attendu mis possible ci-joint"
    " bleu vert rouge jaune noir blanc gris brun violet rose clair foncé standard maximum minimum fait dit dite dits".split()
)
_LABELS = frozenset(
    "mention statut mot mots terme termes profil catégorie version option case rubrique onglet libellé ayants"
    " expression fois type mode côté niveau part titre article base porte portes journée".split()
)
# Before an adjective: “une organisation non gouvernementale créée”.
_DEGREES = frozenset("non très plus moins bien".split())
# Behind these a noun is a manner or a rank: “en premier lieu respiratoire”.
_STANDING_ALONE = frozenset("en premier second dernier".split())
# Pronouns that a qualifier may go with, whatever their gender.
_ONE_OR_OTHER = frozenset("je j’ on tu qui quelqu’un chacun chacune l’un l’une me m’ se s’ lui autre même tel telle".split())
_SEVERAL = frozenset("nous vous eux leur uns unes autres tous toutes".split())
_PRONOUNS = {"il": "ms", "elle": "fs", "ils": "mp", "elles": "fp", "celui": "ms", "celle": "fs", "ceux": "mp", "celles": "fp"}
_JOINING = frozenset("et ou ni ainsi comme puis".split())


def qualifier_of_nothing(run: WordRun, place: int) -> RunSlip | None:
    """“une organisation sénégalaise créé en mars”, “des subventions publique”: of no noun before it that it may go with."""
    word = word_at(run, place)
    if not _is_qualifier(word) or _goes_with_the_next(run, place):
        return None
    at = _noun_before(run, place)
    noun = word_at(run, at) if at is not None else ""
    if at is None or noun in _LABELS or noun in HELD or word_at(run, at - 1) in _STANDING_ALONE:
        return None
    form = (gender_of(noun), number_of(noun))
    if not form[1] or not _differs(word, form) or _may_go_with_another(run, at, word):
        return None
    better = _in_form(word, form)
    return RunSlip(place, place, better) if better and better != word else None


def _is_qualifier(word: str) -> bool:
    return len(word) > SHORTEST and word not in OF_ANY and word not in _UNCHANGED and is_qualifying(word)


def _goes_with_the_next(run: WordRun, place: int) -> bool:
    """“des actions grand public”: an adjective before a noun of its own, or one that another one behind it is joined to."""
    word, behind = word_at(run, place), word_at(run, place + 1)
    if behind in _JOINING and not may_be(word, PARTICIPLE):
        return True
    is_next = may_be(behind, NOUN) and not _differs(word, (gender_of(behind), number_of(behind)))
    return is_next and not may_be(word, PARTICIPLE)


def _noun_before(run: WordRun, place: int) -> int | None:
    """Where the noun stands that a qualifier is right behind, with other qualifiers between."""
    for at in range(place - 1, max(-1, place - 2 - _LONGEST_GROUP), -1):
        word = word_at(run, at)
        if is_noun(word) and len(word) >= SHORTEST:
            return at
        if word in _DEGREES:
            continue
        if not is_nominal(word) or word in _UNCHANGED or may_be(word, NOUN) and not may_be(word, ADJECTIVE, PARTICIPLE):
            return None
    return None


def _differs(word: str, form: tuple[str, str]) -> bool:
    gender, number = form
    return number_of(word) not in ("", number) or bool(gender) and gender_of(word) not in ("", gender)


def _may_go_with_another(run: WordRun, noun: int, word: str) -> bool:
    """Whether anything before a noun, or several things together, may be what a qualifier is said of."""
    number, gender = number_of(word), gender_of(word)
    before = words_between(run, 0 if may_be(word, PARTICIPLE) else _behind_the_verb(run, noun), noun)
    if number != SINGULAR and (_JOINING & set(before) or FIGURE in before or _SEVERAL & set(before) or not run[0].opens):
        return True
    if number != PLURAL and ("" in before or _ONE_OR_OTHER & set(before)):
        return True
    forms = [_PRONOUNS[one] for one in before if one in _PRONOUNS]
    things = (said for said in before if len(said) > SHORTEST or not may_be(said, VERB, SMALL))
    forms += [one[1:3] for said in things for one in readings(said) if one[0] == NOUN and len(one) > 2]
    return any(_fits(form, gender, number) for form in forms)


def _behind_the_verb(run: WordRun, end: int) -> int:
    """Where what a verb leads to begins: an adjective there is said of no noun before it, as a participle may be."""
    return next((at for at in range(end - 1, 0, -1) if is_conjugated(word_at(run, at))), 0)


def _fits(form: str, gender: str, number: str) -> bool:
    return (not gender or form[0] in (gender, EITHER)) and (not number or form[1] in (number, "i"))


def _in_form(word: str, form: tuple[str, str]) -> str:
    """A qualifier in the gender and number of its noun; empty where the dictionary has no regular form."""
    gender, number = form
    if gender and gender_of(word) not in ("", gender):
        word = in_gender(word, gender)
    if word and number_of(word) not in ("", number):
        word = in_number(word, number)
    return word


# A participle behind “avoir”

_HAVE = frozenset("a ont avait avaient aura auront aurait auraient avons avez avoir ayant".split())
_BETWEEN = ADVERBS | frozenset("pas plus jamais tous toutes chacun chacune ensemble tout rien".split())
_OBJECTS = frozenset("l’ les la le nous vous m’ me t’ te s’ se en".split())
_OBJECTS_BEFORE = frozenset("que qu’ quel quelle quels quelles combien lesquels lesquelles laquelle lequel".split())


def participle_with_to_have(run: WordRun, place: int) -> RunSlip | None:
    """“ont annoncée une coopération”: behind “avoir” a participle agrees with nothing but an object before it."""
    if word_at(run, place) not in _HAVE or _has_an_object_before(run, place):
        return None
    at = place + 1
    while word_at(run, at) in _BETWEEN or may_be(word_at(run, at), ADVERB) and not may_be(word_at(run, at), PARTICIPLE):
        at += 1
    word = word_at(run, at)
    if (
        not word
        or any(one[0] != PARTICIPLE for one in readings(word))
        or any(one[1:] in ("ms", "mi") for one in readings(word))
    ):
        return None
    better = _in_form(word, (MASCULINE, SINGULAR))
    return RunSlip(at, at, better) if better and better != word else None


def _has_an_object_before(run: WordRun, place: int) -> bool:
    """“les plans qu’elle a relus”, “elle les y a relus”."""
    at = place - 1
    while word_at(run, at) in ("n’", "ne", "y", "lui", "leur"):
        at -= 1
    return word_at(run, at) in _OBJECTS or bool(_OBJECTS_BEFORE & set(words_between(run, 0, place)))


# Adjectives that stand before their noun.
_BEFORE_A_NOUN = frozenset(
    "certain certains certaine certaines différents différentes divers diverses nouveaux nouvelles nouvelle premiers premières"
    " meilleurs meilleures derniers dernières principaux principales grandes grands nombreux nombreuses petites petits anciens"
    " anciennes brillant brillants brillante brillantes prochains prochaines importants importantes vastes".split()
)


def adjective_before_its_noun(run: WordRun, place: int) -> RunSlip | None:
    """“différentes besoins”, “les meilleures vœux”."""
    word, noun = word_at(run, place), word_at(run, place + 1)
    if word not in _BEFORE_A_NOUN or not is_noun(noun) or noun in HELD or word_at(run, place + 2) in _JOINING:
        return None
    form = (gender_of(noun), number_of(noun))
    if "" in form or not _differs(word, form) or word_at(run, place - 1) in _JOINING:
        return None
    if word_at(run, place - 1) in ("", "un", "une", "la", "le", "d’") and number_of(word) != form[1]:
        return None
    better = _in_form(word, form)
    return RunSlip(place, place, better) if better and better != word else None


QUALIFIERS: tuple[Check, ...] = (qualifier_of_nothing, participle_with_to_have, adjective_before_its_noun)
