"""What is found in a text: typed stretches of its blocks, which the analysers add and the rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Generic, TypeVar

from .knowledge import KnownOrganisation, KnownPerson
from .source import Block
from .spans import Span, Stretch
from .tokens import folded_words

# Headings end a communiqué’s own text: what comes after is contacts or boilerplate.
BODY, CONTACT, ABOUT = "body", "contact", "about"

T = TypeVar("T", bound=Stretch)


@dataclass
class Annotation:
    """A stretch of a block that an analyser says something of."""

    block: Block
    start: int
    end: int


@dataclass
class Sentence(Annotation):
    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]

    @property
    def folded(self) -> str:
        return self.block.folded[self.start : self.end]


@dataclass
class Mention(Annotation):
    """A body of the records that is named; ``how`` tells whether word for word, or the same words in another order."""

    body: KnownOrganisation
    how: str
    name: str


@dataclass
class NamedPerson(Annotation):
    """Somebody named: with the record where the portal has one, and the role that is said beside the name."""

    name: str
    human: KnownPerson | None = None
    role: str = ""
    role_class: str = ""
    role_span: Span = (0, 0)
    role_end: int = 0

    @property
    def key(self) -> tuple[str, ...]:
        return folded_words(self.name)


@dataclass
class QuotationSpan(Annotation):
    """What somebody says: its stretches in one paragraph, and who says it."""

    text: str
    speaker: NamedPerson | None = None
    named: str = ""
    anchor: str = ""

    @property
    def who(self) -> str:
        return self.named or (self.speaker.name if self.speaker else "")


@dataclass
class Expansion(Annotation):
    """“French National Research Agency (ANR)”: an acronym with what it is said to stand for."""

    acronym: str
    words: str
    words_start: int
    words_end: int

    def bag(self, stops: frozenset[str]) -> frozenset[str]:
        return frozenset(word.rstrip("s") for word in folded_words(self.words) if word not in stops)


@dataclass
class Unread(Annotation):
    """The rest of a paragraph that has more of a kind than are read, or a name among more than it is held against."""

    kind: str
    most: int


@dataclass
class TextSection:
    """A run of blocks below a heading."""

    kind: str
    heading: Block | None
    blocks: list[Block] = field(default_factory=list)


class Layer(Generic[T]):
    """All annotations of one kind over a text: in order, and those of each block.

    Of each block only the first ``most`` are kept; ``beyond`` says where the next one begins, by the number of the block.
    """

    def __init__(self, by_block: Iterable[list[T]], most: int | None = None) -> None:
        found = list(by_block)
        self.by_block = [annotations[:most] for annotations in found]
        self.beyond = {
            number: annotations[most].start
            for number, annotations in enumerate(found)
            if most is not None and len(annotations) > most
        }

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self.by_block)

    def of(self, block: Block) -> list[T]:
        return self.by_block[block.index]
