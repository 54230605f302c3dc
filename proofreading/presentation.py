"""What is shown of a report: one fault told once, in the order of the text, and of one kind only so many.

All of this is for the eye. Whether a text may go out is decided on the report itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import rules
from .findings import SEVERITIES, Finding
from .spans import overlaps

# No text needs more findings of one rule to be understood; the rest follows when these are settled.
MOST = 25


@dataclass(frozen=True)
class Presentation:
    """Findings in the order in which they are shown, and how many of each rule are kept back for later."""

    findings: tuple[Finding, ...]
    kept_back: Counter[str]


def present(findings: Iterable[Finding], languages: Sequence[str], most: int = MOST) -> Presentation:
    """What is shown of findings: by language, place and gravity; at most ``most`` of one rule in one language.

    Hand in findings that stand: one that somebody has set aside must not hide another.
    """
    seen: Counter[tuple[str, str]] = Counter()
    shown: list[Finding] = []
    kept_back: Counter[str] = Counter()
    for finding in _in_order(told_once(findings), languages):
        seen[finding.code, finding.language] += 1
        if seen[finding.code, finding.language] <= most:
            shown.append(finding)
        else:
            kept_back[finding.code] += 1
    return Presentation(tuple(shown), kept_back)


def told_once(findings: Iterable[Finding]) -> list[Finding]:
    """A fault that several rules see at the same place, told by the gravest finding, and by one of each rule."""
    kept: list[Finding] = []
    by_paragraph: dict[tuple[str, str, int], list[Finding]] = {}
    for finding in sorted(findings, key=_weight):
        near = by_paragraph.setdefault((finding.language, finding.place.field, finding.place.paragraph), [])
        if not any(_same_fault(finding, other) for other in near):
            near.append(finding)
            kept.append(finding)
    return kept


def _weight(finding: Finding) -> tuple[int, int]:
    """The gravest first, then in the order of the table of rules; what is no rule of the table comes last."""
    return SEVERITIES.index(finding.severity), rules.RANKS.get(finding.code, len(rules.RANKS))


def _same_fault(finding: Finding, other: Finding) -> bool:
    if finding.code == other.code:
        return finding.place == other.place
    here, there = finding.place, other.place
    if not overlaps([(here.start, here.end)], there.start, there.end) or not {finding.code, other.code} <= rules.RULES.keys():
        return False
    return rules.RULES[finding.code].sees_the_fault_of(rules.RULES[other.code])


def _in_order(findings: Iterable[Finding], languages: Sequence[str]) -> list[Finding]:
    return sorted(
        findings,
        key=lambda finding: (
            languages.index(finding.language),
            finding.place.paragraph,
            finding.place.start,
            SEVERITIES.index(finding.severity),
            finding.code,
        ),
    )
