"""Follows every save of a text and keeps what is known of its translations: one rule for every road that saves.

A form, a row, an action, an import, a command and a restored version all end in a save of the record or in ``edited``; both
are heard here. What is saved within ``publishing.signals.one_change`` is looked at once, at its end, in two queries whatever
the number of texts. ``confirm`` says what no text can tell: that a translation is still good, or is only a copy yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from . import clock, languages, tasks
from .admin_tasks import FieldsByTask
from .conflicts import parent_key
from .fields import RichTextField
from .signals import around_changes, edited
from .tasks import Task
from .translated_texts import TranslatedText, Wording, write


@dataclass(frozen=True)
class TranslatedKind:
    """A kind of record or row whose texts are translated, where it is written: its form, or that of the record it hangs on."""

    model: type[models.Model]
    record_model: type[models.Model]
    key: str
    """The attribute that holds the key of the record: a row’s key of its record, a record’s own."""
    fields: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def record_label(self) -> str:
        return self.record_model._meta.label_lower

    @property
    def is_row(self) -> bool:
        return self.model is not self.record_model

    def is_html(self, name: str) -> bool:
        return isinstance(self.model._meta.get_field(languages.column(name, languages.main())), RichTextField)

    def columns(self) -> Iterator[str]:
        for name in self.fields:
            yield from languages.columns(name)

    def wording(self, thing: models.Model, name: str, language: str) -> Wording:
        """What a text of ``thing`` and its translation say. A row may be for some languages only (``is_for_language``)."""
        is_for = getattr(thing, "is_for_language", None)
        return Wording(
            getattr(thing, languages.column(name, languages.main())) or "",
            getattr(thing, languages.column(name, language)) or "",
            self.is_html(name),
            is_for is None or is_for(language),
        )


@cache
def kinds() -> dict[type[models.Model], TranslatedKind]:
    """Every kind that somebody translates in a form of the back office, by its model."""
    found: dict[type[models.Model], TranslatedKind] = {}
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, FieldsByTask):
            continue
        if fields := _translated(model):
            found[model] = TranslatedKind(model, model, "pk", fields)
        for inline in model_admin.inlines:
            if fields := _translated(inline.model):
                found[inline.model] = TranslatedKind(inline.model, model, _key_of(inline, model), fields)
    return found


def _key_of(inline: type[admin.options.InlineModelAdmin], model: type[models.Model]) -> str:
    return parent_key(inline.model, model, inline.fk_name).attname


def _translated(model: type[models.Model]) -> tuple[str, ...]:
    """The texts that translators write: a notice of withdrawal, say, belongs to the withdrawal, in every language."""
    stems = {name.removesuffix(languages.column("", code)) for name in tasks.translations(model) for code in languages.others()}
    own = [item.name for item in model._meta.concrete_fields if item.name in stems]
    return tuple(name for name in own if tasks.task_of(model, languages.column(name, languages.others()[0])) is Task.TRANSLATE)


@cache
def record_kinds() -> dict[str, list[TranslatedKind]]:
    """The kinds by the label of the record in whose form they are written."""
    found: dict[str, list[TranslatedKind]] = {}
    for kind in kinds().values():
        found.setdefault(kind.record_label, []).append(kind)
    return found


# Following


@dataclass
class _Seen:
    """What was saved, as last seen (``None``: to be read), and what was said of its translations by their columns."""

    thing: models.Model | None = None
    good: set[str] = field(default_factory=set)
    copied: set[str] = field(default_factory=set)
    original: Any = None
    """The key of what it was made of, whose translations are its own."""


@dataclass
class _Waiting:
    """What waits to be looked at: what was saved, and by their labels the keys of records and of rows that are gone."""

    seen: dict[tuple[type[models.Model], Any], _Seen] = field(default_factory=dict)
    gone_records: dict[str, set[Any]] = field(default_factory=dict)
    gone_rows: dict[str, set[Any]] = field(default_factory=dict)

    def of(self, thing: models.Model) -> _Seen:
        return self.seen.setdefault((type(thing), thing.pk), _Seen())


_waiting: ContextVar[_Waiting | None] = ContextVar("translations", default=None)


@contextmanager
def looked_at_the_end() -> Iterator[None]:
    """Look at all that is saved within once, at the end. Belongs into the transaction that saves it."""
    outer = _waiting.get()
    waiting = _Waiting() if outer is None else _copy_of(outer)
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if outer is None:
        _look(waiting)
    else:
        vars(outer).update(vars(waiting))


def _copy_of(waiting: _Waiting) -> _Waiting:
    """The same, so that what is taken back leaves no trace in it."""
    return _Waiting(
        {key: _Seen(seen.thing, {*seen.good}, {*seen.copied}, seen.original) for key, seen in waiting.seen.items()},
        {label: {*pks} for label, pks in waiting.gone_records.items()},
        {label: {*pks} for label, pks in waiting.gone_rows.items()},
    )


@contextmanager
def _noted() -> Iterator[_Waiting]:
    """What waits to be looked at; it is at once, where nothing else is to come."""
    waiting = _waiting.get()
    if waiting is not None:
        yield waiting
        return
    waiting = _Waiting()
    yield waiting
    _look(waiting)


def follow(things: Iterable[models.Model]) -> None:
    """Look at the translations of things as they are now."""
    with _noted() as waiting:
        for thing in things:
            if type(thing) in kinds() and thing.pk is not None:
                waiting.of(thing).thing = thing


def confirm(thing: models.Model, *, good: Iterable[str] = (), copied: Iterable[str] = ()) -> None:
    """Say of columns of a saved thing that their text is a good translation of the source, or the source copied.

    “Good” where the text is empty means that none is needed. A copy that is written over in the same save is no copy.
    """
    if type(thing) not in kinds():
        return
    with _noted() as waiting:
        seen = waiting.of(thing)
        seen.thing = thing
        seen.good |= set(good)
        seen.copied |= set(copied)


def take_over(copy: models.Model, original: models.Model) -> None:
    """Say that a new record or row was made of another: a translation that is behind there is behind here."""
    if type(copy) in kinds():
        with _noted() as waiting:
            seen = waiting.of(copy)
            seen.thing, seen.original = copy, original.pk


def _look(waiting: _Waiting) -> None:
    with transaction.atomic(savepoint=False):
        _forget(waiting)
        if waiting.seen:
            _read_missing(waiting)
            known = TranslatedText.objects.filter(_rows_of(waiting))
            write(_looked_at(waiting, {(row.model_label, row.object_id, row.field, row.language): row for row in known}))


def _forget(waiting: _Waiting) -> None:
    gone = Q(pk__in=())
    for label, pks in waiting.gone_records.items():
        gone |= Q(record_label=label, record_id__in=pks)
    for label, pks in waiting.gone_rows.items():
        gone |= Q(model_label=label, object_id__in=pks)
    if waiting.gone_records or waiting.gone_rows:
        TranslatedText.objects.filter(gone).delete()


def _rows_of(waiting: _Waiting) -> Q:
    keys: dict[type[models.Model], list[Any]] = {}
    for (model, pk), seen in waiting.seen.items():
        keys.setdefault(model, []).extend([pk] if seen.original is None else [pk, seen.original])
    wanted = Q(pk__in=())
    for model, pks in keys.items():
        wanted |= Q(model_label=kinds()[model].label, object_id__in=pks)
    return wanted


def _looked_at(waiting: _Waiting, known: dict[tuple[str, Any, str, str], TranslatedText]) -> Iterator[TranslatedText]:
    """The rows that are new or say something else than before."""
    now = clock.now()
    for (model, pk), seen in waiting.seen.items():
        kind = kinds()[model]
        if seen.thing is None:
            continue
        for name in kind.fields:
            for code in languages.others():
                row = known.get((kind.label, pk, name, code))
                before = row.values() if row else None
                if row is None:
                    original = known.get((kind.label, seen.original, name, code))
                    row = TranslatedText(**(original.kept() if original else {}), **_key(kind, pk, name, code))
                row.record_label, row.record_id = kind.record_label, getattr(seen.thing, kind.key)
                column, wording = languages.column(name, code), kind.wording(seen.thing, name, code)
                row.look(wording, now, is_good=column in seen.good, is_copied=column in seen.copied)
                if row.values() != before:
                    yield row


def _key(kind: TranslatedKind, pk: Any, name: str, language: str) -> dict[str, Any]:
    return {"model_label": kind.label, "object_id": pk, "field": name, "language": language}


def _read_missing(waiting: _Waiting) -> None:
    """Read what was saved in part only: what its instance holds beside is not what is stored."""
    missing: dict[type[models.Model], list[Any]] = {}
    for (model, pk), seen in waiting.seen.items():
        if seen.thing is None:
            missing.setdefault(model, []).append(pk)
    for model, pks in missing.items():
        for thing in model._base_manager.filter(pk__in=pks):
            waiting.seen[model, thing.pk].thing = thing


def _saved(
    sender: type[models.Model],
    instance: models.Model,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    if raw or sender not in kinds():
        return
    columns = set(kinds()[sender].columns())
    is_partial = bool(instance.get_deferred_fields() & columns)
    if update_fields is not None:
        if not columns & set(update_fields):
            return
        is_partial = True
    with _noted() as waiting:
        waiting.of(instance).thing = None if is_partial else instance


def _edited(sender: type[models.Model], instance: models.Model, **kwargs: object) -> None:
    """A record and its rows, read whole: what a restored version has written without a signal is seen here."""
    rows = [
        row
        for related in getattr(instance, "_prefetched_objects_cache", {}).values()
        for row in related
        if type(row) in kinds() and kinds()[type(row)].record_model is sender
    ]
    follow([instance, *rows])


def _deleted(sender: type[models.Model], instance: models.Model, origin: object = None, **kwargs: object) -> None:
    kind = kinds().get(sender)
    if kind is None:
        return
    with _noted() as waiting:
        waiting.seen.pop((sender, instance.pk), None)
        if not kind.is_row:
            waiting.gone_records.setdefault(kind.record_label, set()).add(instance.pk)
        elif not isinstance(origin, kind.record_model):  # otherwise its record goes too, and takes the rows of all
            waiting.gone_rows.setdefault(kind.label, set()).add(instance.pk)


def connect() -> None:
    post_save.connect(_saved, dispatch_uid="publishing.translations.saved")
    post_delete.connect(_deleted, dispatch_uid="publishing.translations.deleted")
    edited.connect(_edited, dispatch_uid="publishing.translations.edited")
    around_changes("publishing.translations", looked_at_the_end)


def follow_unknown() -> int:
    """Look at what no row is known of: it came in without being saved, and counts as confirmed as it stands.

    Gives how many records and rows were looked at.
    """
    number = 0
    for kind in kinds().values():
        known = TranslatedText.objects.filter(model_label=kind.label).values("object_id")
        unknown = list(kind.model._base_manager.exclude(pk__in=known))
        follow(unknown)
        number += len(unknown)
    return number


def follow_all() -> int:
    """Look at every text that there is, and forget those that are gone; gives how many records and rows were looked at."""
    number = 0
    for kind in kinds().values():
        things = list(kind.model._base_manager.all())
        follow(things)
        TranslatedText.objects.filter(model_label=kind.label).exclude(object_id__in=[thing.pk for thing in things]).delete()
        number += len(things)
    return number
