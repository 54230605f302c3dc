"""What the check says: a finding, its place, its fix."""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .text import fold

if TYPE_CHECKING:
    from .knowledge import KnownRecord
    from .sentences import Sayable
    from .source import Block, Origin

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
EXCERPT = 240


@dataclass(frozen=True)
class Place:
    """Exactly where: the field, its paragraph (from 1), the characters of the source, the line and column (from 1)."""

    language: str
    field: str
    paragraph: int
    start: int
    end: int
    line: int
    column: int
    excerpt: str
    shown: str
    origin: Origin | None = dataclasses.field(default=None, compare=False)

    def as_json(self) -> dict[str, object]:
        return {"language": self.language, "line": self.line, "column": self.column, "excerpt": self.excerpt}


@dataclass(frozen=True)
class Fix:
    """What to write instead of ``start`` to ``end`` of the field’s source."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    code: str
    severity: str
    family: str
    place: Place
    message: Sayable
    fix: Fix | None = None
    record: KnownRecord | None = None
    other: Place | None = None
    evidence: str = ""
    sentence: str = ""
    told: str = ""
    """What is said of the place, where the evidence does not say all of it."""
    against: str = ""
    """What stands at ``other``, with its whole sentence."""
    between: tuple[str, ...] = ()
    """The languages of the two texts that were held against one another, where two were."""
    occurrence: int = 0
    """Of several places with the same words and the same fault, which one it is, from 0."""

    @property
    def language(self) -> str:
        return self.place.language

    @property
    def key(self) -> str:
        """What a decision on a finding is remembered by: all that whoever decides has read.

        That is the rule, the evidence and the whole sentence, folded; what is told of them; what it was held against, with its
        sentence; and which of several places with the same words it is. Nothing else of the text has a part in it, and
        neither has the severity: an override of an error holds for the same finding told more mildly.
        """
        parts = [self.code, self.language, fold(self.evidence or self.place.shown), fold(self.sentence)]
        parts += [self.told]
        parts += [self.other.language, fold(self.against)] if self.other else []
        parts += [str(self.occurrence)] if self.occurrence else []
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def as_json(self, reader: str) -> dict[str, object]:
        """A finding with its sentence in the language of a reader."""
        return self._as_json(self.message.render(reader))

    def as_record(self) -> dict[str, object]:
        """What is stored of a finding: no finished sentence, but what says it again in any language."""
        return self._as_json(self.message.as_json()) | {"key": self.key, "field": self.place.field}

    def _as_json(self, message: object) -> dict[str, object]:
        found: dict[str, object] = {
            "code": self.code,
            "severity": self.severity,
            "language": self.language,
            "line": self.place.line,
            "column": self.place.column,
            "excerpt": self.place.excerpt,
            "message": message,
            "fix": self.fix.text if self.fix else None,
        }
        if self.other is not None:
            found["other"] = self.other.as_json()
        return found


def place_of(block: Block, start: int, end: int) -> Place:
    part = block.part
    first, last = block.source_span(start, end)
    line, column = part.line_and_column(first)
    shown = block.text[start:end]
    return Place(
        part.language,
        part.field,
        block.index + 1,
        first,
        last,
        line,
        column,
        part.source[first : min(last, first + EXCERPT)],
        shown if len(shown) <= EXCERPT else shown[:EXCERPT] + "…",
        part.origin,
    )
