"""A figure: its value, unit, qualifier and noun, whatever the notation."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from .annotations import Annotation

_TO_BASE = {
    "year": ("month", Decimal(12)),
    "week": ("day", Decimal(7)),
    "hour": ("second", Decimal(3600)),
    "minute": ("second", Decimal(60)),
    "millisecond": ("second", Decimal("1e-3")),
    "microsecond": ("second", Decimal("1e-6")),
    "nanosecond": ("second", Decimal("1e-9")),
    "km": ("m", Decimal(1000)),
    "cm": ("m", Decimal("1e-2")),
    "mm": ("m", Decimal("1e-3")),
    "t": ("kg", Decimal(1000)),
    "mw": ("kw", Decimal(1000)),
    "mwh": ("kwh", Decimal(1000)),
    "tb": ("gb", Decimal(1000)),
    "pb": ("gb", Decimal(10**6)),
}
# Units that are currencies.
MONEY = frozenset({"EUR", "USD", "GBP", "CAD", "CHF", "JPY"})
# Which way a qualifier leads from its number: “more than” and “at least” make one claim, “nearly” another.
LEADS = {"more_than": "over", "at_least": "over", "nearly": "near", "about": "near", "up_to": "under", "less_than": "under"}
# A qualifier that may mean several things: held against none.
ANY = "any"


@dataclass
class Figure(Annotation):
    """“plus de 60 partenaires industriels”: 60, more_than, [partenaires, industriels]."""

    value: Decimal
    unit: str = ""
    qualifier: str = ""
    noun: tuple[str, ...] = ()
    spelt: bool = False
    qualifier_start: int = 0
    noun_end: int = 0
    # What a word behind the number multiplied it by.
    scale: Decimal = Decimal(1)
    base: tuple[Decimal, str] = field(default=(Decimal(0), ""))

    def __post_init__(self) -> None:
        unit, factor = _TO_BASE.get(self.unit, (self.unit, Decimal(1)))
        self.base = (self.value * factor, unit)


def is_time_or_measure(unit: str) -> bool:
    """Whether a unit is one of time, or one that has a greater or smaller one."""
    return unit in _TO_BASE or unit in ("month", "day", "second")
