"""The files of a spreadsheet that is taken in beside the web process, in a folder that no address leads to.

``rows``: the headers, then a row a line, as JSON. ``stamps``: what is to be stored, as the check found it. ``done``: how many
rows the worker has gone through; its time is the worker’s last sign of life. ``stop``: it is to stop.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from .spreadsheet_files import SheetRow
from .working_folders import WorkingPath, erase, move, working_folder

FOLDER = "sheet-jobs"


class SheetJobFiles:
    """What lies beside a job. All of it goes when the job is settled or forgotten."""

    def __init__(self, key: UUID) -> None:
        self.folder = working_folder(FOLDER) / key.hex

    def _path(self, name: str) -> WorkingPath:
        return self.folder / name

    # What is to be done

    def write_rows(self, headers: list[str], rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        """Keep a sheet, row by row as it is read, and give on what is kept. Nothing stays of one that cannot be read."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with self._path("rows").open("w", encoding="utf-8") as written:
                written.write(json.dumps(headers) + "\n")
                for row in rows:
                    cells = [cell if cell is None else plain_cell(cell) for cell in row.cells]
                    written.write(json.dumps([row.number, cells]) + "\n")
                    yield SheetRow(row.number, cells)
        except BaseException:
            self.erase()
            raise

    def headers(self) -> list[str]:
        with self._path("rows").open(encoding="utf-8") as written:
            headers: list[str] = json.loads(next(written))
        return headers

    def rows(self) -> Iterator[SheetRow]:
        with self._path("rows").open(encoding="utf-8") as written:
            next(written)
            for line in written:
                number, cells = json.loads(line)
                yield SheetRow(number, cells)

    def texts(self) -> Iterator[str]:
        """What each row says, in one text; none where there are no rows any more."""
        if self._path("rows").exists():
            yield from (" ".join(str(cell) for cell in row.cells if cell is not None) for row in self.rows())

    def write_stamps(self, stamps: dict[int, tuple[str, str]]) -> None:
        self._write("stamps", json.dumps(stamps))

    def stamps(self) -> dict[int, tuple[str, str]]:
        stored: dict[str, tuple[str, str]] = json.loads(self._path("stamps").read_text(encoding="utf-8"))
        return {int(number): (pk, stamp) for number, (pk, stamp) in stored.items()}

    # How far it is

    def tell(self, done: int) -> None:
        self._write("done", str(done))

    def done(self) -> int:
        try:
            return int(self._path("done").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return 0

    def told_at(self) -> datetime | None:
        try:
            return datetime.fromtimestamp(self._path("done").stat().st_mtime, UTC)
        except OSError:
            return None

    def forget_progress(self) -> None:
        with suppress(OSError):
            self._path("done").unlink()

    def stop(self) -> None:
        with suppress(OSError):
            self._path("stop").touch()

    def is_stopped(self) -> bool:
        return self._path("stop").exists()

    # The end

    def erase_rows(self) -> None:
        """What the sheet held; a worker that is at it still finds that it is to stop."""
        for name in ("rows", "stamps"):
            with suppress(OSError):
                self._path(name).unlink()

    def stop_and_erase(self) -> None:
        """A worker that is at it finds nothing more to work on."""
        self.stop()
        self.erase_rows()

    def erase(self) -> None:
        erase(self.folder)

    @staticmethod
    def erase_before(moment: datetime) -> None:
        """Erase what was kept before a moment, whether its job is there still or not."""
        for folder in working_folder(FOLDER).glob("*"):
            with suppress(OSError):
                if folder.stat().st_mtime < moment.timestamp():
                    erase(folder)

    def _write(self, name: str, text: str) -> None:
        """Whole or not at all, whoever reads meanwhile."""
        draft = self._path(f"{name}-{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        move(draft, self._path(name))


def plain_cell(cell: Any) -> str | int | float | bool:
    """A cell as JSON keeps it; a day or a moment as ISO text, which is read like what was typed."""
    if isinstance(cell, str | bool | int | float):
        return cell
    moment = cell.isoformat() if hasattr(cell, "isoformat") else str(cell)
    return moment.removesuffix("T00:00:00")
