"""What colleagues tell each other, on the first page of the back office and by mail: comments, tasks and days of review."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import languages
from .collaboration_access import colleagues, kinds_seen_by, name_of
from .collaboration_tables import Assignment, RecordCare, RecordComment
from .dates_in_words import day_in_words
from .localized_text import LocalizedText
from .notifications import Notification, NotificationKind, WaitingKind, register

PANEL = "working-together"
"""The place on the form of a record where colleagues work together on it."""


def panel_url(record: models.Model) -> str:
    """The form of a record, at the place where colleagues work together on it."""
    return f"{form_url(record)}#{PANEL}"


def form_url(record: models.Model) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def title_of(record: models.Model) -> LocalizedText:
    return LocalizedText(str(record), languages.current())


class ForAllStaff(NotificationKind):
    """A kind that may concern everybody of the staff: what there is to tell says to whom, and their rights whether."""

    rights = ()

    def concerns(self, user: User) -> bool:
        return user.is_active and user.is_staff

    def accounts(self) -> models.QuerySet[User]:
        return colleagues()


class CommentsForYou(ForAllStaff, WaitingKind):
    """Comments that name somebody, or answer in their thread, or are about what they look after."""

    key = "publishing.comments"
    label = gettext_lazy("Comments for you")
    heading = gettext_lazy("Comment for you")
    sentence = gettext_lazy("A colleague has written to you about this record:")

    def waiting(self, user: User) -> models.QuerySet[RecordComment]:
        found = RecordComment.objects.of_kinds(kinds_seen_by(user)).open_for(user)
        return found.select_related("by").prefetch_related("record").order_by("written_at", "pk")

    def about(self, thing: RecordComment, language: str) -> Notification:
        if thing.record is None:
            return Notification(LocalizedText(str(thing), language), self.list_url())
        return Notification(title_of(thing.record), panel_url(thing.record), name_of(thing.by), thing.text)

    def list_url(self) -> str:
        return reverse("admin:publishing_recordcomment_changelist")


class TasksForYou(ForAllStaff, WaitingKind):
    """Tasks that somebody was given and has not done."""

    key = "publishing.tasks"
    label = gettext_lazy("Tasks that you are given")
    heading = gettext_lazy("Task for you")
    sentence = gettext_lazy("A colleague has given you this task.")

    def waiting(self, user: User) -> models.QuerySet[Assignment]:
        found = Assignment.objects.visible_to(user, kinds_seen_by(user)).to_do().filter(assignee=user)
        order = models.F("due_on").asc(nulls_last=True)
        return found.select_related("given_by").prefetch_related("record").order_by(order, "pk")

    def about(self, thing: Assignment, language: str) -> Notification:
        return _task_told(thing)

    def list_url(self) -> str:
        return f"{reverse('admin:publishing_assignment_changelist')}?{urlencode({'whose': 'mine'})}"


class TaskDone(ForAllStaff):
    """That a task which somebody gave is done: told by mail alone."""

    key = "publishing.task_done"
    label = gettext_lazy("Tasks that you gave, once they are done")
    heading = gettext_lazy("Task done")
    sentence = gettext_lazy("The task that you gave is done.")

    def told(self, user: User, about: Mapping[str, Any], language: str) -> Notification | None:
        found = Assignment.objects.visible_to(user, kinds_seen_by(user)).exclude(done_at=None)
        task = found.filter(given_by=user, pk=about["subject"]).select_related("done_by").first()
        if task is None:
            return None
        return Notification(LocalizedText(task.title, language), task_url(task), name_of(task.done_by))


class ReviewsForYou(ForAllStaff, WaitingKind):
    """What somebody looks after, and whose day to be read again has come."""

    key = "publishing.reviews"
    label = gettext_lazy("Pages that you look after, on their day of review")
    heading = gettext_lazy("Due for review")
    sentence = gettext_lazy("You look after this page, and the day to read it again has come.")

    def waiting(self, user: User) -> models.QuerySet[RecordCare]:
        found = RecordCare.objects.of_kinds(kinds_seen_by(user)).overdue().filter(owner=user)
        return found.prefetch_related("record").order_by("review_on", "pk")

    def about(self, thing: RecordCare, language: str) -> Notification:
        day = _("to be reviewed on %(day)s") % {"day": day_in_words(thing.review_on)} if thing.review_on else ""
        if thing.record is None:
            return Notification(LocalizedText(str(thing), language), self.list_url(), day)
        return Notification(title_of(thing.record), panel_url(thing.record), day)

    def list_url(self) -> str:
        return f"{reverse('admin:publishing_recordcare_changelist')}?{urlencode({'whose': 'mine', 'review': 'due'})}"

    def due(self, at: datetime) -> Iterable[tuple[int, str]]:
        found = RecordCare.objects.overdue().exclude(owner=None)
        return [(care.pk, f"{care.review_on:%Y-%m-%d} {care.owner_id}") for care in found]

    def among(self, subject: int) -> Collection[int]:
        return RecordCare.objects.filter(pk=subject).exclude(owner=None).values_list("owner", flat=True)


def task_url(task: Assignment) -> str:
    """Where somebody deals with a task: at its record, or at its own page."""
    if task.record is not None:
        return panel_url(task.record)
    return reverse("admin:publishing_assignment_change", args=[task.pk])


def task_words(task: Assignment) -> str:
    """By whom a task was given, and until when it is to be done."""
    words = [_("given by %(name)s") % {"name": name_of(task.given_by)}]
    if task.due_on is not None:
        day = {"day": day_in_words(task.due_on)}
        words.append(_("overdue since %(day)s") % day if task.is_overdue else _("by %(day)s") % day)
    return ", ".join(words)


def _task_told(task: Assignment) -> Notification:
    title = LocalizedText(task.title, languages.current())
    about = [str(task.record)] if task.record is not None else []
    return Notification(title, task_url(task), " · ".join([*about, task_words(task)]), task.details)


COMMENTS, TASKS, TASK_DONE, REVIEWS = CommentsForYou(), TasksForYou(), TaskDone(), ReviewsForYou()


def register_kinds() -> None:
    for kind in (TASKS, COMMENTS, REVIEWS, TASK_DONE):
        register(kind)
