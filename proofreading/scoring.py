"""How well the check does on made-up releases: each planted fault looked for, each false alarm counted.

A release is a pair of texts and a table of changes. A change with a ``code`` plants a fault that the check must find where it
stands; a change marked ``same`` says the same thing otherwise, and must be passed over in silence. What a writer calls a fault
is no rule’s name: any error or warning where it stands has found it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from . import engine
from .files import reading_of
from .findings import ERROR, NOTE, WARNING, Finding, Place
from .knowledge import Knowledge
from .presentation import present
from .rule import TWO_LANGUAGES

Change = Mapping[str, Any]
"""A change of a text as the table of its release tells it: what is replaced, by what, and which fault that plants."""
Line = tuple[str, int]
"""A line of the text in a language."""
Identity = tuple[str, str, str]
"""A finding by its rule, its language and its place, whatever line it stands on."""
Texts = dict[str, tuple[str, str]]
"""The name of the file and the text of each language."""

# So much of the place of a finding is printed.
EXCERPT = 90


@dataclass
class CorpusRelease:
    name: str
    texts: Texts
    changes: list[Change]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for _name, text in self.texts.values())


@dataclass
class Score:
    """What was planted and found by severity, what was said of sound texts, and the words read."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    by_code: dict[str, list[int]] = field(default_factory=dict)
    false: Counter[str] = field(default_factory=Counter)
    beside: Counter[str] = field(default_factory=Counter)
    milder: int = 0
    lookalikes: int = 0
    lookalikes_marked: int = 0
    words: int = 0
    releases: int = 0
    lines: list[str] = field(default_factory=list)

    def recall(self, severity: str) -> float:
        return self.found[severity] / self.planted[severity] if self.planted[severity] else 1.0

    @property
    def false_warnings_per_thousand_words(self) -> float:
        return 1000 * self.false[WARNING] / max(self.words, 1)

    @property
    def false_errors_per_five_releases(self) -> float:
        return 5 * self.false[ERROR] / max(self.releases, 1)

    def table(self) -> Iterator[str]:
        yield f"{'planted as':32}{'planted':>8}{'found':>8}"
        for code, (planted, found) in sorted(self.by_code.items()):
            yield f"{code:32}{planted:>8}{found:>8}"
        for severity in (ERROR, WARNING):
            planted, found = self.planted[severity], self.found[severity]
            yield f"{severity + 's, recall':32}{planted:>8}{found:>8}{self.recall(severity):>8.2f}"
        yield f"{'errors found by a warning only':48}{self.milder:>8}"
        yield f"{'false warnings per 1,000 words':48}{self.false_warnings_per_thousand_words:>8.2f}"
        yield f"{'false errors per 5 releases':48}{self.false_errors_per_five_releases:>8.2f}"
        yield f"{'look-alikes passed over':48}{self.lookalikes - self.lookalikes_marked:>4} of {self.lookalikes}"
        yield f"{'more findings than faults, beside a fault':48}{self.beside[ERROR]:>4} errors, {self.beside[WARNING]} warnings"


def releases(folder: Path) -> Iterator[CorpusRelease]:
    return map(release_of, tables_of(folder))


def tables_of(folder: Path) -> list[Path]:
    """The tables of a corpus: one for each of its releases."""
    return sorted(folder.glob("*.yaml"))


def release_of(table: Path) -> CorpusRelease:
    """The release of a table, with its texts in each language beside it."""
    texts: Texts = {}
    for path in sorted(table.parent.glob(f"{table.stem}.*.*")):
        texts[path.name.split(".")[1]] = path.name, path.read_text(encoding="utf-8")
    main_first = dict(sorted(texts.items(), reverse=True))
    return CorpusRelease(table.stem, main_first, yaml.safe_load(table.read_text(encoding="utf-8")))


def score(folder: Path, known: Knowledge) -> Score:
    result = Score()
    for release in releases(folder):
        sound = _findings(release.texts, known)
        result.releases += 1
        result.words += release.words
        for finding in sound:
            result.false[finding.severity] += 1
            if finding.severity != NOTE:
                result.lines.append(f"false  {release.name} {_told(finding)}")
        already = set(map(_identity, sound))
        for change in release.changes:
            _score_change(result, release, change, known, already)
    return result


