"""French words taken for others of the same sound, where no reading of their neighbours goes with them."""

from __future__ import annotations

from ..morphology import (
    ADVERB,
    FEMININE,
    INFINITIVE,
    NOUN,
    PARTICIPLE,
    PLURAL,
    SINGULAR,
    gender_of,
    is_conjugated,
    is_nominal,
    is_noun,
    may_be,
    number_of,
    readings,
)
from ..word_runs import FIGURE, WordRun
from ..words.french_genders import gender_of as gender_of_noun
from .french_neighbours import ADVERBS, ARTICLES_BEHIND, DETERMINERS, HAVE, Check, RunSlip, word_at


def verb_behind_to_have(run: WordRun, place: int) -> RunSlip | None:
    """“ont autorise”, “a publie”: behind “avoir” stands a participle."""
    word = word_at(run, place)
    at = place - 1
    while word_at(run, at) in ADVERBS:
        at -= 1
    if word_at(run, at) not in HAVE or not is_conjugated(word) or not word.endswith(("e", "es")):
        return None
    better = word.removesuffix("s")[:-1] + "é"
    return RunSlip(place, place, better) if may_be(better, PARTICIPLE) else None


def infinitive_behind_to_have(run: WordRun, place: int) -> RunSlip | None:
    """“a complètement louper”, “ayant moi-même immigrer”."""
    word, before = word_at(run, place), word_at(run, place - 1)
    if not word.endswith("er") or INFINITIVE not in readings(word) or not may_be(word[:-2] + "é", PARTICIPLE):
        return None
    behind = word_at(run, place + 1)
    if before in ("a", "ont", "avait") and behind in ARTICLES_BEHIND and is_noun(word_at(run, place - 2)):
        return RunSlip(place, place, word[:-2] + "é")
    is_apart = word_at(run, place - 2) in HAVE and (
        may_be(before, ADVERB) and (before.endswith("ment") or not may_be(before, NOUN)) or before.endswith("-même")
    )
    if is_apart and before not in ("plus", "rien", "tout", "mieux", "beaucoup") or before in ("ayant", "avons", "avez"):
        return RunSlip(place, place, word[:-2] + "é")
    return None


def was_for_been(run: WordRun, place: int) -> RunSlip | None:
    """“avaient déjà était”."""
    at = place - 1
    while word_at(run, at) in ADVERBS:
        at -= 1
    if word_at(run, place) in ("étais", "était", "étaient") and word_at(run, at) in HAVE:
        return RunSlip(place, place, "été")
    return None


def verb_for_a_noun(run: WordRun, place: int) -> RunSlip | None:
    """“la facilite d’installation”: a verb behind an article, whose participle is a noun of that gender."""
    article, word = word_at(run, place - 1), word_at(run, place)
    if article not in ("la", "le", "une", "un", "du", "cette", "ce") or not is_conjugated(word) or not word.endswith("e"):
        return None
    if word_at(run, place + 1) not in ("de", "d’", "du", "des"):
        return None
    better = word[:-1] + "é"
    is_meant = may_be(better, NOUN) and gender_of_noun(better) == DETERMINERS[article][0]
    return RunSlip(place, place, better) if is_meant else None


def participle_behind_to_make(run: WordRun, place: int) -> RunSlip | None:
    """“en faisant télécharger”, never “en faisant téléchargé”."""
    word = word_at(run, place)
    if word_at(run, place - 1) not in ("faire", "faisant", "font", "fera", "feront", "laisser", "laissant"):
        return None
    if not word.endswith("é") or readings(word) != {"Pms"} or not may_be(word[:-1] + "er", INFINITIVE):
        return None
    return RunSlip(place, place, word[:-1] + "er")


def one_for_have(run: WordRun, place: int) -> RunSlip | None:
    """“les juges on critiqué”, “dont ils on besoin”: behind “on” stands a verb."""
    if word_at(run, place) != "on":
        return None
    at = place + 1
    while word_at(run, at) in ADVERBS:
        at += 1
    word = word_at(run, at)
    is_wrong = bool(word) and word != FIGURE and is_nominal(word) and number_of(word) != PLURAL
    return RunSlip(place, place, "ont") if is_wrong else None


def his_for_are(run: WordRun, place: int) -> RunSlip | None:
    """“les associés son ensuite invités”: behind “son” stands a noun."""
    word = word_at(run, place + 1)
    if word_at(run, place) != "son" or not word:
        return None
    is_wrong = word in (
        "le",
        "la",
        "les",
        "l’",
        "des",
        "du",
        "de",
        "d’",
        "pas",
        "à",
        "une",
        "un",
        "dans",
        "en",
        "aux",
        "au",
    ) or (word in ADVERBS and word not in ("bien", "encore", "toujours", "aussi"))
    return RunSlip(place, place, "sont") if is_wrong else None


_THIS_IS = {"ces": "c’est", "ses": "c’est"}


def these_for_this_is(run: WordRun, place: int) -> RunSlip | None:
    """“ces une occasion”, “ses pourquoi”."""
    behind = word_at(run, place + 1)
    if word_at(run, place) in _THIS_IS and behind in ("un", "une", "le", "la", "pourquoi", "pas", "donc", "ainsi"):
        return RunSlip(place, place, "c’est")
    return None


def has_for_at(run: WordRun, place: int) -> RunSlip | None:
    """“collaborer a distance”, “contribue a la réussite”: no verb with a person stands right behind another one."""
    before, behind = word_at(run, place - 1), word_at(run, place + 1)
    if word_at(run, place) != "a" or not before or not behind or may_be(behind, PARTICIPLE) or behind in ("été", "eu"):
        return None
    is_verb = (
        is_conjugated(before) or readings(before) == {INFINITIVE} and (is_noun(behind) or behind in ("nouveau", "travers"))
    )
    return RunSlip(place, place, "à") if is_verb and behind not in ADVERBS else None


def there_for_the(run: WordRun, place: int) -> RunSlip | None:
    """“de là perspective”."""
    if word_at(run, place) != "là" or word_at(run, place - 1) not in (
        "de",
        "à",
        "dans",
        "sur",
        "par",
        "pour",
        "avec",
        "et",
        "sous",
    ):
        return None
    behind = word_at(run, place + 1)
    is_wrong = is_noun(behind) and gender_of(behind) == FEMININE and number_of(behind) == SINGULAR
    return RunSlip(place, place, "la") if is_wrong else None


_ALL = {"au": "long", "à": "fait", "de": "suite", "d’": "abord", "en": "haut"}


def all_of_them(run: WordRun, place: int) -> RunSlip | None:
    """“tous au long”, “tous d’abord”."""
    if word_at(run, place) == "tous" and _ALL.get(word_at(run, place + 1), "-") == word_at(run, place + 2):
        return RunSlip(place, place, "tout")
    return None


CONFUSED: tuple[Check, ...] = (
    verb_behind_to_have,
    infinitive_behind_to_have,
    was_for_been,
    verb_for_a_noun,
    participle_behind_to_make,
    one_for_have,
    his_for_are,
    these_for_this_is,
    has_for_at,
    there_for_the,
    all_of_them,
)
