"""Values of fields, as stored, as typed and as posted, told apart without keeping them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.files.base import File
from django.db import models
from django.db.models.fields.files import FieldFile


def plain(value: Any) -> Any:
    """A value of a field as something that can be written down and compared, from the database or from a form alike."""
    match value:
        case None | "":
            return ""
        case File():
            # A file as it is stored, or one that was sent: that one is never the same as any other.
            return (value.name or "") if isinstance(value, FieldFile) else ["sent", value.name]
        case dict():
            return {str(name): plain(part) for name, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case bool():
            return value
        case _:
            return _written(value)


def _written(value: object) -> str:
    match value:
        case models.Model():
            return str(value.pk)
        case datetime():
            return value.astimezone(UTC).replace(microsecond=0).isoformat()
        case date() | time():
            return value.isoformat()
        case Decimal() | float():
            return f"{Decimal(str(value)).normalize():f}"
        case _:
            return str(value).replace("\r\n", "\n").strip()


def fingerprint(value: Any) -> str:
    """Twelve letters that stand for a value. Two values share them once in 10¹⁴ times."""
    written = json.dumps(plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=6).hexdigest()


def stored_value(record: models.Model, name: str) -> Any:
    """A field as stored; many records in the order of their keys, as a form gives them back in any order."""
    stored = record._meta.get_field(name)
    if stored.many_to_many:
        return sorted(str(other.pk) for other in getattr(record, name).all())
    return getattr(record, getattr(stored, "attname", name)) if stored.is_relation else getattr(record, name)


def typed_value(value: Any) -> Any:
    if isinstance(value, models.QuerySet) or (
        isinstance(value, list) and any(isinstance(part, models.Model) for part in value)
    ):
        return sorted(str(record.pk) for record in value)
    return value


def as_posted(bound: forms.BoundField) -> list[str]:
    """What a browser would send for a field that shows a value, were it left as it is: of a file, nothing."""
    widget: Any = bound.field.widget
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget = widget.widget
    if isinstance(widget, forms.FileInput):
        return []
    value = bound.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    if isinstance(shown, (list, tuple, set)):
        return [str(part) for part in shown if part not in (None, "")]
    return ["" if shown is None else str(shown)]
