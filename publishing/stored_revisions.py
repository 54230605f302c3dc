"""What revisions hold of one record and its rows, read as it was written down, without making the records of then again.

A page of a history reads many versions. Each is parsed once, and what they lead to is read in bulk: the number of queries does
not grow with that of the revisions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from . import tasks
from .admin_languages import language_columns
from .field_values import plain


@dataclass(frozen=True)
class Shape:
    """What somebody may read of the records of one model: the names of its fields, in the order of the form.

    ``parent`` is the key by which rows hang on their record; empty for the record itself.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    parent: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


def readable_fields(
    model: type[models.Model], reader: User | AnonymousUser, order: Iterable[str] = (), parent: str = ""
) -> tuple[str, ...]:
    """The fields of a model that people write and that ``reader`` may see, those of the form first and in its order.

    Of a text in several languages only the columns of the languages; nothing private that is not for the reader's eyes.
    """
    stems = {stem for stem, _code in language_columns(model).values()}
    own = [stored for stored in model._meta.concrete_fields if stored.editable and not stored.primary_key]
    lists = [relation for relation in model._meta.local_many_to_many if _is_plain(relation)]
    names = [stored.name for stored in (*own, *lists) if stored.name not in stems and stored.name != parent]
    shown = {name: place for place, name in enumerate(order)}
    readable = [name for name in names if not tasks.hides(reader, model, name)]
    return tuple(sorted(readable, key=lambda name: shown.get(name, len(shown))))


def _is_plain(relation: models.ManyToManyField) -> bool:
    """Whether the form writes a relation as one field; else its rows tell."""
    through = relation.remote_field.through
    return through is not None and bool(through._meta.auto_created)


@dataclass(frozen=True)
class StoredThing:
    """A record or one of its rows at some time. ``values`` are as Python has them; of relations, the keys as text."""

    shape: Shape
    pk: str
    values: Mapping[str, Any]
    written: str
    """What it called itself then, in the language of whoever saved it."""

    @property
    def key(self) -> str:
        """Which thing it is, among all that one revision holds: ``news.quote:12``."""
        return f"{self.shape.label}:{self.pk}"

    def differs(self, name: str, other: StoredThing) -> bool:
        """Whether a field that both have says something else in ``other``."""
        if name not in self.values or name not in other.values:
            return False
        return bool(plain(self.values[name]) != plain(other.values[name]))


@dataclass(frozen=True)
class Snapshot:
    """A record with its rows, as one revision holds them, or as they are stored now (without a version)."""

    record: StoredThing
    rows: dict[str, StoredThing] = field(default_factory=dict)
    version: Version | None = None

    @property
    def revision(self) -> Revision | None:
        return self.version.revision if self.version else None

    @property
    def things(self) -> Iterator[StoredThing]:
        yield self.record
        yield from self.rows.values()


def snapshots(versions: Iterable[Version], own: Shape, rows: Iterable[Shape]) -> list[Snapshot]:
    """The snapshots of some versions of one record, in two queries at most."""
    versions, shapes = list(versions), list(rows)
    held: dict[int, dict[str, StoredThing]] = defaultdict(dict)
    if shapes and versions:
        kinds = ContentType.objects.get_for_models(*(shape.model for shape in shapes))
        by_kind = {kinds[shape.model].pk: shape for shape in shapes}
        parent, revisions = versions[0].object_id, [version.revision_id for version in versions]
        for version in Version.objects.filter(revision__in=revisions, content_type__in=by_kind).order_by("pk"):
            row = _read_row(version, by_kind[version.content_type_id], parent)
            if row is not None:
                held[version.revision_id][row.key] = row
    return [Snapshot(_thing(version, own, _fields_of(version)), held[version.revision_id], version) for version in versions]


def snapshot_now(record: models.Model, own: Shape, rows: Iterable[Shape]) -> Snapshot:
    """A record as it is stored now: one query for each kind of row, and one for each list of relations."""
    held = {}
    for shape in rows:
        for row in shape.model._base_manager.filter(**{shape.parent: record.pk}).order_by("pk"):
            thing = _thing_now(row, shape)
            held[thing.key] = thing
    return Snapshot(_thing_now(record, own), held)


def _fields_of(version: Version) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(version.serialized_data)[0]["fields"]
    return fields


