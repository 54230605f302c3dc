"""A release of the portal, checked as a whole: its texts, quotes, boilerplates, contacts and pictures in every language.

What is checked is the words of its reading (``news.reading``), so that words that are kept can be checked the same way. A note
of correction is not read: it repeats what was wrong.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User

from news.models import FindingDecision, PressRelease, ReleaseCheck
from news.reading import ReleaseWords, read_words
from proofreading import engine
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, WARNING, Finding, Place
from proofreading.knowledge import Knowledge
from proofreading.presentation import Presentation, present, told_once
from proofreading.reading import Reading
from proofreading.report import FailedRule, Report
from proofreading.source import TextPart
from publishing import languages

from .completeness import lacking, without_file
from .knowledge import load
from .text_parts import readings_of

FAILED = "failed"
"""Stands for the severity of a rule that could not be run, where a check is kept."""


@dataclass(frozen=True)
class Checked:
    """A release as it was checked: its words in each language, all that was found, and what staff decided of it."""

    release: PressRelease
    words: Mapping[str, ReleaseWords]
    readings: Mapping[str, Reading]
    report: Report
    decisions: Mapping[str, FindingDecision]

    @property
    def pairs(self) -> list[Pair]:
        """The languages side by side."""
        return engine.pairs(self.readings)

    def text_at(self, place: Place) -> TextPart | None:
        """The text that a place is in, as it was read."""
        parts = self.readings[place.language].parts
        return next((part for part in parts if part.field == place.field), None)

    def standing(self) -> list[Finding]:
        """What nobody has set aside or overridden: all of it, whatever is shown."""
        return [finding for finding in self.report.findings if finding.key not in self.decisions]

    def put_aside(self) -> list[Finding]:
        return [finding for finding in self.report.findings if finding.key in self.decisions]

    def shown(self) -> Presentation:
        """What is shown of the findings that stand; a finding that somebody has decided on hides none of them."""
        return present(self.standing(), self.report.languages)

    def blocking(self, language: str) -> list[Finding]:
        """Every error that stands against approval in a language."""
        return [finding for finding in self.standing() if finding.severity == ERROR and finding.language == language]

    def failed(self, language: str | None = None) -> list[FailedRule]:
        """The rules that could not be run, in a language or in any, and that nobody has acknowledged for this very text."""
        return [
            rule
            for rule in self.report.failed
            if self.key_of(rule) not in self.decisions and (language is None or language in rule.languages)
        ]

    def acknowledged(self) -> list[FailedRule]:
        return [rule for rule in self.report.failed if self.key_of(rule) in self.decisions]

    def key_of(self, rule: FailedRule) -> str:
        """What a failed rule is acknowledged by: the rule, and the words that it could not read. Other words ask anew."""
        parts = (FAILED, rule.code, *rule.languages, self.report.fingerprint)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def examine(release: PressRelease, known: Knowledge | None = None) -> Checked:
    """Check a release as it is stored: what the portal knows, the words of the records and the decisions, each read once."""
    stored = PressRelease.objects.for_words().prefetch_related("finding_decisions").get(pk=release.pk)
    words = {code: read_words(stored, code) for code in languages.codes()}
    known = known or load()
    readings = readings_of(words, known)
    report = report_on(words, readings, known)
    unseen = without_file(picture.pk for picture in stored.pictures.all() if not picture.image)
    decisions = {decision.key: decision for decision in stored.finding_decisions.all()}
    return Checked(stored, words, readings, replace(report, findings=(*report.findings, *unseen)), decisions)


def report_on(words: Mapping[str, ReleaseWords], readings: Mapping[str, Reading], known: Knowledge) -> Report:
    """What there is to say of words in every language that has them. No record is looked at."""
    report = engine.check(readings, known)
    lacks = [finding for code, reading in readings.items() if reading.parts for finding in lacking(words[code], known)]
    fingerprint = fingerprint_of_digests({code: said.digest for code, said in words.items()})
    return replace(report, findings=(*report.findings, *lacks), fingerprint=fingerprint)


def fingerprint_of_digests(digests: Mapping[str, str]) -> str:
    """By what a kept check is known to be of these very words: SHA-256 of the digest of the words in each language.

    The languages belong together, since each is held against the others. What the portal knew has no part in it: it moves on
    from one day to the next, and an approval reads it anew.
    """
    text = "\x1f".join(f"{code}\x1e{digest}" for code, digest in sorted(digests.items()))
    return hashlib.sha256(text.encode()).hexdigest()


def keep(checked: Checked, by: User) -> ReleaseCheck:
    """Write down a check beside its release: of which words it is, what it found, and which rules it could not run.

    Its counts are of faults that stand, each once; its findings are all of them.
    """
    count = Counter(finding.severity for finding in told_once(checked.standing()))
    failed = [
        {
            "code": rule.code,
            "severity": FAILED,
            "languages": list(rule.languages),
            "reason": rule.reason,
            "key": checked.key_of(rule),
        }
        for rule in checked.report.failed
    ]
    return ReleaseCheck.objects.create(
        release=checked.release,
        by=by,
        fingerprint=checked.report.fingerprint,
        errors=count[ERROR],
        warnings=count[WARNING],
        notes=count[NOTE],
        findings=[*(finding.as_record() for finding in checked.report.findings), *failed],
    )
