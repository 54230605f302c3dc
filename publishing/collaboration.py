"""Working together on a record: who looks after it, what colleagues say of it, and tasks they give each other.

One rule of rights for all of it: whoever may view every record of a kind may read what is said of one, say something and give a
task about it; and only they are told of it. What is written here is plain text, and never leaves the back office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.utils.translation import gettext as _

from . import clock, erasing, tasks
from .collaboration_access import colleagues, is_kept, is_looked_after, may_see_kind
from .collaboration_notices import COMMENTS, TASK_DONE, TASKS
from .collaboration_tables import LONGEST_COMMENT, Assignment, CommentAddressee, RecordCare, RecordComment
from .notifications import tell

_NAMED = re.compile(r"(?<![\w@.+-])@([\w.@+-]+)")


def _key(record: models.Model) -> dict[str, Any]:
    return {"content_type": ContentType.objects.get_for_model(record), "object_id": record.pk}


def _require(user: User, record: models.Model) -> None:
    if not may_see_kind(user, type(record)):
        raise PermissionDenied


# Who looks after a record


def may_look_after(user: User, record: models.Model) -> bool:
    """Whoever works on a record, in any task, says who looks after it; to view it is not enough."""
    return is_looked_after(type(record)) and may_see_kind(user, type(record)) and tasks.works_on(user, type(record))


def care_of(record: models.Model) -> RecordCare:
    """Who looks after a record, unsaved where nobody said."""
    found = RecordCare.objects.filter(**_key(record)).select_related("owner").first()
    return found or RecordCare(**_key(record))


def look_after(record: models.Model, by: User, owner: User | None, review_on: date | None) -> RecordCare:
    """Say who looks after a record and when it is to be read again."""
    if not may_look_after(by, record):
        raise PermissionDenied
    care, _is_new = RecordCare.objects.update_or_create(**_key(record), defaults={"owner": owner, "review_on": review_on})
    return care


# Comments


def comments_on(record: models.Model) -> list[RecordComment]:
    """The first comments of the threads on a record with their answers, what is open first: two queries, and one for whom."""
    answers = RecordComment.objects.select_related("by").order_by("written_at", "pk")
    found = (
        RecordComment.objects.filter(**_key(record), thread=None)
        .select_related("by", "resolved_by")
        .prefetch_related(models.Prefetch("answers", answers))
    )
    return sorted(found, key=lambda comment: (comment.is_resolved, comment.written_at, comment.pk))


def named_in(text: str, among: Iterable[User]) -> set[User]:
    """The colleagues whom a text names, as ``@name`` with the name by which they sign in."""
    names = {name.rstrip(".").casefold() for name in _NAMED.findall(text)}
    return {user for user in among if user.get_username().casefold() in names}


def _written(text: str) -> str:
    text = text.replace("\x00", "").strip()
    if not text:
        raise ValidationError({"text": _("Write something first.")})
    if len(text) > LONGEST_COMMENT:
        raise ValidationError({"text": _("A comment holds at most %(n)s characters.") % {"n": LONGEST_COMMENT}})
    return text


@transaction.atomic
def comment(record: models.Model, by: User, text: str, *, told: Iterable[User] = (), field: str = "") -> RecordComment:
    """Begin a thread on a record. Whom it names or tells, and who looks after the record, finds it on their first page."""
    _require(by, record)
    made = RecordComment.objects.create(**_key(record), by=by, text=_written(text), field=field)
    _address(made, by, record, told)
    return made


@transaction.atomic
def answer(thread: RecordComment, record: models.Model, by: User, text: str, *, told: Iterable[User] = ()) -> RecordComment:
    """Answer in a thread, which opens again by it; all who wrote in it are told, and who answers has seen what came before."""
    _require(by, record)
    made = RecordComment.objects.create(**_key(record), by=by, text=_written(text), thread=thread)
    RecordComment.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
    put_away(thread, by)
    wrote = RecordComment.objects.filter(Q(pk=thread.pk) | Q(thread=thread)).values("by")
    _address(made, by, record, [*told, *User.objects.filter(pk__in=wrote)])
    return made


def _address(made: RecordComment, by: User, record: models.Model, told: Iterable[User]) -> None:
    """Note whom a comment is for: nobody who may not view the record, and not its writer."""
    may_read = {user.pk: user for user in colleagues(type(record))}
    owner = care_of(record).owner_id
    named = named_in(made.text, may_read.values())
    wanted = {*(user.pk for user in told), *(user.pk for user in named), owner} - {by.pk, None}
    keys = sorted(key for key in wanted if key in may_read)
    CommentAddressee.objects.bulk_create(CommentAddressee(comment=made, account_id=key) for key in keys)
    if keys:
        tell(COMMENTS, {"subject": made.pk}, among=keys)


def put_away(thread: RecordComment, by: User) -> None:
    """Have read what a thread says so far: it leaves the first page of whoever has."""
    told = CommentAddressee.objects.filter(Q(comment=thread) | Q(comment__thread=thread), account=by, seen_at=None)
    told.update(seen_at=clock.now())


def resolve(thread: RecordComment, record: models.Model, by: User, *, is_over: bool = True) -> None:
    """Say that what a thread is about is done, or that it is not."""
    _require(by, record)
    done = {"resolved_at": clock.now(), "resolved_by": by} if is_over else {"resolved_at": None, "resolved_by": None}
    RecordComment.objects.filter(pk=thread.pk, thread=None).update(**done)


def may_erase_words(by: User) -> bool:
    """Whether somebody deletes comments of others: those who erase persons do, since a comment may name one."""
    return erasing.may_erase(by)


def keys_of_comments(record: models.Model) -> models.QuerySet:
    return RecordComment.objects.filter(**_key(record)).values("pk")


@transaction.atomic
def delete_comment(made: RecordComment, record: models.Model, by: User) -> None:
    """Delete a comment. One that others have answered loses its words and stays, for the answers to stand on."""
    _require(by, record)
    if made.by_id != by.pk and not may_erase_words(by):
        raise PermissionDenied
    if made.answers.exclude(by=made.by_id).exists():
        RecordComment.objects.filter(pk=made.pk).update(text="")
        CommentAddressee.objects.filter(comment=made).delete()
    else:
        made.delete()


# Tasks


@transaction.atomic
def give_task(
    by: User, title: str, assignee: User, *, details: str = "", due_on: date | None = None, record: models.Model | None = None
) -> Assignment:
    """Give a colleague a task, about a record that both may view, or about none."""
    if record is not None:
        _require(by, record)
        if not may_see_kind(assignee, type(record)):
            raise ValidationError({"assignee": _("This person may not see what the task is about.")})
    given = Assignment(title=title, details=details, assignee=assignee, given_by=by, due_on=due_on)
    if record is not None:
        given.content_type, given.object_id = ContentType.objects.get_for_model(record), record.pk
    given.full_clean()
    given.save()
    tell(TASKS, {"subject": given.pk}, among=[assignee.pk], but=by)
    return given


def tasks_about(record: models.Model) -> models.QuerySet[Assignment]:
    """The tasks about a record, what is to do first."""
    return Assignment.objects.filter(**_key(record)).select_related("assignee", "given_by")


def may_finish(by: User, given: Assignment) -> bool:
    """Who got it, and who gave it."""
    return by.pk in (given.assignee_id, given.given_by_id)


@transaction.atomic
def finish(given: Assignment, by: User, *, is_done: bool = True) -> None:
    """Say that a task is done, which its giver is told, or that it is not."""
    if not may_finish(by, given):
        raise PermissionDenied
    was_done = given.done_at is not None
    given.done_at, given.done_by = (clock.now(), by) if is_done else (None, None)
    given.save(update_fields=["done_at", "done_by"])
    if is_done and not was_done:
        tell(TASK_DONE, {"subject": given.pk}, among=[given.given_by_id], but=by)


# What goes with a record


def _gone(sender: type[models.Model], instance: models.Model, **kwargs: object) -> None:
    if not is_kept(sender):
        return
    for table in (RecordCare, RecordComment, Assignment):
        table.objects.filter(**_key(instance)).delete()


def connect() -> None:
    post_delete.connect(_gone, dispatch_uid="publishing.collaboration.gone")
