"""What there is to say of a file beside its text: an encoding that was guessed, pictures and comments that are left behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..sentences import file_words


@dataclass(frozen=True)
class FileNotice:
    """A key of the table ``files`` of the sentences, with what stands in its gaps."""

    key: str
    params: Mapping[str, object] = field(default_factory=dict)

    def render(self, language: str) -> str:
        return file_words(self.key, language, **self.params)


class NotATextError(Exception):
    """A file that cannot be read as a text, with the sentence that says why."""