def _read_row(version: Version, shape: Shape, parent: str) -> StoredThing | None:
    """A row of the record; ``None`` for one of another record that the same revision holds."""
    fields = _fields_of(version)
    return _thing(version, shape, fields) if str(fields.get(shape.parent)) == parent else None


def _thing(version: Version, shape: Shape, fields: Mapping[str, Any]) -> StoredThing:
    values = {name: _value(shape.model, name, fields[name]) for name in shape.fields if name in fields}
    return StoredThing(shape, version.object_id, values, version.object_repr)


def _value(model: type[models.Model], name: str, written: Any) -> Any:
    stored = model._meta.get_field(name)
    if stored.many_to_many:
        return tuple(sorted(map(str, written)))
    if stored.is_relation or not isinstance(stored, models.Field):
        return "" if written is None else str(written)
    try:
        return stored.to_python(written)
    except ValidationError:
        # What the field no longer takes is shown as it was written.
        return written


def _thing_now(record: models.Model, shape: Shape) -> StoredThing:
    return StoredThing(shape, str(record.pk), {name: _value_now(record, name) for name in shape.fields}, str(record))


def _value_now(record: models.Model, name: str) -> Any:
    stored = record._meta.get_field(name)
    if stored.many_to_many:
        return tuple(sorted(str(other.pk) for other in getattr(record, name).all()))
    if stored.is_relation:
        key = getattr(record, getattr(stored, "attname", name))
        return "" if key is None else str(key)
    value = getattr(record, name)
    return (value.name or "") if isinstance(stored, models.FileField) else value


class Names:
    """What the records are called that some snapshots lead to: one query for each kind of them, one for all that are gone."""

    def __init__(self, read: Iterable[Snapshot]) -> None:
        wanted: dict[type[models.Model], set[str]] = defaultdict(set)
        for thing in {id(thing): thing for snapshot in read for thing in snapshot.things}.values():
            for name in thing.values:
                if target := _target(thing.shape.model, name):
                    wanted[target].update(_keys(thing.values[name]))
        self.found = {
            (target, str(record.pk)): record
            for target, keys in wanted.items()
            if keys
            for record in target._base_manager.filter(pk__in=keys)
        }
        missing = {target: [key for key in keys if (target, key) not in self.found] for target, keys in wanted.items()}
        self.gone = dict(_names_of_gone({target: keys for target, keys in missing.items() if keys}))

    def of(self, target: type[models.Model], key: str) -> str:
        """What a record is called, or was called when it was last saved."""
        record = self.found.get((target, key))
        return str(record) if record is not None else self.gone.get((target, key), _("(deleted)"))

    def of_field(self, thing: StoredThing, name: str) -> list[str]:
        """What the records are called that a relation of a thing leads to."""
        target = _target(thing.shape.model, name)
        return sorted(self.of(target, key) for key in _keys(thing.values[name])) if target else []

    def of_row(self, row: StoredThing) -> str:
        """What a row is called for its reader now; what it was called then where something it is named by is gone."""
        try:
            return str(self.instance(row))
        except ObjectDoesNotExist:
            return row.written

    def instance(self, thing: StoredThing) -> models.Model:
        """An unsaved record with the values of then, and with the records that it led to."""
        record = thing.shape.model()
        for name, value in thing.values.items():
            target = _target(thing.shape.model, name)
            if target is None:
                setattr(record, name, value)
            elif not isinstance(value, tuple) and (target, value) in self.found:
                setattr(record, name, self.found[target, value])
        return record


def _target(model: type[models.Model], name: str) -> type[models.Model] | None:
    related = model._meta.get_field(name).related_model
    return related if isinstance(related, type) else None


def _keys(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _names_of_gone(
    missing: Mapping[type[models.Model], list[str]],
) -> Iterator[tuple[tuple[type[models.Model], str], str]]:
    """What records that are no longer there called themselves last."""
    if not missing:
        return
    kinds = ContentType.objects.get_for_models(*missing)
    targets = {kind.pk: target for target, kind in kinds.items()}
    asked = reduce(or_, (models.Q(content_type=kinds[target], object_id__in=keys) for target, keys in missing.items()))
    for kind, key, words in (
        Version.objects.filter(asked).order_by("pk").values_list("content_type_id", "object_id", "object_repr")
    ):
        yield (targets[kind], key), words
