"""French subjects at the head of a clause, with the verbs and participles that are said of them and do not agree."""

from __future__ import annotations

from typing import NamedTuple

from ..morphology import (
    ADJECTIVE,
    ADVERB,
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
    may_be,
    number_of,
    persons_of,
)
from ..spelling import stems
from ..word_runs import WordRun
from .french_neighbours import (
    ARTICLES_BEHIND,
    NO_NOUNS,
    PREPOSITIONS,
    Check,
    RunSlip,
    in_gender,
    in_number,
    is_adjective_here,
    word_at,
    words_between,
)

BE = {one: "s" for one in "est était sera serait fut".split()} | {one: "p" for one in "sont étaient seront seraient".split()}
_HAVE = {one: "s" for one in "a avait aura aurait".split()} | {one: "p" for one in "ont avaient auront auraient".split()}
_OTHER_NUMBER = {
    "est": "sont", "était": "étaient", "sera": "seront", "serait": "seraient", "a": "ont", "avait": "avaient", "aura": "auront",
    "aurait": "auraient", "va": "vont", "fait": "font", "peut": "peuvent", "doit": "doivent", "veut": "veulent",
    "fut": "furent",
}  # fmt: skip
_OTHER_NUMBER |= {several: one for one, several in _OTHER_NUMBER.items()}
# What a verb ends with for one, and for several.
_ENDINGS = (
    ("e", "ent"), ("ait", "aient"), ("ra", "ront"), ("it", "issent"), ("t", "tent"), ("d", "dent"), ("it", "isent"),
    ("ent", "ennent"), ("t", "vent"), ("t", "ent"), ("ît", "issent"), ("it", "irent"), ("oit", "oient"), ("uit", "uisent"),
    ("oit", "oivent"), ("a", "èrent"), ("rt", "rtent"), ("et", "ettent"),
)  # fmt: skip
# Of these many may be said as of one, or one as of many.
_GROUPS = frozenset(
    "plupart majorité moitié ensemble quart tiers nombre reste totalité dizaine vingtaine trentaine centaine poignée foule"
    " série partie minorité millier million milliard pourcentage type sorte groupe couple duo équipe collectif multitude"
    " infinité quantité douzaine quinzaine quarantaine cinquantaine soixantaine troupe paire trio cinquième dixième".split()
)
_ALWAYS_MANY = frozenset("plupart majorité moitié quart tiers totalité ensemble dizaine centaine vingtaine trentaine".split())
_LONGEST_SUBJECT = 11
_HEADS = frozenset("le la les l’ un une des ces cet cette ce nos notre vos votre leurs leur son sa ses mes chaque".split())
# Behind these a clause begins.
_OPENERS = frozenset("que qu’ car mais où lorsque lorsqu’ quand puisque puisqu’ dont parce".split())
# Behind these “que” compares or joins, and what it leads to is no clause: “ainsi que la halle”.
_COMPARED = frozenset(
    "ainsi plutôt plus moins autre autres aussi autant si tel telle tels telles même mêmes mieux pire".split()
)
_BREAKS = frozenset(
    "et ou ni que qu’ qui dont où mais or car donc si comme lorsque quand ainsi plus moins y en"
    " lequel laquelle lesquels lesquelles auquel auxquels auxquelles duquel desquels desquelles".split()
)
_BEFORE_A_VERB = frozenset("ne n’ se s’".split())


class ClauseSubject(NamedTuple):
    gender: str
    number: str
    verb: int
    """Where its verb stands."""


def said_at(run: WordRun, place: int) -> str:
    """A word, or in small letters one that a capital makes a name: “Fédération”."""
    return word_at(run, place) or (run[place].name if 0 <= place < len(run) else "")


