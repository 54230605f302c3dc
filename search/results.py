"""What is found, as the results show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.safestring import SafeString

from .highlight import excerpt, marked
from .query import Query


@dataclass(frozen=True)
class Hit:
    """A page that was found, as the results show it."""

    label: str
    pk: int
    title: str
    path: str
    language: str
    day: date | None = None
    is_example: bool = False
    text: str = ""
    query: Query | None = None
    line: str = ""
    line_language: str = ""
    rank: tuple = ()

    @cached_property
    def marked_title(self) -> SafeString:
        return marked(self.title, self.query.ways if self.query else (), self.language)

    @cached_property
    def excerpt(self) -> SafeString:
        return excerpt(self.text, self.query.ways if self.query else (), self.language)


@dataclass(frozen=True)
class HitGroup:
    """What was found of one kind: the best hits, and how many there are in all (``more``: at least so many).

    ``total`` counts no example; ``examples`` counts them.
    """

    slug: str
    title: str
    hits: list[Hit]
    total: int
    more: bool = False
    examples: int = 0

    @property
    def has_more(self) -> bool:
        """Whether there is more than the best hits."""
        return self.total + self.examples > len(self.hits)


@dataclass(frozen=True)
class Results:
    """What answers a query. ``without_one``: nothing holds all words, so these hold all but one."""

    groups: list[HitGroup] = field(default_factory=list)
    without_one: bool = False

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)

    @property
    def examples(self) -> int:
        return sum(group.examples for group in self.groups)

    @property
    def more(self) -> bool:
        return any(group.more for group in self.groups)

    @property
    def hits(self) -> list[Hit]:
        return [hit for group in self.groups for hit in group.hits]
