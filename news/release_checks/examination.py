"""A release of the portal, checked as a whole: its texts, quotes, boilerplates, contacts and pictures in every language."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.db import models

from news.models import FindingDecision, PressRelease, ReleaseCheck
from proofreading import engine
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, WARNING, Finding
from proofreading.knowledge import Knowledge
from proofreading.presentation import Presentation, present, told_once
from proofreading.reading import Reading
from proofreading.report import FailedRule, Report
from proofreading.source import HTML, PLAIN, Origin, TextPart
from publishing import languages

from .completeness import lacking
from .knowledge import load

TEXTS = {"title": PLAIN, "subtitle": PLAIN, "place": PLAIN, "lead": PLAIN, "body": HTML}
FAILED = "failed"
"""Stands for the severity of a rule that could not be run, where a check is kept."""


@dataclass(frozen=True)
class Checked:
    """A release as it was checked: all that was found, what staff decided of it, and its quotations side by side."""

    release: PressRelease
    report: Report
    decisions: Mapping[str, FindingDecision]
    pairs: list[Pair]

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
        """What a failed rule is acknowledged by: the rule, and the text that it could not read. Another text asks anew."""
        parts = (FAILED, rule.code, *rule.languages, self.report.fingerprint)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def examine(release: PressRelease, known: Knowledge | None = None) -> Checked:
    """Check a release: what the portal knows, the release with its rows and the decisions, each read once."""
    release = PressRelease.objects.prefetch_related(
        "quotes", "release_boilerplates__boilerplate", "release_contacts__contact", "pictures", "finding_decisions"
    ).get(pk=release.pk)
    known = known or load()
    readings = readings_of(release, known)
    report = engine.check(readings, known)
    lacks = [finding for code in readings if readings[code].parts for finding in lacking(release, code)]
    decisions = {decision.key: decision for decision in release.finding_decisions.all()}
    report = replace(report, findings=(*report.findings, *lacks))
    return Checked(release, report, decisions, engine.pairs(readings))


def keep(checked: Checked, by) -> ReleaseCheck:
    """Write down a check beside its release: what it found, and which rules it could not run.

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


def readings_of(release: PressRelease, known: Knowledge) -> dict[str, Reading]:
    """One reading a language; a language that has no title and no text yet is read as saying nothing."""
    found = {}
    for code in languages.codes():
        written = any(getattr(release, languages.column(name, code)) for name in ("title", "body"))
        found[code] = Reading(code, list(_parts(release, code)) if written else [], known, release.dated, typeset_later=True)
    return found


def _parts(release: PressRelease, code: str) -> Iterator[TextPart]:
    for name, form in TEXTS.items():
        yield _part(release, name, code, form, name)
    for number, quote in enumerate(release.quotes.all()):
        part = _part(quote, "text", code, PLAIN, "quote", f"quotes-{number}-")
        part.speaker = quote.speaker
        yield part
        yield _part(quote, "role", code, PLAIN, "quote-role", f"quotes-{number}-")
    for row in release.release_boilerplates.all():
        for name, form in (("title", PLAIN), ("body", HTML)):
            yield _part(row.boilerplate, name, code, form, "boilerplate", f"boilerplate-{row.boilerplate.key}-")
    for contact in release.contacts_in(code):
        role = getattr(contact, languages.column("role", code)) or ""
        lines = [", ".join(filter(None, (contact.name, role))), contact.email, contact.phone]
        source = "\n".join(filter(None, lines))
        yield TextPart(f"contact-{contact.pk}", code, source, PLAIN, "contact", Origin(contact, ""))
    for number, picture in enumerate(release.pictures.all()):
        for name in ("alt", "caption"):
            yield _part(picture, name, code, PLAIN, "picture", f"pictures-{number}-")


def _part(thing: models.Model, name: str, code: str, form: str, role: str, prefix: str = "") -> TextPart:
    column = languages.column(name, code)
    return TextPart(f"{prefix}{name}", code, getattr(thing, column) or "", form, role, Origin(thing, column))
