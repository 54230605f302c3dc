"""A new draft made of a release: its texts, its rows, copies of its files; nothing of its life."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import models

from publishing import languages, translations
from publishing.models import Published

from .models import PressRelease

LINKS = ("caps", "institutions", "partners")
ROWS = ("quotes", "release_boilerplates", "release_contacts", "pictures", "attachments")
LIFE = frozenset(
    {
        "id",
        "stamp",
        "created_at",
        "modified_at",
        "withdrawn_at",
        "author",
        *languages.columns("public_from"),
        *languages.columns("slug"),
        *languages.columns("edition"),
        *languages.columns("review"),
        *languages.columns("withdrawal_notice"),
        "withdrawal_notice",
    }
)
"""What a copy does not take over."""


def copy_of(release: PressRelease, by: User) -> PressRelease:
    """Save a draft that says what ``release`` says. To be called in a transaction."""
    draft = PressRelease(author=by, **_values(release, LIFE))
    draft.save()
    translations.take_over(draft, release)
    for name in LINKS:
        getattr(draft, name).set(getattr(release, name).all())
    for name in ROWS:
        for row in getattr(release, name).all():
            _copy_row(row, draft)
    return draft


def _copy_row(row: models.Model, draft: PressRelease) -> None:
    values = _values(row, frozenset({"id", "release"}))
    for field in row._meta.concrete_fields:
        if isinstance(field, models.FileField) and (file := getattr(row, field.name)):
            try:
                with file.open() as stored:
                    values[field.name] = ContentFile(stored.read(), name=file.name.rpartition("/")[2])
            except FileNotFoundError:
                values[field.name] = ""
    copy = type(row)(release=draft, **values)
    copy.save()
    translations.take_over(copy, row)


def _values(record: Published | models.Model, without: frozenset[str]) -> dict[str, Any]:
    translated = {name.rpartition("_")[0] for name in (field.name for field in record._meta.concrete_fields)}
    columns = {field.name for field in record._meta.concrete_fields}
    base = {name for name in translated if languages.column(name, languages.main()) in columns}
    return {
        field.name: getattr(record, field.name)
        for field in record._meta.concrete_fields
        if field.name not in without and field.name not in base
    }
