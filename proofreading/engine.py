"""Runs the rules over readings and reports all that they find."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath
from traceback import extract_tb

from . import rules
from .alignment import Pair
from .findings import Finding, Fix, Place, place_of
from .knowledge import Knowledge
from .reading import Reading
from .report import FailedRule, Report, fingerprint_of
from .rule import PORTAL, TWO_LANGUAGES, Found, Rule
from .sentences import Message
from .source import Block

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


@dataclass(frozen=True)
class Outcome:
    """What rules found, and which of them failed."""

    findings: tuple[Finding, ...] = ()
    failed: tuple[FailedRule, ...] = ()

    @classmethod
    def of_all(cls, outcomes: Iterable[Outcome]) -> Outcome:
        outcomes = list(outcomes)
        findings = chain.from_iterable(outcome.findings for outcome in outcomes)
        return cls(tuple(findings), tuple(chain.from_iterable(outcome.failed for outcome in outcomes)))


def check(readings: Mapping[str, Reading], known: Knowledge) -> Report:
    """Check texts in one or more languages: each against itself and the records, and the first against each other one."""
    texts: list[Reading | Pair] = [*readings.values(), *pairs(readings)]
    outcome = Outcome.of_all(run_over(over, known) for over in texts)
    parts = [part for reading in readings.values() for part in reading.parts]
    return Report(numbered(outcome.findings), outcome.failed, fingerprint_of(parts), tuple(readings))


def pairs(readings: Mapping[str, Reading]) -> list[Pair]:
    """The first language beside each other one; a text that says nothing is beside none."""
    said = [reading for reading in readings.values() if _says_something(reading)]
    return [Pair(said[0], other) for other in said[1:]]


def _says_something(reading: Reading) -> bool:
    """Whether a text has a paragraph. One that cannot even be cut into paragraphs may: its rules then say that they failed."""
    try:
        return bool(reading.blocks)
    except Exception:
        if _strict.get():
            raise
        return True


def run_over(over: Reading | Pair, known: Knowledge) -> Outcome:
    """Run every rule over one text, or over two beside one another."""
    is_pair = isinstance(over, Pair)
    return Outcome.of_all(_run(rule, over, known) for rule in rules.RULES.values() if (rule.family == TWO_LANGUAGES) == is_pair)


def guarded(code: str, languages: tuple[str, ...], read: Callable[[], str], find: Callable[[], Iterable[Finding]]) -> Outcome:
    """What ``find`` finds. Where it fails that is reported under ``code``, and keeps nothing else from being looked for.

    What was found before is kept. ``read`` gives the fingerprint of the texts that are looked at.
    """
    findings: list[Finding] = []
    try:
        for finding in find():
            findings.append(finding)
    except Exception as error:
        if _strict.get():
            raise
        log.exception("The rule %s failed.", code)
        reason = f"{type(error).__name__}: {error}"[:REASON]
        return Outcome(tuple(findings), (FailedRule(code, languages, reason, read(), _fault(error)),))
    return Outcome(tuple(findings))


def numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that would have one key, each with its number: a decision on one place is none on another."""
    places: dict[str, dict[tuple[Place, Place | None], int]] = {}
    found = []
    for finding in findings:
        alike = places.setdefault(finding.key, {})
        number = alike.setdefault((finding.place, finding.other), len(alike))
        found.append(replace(finding, occurrence=number) if number else finding)
    return tuple(found)


def _run(rule: Rule, over: Reading | Pair, known: Knowledge) -> Outcome:
    readings = over.readings if isinstance(over, Pair) else (over,)
    languages = tuple(reading.language for reading in readings)

    def find() -> Iterator[Finding]:
        for found in rule.run(over, known):
            yield _finding(rule, found, over, languages, known)

    return guarded(rule.code, languages, lambda: _fingerprint(readings), find)


def _finding(rule: Rule, found: Found, over: Reading | Pair, languages: tuple[str, ...], known: Knowledge) -> Finding:
    place = place_of(found.block, found.start, found.end)
    message = Message(rule.code, found.message.key, found.message.params)
    # A sentence that cannot be written is a fault of its rule, to be known now and not when somebody reads it.
    for reader in {place.language, *known.languages}:
        message.render(reader)
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
        sentence=_sentence(over, found.block, found.start),
        told=json.dumps(message.as_json(), sort_keys=True, default=str),
        against=_against(over, *found.other) if found.other else "",
        between=languages if len(languages) > 1 else (),
    )


def _sentence(over: Reading | Pair, block: Block, place: int) -> str:
    reading = over.of(block) if isinstance(over, Pair) else over
    return reading.sentence_at(block, place).text


def _against(over: Reading | Pair, block: Block, start: int, end: int) -> str:
    return f"{block.text[start:end]}\x1e{_sentence(over, block, start)}"


def _fingerprint(readings: Iterable[Reading]) -> str:
    """Of the texts, and of the days that they are of."""
    readings = list(readings)
    days = "\x1f".join(str(reading.day) for reading in readings)
    return f"{fingerprint_of(part for reading in readings for part in reading.parts)} {days}"


def _fault(error: Exception) -> str:
    """The kind of an error, and the line that raised it; what it says may name another thing each time."""
    frames = extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{type(error).__name__} {PurePath(last.filename).name} {last.name} {last.lineno}" if last else type(error).__name__
