"""``python -m proofreading.bench.faults FILE``: how many faults planted in the texts of the bench are found.

The file holds a list of faults, each with its ``id``, its ``pair``, what to ``find`` and to ``replace`` in which ``language``
(or several ``edits``), its ``kind``, and whether a machine can decide it (``decidable``). Each is planted alone, and the check
is run before and after. Whoever plants them has not read the rules; half of them, those of even numbers, are counted and never
shown, so that their total tells what the check is worth on faults that nobody mended it for.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..alignment import Pair
from ..engine import check, pairs
from ..files import read_words
from ..findings import ERROR, NOTE, WARNING, Finding, Place
from ..forms import form_of
from ..knowledge import Knowledge
from ..presentation import told_once
from ..reading import Reading
from ..source import Block
from ..spans import Span
from .measuring import BenchRelease, releases_of

ELSEWHERE, MISSED = "elsewhere", "missed"
OUTCOMES = (ERROR, WARNING, NOTE, ELSEWHERE, MISSED)
"""Told at its place, by the gravest finding there; told somewhere else only; not told."""
FOUND = (ERROR, WARNING)
ODD, EVEN = "odd", "even"
DONE, BROKEN, USAGE = 0, 1, 2
Texts = dict[str, str]
Change = tuple[str, Span, Span]
"""A stretch of a text that was replaced: its language, where it stood, and where its replacement stands."""


class UnplantableError(Exception):
    """A fault whose words do not stand in the text."""


@dataclass(frozen=True)
class PlantedFault:
    """A fault as the file tells it."""

    name: str
    pair: str
    kind: str
    is_decidable: bool
    edits: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, said: dict[str, Any]) -> PlantedFault:
        edits = said.get("edits") or [said]
        return cls(
            str(said["id"]),
            said["pair"],
            said["kind"],
            bool(said.get("decidable", True)),
            tuple((edit["language"], edit["find"], edit["replace"] or "") for edit in edits),
        )

    @property
    def half(self) -> str:
        numbers = re.findall(r"\d+", self.name)
        return ODD if numbers and int(numbers[-1]) % 2 else EVEN

    def planted_in(self, texts: Texts) -> tuple[Texts, list[Change]]:
        """The texts with the fault, and what was changed in them; raises ``UnplantableError``."""
        mended, changes = dict(texts), []
        for language, find, replace in self.edits:
            text = mended.get(language, "")
            start = text.find(find)
            if start < 0 or not find:
                raise UnplantableError(self.name)
            mended[language] = text[:start] + replace + text[start + len(find) :]
            changes.append((language, *_narrowed(start, find, replace)))
        return mended, changes


def _narrowed(start: int, find: str, replace: str) -> tuple[Span, Span]:
    """Where two wordings differ, without the words that both begin and end with."""
    most = min(len(find), len(replace))
    before = next((place for place in range(most) if find[place] != replace[place]), most)
    most -= before
    behind = next((place for place in range(most) if find[-1 - place] != replace[-1 - place]), most)
    return (start + before, start + len(find) - behind), (start + before, start + len(replace) - behind)


@dataclass
class FaultTable:
    """How faults came out, by kind; and the errors that are new anywhere but at their fault."""

    rows: dict[tuple[str, bool], Counter[str]] = field(default_factory=dict)
    errors_elsewhere: int = 0
    broken: list[str] = field(default_factory=list)

    def add(self, fault: PlantedFault, outcome: str) -> None:
        self.rows.setdefault((fault.kind, fault.is_decidable), Counter())[outcome] += 1

    def total(self, *, decidable: bool | None = None) -> Counter[str]:
        found: Counter[str] = Counter()
        for (_kind, is_decidable), counts in self.rows.items():
            if decidable is None or is_decidable == decidable:
                found += counts
        return found


@cache
def _checked(texts: tuple[tuple[str, str], ...]) -> tuple[list[Finding], Pair | None]:
    """What is told of texts, and the two beside one another."""
    known = Knowledge()
    readings = {code: _reading(code, text, known) for code, text in texts}
    both = pairs(readings)
    return told_once(check(readings, known).findings), both[0] if both else None


def _reading(code: str, text: str, known: Knowledge) -> Reading:
    return read_words(text, form_of("release.txt", text)).reading(code, known)


def outcome_of(texts: Texts, fault: PlantedFault) -> tuple[str, list[Finding]]:
    """How a fault comes out, and the findings that are new with it, those at its place first."""
    mended, changes = fault.planted_in(texts)
    before, pair = _checked(tuple(texts.items()))
    after, _pair = _checked.__wrapped__(tuple(mended.items()))
    new = list(_new(before, after))
    areas = [*((language, there) for language, _here, there in changes), *_counterparts(pair, changes)]
    near = [one for one in new if _touches(one, areas)]
    grave = next((severity for severity in (ERROR, WARNING, NOTE) if any(one.severity == severity for one in near)), "")
    return grave or (ELSEWHERE if new else MISSED), [*near, *(one for one in new if one not in near)]


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """Findings that were not told before, each as often as it is new, wherever it has moved to."""
    known = Counter(map(_identity, before))
    for finding in after:
        if known[_identity(finding)]:
            known[_identity(finding)] -= 1
        else:
            yield finding


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.severity, finding.language, finding.place.shown, finding.told


def _counterparts(pair: Pair | None, changes: Iterable[Change]) -> Iterator[tuple[str, Span]]:
    """The paragraph of the other language that stood beside each place before it was changed."""
    for language, (start, end), _there in changes if pair else ():
        reading = next((one for one in pair.readings if one.language == language), None) if pair else None
        for block in reading.blocks if reading else ():
            beside = pair.partner_of(block) if pair else None
            first, last = _in_source(block)
            if beside is not None and first <= end and start <= last:
                yield beside.part.language, _in_source(beside)


def _in_source(block: Block) -> Span:
    return block.source_span(0, len(block.text))


def _touches(finding: Finding, areas: Iterable[tuple[str, Span]]) -> bool:
    """Whether a finding, or what it was held against, shares a character with one of some places, or stands beside it."""
    return any(_overlap(place, language, span) for language, span in areas for place in (finding.place, finding.other) if place)


def _overlap(place: Place, language: str, span: Span) -> bool:
    return place.language == language and place.start <= span[1] and span[0] <= place.end


def as_markdown(table: FaultTable) -> Iterator[str]:
    """The table by kind, what a machine can decide apart."""
    yield f"| Kind | Planted | {' | '.join(OUTCOMES)} |"
    yield "|---|---|" + "---|" * len(OUTCOMES)
    for (kind, is_decidable), counts in sorted(table.rows.items(), key=lambda row: (not row[0][1], row[0])):
        yield _row(kind if is_decidable else f"{kind} (no machine can decide)", counts)
    yield _row("**those that a machine can decide**", table.total(decidable=True))
    yield _row("**all**", table.total())
    yield ""
    counts = table.total(decidable=True)
    yield f"Found as an error or a warning: {_share(counts, FOUND)} of those that a machine can decide."
    yield f"Errors that are new elsewhere than at their fault: {table.errors_elsewhere}."


def _row(kind: str, counts: Counter[str]) -> str:
    return "| " + " | ".join([kind, str(counts.total()), *(str(counts[outcome]) for outcome in OUTCOMES)]) + " |"


def _share(counts: Counter[str], outcomes: Iterable[str]) -> str:
    found = sum(counts[outcome] for outcome in outcomes)
    return f"{found} of {counts.total()} ({100 * found / counts.total():.0f} %)" if counts else "none"


def measure(faults: Iterable[PlantedFault], releases: dict[str, BenchRelease], *, shown: bool) -> FaultTable:
    """Plant each fault alone. ``shown`` prints how each came out, which is for the half that one works on."""
    table = FaultTable()
    for fault in faults:
        release = releases.get(fault.pair)
        if release is None:
            table.broken.append(fault.name)
            continue
        order = sorted(release.files, key=lambda code: (code != "fr", code))
        texts = {code: release.files[code].read_text(encoding="utf-8") for code in order}
        try:
            outcome, findings = outcome_of(texts, fault)
        except UnplantableError:
            table.broken.append(fault.name)
            continue
        table.add(fault, outcome)
        near = findings if outcome == ELSEWHERE else []
        table.errors_elsewhere += sum(one.severity == ERROR for one in near)
        if shown:
            print(f"{fault.name} {fault.pair} [{fault.kind}] {outcome}", *map(_shown, findings), sep="\n    ")
    return table


def _shown(finding: Finding) -> str:
    place = finding.place
    return f"{place.language}:{place.line} {finding.severity} {finding.code} {place.shown[:60]!r}"


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    folder = options.texts or options.file.parent.parent / "bench"
    if not options.file.is_file() or not folder.is_dir():
        print(f"{options.file} or {folder} is not there.", file=sys.stderr)
        return USAGE
    said = yaml.safe_load(options.file.read_text(encoding="utf-8")) or []
    faults = [PlantedFault.of(one) for one in said]
    releases = {one.name: one for one in releases_of(folder) if not one.is_held}
    chosen = [fault for fault in faults if options.half in ("", fault.half)]
    table = measure(chosen, releases, shown=options.half == ODD and options.details)
    print(*as_markdown(table), sep="\n")
    if table.broken:
        print(f"{len(table.broken)} cannot be planted: {' '.join(table.broken)}", file=sys.stderr)
    return BROKEN if table.broken else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-faults", description="Count how many planted faults the check finds.")
    parser.add_argument("file", type=Path, help="the faults, YAML")
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="the texts of the bench; “bench” beside the file’s folder")
    parser.add_argument("--half", choices=("", ODD, EVEN), default="", help="those of odd, or of even numbers alone")
    parser.add_argument("--details", action="store_true", help="how each one came out; of the odd half only")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
