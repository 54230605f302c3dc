"""Erasing a person everywhere (GDPR, article 17): each room erases what it keeps, and what remains is said by name.

A room registers a step, which erases its own. What anybody wrote in words of their own is never rewritten by a program: it is
looked for in every text column of every table and told, with what a person can do about it, so that a table that nobody
thought of is reported rather than forgotten. Nothing that is kept of an erasure, its line in the log included, names the
person.
"""

from __future__ import annotations

import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Revision, Version

from proofreading.text import fold

from . import journal, tasks
from .collaboration_tables import BulkChange
from .enums import JournalKind
from .models import SlugRecord
from .outbox import OutboxMessage
from .rendition_jobs import RenditionJob, settle_naming
from .sheet_jobs import SheetJob, forget_naming
from .signals import one_change
from .translated_texts import TranslatedText, write

GONE = "[…]"
"""What stands where a name stood in a log."""
JOURNAL_LABEL = "person"
"""Under what the journal keeps that somebody was erased: by a number, and hashes that nobody can turn back."""
FEWEST_LETTERS = 5
"""A single word must have so many letters to be looked for: a shorter one would be found in other people's names."""
_BETWEEN = r"(?:<[^<>]{0,80}>|&nbsp;|[\W_]){1,12}"
_MARKS = r"[\u0300-\u036f]*"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Subject:
    """Who is to be erased: the key of their record, if they have one, how they are named, and their addresses."""

    person: int | None = None
    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        spellings = [_BETWEEN.join(map(_spelt, _parts(name))) for name in self.names if _parts(name)]
        spellings += [re.escape(fold(email)) for email in self.emails]
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(spellings) or '(?!)'}){_MARKS}(?![^\W_])")

    def is_in(self, value: object) -> bool:
        """Whether a value names them, whatever the case, accents and signs between the names; JSON is gone through."""
        if isinstance(value, str):
            return bool(self._pattern.search(fold(value))) or ("\\u" in value and self.is_in(_unescaped(value)))
        if isinstance(value, Mapping):
            return any(self.is_in(key) or self.is_in(inner) for key, inner in value.items())
        return isinstance(value, list | tuple) and any(map(self.is_in, value))

    def taken_out_of(self, value: Any) -> Any:
        """The same value without them."""
        if isinstance(value, str):
            found = list(self._pattern.finditer(fold(value)))
            for match in reversed(found):
                value = value[: match.start()] + GONE + value[match.end() :]
            return GONE if self.is_in(value) else value
        if isinstance(value, Mapping):
            return {self.taken_out_of(key): self.taken_out_of(inner) for key, inner in value.items()}
        return [self.taken_out_of(inner) for inner in value] if isinstance(value, list | tuple) else value


