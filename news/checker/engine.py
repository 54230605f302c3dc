"""Runs the rules over readings and puts their findings in order."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping

from . import rules  # noqa: F401  registers them
from .alignment import Pair
from .findings import SEVERITIES, Finding, Fix, place_of
from .knowledge import Knowledge
from .reading import Reading
from .registry import PORTAL, RULES, TWO_LANGUAGES, Found, Rule

# No text needs more of one kind to be understood, and an hour of findings helps nobody.
MOST = 25

log = logging.getLogger(__name__)


def check(readings: Mapping[str, Reading], known: Knowledge) -> list[Finding]:
    """Every finding over texts in one or more languages, each text against itself, the first language and the portal."""
    found: list[Finding] = []
    for reading in readings.values():
        for rule in RULES.values():
            if rule.family != TWO_LANGUAGES:
                found.extend(_run(rule, reading, known))
    for pair in pairs(readings):
        for rule in RULES.values():
            if rule.family == TWO_LANGUAGES:
                found.extend(_run(rule, pair, known))
    return _in_order(found, list(readings))


def pairs(readings: Mapping[str, Reading]) -> list[Pair]:
    """The first language beside each other one; a text that says nothing is beside none."""
    said = [reading for reading in readings.values() if reading.blocks]
    return [Pair(said[0], other) for other in said[1:]]


def _run(rule: Rule, over, known: Knowledge) -> Iterable[Finding]:
    """A rule’s findings. One that fails on a strange text must not keep the others from being read."""
    found = []
    try:
        for one in rule.run(over, known):
            found.append(_finding(rule, one, over))
            if len(found) > 4 * MOST:
                break
    except Exception:
        if getattr(known, "strict", False):
            raise
        log.exception("The rule %s failed.", rule.code)
    return found


def _finding(rule: Rule, one: Found, over) -> Finding:
    place = place_of(one.block, one.start, one.end)
    reading = over.of(one.block) if isinstance(over, Pair) else over
    return Finding(
        code=rule.code,
        severity=one.severity or rule.severity,
        family=rule.family,
        place=place,
        message=str(one.message),
        fix=Fix(one.fix, place.start, place.end) if one.fix is not None else None,
        record=one.record,
        other=place_of(*one.other) if one.other else None,
        evidence=(one.evidence or one.block.text[one.start : one.end])
        + (f" → {one.fix}" if rule.family == PORTAL and one.fix else ""),
        sentence=reading.sentence_at(one.block, one.start).text,
    )


# Rules that may all see one wrong letter: the gravest speaks.
_SAME_FAULT = (
    frozenset(
        {
            "misspelt-name",
            "look-alike-letters",
            "person-misspelt",
            "person-spelt-differently",
            "person-twice-spelt",
            "surname-misspelt",
            "programme-misspelt",
            "proper-name-differs",
            "misspelt-word",
        }
    ),
    frozenset({"own-name", "look-alike-letters", "misspelt-name", "misspelt-word"}),
    frozenset({"email-broken", "email-invalid", "email-domain", "email-of-another", "contact-leak", "contact-known"}),
    frozenset({"date-impossible", "weekday-wrong", "date-differs", "date-missing", "date-line", "milestone"}),
    frozenset({"wrong-language", "misspelt-word", "statement-missing", "word-twice", "words-scrambled"}),
    frozenset({"figure-differs", "qualifier-differs", "figure-of-whom", "figure-missing", "key-figure", "figure-contradicts"}),
    frozenset({"markup-left", "misspelt-word"}),
    frozenset({"wrong-language", "not-translated", "statement-missing", "misspelt-word"}),
    frozenset({"listed-twice", "statement-missing", "name-order", "paragraph-twice", "body-missing"}),
    frozenset({"misspelt-name", "name-variant", "name-accents", "name-order"}),
    frozenset({"acronym-twice-explained", "acronym-expansion", "acronym-of-another"}),
    frozenset({"link-disagrees", "link-invalid", "link-missing"}),
)


def _once(found: list[Finding]) -> list[Finding]:
    """A fault told once where several rules see it at the same place: by the gravest finding, the first among equals."""
    kept: list[Finding] = []
    by_paragraph: dict[tuple, list[Finding]] = {}
    for one in sorted(found, key=lambda one: SEVERITIES.index(one.severity)):
        near = by_paragraph.setdefault((one.language, one.place.field, one.place.paragraph), [])
        if not any(_same_fault(one, other) for other in near):
            near.append(one)
            kept.append(one)
    return kept


def _same_fault(one: Finding, other: Finding) -> bool:
    a, b = one.place, other.place
    if one.code == other.code or not (a.start < b.end and b.start < a.end):
        return False
    return any(one.code in group and other.code in group for group in _SAME_FAULT)


def _in_order(found: list[Finding], languages: list[str]) -> list[Finding]:
    """By language, place and severity; the same thing said twice once; of one kind only so many."""
    unique = {(one.code, one.place): one for one in reversed(_once(found))}
    order = sorted(
        unique.values(),
        key=lambda one: (
            languages.index(one.language),
            one.place.paragraph,
            one.place.start,
            SEVERITIES.index(one.severity),
            one.code,
        ),
    )
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for one in order:
        seen[one.code, one.language] += 1
        if seen[one.code, one.language] <= MOST:
            kept.append(one)
    return kept
