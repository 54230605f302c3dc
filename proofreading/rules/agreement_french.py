"""French words beside one another that do not agree, in number, gender or person.

Only where the dictionary leaves one reading: a word that may be a verb, a noun and an adjective tells nothing.
"""

from __future__ import annotations

import re

from ..spelling import knows, stems
from ..words.french_genders import gender_of
from .french_genders import AFTER_THE, adjective_meant, has_other_gender, is_adjective, of_other_gender
from .french_words import is_finite, is_infinitive, is_participle, is_participle_in_e, is_plural, is_singular
from .slips import Slip

_W = r"[a-zà-öø-ÿœ]+"


# “le plan pour la retraite collectif”: what stands behind one of these goes with a noun before it.
_LEADING = frozenset("pour sur dans par avec entre sous contre vers et ou".split())


def _may_be_of_another(match: re.Match[str]) -> bool:
    """Whether an adjective may go with the noun before the one beside it: “taille du fichier inférieure à 512 Ko”."""
    before = re.search(rf"({_W}) $", match.string[: match.start()])
    if before is not None and before[1] in _LEADING:
        return True
    if before is None or match["article"].lower() not in ("du", "au"):
        return False
    return gender_of(before[1].lower()) != gender_of(match["noun"])


def _is_participle(word: str) -> bool:
    """Whether a word is but the participle of a verb, in the singular: “construit”, whose plural is a word as well."""
    stem = stems("fr", word)
    return (
        bool(stem) and all(one != word and one.endswith("r") or one.endswith("re") for one in stem) and knows("fr", word + "s")
    )


def _is_plural_of_a_noun(word: str) -> bool:
    return word.endswith("s") and stems("fr", word) == {word[:-1]}


def _is_verb_in_the_singular(word: str) -> bool:
    """“appelle”, and nothing but the third person of “appeler”."""
    return word.endswith("e") and all(one.endswith("er") for one in stems("fr", word) or {""}) and knows("fr", word + "nt")


def _has_a_plural_subject(match: re.Match[str]) -> bool:
    nouns = (match["noun"], match["more"] or match["noun"])
    return all(map(_is_plural_of_a_noun, nouns)) and _is_verb_in_the_singular(match["wrong"])


_ONE = "[Uu]n|[Ll]e|[Cc]et?|[Uu]ne|[Ll]a|[Cc]ette|[Ss]a|[Dd]u|[Aa]u"
_ARE_ONE = "est|a|peut|doit|va|fait|sera|aura|était|avait|pourra|devra|permet|souhaite"
_SEVERAL_OF = {
    "est": "sont", "a": "ont", "peut": "peuvent", "doit": "doivent", "va": "vont", "fait": "font", "sera": "seront", "aura": "auront",
    "était": "étaient", "avait": "avaient", "pourra": "pourront", "devra": "devront", "permet": "permettent", "souhaite": "souhaitent",
}  # fmt: skip
_ONE_OF = {several: one for one, several in _SEVERAL_OF.items()}
# Of these many may be said as of one.
_GROUPS = frozenset(
    "plupart majorité moitié ensemble quart tiers nombre reste totalité dizaine vingtaine centaine poignée foule série".split()
)


def _capitalised(match: re.Match[str], better: str) -> str:
    return better.capitalize() if match["wrong"][0].isupper() else better


def _is_many(match: re.Match[str]) -> bool:
    return all(map(is_plural, filter(None, (match["noun"], match["more"]))))


def _is_one(match: re.Match[str]) -> bool:
    noun = match["noun"]
    return (
        noun not in _GROUPS
        and bool(stems("fr", noun))
        and is_singular(noun)
        and (not match["more"] or is_singular(match["more"]))
    )


def _plural_participle(match: re.Match[str]) -> bool:
    """“est prises en charge”: a participle of several behind a verb of one; not where “on”, “nous” or “vous” is said to be so."""
    word = match["many"]
    is_of_several = (
        word.endswith("s") and is_participle(word) and knows("fr", word[:-1]) and stems("fr", word) == stems("fr", word[:-1])
    )
    return is_of_several and not re.search(
        r"\b(?:on|nous|vous|ce|c[’'])\b", match.string[max(0, match.start() - 40) : match.start()]
    )