def _parts(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


def _spelt(word: str) -> str:
    return _MARKS.join(map(re.escape, word))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


@dataclass(frozen=True)
class Remaining:
    """A row that still names the person, in which columns, and what somebody can do about it."""

    model: type[models.Model]
    pk: Any
    columns: tuple[str, ...]
    advice: str
    owner: tuple[type[models.Model], Any] | None = None
    """The record that it is a part of, by its table and key."""

    @property
    def kind(self) -> str:
        return str(self.model._meta.verbose_name)


@dataclass
class Erasure:
    """One erasure under way: what it has done so far, counted by kind, and what has to be told of it."""

    subject: Subject
    by: User
    reason: str
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    remaining: list[Remaining] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    """Files to be deleted from the storage once all is committed."""

    def count(self, what: type[models.Model] | str | Promise, number: int = 1) -> None:
        if number:
            self.done[str(what if isinstance(what, str | Promise) else what._meta.verbose_name_plural)] += number

    def delete(self, rows: models.QuerySet) -> None:
        """Delete rows, with their revisions and the pictures and files that they hold."""
        for row in rows:
            forget_revisions(self, type(row), row.pk)
            self.files.update(
                str(getattr(row, file.name))
                for file in row._meta.concrete_fields
                if isinstance(file, models.FileField) and getattr(row, file.name)
            )
            row.delete()
            self.count(type(row))

    def take_out(self, model: type[models.Model], *columns: str, what: str | Promise = "") -> None:
        """Take the name out of the columns of a table that holds what the portal noted."""
        for pk, found in rows_naming(self.subject, model, columns):
            models.QuerySet(model).filter(pk=pk).update(
                **{name: self.subject.taken_out_of(value) for name, value in found.items()}
            )
            self.count(what or model)


Step = Callable[[Erasure], None]
Advice = Callable[[Subject, list[Any]], Mapping[Any, str]]
_steps: dict[str, Step] = {}
_last: dict[str, Step] = {}
_records: list[type[models.Model]] = []
_advice: dict[type[models.Model], Advice | str | Promise] = {}
REVISIONS = gettext_lazy("older revisions")
WRITTEN = gettext_lazy("Somebody wrote it in their own words: rewrite it by hand.")


def register(app_label: str, step: Step) -> None:
    """Have a room's own erased: the higher rooms first, since they hold on to what is below."""
    _steps[app_label] = step


def register_last(app_label: str, step: Step) -> None:
    """Have something done once every room has erased its own, and all that follows records has followed."""
    _last[app_label] = step


def advise(model: type[models.Model], advice: Advice | str | Promise) -> None:
    """Say what can be done about rows of a table that name somebody, for all or for each."""
    _advice[model] = advice


def is_record_of_a_person(model: type[models.Model]) -> None:
    """Say on which kind of record the right to erase a person stands."""
    _records.append(model)


def may_erase(by: tasks.Somebody) -> bool:
    """Nobody may where no room keeps people."""
    return bool(_records) and all(tasks.may_erase(by, model) for model in _records)


def erase(subject: Subject, by: User, reason: str, *, is_rehearsal: bool = False) -> Erasure:
    """Erase a person everywhere, in one transaction, and say what was done and what remains.

    A rehearsal does all of it and takes it back, so what it counts is what will be done. Erased twice, nothing more happens.
    Raises ``PermissionDenied``, and ``ValidationError`` where the reason is missing or names them, or a name is too short.
    """
    _require(subject, by, reason)
    erasure = Erasure(subject, by, reason.strip())
    with transaction.atomic():
        with one_change():
            for config in reversed(list(apps.get_app_configs())):
                if config.label in _steps:
                    _steps[config.label](erasure)
            _forget_traces(erasure)
        for step in _last.values():
            step(erasure)
        erasure.count(RenditionJob, settle_naming(subject.is_in))
        erasure.remaining = list(_remaining(subject))
        if erasure.done:
            _write_down(erasure)
        for name in erasure.files:
            transaction.on_commit(lambda name=name: _delete_file(name))  # type: ignore[misc]  # bound to this one
        if is_rehearsal:
            transaction.set_rollback(True)
    return erasure


def _require(subject: Subject, by: User, reason: str) -> None:
    if not may_erase(by):
        raise PermissionDenied
    require_names(subject.names)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why, for those who read the log.")})
    if subject.is_in(reason):
        raise ValidationError({"reason": _("The reason stays in the log: write it without their name or address.")})


def require_names(names: Iterable[str]) -> None:
    """Refuse a spelling that would be found in other people's names. Raises ``ValidationError``."""
    for name in names:
        parts = _parts(name)
        if len(parts) < 2 and len("".join(parts)) < FEWEST_LETTERS:
            sentence = _("“%(name)s” is too short: give at least two words, or one of five letters or more.")
            raise ValidationError({"names": sentence % {"name": name}})


def _delete_file(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("A file of an erased person could not be deleted")


# Looking


def rows_naming(
    subject: Subject, model: type[models.Model], columns: Iterable[str] | None = None
) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows of a table whose text columns name somebody, with those columns; in one query, whatever their number."""
    names = list(columns) if columns else text_columns(model)
    if not names:
        return
    hits = []
    for pk, *values in models.QuerySet(model).order_by("pk").values_list("pk", *names).iterator():
        if found := {name: value for name, value in zip(names, values, strict=True) if subject.is_in(value)}:
            hits.append((pk, found))
    yield from hits


def text_columns(model: type[models.Model]) -> list[str]:
    """The columns that may name somebody: texts, files by their names, JSON."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return [column.name for column in model._meta.concrete_fields if isinstance(column, kinds)]


def _remaining(subject: Subject) -> Iterator[Remaining]:
    for model in apps.get_models():
        if model._meta.proxy or not model._meta.managed:
            continue
        rows = dict(rows_naming(subject, model))
        advice = _advice.get(model, WRITTEN)
        said = advice(subject, list(rows)) if callable(advice) else dict.fromkeys(rows, str(advice))
        owners = _owners(model, rows)
        for pk, found in rows.items():
            yield Remaining(model, pk, tuple(found), said.get(pk, str(WRITTEN)), owners.get(pk))


def _owners(model: type[models.Model], keys: Iterable[Any]) -> dict[Any, tuple[type[models.Model], Any]]:
    """The record that each row goes with, or keeps from going."""
    for column in model._meta.concrete_fields:
        if isinstance(column, models.ForeignKey) and column.remote_field.on_delete in (models.CASCADE, models.PROTECT):
            rows: models.QuerySet = models.QuerySet(model).filter(pk__in=list(keys))
            pairs = rows.values_list("pk", column.attname)
            return {pk: (column.remote_field.model, owner) for pk, owner in pairs if owner is not None}
    return {}


# What the ground keeps of every room


def forget_revisions(erasure: Erasure, model: type[models.Model], pk: Any) -> None:
    """Delete the revisions of a record that goes, with the files that they would have brought back."""
    kind = ContentType.objects.get_for_model(model)
    versions = Version.objects.filter(content_type=kind, object_id=str(pk))
    for version in versions:
        erasure.files.update(_files_of(model, version))
    erasure.count(REVISIONS, versions.delete()[1].get(Version._meta.label, 0))
    SlugRecord.objects.filter(model_label=model._meta.label_lower, object_id=pk).delete()
    lines = LogEntry.objects.filter(content_type=kind, object_id=str(pk)).exclude(object_repr=GONE)
    erasure.count(LogEntry, lines.update(object_repr=GONE, change_message=""))


def _files_of(model: type[models.Model], version: Version) -> Iterator[str]:
    (stored,) = json.loads(version.serialized_data)
    for column in model._meta.concrete_fields:
        if isinstance(column, models.FileField) and (name := stored["fields"].get(column.name)):
            yield str(name)


def _forget_traces(erasure: Erasure) -> None:
    """Revisions of other records, lines of the log, messages on their way and kept source texts that name the person."""
    subject = erasure.subject
    for model, what in ((Version, REVISIONS), (OutboxMessage, OutboxMessage), (BulkChange, BulkChange)):
        keys = [pk for pk, _found in rows_naming(subject, model)]
        models.QuerySet(model).filter(pk__in=keys).delete()
        erasure.count(what, len(keys))
    erasure.take_out(Revision, "comment", what=REVISIONS)
    erasure.take_out(LogEntry, "object_repr", "change_message")
    erasure.count(SheetJob, forget_naming(subject.is_in))
    _forget_sources(erasure)


def _forget_sources(erasure: Erasure) -> None:
    """What source texts said when they were translated; however many name the person, they are written at once."""
    keys = [pk for pk, _found in rows_naming(erasure.subject, TranslatedText, ("source", "earlier"))]
    rows = list(TranslatedText.objects.filter(pk__in=keys))
    for row in rows:
        row.source = erasure.subject.taken_out_of(row.source)
        row.earlier = erasure.subject.taken_out_of(row.earlier)
    write(rows)
    erasure.count(TranslatedText, len(rows))


def _write_down(erasure: Erasure) -> None:
    """In the log of the back office and in that of the portal, without the name."""
    counts = ", ".join(f"{kind}: {number}" for kind, number in sorted(erasure.done.items()))
    words = _("Erased a person everywhere.")
    LogEntry.objects.create(
        user=erasure.by,
        content_type=None,
        object_id=str(erasure.subject.person or ""),
        object_repr=GONE,
        action_flag=CHANGE,
        change_message=f"{words} {erasure.reason} ({counts})",
    )
    journal.note(
        JournalKind.ERASED,
        JOURNAL_LABEL,
        erasure.subject.person or "",
        names=[journal.keyed(name) for name in erasure.subject.names],
        by=erasure.by.pk,
    )
    logger.info("A person was erased everywhere, by account %s: %s", erasure.by.pk, counts)
