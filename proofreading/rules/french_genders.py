"""Articles, nouns and adjectives of French that are not of one gender or number."""

from __future__ import annotations

import re

from ..morphology import ADJECTIVE, ADVERB, SMALL, may_be
from ..spelling import knows, stems
from ..words.french_genders import FEMININE, MASCULINE, gender_of
from .french_words import is_infinitive, is_no_verb, is_participle_in_e, is_singular

# Words behind “les” and “aux” that stand for a group, or that never change.
AFTER_THE = frozenset(
    "bien tout rien non oui soi quatre sept huit neuf cinq onze douze quinze trente quarante cinquante cent".split()
)
# Words behind “le” and “un” that are no noun of their own: “un peu”, “une fois”.
_NO_NOUNS = frozenset("peu plus moins tout mieux fois plupart une même".split())


def has_other_gender(match: re.Match[str]) -> bool:
    """“un équipe”, “la développement”: a noun of one gender behind a word of the other; no form of a verb behind a pronoun."""
    noun, article = match["noun"], match["wrong"].lower()
    if may_be(noun, ADJECTIVE, SMALL, ADVERB):
        return False
    if article in ("la", "le", "ce") and not is_no_verb(noun) or not knows("fr", noun + "s") and noun[-1] not in "xsz":
        return False
    return gender_of(noun) == (FEMININE if article in _OF_MEN else MASCULINE)


def of_other_gender(match: re.Match[str]) -> str:
    return _OTHER_ARTICLE.get(match["wrong"].lower(), "")


def adjective_meant(match: re.Match[str]) -> str:
    """What an adjective right behind its noun would be in the gender of the noun; empty where it agrees, or may not be one."""
    noun, word = match["noun"], match["wrong"]
    gender = gender_of(noun) or (MASCULINE if match["article"].lower() in _OF_MEN else FEMININE)
    if noun in _NO_NOUNS or not stems("fr", noun) or is_infinitive(noun):
        return ""
    stem = stems("fr", word)
    if gender == MASCULINE:
        masculine = next(iter(stem), "") if len(stem) == 1 else ""
        is_feminine = (
            word.endswith("e")
            and masculine not in ("", word)
            and word in _feminines(masculine)
            and not is_infinitive(masculine)
        )
        return masculine if is_feminine else ""
    if stem == {word} and (word.endswith(_ADJECTIVES)):
        return next((form for form in _feminines(word) if knows("fr", form) and stems("fr", form) == {word}), "")
    return word + "e" if is_participle_in_e(word) else ""


_ADJECTIVES = ("al", "el", "if", "eux", "ien", "éen", "ais", "ois", "ant", "ert", "er", "ain", "un", "and")


def _feminines(word: str) -> tuple[str, ...]:
    """The feminines that an adjective may have."""
    return (
        word + "e", word + word[-1:] + "e", word[:-1] + "ve", word[:-1] + "se", word[:-2] + "ère", word[:-1] + "que",
        word[:-1] + "che",
        word[:-3] + "euse", word[:-3] + "rice",
    )  # fmt: skip


def is_adjective(word: str) -> bool:
    """Whether a word is an adjective in the singular: it has an adverb, or ends like one."""
    if not is_singular(word) or word in AFTER_THE or word.endswith("ième"):
        return False
    adverbs = (word + "ment", word + "ement", word + "lement", re.sub("ant$", "amment", word), re.sub("ent$", "emment", word))
    return word.endswith(_SURE_ADJECTIVES) or any(one != word and knows("fr", one) for one in adverbs)


_SURE_ADJECTIVES = (
    "ique",
    "able",
    "ible",
    "elle",
    "ive",
    "euse",
    "ienne",
    "éenne",
    "aire",
    "ien",
    "éen",
    "if",
    "el",
    "al",
    "ale",
)
_OF_MEN = frozenset("un le du au ce cet aucun certain quel".split())
_OTHER_ARTICLE = {
    "un": "une", "une": "un", "le": "la", "la": "le", "du": "de la", "au": "à la", "ce": "cette", "cet": "cette", "cette": "ce",
    "aucun": "aucune", "aucune": "aucun", "quel": "quelle", "quelle": "quel", "sa": "son", "ma": "mon",
}  # fmt: skip
