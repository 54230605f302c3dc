"""The fix of a finding, written into its text, and whether the text is cleaner for it.

A fix is judged by what the check says of the mended text as a whole, never by its own stretch: one that mends a fault and makes
another is not offered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape
from itertools import accumulate, islice

from . import engine, rules
from .alignment import Pair
from .findings import SEVERITIES, Finding, Fix
from .html_tokens import ENTITY, HtmlTag, html_tokens
from .knowledge import Knowledge
from .presentation import present, told_once
from .reading import Reading
from .report import Report
from .rule import TWO_LANGUAGES
from .source import HTML, TextPart

# Each fix that is tried costs a check of its text. So many of a text are tried, fewer where that is long: the others are, once
# these are settled.
MOST_TRIED, MOST_CHARACTERS = 40, 1_000_000

Fits = Callable[[Finding, str], bool]
Sources = Mapping[tuple[str, str], str]
"""The sources of some texts, by their language and their field."""
# What may stand in a link before the address that its words say.
SCHEMES = ("", "mailto:", "http://", "https://", "tel:")


def mended(part: TextPart, fix: Fix) -> str | None:
    """The source of a text with a fix written into it; ``None`` where it cannot be written without touching more.

    In HTML a link whose words are the address that it leads to is led to the new one.
    """
    old, before, after = part.source[fix.start : fix.end], part.source[: fix.start], part.source[fix.end :]
    shown = unescape(old) if part.form == HTML else old
    if _joins_words(before, shown, fix.text, after):
        return None
    if part.form != HTML:
        return before + fix.text + after
    if "<" in old:
        return None
    return _led_anew(part.source, fix, shown) + escape(fix.text, quote=False) + after


def _joins_words(before: str, old: str, new: str, after: str) -> bool:
    """Whether two words become one: what stood between them was more than a sign too many."""
    if ENTITY.fullmatch(old):
        return False
    if not new:
        return not old.isalnum() and before[-1:].isalnum() and after[:1].isalnum()
    joins_before = before[-1:].isalnum() and new[0].isalnum() and not old[:1].isalnum()
    return joins_before or (after[:1].isalnum() and new[-1].isalnum() and not old[-1:].isalnum())


def _led_anew(source: str, fix: Fix, old: str) -> str:
    """What stands before a fix, where it stands in a link with the address that this now leads to."""
    link = _link_around(source, fix)
    span = link.span_of("href") if link else None
    if span is None:
        return source[: fix.start]
    href = unescape(source[slice(*span)])
    if href.removesuffix(old) not in SCHEMES or not href.endswith(old):
        return source[: fix.start]
    return source[: span[0]] + escape(href.removesuffix(old) + fix.text) + source[span[1] : fix.start]


def _link_around(source: str, fix: Fix) -> HtmlTag | None:
    """The link whose words are the stretch that a fix replaces, and no more."""
    link = None
    for token in html_tokens(source):
        if not isinstance(token, HtmlTag) or token.name != "a":
            continue
        if token.start >= fix.end:
            is_all = link is not None and link.start + len(link.source) == fix.start and token.start == fix.end
            return link if is_all and token.is_closing else None
        link = None if token.is_closing else token
    return None


def is_cleaner(before: Report, after: Report) -> bool:
    """Whether a text has fewer faults than before: none more of the gravest, of the two gravest, of all; and fewer of one.

    That is so of everything found, and of what would be shown of it. A rule that fails anew may have found anything.
    """
    if not _failures(after) <= _failures(before):
        return False
    all_before, all_after = _faults(before.findings), _faults(after.findings)
    shown = zip(_faults(told_once(before.findings)), _faults(told_once(after.findings)), strict=True)
    none_more = all(new <= old for old, new in (*zip(all_before, all_after, strict=True), *shown))
    return none_more and all_before != all_after


def _faults(findings: Iterable[Finding]) -> list[int]:
    """How many errors there are, how many errors and warnings, how many findings."""
    count = Counter(finding.severity for finding in findings)
    return list(accumulate(count[severity] for severity in SEVERITIES))


def _failures(report: Report) -> set[tuple[str, tuple[str, ...]]]:
    return {(rule.code, rule.languages) for rule in report.failed}


@dataclass(frozen=True)
class MendedTexts:
    """Texts with fixes written into them, and the findings that these are of."""

    sources: Sources
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class FixTrial:
    """Texts that were checked, what was found, and what was known: fixes are tried on them.

    ``cleaned`` is what becomes of HTML where it is stored.
    """

    readings: Mapping[str, Reading]
    report: Report
    known: Knowledge
    cleaned: Callable[[str], str] = str

    @property
    def most(self) -> int:
        """How many fixes are tried."""
        characters = sum(len(part.source) for reading in self.readings.values() for part in reading.parts)
        return min(MOST_TRIED, MOST_CHARACTERS // max(characters, 1))

    def source_with(self, finding: Finding) -> str | None:
        """The source of the text of a finding with its fix, as it would be stored, where it is cleaner for that."""
        part = self._part_of(finding)
        source = mended(part, finding.fix) if part and finding.fix else None
        if part is None or source is None:
            return None
        source = self.cleaned(source) if part.form == HTML else source
        return source if is_cleaner(self.report, self._report_with({(part.language, part.field): source})) else None

    def together(self, findings: Iterable[Finding]) -> MendedTexts:
        """Fixes written together: all of them where that is cleaner, else each that makes the text cleaner still.

        Those at the end of a text come first, so that the places of the others hold; of two that overlap only one is written.
        """
        in_order = sorted((finding for finding in findings if finding.fix is not None), key=_from_the_end, reverse=True)
        all_at_once, none = MendedTexts({}, ()), MendedTexts({}, ())
        for finding in in_order:
            all_at_once = self._with(all_at_once, finding) or all_at_once
        if all_at_once.findings and is_cleaner(self.report, self._report_with(all_at_once.sources)):
            return all_at_once
        mended_so_far, report = none, self.report
        for finding in in_order[: self.most]:
            more = self._with(mended_so_far, finding)
            after = self._report_with(more.sources) if more else report
            if more and is_cleaner(report, after):
                mended_so_far, report = more, after
        return mended_so_far

    def _with(self, texts: MendedTexts, finding: Finding) -> MendedTexts | None:
        """Texts with one more fix; ``None`` where it cannot be written, or stands where another one is."""
        where, fix = (finding.language, finding.place.field), finding.fix
        part = self._part_of(finding)
        later = [other.fix.start for other in texts.findings if other.fix and (other.language, other.place.field) == where]
        if part is None or fix is None or any(fix.end > start for start in later):
            return None
        source = mended(replace(part, source=texts.sources.get(where, part.source)), fix)
        if source is None:
            return None
        source = self.cleaned(source) if part.form == HTML else source
        return MendedTexts({**texts.sources, where: source}, (*texts.findings, finding))

    def worth_offering(self, findings: Iterable[Finding], fits: Fits | None = None) -> list[Finding]:
        """Of findings those whose fix makes the text cleaner; in the order given, and as many as can be tried in time.

        ``fits`` is asked whether the mended text can stand where it has to.
        """
        fixable = (finding for finding in findings if finding.fix is not None)
        tried = ((finding, self.source_with(finding)) for finding in islice(fixable, self.most))
        return [finding for finding, source in tried if source is not None and (fits is None or fits(finding, source))]

    def offered(self) -> Report:
        """The report, with those fixes alone that are worth offering."""
        shown = present(self.report.findings, self.report.languages).findings
        return self._with_fixes_of(self.worth_offering(shown))

    def without_fixes(self) -> Report:
        """The report, for a text that is too long for fixes to be tried on it."""
        return self._with_fixes_of([])

    def _with_fixes_of(self, findings: Iterable[Finding]) -> Report:
        kept = {id(finding) for finding in findings}
        findings = (
            finding if finding.fix is None or id(finding) in kept else replace(finding, fix=None)
            for finding in self.report.findings
        )
        return replace(self.report, findings=tuple(findings))

    def _part_of(self, finding: Finding) -> TextPart | None:
        """The text that a finding is in."""
        return next((part for part in self.readings[finding.language].parts if part.field == finding.place.field), None)

    def _report_with(self, sources: Sources) -> Report:
        """The report on the texts with other sources of some of them. Rules that did not read these are not run again."""
        languages = {language for language, _field in sources}
        readings = dict(self.readings)
        for code in languages:
            mine = self.readings[code]
            parts = [replace(part, source=sources.get((code, part.field), part.source)) for part in mine.parts]
            readings[code] = replace(mine, parts=parts)
        texts: list[Reading | Pair] = [*(readings[code] for code in readings if code in languages), *engine.pairs(readings)]
        anew = engine.Outcome.of_all(engine.run_over(over, self.known) for over in texts)
        findings = (finding for finding in self.report.findings if not _reads(finding.code, finding.language, languages))
        failed = (rule for rule in self.report.failed if not _reads(rule.code, rule.languages[0], languages))
        return replace(self.report, findings=(*findings, *anew.findings), failed=(*failed, *anew.failed))


def _from_the_end(finding: Finding) -> tuple[str, str, int, int]:
    return finding.language, finding.place.field, finding.place.start, finding.place.end


def _reads(code: str, language: str, mended: Collection[str]) -> bool:
    """Whether a rule of the table reads a text in a language, or the pairs; what else was found is no fault of a text."""
    return code in rules.RULES and (rules.RULES[code].family == TWO_LANGUAGES or language in mended)