def subject_at(run: WordRun, start: int) -> ClauseSubject | None:
    """The noun behind an article where a clause begins, and its verb; none where anything but a complement stands between."""
    if start and (word_at(run, start - 1) not in _OPENERS or word_at(run, start - 2) in _COMPARED):
        return None
    article, noun = word_at(run, start), said_at(run, start + 1)
    if article not in _HEADS or not may_be(noun, NOUN) or may_be(noun, *NO_NOUNS, ADJECTIVE):
        return None
    if noun in _GROUPS and (article in ("un", "une") or noun in _ALWAYS_MANY):
        return None
    for place in range(start + 2, min(len(run), start + _LONGEST_SUBJECT + 2)):
        word = word_at(run, place)
        if word in _BREAKS:
            return None
        if word in BE or word in _HAVE or is_conjugated(word) or _is_verb_here(run, place):
            return _of_verb(run, start, place)
        if may_be(word, VERB, INFINITIVE) and not may_be(word, NOUN, ADJECTIVE, PARTICIPLE, SMALL):
            return None
    return None


def _of_verb(run: WordRun, start: int, verb: int) -> ClauseSubject | None:
    end = verb
    while word_at(run, end - 1) in _BEFORE_A_VERB:
        end -= 1
    if not _is_complement(run, start + 2, end):
        return None
    noun = said_at(run, start + 1)
    gender = "" if noun.removesuffix("s") in _GROUPS else gender_of(noun)
    return ClauseSubject(gender, number_of(noun), verb)


def _is_verb_here(run: WordRun, place: int) -> bool:
    """“joue” of “notre ville joue un rôle”: what may be a noun is a verb between a noun and an article."""
    word, behind = word_at(run, place), word_at(run, place + 1)
    if not may_be(word, VERB) or may_be(word, SMALL):
        return False
    if word_at(run, place - 1) in _BEFORE_A_VERB:
        return True
    return is_noun(word_at(run, place - 1)) and behind in ARTICLES_BEHIND and not may_be(word, ADJECTIVE)


def _is_complement(run: WordRun, start: int, end: int) -> bool:
    """Whether adjectives and names stand between a noun and its verb, then at most what begins with a preposition."""
    between = words_between(run, start, end)
    stop = next((place for place, word in enumerate(between) if word in PREPOSITIONS), len(between))
    return all(not word or is_nominal(word) for word in between[:stop]) and not (between and between[-1] in PREPOSITIONS)


def other_person(verb: str, number: str) -> str:
    """The third person of a verb in a number: “permettent” of “permet”; empty where its endings are not regular."""
    if verb in _OTHER_NUMBER:
        return _OTHER_NUMBER[verb]
    wanted = {"3pl"} if number == PLURAL else {"3sg"}
    for one, several in _ENDINGS:
        old, new = (one, several) if number == PLURAL else (several, one)
        form = verb.removesuffix(old) + new if verb.endswith(old) else ""
        if form and wanted <= persons_of(form) and stems("fr", form) & stems("fr", verb):
            return form
    return ""


def number_of_verb(verb: str) -> str:
    """The number of the subject that a verb wants; empty where it may be any."""
    if verb in BE or verb in _HAVE or verb in _OTHER_NUMBER:
        return {**BE, **_HAVE}.get(verb) or (PLURAL if verb.endswith("nt") else SINGULAR)
    persons = persons_of(verb)
    if persons == {"3pl"}:
        return PLURAL
    return SINGULAR if persons and persons <= {"1sg", "2sg", "3sg"} and "3sg" in persons else ""


def verb_of_another_number(run: WordRun, place: int) -> RunSlip | None:
    """“Les travaux du laboratoire permet”, “que la Fédération des marins ont lancé”."""
    found = subject_at(run, place)
    if found is None or not found.number:
        return None
    verb = word_at(run, found.verb)
    number = number_of_verb(verb)
    if place == 0 and not run[0].opens and (found.number == SINGULAR or word_at(run, 0) == "des"):
        # “La santé, l’éducation sont”, “5 % des recettes sont”: what begins no sentence may be but a part of the subject.
        return None
    if number in ("", found.number) or not (is_conjugated(verb) or verb in BE or verb in _HAVE or verb in _OTHER_NUMBER):
        return None
    better = other_person(verb, found.number)
    return RunSlip(found.verb, found.verb, better) if better else None


