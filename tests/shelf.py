"""What is made once for many runs of the tests, under ``var/tests``: by one process, while the others wait."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.conf import settings

SHELF = Path(settings.BASE_DIR) / "var" / "tests"
HALF_MADE = "_unfinished"


def fingerprint(root: Path, paths: Iterable[Path]) -> str:
    """What the names and contents of these files amount to."""
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


@contextlib.contextmanager
def alone(folder: Path, with_what: str = "all") -> Iterator[None]:
    """Wait for a process that is busy with the same. The lock goes with the process that holds it, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"lock-{with_what}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def directory(kind: str, mark: str, make: Callable[[Path], object], folder: Path = SHELF) -> Path:
    """A directory that ``make`` fills. Those of the same kind that bear another mark go.

    It has another name until it is whole, so that a process that dies leaves none that is taken for it.
    """
    path = folder / f"{kind}_{mark}"
    with alone(folder):
        if not path.is_dir():
            for old in folder.glob(f"{kind}_*"):
                shutil.rmtree(old)
            unfinished = folder / (path.name + HALF_MADE)
            make(unfinished)
            unfinished.replace(path)
    return path
