"""Facets of a list that hold more choices than anybody reads: a few are shown, words find the others.

Without words the choices that most things hold stand there; with words those whose labels hold them, folded as addresses are,
so that “universite” finds “Université”. What is chosen always stands among them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import nsmallest
from typing import Protocol, TypeVar

from .slugs import slug_of

MOST = 50
"""How many choices a list still shows; of more, words find them."""
SHOWN = 20
"""How many of them are shown then."""
LONGEST_WORDS = 100
WORDS = "_words"
"""Ends the name of the parameter that holds the words, after that of the facet."""


class Labelled(Protocol):
    @property
    def value(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def rank(self) -> int: ...


Choice = TypeVar("Choice", bound=Labelled)


def holding(options: Iterable[Choice], words: str) -> list[Choice]:
    """The options whose label holds the words."""
    sought = slug_of(words)
    return [one for one in options if sought in slug_of(one.label)] if sought else []


def few(options: Collection[Choice], counts: Mapping[Choice, tuple[int, int]], chosen: Collection[str]) -> list[Choice]:
    """What is chosen, and of the others those that most things hold; examples count after all that is real."""

    def place(choice: Choice) -> tuple[bool, int, int, int, str]:
        real, examples = counts[choice]
        return (choice.value not in chosen, -real, -examples, choice.rank, choice.value)

    return nsmallest(max(SHOWN, len(chosen)), options, key=place)
