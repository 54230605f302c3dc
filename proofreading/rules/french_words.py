"""What the dictionary tells of a French word: whether it can be anything but a verb, a participle, a noun, an adjective."""

from __future__ import annotations

from functools import lru_cache

from ..morphology import readings
from ..spelling import knows, stems

_INFINITIVES = ("er", "ir", "re")
_FINITE = ("e", "es", "ent", "t", "ons", "ez", "ait", "aient", "era", "eront")
# Forms of the most frequent verbs that the dictionary has as words of their own.
_IRREGULAR = frozenset(
    "a as ai ont avait avaient aura auront aurait soit soient est sont sera seront serait seraient était étaient fut furent"
    " fait font fera feront ferait fasse fassent fit peut peuvent pourra pourront pourrait puisse puissent put va vont ira"
    " iront aille dit dira disent dise doit doivent devra devrait veut veulent voudra sait savent saura voit voient verra"
    " vient viennent tient tiennent tiendra viendra met mettent mis prend prennent pris prit trouve".split()
)
# “avoir” has no participle in -ant of its own root.
_RARE_INFINITIVES = frozenset(
    "avoir être savoir naître craindre joindre rejoindre résoudre atteindre plaindre peindre éteindre".split()
)


@lru_cache(maxsize=8192)
def is_infinitive(word: str) -> bool:
    """“annoncer”, “venir”, “mettre”: a verb whose participle in -ant the dictionary has."""
    if not word.endswith(_INFINITIVES) or word not in stems("fr", word):
        return False
    short = word[:-2]
    roots = [short, short + "e", short[:-1] + "ç"]
    if not word.endswith("er"):
        roots += [word[:-3], word[:-1] + "ss", short + "s", short + "v", short + "y", short[:-1] + "y"]
    return word in _RARE_INFINITIVES or any(knows("fr", root + "ant") for root in roots if len(root) > 1)


@lru_cache(maxsize=8192)
def is_only_a_verb(word: str) -> bool:
    """Whether a word is but a form of verbs, and no infinitive: “explique”, “développent”, “annoncé”."""
    stem = stems("fr", word)
    return word not in stem and bool(stem) and all(map(is_infinitive, stem))


def is_no_verb(word: str) -> bool:
    """Whether a word is in the dictionary, and no form of a verb."""
    stem = stems("fr", word)
    return bool(stem) and word not in _IRREGULAR and not any(map(is_infinitive, stem))


def is_finite(word: str) -> bool:
    """Whether a word is but a verb with a person: “explique”, no participle and no infinitive."""
    return word.endswith(_FINITE) and is_only_a_verb(word) and not is_participle(word)


def is_participle(word: str) -> bool:
    """Whether a word may be a participle: it has a feminine, or is one; “annoncé”, “tenue”, “inscrits”."""
    bare = word if word.endswith("é") else word.removesuffix("s").removesuffix("e")
    return bare[-1:] in tuple("éiutsn") and bool(stems("fr", word)) and all(knows("fr", bare + end) for end in ("", "e", "es"))


def is_only_a_participle(word: str) -> bool:
    """Whether a word is but a participle: “choisie”, of “choisir”."""
    return is_only_a_verb(word) and is_participle(word) and not word.endswith(("ent", "ait"))


def is_participle_in_e(word: str) -> bool:
    """“annoncé”, of a verb in -er and nothing else."""
    return word.endswith("é") and stems("fr", word) == {word[:-1] + "er"} and "Nfs" not in readings(word)


def is_infinitive_in_er(word: str) -> bool:
    """“annoncer”, and no noun: it has no plural."""
    return word.endswith("er") and knows("fr", word[:-2] + "é") and not knows("fr", word + "s")


def is_singular(word: str) -> bool:
    """Whether a word is but a noun or an adjective in the singular: no verb, and its plural has an -s."""
    return word[-1] not in "sxz" and stems("fr", word) == {word} and stems("fr", word + "s") == {word}


def is_plural(word: str) -> bool:
    """Whether a word is but the plural of a noun or an adjective."""
    if word.endswith("aux"):
        return stems("fr", word) in ({word[:-1] + "l"}, {word[:-2] + "il"}, {word[:-2] + "l"})
    return word.endswith("s") and stems("fr", word) == {word[:-1]} and not is_only_a_verb(word)
