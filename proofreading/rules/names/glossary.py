"""Terms of the glossary in another language’s form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...findings import WARNING
from ...knowledge import Knowledge, TermPair
from ...name_index import EXACT
from ...reading import Reading
from ...rule import PORTAL, Found, rule
from ...sentences import say
from ...source import Block
from ..spans import Span, holds

# Acronyms of so many letters; shorter ones are other words as well, and longer ones are none.
SHORTEST, LONGEST = 3, 6
# A term is explained by its own language’s form within as many characters: “the CAP (PAC in French)”.
BESIDE = 40


@rule("name-of-the-other-language", WARNING, PORTAL, subject="language")
def name_of_the_other_language(text: Reading, known: Knowledge) -> Iterator[Found]:
    """Acronyms only: a term in full reads as the other language, which is told as such."""
    for pair in known.glossary:
        here = sorted(filter(None, pair.texts.get(text.language, ())))
        right = next((term for term in here if term.isupper()), None)
        for acronym in _foreign_acronyms(pair, text.language) if here else ():
            for block, start, end, plural in _places(text, acronym):
                if not _is_explained(block, start, here):
                    message = say("term-of-another-language", text=acronym, right=right or here[0])
                    yield Found(block, start, end, message, right + plural if right else None, pair.record)


def _foreign_acronyms(pair: TermPair, language: str) -> Iterator[str]:
    """The acronyms that other languages have for a term and this one has not."""
    for code, terms in pair.texts.items():
        for term in terms if code != language else ():
            if term.isupper() and SHORTEST <= len(term) <= LONGEST and term not in pair.texts[language]:
                yield term


def _places(text: Reading, acronym: str) -> Iterator[tuple[Block, int, int, str]]:
    """Where an acronym stands, and its plural’s ending: in no longer name, and in no passage marked as another language’s."""
    pattern = re.compile(rf"(?<![\w@/#.-]){re.escape(acronym)}(s?)(?![\w@/-])")
    for block in text.blocks:
        for match in pattern.finditer(block.text):
            foreign = any(start < match.start() < end for start, end, _code in block.foreign)
            if not foreign and not holds(_longer_names(text, block, acronym), match.start()):
                yield block, match.start(), match.end(), match[1]


def _longer_names(text: Reading, block: Block, acronym: str) -> list[Span]:
    exact = (mention for mention in text.mentions[block.index] if mention.how == EXACT)
    return [(mention.start, mention.end) for mention in exact if mention.end - mention.start > len(acronym) + 1]


def _is_explained(block: Block, place: int, here: list[str]) -> bool:
    around = block.text[max(0, place - BESIDE) : place + BESIDE]
    return any(term in around for term in here if term.isupper())
