"""Small words whose noun, or whose preposition, was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import WARNING
from ..knowledge import Knowledge
from ..morphology import is_conjugated
from ..reading import CONTACT, Reading
from ..rule import ONE_TEXT, Found, rule
from ..sentences import say
from ..source import ALT, PARAGRAPH, Block
from .french_gaps import LOST
from .french_neighbours import slips_of
from .french_verb_forms import LOST_BESIDE_VERBS
from .slips import as_they_are
from .spans import bounded, overlaps

_STOP = r"(?=[ \u00a0\u202f]?(?:[.,;!?](?:\s|$)|:\s))"
# Behind a colon that ends its paragraph stands a list: “au profit des :”.
# An article, or a word that owns, before a stop: whatever it stood before is lost.
_HANGING = {
    "fr": re.compile(rf"(?<![\w’'.-])(?<=[a-zà-ÿ] )(?P<lost>les?|des|du|aux|cet|cette|ces|nos|vos|mes|ma){_STOP}"),
    "en": re.compile(rf"(?<![\w’'.-])(?<=[a-z] )(?P<lost>the|an|our|my|your|its|every){_STOP}"),
}
# What is of something: “the end the year”.
_OF_SOMETHING = {
    "fr": re.compile(
        r"\b(?:[Ll]e|[Ll]a|[Uu]ne?|[Aa]u|[Ll]es|[Dd]es|[Ll][’']) ?(?P<lost>(?:président|présidente|directeur"
        r"|directrice|membres?|majorité|plupart|moitié|milieu|cadre|sein|issue|occasion|aide|création|ouverture"
        r"|conseil d[’']administration|développement|mise en place|nombre|fin|début|ensemble)"
        r" (?:(?:la|les?|cette|ces|nos|notre|leurs?)(?!\w)|l[’']))"
        r"(?! (?:plus|même|moins|mieux|premi))"
    ),
    "en": re.compile(
        r"\b(?<![Ii]n )(?:[Tt]he|an?) (?P<lost>(?:end|beginning|start|middle|rest|majority|head|capital|cent(?:er|re)|president"
        r"|director|number|variety|range|members?|history|quality|lack|opening|development|creation|launch)"
        r" (?:the|our|its|their|these))"
        r"(?! (?:more|most|way|same|day))\b"
    ),
}


@rule(
    "word-lost",
    WARNING,
    ONE_TEXT,
    subject="word",
    yields_to=("words-scrambled", "word-twice", "paragraph-cut", "wrong-language"),
)
def word_lost(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Only where nothing but a lost word explains what stands there."""
    language = text.language.split("-")[0]
    if language in _HANGING:
        yield from bounded(found for block in text.blocks for found in _lost_in(text, block, language))
    for block, span, _better in slips_of(text, (*LOST, *LOST_BESIDE_VERBS)) if language == "fr" else ():
        if block.kind == PARAGRAPH and text.section_of(block).kind != CONTACT:
            yield Found(block, *span, say("of-something"))


def _is_before_a_verb(language: str, text: str, place: int) -> bool:
    """“la décision d’attribution de l’aide le prévoit”: a pronoun, and no article."""
    behind = re.match(r" ?([a-zà-öø-ÿœ]+)", text[place : place + 30])
    return language == "fr" and behind is not None and is_conjugated(behind[1])


def _lost_in(text: Reading, block: Block, language: str) -> Iterator[Found]:
    if block.kind == ALT or text.section_of(block).kind == CONTACT:
        return
    taken = as_they_are(text, block)
    found = [*_HANGING[language].finditer(block.text), *_OF_SOMETHING[language].finditer(block.text)]
    for match in found if block.kind == PARAGRAPH else ():
        if not overlaps(taken, *match.span("lost")) and not _is_before_a_verb(language, block.text, match.end()):
            said = say("hanging") if match.re is _HANGING[language] else say("of-something")
            yield Found(block, *match.span("lost"), said)
