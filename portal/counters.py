"""Numbers that every process of a machine adds to, and one of them tells the sum of.

Each process has a file of its own, mapped into its memory: adding costs no system call, waits for no other process, and is
there when the process is killed. Only sums are kept, which may be added; what has a state at a moment is asked when it is told.
Where there is no directory, or no room in it, a process counts in its memory and tells of itself alone.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import secrets
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

SIZE = 128 * 1024
"""Bytes of a file: some two thousand numbers."""
ENDED = "ended.counts"
MOST_FILES = 16
"""From so many files on, those of processes that have ended become one."""
_HEAD = struct.Struct("=Hd")


class Counters:
    """The numbers of this process by their names, and the sums over all."""

    def __init__(self, directory: str) -> None:
        self.directory = Path(directory) if directory else None
        self._lock = threading.Lock()
        self._forget()
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        """A process that was born of this one counts for itself, from nothing."""
        self._lock = threading.Lock()
        self._places: dict[str, int] = {}
        self._end = 0
        self._map: mmap.mmap | bytearray | None = None

    @property
    def is_shared(self) -> bool:
        return isinstance(self._map, mmap.mmap)

    def add(self, name: str, amount: float = 1.0) -> None:
        """Add to a number; a name that finds no room any more is not counted."""
        with self._lock:
            kept = self._map
            if kept is None:
                kept = self._map = self._opened() or bytearray(SIZE)
            place = self._places.get(name)
            if place is None:
                place = self._begun(kept, name)
            if place:
                (value,) = struct.unpack_from("=d", kept, place)
                struct.pack_into("=d", kept, place, value + amount)

    def _begun(self, kept: mmap.mmap | bytearray, name: str) -> int:
        """The place of a new number; none where there is no room."""
        key = name.encode()
        end = self._end + _HEAD.size + len(key)
        if end + _HEAD.size > SIZE:
            return 0
        # The length last: until then a reader takes this for the end.
        kept[self._end + _HEAD.size : end] = key
        struct.pack_into("=d", kept, self._end + 2, 0.0)
        struct.pack_into("=H", kept, self._end, len(key))
        self._places[name], self._end = self._end + 2, end
        return self._places[name]

    def _opened(self) -> mmap.mmap | None:
        if self.directory is None:
            return None
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._gather()
            path = self.directory / f"{os.getpid()}-{secrets.token_hex(4)}.counts"
            with path.open("x+b") as file:
                # Room that a full disk takes away later would end the process: it is there from the beginning.
                os.posix_fallocate(file.fileno(), 0, SIZE)
                return mmap.mmap(file.fileno(), SIZE)
        except OSError:
            return None

    def sums(self) -> dict[str, float]:
        """The numbers of all processes of this machine, those that have ended too; of this one alone where none is shared."""
        found: dict[str, float] = {}
        if self._map is not None and not self.is_shared:
            _add_all(found, bytes(self._map))
        if self.directory is not None:
            for path in self._files():
                _add_all(found, _read(path))
        return found

    def _files(self) -> list[Path]:
        return sorted(self.directory.glob("*.counts")) if self.directory is not None else []

    def _gather(self) -> None:
        """Make one file of those of processes that have ended."""
        if self.directory is None or len(self._files()) < MOST_FILES:
            return
        with (self.directory / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            gone = [path for path in self._files() if path.name == ENDED or not _is_running(path)]
            found: dict[str, float] = {}
            for path in gone:
                _add_all(found, _read(path))
            written = self.directory / f".{ENDED}"
            written.write_bytes(b"".join(_HEAD.pack(len(key.encode()), value) + key.encode() for key, value in found.items()))
            written.replace(self.directory / ENDED)
            for path in gone:
                if path.name != ENDED:
                    path.unlink(missing_ok=True)


def _is_running(path: Path) -> bool:
    pid = path.name.partition("-")[0]
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # It was gathered meanwhile.
        return b""


def _add_all(found: dict[str, float], content: bytes) -> None:
    for name, value in _entries(content):
        found[name] = found.get(name, 0.0) + value


def _entries(content: bytes) -> Iterator[tuple[str, float]]:
    place = 0
    while place + _HEAD.size <= len(content):
        length, value = _HEAD.unpack_from(content, place)
        if not length:
            return
        place += _HEAD.size
        yield content[place : place + length].decode(), value
        place += length
