"""A release of the portal, checked as a whole: its texts, quotes, boilerplates, contacts and pictures in every language.

What is checked is the words of its reading (``news.reading``), so that words that are kept can be checked the same way. A note
of correction is not read: it repeats what was wrong.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.models import User

from news.models import FindingDecision, PressRelease, ReleaseCheck
from news.reading import ReleaseWords, read_words
from proofreading import engine
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, WARNING, Finding, Place
from proofreading.knowledge import Knowledge
from proofreading.mending import FixTrial
from proofreading.presentation import Presentation, present, told_once
from proofreading.reading import Reading
from proofreading.report import FailedRule, Report
from proofreading.source import TextPart
from publishing import languages
from publishing.fields import sanitize

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
    known: Knowledge

    @cached_property
    def fix_trial(self) -> FixTrial:
        return FixTrial(self.readings, self.report, self.known, sanitize)

    @cached_property
    def pairs(self) -> list[Pair]:
        """The languages side by side."""
        return engine.pairs(self.readings)

    def text_at(self, place: Place) -> TextPart | None:
        """The text that a place is in, as it was read."""
        parts = self.readings[place.language].parts
        return next((part for part in parts if part.field == place.field), None)

    def standing(self) -> list[Finding]:
        """What nobody has set aside or overridden: all of it, whatever is shown."""
        return [finding for finding in self.report.findings if not self._is_decided(finding)]

    def put_aside(self) -> list[Finding]:
        return [finding for finding in self.report.findings if self._is_decided(finding)]

    def _is_decided(self, finding: Finding) -> bool:
        """A warning that somebody set aside and that has become an error stands: errors are overridden, and by others."""
        decision = self.decisions.get(finding.key)
        return decision is not None and (finding.severity != ERROR or decision.kind == FindingDecision.Kind.OVERRIDDEN)

    def shown(self) -> Presentation:
        """What is shown of the findings that stand; a finding that somebody has decided on hides none of them."""
        return present(self.standing(), self.report.languages)

    def blocking(self, language: str, beside: Iterable[str] = ()) -> list[Finding]:
        """Every error that stands against approval in a language.

        Where two languages disagree the error is told in one of them, and stands against both: against this one where the
        other one is among those that are public ``beside`` it, now or at their moments.
        """
        others = set(beside)
        return [
            finding
            for finding in self.standing()
            if finding.severity == ERROR
            and (finding.language == language or (finding.language in others and language in finding.between))
        ]

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
        """What a failed rule is acknowledged by: the rule, how it failed, and the texts that it could not read.

        Other words in these texts, another failing of the rule, and another rule ask anew. A text that it does not read asks
        nothing. What the portal knows has no part in it: it moves on from day to day, and whoever acknowledged read the text.
        """
        parts = (FAILED, rule.code, *rule.languages, rule.fault, rule.read)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def examine(release: PressRelease, known: Knowledge | None = None) -> Checked:
    """Check a release as it is stored: what the portal knows, the words of the records and the decisions, each read once."""
    stored = PressRelease.objects.for_words().prefetch_related("finding_decisions").get(pk=release.pk)
    words = {code: read_words(stored, code) for code in languages.codes()}
    known = known or load()
    readings = readings_of(words, known)
    report = report_on(words, readings, known)
    unseen = without_file([picture.pk for picture in stored.pictures.all() if not picture.image])
    decisions = {decision.key: decision for decision in stored.finding_decisions.all()}
    return Checked(stored, words, readings, _with(report, unseen), decisions, known)


def report_on(words: Mapping[str, ReleaseWords], readings: Mapping[str, Reading], known: Knowledge) -> Report:
    """What there is to say of words in every language that has them. No record is looked at."""
    report = engine.check(readings, known)
    lacks = engine.Outcome.of_all(lacking(words[code], known) for code, reading in readings.items() if reading.parts)
    fingerprint = fingerprint_of_digests({code: said.digest for code, said in words.items()})
    return replace(_with(report, lacks), fingerprint=fingerprint)


def _with(report: Report, more: engine.Outcome) -> Report:
    findings = engine.numbered((*report.findings, *more.findings))
    return replace(report, findings=findings, failed=(*report.failed, *more.failed))


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
