"""What stands against saving a record because the public would see it: asked by forms and by spreadsheets alike."""

from __future__ import annotations

from django.db import models

from . import languages
from .models import Published


def breaks_of(record: models.Model) -> list[str]:
    """What the rules of publication say against a record, in one sentence each."""
    return record.rule_breaks() if hasattr(record, "rule_breaks") else []


def is_shown(record: models.Model) -> bool:
    """Whether the public sees a record in some language, or will."""
    return isinstance(record, Published) and any(map(record.public_from, languages.codes())) and not record.is_withdrawn()
