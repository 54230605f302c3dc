"""What a draft holds for those who work on it: words to be filled in, notes to a colleague, marks of changes, embargo lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..reading import Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import Block
from ..spans import is_within, quoted_spans

# A number in front of crosses, as in “06 XX”, is sought in so many characters; so is the word before them.
BEFORE_CROSSES, WORD_BEFORE_CROSSES = 6, 24
# A paragraph of fewer words that says “to be confirmed” is a field that waits; in a longer one somebody tells so.
LEAST_WORDS_OF_PROSE = 6
# An editor puts as many words at most between brackets into what somebody said.
WORDS_OF_AN_EDITOR = 2

_WORDS = re.compile(r"\b(?:TODO|TBC|TBD|TBA|FIXME|lorem ipsum|xxx+|A COMPLETER|À COMPLÉTER)\b|\?\?\?+|_{4,}")
# “JJ/MM/AAAA”, “XX/03/2026”, “XX mars”.
_DAYS = re.compile(r"\b(?:JJ|DD|XX)[/.-](?:MM|XX|\d\d)[/.-](?:AAAA|YYYY|XXXX|AA|YY|\d{4})\b|\bMM/(?:JJ|DD)/(?:AAAA|YYYY)\b")
_BRACKETS = re.compile(
    r"\[(?:(?:à|a|to|insert|insérer|nom|prénom|name|date|lieu|place|chiffre|figure|XX)\b|\.\.\.|…|\?)[^\[\]]{0,60}\]",
    re.I,
)
# Crosses for a number to come. “Louis XX” and “le XXe siècle” are numerals: they stand behind a name, or before no noun.
_CROSSES = re.compile(r"(?<![\w/.-])(?:X{2,4}|N{2,3}|Y{2,4})(?= ?(?:%|€|\$|£|M€|k€)|[ \u00a0][a-zà-öø-ÿ]{2})")
# “déclare XX, maire de”, “according to Mr XX”: somebody who has no name yet.
_NOBODY = re.compile(
    r"(?:(?i:déclare|déclaré|dit|explique|expliqué|souligne|selon|said|says|explains?|explained|according to|par|by|avec|with)"
    r"|M\.|Mme|Mr\.?|Mrs|Ms\.?|Dr\.?|Prof\.?) (?:X{2,4}|N{2,3}|Y{2,4}|Xxx+|[XN]\. ?[XN]\.)(?![\w’'-])"
)
_NAME_BEFORE = re.compile(
    r"(?:[A-ZÀ-Þ][\w’'-]*|\b(?:annexe|chapitre|tome|volume|article|titre|section|appendix|chapter|title)) $"
)
_TO_COME = re.compile(
    r"(?:à (?:compléter|confirmer|préciser|déterminer|définir|venir)"
    r"|to be (?:confirmed|completed|announced|determined|defined))"
    r"(?=[\s)\].]*$)",
    re.I,
)
_INTRODUCED = re.compile(r"[:(\[–—-][ \u00a0]?$")
# “[AL1]”, the sign of a comment; “[Paul: is this right?]”, a note to a colleague; “{+added+}”, “[-struck-]”, marks of changes.
_TO_DO = "valider|vérifier|revoir|relire|raccourcir|reformuler|traduire|compléter|préciser|confirmer|supprimer|actualiser"
_TO_BE_DONE = "checked|validated|confirmed|rewritten|shortened|translated|completed|updated"
_ASKED = "revoir|vérifier|vérifie|voir|check|see|please|merci|peux-tu|can you|à|to"
_NOTES = re.compile(
    r"\[[A-Z]{2,3}\d{1,3}\]"
    r"|\[(?!(?i:note|nb|ndlr|ndt|sic|source|photo)\b)[A-ZÀ-Þ][a-zà-öø-ÿ]+[ \u00a0]?:[ \u00a0][^\[\]]{3,120}\]"
    r"|\{\+[^{}]{1,200}\+\}|\[-[^\[\]]{1,200}-\]|\[\+\+?[^\[\]]{1,200}\+\]"
    r"|\[[A-Z]{2,3}[ \u00a0]?:[ \u00a0][^\[\]]{3,120}\]"
    r"|\((?:cf|voir|see)\.? (?:mail|courriel|e-mail) (?:de|of|from) [^()]{2,60}\)"
    r"|\[(?i:note (?:à|to|pour|for) [^\[\]]{3,160})\]"
    rf"|\[[^\[\]]{{0,80}}\b(?:à (?:{_TO_DO})|to be (?:{_TO_BE_DONE}))\b[^\[\]]{{0,60}}\]"
    rf"|\((?!(?i:note|nb|source|photo)\b)[A-ZÀ-Þ][a-zà-öø-ÿ]+[ \u00a0]?:[ \u00a0](?i:{_ASKED})\b[^()]{{0,120}}\)"
)
_EMBARGO = re.compile(r"(?:sous embargo|embargo|embargoed|under embargo|strictly embargoed)\b[^.]{0,120}", re.I)

Search = Callable[[Reading, Block], Iterator[re.Match[str]]]


@rule("placeholder", WARNING, ONE_TEXT, subject="draft")
def placeholder(text: Reading, known: Knowledge) -> Iterator[Found]:
    for block in text.blocks:
        taken = 0
        for match in sorted(_left_in(block), key=lambda one: (one.start(), -one.end())):
            if match.start() >= taken:
                taken = match.end()
                yield Found(block, *match.span(), say("to-fill-in"))


def _left_in(block: Block) -> Iterator[re.Match[str]]:
    yield from _DAYS.finditer(block.text)
    yield from (match for match in _WORDS.finditer(block.text) if not _has_number_before(block, match.start()))
    quoted = quoted_spans(block.text)
    yield from (match for match in _BRACKETS.finditer(block.text) if not _is_an_editors(match, quoted))
    yield from (match for match in _CROSSES.finditer(block.text) if _stands_for_a_number(block, match))
    yield from _NOBODY.finditer(block.text)
    yield from (match for match in _TO_COME.finditer(block.text) if _waits(block, match.start()))


def _has_number_before(block: Block, start: int) -> bool:
    """Whether a telephone number is shortened on purpose: “01 99 00 XX XX”."""
    return bool(re.match(r"\d[\d .]*$", block.text[max(0, start - BEFORE_CROSSES) : start]))


def _is_an_editors(match: re.Match[str], quoted: list[tuple[int, int]]) -> bool:
    """“[…]” and “[to be]” within quotation marks: what an editor left out of somebody’s words, or put into them."""
    inside = match.group()[1:-1]
    is_short = len(inside.split()) <= WORDS_OF_AN_EDITOR and inside.strip(".… ").islower()
    return is_within(quoted, *match.span()) and (is_short or not inside.strip(".… "))


def _stands_for_a_number(block: Block, match: re.Match[str]) -> bool:
    before = block.text[max(0, match.start() - WORD_BEFORE_CROSSES) : match.start()]
    is_named = _NAME_BEFORE.search(before) is not None and not _opens_the_text(block, match.start(), before)
    return not is_named and not _has_number_before(block, match.start())


def _opens_the_text(block: Block, start: int, before: str) -> bool:
    """Whether the capitalised word before is but the first of the block: “Les XX partenaires”."""
    return start == len(before) and " " not in before.strip()


def _waits(block: Block, start: int) -> bool:
    """Whether a text says no more than that something is to come: as a field, or between brackets."""
    is_introduced = _INTRODUCED.search(block.text, max(0, start - 2), start) is not None
    return is_introduced or len(block.text.split()) < LEAST_WORDS_OF_PROSE


@rule("draft-note", WARNING, ONE_TEXT, subject="draft", yields_to=("placeholder", "markup-left"))
def draft_note(text: Reading, known: Knowledge) -> Iterator[Found]:
    for block in text.blocks:
        for match in _NOTES.finditer(block.text):
            yield Found(block, *match.span(), say("note"))
        if (embargo := _EMBARGO.match(block.text)) and len(block.text.split()) <= len(embargo.group().split()):
            yield Found(block, *embargo.span(), say("embargo"))