# “l’une d’entre elles peut”: such a pronoun is no subject.
_BEHIND_A_PREPOSITION = re.compile(r"\b(?:entre|chez|avec|pour|à|par|sans|sur|vers|selon|contre|sous|dans) $")
_BARE = r"(?![\w’'-])"
_OPENS = r"(?:^|(?<=[.!?] )|(?<= que )|(?<=, ))"
_HEAD = r"(?:^|(?<=[.!?] ))"
_PLURAL_ARTICLE = {
    "le": "les", "un": "des", "ce": "ces", "cet": "ces", "du": "des", "au": "aux", "une": "des", "cette": "ces", "chaque": "les",
    "son": "ses", "notre": "nos", "votre": "vos",
}  # fmt: skip
_SEVERAL = "[Ll]es|[Cc]es|[Mm]es|[Ss]es|[Nn]os|[Vv]os|[Pp]lusieurs|[Aa]ux"
_MODALS = "peut|peuvent|pouvez|pouvons|pourra|pourront|doit|doivent|devez|devons|devra|devront|veut|veulent|va|vont"
_ARE, _ADVERBS = "sont|seront|étaient|ont été|peuvent être|doivent être", "souvent|toujours|déjà|aussi|bien|ainsi"
FRENCH = (
    Slip(
        re.compile(rf"(?<![\w’'-])(?:{_SEVERAL}) (?P<wrong>{_W}){_BARE}"),
        lambda match: match["wrong"] + "s",
        lambda match: (
            is_singular(match["wrong"])
            and match["wrong"] not in AFTER_THE
            and match["wrong"] not in ("leur", "minima", "maxima", "media", "errata", "optima", "desiderata")
            and not is_infinitive(match["wrong"])
            and not match["wrong"].endswith("ième")
        ),
    ),
    Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Tt]oute) (?:les|ces|ses|nos|vos|leurs|mes)\b"), lambda match: match["wrong"] + "s"
    ),
    Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Ss]e) (?:qui|que|dont)\b"), lambda match: "Ce" if match["wrong"] == "Se" else "ce"
    ),
    Slip(re.compile(r"(?<![\w’'-])(?P<wrong>[Qq]uelques?) soit\b"), lambda match: match["wrong"][:4] + " que"),
    Slip(
        re.compile(
            r"(?<!soumis )(?<!soumise )(?<!soumises )(?<![\w’'-])(?P<wrong>à) (?:été|eu|fallu|permis)\b(?! (?:comme|et) )"
        ),
        lambda match: "a",
    ),
    Slip(re.compile(r"(?<![\w’'-])(?P<wrong>[Vv]oir) (?:même|impossible)\b"), lambda match: match["wrong"] + "e"),
    Slip(
        re.compile(rf"\b(?:{_MODALS}|pour) (?P<wrong>{_W}é){_BARE}"),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: is_participle_in_e(match["wrong"]),
    ),
    Slip(
        re.compile(rf"(?<!\bse )\b(?:{_ARE}) (?:(?:{_ADVERBS}|{_W}ment) )?(?P<wrong>{_W}[étiu]){_BARE}"),
        lambda match: match["wrong"] + "s",
        lambda match: not match["wrong"].endswith("ment") and _is_participle(match["wrong"]),
    ),
    Slip(
        re.compile(rf"{_OPENS}(?:[Ll]es|[Cc]es|[Nn]os) (?P<noun>{_W}s)(?: (?P<more>{_W}s))? (?P<wrong>{_W}e){_BARE}"),
        lambda match: match["wrong"] + "nt",
        _has_a_plural_subject,
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'-])(?P<wrong>[Uu]ne?|[Ll]e|[Ll]a|[Cc]et?|[Cc]ette|[Dd]u|[Aa]u|[Aa]ucune?|[Qq]uel(?:le)?|[Ss]a) (?P<noun>{_W}){_BARE}"
        ),
        lambda match: _capitalised(match, of_other_gender(match)),
        has_other_gender,
    ),
    Slip(
        re.compile(rf"(?<!\bde )(?<![\w’'-])(?P<article>{_ONE}) (?P<noun>{_W}) (?P<wrong>{_W}){_BARE}"),
        adjective_meant,
        lambda match: bool(adjective_meant(match)) and not _may_be_of_another(match),
    ),
    Slip(
        re.compile(
            rf"(?<!\bde )(?<![\w’'-])(?:[Ll]es|[Cc]es|[Ss]es|[Nn]os|[Vv]os|[Ll]eurs|[Pp]lusieurs|[Dd]eux|[Tt]rois|[Dd]ix) (?P<noun>{_W}s) (?P<wrong>{_W}){_BARE}"
        ),
        lambda match: match["wrong"] + "s",
        lambda match: match["noun"] != "ayants" and is_plural(match["noun"]) and is_adjective(match["wrong"]),
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'-])(?P<wrong>[Ll]e|[Uu]n|[Cc]et?|[Dd]u|[Aa]u|[Uu]ne|[Cc]ette|[Cc]haque|[Ss]on|[Nn]otre|[Vv]otre) (?P<noun>{_W}s){_BARE}"
        ),
        lambda match: _capitalised(match, _PLURAL_ARTICLE[match["wrong"].lower()]),
        lambda match: is_plural(match["noun"]) and gender_of(match["noun"]) == "",
    ),
    Slip(
        re.compile(
            rf"{_HEAD}(?:[Ll]es|[Cc]es|[Nn]os|[Vv]os|[Ll]eurs|[Pp]lusieurs) (?P<noun>{_W}s)(?: (?P<more>{_W}s))?(?: qui)? (?P<wrong>{_ARE_ONE}){_BARE}"
        ),
        lambda match: _SEVERAL_OF[match["wrong"]],
        _is_many,
    ),
    Slip(
        re.compile(
            rf"{_HEAD}(?:Le|La|Un|Une|Cet?|Cette|Notre|Votre|Son|Sa) (?P<noun>{_W})(?: (?P<more>{_W}))? (?P<wrong>{'|'.join(_ONE_OF)}){_BARE}"
        ),
        lambda match: _ONE_OF[match["wrong"]],
        _is_one,
    ),
    Slip(
        re.compile(rf"(?<![\w’'-])[IiEe]l(?:le)?s (?:ne |se |n[’']|y |en )?(?P<wrong>{_ARE_ONE}){_BARE}"),
        lambda match: _SEVERAL_OF[match["wrong"]],
        lambda match: not _BEHIND_A_PREPOSITION.search(match.string, 0, match.start()),
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'-])(?:[Ii]l|[Ee]lle|[Oo]n|[Cc]ela) (?:ne |se |n[’']|y |en )?(?P<wrong>{'|'.join(_ONE_OF)}){_BARE}"
        ),
        lambda match: _ONE_OF[match["wrong"]],
    ),
    Slip(
        re.compile(rf"{_HEAD}Nous (?P<wrong>{_W}){_BARE}"),
        lambda match: re.sub("(?:ez|e|es|ent)$", "ons", match["wrong"]),
        lambda match: is_finite(match["wrong"]) and not match["wrong"].endswith(("ons", "mes")),
    ),
    Slip(
        re.compile(
            rf"(?<![\w’'-])(?P<wrong>(?P<one>est|sera|était|a(?= (?:pas )?été )|peut|doit|pourra|devra) (?:(?:pas )?été |(?:pas )?être )?(?P<many>{_W}(?:[éieut]e?|ise)s)){_BARE}"
        ),
        lambda match: f"{_SEVERAL_OF[match['one']]}{match['wrong'][len(match['one']) :]}",
        _plural_participle,
    ),
)
