"""Files that are made from public content and are the same for everybody: the cache of answers keeps them, packed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

from django.http import FileResponse

from .kept_answers import in_pieces


class FileForAll(FileResponse):
    """A file that was written out for one answer, and may be kept while nothing that it was made from has changed.

    ``file`` can be told its size and be read; where the answer is kept, it is read once and closed.
    """

    def __init__(self, file: IO[bytes], **given: Any) -> None:
        super().__init__(file, **given)
        self._file = file

    @property
    def size(self) -> int:
        return int(self.headers["Content-Length"])

    def read_through(self, see: Callable[[bytes], Any]) -> Iterator[bytes]:
        """Its content, a piece at a time, each shown to ``see`` as well."""
        for piece in in_pieces(self._file):
            see(piece)
            yield piece
