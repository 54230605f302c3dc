"""A file that HAL exports: the JSON of its search interface (``wt=json``), saved by a browser or a program."""

from __future__ import annotations

import json
from pathlib import Path

MOST_BYTES = 100_000_000


class UnreadableFile(ValueError):
    """The file is not the JSON of HAL’s search interface; says why in one sentence."""


def documents_of(path: Path) -> list[object]:
    """The documents of a file: those of an answer as HAL gives it, or a bare list of them. Raises ``UnreadableFile``."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path} has more than {MOST_BYTES // 1_000_000} MB.")
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(f"{path} is not JSON. Ask HAL for wt=json.") from error
    found = content.get("response") if isinstance(content, dict) else content
    documents = found.get("docs") if isinstance(found, dict) else found
    if not isinstance(documents, list):
        raise UnreadableFile(f"{path} has no response.docs: it is not an answer of HAL’s search interface.")
    return documents
