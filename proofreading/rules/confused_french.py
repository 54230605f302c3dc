"""French words taken for others of the same sound: “ces” for “ses”, “a” for “à”, by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..reading import Reading
from ..source import Block
from ..spelling import knows
from .confused_french_verbs import OTHERS, VERBS
from .french_homophones import CONFUSED
from .french_neighbours import slips_of
from .french_patterns import COMPLETE, ELIDED, END, FREE, HE, THEY, WORD, follows, slip, word_is
from .french_verb_forms import VERB_FORMS
from .french_words import (
    is_finite,
    is_infinitive,
    is_infinitive_in_er,
    is_no_verb,
    is_only_a_verb,
    is_participle,
    is_participle_in_e,
    is_plural,
    is_singular,
)
from .slips import Slip, slips_in
from .spans import Span


def _is_verb(word: str) -> bool:
    return is_infinitive(word) or is_finite(word)


def _is_said_of_several(match: re.Match[str]) -> bool:
    """“qui son ouverts”: what stands behind is no noun with a word of its own before it."""
    return not match["word"].endswith("s") or is_participle(match["word"])


# “a”, of “avoir”, and “à”

_TO = (
    "[Gg]râce|[Qq]uant|[Jj]usque?|prête?s?|destinée?s?|contribue(?:nt|r)?|vise(?:nt)?|dédiée?s?|adaptée?s?|relati(?:f|ve)s?"
    "|conformément|contrairement|participe(?:nt|z|r)?|répondre|appartenir|parvenir|réponse|rapport|afférente?s?"
    "|commence(?:nt)?|invitée?s?|appelée?s?|consacrée?s?|liée?s?|favorables?|supérieure?s?|inférieure?s?"
)
_DETERMINERS = f"la|l{ELIDED}|une?|ce|cet|cette|ces|leurs?|notre|nos|votre|vos|son|sa|ses|tou(?:te)?s|{WORD}er"
_A = (
    slip(
        rf"{FREE}(?P<wrong>à) (?P<word>{WORD}é){END}",
        "a",
        lambda match: is_participle_in_e(match["word"]) and not _wants_an_infinitive(match),
    ),
    Slip(
        re.compile(rf"{FREE}à (?P<wrong>{WORD}é){END}"),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: is_participle_in_e(match["wrong"]) and _wants_an_infinitive(match),
    ),
    slip(rf"{FREE}(?P<wrong>a) (?=(?:partir|travers|propos|nouveau|condition|savoir|terme|cause|compter|hauteur) )", "à"),
    slip(rf"\b(?:{_TO}) (?P<wrong>a) (?={_DETERMINERS})", "à"),
    slip(
        rf"\b(?:invit|appel|engage|encourage|aide|particip|réuss|parven)(?:ons|ez|ent|eons) (?P<wrong>a) (?:nous|vous|les?|la|l{ELIDED}|une?|{WORD}er)\b",
        "à",
    ),
    slip(rf"\b[Jj]usqu{ELIDED}(?P<wrong>a)\b", "à"),
    slip(rf"{FREE}(?P<wrong>à) (?:besoin|lieu (?!de)|pour (?:but|objectif|mission|vocation|thème|objet)|eu lieu|été)\b", "a"),
    slip(
        rf"{FREE}(?P<wrong>à) l{ELIDED}intention (?:de |d{ELIDED})(?P<word>{WORD}(?:{COMPLETE})){END}",
        "a",
        word_is(is_infinitive),
    ),
    slip(r"\b(?:de (?:manière|façon)|par rapport) (?P<wrong>a)\b", "à"),
    slip(
        rf"{FREE}(?P<wrong>a) (?P<word>{WORD}er){END}",
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
    slip(rf"\b[Dd]{ELIDED}(?P<wrong>ou)\b", "où"),
    slip(
        r"\b(?:moment|jour|époque|endroit|partout|là|cas|année|pays|monde|ville|période|mesure) (?P<wrong>ou)"
        r" (?:ils?|elles?|on|nous|vous|chacune?|tous|personne)\b(?! (?:seule?|même))",
        "où",
    ),
    slip(r"\b(?P<wrong>[Oo]ù) (?:bien|encore|non|même)\b(?! (?:il|elle|on|nous|vous|que|le|la|les|un))", "ou"),
    slip(r"\b(?:plus|une?|deux|trois|et/) ?(?P<wrong>où) (?:moins|plusieurs|deux|trois|quatre)\b", "ou"),
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
    slip(rf"{FREE}(?P<wrong>[Ss]e) (?P<word>{WORD}){END}", "ce", follows(is_no_verb, *"y en le la les lui leur".split())),
    slip(
        rf"{FREE}(?P<wrong>[Ss]e) (?:sont|sera|seront|serait|fut|furent) (?:des|de|d{ELIDED}|l[ea]s?|l{ELIDED}|nos|vos|une?)\b",
        "ce",
    ),
    slip(rf"\b(?:{HE}|{THEY}) (?P<wrong>ce) (?P<word>{WORD}){END}", "se", word_is(is_only_a_verb)),
    slip(
        rf"\b(?:ne|pour|de|à|sans) (?P<wrong>ce) (?P<word>{WORD}(?:{COMPLETE})){END}",
        "se",
        lambda match: (
            match["word"] not in ("faire", "dire") and is_infinitive(match["word"]) and not knows("fr", match["word"] + "s")
        ),
    ),
    slip(
        rf"{FREE}(?P<wrong>ce) (?P<word>{WORD}){END}",
        "se",
        lambda match: match["word"] not in _AFTER_THIS and is_finite(match["word"]),
    ),
    slip(
        rf"\b(?:{HE}|[a-zà-ÿ]{{3,}}(?:tion|ence|ité|ement|age|eur|ure|ation|ie|cours|ès|ats|ion|enne)) (?P<wrong>c{ELIDED})est (?:{_PRONOMINAL}){END}",
        "s’",
    ),
    slip(
        rf"{FREE}(?P<wrong>[Ss]{ELIDED})est (?:une?|la|ce|cette|notre|votre|pourquoi)\b(?! (?:plus|mieux|moins|fois|jour|peu|temps))",
        "c’",
    ),
    slip(rf"{FREE}(?P<wrong>[Ss]e) n{ELIDED}est pas (?:le|la|une?|des|l{ELIDED})", "ce"),
)

# “leur” and “leurs”, “ces” and “ses”, “son” and “sont”, “sa” and “ça”

_WHOSE = (
    slip(rf"{FREE}(?P<wrong>[Ll]eurs) (?P<word>{WORD}){END}", "leur", follows(is_singular, "tout", "oui", "non")),
    slip(rf"{FREE}(?P<wrong>[Ll]eurs) (?P<word>{WORD}(?:{COMPLETE}|t|e|a|ent)){END}", "leur", word_is(_is_verb)),
    slip(rf"{FREE}(?P<wrong>[Ll]eur) (?P<word>{WORD}[sx]){END}", "leurs", word_is(is_plural)),
    slip(rf"{FREE}(?P<wrong>[Cc]es) propres\b", "ses"),
    slip(r"\bà (?P<wrong>ces) côtés\b", "ses"),
    slip(rf"{FREE}(?P<wrong>[Ss]es) {WORD}-(?:ci|là)\b", "ces"),
    slip(
        rf"\b(?:{THEY}|[Qq]ui|{WORD}s) (?P<wrong>son) (?P<word>{WORD}s|tous|pas|des|aussi|également){END}",
        "sont",
        _is_said_of_several,
    ),
    slip(rf"{FREE}(?P<wrong>[Ss]on) (?P<word>{WORD}[sx]){END}", "ses", word_is(is_plural)),
    slip(
        rf"\b(?:dans|avec|pour|par|sur|chez|vers|selon|sous|[Tt]el est) (?P<wrong>sont) (?P<word>{WORD}){END}",
        "son",
        word_is(is_singular),
    ),
    slip(rf"{FREE}(?P<wrong>[Ss]a) (?:va|fait|permet|marche|fonctionne|sera|dépend|arrive|peut|doit|veut){END}", "ça"),
    slip(rf"{FREE}(?P<wrong>[Çç]a) (?P<word>{WORD}){END}", "sa", word_is(is_singular)),
)

FRENCH = (*_A, *_WHERE, *_THIS, *_WHOSE, *VERBS, *OTHERS)


def confused(text: Reading) -> Iterator[tuple[Block, Span, str]]:
    """Where a French text has a word for another, and the other."""
    found = {(block.index, span): (block, span, better) for block, span, better in slips_in(text, FRENCH)}
    for block, span, better in slips_of(text, (*CONFUSED, *VERB_FORMS)):
        found.setdefault((block.index, span), (block, span, better))
    yield from found.values()
