"""What the page of the check shows of findings, of rules that could not be run and of quotations: a line each.

Findings stand by language, gravity and kind, each with its sentence, the place marked, and what the other language says there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from news.models import FindingDecision, QuotationReading
from news.release_checks.completeness import name_of as rule_name
from news.release_checks.quotation_pairs import QuotationPair
from proofreading.alignment import Pair
from proofreading.findings import ERROR, NOTE, WARNING, Finding
from proofreading.passages import MarkedPassage, nth_of, passage_at, passage_beside
from proofreading.reading import Reading
from proofreading.report import FailedRule
from proofreading.sentences import command
from publishing import languages

SEVERITY_NAMES = {ERROR: gettext_lazy("Errors"), WARNING: gettext_lazy("Warnings"), NOTE: gettext_lazy("Notes")}


@dataclass(frozen=True)
class FindingPassages:
    """Where a finding is: its sentence with the place marked, and what stands in the other language."""

    here: MarkedPassage | None = None
    beside: MarkedPassage | None = None
    nth: int = 0
    """How often the same words stand before the place in their text."""

    @classmethod
    def of(cls, finding: Finding, readings: Mapping[str, Reading], pairs: Sequence[Pair]) -> FindingPassages:
        reading, place, other = readings.get(finding.language), finding.place, finding.other
        if reading is None or not place.paragraph:
            return cls()
        if other is not None and other.language in readings:
            beside = passage_at(readings[other.language], other)
        else:
            near = (pair for pair in pairs if finding.language in (pair.left.language, pair.right.language))
            beside = next((found for pair in near if (found := passage_beside(pair, place))), None)
        return cls(passage_at(reading, place), beside, nth_of(reading, place))


@dataclass(frozen=True)
class FindingLine:
    """A finding, with its message for the reader and what the reader may do with it.

    ``form_url`` is the form of the release, ``anchor`` and ``label`` its field that the finding is about, where there is one.
    ``onward`` is what one goes on with once it is settled.
    """

    finding: Finding
    message: str
    form_url: str = ""
    anchor: str = ""
    label: str = ""
    passages: FindingPassages = FindingPassages()
    decision: FindingDecision | None = None
    may_change: bool = False
    may_mend: bool = False
    may_override: bool = False
    onward: str = ""

    @property
    def id(self) -> str:
        """The same as long as the finding is: what is typed beside it keeps its place."""
        return f"finding-{self.finding.key[:16]}"

    @property
    def severity(self) -> str:
        """How grave it is, in a word."""
        return command(self.finding.severity, languages.current())

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
class FindingKind:
    """The findings of one rule in one language and of one severity; ``onward`` as for a finding."""

    language: str
    code: str
    findings: list[FindingLine]
    onward: str = ""

    @property
    def id(self) -> str:
        return f"kind-{self.language}-{self.findings[0].finding.severity}-{self.code}"

    @property
    def name(self) -> str:
        return rule_name(self.code, languages.current())

    @property
    def mendable(self) -> list[FindingLine]:
        return [line for line in self.findings if line.may_mend]

    def followed_by(self, onward: str) -> FindingKind:
        """The same, with what one goes on with after each finding: the next one, or what follows the kind."""
        after = [*(line.id for line in self.findings[1:]), onward]
        lines = [replace(line, onward=following) for line, following in zip(self.findings, after, strict=True)]
        return replace(self, findings=lines, onward=onward)


@dataclass(frozen=True)
class FindingGroup:
    """The findings of one severity in one language, kind by kind in the order in which they first stand in the text."""

    language: str
    severity: str
    kinds: list[FindingKind]

    @classmethod
    def of(cls, lines: Iterable[FindingLine], end: str = "content-main") -> list[FindingGroup]:
        """Findings by language, the main one first, and severity, the gravest first; ``end`` is what follows the last one."""
        codes, severities = languages.codes(), list(SEVERITY_NAMES)

        def place(line: FindingLine) -> tuple[int, int]:
            return codes.index(line.finding.language), severities.index(line.finding.severity)

        found = []
        for (language, severity), group in groupby(sorted(lines, key=place), key=place):
            by_code: dict[str, list[FindingLine]] = {}
            for line in group:
                by_code.setdefault(line.finding.code, []).append(line)
            kinds = [FindingKind(codes[language], code, mine) for code, mine in by_code.items()]
            found.append(cls(codes[language], severities[severity], kinds))
        return cls._each_with_the_next(found, end)

    @classmethod
    def _each_with_the_next(cls, groups: list[FindingGroup], end: str) -> list[FindingGroup]:
        kinds = [kind for group in groups for kind in group.kinds]
        after = iter([*(kind.findings[0].id for kind in kinds[1:]), end])
        return [replace(group, kinds=[kind.followed_by(next(after)) for kind in group.kinds]) for group in groups]

    @property
    def findings(self) -> list[FindingLine]:
        return list(chain.from_iterable(kind.findings for kind in self.kinds))

    @property
    def name(self) -> str | Promise:
        return SEVERITY_NAMES[self.severity]


@dataclass(frozen=True)
class QuotationLine:
    """A quotation in two languages, to be read by a person: no rule sees a meaning turned round."""

    pair: QuotationPair
    reading: QuotationReading | None = None

    @property
    def id(self) -> str:
        return f"quotation-{self.pair.key[:16]}"
