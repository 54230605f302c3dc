"""How much of what is alike a run of the tests asks: some by turns as one works, all before a change is taken in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

EVERYTHING = os.environ.get("EXAMPLES") == "all"
"""Whether nothing is left to a turn."""

Thing = TypeVar("Thing")


def turn_of(things: Iterable[Thing], turn: int, turns: int) -> list[Thing]:
    """The things whose turn it is: one of each ``turns`` in a row, so that the tests of all turns leave nothing out."""
    return [thing for place, thing in enumerate(things) if EVERYTHING or (place + turn) % turns == 0]
