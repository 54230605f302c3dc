"""Words beside one another that do not agree, and words taken for others of the same sound: what needs no grammar to be told.

Only where the dictionaries leave one reading: a word that may be a verb, a noun and an adjective tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from ..spelling import has_dictionary, knows, stems
from .spans import Span, addresses_in, named_in, overlaps

_W = r"[a-zà-öø-ÿœ]+"


@dataclass(frozen=True)
class _Slip:
    """A pattern of words, and what must hold of them; the group “wrong” is told, ``better`` is written instead."""

    pattern: re.Pattern[str]
    better: Callable[[re.Match[str]], str]
    holds: Callable[[re.Match[str]], bool] = lambda match: True


# French


# Words behind “les” and “aux” that stand for a group, or that never change.
_AFTER_THE = frozenset(
    "tout rien non oui soi quatre sept huit neuf cinq onze douze quinze trente quarante cinquante cent".split()
)


def _is_singular(word: str) -> bool:
    """Whether a word is but a noun or an adjective in the singular: no verb, and its plural has an -s."""
    return word[-1] not in "sxz" and stems("fr", word) == {word} and stems("fr", word + "s") == {word}


def _is_participle(word: str) -> bool:
    """Whether a word is but the participle of a verb, in the singular: “construit”, whose plural is a word as well."""
    stem = stems("fr", word)
    return (
        bool(stem) and all(one != word and one.endswith("r") or one.endswith("re") for one in stem) and knows("fr", word + "s")
    )


def _is_participle_in_e(word: str) -> bool:
    return stems("fr", word) == {word[:-1] + "er"}


def _is_plural_of_a_noun(word: str) -> bool:
    return word.endswith("s") and stems("fr", word) == {word[:-1]}


def _is_verb_in_the_singular(word: str) -> bool:
    """“appelle”, and nothing but the third person of “appeler”."""
    return word.endswith("e") and all(one.endswith("er") for one in stems("fr", word) or {""}) and knows("fr", word + "nt")


def _has_a_plural_subject(match: re.Match[str]) -> bool:
    nouns = (match["noun"], match["more"] or match["noun"])
    return all(map(_is_plural_of_a_noun, nouns)) and _is_verb_in_the_singular(match["wrong"])


_BARE = r"(?![\w’'-])"
_OPENS = r"(?:^|(?<=[.!?] )|(?<= que )|(?<=, ))"
_SEVERAL = "[Ll]es|[Cc]es|[Mm]es|[Ss]es|[Nn]os|[Vv]os|[Pp]lusieurs|[Aa]ux"
_MODALS = "peut|peuvent|pouvez|pouvons|pourra|pourront|doit|doivent|devez|devons|devra|devront|veut|veulent|va|vont"
_ARE, _ADVERBS = "sont|seront|étaient|ont été|peuvent être|doivent être", "souvent|toujours|déjà|aussi|bien|ainsi"
_FRENCH = (
    _Slip(
        re.compile(rf"(?<![\w’'-])(?:{_SEVERAL}) (?P<wrong>{_W}){_BARE}"),
        lambda match: match["wrong"] + "s",
        lambda match: _is_singular(match["wrong"]) and match["wrong"] not in _AFTER_THE,
    ),
    _Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Tt]oute) (?:les|ces|ses|nos|vos|leurs|mes)\b"), lambda match: match["wrong"] + "s"
    ),
    _Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Ss]e) (?:qui|que|dont)\b"), lambda match: "Ce" if match["wrong"] == "Se" else "ce"
    ),
    _Slip(re.compile(r"(?<![\w’'-])(?P<wrong>[Qq]uelques?) soit\b"), lambda match: match["wrong"][:4] + " que"),
    _Slip(re.compile(r"(?<![\w’'-])(?P<wrong>à) (?:été|eu|fallu|permis)\b(?! (?:comme|et) )"), lambda match: "a"),
    _Slip(re.compile(r"(?<![\w’'-])(?P<wrong>[Vv]oir) (?:même|impossible)\b"), lambda match: match["wrong"] + "e"),
    _Slip(
        re.compile(rf"\b(?:{_MODALS}|pour) (?P<wrong>{_W}é){_BARE}"),
        lambda match: match["wrong"][:-1] + "er",
        lambda match: _is_participle_in_e(match["wrong"]),
    ),
    _Slip(
        re.compile(rf"(?<!\bse )\b(?:{_ARE}) (?:(?:{_ADVERBS}|{_W}ment) )?(?P<wrong>{_W}[étiu]){_BARE}"),
        lambda match: match["wrong"] + "s",
        lambda match: not match["wrong"].endswith("ment") and _is_participle(match["wrong"]),
    ),
    _Slip(
        re.compile(rf"{_OPENS}(?:[Ll]es|[Cc]es|[Nn]os) (?P<noun>{_W}s)(?: (?P<more>{_W}s))? (?P<wrong>{_W}e){_BARE}"),
        lambda match: match["wrong"] + "nt",
        _has_a_plural_subject,
    ),
)

# English


def _is_only_a_noun(word: str) -> bool:
    """Whether a word is a noun in the singular and no verb: it has a genitive and a plural, and no past."""
    plural = word[:-1] + "ies" if word.endswith("y") and not knows("en", word + "s") else word + "s"
    return knows("en", word + "'s") and knows("en", plural) and not _is_a_verb(word)


def _is_a_verb(word: str) -> bool:
    return any(knows("en", form) for form in (word + "ing", word.rstrip("e") + "ing", word + "ed", word + "d"))


def _is_only_a_verb(word: str) -> bool:
    return _is_a_verb(word) and not knows("en", word + "'s")


def _is_a_plural(word: str) -> bool:
    singular = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word.endswith("s") and not word.endswith("ss") and _is_only_a_noun(singular)


def _article_of(word: str) -> str:
    """“a” or “an”, by how a word begins to be said; empty where that is not sure."""
    if word.startswith(("hour", "honest", "honour", "honor", "heir")):
        return "an"
    if re.match(r"(?:uni(?!n|m)|us[aeiu]|eu|ew|one\b|once\b|ut[ei]|ub|ur[aeiou])", word):
        return "a"
    if word[0] in "aeio" or re.match(r"un(?!i)|up|ul|um", word):
        return "an"
    return "" if word[0] in "hu" else "a"


_BEHIND = "of|in|and|to|for|from|with|that|which|who|are|were|have|today"
_ENGLISH = (
    _Slip(
        re.compile(r"(?<![\w’'.-])(?P<wrong>[Aa]n?) (?P<word>[a-z]{2,})\b(?!\.)"),
        lambda match: match["wrong"][0] + _article_of(match["word"])[1:],
        lambda match: _article_of(match["word"]) not in ("", match["wrong"].lower()) and knows("en", match["word"]),
    ),
    _Slip(
        re.compile(r"\b[Tt]here (?P<wrong>is|was|has been) (?P<noun>[a-z]+s)\b(?![’'-])"),
        lambda match: {"is": "are", "was": "were"}.get(match["wrong"], "have been"),
        lambda match: _is_a_plural(match["noun"]) and match["noun"] not in ("lots", "heaps", "loads"),
    ),
    _Slip(
        re.compile(
            r"(?<!one of the )(?<!one of those )\b(?P<noun>people|women|men|those|[a-z]+s) who (?P<wrong>has|is|was|does)\b"
        ),
        lambda match: {"has": "have", "is": "are", "was": "were", "does": "do"}[match["wrong"]],
        lambda match: match["noun"] in ("people", "women", "men", "those") or _is_a_plural(match["noun"]),
    ),
    _Slip(
        re.compile(r"(?:^|(?<=[.!?] ))(?:The|These|Those|Our|Their) (?P<noun>[a-z]+s) (?P<wrong>[a-z]+s)\b(?![’'-])"),
        lambda match: match["wrong"][:-1],
        lambda match: _is_a_plural(match["noun"]) and _is_only_a_verb(match["wrong"][:-1]),
    ),
    _Slip(
        re.compile(rf"(?<![\w-])(?:[Mm]any|[Ss]everal|[Vv]arious|[Nn]umerous) (?P<wrong>[a-z]+)(?= (?:{_BEHIND})\b|[,.;:])"),
        lambda match: match["wrong"][:-1] + "ies" if match["wrong"].endswith("y") else match["wrong"] + "s",
        lambda match: not match["wrong"].endswith("s") and _is_only_a_noun(match["wrong"]),
    ),
    _Slip(
        re.compile(r"\b(?:might|could|should|would|must) (?P<wrong>of)\b(?! (?:course|late|the|a|all|these|those)\b)"),
        lambda match: "have",
    ),
    _Slip(re.compile(r"\b(?P<wrong>[Ii]t[’']s) own\b"), lambda match: match["wrong"][:2] + "s"),
    _Slip(
        re.compile(r"(?<![\w’'-])(?P<wrong>[Ii]ts) (?:a|an|the|not|been|because|also)\b(?! [a-z]+ (?:of|and) its)"),
        lambda match: match["wrong"][:2] + "’s",
    ),
    _Slip(re.compile(r"\b(?P<wrong>[Tt]h(?:ere|ey[’']re)) own\b"), lambda match: match["wrong"][:2] + "eir"),
    _Slip(re.compile(r"\b(?:with|of|for|from|about|by|share|into|through) (?P<wrong>you[’']re)\b"), lambda match: "your"),
    _Slip(
        re.compile(r"\b(?:like|wants?|needs?|able|going|hopes?|try|wish|plans?|ready) (?P<wrong>too) (?P<verb>[a-z]+)\b"),
        lambda match: "to",
        lambda match: _is_a_verb(match["verb"]),
    ),
    _Slip(
        re.compile(r"\b(?P<wrong>(?:have has|has have|is are|are is|was were|were was))\b"),
        lambda match: match["wrong"].split()[1],
    ),
)
_SLIPS = {"fr": _FRENCH, "en": _ENGLISH}


@rule("agreement", WARNING, ONE_TEXT, subject="word", yields_to=("wrong-language", "misspelt-word", "word-twice"))
def agreement(text: Reading, known: Knowledge) -> Iterator[Found]:
    slips = _SLIPS.get(text.language.split("-")[0], ()) if has_dictionary(text.language) else ()
    for block in text.blocks:
        taken = _as_they_are(text, block)
        for slip in slips:
            for match in slip.pattern.finditer(block.text):
                if not overlaps(taken, *match.span()) and slip.holds(match):
                    better = slip.better(match)
                    yield Found(block, *match.span("wrong"), say("does-not-agree", better=better), better)


def _as_they_are(text: Reading, block: Block) -> list[Span]:
    """Names, addresses, and passages of another language."""
    foreign = [(start, end) for start, end, code in block.foreign if code != text.language]
    return [*named_in(text, block), *addresses_in(text, block), *foreign]
