"""What script/types does: mypy runs once, and each room may have as many type errors as its number says, no more and no fewer.

The numbers stand in ``[tool.types]`` of pyproject.toml. A room with fewer fails too until its number is lowered, so a number
only falls; a room without one may have none.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

HOUSE = Path(__file__).resolve().parent.parent
HELD, BROKEN, UNKNOWN = 0, 1, 2
"""How the program ends."""


class TypeFault(NamedTuple):
    """An error that mypy found."""

    room: str
    line: str


class CannotTell(Exception):
    """Why mypy did not come to an end: what it said."""


def main() -> int:
    numbers = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["types"]
    try:
        found = faults(*_asked())
    except CannotTell as reason:
        print(reason, file=sys.stderr)
        return UNKNOWN
    counted = Counter(fault.room for fault in found)
    print(table(counted, numbers))
    broken = verdicts(counted, numbers)
    above = {room for room in counted if counted[room] > numbers.get(room, 0)}
    for line in [*(fault.line for fault in found if fault.room in above), *broken]:
        print(line, file=sys.stderr)
    return BROKEN if broken else HELD


def _asked() -> tuple[int, str]:
    """Everything anew each time: with what an earlier run kept, django-stubs at times finds a manager no more."""
    answer = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-incremental", "--output", "json"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.returncode, answer.stdout + answer.stderr


def faults(code: int, output: str) -> list[TypeFault]:
    """The errors in what mypy printed; raises CannotTell where it did not come to its end."""
    if code not in {0, 1}:
        raise CannotTell(f"mypy could not finish:\n{output}")
    answers: list[dict[str, Any]] = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    if code == 1 and not any(answer["severity"] == "error" for answer in answers):
        raise CannotTell(f"mypy failed and named no error:\n{output}")
    return [
        TypeFault(Path(answer["file"]).parts[0], "{file}:{line}: {message} [{code}]".format_map(answer))
        for answer in answers
        if answer["severity"] == "error"
    ]


def table(counted: Mapping[str, int], numbers: Mapping[str, int]) -> str:
    """A line per room: how many errors it has, and how many it may have."""
    rows = [("room", "errors", "at most")]
    rows += [(room, str(counted.get(room, 0)), str(numbers.get(room, 0))) for room in _rooms(counted, numbers)]
    return "\n".join(f"{room:<12}  {errors:>6}  {allowed:>7}" for room, errors, allowed in rows)


def verdicts(counted: Mapping[str, int], numbers: Mapping[str, int]) -> list[str]:
    """A sentence for each room that has not the errors of its number."""
    sentences = []
    for room in _rooms(counted, numbers):
        errors, allowed = counted.get(room, 0), numbers.get(room, 0)
        if errors > allowed:
            sentences.append(f"{room} may have {allowed} type errors and has {errors}: all of them stand above.")
        elif errors < allowed:
            sentences.append(f"{room} has fewer type errors than its number: lower the number to {errors}.")
    return sentences


def _rooms(counted: Iterable[str], numbers: Iterable[str]) -> list[str]:
    return [*numbers, *sorted(set(counted) - set(numbers))]


if __name__ == "__main__":
    sys.exit(main())
