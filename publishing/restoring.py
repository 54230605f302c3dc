"""Taking back from an older revision: a record with all its rows, or the fields and rows of it that somebody ticked.

A revision may hold other records as well, since one action can change many. Only the record that is asked for and its own rows
are taken back. What is taken back is written while the form is shown or saved, in a transaction that is undone unless the form
is saved; so all rules of the form hold for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from . import tasks
from .merged_records import led_on
from .stored_revisions import Shape, snapshots
from .tasks import Task


@dataclass(frozen=True)
class Restoration:
    """What is taken back: the version of a record, and the names of its fields and the keys of its rows (see
    ``StoredThing.key``), or ``None`` for the whole."""

    version: Version
    parts: frozenset[str] | None = None

    @property
    def is_whole(self) -> bool:
        return self.parts is None

    def takes(self, part: str) -> bool:
        return self.parts is None or part in self.parts


def restorable_fields(own: Shape) -> list[str]:
    """The fields of a record that can be taken back by themselves: never its moments and its withdrawal."""
    return [name for name in own.fields if tasks.task_of(own.model, name) is not Task.PUBLISH]


def take_back(restoration: Restoration, record: models.Model | None, own: Shape, rows: Iterable[Shape]) -> None:
    """Write what is taken back, but for the fields of a part, which ``give_fields`` puts into the form alone.

    ``record`` is the record as stored; ``None`` where it was deleted. It must be called in a transaction. ``RevertError`` is
    raised where something cannot stand again.
    """
    shapes = list(rows)
    snapshot = snapshots([restoration.version], own, shapes)[0]
    kept = {key for key in snapshot.rows if restoration.takes(key)}
    if record is not None:
        for shape in shapes:
            _remove_added(restoration, record, shape, set(snapshot.rows))
    versions = [restoration.version] if restoration.is_whole else []
    _write([*versions, *_row_versions(restoration.version, kept, shapes)])
    if record is not None and not restoration.is_whole:
        _set_lists(restoration, record, own)


def _remove_added(restoration: Restoration, record: models.Model, shape: Shape, then: set[str]) -> None:
    """Delete the rows that are not in the revision."""
    for row in shape.model._base_manager.filter(**{shape.parent: record.pk}):
        key = f"{shape.label}:{row.pk}"
        if key not in then and restoration.takes(key):
            row.delete()


def _row_versions(version: Version, keys: set[str], shapes: Iterable[Shape]) -> Iterable[Version]:
    if not keys:
        return
    kinds = ContentType.objects.get_for_models(*(shape.model for shape in shapes))
    labels = {kind.pk: model._meta.label_lower for model, kind in kinds.items()}
    for row in Version.objects.filter(revision=version.revision_id, content_type__in=labels).order_by("pk"):
        if f"{labels[row.content_type_id]}:{row.object_id}" in keys:
            yield row


def _write(versions: Iterable[Version]) -> None:
    """Write versions back; what was merged since is named by the record that it was merged into."""
    try:
        for version in led_on(versions):
            with transaction.atomic():
                version.revert()
    except LookupError as error:
        raise RevertError(_refusal(str(error))) from error
    except (IntegrityError, ObjectDoesNotExist) as error:
        raise RevertError(_refusal(version.object_repr)) from error


def _refusal(name: str) -> str:
    words = _("“%(thing)s” cannot be taken back: what it belongs to is gone, or something stands in its place.")
    return words % {"thing": name}


def _set_lists(restoration: Restoration, record: models.Model, own: Shape) -> None:
    then = snapshots([restoration.version], own, ())[0].record
    for name in restorable_fields(own):
        stored = own.model._meta.get_field(name)
        target = stored.related_model
        if stored.many_to_many and isinstance(target, type) and restoration.takes(name) and name in then.values:
            getattr(record, name).set(target._base_manager.filter(pk__in=then.values[name]))


def give_fields(restoration: Restoration, record: models.Model, own: Shape) -> None:
    """Give the record of a form the fields of a part as the revision has them; nothing is saved."""
    if restoration.is_whole:
        return
    then = snapshots([restoration.version], own, ())[0].record
    for name in restorable_fields(own):
        stored = own.model._meta.get_field(name)
        if not stored.many_to_many and restoration.takes(name) and name in then.values:
            value = then.values[name]
            setattr(record, getattr(stored, "attname", name), (value or None) if stored.is_relation else value)
