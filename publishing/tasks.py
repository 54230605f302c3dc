"""Who may do what to a record, by task: the one table that forms, rows, actions, imports, exports, previews and restores read.

Each field of a model belongs to one task, and each task takes a right on that model. A model says little of it: which fields it
keeps private (``private_fields``), and what is so near to the public that it takes the right to publish, too
(``Published.is_settled``, ``Published.guarded_tasks``).
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP
from modeltranslation.translator import NotRegistered, translator

from . import languages

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    Somebody = User | AnonymousUser


class Task(Enum):
    """What there is to do to a record; its value is the action that the right is named by, as in ``change_article``.

    ``TRANSLATE``: the texts of every language but the main one. ``EDIT``: whatever belongs to no other task, the texts of all
    languages with it. ``PUBLISH``: the moments and the withdrawal. ``PRIVATE``: what is never public, to see or to write.
    """

    TRANSLATE = "translate"
    EDIT = "change"
    PUBLISH = "publish"
    PRIVATE = "private"


TEXT_RIGHTS: tuple[str, ...] = ("add", "change", "delete", "view", Task.TRANSLATE.value)
"""The rights on a model that has texts per language, for its ``default_permissions``."""

PUBLISHED_RIGHTS: tuple[str, ...] = (*TEXT_RIGHTS, Task.PUBLISH.value)
"""The rights on a model of what is published."""

PUBLISHING = ("public_from", "withdrawn_at", "withdrawal_notice")
"""The fields of publication, whatever the model; per language where they have one column for each."""

HANDS_ON = frozenset({Task.TRANSLATE, Task.EDIT, Task.PUBLISH})
"""The tasks that one works on a record for: whoever has one of them sees it before the public, and its files."""


@cache
def task_of(model: type[models.Model], name: str) -> Task:
    """The task that a field belongs to."""
    if name in private_fields(model):
        return Task.PRIVATE
    if name in PUBLISHING or any(name in languages.columns(stem) for stem in PUBLISHING):
        return Task.PUBLISH
    return Task.TRANSLATE if name in translations(model) else Task.EDIT


@cache
def fields_of(model: type[models.Model], task: Task) -> tuple[str, ...]:
    """The columns of a task that people write; of a text per language, those of the languages alone."""
    names = [field.name for field in model._meta.concrete_fields if field.editable and not field.primary_key]
    return tuple(name for name in names if name not in _texts(model) and task_of(model, name) is task)


@cache
def translations(model: type[models.Model]) -> frozenset[str]:
    """The columns that hold a text of the model in another language than the main one."""
    return frozenset(languages.column(stem, code) for stem in _texts(model) for code in languages.others())


def _texts(model: type[models.Model]) -> frozenset[str]:
    """The base names of a model's texts per language."""
    try:
        return frozenset(translator.get_options_for_model(model).all_fields)
    except NotRegistered:
        return frozenset()


def private_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields that only those see who have the right to: absent for everybody else."""
    return getattr(model, "private_fields", ())


@cache
def right(model: type[models.Model], task: Task) -> str:
    """The name of the right that a task takes on a model: ``news.publish_article``."""
    action = getattr(model, "publishing_right", task.value) if task is Task.PUBLISH else task.value
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def held(by: Somebody, model: type[models.Model]) -> frozenset[Task]:
    """The tasks for which somebody has the right on a model. Whoever edits writes in every language.

    A form asks this two hundred times. It is remembered with the account as it was read, where Django remembers its rights.
    """
    known: dict[Any, frozenset[Task]] = vars(by).setdefault("_held_tasks", {})
    key = model, by.is_active, by.is_superuser
    if key not in known:
        tasks = {task for task in Task if by.has_perm(right(model, task))}
        known[key] = frozenset(tasks | {Task.TRANSLATE} if Task.EDIT in tasks else tasks)
    return known[key]


def open_to(by: Somebody, record: models.Model) -> frozenset[Task]:
    """The tasks that somebody may do on a record as it stands: the right to publish guards what is public, or will be."""
    tasks, is_settled = held(by, type(record)), getattr(record, "is_settled", None)
    if Task.PUBLISH in tasks or is_settled is None or not is_settled():
        return tasks
    guarded: frozenset[Task] = getattr(record, "guarded_tasks", frozenset())
    if by.has_perm(right(type(record), Task.TRANSLATE)):
        return tasks - guarded
    # The right to edit brought the texts with it, and takes them along.
    return tasks - guarded - {Task.TRANSLATE}


def open_records(by: Somebody, model: type[models.Model], task: Task) -> models.Q | None:
    """On which records of a model somebody may do a task: the twin of ``open_to`` for look-ups. ``None``: on none of them."""
    mine = held(by, model)
    if task not in mine:
        return None
    settled = getattr(model, "settled", None)
    if Task.PUBLISH in mine or settled is None:
        return models.Q()
    guarded: frozenset[Task] = getattr(model, "guarded_tasks", frozenset())
    if not by.has_perm(right(model, Task.TRANSLATE)):
        guarded |= {Task.TRANSLATE}
    return ~settled() if task in guarded else models.Q()


def in_making(by: Somebody, model: type[models.Model]) -> frozenset[Task]:
    """The tasks that somebody may do on a new record: whoever may add one writes it."""
    adds = by.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}")
    return held(by, model) | ({Task.EDIT, Task.TRANSLATE} if adds else set())


def works_on(by: Somebody, model: type[models.Model]) -> bool:
    """Whether somebody of the staff works on records of a kind, in any task: they see one before the public does."""
    return by.is_active and by.is_staff and bool(held(by, model) & HANDS_ON)


def may_erase(by: Somebody, model: type[models.Model]) -> bool:
    """Whether somebody may erase whom a record of a kind is about from every room: an administrator's right, of its own."""
    return by.is_active and by.has_perm(f"{model._meta.app_label}.erase_{model._meta.model_name}")


def hides(by: Somebody, model: type[models.Model], path: str) -> bool:
    """Whether a look-up, from a model on and along relations, leads through something private that somebody may not see."""
    for name in path.lstrip("=^@-").split(LOOKUP_SEP):
        if name in private_fields(model) and not by.has_perm(right(model, Task.PRIVATE)):
            return True
        try:
            related = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
        if not isinstance(related, type):
            return False
        model = related
    return False


def rights_of(user: User | AnonymousUser) -> Hashable:
    """All that forms ask of an account: what it may do."""
    if user.is_active and user.is_superuser:
        return True
    return user.is_active, user.is_superuser, frozenset(user.get_all_permissions())
