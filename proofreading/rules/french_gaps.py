"""Words that a French sentence has lost, where nothing else explains what stands beside one another."""

from __future__ import annotations

from ..morphology import ADJECTIVE, INFINITIVE, NOUN, PARTICIPLE, SINGULAR, is_noun_or_verb, may_be, number_of, readings
from ..word_runs import FIGURE, WordRun
from .french_neighbours import ADVERBS, DETERMINERS, HAVE, NO_NOUNS, SHORTEST, Check, RunSlip, word_at, words_between

_SINGULAR_THINGS = frozenset("lequel laquelle quelque tout toute chaque".split())
_PERCEIVED = (
    "fai", "fer", "font", "laiss", "voi", "voy", "entend", "regard", "écout", "envo", "emmen", "peu", "pou", "doi", "dev",
    "veu", "vou", "va", "vont", "all", "sent", "sai", "sav", "ose", "semb", "cens", "daign", "ven", "vien", "cour",
)  # fmt: skip


# What has a verb for its name: “le bouton fermer”.
_NAMED_BY_VERBS = frozenset("bouton mode commande option fonction verbe touche action menu".split())


def noun_without_an_article(run: WordRun, place: int) -> RunSlip | None:
    """“dans cadre de”: a noun of one thing behind “dans” has a word before it."""
    word = word_at(run, place + 1)
    if word_at(run, place) != "dans" or len(word) < SHORTEST or word in _SINGULAR_THINGS or not is_noun_or_verb(word):
        return None
    return RunSlip(place, place + 1) if number_of(word) == SINGULAR else None


def verb_without_a_preposition(run: WordRun, place: int) -> RunSlip | None:
    """“la pratique vendre des ordinateurs”: an infinitive right behind a noun, and no verb before that may lead to it."""
    article, noun, word = word_at(run, place - 2), word_at(run, place - 1), word_at(run, place)
    if readings(word) != {INFINITIVE} or not may_be(noun, NOUN) or may_be(noun, *NO_NOUNS) or article not in DETERMINERS:
        return None
    if noun in _NAMED_BY_VERBS:
        return None
    if any(one.startswith(_PERCEIVED) or not one for one in words_between(run, 0, place)):
        return None
    return RunSlip(place - 1, place)


def participle_without_to_have(run: WordRun, place: int) -> RunSlip | None:
    """“le projet été fondé”, “la salle toujours été pleine”: “été” with a participle or an adverb, and no “avoir” before it."""
    if word_at(run, place) != "été" or place == 0:
        return None
    before, behind = words_between(run, place - 5, place), word_at(run, place + 1)
    is_of_a_verb = may_be(behind, PARTICIPLE) and not may_be(behind, ADJECTIVE) or before[-1] in ADVERBS - {"aussi", "bien"}
    if not is_of_a_verb or before[-1] in _BEFORE_SUMMER or any(one in _ANY_HAVE for one in before):
        return None
    return RunSlip(place - 1, place)


_BEFORE_SUMMER = frozenset("l’ d’ cet un en chaque et ou pas plus dernier prochain bel plein".split())
_ANY_HAVE = HAVE | frozenset("ai as aient ait eût aurions auriez avions aviez ayons ayez auras aurai".split())


def there_without_has(run: WordRun, place: int) -> RunSlip | None:
    """“il y aussi”, “il y des”: behind “y” stands a verb."""
    if word_at(run, place) != "y" or word_at(run, place - 1) not in ("il", "n’", "qu’il"):
        return None
    is_lost = word_at(run, place + 1) in (*ADVERBS, "un", "une", "des", "pas", "plus", "plusieurs", "peu", "beaucoup")
    return RunSlip(place, place + 1) if is_lost else None


def plus_without_of(run: WordRun, place: int) -> RunSlip | None:
    """“dans plus soixante langues”."""
    before, behind = word_at(run, place - 1), word_at(run, place + 1)
    if word_at(run, place) == "plus" and before in ("dans", "en", "à", "avec", "pour", "par") and behind in _NUMERALS:
        return RunSlip(place, place + 1)
    return None


_NUMERALS = frozenset(
    f"{FIGURE} deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante soixante"
    " soixante-dix cent mille".split()
)

LOST: tuple[Check, ...] = (
    noun_without_an_article,
    verb_without_a_preposition,
    participle_without_to_have,
    there_without_has,
    plus_without_of,
)
