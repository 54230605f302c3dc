"""What a French word may be, by the dictionary: noun, adjective, participle or verb, with its gender, number and person."""

from __future__ import annotations

from functools import lru_cache

from .spelling import analyses

NOUN, ADJECTIVE, PARTICIPLE, INFINITIVE, GERUND, VERB, ADVERB, SMALL, NAME, NUMBER = "NJPIGVRMXQ"
MASCULINE, FEMININE, EITHER = "m", "f", "e"
SINGULAR, PLURAL, ANY = "s", "p", "i"
_PERSONS = frozenset("1sg 2sg 3sg 1pl 2pl 3pl".split())
_GENDERS = {"mas": MASCULINE, "fem": FEMININE, "epi": EITHER}
_NUMBERS = {"sg": SINGULAR, "pl": PLURAL, "inv": ANY}
# What a noun or participle might be besides, and is in no communiqué: “tu affiches”, “je relus”.
_INTIMATE = frozenset(("V1sg", "V2sg"))
# What a part of speech of the dictionary is called here.
_KINDS = {
    "infi": INFINITIVE, "ppre": GERUND, "adv": ADVERB, "loc.adv": ADVERB, "mg": SMALL, "npr": NAME, "prn": NAME, "patr": NAME,
    "nb": NUMBER, "ord": NUMBER,
}  # fmt: skip


@lru_cache(maxsize=8192)
def readings(word: str) -> frozenset[str]:
    """What a word may be: “Nmp” is a noun, masculine and plural, “V3sg” a verb; none where it is no word."""
    found = frozenset(one for analysis in analyses("fr", word) for one in _readings(analysis))
    is_nominal_too = any(one[0] in (NOUN, ADJECTIVE, PARTICIPLE) for one in found)
    return found - _INTIMATE if is_nominal_too and "V3sg" not in found else found - {"V2sg"} if is_nominal_too else found


def _readings(analysis: str) -> set[str]:
    """What one analysis of Hunspell says."""
    said = [piece.split(":", 1) for piece in analysis.split() if ":" in piece]
    parts = {value.rstrip("!").replace("isg", "sg").replace("jsg", "sg") for key, value in said if key == "po"}
    forms = {value for key, value in said if key == "is"}
    gender = next((_GENDERS[form] for form in forms if form in _GENDERS), "")
    number = next((_NUMBERS[form] for form in forms if form in _NUMBERS), "")
    found = {_KINDS[part] for part in parts if part in _KINDS}
    if "nom" in parts:
        found.add(NOUN + gender + number)
    if "ppas" in parts:
        return found | {PARTICIPLE + gender + number}
    if "adj" in parts:
        found.add(ADJECTIVE + gender + number)
    return found | {VERB + part for part in parts & _PERSONS}


def is_nominal(word: str) -> bool:
    """Whether a word is but a noun, an adjective or a participle."""
    found = readings(word)
    return bool(found) and all(one[0] in (NOUN, ADJECTIVE, PARTICIPLE) for one in found)


def is_noun_or_verb(word: str) -> bool:
    """Whether a word is a noun and at most a verb besides: one where no verb can stand."""
    found = readings(word)
    return any(one[0] == NOUN for one in found) and all(one[0] in (NOUN, VERB) for one in found)


def is_noun(word: str) -> bool:
    """Whether a word is but a noun."""
    found = readings(word)
    return bool(found) and all(one[0] == NOUN for one in found)


def is_qualifying(word: str) -> bool:
    """Whether a word is but an adjective or a participle."""
    found = readings(word)
    return bool(found) and all(one[0] in (ADJECTIVE, PARTICIPLE) for one in found)


def is_conjugated(word: str) -> bool:
    """Whether a word is but a verb with a person."""
    found = readings(word)
    return bool(found) and all(one[0] == VERB for one in found)


def may_be(word: str, *kinds: str) -> bool:
    return any(one[0] in kinds for one in readings(word))


# What a noun that French has from English ends in: a particle, behind which French writes a sign of the plural, or none.
_ENGLISH_ENDS = ("-up", "-off", "-in", "-out", "-on")


def number_of(word: str) -> str:
    """The number that a noun or adjective can alone have; empty where it may have either, as English ones: “les start-up”."""
    if word.endswith(_ENGLISH_ENDS):
        return ""
    found = {one[2] for one in readings(word) if one[0] in (NOUN, ADJECTIVE, PARTICIPLE) and len(one) > 2}
    return found.pop() if len(found) == 1 and found <= {SINGULAR, PLURAL} else ""


def gender_of(word: str) -> str:
    """The gender that a noun or adjective can alone have; empty where it may have either."""
    found = {one[1] for one in readings(word) if one[0] in (NOUN, ADJECTIVE, PARTICIPLE) and len(one) > 2}
    return found.pop() if len(found) == 1 and found <= {MASCULINE, FEMININE} else ""


def persons_of(word: str) -> frozenset[str]:
    """The persons in which a word may be a verb: “3sg”."""
    return frozenset(one[1:] for one in readings(word) if one[0] == VERB)
