"""A translated text together with the language it is in.

Prose may fall back to the main language where a translation is missing, and is then marked with its own ``lang``; what is
handed on must therefore say which of the two it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from . import languages


@dataclass(frozen=True)
class LocalizedText:
    """Plain words as they were typed, and the code of their language."""

    words: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.words)

    def in_language(self, language: str) -> str:
        """The words, or nothing where they have fallen back to another language."""
        return self.words if self.language == language else ""


@dataclass(frozen=True)
class LocalizedHTML:
    """Formatted text, and the code of its language."""

    html: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.html)

    def in_language(self, language: str) -> str:
        """The text, or nothing where it has fallen back to another language."""
        return self.html if self.language == language else ""


def localized_text(thing: models.Model, field: str, language: str) -> LocalizedText:
    """A translated field in ``language``, or in the main one where it is empty there."""
    for code in (language, languages.main()):
        value = getattr(thing, languages.column(field, code))
        if value:
            return LocalizedText(value, code)
    return LocalizedText("", language)
