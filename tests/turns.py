"""How much of what is alike a run of the tests asks: some by turns as one works, all before a change is taken in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from random import Random
from typing import TypeVar

import pytest

EVERYTHING = os.environ.get("EXAMPLES") == "all"
"""Whether nothing is left to a turn."""

Thing = TypeVar("Thing")


def turn_of(things: Iterable[Thing], turn: int, turns: int) -> list[Thing]:
    """The things whose turn it is: one of each ``turns`` in a row, so that the tests of all turns leave nothing out."""
    return [thing for place, thing in enumerate(things) if EVERYTHING or (place + turn) % turns == 0]


CASES = 1
"""Of a test with parameters, so many cases where a run takes turns and ``@pytest.mark.cases`` says no other number: with one of
each, every rule is asked, half of them in each language; with two, a run takes a third longer."""


def left_to_all_examples(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """What a run that takes turns does not ask: all but some cases of each test, and tests that say ``in_full``.

    Always the same ones, so that a run says the same twice; ``EXAMPLES=all`` asks every one before a change is taken in.
    """
    alike: dict[str, list[pytest.Item]] = {}
    for item in items:
        alike.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left: set[pytest.Item] = set()
    for name, cases in alike.items():
        said = cases[0].get_closest_marker("cases")
        most = 0 if cases[0].get_closest_marker("in_full") else said.args[0] if said else CASES
        left.update(set(cases) - set(Random(name).sample(cases, min(most, len(cases)))))
    return left