def _findings(texts: Texts, known: Knowledge) -> list[Finding]:
    report = engine.check({code: reading_of(code, name, text, known) for code, (name, text) in texts.items()}, known)
    return list(present(report.findings, report.languages).findings)


def _score_change(result: Score, release: CorpusRelease, change: Change, known: Knowledge, already: set[Identity]) -> None:
    texts, lines = _changed(release, change)
    fresh = [finding for finding in _findings(texts, known) if _counts(finding, change) and _identity(finding) not in already]
    if change.get("same"):
        _score_lookalike(result, release, fresh)
    else:
        _score_fault(result, release, change, fresh, lines)


def _counts(finding: Finding, change: Change) -> bool:
    """A note finds nothing, but for faults of typography, which are told as notes."""
    return finding.severity != NOTE or change.get("code") == "typography"


def _identity(finding: Finding) -> Identity:
    return finding.code, finding.language, finding.place.excerpt


def _score_lookalike(result: Score, release: CorpusRelease, fresh: list[Finding]) -> None:
    result.lookalikes += 1
    result.lookalikes_marked += bool(fresh)
    result.lines.extend(f"false  {release.name} {_told(finding)}" for finding in fresh)


def _score_fault(result: Score, release: CorpusRelease, change: Change, fresh: list[Finding], lines: set[Line]) -> None:
    """Count a planted fault as found where any finding stands on it; what else is found is counted beside."""
    code = change["code"][0] if isinstance(change["code"], list) else change["code"]
    hits = [finding for finding in fresh if _touches(finding, lines)]
    row = result.by_code.setdefault(code, [0, 0])
    row[0] += 1
    row[1] += bool(hits)
    result.planted[change["severity"]] += 1
    result.found[change["severity"]] += bool(hits)
    if not hits:
        result.lines.append(f"missed {release.name} {code} in {change['in']} {change['old']!r} -> {change['new']!r}")
    elif change["severity"] == ERROR and all(finding.severity != ERROR for finding in hits):
        result.milder += 1
        result.lines.append(f"milder {release.name} {code} {change['new']!r}: {_told(hits[0])}")
    for finding in fresh:
        if finding not in hits:
            result.beside[finding.severity] += 1
            result.lines.append(f"beside {release.name} {code}: {_told(finding)}")


def _changed(release: CorpusRelease, change: Change) -> tuple[Texts, set[Line]]:
    """The texts with a change made, and the lines on which it shows in each."""
    texts, lines = dict(release.texts), set[Line]()
    for code in texts if change["in"] == "both" else [change["in"]]:
        name, text = texts[code]
        for old, new in _edits(change, code):
            before, _old, after = text.partition(old)
            text = before + new + after
            first = before.count("\n") + 1
            lines.update((code, line) for line in range(first, first + new.count("\n") + 1))
        texts[code] = name, text
    return texts, lines


def _edits(change: Change, code: str) -> Iterator[tuple[str, str]]:
    """What is replaced by what in a language; where both change alike, each has words of its own."""
    old, new = (change[key][code] if isinstance(change[key], dict) else change[key] for key in ("old", "new"))
    yield old, new
    if "and" in change:
        yield change["and"]["old"], change["and"]["new"]


def _touches(finding: Finding, lines: set[Line]) -> bool:
    """Whether a finding points at a changed line, or a line lost is told beside the text that still has it."""
    places = [finding.place, *([finding.other] if finding.other else [])]
    if any(_stands_on(place, lines) for place in places):
        return True
    return finding.family == TWO_LANGUAGES and {place.language for place in places}.isdisjoint(code for code, _line in lines)


def _stands_on(place: Place, lines: set[Line]) -> bool:
    last = place.line + place.excerpt.count("\n")
    return any(code == place.language and place.line <= line <= last for code, line in lines)


def _told(finding: Finding) -> str:
    place, message = finding.place, finding.message.render("en")
    told = f"{finding.severity} [{finding.code}] {message} | {place.excerpt[:EXCERPT]!r}"
    return f"{finding.language}:{place.line}:{place.column} {told}"
