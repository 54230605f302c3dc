"""A folder of a bucket with the few words of ``pathlib`` that the portal's working folders need.

A bucket has no folders: a name with slashes is all there is. So a folder is what lies under it, or an empty marker where
nothing does yet, and its time is that of what was written there last.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .bucket_storage import BucketStorage

MARKER = ".folder"
IN_MEMORY = 1024 * 1024


class BucketStat(NamedTuple):
    st_size: int
    st_mtime: float


class BucketPath:
    """A name in a bucket. Whatever cannot be done raises an ``OSError``, as on a disk."""

    def __init__(self, storage: BucketStorage, key: str, stat: BucketStat | None = None) -> None:
        self._storage, self.key, self._stat = storage, key.strip("/"), stat

    def __truediv__(self, name: str) -> BucketPath:
        return BucketPath(self._storage, f"{self.key}/{name}")

    def __str__(self) -> str:
        return self.key

    @property
    def name(self) -> str:
        return PurePosixPath(self.key).name

    def relative_to(self, other: BucketPath) -> PurePosixPath:
        return PurePosixPath(self.key).relative_to(other.key)

    # Reading

    def read_bytes(self) -> bytes:
        return self._storage.read(self.key)

    def read_text(self, encoding: str = "utf-8") -> str:
        return self.read_bytes().decode(encoding)

    def is_file(self) -> bool:
        return self._storage.stat(self.key) is not None

    def is_dir(self) -> bool:
        return next(iter(self._storage.keys(f"{self.key}/")), None) is not None

    def exists(self) -> bool:
        return self.is_file() or self.is_dir()

    def stat(self) -> BucketStat:
        found = self._stat or self._storage.stat(self.key)
        if found is None:
            under = [stat for _key, stat in self._storage.keys(f"{self.key}/")]
            if not under:
                raise FileNotFoundError(self.key)
            found = BucketStat(0, max(stat.st_mtime for stat in under))
        return found

    def glob(self, pattern: str) -> Iterator[BucketPath]:
        """What lies under it as deep as the pattern has parts, files and folders alike."""
        depth = len(parts := pattern.split("/"))
        found: dict[str, BucketStat] = {}
        for key, stat in self._storage.keys(f"{self.key}/"):
            names = key.removeprefix(f"{self.key}/").split("/")
            if len(names) < depth or (len(names) == depth and names[-1] == MARKER):
                continue
            if all(fnmatch(name, part) for name, part in zip(names, parts, strict=False)):
                place = "/".join([self.key, *names[:depth]])
                latest = max(stat.st_mtime, found[place].st_mtime if place in found else 0)
                found[place] = BucketStat(stat.st_size if len(names) == depth else 0, latest)
        yield from (BucketPath(self._storage, place, stat) for place, stat in found.items())

    def iterdir(self) -> Iterator[BucketPath]:
        return self.glob("*")

    def rglob(self, pattern: str) -> Iterator[BucketPath]:
        """Every file under it, at any depth."""
        for key, stat in self._storage.keys(f"{self.key}/"):
            name = PurePosixPath(key).name
            if name != MARKER and fnmatch(name, pattern):
                yield BucketPath(self._storage, key, stat)

    # Writing

    def write_bytes(self, content: bytes) -> None:
        self._storage.write(self.key, io.BytesIO(content))

    def write_text(self, text: str, encoding: str = "utf-8") -> None:
        self.write_bytes(text.encode(encoding))

    def touch(self) -> None:
        self.write_bytes(b"")

    def mkdir(self, mode: int = 0o700, parents: bool = False, exist_ok: bool = False) -> None:
        (self / MARKER).touch()

    def replace(self, target: BucketPath) -> None:
        """A bucket shows a file once it is whole, so a copy is as good as a move."""
        target.write_bytes(self.read_bytes())
        self.unlink()

    def unlink(self, missing_ok: bool = False) -> None:
        if not missing_ok and not self.is_file():
            raise FileNotFoundError(self.key)
        self._storage.remove([self.key])

    def rmdir(self) -> None:
        if any(PurePosixPath(key).name != MARKER for key, _stat in self._storage.keys(f"{self.key}/")):
            raise OSError(f"{self.key} is not empty")
        self._storage.remove([f"{self.key}/{MARKER}"])

    def erase(self) -> None:
        """Whatever is under it, and itself."""
        self._storage.remove([self.key, *(key for key, _stat in self._storage.keys(f"{self.key}/"))])

    @contextmanager
    def open(self, mode: str = "r", encoding: str | None = None) -> Iterator[IO[Any]]:
        """A file to be read, or one to be written, which is there once the block has ended well."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as kept:
            if "r" in mode:
                kept.write(self.read_bytes())
                kept.seek(0)
            file: IO[Any] = kept if "b" in mode else io.TextIOWrapper(kept, encoding=encoding or "utf-8")
            yield file
            if "w" in mode:
                file.flush()
                kept.seek(0)
                self._storage.write(self.key, kept)
