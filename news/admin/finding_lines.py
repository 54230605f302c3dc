"""What the page of the check shows of findings, of rules that could not be run and of quotations: a line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from news.models import FindingDecision
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, WARNING, Finding
from proofreading.reading import QuotationSpan
from proofreading.report import FailedRule
from publishing import languages

SEVERITY_NAMES = {ERROR: gettext_lazy("Errors"), WARNING: gettext_lazy("Warnings"), NOTE: gettext_lazy("Notes")}


@dataclass(frozen=True)
class FindingLine:
    """A finding, with its message for the reader and what the reader may do with it.

    ``form_url`` is the form of the release, ``anchor`` and ``label`` its field that the finding is about, where there is one.
    """

    finding: Finding
    number: int
    message: str
    form_url: str
    anchor: str
    label: str
    decision: FindingDecision | None
    may_change: bool
    may_mend: bool
    may_override: bool

    @property
    def id(self) -> str:
        return f"finding-{self.number}"

    @property
    def field_url(self) -> str:
        return f"{self.form_url}#{self.anchor}" if self.anchor else ""

    @property
    def record_url(self) -> str:
        """The form of the record that the text was held against."""
        record = self.finding.record
        if record is None:
            return ""
        try:
            return reverse(f"admin:{record.model.replace('.', '_')}_change", args=(quote(str(record.pk)),))
        except NoReverseMatch:
            return ""

    @property
    def action(self) -> str:
        """Errors are overridden by whoever may approve; warnings are set aside by whoever may write."""
        if self.finding.severity == ERROR:
            return "override" if self.may_override else ""
        return "set_aside" if self.may_change and self.finding.severity == WARNING else ""


@dataclass(frozen=True)
class FailureLine:
    """A rule that could not be run: its name for the reader, and the key by which it is acknowledged."""

    rule: FailedRule
    key: str
    name: str
    decision: FindingDecision | None


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one severity in one language."""

    language: str
    severity: str
    findings: list[FindingLine]

    @classmethod
    def of(cls, lines: Iterable[FindingLine]) -> list[FindingGroup]:
        """Findings by language, the main one first, and severity, the gravest first."""
        codes, severities = languages.codes(), list(SEVERITY_NAMES)

        def place(line: FindingLine) -> tuple[int, int]:
            return codes.index(line.finding.language), severities.index(line.finding.severity)

        by_place = groupby(sorted(lines, key=place), key=place)
        return [cls(codes[language], severities[severity], list(group)) for (language, severity), group in by_place]

    @property
    def name(self) -> str | Promise:
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True)
class QuotationPair:
    """A quotation in two languages, to be read by a person: no rule sees a meaning turned round.

    A side is ``None`` where the other has nothing to stand beside it.
    """

    sides: list[tuple[str, QuotationSpan | None]]

    @classmethod
    def of(cls, pair: Pair) -> list[QuotationPair]:
        codes = pair.left.language, pair.right.language
        return [cls(list(zip(codes, couple, strict=True))) for couple in pair.quotations]

    @property
    def who(self) -> str:
        """Who is quoted, by the first side that says so."""
        return next((quotation.who for _code, quotation in self.sides if quotation and quotation.who), "")
