"""French forms of verbs, and small words, taken for others of the same sound: “peu” for “peut”, “aidé” for “aider”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..morphology import readings
from ..spelling import knows, stems
from .french_patterns import COMPLETE, ELIDED, END, FREE, HE, THEY, WORD, follows, slip, word_is
from .french_words import (
    is_finite,
    is_infinitive,
    is_infinitive_in_er,
    is_only_a_participle,
    is_participle_in_e,
    is_plural,
    is_singular,
)
from .slips import Slip


def _noun_of(verb: str) -> str:
    """“travail” of “travaille”, “soutien” of “soutient”: the noun that sounds the same; empty where there is none."""
    forms = (verb[:-1], verb[:-2], verb[:-3], verb[:-1] + "t")
    return next((form for form in forms if len(form) > 3 and is_singular(form)), "")


def _is_for_an_infinitive(match: re.Match[str]) -> bool:
    """Whether a participle stands behind a word that wants an infinitive; of “de” and “à” only where a pronoun is between."""
    word, before = match["wrong"], match.group().split()
    if "Nfs" in readings(word):
        return False
    is_sure = before[0].lower() not in ("de", "à") or len(before) > 2 or "’" in match.group() or "'" in match.group()
    return is_sure and word[:-1] + "er" in stems("fr", word) and stems("fr", word) <= {word, word[:-1] + "er"}


def _infinitives_near(word: str) -> Iterator[str]:
    """“faire” of “fair”: infinitives with a letter more, or another last letter."""
    for form in (word + "e", word + "r", word[:-1] + "er", word[:-1] + "r", word[:-1] + "re"):
        if is_infinitive(form):
            yield form


# A noun and the form of a verb that sounds the same.
_VERB_OF = {
    "accueil": "accueille", "conseil": "conseille", "travail": "travaille", "appel": "appelle", "soutien": "soutient",
    "emploi": "emploie", "envoi": "envoie", "rappel": "rappelle", "signal": "signale",
}  # fmt: skip
# The past of books, taken for a participle.
_PAST = {
    "sut": "su", "put": "pu", "eut": "eu", "dut": "dû", "voulut": "voulu", "crut": "cru", "lut": "lu", "plut": "plu", "reçut": "reçu",
    "connut": "connu", "parut": "paru", "prit": "pris", "mit": "mis", "fit": "fait", "remit": "remis", "permit": "permis",
    "promit": "promis", "apprit": "appris", "comprit": "compris", "admit": "admis", "transmit": "transmis",
}  # fmt: skip
_NUMBERS = "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|douze|quinze|vingt|trente|quarante|cinquante|soixante|cent|mille"
_A_LOAN = re.compile(r"\b(?:un|le|du|en|ce|au|son|leur|chaque) $")

# “peu” and “peut”, “on” and “ont”, “est” and “et”, “été” and “était”

VERBS = (
    slip(r"\b(?:[Uu]n|très|si|trop|quelque|sous|depuis|assez) (?P<wrong>peut)\b", "peu"),
    slip(
        rf"{FREE}(?P<wrong>[Pp]eut) (?:de(?! (?:nouveau|plus|fait|droit|surcroît|ce|cette|même))|d{ELIDED}(?!abord|ailleurs|ores|emblée|autant|office|ici|une)|à peu|à près|importe|nombreux|probables?|connue?s?)\b",
        "peu",
    ),
    slip(rf"(?<!un )(?<!est )\b(?P<wrong>peu) (?P<word>{WORD}(?:{COMPLETE})){END}", "peut", word_is(is_infinitive)),
    slip(rf"{FREE}(?:{HE}) (?P<wrong>peu)\b", "peut"),
    slip(
        rf"\b(?:{THEY}|[Qq]ui|[Nn]ous|(?:[Ll]es|[Dd]es|[Cc]es|[Nn]os) {WORD}s) (?P<wrong>on) (?:été|eu|permis|pu|fait|(?P<word>{WORD}é)){END}",
        "ont",
    ),
    slip(r"(?:^|(?<=[.!?] )|(?<=que )|(?<=, ))(?P<wrong>[Oo]nt) (?:a|peut|doit|va|sait|voit|veut|est|ne)\b", "on"),
    slip(rf"\b(?:[Ii]l|[Cc]eci|[Cc]ela|[Qq]ui) (?P<wrong>et) (?:très|aussi|disponible|possible|une?|le|la){END}", "est"),
    slip(
        rf"(?:^|(?<=[.!?] ))(?:[Ll]e|[Ll]a|[Uu]ne?|[Cc]et(?:te)?|[Ll]{ELIDED}) ?{WORD} (?P<wrong>et) (?P<word>{WORD}[éiut]e?){END}",
        "est",
        word_is(is_only_a_participle),
    ),
    slip(r"\b(?:a|ont|avait|avaient|aura|auront|ayant|avoir|avons|avez|aurait|auraient) (?P<wrong>étai(?:t|ent|s))\b", "été"),
    slip(rf"{FREE}(?:[Ii]ls?|[Ee]lles?|[Oo]n|[Qq]ui) (?P<wrong>été)\b", "était"),
    Slip(
        re.compile(
            rf"{FREE}(?:ont|avons|avez|avoir|ayant|avaient|auront|été|sont|seront|étaient|être|soient) (?P<wrong>{WORD}er){END}"
        ),
        lambda match: match["wrong"][:-2] + "é",
        lambda match: is_infinitive_in_er(match["wrong"]),
    ),
    Slip(
        re.compile(
            rf"{FREE}(?:(?:[Pp]our|[Ss]ans|[Dd]e|[Àà]|peut|peuvent|doit|doivent|pourra|devra|va|vont) |[Dd]{ELIDED})(?P<wrong>{WORD}e){END}"
        ),
        lambda match: match["wrong"] + "r",
        lambda match: is_finite(match["wrong"]) and is_infinitive_in_er(match["wrong"] + "r"),
    ),
    Slip(
        re.compile(rf"(?:^|(?<=[.!?] )|\b[Ss]i )[Vv]ous (?P<wrong>{WORD}(?:er|é)){END}"),
        lambda match: re.sub("(?:er|é)$", "ez", match["wrong"]),
        lambda match: is_infinitive_in_er(re.sub("é$", "er", match["wrong"])),
    ),
    Slip(
        re.compile(
            r"\b(?:afin|permet|permettent|permettre|permettant|but|objectif|capables?|susceptibles?|chargée?s?|décidé|choisi|lieu|moyen"
            rf"|possibilité|propose|cesse|accepte|refuse|vient|viennent|avant|sans|temps|besoin|envie) (?:de |d{ELIDED}|(?<=sans ))(?P<wrong>{WORD}é){END}"
        ),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: is_participle_in_e(match["wrong"]),
    ),
)

# “quel” and “qu’elle”, “tout” and “tous”, and the others

OTHERS = (
    slip(
        rf"{FREE}(?P<wrong>[Qq]u{ELIDED}elle) (?P<word>{WORD}){END}", "quelle", follows(is_singular, "seule", "même", "aussi")
    ),
    slip(rf"(?:^|(?<=[.!?] ))(?P<wrong>[Qq]u{ELIDED}elle) est (?:la|le|l{ELIDED}|votre|ce)", "quelle"),
    slip(rf"{FREE}(?P<wrong>[Qq]u{ELIDED}elles) (?P<word>{WORD}s){END}", "quelles", follows(is_plural, "mêmes", "seules")),
    slip(
        r"\b(?:afin|bien|pour|ainsi|parce|pense|dit|annonce) (?P<wrong>quelle) (?:soit|puisse|ait|a|peut|doit|fasse|devienne)\b",
        "qu’elle",
    ),
    slip(
        rf"(?<!pas )(?<!plus )(?<!peu )(?<!aucun )(?P<wrong>[Dd]{ELIDED}avantage)(?= (?:de|d{ELIDED}|encore|et|les|la|le|un|des|pour|sur)\b|[.,;:])",
        "davantage",
    ),
    slip(rf"(?P<wrong>[Ss]ensé)(?P<more>e?s?) (?P<word>{WORD}(?:{COMPLETE})){END}", "censé", word_is(is_infinitive)),
    slip(rf"{FREE}(?P<wrong>[Tt]out) (?:les|ces|nos|vos|ses|leurs)\b", "tous"),
    slip(
        rf"(?<!à )(?<!pour )(?<!nous )(?<!vous )(?<!eux )(?<!ils )(?<!les ){FREE}(?P<wrong>[Tt]ous) (?:(?:le|la|ce|cet|cette) (?!\d)|l{ELIDED})",
        "tout",
    ),
    slip(rf"{FREE}(?P<wrong>[Tt]out) (?:deux|trois|quatre) (?:sont|ont|se|seront)\b", "tous"),
    slip(rf"{FREE}(?P<wrong>[Qq]uand) (?:à|aux?)\b", "quant"),
    slip(rf"{FREE}(?P<wrong>[Qq]uant) (?:ils?|elles?|on|nous|le|la|les|l{ELIDED})\b", "quand"),
    slip(rf"{FREE}(?P<wrong>[Pp]rès) à (?P<word>{WORD}(?:{COMPLETE})){END}", "prêt", word_is(is_infinitive)),
    slip(
        rf"{FREE}(?P<wrong>[Pp]lutôt) (?:que prévu|qu{ELIDED}(?:annoncé|attendu|espéré)|dans (?:la|l{ELIDED})(?:journée|année|matinée))\b",
        "plus tôt",
    ),
    slip(rf"{FREE}(?P<wrong>[Pp]lus tôt) que de\b", "plutôt"),
    slip(r"(?:^|(?<=[.!?,] ))(?P<wrong>[Mm]es) (?:aussi|également|il|elle|nous|le|la|les)\b", "mais"),
    slip(rf"{FREE}(?:a|aura|ont|auront|avoir|ayant|eu|donne|donner|tient|tenir|avait) (?P<wrong>lieux)\b", "lieu"),
    slip(rf"\b(?:être|est|sont|était|étaient|suis|sommes|êtes) (?P<wrong>entrain) (?:de|d{ELIDED})", "en train"),
    slip(
        rf"{FREE}(?P<wrong>[Pp]r(?:és|êt)) d(?:e |{ELIDED})(?:{_NUMBERS}|la moitié|chez|\d)",
        "près",
        lambda match: not _A_LOAN.search(match.string, 0, match.start()),
    ),
    slip(rf"{FREE}(?P<wrong>[Vv]oila)\b", "voilà"),
    slip(rf"{FREE}(?P<wrong>[Pp]lus part) des\b", "plupart"),
    slip(rf"{FREE}(?P<wrong>[Dd]ès) (?P<word>{WORD}s){END}", "des", word_is(is_plural)),
    slip(rf"{FREE}(?P<wrong>[Dd]es) (?:(?:que|lors|aujourd|maintenant|demain|le|la|à présent)\b|qu{ELIDED})", "dès"),
    Slip(
        re.compile(rf"\b(?:a|ont|avons|avez|aura|avait|avaient|pas|être|sera|est|été) (?P<wrong>{'|'.join(_PAST)})\b"),
        lambda match: _PAST[match["wrong"]],
    ),
    Slip(
        re.compile(rf"{FREE}(?:a|ont|avons|avez|aura|auront|avait|avaient|été|sont|est|sera|seront) (?P<wrong>{WORD}e){END}"),
        lambda match: match["wrong"][:-1] + "é",
        lambda match: is_finite(match["wrong"]) and knows("fr", match["wrong"][:-1] + "é"),
    ),
    Slip(
        re.compile(
            rf"{FREE}(?:[Pp]our|[Ss]ans|[Dd]e|[Àà]|peut|peuvent|doit|doivent|afin de) (?:s{ELIDED}|se |nous |vous |y |en )?(?P<wrong>{WORD}é){END}"
        ),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: _is_for_an_infinitive(match),
    ),
    Slip(
        re.compile(rf"{FREE}(?:[Pp]our|[Ss]ans|afin) (?:d{ELIDED})?(?:en|y|se) (?P<wrong>{WORD}){END}"),
        lambda match: next(_infinitives_near(match["wrong"])),
        lambda match: not is_infinitive(match["wrong"]) and any(_infinitives_near(match["wrong"])),
    ),
    Slip(
        re.compile(
            rf"(?:[Ll]e|[Ll]a|[Uu]n) {WORD} (?P<wrong>accueil|conseil|travail|appel|soutien|emploi|envoi|rappel|signal) (?:les|la|nos|vos|leurs|ses|une)\b"
        ),
        lambda match: _VERB_OF[match["wrong"]],
    ),
    Slip(
        re.compile(rf"(?:^|(?<=[.!?] ))(?:Le|La) (?P<wrong>{WORD}(?:e|ent|t)){END}"),
        lambda match: _noun_of(match["wrong"]),
        lambda match: is_finite(match["wrong"]) and bool(_noun_of(match["wrong"])),
    ),
    Slip(
        re.compile(
            rf"(?<!l{ELIDED})\b(?:du|au|aux|un|cet|cette|mon|ma|sa|notre|votre|chaque|des|mes|nos|vos) (?P<wrong>{WORD}(?:e|ent|t)){END}"
        ),
        lambda match: _noun_of(match["wrong"]),
        lambda match: is_finite(match["wrong"]) and bool(_noun_of(match["wrong"])),
    ),
)
