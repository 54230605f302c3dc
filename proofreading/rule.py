"""What a rule is: data over a small function.

Its sentences stand in ``sentences/``, under its code: its name, why it is there, a text in which it speaks and one in which it
is silent, and what it says. ``rules`` is the table of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .knowledge import KnownRecord
    from .sentences import Said
    from .source import Block

ONE_TEXT, TWO_LANGUAGES, PORTAL = "one text", "two languages", "what the portal knows"
FAMILIES = (ONE_TEXT, TWO_LANGUAGES, PORTAL)
"""What a rule looks at: one text alone, a pair of texts, or a text beside the records."""


@dataclass
class Found:
    """What a rule yields: a stretch of a block and what is said of it; ``fix`` replaces that very stretch.

    ``severity`` and ``evidence`` stand for those of the rule and for the stretch itself, where they differ from them.
    """

    block: Block
    start: int
    end: int
    message: Said
    fix: str | None = None
    record: KnownRecord | None = None
    other: tuple[Block, int, int] | None = None
    severity: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule of the check.

    ``subject`` is what it speaks of (“date”, “person”). ``yields_to`` names the rules, or the subjects, that see the same
    fault: of two findings that overlap only one is then shown, the graver, and of two as grave the one whose rule stands first
    in the table.
    """

    code: str
    severity: str
    family: str
    subject: str
    run: Callable[..., Iterable[Found]]
    yields_to: frozenset[str] = frozenset()

    def sees_the_fault_of(self, other: Rule) -> bool:
        """Whether a finding of this rule may be the same fault as one of the other."""
        return bool(self.yields_to & {other.code, other.subject} or other.yields_to & {self.code, self.subject})


def rule(
    code: str, severity: str, family: str, *, subject: str, yields_to: Iterable[str] = ()
) -> Callable[[Callable[..., Iterable[Found]]], Rule]:
    """Make a rule of a function: of one reading, or of a pair for the family of two languages; and of what is known."""

    def made(run: Callable[..., Iterable[Found]]) -> Rule:
        return Rule(code, severity, family, subject, run, frozenset(yields_to))

    return made
