"""The journal itself: a file a month, outside the database, which only ever grows.

Each line is JSON and holds the hash of the line before it and its own, so that a line that was changed, taken out or put in
shows. Lines are moved here from their table under its lock and forced to the disk before they leave it; after a crash between
the two a line stands twice, and is known by its key. The directory may be shared by several machines: they write one after the
other, under the database's lock and the file's.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from .journal import JournalEntry, as_json
from .journal_tables import JournalLine

BEGINNING = "0" * 64
LATE = timedelta(minutes=10)
MOST = 2000
"""Lines moved in one transaction."""


class BrokenJournalError(Exception):
    """A line is not what was written: changed, taken out or put in. Says in which file, and where."""


def move(directory: Path | None = None) -> int:
    """Move what waits in the table into the journal; gives how many lines. Raises ``OSError`` where it cannot be written."""
    directory = directory or settings.JOURNAL_DIR
    if directory is None or not JournalLine.objects.exists():
        return 0
    moved = 0
    while batch := _move_some(directory):
        moved += batch
    return moved


@transaction.atomic
def _move_some(directory: Path) -> int:
    rows = list(JournalLine.objects.select_for_update().order_by("pk")[:MOST])
    if rows:
        append(directory, [_as_data(row) for row in rows])
        JournalLine.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _as_data(row: JournalLine) -> dict[str, Any]:
    at = row.at.isoformat()
    return {"key": row.key, "at": at, "kind": row.kind, "model": row.model, "record": row.record, "said": row.said}


def is_late(at: datetime | None = None) -> bool:
    """Whether lines wait that should be in the journal. Where none is kept, they wait for one."""
    if settings.JOURNAL_DIR is None:
        return False
    return JournalLine.objects.filter(at__lte=(at or timezone.now()) - LATE).exists()


def append(directory: Path, lines: list[dict[str, Any]], day: datetime | None = None) -> None:
    """Write lines behind the last one, and see them on the disk."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(directory):
        path = directory / f"{(day or timezone.now()):%Y-%m}.jsonl"
        _mend_torn(path)
        before = head(directory)
        texts = []
        for line in lines:
            whole = {**line, "before": before}
            before = _hash(whole)
            texts.append(as_json({**whole, "hash": before}) + "\n")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write("".join(texts).encode())
            file.flush()
            os.fsync(file.fileno())
        _see_on_disk(directory)


def _hash(line: dict[str, Any]) -> str:
    return hashlib.sha256(as_json(line).encode()).hexdigest()


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    with os.fdopen(os.open(directory / ".lock", os.O_RDWR | os.O_CREAT, 0o600)) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _mend_torn(path: Path) -> None:
    """What a crash left of a line is no line: its row is still in the table, and comes again whole."""
    if not path.exists() or not path.stat().st_size:
        return
    with path.open("r+b") as file:
        whole = file.read()
        if not whole.endswith(b"\n"):
            file.truncate(whole.rfind(b"\n") + 1)


def _see_on_disk(directory: Path) -> None:
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def files(directory: Path) -> list[Path]:
    """The files of the journal, in order."""
    return sorted(path for path in directory.glob("????-??.jsonl") if path.stat().st_size)


def head(directory: Path) -> str:
    """The hash of the last line, by which a backup says how far the journal had come."""
    for path in reversed(files(directory)):
        with path.open("rb") as file:
            size = path.stat().st_size
            reach = 1 << 16
            while True:
                file.seek(max(0, size - reach))
                lines = file.read().splitlines()
                if len(lines) > 1 or reach >= size:
                    return str(json.loads(lines[-1])["hash"])
                reach *= 4
    return BEGINNING


def read(directory: Path) -> Iterator[tuple[JournalEntry, str]]:
    """Every line with its hash, each once, in the order in which it was written.

    Raises ``BrokenJournalError``. What a crash left of a last line is passed over; the first file may be one of later months,
    where earlier ones were put away.
    """
    seen: set[str] = set()
    before = None
    for path in files(directory):
        for number, text in enumerate(path.read_bytes().split(b"\n"), 1):
            line = _line(text)
            if line is None:
                if text and not _is_last(path, number):
                    raise BrokenJournalError(f"{path.name}:{number}")
                continue
            if line["hash"] != _hash({k: v for k, v in line.items() if k != "hash"}):
                raise BrokenJournalError(f"{path.name}:{number}")
            if before is not None and line["before"] != before:
                raise BrokenJournalError(f"{path.name}:{number}")
            before = line["hash"]
            if line["key"] not in seen:
                seen.add(line["key"])
                fields = {name: line[name] for name in ("key", "at", "kind", "model", "record", "said")}
                yield JournalEntry(**fields), before


def _line(text: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"key", "hash", "before"} <= set(found) else None


def _is_last(path: Path, number: int) -> bool:
    return number == len(path.read_bytes().split(b"\n"))
