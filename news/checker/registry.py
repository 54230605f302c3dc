"""The table of rules. A rule is a small function; its docstring states it and its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .knowledge import Record
    from .source import Block

ONE_TEXT, TWO_LANGUAGES, PORTAL = "one text", "two languages", "what the portal knows"
FAMILIES = (ONE_TEXT, TWO_LANGUAGES, PORTAL)


@dataclass
class Found:
    """What a rule yields: a stretch of a block and a sentence about it; ``fix`` replaces that very stretch."""

    block: Block
    start: int
    end: int
    message: str
    fix: str | None = None
    record: Record | None = None
    other: tuple[Block, int, int] | None = None
    severity: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Rule:
    code: str
    severity: str
    family: str
    run: Callable[..., Iterable[Found]]

    @property
    def about(self) -> str:
        return (self.run.__doc__ or "").strip()


RULES: dict[str, Rule] = {}


def rule(code: str, severity: str, family: str):
    """Register a function as a rule: of one reading, or of two for the family of two languages; and of what is known."""

    def register(run):
        if code in RULES:
            raise ValueError(f"Two rules are called {code}.")
        RULES[code] = Rule(code, severity, family, run)
        return run

    return register
