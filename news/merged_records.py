"""Editions when a record that they name is merged: the words stay as sealed, the link leads to the one that stays."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from publishing.record_references import KeyReference, is_no_reference, moved_by

from .edition_doors import open_door
from .models import EditionDoor, EditionFile, EditionReference

WHY = "merged"


def _move(reference: KeyReference, gone: models.Model, kept: models.Model, by: User) -> set[Any]:
    """A reference is never updated: behind the open door of its edition it is taken out and written anew, the same but for
    what it leads to."""
    rows = list(EditionReference.objects.filter(**{reference.name: gone.pk}).order_by("pk"))
    with open_door({row.edition_id for row in rows}, WHY, by.get_username()):
        EditionReference.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            setattr(row, reference.attname, kept.pk)
        EditionReference.objects.bulk_create(rows)
    return {row.pk for row in rows}


def connect() -> None:
    moved_by(EditionReference, _move)
    is_no_reference(EditionFile._meta.label, "record")  # a row of the release: a picture, a logo, an attachment
    is_no_reference(EditionDoor._meta.label, "edition")
