"""How well the check does on made-up releases: each planted fault looked for, each false alarm counted.

A release is a pair of texts and a table of changes. A change with a ``code`` plants a fault that the check must find where it
stands; a change marked ``same`` says the same thing otherwise, and must be passed over in silence. What a writer calls a fault
is no rule’s name: any error or warning where it stands has found it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from . import engine
from .files import reading_of
from .findings import ERROR, NOTE, WARNING, Finding
from .knowledge import Knowledge
from .presentation import present


@dataclass
class CorpusRelease:
    name: str
    texts: dict[str, tuple[str, str]]
    changes: list[dict]

    @property
    def words(self) -> int:
        return sum(len(text.split()) for _name, text in self.texts.values())


@dataclass
class Score:
    """What was planted and found by severity, what was said of sound texts, and the words read."""

    planted: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    by_code: dict[str, list[int]] = field(default_factory=dict)
    false: Counter = field(default_factory=Counter)
    beside: Counter = field(default_factory=Counter)
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
    for table in sorted(folder.glob("*.yaml")):
        texts = {}
        for path in sorted(folder.glob(f"{table.stem}.*.*")):
            texts[path.name.split(".")[1]] = path.name, path.read_text(encoding="utf-8")
        main_first = dict(sorted(texts.items(), reverse=True))
        yield CorpusRelease(table.stem, main_first, yaml.safe_load(table.read_text(encoding="utf-8")))


def score(folder: Path, known: Knowledge) -> Score:
    result = Score()
    for release in releases(folder):
        sound = _findings(release.texts, known)
        result.releases += 1
        result.words += release.words
        for one in sound:
            result.false[one.severity] += 1
            if one.severity != NOTE:
                result.lines.append(f"false  {release.name} {_told(one)}")
        already = {(one.code, one.language, one.place.excerpt) for one in sound}
        for change in release.changes:
            _score_change(result, release, change, known, already)
    return result


def _findings(texts: dict[str, tuple[str, str]], known: Knowledge) -> list[Finding]:
    report = engine.check({code: reading_of(code, name, text, known) for code, (name, text) in texts.items()}, known)
    return list(present(report.findings, report.languages).findings)


def _score_change(result: Score, release: CorpusRelease, change: dict, known: Knowledge, already: set) -> None:
    texts, lines = _changed(release, change)
    fresh = [
        one
        for one in _findings(texts, known)
        if (one.severity != NOTE or change.get("code") == "typography")
        and (one.code, one.language, one.place.excerpt) not in already
    ]
    if change.get("same"):
        result.lookalikes += 1
        result.lookalikes_marked += bool(fresh)
        result.lines.extend(f"false  {release.name} {_told(one)}" for one in fresh)
        return
    codes = change["code"] if isinstance(change["code"], list) else [change["code"]]
    row = result.by_code.setdefault(codes[0], [0, 0])
    row[0] += 1
    result.planted[change["severity"]] += 1
    hits = [one for one in fresh if _touches(one, lines)]
    if hits:
        row[1] += 1
        result.found[change["severity"]] += 1
        result.milder += change["severity"] == ERROR and not any(one.severity == ERROR for one in hits)
        if change["severity"] == ERROR and not any(one.severity == ERROR for one in hits):
            result.lines.append(f"milder {release.name} {codes[0]} {change['new']!r}: {_told(hits[0])}")
    else:
        result.lines.append(f"missed {release.name} {codes[0]} in {change['in']} {change['old']!r} -> {change['new']!r}")
    for one in fresh:
        if one not in hits and not _touches(one, lines):
            result.beside[one.severity] += 1
            result.lines.append(f"beside {release.name} {codes[0]}: {_told(one)}")


def _changed(release: CorpusRelease, change: dict) -> tuple[dict[str, tuple[str, str]], set[tuple[str, int]]]:
    """The texts with a change made, and the lines on which it shows in each."""
    texts, lines = dict(release.texts), set()
    for code in texts if change["in"] == "both" else [change["in"]]:
        name, text = texts[code]
        edits = [
            {key: value[code] if isinstance(value, dict) else value for key, value in change.items() if key in ("old", "new")}
        ]
        edits += [change["and"]] if "and" in change else []
        for edit in edits:
            before, _old, after = text.partition(edit["old"])
            text = before + edit["new"] + after
            first = before.count("\n") + 1
            lines.update((code, line) for line in range(first, first + edit["new"].count("\n") + 1))
        texts[code] = name, text
    return texts, lines


def _touches(one: Finding, lines: set[tuple[str, int]]) -> bool:
    """Whether a finding points at a changed line, or a line lost is told beside the text that still has it."""
    places = [one.place, *([one.other] if one.other else [])]
    for place in places:
        last = place.line + place.excerpt.count("\n")
        if any(code == place.language and place.line <= line <= last for code, line in lines):
            return True
    return one.family == "two languages" and not any(place.language == code for place in places for code, _line in lines)


def _told(one: Finding) -> str:
    place, message = one.place, one.message.render("en")
    return f"{one.language}:{place.line}:{place.column} {one.severity} [{one.code}] {message} | {place.excerpt[:90]!r}"
