"""Runs the check over a folder of texts and counts what of its findings is right."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .. import engine
from ..files import read_file
from ..findings import ERROR, NOTE, WARNING, Finding
from ..knowledge import GrammarTool, Knowledge
from ..presentation import told_once
from .judgements import FALSE, HARMLESS, TRUE, Judgements

FILE = Path(__file__).parent / "measured.toml"
# One release in so many is held back, by the hash of its name: it is read once, at the end.
HELD = 3
Row = tuple[str, str]
"""A rule and the severity of what it found."""


@dataclass
class BenchRelease:
    """A release of the bench: its files by language, ``<source>-<number>.<language>.txt``."""

    name: str
    files: dict[str, Path]

    @property
    def is_held(self) -> bool:
        return int(hashlib.sha256(self.name.encode()).hexdigest()[:8], 16) % HELD == 0


@dataclass
class Measured:
    """What was counted: releases, texts and words, and for each rule and severity the verdicts, "" for none."""

    releases: int = 0
    texts: int = 0
    words: int = 0
    rows: dict[Row, Counter[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, finding: Finding, verdict: str) -> None:
        self.rows.setdefault((finding.code, finding.severity), Counter())[verdict] += 1

    def right(self, severity: str) -> tuple[int, int]:
        """How many findings of a severity are right, and how many there are."""
        counts = [count for (_code, grave), count in self.rows.items() if grave == severity]
        return sum(count[TRUE] for count in counts), sum(count.total() for count in counts)

    @property
    def false_warnings_per_thousand_words(self) -> float:
        false = sum(count[FALSE] for (_code, severity), count in self.rows.items() if severity == WARNING)
        return 1000 * false / max(self.words, 1)


def releases_of(folder: Path) -> list[BenchRelease]:
    """The releases of a folder, in the order of their names."""
    found: dict[str, BenchRelease] = {}
    for file in sorted(folder.glob("*.*.txt")):
        name, language, _ending = file.name.rsplit(".", 2)
        found.setdefault(name, BenchRelease(name, {})).files[language] = file
    return list(found.values())


def findings_of(release: BenchRelease, tools: Mapping[str, GrammarTool]) -> tuple[list[Finding], list[str], int]:
    """What the check tells of a release, notes left out; the rules that failed on it; and its words."""
    known = Knowledge(tools=tools)
    order = sorted(release.files, key=lambda code: (code != "fr", code))
    read = {code: read_file(str(release.files[code]), "en") for code in order}
    report = engine.check({code: one.reading(code, known) for code, one in read.items()}, known)
    words = sum(len(file.read_text(encoding="utf-8").split()) for file in release.files.values())
    told = [finding for finding in told_once(report.findings) if finding.severity != NOTE]
    return told, [failed.code for failed in report.failed], words


def measure(
    folder: Path, judgements: Judgements, *, held: bool, tools: Mapping[str, GrammarTool] = MappingProxyType({})
) -> tuple[Measured, list[tuple[str, Finding]]]:
    """What is counted on the releases to work on, or on those held back; and the findings that nobody has judged."""
    result, waiting = Measured(), []
    for release in releases_of(folder):
        if release.is_held != held:
            continue
        findings, failed, words = findings_of(release, tools)
        result.releases += 1
        result.texts += len(release.files)
        result.words += words
        result.failed += failed
        for finding in findings:
            verdict = judgements.of(finding)
            result.add(finding, verdict)
            if not verdict:
                waiting.append((release.name, finding))
    return result, waiting


def precision(count: Counter[str]) -> str:
    """The share of what is right among what was found, in per cent."""
    return f"{100 * count[TRUE] / count.total():.0f} %" if count.total() else "–"


def as_markdown(measured: Measured) -> Iterator[str]:
    """The table of the rules, in the order of their harm: errors first, the less right before the more."""
    yield f"{measured.releases} releases, {measured.texts} texts, {measured.words:,} words."
    yield ""
    yield "| Rule | Severity | True | Harmless | False | Right |"
    yield "|---|---|---|---|---|---|"
    rank = {ERROR: 0, WARNING: 1}
    for (code, severity), count in sorted(measured.rows.items(), key=lambda row: (rank[row[0][1]], -row[1][FALSE], row[0])):
        cells = (f"`{code}`", severity, count[TRUE], count[HARMLESS], count[FALSE], precision(count))
        yield "| " + " | ".join(map(str, cells)) + " |"
    for severity in (ERROR, WARNING):
        right, every = measured.right(severity)
        share = f"{100 * right / every:.0f} %" if every else "–"
        yield f"| **all** | {severity} | {right} | | | {share} |"
    yield ""
    yield f"False warnings per 1,000 words: {measured.false_warnings_per_thousand_words:.2f}."


def write(measured: Measured, file: Path = FILE) -> None:
    """Keep a measure, for the guide and the documentation."""
    lines = ["# Written by script/bench-check --write: how often each rule was right on the releases to work on."]
    lines += [f"releases = {measured.releases}", f"texts = {measured.texts}", f"words = {measured.words}", ""]
    for (code, severity), count in sorted(measured.rows.items()):
        lines += [f"[[rules.{code}]]", f'severity = "{severity}"']
        lines += [f"{verdict} = {count[verdict]}" for verdict in (TRUE, HARMLESS, FALSE)]
        lines.append("")
    file.write_text("\n".join(lines), encoding="utf-8")


@cache
def kept() -> Measured:
    """The measure that was kept last, read once."""
    return read()


def read(file: Path = FILE) -> Measured:
    """The measure that was kept last."""
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    kept = Measured(said["releases"], said["texts"], said["words"])
    for code, rows in said.get("rules", {}).items():
        for row in rows:
            kept.rows[code, row["severity"]] = Counter({verdict: row[verdict] for verdict in (TRUE, HARMLESS, FALSE)})
    return kept
