"""What a check has found: all of it. What is shown of it, and how much, is decided after it, in ``presentation``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from .findings import Finding
from .source import TextPart


@dataclass(frozen=True)
class FailedRule:
    """A rule that could not be run: what it would have found is not known, which is no answer that the texts are sound.

    ``languages`` are those of the texts that it was to read.
    """

    code: str
    languages: tuple[str, ...]
    reason: str
    read: str = field(default="", compare=False)
    """The fingerprint of the texts that it was to read."""
    fault: str = field(default="", compare=False)
    """What went wrong and where in the code, alike each time that the same goes wrong."""


@dataclass(frozen=True)
class Report:
    """All findings of a check, the rules that failed, and the fingerprint of the texts that were read.

    Nothing is left out of ``findings``: whoever decides whether a text may go out counts these, and never what is shown.
    """

    findings: tuple[Finding, ...]
    failed: tuple[FailedRule, ...]
    fingerprint: str
    languages: tuple[str, ...]


def fingerprint_of(parts: Iterable[TextPart]) -> str:
    """The SHA-256, in hexadecimal, of texts with all that is said of them: one letter changed, and it is another."""
    text = "\x1f".join("\x1e".join(_said_of(part)) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _said_of(part: TextPart) -> tuple[str, ...]:
    return part.language, part.field, part.form, part.role, part.speaker, part.source
