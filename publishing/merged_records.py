"""Which records were merged into which: an older revision that names one that went leads to the one that stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _
from reversion.models import Version


class MergedRecordManager(models.Manager["MergedRecord"]):
    def note(self, model: type[models.Model], gone: int, kept: int) -> None:
        """Write a merge down. What was merged into the one that goes was merged into the one that stays, by now."""
        label = model._meta.label_lower
        self.filter(model_label=label, kept_id=gone).update(kept_id=kept)
        self.filter(model_label=label, object_id=kept).delete()
        self.update_or_create(model_label=label, object_id=gone, defaults={"kept_id": kept})


class MergedRecord(models.Model):
    """A record that is gone, by its number, and the one that it was merged into."""

    model_label = models.CharField(max_length=100)
    object_id = models.BigIntegerField()
    kept_id = models.BigIntegerField()

    objects = MergedRecordManager()

    class Meta:
        verbose_name = _("merged record")
        verbose_name_plural = _("merged records")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["model_label", "object_id"], name="publishing_mergedrecord_once"),
        ]

    def __str__(self) -> str:
        return f"{self.model_label} {self.object_id} → {self.kept_id}"


def led_on(versions: Iterable[Version]) -> Iterator[Version]:
    """Versions to be written back, each leading to what there is: to the record into which what it names was merged.

    What may be empty is, where what it named is gone. ``LookupError`` is raised for a row that cannot be without it, with what
    the version calls itself.
    """
    read = [(version, _model_of(version), json.loads(version.serialized_data)) for version in versions]
    coming = {(model, version.object_id) for version, model, _stored in read}
    named: dict[Any, set[str]] = {}
    for _version, model, stored in read:
        for field, value in _relations(model, stored):
            named.setdefault(field.related_model, set()).update(_keys(value))
    there = {pair for model, keys in named.items() for pair in _there(model, keys)} | coming
    went = {(model, gone): kept for model, keys in named.items() for gone, kept in _went(model, keys)}
    for version, model, stored in read:
        for field, value in _relations(model, stored):
            targets = [_target(field.related_model, key, there, went) for key in _keys(value)]
            stored[0]["fields"][field.name] = _written(field, value, targets, version)
        version.serialized_data = json.dumps(stored)
        yield version


def _model_of(version: Version) -> type[models.Model]:
    model = ContentType.objects.get_for_id(version.content_type_id).model_class()
    if model is None:
        raise LookupError(version.object_repr)
    return model


def _relations(model: type[models.Model], stored: list[dict[str, Any]]) -> Iterator[tuple[Any, Any]]:
    """The keys that a version holds, but for those of the record's own table (a page's parent) that may come with it."""
    for name, value in stored[0]["fields"].items():
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.is_relation and isinstance(field.related_model, type) and value is not None:
            yield field, value


def _keys(value: Any) -> list[str]:
    return list(map(str, value)) if isinstance(value, list) else [str(value)]


def _there(model: Any, keys: set[str]) -> Iterator[tuple[Any, str]]:
    found = model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
    return ((model, str(pk)) for pk in found)


def _went(model: Any, keys: set[str]) -> Iterator[tuple[str, str]]:
    numbers = [key for key in keys if key.isdecimal()]
    rows = MergedRecord.objects.filter(model_label=model._meta.label_lower, object_id__in=numbers)
    return ((str(gone), str(kept)) for gone, kept in rows.values_list("object_id", "kept_id"))


def _target(model: Any, key: str, there: set[tuple[Any, str]], went: dict[tuple[Any, str], str]) -> str | None:
    return key if (model, key) in there else went.get((model, key))


def _written(field: Any, value: Any, targets: list[str | None], version: Version) -> Any:
    if isinstance(value, list):
        return list(dict.fromkeys(filter(None, targets)))
    [target] = targets
    if target is None and not field.null:
        raise LookupError(version.object_repr)
    return value if target == str(value) else target
