"""What a record's own rules say against it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from .admin_languages import label_of, told_of


def faults_of(record: models.Model) -> list[str]:
    """What the rules of a record's fields, model and constraints say against it, each with the name of its field."""
    try:
        record.full_clean()
    except ValidationError as error:
        named = {field.name for field in record._meta.concrete_fields}
        return [
            told_of(label_of(type(record), name), sentence) if name in named else sentence
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return []
