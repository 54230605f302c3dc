"""The reading of a text in one language: its blocks, and all that the analysers found in them.

It is made once; every rule looks at it and none reads the text again. What is asked for is analysed at that moment, and kept.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from . import words
from .addresses import Email, Phone, Url
from .analysers.acronyms import AcronymAnalyser
from .analysers.addresses import emails_of, urls_of
from .analysers.bodies import mentions_of
from .analysers.dates import DateAnalyser
from .analysers.figures import FigureAnalyser
from .analysers.masks import masked
from .analysers.people import FoundPeople, PeopleAnalyser
from .analysers.practical import KeyValue, PracticalAnalyser
from .analysers.quotations import QuotationAnalyser
from .analysers.roles import RoleReader
from .analysers.sections import blocks_in_order, sections_of
from .analysers.sentences import sentences_of
from .analysers.telephones import phones_of
from .annotations import (
    ABOUT,
    BODY,
    CONTACT,
    Expansion,
    Layer,
    Mention,
    NamedPerson,
    QuotationSpan,
    Sentence,
    TextSection,
    Unread,
)
from .dates import When
from .figures import Figure
from .knowledge import Knowledge
from .source import LONGEST, Block, TextPart
from .spans import covered, spans_of
from .text import fold
from .tokens import Token, tokens
from .word_runs import WordRun, runs_of

__all__ = [
    "ABOUT",
    "BODY",
    "CONTACT",
    "Expansion",
    "Mention",
    "NamedPerson",
    "QuotationSpan",
    "Reading",
    "Sentence",
    "TextSection",
    "Unread",
]

# A paragraph that holds more figures or dates is no prose, nor one that names more bodies: the first ones are read, and it
# is said that there are more.
MOST_A_BLOCK, MOST_BODIES = 60, 120
# A capitalised word that opens no sentence.
_CAPITALISED = re.compile(r"(?<!\w)[^\W\d_a-zà-öø-ÿ][^\W\d_]+")
_CAPITAL_WITHIN = re.compile(r"(?<=[\w,;] )[^\W\d_a-zà-öø-ÿ][^\W\d_]{2,}")


@dataclass
class Reading:
    """A text in one language. A rule asks it for all annotations of a kind (``dates``) or those of a block (``dates_in``)."""

    language: str
    parts: list[TextPart]
    known: Knowledge
    day: date | None = None
    # Whether the portal itself sets spaces and apostrophes right when the text is shown.
    typeset_later: bool = False

    @cached_property
    def words(self) -> words.Vocabulary:
        return words.of(self.language)

    # Blocks, sections, sentences, words

    @cached_property
    def blocks(self) -> list[Block]:
        return blocks_in_order(self.parts)

    @cached_property
    def sections(self) -> list[TextSection]:
        return sections_of(self.blocks, self.words)

    def section_of(self, block: Block) -> TextSection:
        return self.sections[block.section]

    @cached_property
    def tokens(self) -> list[list[Token]]:
        return [tokens(block.folded) for block in self.blocks]

    @cached_property
    def word_runs(self) -> list[list[WordRun]]:
        """The words of each block, those together that nothing but spaces part."""
        return [runs_of(self, block) for block in self.blocks]

    @cached_property
    def names_written(self) -> frozenset[str]:
        """The words, in small letters, that the text writes with a capital within a sentence: its names."""
        return frozenset(
            word.lower() for block in self.blocks for word in _CAPITAL_WITHIN.findall(block.text) if not block.text.isupper()
        )

    @cached_property
    def sentences(self) -> list[list[Sentence]]:
        return [sentences_of(block, self.words) for block in self.blocks]

    def sentence_at(self, block: Block, place: int) -> Sentence:
        mine = self.sentences[block.index]
        if not mine:
            return Sentence(block, 0, len(block.text))
        return mine[max(bisect_right([sentence.start for sentence in mine], place) - 1, 0)]

    # Addresses

    @cached_property
    def _emails(self) -> Layer[Email]:
        return Layer(emails_of(block, self.words.mailboxes, self._capitalised) for block in self.blocks)

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        return frozenset(fold(word) for block in self.blocks for word in _CAPITALISED.findall(block.text))

    @cached_property
    def emails(self) -> list[Email]:
        return list(self._emails)

    def emails_in(self, block: Block) -> list[Email]:
        return self._emails.of(block)

    @cached_property
    def _urls(self) -> Layer[Url]:
        return Layer(urls_of(block, self.emails_in(block)) for block in self.blocks)

    @cached_property
    def urls(self) -> list[Url]:
        return list(self._urls)

    def urls_in(self, block: Block) -> list[Url]:
        return self._urls.of(block)

    def addresses_in(self, block: Block) -> list[Email | Url]:
        """The addresses of mail and of the web that stand in a block as such."""
        return [*self.emails_in(block), *(url for url in self.urls_in(block) if url.written)]

    @cached_property
    def _phones(self) -> Layer[Phone]:
        return Layer(
            phones_of(
                block,
                spans_of(self.addresses_in(block)),
                is_contact=self.section_of(block).kind == CONTACT or bool(self.emails_in(block)),
            )
            for block in self.blocks
        )

    @cached_property
    def phones(self) -> list[Phone]:
        return list(self._phones)

    def phones_in(self, block: Block) -> list[Phone]:
        return self._phones.of(block)

    # Bodies, dates, figures

    @cached_property
    def mentions(self) -> list[list[Mention]]:
        """The bodies of the records that each block names."""
        return self._mentions.by_block

    @cached_property
    def _mentions(self) -> Layer[Mention]:
        names = self.known.names
        found = (
            mentions_of(block, self.tokens[block.index], names, spans_of(self.addresses_in(block))) for block in self.blocks
        )
        return Layer(found, MOST_BODIES)

    @cached_property
    def _masks(self) -> list[str]:
        return [
            masked(block, spans_of(self.addresses_in(block), self.phones_in(block)), self.mentions[block.index])
            for block in self.blocks
        ]

    @cached_property
    def _dates(self) -> Layer[When]:
        analyser = DateAnalyser(self.words)
        return Layer((analyser.read(block, self._masks[block.index]) for block in self.blocks), MOST_A_BLOCK)

    @cached_property
    def dates(self) -> list[When]:
        return list(self._dates)

    def dates_in(self, block: Block, start: int = 0, end: int | None = None) -> list[When]:
        return [when for when in self._dates.of(block) if start <= when.start and (end is None or when.end <= end)]

    @cached_property
    def _figures(self) -> Layer[Figure]:
        analyser = FigureAnalyser(self.language, self.words)
        masks = (covered(self._masks[block.index], spans_of(self._dates.of(block))) for block in self.blocks)
        return Layer((analyser.read(block, mask) for block, mask in zip(self.blocks, masks, strict=True)), MOST_A_BLOCK)

    @cached_property
    def figures(self) -> list[Figure]:
        return list(self._figures)

    def figures_in(self, block: Block) -> list[Figure]:
        return self._figures.of(block)

    # Acronyms

    @cached_property
    def expansions(self) -> list[Expansion]:
        analyser = AcronymAnalyser(self.words.stops, self.known.names)
        return list(Layer(analyser.read(block, self.tokens[block.index], self.mentions[block.index]) for block in self.blocks))

    @cached_property
    def acronym_bags(self) -> dict[str, frozenset[str]]:
        """What each acronym explained in the text stands for, as a bag of words."""
        return {expansion.acronym: expansion.bag(self.words.stops) for expansion in self.expansions}

    # People and what they say

    @cached_property
    def _named(self) -> FoundPeople:
        return PeopleAnalyser(self).read()

    @cached_property
    def _people(self) -> Layer[NamedPerson]:
        return Layer(self._named.by_block)

    @cached_property
    def people(self) -> list[NamedPerson]:
        return list(self._people)

    def people_in(self, block: Block) -> list[NamedPerson]:
        return self._people.of(block)

    @cached_property
    def _roles(self) -> RoleReader:
        return RoleReader(self.words)

    def roles_in(self, folded: str) -> set[str]:
        """The kinds of the roles that a text, folded, names."""
        return self._roles.kinds_in(folded)

    @cached_property
    def quotations(self) -> list[QuotationSpan]:
        return QuotationAnalyser(self).read()

    # What journalists act on

    @cached_property
    def practical(self) -> list[KeyValue]:
        """The lines of the practical block: the day, the hour, the place."""
        return PracticalAnalyser(self.words.labels).read(self.blocks)

    @cached_property
    def _practical(self) -> dict[int, list[KeyValue]]:
        found: dict[int, list[KeyValue]] = {}
        for line in self.practical:
            found.setdefault(line.block.index, []).append(line)
        return found

    def practical_in(self, block: Block) -> list[KeyValue]:
        return self._practical.get(block.index, [])

    # What was left out

    @cached_property
    def unread(self) -> list[Unread]:
        """Where a text holds more than is read of it."""
        return [
            *self._rest("dates", self._dates.beyond, MOST_A_BLOCK),
            *self._rest("figures", self._figures.beyond, MOST_A_BLOCK),
            *self._rest("bodies", self._mentions.beyond, MOST_BODIES),
            *self._named.unread,
            *(Unread(block, _last_word(block), len(block.text), "sentence", LONGEST) for block in self.blocks if block.is_cut),
        ]

    def _rest(self, kind: str, beyond: dict[int, int], most: int) -> Iterator[Unread]:
        for number, start in beyond.items():
            yield Unread(self.blocks[number], start, len(self.blocks[number].text), kind, most)


def _last_word(block: Block) -> int:
    return block.text.rfind(" ") + 1
