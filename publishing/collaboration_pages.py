"""The part of a record's form where colleagues work together, which is a page of its own, too.

It is no part of the form: what is typed in one is sent without the other. The script of the form fetches it (``?part=1``) and
sends its small forms in place, so that nothing that is typed in the record's form is touched; without the script each small
form is a page's own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from . import collaboration
from .admin_languages import label_of
from .collaboration_access import colleagues, is_kept, is_looked_after, may_see_kind, name_of
from .collaboration_forms import CareForm, CommentForm, ReplyForm, TaskForm
from .collaboration_notices import PANEL, form_url
from .collaboration_tables import Assignment, CommentAddressee, RecordComment
from .editing import signed_in

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite, ModelAdmin


def address_of(record: models.Model) -> str:
    return reverse("admin:working_together", args=[record._meta.label_lower, record.pk])


@dataclass(frozen=True)
class ReadComment:
    """A comment as somebody reads it."""

    row: RecordComment
    author: str
    is_theirs: bool


@dataclass(frozen=True)
class ReadThread:
    """A thread as somebody reads it, with what they may do in it."""

    first: ReadComment
    answers: list[ReadComment]
    field_words: str
    is_for_reader: bool
    form: ReplyForm


@dataclass(frozen=True)
class ReadTask:
    """A task about the record as somebody reads it."""

    row: Assignment
    assignee: str
    giver: str
    may_finish: bool


@dataclass
class Panel:
    """What is shown of a record's common work to one reader, and the forms that they may send."""

    site: AdminSite
    request: HttpRequest
    record: models.Model
    user: User
    care_form: CareForm | None = None
    comment_form: CommentForm | None = None
    task_form: TaskForm | None = None
    answer_forms: dict[int, ReplyForm] = field(default_factory=dict)

    @property
    def model_admin(self) -> ModelAdmin:
        return self.site._registry[type(self.record)]

    @property
    def staff(self) -> models.QuerySet[User]:
        return colleagues(type(self.record))

    def fields(self) -> dict[str, str]:
        """The fields of the record's form that a comment may be about, with their labels; each language is one."""
        model = type(self.record)
        shown = flatten_fieldsets(self.model_admin.get_fieldsets(self.request, self.record))
        names = [name if isinstance(name, str) else name.__name__ for name in shown]
        known = {field.name for field in model._meta.get_fields()}
        return {name: label_of(model, name) for name in names if name in known}

    def context(self) -> dict[str, Any]:
        model = type(self.record)
        staff = list(self.staff)
        care = collaboration.care_of(self.record)
        threads = self._threads()
        tasks = list(self._tasks())
        return {
            "panel": PANEL,
            "record": self.record,
            "address": address_of(self.record),
            "form_url": form_url(self.record),
            "has_care": is_looked_after(model),
            "care": care,
            "owner": name_of(care.owner) if care.owner_id else "",
            "care_form": self.care_form
            or (CareForm.of(care, self.staff) if collaboration.may_look_after(self.user, self.record) else None),
            "threads": [thread for thread in threads if not thread.first.row.is_resolved],
            "resolved": [thread for thread in threads if thread.first.row.is_resolved],
            "comment_form": self.comment_form or CommentForm(self.staff, self.fields()),
            "tasks": [task for task in tasks if task.row.done_at is None],
            "done": [task for task in tasks if task.row.done_at is not None],
            "task_form": self.task_form or TaskForm(self.staff),
            "is_alone": len(staff) < 2,
        }

    def _threads(self) -> list[ReadThread]:
        found = collaboration.comments_on(self.record)
        rows = [row for first in found for row in (first, *first.answers.all())]
        told = CommentAddressee.objects.filter(comment__in=rows, account=self.user, seen_at=None)
        waiting = set(told.values_list("comment", flat=True))
        may_erase = collaboration.may_erase_words(self.user)
        labels = self.fields() if any(first.field for first in found) else {}

        def read(row: RecordComment) -> ReadComment:
            return ReadComment(row, name_of(row.by), may_erase or row.by_id == self.user.pk)

        return [
            ReadThread(
                read(first),
                [read(row) for row in first.answers.all()],
                labels.get(first.field, ""),
                any(row.pk in waiting for row in (first, *first.answers.all())),
                self.answer_forms.get(first.pk) or ReplyForm(prefix=f"answer-{first.pk}"),
            )
            for first in found
        ]

    def _tasks(self) -> Any:
        for row in collaboration.tasks_about(self.record):
            yield ReadTask(row, name_of(row.assignee), name_of(row.given_by), collaboration.may_finish(self.user, row))

    # What is sent

    def take(self, asked: str, key: str) -> str:
        """Do what a button asks, of the comment or task of a key. Gives a sentence; nothing where a form is refused."""
        steps: dict[str, Callable[[str], str]] = {
            "care": self._take_care,
            "comment": self._take_comment,
            "answer": self._take_answer,
            "seen": self._take_seen,
            "resolve": self._take_resolved,
            "reopen": self._take_reopened,
            "delete": self._take_deleted,
            "task": self._take_task,
            "done": self._take_done,
            "undone": self._take_undone,
        }
        if asked not in steps:
            raise PermissionDenied
        return steps[asked](key)

    def _take_care(self, _key: str) -> str:
        if not collaboration.may_look_after(self.user, self.record):
            raise PermissionDenied
        form = CareForm.of(collaboration.care_of(self.record), self.staff, self.request.POST)
        if not form.is_valid():
            self.care_form = form
            return ""
        collaboration.look_after(self.record, self.user, form.cleaned_data["owner"], form.cleaned_data["review_on"])
        return _("Kept.")

    def _take_comment(self, _key: str) -> str:
        form = CommentForm(self.staff, self.fields(), self.request.POST)
        if not self._is_taken(form, self._write):
            self.comment_form = form
            return ""
        return _("Your comment is here for your colleagues.")

    def _write(self, given: dict[str, Any]) -> None:
        told = [given["told"]] if given["told"] else []
        collaboration.comment(self.record, self.user, given["text"], told=told, field=given["field"])

    def _take_answer(self, key: str) -> str:
        thread = self._comment(key, thread=None)
        form = ReplyForm(self.request.POST, prefix=f"answer-{thread.pk}")
        if not self._is_taken(form, lambda given: collaboration.answer(thread, self.record, self.user, given["text"])):
            self.answer_forms[thread.pk] = form
            return ""
        return _("Your answer is here for your colleagues.")

    def _take_seen(self, key: str) -> str:
        collaboration.put_away(self._comment(key, thread=None), self.user)
        return _("It no longer waits for you.")

    def _take_resolved(self, key: str) -> str:
        collaboration.resolve(self._comment(key, thread=None), self.record, self.user)
        return _("Resolved.")

    def _take_reopened(self, key: str) -> str:
        collaboration.resolve(self._comment(key, thread=None), self.record, self.user, is_over=False)
        return _("Open again.")

    def _take_deleted(self, key: str) -> str:
        collaboration.delete_comment(self._comment(key), self.record, self.user)
        return _("Deleted.")

    def _take_task(self, _key: str) -> str:
        form = TaskForm(self.staff, self.request.POST)
        if not self._is_taken(form, lambda given: collaboration.give_task(self.user, **given, record=self.record)):
            self.task_form = form
            return ""
        return _("The task is given.")

    def _take_done(self, key: str) -> str:
        collaboration.finish(self._task(key), self.user)
        return _("Done.")

    def _take_undone(self, key: str) -> str:
        collaboration.finish(self._task(key), self.user, is_done=False)
        return _("To be done again.")

    @staticmethod
    def _is_taken(form: forms.Form, take: Callable[[dict[str, Any]], object]) -> bool:
        """Whether what was typed is taken; a rule that refuses it says so beside its field."""
        if not form.is_valid():
            return False
        try:
            take(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True

    def _comment(self, key: str, **given: Any) -> RecordComment:
        return _found(RecordComment.objects.filter(pk__in=collaboration.keys_of_comments(self.record), **given), key)

    def _task(self, key: str) -> Assignment:
        return _found(collaboration.tasks_about(self.record), key)


def _found(rows: models.QuerySet, key: str) -> Any:
    """The row of a key, among those of the record. A key that is none is unknown, like one of another record's row."""
    row = rows.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
    if row is None:
        raise Http404
    return row


def record_for(site: AdminSite, request: HttpRequest, label: str, pk: int) -> models.Model:
    """The record of an address, for who may view it; unknown to everybody else, whether it exists or not."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not is_kept(model) or not may_see_kind(signed_in(request), model) or pk > models.BigIntegerField.MAX_BIGINT:
        raise Http404
    record = site._registry[model].get_queryset(request).filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def together_view(site: AdminSite, request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The panel of a record: alone where a script asks for it, else with a page around it."""
    record = record_for(site, request, label, pk)
    panel = Panel(site, request, record, signed_in(request))
    is_part, said = "part" in request.GET, ""
    if request.method == "POST":
        said = panel.take(request.POST.get("do", ""), request.POST.get("key", ""))
        if said and not is_part:
            messages.success(request, said)
            return HttpResponseRedirect(f"{request.path}#{PANEL}")
    context = {**panel.context(), "said": said, "is_part": is_part}
    if not is_part:
        context |= site.each_context(request) | {"title": str(record), "opts": record._meta}
    name = "admin/working_together/panel.html" if is_part else "admin/working_together/page.html"
    response = TemplateResponse(request, name, context)
    response["Cache-Control"] = "no-store"
    return response
