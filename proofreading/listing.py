"""A report as lines of text, or as JSON: for the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .findings import SEVERITIES, Finding, Place
from .presentation import Presentation, present
from .report import Report
from .sentences import command, name_of


def as_text(report: Report, reader: str) -> Iterator[str]:
    """The findings as they are shown, in the language of a reader, then how many there are of each severity."""
    shown = present(report.findings, report.languages)
    for finding in shown.findings:
        yield from _lines(finding, reader)
    yield from _kept_back(shown, reader)
    counts = {f"{severity}s": sum(one.severity == severity for one in shown.findings) for severity in SEVERITIES}
    yield command("counts", reader, **counts)


def as_json(report: Report, reader: str) -> str:
    """The findings as they are shown, as a list."""
    shown = present(report.findings, report.languages)
    text = json.dumps([finding.as_json(reader) for finding in shown.findings], ensure_ascii=False, indent=2)
    return text.encode("utf-8", "replace").decode("utf-8")


def failures(report: Report, reader: str) -> Iterator[str]:
    """The rules that could not be run, a sentence each."""
    for rule in report.failed:
        yield command("failed", reader, name=name_of(rule.code, reader), code=rule.code)


def is_clean(report: Report) -> bool:
    """Whether no error was found and every rule could be run."""
    return not report.failed and all(finding.severity != SEVERITIES[0] for finding in report.findings)


def _lines(finding: Finding, reader: str) -> Iterator[str]:
    place, severity = finding.place, command(finding.severity, reader)
    where = f"{place.language} {place.field}:{place.line}:{place.column}"
    yield f"{where} {severity} [{finding.code}] {finding.message.render(reader)}"
    yield f"    {_in_one_line(place)}"
    if finding.fix is not None:
        yield f"    → {finding.fix.text}"
    if finding.other is not None:
        other = finding.other
        yield f"    {other.language} {other.line}:{other.column} {_in_one_line(other)}"


def _in_one_line(place: Place) -> str:
    return " ".join(place.shown.split())


def _kept_back(shown: Presentation, reader: str) -> Iterator[str]:
    for code, number in shown.kept_back.items():
        yield command("kept-back", reader, number=number, name=name_of(code, reader), code=code)
