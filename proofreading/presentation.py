"""What is shown of a report: one fault told once, in the order of the text, and of one kind only so many.

All of this is for the eye. Whether a text may go out is decided on the report itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import rules
from .findings import SEVERITIES, Finding, Place
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
    by_paragraph: dict[tuple[str, str, int], _ToldPlaces] = {}
    for finding in sorted(findings, key=_weight):
        told = by_paragraph.setdefault((finding.language, finding.place.field, finding.place.paragraph), _ToldPlaces())
        if not told.has_fault_of(finding):
            told.add(finding)
            kept.append(finding)
    return kept


class _ToldPlaces:
    """What was told of a paragraph, found by where it stands.

    A line may hold thousands of findings, looked at anew for each fix that is tried: none is held against all others.
    """

    STRETCH = 64
    """Characters of a stretch. What overlaps or touches stands in one of them together."""

    def __init__(self) -> None:
        self._places: set[tuple[str, Place]] = set()
        self._by_stretch: dict[tuple[int, str], list[Finding]] = {}
        self._codes: set[str] = set()

    def add(self, finding: Finding) -> None:
        self._places.add((finding.code, finding.place))
        self._codes.add(finding.code)
        for stretch in self._stretches(finding.place):
            self._by_stretch.setdefault((stretch, finding.code), []).append(finding)

    def has_fault_of(self, finding: Finding) -> bool:
        if (finding.code, finding.place) in self._places:
            return True
        others = [code for code in self._codes if _see_one_fault(finding.code, code)]
        near = ((stretch, code) for stretch in self._stretches(finding.place) for code in others)
        return any(_overlap(finding.place, other.place) for key in near for other in self._by_stretch.get(key, ()))

    def _stretches(self, place: Place) -> range:
        return range(place.start // self.STRETCH, max(place.start, place.end) // self.STRETCH + 1)


def _weight(finding: Finding) -> tuple[int, int]:
    """The gravest first, then in the order of the table of rules; what is no rule of the table comes last."""
    return SEVERITIES.index(finding.severity), rules.RANKS.get(finding.code, len(rules.RANKS))


def _see_one_fault(code: str, other: str) -> bool:
    """Whether two rules, not the same one, may tell one fault."""
    return code != other and {code, other} <= rules.RULES.keys() and rules.RULES[code].sees_the_fault_of(rules.RULES[other])


def _overlap(here: Place, there: Place) -> bool:
    return overlaps([(here.start, here.end)], there.start, there.end)


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
