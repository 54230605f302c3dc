"""Two records of a kind become one: everything that leads to the one that goes leads to the other, or nothing is changed.

One transaction. What leads to a record is read from the models (``record_references``), so rows of later rooms follow too. The
addresses of the one that goes lead on to the other one's page; its last state is a revision, by which it can be recovered as
after every deletion. Editions stay as they were sealed. A merge makes nothing public, and takes nothing off the public's
pages, unless whoever merges has the right to and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext as _
from reversion import revisions

from . import languages, tasks
from .doubles import DoubleKind
from .merge_fields import MergeChoice, PublicationChange, merge_choices, names_of_both, publication_change, unite
from .merge_notes import log_words, merge_note
from .merged_records import MergedRecord
from .models import Published, Record, SlugRecord
from .record_faults import faults_of
from .record_references import KeyReference, NumberedReference, keys_to, mover_of, numbered_references
from .signals import edited, one_change
from .tasks import Task
from .translated_texts import TranslatedText


class MergeRefused(Exception):
    """Nothing was merged; carries what stands against it, a sentence each. ``is_stale``: somebody changed one meanwhile."""

    def __init__(self, sentences: list[str], *, is_stale: bool = False):
        super().__init__(*sentences)
        self.sentences, self.is_stale = sentences, is_stale


@dataclass(frozen=True)
class MergeOrder:
    """What somebody chose who saw both records, with the stamps that these had then.

    ``taken`` are the keys of the choices for which the value of the one that goes is taken, ``aliases`` the other names that
    the kept one has then; ``None`` takes what is proposed. ``rows`` are the rows of the one that goes (see
    ``RowCollision.key``) that stay instead of those of the kept one.
    ``may_lose`` and ``may_gain`` say that pages may go off, and that what was not public may become so.
    """

    stamps: tuple[str, str]
    taken: frozenset[str] | None = None
    aliases: tuple[str, ...] | None = None
    rows: frozenset[str] = frozenset()
    may_lose: bool = False
    may_gain: bool = False


@dataclass(frozen=True)
class RowCollision:
    """Two rows of which only one can be, such as both records in one programme."""

    reference: KeyReference
    kept_row: models.Model
    gone_row: models.Model

    @property
    def key(self) -> str:
        return f"{self.gone_row._meta.label_lower}:{self.gone_row.pk}"


@dataclass
class Merged:
    """What came of a merge: how many rows of each table lead to the kept record now."""

    kept: Any
    gone_name: str
    moved: Counter[str] = field(default_factory=Counter)


def may_merge(by: User, kept: Published, gone: Published) -> bool:
    """Whoever may change both and delete the one that goes; what is public, or will be, takes the right to publish."""
    model = type(kept)
    may_delete = by.has_perm(f"{model._meta.app_label}.delete_{model._meta.model_name}")
    is_let_go = not gone.is_settled() or Task.PUBLISH in tasks.held(by, model)
    return may_delete and is_let_go and all(Task.EDIT in tasks.open_to(by, record) for record in (kept, gone))


def standing_against(kind: DoubleKind, kept: Published, gone: Published, choices: Iterable[MergeChoice]) -> list[str]:
    """Why two records cannot become one, whatever is chosen."""
    sentences = []
    if kept.is_example != gone.is_example:
        sentences.append(_("One of the two is an example and the other is not: examples are deleted, never merged."))
    if any(choice.is_hidden and choice.both_say for choice in choices):
        sentences.append(
            _("Both hold private data that differ and that you may not see: somebody who has the right to them has to merge.")
        )
    return sentences


def merge(kind: DoubleKind, kept_pk: int, gone_pk: int, order: MergeOrder, by: User) -> Merged:
    """Merge one record into another. Raises ``PermissionDenied``, and ``MergeRefused`` where nothing was changed."""
    try:
        with transaction.atomic():
            kept, gone = _locked(kind, kept_pk, gone_pk, order)
            if not may_merge(by, kept, gone):
                raise PermissionDenied
            return _Merge(kind, kept, gone, order, by).done()
    except IntegrityError as error:
        raise MergeRefused([_rule_of(kind.model, error)]) from error


def _locked(kind: DoubleKind, kept_pk: int, gone_pk: int, order: MergeOrder) -> tuple[Any, Any]:
    """Both as stored, locked in the order of their keys, so that two merges never wait for each other."""
    wanted = models.Q(pk=kept_pk) | models.Q(pk=gone_pk)
    rows = kind.model._base_manager.select_for_update().filter(wanted).order_by("pk")
    found = {record.pk: record for record in rows}
    if kept_pk == gone_pk or len(found) != len({kept_pk, gone_pk}):
        raise MergeRefused(
            [_("One of the two is gone: somebody merged or deleted it meanwhile. Nothing was changed.")], is_stale=True
        )
    kept, gone = found[kept_pk], found[gone_pk]
    if (str(kept.stamp), str(gone.stamp)) != order.stamps:
        sentence = _("Somebody saved one of the two meanwhile. Nothing was changed: look at both once more, then confirm.")
        raise MergeRefused([sentence], is_stale=True)
    return kept, gone


def _rule_of(model: type[models.Model], error: IntegrityError) -> str:
    """The sentence of the constraint that the database names; a general one where none has its own."""
    constraints = [
        constraint
        for related in [model, *(reference.model for reference in keys_to(model))]
        for constraint in related._meta.constraints
        if constraint.name in str(error) and constraint.violation_error_message
    ]
    why = str(constraints[0].get_violation_error_message()) if constraints else _("a rule of the portal would be broken.")
    return _("Nothing was merged: %(why)s") % {"why": why}


class _Merge:
    """One merge under way, within its transaction."""

    def __init__(self, kind: DoubleKind, kept: Any, gone: Any, order: MergeOrder, by: User) -> None:
        self.kind, self.kept, self.gone, self.order, self.by = kind, kept, gone, order, by
        self.names = str(kept), str(gone)
        self.names_of_both = names_of_both(kind, kept, gone)
        self.change = publication_change(kept, gone)
        self.choices = merge_choices(kind, kept, gone, by, self.change.unseen)
        self.owners: dict[type[Record], set[Any]] = {}
        self.result = Merged(kept, str(gone))

    def done(self) -> Merged:
        self._require()
        collisions = {row.key: row for row in row_collisions(self.kept, self.gone)}
        self._find_owners()
        before = self._rule_breaks()
        self._keep_last_state()
        with one_change():
            self._move_numbers()
            for reference in keys_to(self.kind.model):
                self._move(reference, collisions)
            self._let_go()
            self._write()
            self._stamp_owners()
            with revisions.create_revision(manage_manually=True, atomic=False):
                revisions.set_user(self.by)  # who follows what is edited asks for it
                edited.send(sender=self.kind.model, instance=self.kept)
                self._note_revision()
        if sentences := self._broken_by_it(before):
            raise MergeRefused(sentences)
        self._log()
        return self.result

    def _require(self) -> None:
        sentences = standing_against(self.kind, self.kept, self.gone, self.choices)
        may_publish = Task.PUBLISH in tasks.held(self.by, self.kind.model)
        if self.change.lost and not (self.order.may_lose and may_publish):
            sentences.append(lost_words(self.change, self.names[1]))
        if self.change.gained and not (self.order.may_gain and may_publish):
            sentences.append(gained_words(self.change, *self.names))
        if sentences:
            raise MergeRefused(sentences)

    def _keep_last_state(self) -> None:
        """A revision of both as they are, by which the one that goes is recovered."""
        with revisions.create_revision(manage_manually=True, atomic=False):
            revisions.set_user(self.by)
            revisions.set_comment(merge_note(*self.names, {}))
            revisions.add_to_revision(self.gone)

    # What leads to it

    def _find_owners(self) -> None:
        """The records in whose forms the rows stand that are moved: they change with them."""
        for reference in keys_to(self.kind.model):
            above = owner_key(reference)
            model = reference.model if above is None else above.remote_field.model
            if issubclass(model, Record) and model is not self.kind.model:
                rows = reference.model._base_manager.filter(**{reference.name: self.gone.pk})
                keys = set(rows.values_list("pk" if above is None else above.attname, flat=True))
                self.owners.setdefault(model, set()).update(keys)

    def _move(self, reference: KeyReference, collisions: dict[str, RowCollision]) -> None:
        own_way = mover_of(reference.model)
        if own_way is not None:
            moved = own_way(reference, self.gone, self.kept, self.by)
        elif reference.model._meta.auto_created:
            moved = self._move_ties(reference)
        else:
            moved = self._move_rows(reference, collisions)
        if moved:
            self.result.moved[reference.model._meta.label_lower] += len(moved)

    def _move_rows(self, reference: KeyReference, collisions: dict[str, RowCollision]) -> set[Any]:
        """One by one, each saved as a form saves it, so that whatever follows saves follows."""
        moved = set()
        for row in reference.model._base_manager.filter(**{reference.name: self.gone.pk}).order_by("pk"):
            collision = collisions.get(f"{row._meta.label_lower}:{row.pk}")
            if collision is not None and collision.key not in self.order.rows:
                row.delete()
                continue
            if collision is not None:
                collision.kept_row.delete()
            setattr(row, reference.name, self.kept)
            row.save()
            moved.add(row.pk)
        return moved

    def _move_ties(self, reference: KeyReference) -> set[Any]:
        """Rows of a plain many-to-many relation; one that both had is one."""
        far = next(key for key in reference.model._meta.concrete_fields if key.is_relation and key is not reference)
        rows = reference.model._base_manager.filter(**{reference.name: self.gone.pk})
        held = reference.model._base_manager.filter(**{reference.name: self.kept.pk}).values_list(far.attname, flat=True)
        rows.filter(**{f"{far.attname}__in": list(held)}).delete()
        moved = set(rows.values_list(far.attname, flat=True))
        rows.update(**{reference.name: self.kept})
        if moved:
            m2m_changed.send(
                sender=reference.model,
                instance=self.kept,
                action="post_add",
                reverse=True,
                model=far.related_model,
                pk_set=moved,
                using=rows.db,
            )
        return moved

    def _move_numbers(self) -> None:
        for reference in numbered_references():
            if reference.model is TranslatedText:
                continue
            number = _move_numbered(reference, self.gone, self.kept)
            if number and reference.model is not SlugRecord:
                self.result.moved[reference.model._meta.label_lower] += number
        self._move_translations()

    def _move_translations(self) -> None:
        """Rows bring along how their translations stand, and so do texts that are taken."""
        label = self.kind.label
        states = TranslatedText.objects.of_record(self.gone)
        states.exclude(model_label=label).update(record_id=self.kept.pk)
        for column in self._taken_columns():
            for code in languages.others():
                stem = column.removesuffix(languages.column("", code))
                if stem == column:
                    continue
                mine = {"model_label": label, "field": stem, "language": code}
                TranslatedText.objects.filter(object_id=self.kept.pk, **mine).delete()
                TranslatedText.objects.filter(object_id=self.gone.pk, **mine).update(
                    object_id=self.kept.pk, record_id=self.kept.pk
                )

    # The record itself

    def _taken_columns(self) -> Iterator[str]:
        """What is taken from the one that goes; what somebody may not see is, where the kept one has nothing."""
        taken = self.order.taken
        for choice in self.choices:
            if choice.is_taken if taken is None or choice.is_hidden else choice.key in taken:
                yield from choice.columns

    def _let_go(self) -> None:
        """Delete the one that goes. Its pictures stay in the storage; those that are taken keep their renditions too."""
        pictures = [column.name for column in self.kind.model._meta.concrete_fields if isinstance(column, models.FileField)]
        self.values = {name: getattr(self.gone, name) for name in self._taken_columns()}
        self.values |= {name: str(value) for name, value in self.values.items() if name in pictures}
        for name in set(pictures) & set(self.values):
            setattr(self.gone, name, "")
        self.gone_pk = self.gone.pk
        self.gone.delete()
        MergedRecord.objects.note(self.kind.model, self.gone_pk, self.kept.pk)

    def _write(self) -> None:
        for name, value in self.values.items():
            setattr(self.kept, name, value)
        for code in languages.codes():
            column = languages.column("slug", code)
            if hasattr(self.kept, column) and not getattr(self.kept, column):
                setattr(self.kept, column, getattr(self.gone, column))
        unite(self.kind, self.kept, self.gone, self.names_of_both if self.order.aliases is None else self.order.aliases)
        if faults := faults_of(self.kept):
            raise MergeRefused([_("The merged record would break a rule. %(fault)s") % {"fault": fault} for fault in faults])
        self.kept.save()

    # What follows

    def _rule_breaks(self) -> dict[Any, list[str]]:
        """What the rules of publication say against the records whose rows are moved and that the public sees."""
        found = {}
        for model, keys in self.owners.items():
            if issubclass(model, Published) and hasattr(model, "rule_breaks"):
                for owner in model._base_manager.filter(pk__in=keys):
                    if owner.is_settled() and not owner.is_withdrawn():
                        found[owner] = owner.rule_breaks()
        return found

    def _broken_by_it(self, before: dict[Any, list[str]]) -> list[str]:
        after = self._rule_breaks()
        return [
            _("%(thing)s: %(why)s") % {"thing": owner, "why": sentence}
            for owner, sentences in after.items()
            if len(sentences) > len(before.get(owner, ()))
            for sentence in sentences
        ]

    def _stamp_owners(self) -> None:
        """A form that is open on one of them merges with what has changed."""
        for model, keys in self.owners.items():
            model._base_manager.filter(pk__in=keys).update(stamp=uuid4())

    def _note_revision(self) -> None:
        revisions.set_comment(merge_note(*self.names, dict(self.result.moved)))
        revisions.add_to_revision(self.kept)
        for model, keys in self.owners.items():
            if revisions.is_registered(model):
                for owner in model._base_manager.filter(pk__in=keys).order_by("pk"):
                    revisions.add_to_revision(owner)

    def _log(self) -> None:
        kind, words = ContentType.objects.get_for_model(self.kind.model), log_words(*self.names)
        for pk, name, flag in ((self.gone_pk, self.names[1], DELETION), (self.kept.pk, str(self.kept), CHANGE)):
            LogEntry.objects.create(
                user=self.by,
                content_type=kind,
                object_id=str(pk),
                object_repr=name[:200],
                action_flag=flag,
                change_message=words,
            )


def lost_words(change: PublicationChange, name: str) -> str:
    words = _("“%(name)s” is public, or will be, in %(languages)s, and the one that stays is not: its page would go.")
    return words % {"name": name, "languages": _languages(change.lost)}


def gained_words(change: PublicationChange, kept: str, gone: str) -> str:
    words = _(
        "“%(gone)s” and what hangs on it would be seen with “%(kept)s” in %(languages)s, and not all of it is public now."
    )
    return words % {"gone": gone, "kept": kept, "languages": _languages(change.gained)}


def _languages(codes: Iterable[str]) -> str:
    return ", ".join(str(languages.name(code)) for code in codes)


def owner_key(reference: KeyReference) -> models.ForeignKey | None:
    """The key by which a row hangs on the record in whose form it stands; none for a record, and for what hangs on none."""
    if issubclass(reference.model, Record):
        return None
    return next(
        (
            key
            for key in reference.model._meta.concrete_fields
            if isinstance(key, models.ForeignKey)
            and key is not reference
            and key.remote_field.on_delete is models.CASCADE
            and issubclass(key.remote_field.model, Record)
        ),
        None,
    )


# Rows of which only one can be


def row_collisions(kept: models.Model, gone: models.Model) -> list[RowCollision]:
    """The rows that cannot both lead to the kept record: two queries for each relation that has such a rule."""
    found = []
    for reference in keys_to(type(kept)):
        rules = unique_rules(reference.model, reference.name)
        if not rules or reference.model._meta.auto_created or mover_of(reference.model):
            continue
        rows = reference.model._base_manager.filter(**{f"{reference.name}__in": [kept.pk, gone.pk]}).order_by("pk")
        sides: dict[Any, list[models.Model]] = {kept.pk: [], gone.pk: []}
        for row in rows:
            sides[getattr(row, reference.attname)].append(row)
        found += [
            RowCollision(reference, mine, other)
            for other in sides[gone.pk]
            for mine in sides[kept.pk]
            if any(rule.forbids(mine, other) for rule in rules)
        ]
    return found


@dataclass(frozen=True)
class UniqueRule:
    """A rule by which only one row may have a value in a column: with these other columns the same, where a condition holds."""

    columns: tuple[str, ...]
    condition: models.Q | None = None

    def forbids(self, row: models.Model, other: models.Model) -> bool:
        values = [(getattr(row, name), getattr(other, name)) for name in self.columns]
        if not all(mine == theirs and mine is not None for mine, theirs in values):
            return False
        return self.condition is None or all(self._holds(row) for row in (row, other))

    def _holds(self, row: models.Model) -> bool:
        stored = {field.name: models.Value(getattr(row, field.attname), field) for field in row._meta.concrete_fields}
        return self.condition is None or self.condition.check(stored)


def unique_rules(model: type[models.Model], column: str) -> list[UniqueRule]:
    """The rules that a column is a part of."""
    field: Any = model._meta.get_field(column)
    found = [
        (tuple(rule.fields), rule.condition) for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)
    ]
    found += [(tuple(together), None) for together in model._meta.unique_together]
    found += [((column,), None)] if field.unique else []
    return [
        UniqueRule(tuple(_attribute(model, name) for name in names if name != column), condition)
        for names, condition in found
        if column in names
    ]


def _attribute(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _move_numbered(reference: NumberedReference, gone: models.Model, kept: models.Model) -> int:
    """Rows that would be there twice are one."""
    rules = unique_rules(reference.model, reference.key_column)
    rows, held = reference.rows(gone), list(reference.rows(kept)) if rules else []
    twice = [row.pk for row in rows if any(rule.forbids(mine, row) for mine in held for rule in rules)] if held else []
    reference.model._base_manager.filter(pk__in=twice).delete()
    is_text = isinstance(reference.model._meta.get_field(reference.key_column), models.CharField | models.TextField)
    return rows.update(**{reference.key_column: str(kept.pk) if is_text else kept.pk})
