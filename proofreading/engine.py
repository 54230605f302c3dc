"""Runs the rules over readings and reports all that they find."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from .alignment import Pair
from .findings import Finding, Fix, place_of
from .knowledge import Knowledge
from .reading import Reading
from .report import FailedRule, Report, fingerprint_of
from .rule import PORTAL, TWO_LANGUAGES, Found, Rule
from .rules import RULES
from .sentences import Message

# Of what a rule said when it failed; a text of any length may stand in it.
REASON = 200

log = logging.getLogger(__name__)
_strict: ContextVar[bool] = ContextVar("strict", default=False)


@contextmanager
def strict() -> Iterator[None]:
    """Let what a rule raises pass, as tests want it, instead of reporting the rule as failed."""
    token = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(token)


def check(readings: Mapping[str, Reading], known: Knowledge) -> Report:
    """Check texts in one or more languages: each against itself and the records, and the first against each other one."""
    findings: list[Finding] = []
    failed: list[FailedRule] = []
    texts: list[Reading | Pair] = [*readings.values(), *pairs(readings)]
    for over in texts:
        for rule in RULES.values():
            if (rule.family == TWO_LANGUAGES) == isinstance(over, Pair):
                _run(rule, over, known, findings, failed)
    parts = [part for reading in readings.values() for part in reading.parts]
    return Report(tuple(findings), tuple(failed), fingerprint_of(parts), tuple(readings))


def pairs(readings: Mapping[str, Reading]) -> list[Pair]:
    """The first language beside each other one; a text that says nothing is beside none."""
    said = [reading for reading in readings.values() if reading.blocks]
    return [Pair(said[0], other) for other in said[1:]]


def _run(rule: Rule, over: Reading | Pair, known: Knowledge, findings: list[Finding], failed: list[FailedRule]) -> None:
    """Add a rule’s findings. One that fails on a strange text does not keep the others from being read, and is reported."""
    try:
        for found in rule.run(over, known):
            findings.append(_finding(rule, found, over))
    except Exception as error:
        if _strict.get():
            raise
        log.exception("The rule %s failed.", rule.code)
        languages = (over.left.language, over.right.language) if isinstance(over, Pair) else (over.language,)
        failed.append(FailedRule(rule.code, languages, f"{type(error).__name__}: {error}"[:REASON]))


def _finding(rule: Rule, found: Found, over: Reading | Pair) -> Finding:
    place = place_of(found.block, found.start, found.end)
    reading = over.of(found.block) if isinstance(over, Pair) else over
    message = Message(rule.code, found.message.key, found.message.params)
    # A sentence that cannot be written is a fault of its rule, to be known now and not when somebody reads it.
    message.render(place.language)
    return Finding(
        code=rule.code,
        severity=found.severity or rule.severity,
        family=rule.family,
        place=place,
        message=message,
        fix=Fix(found.fix, place.start, place.end) if found.fix is not None else None,
        record=found.record,
        other=place_of(*found.other) if found.other else None,
        evidence=(found.evidence or found.block.text[found.start : found.end])
        + (f" → {found.fix}" if rule.family == PORTAL and found.fix else ""),
        sentence=reading.sentence_at(found.block, found.start).text,
    )
