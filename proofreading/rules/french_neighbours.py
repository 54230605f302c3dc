"""French words that cannot stand beside one another, by all that the dictionary says each may be: what checks share.

A check looks at one word of a run and its neighbours, and speaks only where no reading of the words is sound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ..morphology import (
    ADJECTIVE,
    ADVERB,
    FEMININE,
    INFINITIVE,
    NAME,
    NOUN,
    NUMBER,
    PARTICIPLE,
    PLURAL,
    SMALL,
    gender_of,
    is_nominal,
    is_qualifying,
    may_be,
    number_of,
)
from ..reading import Reading
from ..source import Block
from ..spelling import knows, stems
from ..word_runs import WordRun
from .spans import Span


class RunSlip(NamedTuple):
    """Which words of a run are wrong, and what would be right; empty where a word is lost."""

    first: int
    last: int
    better: str = ""


Check = Callable[[WordRun, int], RunSlip | None]


def slips_of(text: Reading, checks: Iterable[Check]) -> Iterator[tuple[Block, Span, str]]:
    """Where a check speaks, of each place the first one; a word that opens a sentence keeps its capital."""
    checks = tuple(checks)
    for block, runs in zip(text.blocks, text.word_runs, strict=True):
        for run in runs:
            for place in range(len(run)):
                slip = next((found for check in checks if (found := check(run, place))), None)
                if slip is not None:
                    start, end = run[slip.first].start, run[slip.last].end
                    opens = block.text[start].isupper()
                    yield block, (start, end), slip.better[:1].upper() + slip.better[1:] if opens else slip.better


def word_at(run: WordRun, place: int) -> str:
    return run[place].text if 0 <= place < len(run) else ""


def words_between(run: WordRun, first: int, last: int) -> list[str]:
    return [word.text for word in run[max(0, first) : last]]


# Determiners

# Their gender and number; those of the first row are nothing but determiners.
SURE = {
    "un": "ms", "une": "fs", "du": "ms", "au": "ms", "aux": "ep", "des": "ep", "cet": "ms", "cette": "fs", "ces": "ep",
    "ma": "fs", "sa": "fs", "mon": "es", "son": "es", "ses": "ep", "mes": "ep", "notre": "es", "votre": "es", "nos": "ep",
    "vos": "ep", "aucun": "ms", "aucune": "fs", "chaque": "es", "plusieurs": "ep",
}  # fmt: skip
DETERMINERS = {**SURE, "le": "ms", "la": "fs", "les": "ep", "ce": "ms"}
# Behind a determiner a noun may be of the other gender where a person holds it: “la maire”, “une auteur”.
HELD = frozenset("maire chef médecin écrivain témoin juge député préfet soldat avocat consul".split())
SHORTEST = 3
# Words that are nouns by the dictionary, and stand behind a determiner of any kind.
OF_ANY = frozenset("alentours environs après-midi merci demi semi mi quasi arrière avant soi orange marron mode fois".split())
JOINS = frozenset("et ou comme ainsi puis".split())
PREPOSITIONS = frozenset("de d’ du des à au aux en par pour sur dans avec sans sous chez vers entre contre selon".split())
_ENDINGS = ("s", "x")


def in_number(word: str, number: str) -> str:
    """The form of a noun or adjective in a number; empty where the dictionary has none that is regular."""
    forms: tuple[str, ...]
    if number == PLURAL:
        forms = (word + "s", word + "x", word[:-2] + "aux" if word.endswith("al") else "")
    else:
        forms = (word[:-1], word[:-3] + "al" if word.endswith("aux") else "")
    return next((form for form in forms if form and knows("fr", form) and number_of(form) == number), "")


def in_gender(word: str, gender: str) -> str:
    """The form of an adjective or participle in a gender; empty where the dictionary has none that is regular."""
    if gender == FEMININE and word.endswith(("eau", "eaux")):
        return word.replace("eaux", "elles").replace("eau", "elle") if knows("fr", word[: word.rindex("eau")] + "elle") else ""
    bare = word.removesuffix("s")
    end = word[len(bare) :]
    if gender == FEMININE:
        forms = [bare + "e", bare + bare[-1:] + "e", bare[:-1] + "ve", word[:-1] + "se", bare[:-2] + "ère", bare[:-1] + "que"]
        forms += [bare + "le", bare[:-2] + "elle"]
    else:
        forms = [bare[:-1], bare[:-2], bare[:-2] + "f", bare[:-2] + "x", bare[:-3] + "er", bare[:-3] + "c"]
    found = (form for form in (form + ("" if form.endswith("x") else end) for form in forms) if len(form) > 1)
    return next((form for form in found if knows("fr", form) and gender_of(form) == gender and form != word), "")


def is_looked_at(article: str, word: str) -> bool:
    """Whether a word can only be a noun or an adjective behind a determiner; “le” and “les” may be pronouns before a verb."""
    if len(word) < SHORTEST or word in OF_ANY:
        return False
    return is_nominal(word) or article in SURE and may_be(word, NOUN) and not may_be(word, *NO_NOUNS)


NO_NOUNS = (INFINITIVE, ADVERB, SMALL, NAME, NUMBER)


# Nouns that stand right behind another one, by the dictionary adjectives too: “les services client”.
_NOUNS_BEHIND = frozenset(
    "client patient expert citoyen standard cadre pilote modèle témoin mobile auto senior junior jeune métier clé phare"
    " papier porte portes test relais type surprise support presse média droit".split()
)


def is_adjective_here(word: str) -> bool:
    """Whether a word qualifies; a participle that is a noun as well does, beside another noun: “les personnes intéressé”."""
    if len(word) < SHORTEST or word in OF_ANY or not is_nominal(word):
        return False
    return is_qualifying(word) or word not in _NOUNS_BEHIND and (may_be(word, PARTICIPLE) or _has_an_adverb(word))


def _has_an_adverb(word: str) -> bool:
    """“nouveaux”, of “nouvellement”: what is an adjective before it is a noun."""
    return may_be(word, ADJECTIVE) and any(
        knows("fr", form + "ment") for stem in stems("fr", word) for form in (stem, in_gender(stem, FEMININE)) if form
    )


# Small words

HAVE = frozenset("a ont avait avaient aura auront aurait auraient ayant avons avez avoir".split())
ADVERBS = frozenset(
    "déjà aussi bien ainsi ensuite également récemment notamment toujours donc encore souvent désormais enfin vivement".split()
)


ARTICLES_BEHIND = frozenset("un une le la les l’ leur leurs ses ces".split())
