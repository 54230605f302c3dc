"""Made-up records beside real ones: no number holds one, and a page that shows some says so once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol, TypeVar


class MayBeExample(Protocol):
    """Whatever says of itself whether it was made up for demonstration."""

    @property
    def is_example(self) -> bool: ...


_Thing = TypeVar("_Thing", bound=MayBeExample)


def real(things: Iterable[_Thing]) -> list[_Thing]:
    """Those that are no examples."""
    return [thing for thing in things if not thing.is_example]


def real_count(things: Iterable[MayBeExample]) -> int:
    """How many there are, examples left out."""
    return sum(not thing.is_example for thing in things)


def example_count(things: Iterable[MayBeExample]) -> int:
    """How many of them are examples: said beside the number of the others, which would not be that of the list below it."""
    return sum(thing.is_example for thing in things)


@dataclass
class ShownExamples:
    """Whether some example was marked while a page was written."""

    some: bool = False


_page: ContextVar[ShownExamples | None] = ContextVar("page_with_examples", default=None)


@contextmanager
def watched() -> Iterator[ShownExamples]:
    """What is written within notes the examples that it marks, so that one notice can stand above them all."""
    shown = ShownExamples()
    token = _page.set(shown)
    try:
        yield shown
    finally:
        _page.reset(token)


def note() -> None:
    """An example is being marked."""
    if shown := _page.get():
        shown.some = True