def participle_of_another_kind(run: WordRun, place: int) -> RunSlip | None:
    """“La Fédération n’est pas d’accord et est déçu”: what is said of a subject behind “être”, and behind “et” again."""
    found = subject_at(run, place)
    if found is None or not found.number or not found.gender:
        return None
    if found.number == SINGULAR and not run[0].opens and number_of_verb(word_at(run, found.verb)) != SINGULAR:
        return None
    behind = words_between(run, found.verb, len(run))
    is_one_clause = place == 0 and not {"qui", "dont", "si", "où"} & set(behind) and not _OPENERS & set(behind)
    joined = [at for at in range(found.verb + 1, len(run)) if word_at(run, at - 1) == "et"] if is_one_clause else []
    verbs = [found.verb, *joined]
    for verb in verbs:
        at = _behind_to_be(run, verb)
        word = word_at(run, at) if at else ""
        better = agreeing(word, found) if word and is_adjective_here(word) and not may_be(word, NOUN) else word
        if better and better != word:
            return RunSlip(at, at, better)
    return None


def _behind_to_be(run: WordRun, verb: int) -> int:
    """Where the word stands that “être” leads to, adverbs apart; 0 where there is none."""
    at = verb + 1
    if word_at(run, verb) in _HAVE:
        at = next((step + 1 for step in range(at, min(at + 2, len(run))) if word_at(run, step) == "été"), 0)
    elif word_at(run, verb) not in BE:
        return 0
    while (
        at
        and (word_at(run, at) == "pas" or may_be(word_at(run, at), ADVERB))
        and not may_be(word_at(run, at), PARTICIPLE, ADJECTIVE)
    ):
        at += 1
    return at


def agreeing(word: str, subject: ClauseSubject) -> str:
    if number_of(word) not in ("", subject.number):
        word = in_number(word, subject.number)
    return in_gender(word, subject.gender) if word and gender_of(word) not in ("", subject.gender) else word


def relative_of_one(run: WordRun, place: int) -> RunSlip | None:
    """“le projet qui continuent”: a verb of several behind “qui”, and before it nothing but one thing."""
    verb_at = place + 1
    while word_at(run, verb_at) in _BEFORE_A_VERB or word_at(run, verb_at) in ("y", "lui", "leur", "nous", "vous"):
        verb_at += 1
    verb, noun = word_at(run, verb_at), word_at(run, place - 1)
    if word_at(run, place) != "qui" or not run[0].opens or not is_noun(noun) or number_of(noun) != SINGULAR:
        return None
    before = words_between(run, 0, place)
    if number_of_verb(verb) != PLURAL or not (is_conjugated(verb) or verb in BE or verb in _HAVE or verb in _OTHER_NUMBER):
        return None
    if {"et", "ou", "", "ceux", "celles", "#"} & set(before) or any(number_of(one) == PLURAL for one in before):
        return None
    if any(one in ("les", "des", "ces", "aux", "nos", "plusieurs", "quelques") for one in before) or noun in _GROUPS:
        return None
    better = other_person(verb, SINGULAR)
    return RunSlip(verb_at, verb_at, better) if better else None


def verb_of_a_name(run: WordRun, place: int) -> RunSlip | None:
    """“Kermadec invitent ses marins”: one name at the head of a sentence, and a verb of several."""
    name, verb = run[0].name, word_at(run, 1)
    if place or not run[0].opens or not name or name.endswith(("s", "x", "z", "’")) or number_of_verb(verb) != PLURAL:
        return None
    if not (is_conjugated(verb) or verb in _OTHER_NUMBER) or "-" in name:
        return None
    better = other_person(verb, SINGULAR)
    return RunSlip(1, 1, better) if better else None


SUBJECTS: tuple[Check, ...] = (verb_of_another_number, participle_of_another_kind, relative_of_one, verb_of_a_name)
