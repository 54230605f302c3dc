"""French words taken for others of the same sound: “ces” for “ses”, “a” for “à”, by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..reading import Reading
from ..source import Block
from ..spelling import knows, stems
from .french_words import (
    is_finite,
    is_infinitive,
    is_infinitive_in_er,
    is_no_verb,
    is_only_a_participle,
    is_only_a_verb,
    is_participle,
    is_participle_in_e,
    is_plural,
    is_singular,
)
from .slips import Slip, as_written, slips_in
from .spans import Span

_W = r"[a-zà-öø-ÿœ]+"
_FREE, _END = r"(?<![\w’'-])", r"(?![\w’'-])"
_ELIDED = r"[’']"
_HE = "[Ii]l|[Ee]lle|[Oo]n|[Qq]ui|[Cc]ela|[Cc]eci|[Çç]a"
_THEY = "[Ii]ls|[Ee]lles"
_COMPLETE = "er|ir|oir|re"


def _slip(pattern: str, better: str, holds: Callable[[re.Match[str]], bool] = lambda match: True) -> Slip:
    """A slip whose words may open a sentence; what is written instead has a capital where the wrong word has one."""
    return Slip(re.compile(pattern), lambda match: as_written(match, better), holds)


def _word(check: Callable[[str], bool]) -> Callable[[re.Match[str]], bool]:
    """Whether the group “word” is of a kind."""
    return lambda match: check(match["word"])


def _follows(check: Callable[[str], bool], *but: str) -> Callable[[re.Match[str]], bool]:
    return lambda match: match["word"] not in but and check(match["word"])


def _is_verb(word: str) -> bool:
    return is_infinitive(word) or is_finite(word)


def _is_said_of_several(match: re.Match[str]) -> bool:
    """“qui son ouverts”: what stands behind is no noun with a word of its own before it."""
    return not match["word"].endswith("s") or is_participle(match["word"])


def _noun_of(verb: str) -> str:
    """“travail” of “travaille”, “soutien” of “soutient”: the noun that sounds the same; empty where there is none."""
    forms = (verb[:-1], verb[:-2], verb[:-3], verb[:-1] + "t")
    return next((form for form in forms if len(form) > 3 and is_singular(form)), "")


def _is_for_an_infinitive(match: re.Match[str]) -> bool:
    """Whether a participle stands behind a word that wants an infinitive; of “de” and “à” only where a pronoun is between."""
    word, before = match["wrong"], match.group().split()
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

# “a”, of “avoir”, and “à”

_TO = (
    "[Gg]râce|[Qq]uant|[Jj]usque?|prête?s?|destinée?s?|contribue(?:nt|r)?|vise(?:nt)?|dédiée?s?|adaptée?s?|relati(?:f|ve)s?"
    "|conformément|contrairement|participe(?:nt|z|r)?|répondre|appartenir|parvenir|réponse|rapport|afférente?s?"
    "|commence(?:nt)?|invitée?s?|appelée?s?|consacrée?s?|liée?s?|favorables?|supérieure?s?|inférieure?s?"
)
_DETERMINERS = f"la|l{_ELIDED}|une?|ce|cet|cette|ces|leurs?|notre|nos|votre|vos|son|sa|ses|tou(?:te)?s|{_W}er"
_A = (
    _slip(
        rf"{_FREE}(?P<wrong>à) (?P<word>{_W}é){_END}",
        "a",
        lambda match: is_participle_in_e(match["word"]) and not _wants_an_infinitive(match),
    ),
    Slip(
        re.compile(rf"{_FREE}à (?P<wrong>{_W}é){_END}"),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: is_participle_in_e(match["wrong"]) and _wants_an_infinitive(match),
    ),
    _slip(rf"{_FREE}(?P<wrong>a) (?=(?:partir|travers|propos|nouveau|condition|savoir|terme|cause|compter|hauteur) )", "à"),
    _slip(rf"\b(?:{_TO}) (?P<wrong>a) (?={_DETERMINERS})", "à"),
    _slip(
        rf"\b(?:invit|appel|engage|encourage|aide|particip|réuss|parven)(?:ons|ez|ent|eons) (?P<wrong>a) (?:nous|vous|les?|la|l{_ELIDED}|une?|{_W}er)\b",
        "à",
    ),
    _slip(rf"\b[Jj]usqu{_ELIDED}(?P<wrong>a)\b", "à"),
    _slip(rf"{_FREE}(?P<wrong>à) (?:besoin|lieu (?!de)|pour (?:but|objectif|mission|vocation|thème|objet)|eu lieu|été)\b", "a"),
    _slip(
        rf"{_FREE}(?P<wrong>à) l{_ELIDED}intention (?:de |d{_ELIDED})(?P<word>{_W}(?:{_COMPLETE})){_END}",
        "a",
        _word(is_infinitive),
    ),
    _slip(r"\b(?:de (?:manière|façon)|par rapport) (?P<wrong>a)\b", "à"),
    _slip(
        rf"{_FREE}(?P<wrong>a) (?P<word>{_W}er){_END}",
        "à",
        lambda match: is_infinitive_in_er(match["word"]) and not match.string[: match.start()].endswith(" y "),
    ),
)
_WANTS_AN_INFINITIVE = re.compile(
    r"\b(?:prête?s?|reste(?:nt)?|vise(?:nt)?|visant|cherche(?:nt|r)?|commence(?:nt|r)?|aide(?:nt|r)?|invite(?:nt|r)?|continue(?:nt|r)?"
    r"|consiste(?:nt)?|appelée?s?|invitée?s?|parvien(?:t|nent)|réussi(?:t|ssent)?|contribue(?:nt|r)?|destinée?s?|encourage(?:nt|r)?"
    r"|manière|façon|engage(?:nt)?|servi[rt]|permettant|autorisée?s?|tend(?:ent)?|hésite[rz]?|difficiles?|faciles?) $"
)


def _wants_an_infinitive(match: re.Match[str]) -> bool:
    return _WANTS_AN_INFINITIVE.search(match.string, 0, match.start()) is not None


# “ou” and “où”

_WHERE = (
    _slip(rf"\b[Dd]{_ELIDED}(?P<wrong>ou)\b", "où"),
    _slip(
        r"\b(?:moment|jour|époque|endroit|partout|là|cas|année|pays|monde|ville|période|mesure) (?P<wrong>ou)"
        r" (?:ils?|elles?|on|nous|vous|chacune?|tous|personne)\b(?! (?:seule?|même))",
        "où",
    ),
    _slip(r"\b(?P<wrong>[Oo]ù) (?:bien|encore|non|même)\b(?! (?:il|elle|on|nous|vous|que|le|la|les|un))", "ou"),
    _slip(r"\b(?:plus|une?|deux|trois|et/) ?(?P<wrong>où) (?:moins|plusieurs|deux|trois|quatre)\b", "ou"),
)

# “ce” and “se”, “c’est” and “s’est”

# Verbs that “ce” is the subject of.
_AFTER_THIS = frozenset(
    "sont est sera serait soit fut étaient était furent seront seraient doit peut pourrait devrait doivent peuvent semble"
    " n ne dit faisant disant aurait avait fait".split()
)
_PRONOMINAL = (
    "tenue?s?|déroulée?s?|engagée?s?|réunie?s?|rendue?s?|imposée?s?|associée?s?|jointe?s?|félicitée?s?|dotée?s?|inscrite?s?"
    "|produite?s?|installée?s?|lancée?s?|fixée?s?|développée?s?|appuyée?s?|mobilisée?s?|adaptée?s?|traduite?s?"
)
_THIS = (
    _slip(rf"{_FREE}(?P<wrong>[Ss]e) (?P<word>{_W}){_END}", "ce", _follows(is_no_verb, *"y en le la les lui leur".split())),
    _slip(
        rf"{_FREE}(?P<wrong>[Ss]e) (?:sont|sera|seront|serait|fut|furent) (?:des|de|d{_ELIDED}|l[ea]s?|l{_ELIDED}|nos|vos|une?)\b",
        "ce",
    ),
    _slip(rf"\b(?:{_HE}|{_THEY}) (?P<wrong>ce) (?P<word>{_W}){_END}", "se", _word(is_only_a_verb)),
    _slip(
        rf"\b(?:ne|pour|de|à|sans) (?P<wrong>ce) (?P<word>{_W}(?:{_COMPLETE})){_END}",
        "se",
        lambda match: (
            match["word"] not in ("faire", "dire") and is_infinitive(match["word"]) and not knows("fr", match["word"] + "s")
        ),
    ),
    _slip(
        rf"{_FREE}(?P<wrong>ce) (?P<word>{_W}){_END}",
        "se",
        lambda match: match["word"] not in _AFTER_THIS and is_finite(match["word"]),
    ),
    _slip(
        rf"\b(?:{_HE}|[a-zà-ÿ]{{3,}}(?:tion|ence|ité|ement|age|eur|ure|ation|ie|cours|ès|ats|ion|enne)) (?P<wrong>c{_ELIDED})est (?:{_PRONOMINAL}){_END}",
        "s’",
    ),
    _slip(
        rf"{_FREE}(?P<wrong>[Ss]{_ELIDED})est (?:une?|la|ce|cette|notre|votre|pourquoi)\b(?! (?:plus|mieux|moins|fois|jour|peu|temps))",
        "c’",
    ),
    _slip(rf"{_FREE}(?P<wrong>[Ss]e) n{_ELIDED}est pas (?:le|la|une?|des|l{_ELIDED})", "ce"),
)

# “leur” and “leurs”, “ces” and “ses”, “son” and “sont”, “sa” and “ça”

_WHOSE = (
    _slip(rf"{_FREE}(?P<wrong>[Ll]eurs) (?P<word>{_W}){_END}", "leur", _follows(is_singular, "tout", "oui", "non")),
    _slip(rf"{_FREE}(?P<wrong>[Ll]eurs) (?P<word>{_W}(?:{_COMPLETE}|t|e|a|ent)){_END}", "leur", _word(_is_verb)),
    _slip(rf"{_FREE}(?P<wrong>[Ll]eur) (?P<word>{_W}[sx]){_END}", "leurs", _word(is_plural)),
    _slip(rf"{_FREE}(?P<wrong>[Cc]es) propres\b", "ses"),
    _slip(r"\bà (?P<wrong>ces) côtés\b", "ses"),
    _slip(rf"{_FREE}(?P<wrong>[Ss]es) {_W}-(?:ci|là)\b", "ces"),
    _slip(
        rf"\b(?:{_THEY}|[Qq]ui|{_W}s) (?P<wrong>son) (?P<word>{_W}s|tous|pas|des|aussi|également){_END}",
        "sont",
        _is_said_of_several,
    ),
    _slip(rf"{_FREE}(?P<wrong>[Ss]on) (?P<word>{_W}[sx]){_END}", "ses", _word(is_plural)),
    _slip(
        rf"\b(?:dans|avec|pour|par|sur|chez|vers|selon|sous|[Tt]el est) (?P<wrong>sont) (?P<word>{_W}){_END}",
        "son",
        _word(is_singular),
    ),
    _slip(rf"{_FREE}(?P<wrong>[Ss]a) (?:va|fait|permet|marche|fonctionne|sera|dépend|arrive|peut|doit|veut){_END}", "ça"),
    _slip(rf"{_FREE}(?P<wrong>[Çç]a) (?P<word>{_W}){_END}", "sa", _word(is_singular)),
)

# “peu” and “peut”, “on” and “ont”, “est” and “et”, “été” and “était”

_VERBS = (
    _slip(r"\b(?:[Uu]n|très|si|trop|quelque|sous|depuis|assez) (?P<wrong>peut)\b", "peu"),
    _slip(rf"{_FREE}(?P<wrong>[Pp]eut) (?:de|d{_ELIDED}|à peu|à près|importe|nombreux|probables?|connue?s?)\b", "peu"),
    _slip(rf"(?<!un )(?<!est )\b(?P<wrong>peu) (?P<word>{_W}(?:{_COMPLETE})){_END}", "peut", _word(is_infinitive)),
    _slip(rf"{_FREE}(?:{_HE}) (?P<wrong>peu)\b", "peut"),
    _slip(
        rf"\b(?:{_THEY}|[Qq]ui|[Nn]ous|(?:[Ll]es|[Dd]es|[Cc]es|[Nn]os) {_W}s) (?P<wrong>on) (?:été|eu|permis|pu|fait|(?P<word>{_W}é)){_END}",
        "ont",
    ),
    _slip(r"(?:^|(?<=[.!?] )|(?<=que )|(?<=, ))(?P<wrong>[Oo]nt) (?:a|peut|doit|va|sait|voit|veut|est|ne)\b", "on"),
    _slip(rf"\b(?:[Ii]l|[Cc]eci|[Cc]ela|[Qq]ui) (?P<wrong>et) (?:très|aussi|disponible|possible|une?|le|la){_END}", "est"),
    _slip(
        rf"(?:^|(?<=[.!?] ))(?:[Ll]e|[Ll]a|[Uu]ne?|[Cc]et(?:te)?|[Ll]{_ELIDED}) ?{_W} (?P<wrong>et) (?P<word>{_W}[éiut]e?){_END}",
        "est",
        _word(is_only_a_participle),
    ),
    _slip(r"\b(?:a|ont|avait|avaient|aura|auront|ayant|avoir|avons|avez|aurait|auraient) (?P<wrong>étai(?:t|ent|s))\b", "été"),
    _slip(rf"{_FREE}(?:[Ii]ls?|[Ee]lles?|[Oo]n|[Qq]ui) (?P<wrong>été)\b", "était"),
    Slip(
        re.compile(
            rf"{_FREE}(?:ont|avons|avez|avoir|ayant|avaient|auront|été|sont|seront|étaient|être|soient) (?P<wrong>{_W}er){_END}"
        ),
        lambda match: match["wrong"][:-2] + "é",
        lambda match: is_infinitive_in_er(match["wrong"]),
    ),
    Slip(
        re.compile(
            rf"{_FREE}(?:(?:[Pp]our|[Ss]ans|[Dd]e|[Àà]|peut|peuvent|doit|doivent|pourra|devra|va|vont) |[Dd]{_ELIDED})(?P<wrong>{_W}e){_END}"
        ),
        lambda match: match["wrong"] + "r",
        lambda match: is_finite(match["wrong"]) and is_infinitive_in_er(match["wrong"] + "r"),
    ),
    Slip(
        re.compile(rf"(?:^|(?<=[.!?] )|\b[Ss]i )[Vv]ous (?P<wrong>{_W}(?:er|é)){_END}"),
        lambda match: re.sub("(?:er|é)$", "ez", match["wrong"]),
        lambda match: is_infinitive_in_er(re.sub("é$", "er", match["wrong"])),
    ),
    Slip(
        re.compile(
            r"\b(?:afin|permet|permettent|permettre|permettant|but|objectif|capables?|susceptibles?|chargée?s?|décidé|choisi|lieu|moyen"
            rf"|possibilité|propose|cesse|accepte|refuse|vient|viennent|avant|sans|temps|besoin|envie) (?:de |d{_ELIDED}|(?<=sans ))(?P<wrong>{_W}é){_END}"
        ),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: is_participle_in_e(match["wrong"]),
    ),
)

# “quel” and “qu’elle”, “tout” and “tous”, and the others

_OTHERS = (
    _slip(
        rf"{_FREE}(?P<wrong>[Qq]u{_ELIDED}elle) (?P<word>{_W}){_END}", "quelle", _follows(is_singular, "seule", "même", "aussi")
    ),
    _slip(rf"(?:^|(?<=[.!?] ))(?P<wrong>[Qq]u{_ELIDED}elle) est (?:la|le|l{_ELIDED}|votre|ce)", "quelle"),
    _slip(rf"{_FREE}(?P<wrong>[Qq]u{_ELIDED}elles) (?P<word>{_W}s){_END}", "quelles", _follows(is_plural, "mêmes", "seules")),
    _slip(
        r"\b(?:afin|bien|pour|ainsi|parce|pense|dit|annonce) (?P<wrong>quelle) (?:soit|puisse|ait|a|peut|doit|fasse|devienne)\b",
        "qu’elle",
    ),
    _slip(
        rf"(?<!pas )(?<!plus )(?<!peu )(?<!aucun )(?P<wrong>[Dd]{_ELIDED}avantage)(?= (?:de|d{_ELIDED}|encore|et|les|la|le|un|des|pour|sur)\b|[.,;:])",
        "davantage",
    ),
    _slip(rf"(?P<wrong>[Ss]ensé)(?P<more>e?s?) (?P<word>{_W}(?:{_COMPLETE})){_END}", "censé", _word(is_infinitive)),
    _slip(rf"{_FREE}(?P<wrong>[Tt]out) (?:les|ces|nos|vos|ses|leurs)\b", "tous"),
    _slip(
        rf"(?<!à )(?<!pour )(?<!nous )(?<!vous )(?<!eux )(?<!ils )(?<!les ){_FREE}(?P<wrong>[Tt]ous) (?:(?:le|la|ce|cet|cette) (?!\d)|l{_ELIDED})",
        "tout",
    ),
    _slip(rf"{_FREE}(?P<wrong>[Tt]out) (?:deux|trois|quatre) (?:sont|ont|se|seront)\b", "tous"),
    _slip(rf"{_FREE}(?P<wrong>[Qq]uand) (?:à|aux?)\b", "quant"),
    _slip(rf"{_FREE}(?P<wrong>[Qq]uant) (?:ils?|elles?|on|nous|le|la|les|l{_ELIDED})\b", "quand"),
    _slip(rf"{_FREE}(?P<wrong>[Pp]rès) à (?P<word>{_W}(?:{_COMPLETE})){_END}", "prêt", _word(is_infinitive)),
    _slip(
        rf"{_FREE}(?P<wrong>[Pp]lutôt) (?:que prévu|qu{_ELIDED}(?:annoncé|attendu|espéré)|dans (?:la|l{_ELIDED})(?:journée|année|matinée))\b",
        "plus tôt",
    ),
    _slip(rf"{_FREE}(?P<wrong>[Pp]lus tôt) que de\b", "plutôt"),
    _slip(r"(?:^|(?<=[.!?,] ))(?P<wrong>[Mm]es) (?:aussi|également|il|elle|nous|le|la|les)\b", "mais"),
    _slip(rf"{_FREE}(?:a|aura|ont|auront|avoir|ayant|eu|donne|donner|tient|tenir|avait) (?P<wrong>lieux)\b", "lieu"),
    _slip(rf"\b(?:être|est|sont|était|étaient|suis|sommes|êtes) (?P<wrong>entrain) (?:de|d{_ELIDED})", "en train"),
    _slip(
        rf"{_FREE}(?P<wrong>[Pp]r(?:és|êt)) d(?:e |{_ELIDED})(?:{_NUMBERS}|la moitié|chez|\d)",
        "près",
        lambda match: not _A_LOAN.search(match.string, 0, match.start()),
    ),
    _slip(rf"{_FREE}(?P<wrong>[Vv]oila)\b", "voilà"),
    _slip(rf"{_FREE}(?P<wrong>[Pp]lus part) des\b", "plupart"),
    _slip(rf"{_FREE}(?P<wrong>[Dd]ès) (?P<word>{_W}s){_END}", "des", _word(is_plural)),
    _slip(rf"{_FREE}(?P<wrong>[Dd]es) (?:(?:que|lors|aujourd|maintenant|demain|le|la|à présent)\b|qu{_ELIDED})", "dès"),
    Slip(
        re.compile(rf"\b(?:a|ont|avons|avez|aura|avait|avaient|pas|être|sera|est|été) (?P<wrong>{'|'.join(_PAST)})\b"),
        lambda match: _PAST[match["wrong"]],
    ),
    Slip(
        re.compile(rf"{_FREE}(?:a|ont|avons|avez|aura|auront|avait|avaient|été|sont|est|sera|seront) (?P<wrong>{_W}e){_END}"),
        lambda match: match["wrong"][:-1] + "é",
        lambda match: is_finite(match["wrong"]) and knows("fr", match["wrong"][:-1] + "é"),
    ),
    Slip(
        re.compile(
            rf"{_FREE}(?:[Pp]our|[Ss]ans|[Dd]e|[Àà]|peut|peuvent|doit|doivent|afin de) (?:s{_ELIDED}|se |nous |vous |y |en )?(?P<wrong>{_W}é){_END}"
        ),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: _is_for_an_infinitive(match),
    ),
    Slip(
        re.compile(rf"{_FREE}(?:[Pp]our|[Ss]ans|afin) (?:d{_ELIDED})?(?:en|y|se) (?P<wrong>{_W}){_END}"),
        lambda match: next(_infinitives_near(match["wrong"])),
        lambda match: not is_infinitive(match["wrong"]) and any(_infinitives_near(match["wrong"])),
    ),
    Slip(
        re.compile(
            rf"(?:[Ll]e|[Ll]a|[Uu]n) {_W} (?P<wrong>accueil|conseil|travail|appel|soutien|emploi|envoi|rappel|signal) (?:les|la|nos|vos|leurs|ses|une)\b"
        ),
        lambda match: _VERB_OF[match["wrong"]],
    ),
    Slip(
        re.compile(rf"(?:^|(?<=[.!?] ))(?:Le|La) (?P<wrong>{_W}(?:e|ent|t)){_END}"),
        lambda match: _noun_of(match["wrong"]),
        lambda match: is_finite(match["wrong"]) and bool(_noun_of(match["wrong"])),
    ),
    Slip(
        re.compile(
            rf"(?<!l{_ELIDED})\b(?:du|au|aux|un|cet|cette|mon|ma|sa|notre|votre|chaque|des|mes|nos|vos) (?P<wrong>{_W}(?:e|ent|t)){_END}"
        ),
        lambda match: _noun_of(match["wrong"]),
        lambda match: is_finite(match["wrong"]) and bool(_noun_of(match["wrong"])),
    ),
)

FRENCH = (*_A, *_WHERE, *_THIS, *_WHOSE, *_VERBS, *_OTHERS)


def confused(text: Reading) -> Iterator[tuple[Block, Span, str]]:
    """Where a French text has a word for another, and the other."""
    return slips_in(text, FRENCH)
