"""What a run found, for a person, for a machine, and in the operators' documentation."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from .bounds import BEFORE, BOUNDS, DATABASE, FRONT, GROWTH, HELD, KEPT, LARGE, MADE, MEMORY, SMALL, START, Result, breaches

DOCUMENT = Path("docs/operators/performance.md")
BEGIN, END = "<!-- script/bench begins -->", "<!-- script/bench ends -->"
COLUMNS = ((MADE, SMALL), (MADE, LARGE), (GROWTH, ""), (DATABASE, SMALL), (KEPT, SMALL), (KEPT, LARGE), (HELD, SMALL))


def table(results: list[Result], times: int) -> str:
    """As Markdown. What passes its bound is bold."""
    over = {(one.name, one.figure, one.content) for one in breaches(results)}
    shown = [column for column in COLUMNS if any(column[1] in row.figures.get(column[0], ()) for row in results)]
    heads = [f"{figure} {content}".strip().replace("N×", f"{times}×") for figure, content in shown]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "---:|" * len(heads)]
    for row in results:
        cells = [_cell(row, figure, content, over) for figure, content in shown]
        if any(cells):
            lines.append(f"| {row.name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(row: Result, figure: str, content: str, over: set[tuple[str, str, str]]) -> str:
    value = row.figures.get(figure, {}).get(content)
    if value is None:
        return ""
    text = f"{value:.0%}" if figure == DATABASE else f"{value:.2f}"
    return f"**{text}**" if (row.name, figure, content) in over else text


def whole(results: list[Result], times: int) -> str:
    """The tables, the figures of the processes, and what is over."""
    parts = [table(results, times)]
    for row in results:
        for figure in (FRONT, BEFORE, MEMORY, START):
            for content, value in row.figures.get(figure, {}).items():
                bound = BOUNDS[row.kind, figure]
                parts.append(f"{row.name} {content}: {value:.2f} ({bound}: {bound.reason}).".replace(" :", ":"))
    over = [f"- {one}".replace("N×", f"{times}×") for one in breaches(results)]
    parts.append("\n".join(["Over its bound:", "", *over]) if over else "Nothing is over its bound.")
    return "\n\n".join(parts)


def as_json(results: list[Result], times: int) -> str:
    told: dict[str, Any] = {
        "times": times,
        "results": [asdict(row) for row in results],
        "breaches": [
            {"row": one.name, "figure": one.figure, "content": one.content, "value": one.value} for one in breaches(results)
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def write(text: str, times: int, document: Path = DOCUMENT) -> None:
    """Put the tables into the documentation, in the place of those of the last run."""
    said = f"`script/bench --times {times}`, {date.today().isoformat()}.\n\n{text}"
    old = document.read_text(encoding="utf-8")
    new = re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _found: f"{BEGIN}\n{said}\n{END}", old, flags=re.DOTALL)
    if new == old and said not in old:
        raise ValueError(f"{document} has no place for the tables: {BEGIN} … {END}")
    document.write_text(new, encoding="utf-8")
