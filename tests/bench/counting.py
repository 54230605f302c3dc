"""What processes have used so far, as the kernel counts it: Linux alone tells it to the nanosecond and the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


def children(pid: int) -> list[int]:
    """The processes that one has started, and those that they have."""
    own: list[int] = []
    for task in _tasks(pid):
        try:
            own += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return [*own, *(one for child in own for one in children(child))]


def family(pid: int) -> list[int]:
    return [pid, *children(pid)]


def _tasks(pid: int) -> list[Path]:
    try:
        return list((PROC / str(pid) / "task").iterdir())
    except OSError:
        return []


@dataclass
class CpuMeter:
    """The CPU of a process and of all that it starts, in seconds. Work of one that has ended meanwhile is not seen."""

    root: int

    def read(self) -> dict[str, int]:
        found = {}
        for pid in family(self.root):
            for task in _tasks(pid):
                try:
                    found[str(task)] = int((task / "schedstat").read_text().split()[0])
                except OSError:
                    continue
        return found

    def since(self, before: dict[str, int]) -> float:
        return sum(used - before.get(task, 0) for task, used in self.read().items()) / 1e9


def megabytes(pids: Iterable[int]) -> float:
    """The memory of processes, pages that several share counted in parts (PSS)."""
    told = "".join((PROC / str(pid) / "smaps_rollup").read_text() for pid in pids)
    return sum(map(int, re.findall(r"^Pss: +(\d+) kB$", told, re.MULTILINE))) / 1024
