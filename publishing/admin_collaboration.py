"""Working together, in lists and forms of the back office: the lists of tasks, comments and pages to look after."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from . import collaboration
from .account_keys import account_key
from .admin_search import BoundedSearch
from .collaboration_access import colleagues, is_looked_after, kinds_seen_by, may_see_kind, name_of
from .collaboration_forms import ColleagueField
from .collaboration_notices import PANEL, TASKS, panel_url
from .collaboration_pages import address_of
from .collaboration_tables import Assignment, RecordCare, RecordComment
from .dates_in_words import day_in_words
from .editing import signed_in
from .excerpts import excerpt
from .notifications import tell

MINE, NOBODYS, OTHERS = "mine", "nobody", "given"
DUE = "due"


class CareFilter(SimpleListFilter):
    """The pages that one looks after, or nobody does, and those whose day of review has come."""

    title = _("who looks after it")
    parameter_name = "care"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(MINE, _("I do")), (NOBODYS, _("nobody does")), (DUE, _("to be read again now"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        cares = RecordCare.objects.filter(content_type=ContentType.objects.get_for_model(queryset.model))
        match self.value():
            case "mine":
                return queryset.filter(pk__in=cares.filter(owner=signed_in(request)).values("object_id"))
            case "nobody":
                return queryset.exclude(pk__in=cares.exclude(owner=None).values("object_id"))
            case "due":
                return queryset.filter(pk__in=cares.overdue().values("object_id"))
        return queryset


class WorksTogether(ModelAdmin):
    """For the admin of a record: the place on its form where colleagues work together, and the filter by who looks after it."""

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        return (*filters, CareFilter) if is_looked_after(self.model) else filters

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        is_plain = not (context.get("is_popup") or context.get("revert") or context.get("recover"))
        if change and obj is not None and obj.pk and is_plain and may_see_kind(signed_in(request), self.model):
            context["together"] = {
                "panel": PANEL,
                "address": address_of(obj),
                "account": account_key(request.user),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)


class _StaffList(BoundedSearch, ModelAdmin):
    """A list for all staff, of what hangs on records that its reader may view."""

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    class Media:
        css = {"all": ["publishing/admin.css"]}

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def _link(row: Any) -> SafeString | str:
    """The record of a row, at the place where colleagues work together on it."""
    return format_html('<a href="{}">{}</a>', panel_url(row.record), row.record) if row.record is not None else "–"


def _kind(row: Any) -> str:
    model = row.content_type.model_class() if row.content_type_id else None
    return capfirst(str(model._meta.verbose_name)) if model is not None else "–"


class KindFilter(SimpleListFilter):
    """Of the kinds of record that one may view, one."""

    title = _("kind of record")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        found = [(kind, kind.model_class()) for kind in kinds_seen_by(signed_in(request))]
        return [
            (str(kind.pk), capfirst(str(model._meta.verbose_name_plural)))
            for kind, model in found
            if model is not None and is_looked_after(model)
        ]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        known = {str(key) for key, _words in self.lookup_choices}
        return queryset.filter(content_type=int(self.value() or 0)) if self.value() in known else queryset


class OwnerFilter(SimpleListFilter):
    """Pages that one looks after, or nobody does."""

    title = _("who looks after it")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(MINE, _("I do")), (NOBODYS, _("nobody does"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        wanted = {MINE: models.Q(owner=signed_in(request)), NOBODYS: models.Q(owner=None)}
        return queryset.filter(wanted.get(self.value() or "", models.Q()))


class ReviewFilter(SimpleListFilter):
    """Pages whose day of review has come."""

    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [(DUE, _("to be read again now"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.overdue() if self.value() == DUE else queryset  # type: ignore[attr-defined]  # a CareQuerySet


@admin.register(RecordCare)
class RecordCareAdmin(_StaffList):
    """Who looks after what, and what is to be read again when; it is changed beside each page."""

    list_display = ("page", "kind", "looked_after_by", "review")
    list_display_links = None
    list_filter = (OwnerFilter, ReviewFilter, KindFilter)
    ordering = (models.F("review_on").asc(nulls_last=True), "pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        found = RecordCare.objects.of_kinds(kinds_seen_by(signed_in(request)))
        return found.select_related("owner", "content_type").prefetch_related("record")

    @admin.display(description=_("page"))
    def page(self, care: RecordCare) -> SafeString | str:
        return _link(care)

    @admin.display(description=_("kind of record"))
    def kind(self, care: RecordCare) -> str:
        return _kind(care)

    @admin.display(description=_("looked after by"), ordering="owner__last_name")
    def looked_after_by(self, care: RecordCare) -> str | None:
        return name_of(care.owner) if care.owner_id else None

    @admin.display(description=_("to be reviewed on"), ordering="review_on")
    def review(self, care: RecordCare) -> SafeString | str | None:
        if care.review_on is None:
            return None
        return _urgent(care.review_on.isoformat()) if care.is_overdue else care.review_on.isoformat()


def _urgent(words: str) -> SafeString:
    return format_html('<strong class="overdue">{}</strong>', words)


class CommentFilter(SimpleListFilter):
    """Without a choice, the comments for oneself."""

    title = _("comments")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [("written", _("written by me")), ("open", _("all that are open")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("for me")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        match self.value():
            case "written":
                return queryset.filter(by=signed_in(request))
            case "open":
                return queryset.filter(thread=None, resolved_at=None)
            case "all":
                return queryset
        return queryset.open_for(signed_in(request))  # type: ignore[attr-defined]  # a CommentQuerySet


@admin.register(RecordComment)
class RecordCommentAdmin(_StaffList):
    """Comments on all records that one may view; each is read and answered beside its record."""

    list_display = ("about", "kind", "words", "author", "written")
    list_display_links = None
    list_filter = (CommentFilter,)
    search_fields = ("text",)
    ordering = ("-written_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        found = RecordComment.objects.of_kinds(kinds_seen_by(signed_in(request)))
        return found.select_related("by", "content_type").prefetch_related("record")

    @admin.display(description=_("record concerned"))
    def about(self, made: RecordComment) -> SafeString | str:
        return _link(made)

    @admin.display(description=_("kind of record"))
    def kind(self, made: RecordComment) -> str:
        return _kind(made)

    @admin.display(description=_("comment"))
    def words(self, made: RecordComment) -> str:
        return excerpt(made.text, 160)

    @admin.display(description=_("by"), ordering="by__last_name")
    def author(self, made: RecordComment) -> str:
        return name_of(made.by)

    @admin.display(description=_("written"), ordering="written_at")
    def written(self, made: RecordComment) -> str:
        return timezone.localtime(made.written_at).date().isoformat()


class TaskFilter(SimpleListFilter):
    """Whose tasks, and whether they are done. Without a choice, all that are to be done."""

    title = _("tasks")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        return [
            (MINE, _("for me, to be done")),
            (OTHERS, _("given by me, to be done")),
            ("overdue", _("overdue")),
            ("done", _("done")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield first | {"display": _("to be done")}
        yield from others

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        user, tasks = signed_in(request), queryset
        match self.value():
            case "mine":
                return tasks.to_do().filter(assignee=user)  # type: ignore[attr-defined]  # an AssignmentQuerySet
            case "given":
                return tasks.to_do().filter(given_by=user)  # type: ignore[attr-defined]  # an AssignmentQuerySet
            case "overdue":
                return tasks.overdue()  # type: ignore[attr-defined]  # an AssignmentQuerySet
            case "done":
                return tasks.exclude(done_at=None)
        return tasks.to_do()  # type: ignore[attr-defined]  # an AssignmentQuerySet


class AssignmentForm(forms.ModelForm):
    """A task: about a record, only somebody who may view it gets it."""

    assignee = ColleagueField(label=_("Given to"))

    class Meta:
        model = Assignment
        fields = ("title", "assignee", "due_on", "details")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "assignee" in self.fields:
            about = self.instance.content_type.model_class() if self.instance.content_type_id else None
            self.fields["assignee"].queryset = colleagues(about)  # type: ignore[attr-defined]  # a ModelChoiceField


@admin.register(Assignment)
class AssignmentAdmin(_StaffList):
    """Tasks: each for one person, by whom, until when; who gave one changes it, who got it says that it is done."""

    form = AssignmentForm
    change_form_template = "admin/publishing/assignment/change_form.html"
    list_display = ("title", "about", "for_whom", "giver", "due", "done")
    list_filter = (TaskFilter,)
    search_fields = ("title", "details")
    ordering = (models.F("done_at").desc(nulls_first=True), models.F("due_on").asc(nulls_last=True), "pk")
    fields = ("title", ("assignee", "due_on"), "details", "about", "giver", "done")
    readonly_fields = ("for_whom", "about", "giver", "done")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        user = signed_in(request)
        found = Assignment.objects.visible_to(user, kinds_seen_by(user))
        return found.select_related("assignee", "given_by", "done_by", "content_type").prefetch_related("record")

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Who may not change it reads names where else a choice would lead to accounts."""
        if obj is None:
            return self.fields[:3]
        title, _row, *others = self.fields
        return self.fields if self.has_change_permission(request, obj) else (title, ("for_whom", "due_on"), *others)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return obj is None or (isinstance(obj, Assignment) and obj.given_by_id == request.user.pk)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Nothing is deleted from the list: it holds tasks of others."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.done_view))
        return [path("<int:pk>/done/", view, name="publishing_assignment_done"), *super().get_urls()]

    def done_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        task = get_object_or_404(self.get_queryset(request), pk=pk)
        collaboration.finish(task, signed_in(request), is_done=task.done_at is None)
        return HttpResponseRedirect(reverse("admin:publishing_assignment_change", args=[pk]))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        context["may_finish"] = obj is not None and collaboration.may_finish(signed_in(request), obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request: HttpRequest, obj: Assignment, form: Any, change: bool) -> None:
        by = signed_in(request)
        if not change:
            obj.given_by = by
        super().save_model(request, obj, form, change)
        if not change or "assignee" in form.changed_data:
            tell(TASKS, {"subject": obj.pk}, among=[obj.assignee_id], but=by)

    @admin.display(description=_("record concerned"))
    def about(self, task: Assignment) -> SafeString | str:
        return _link(task)

    @admin.display(description=_("given to"), ordering="assignee__last_name")
    def for_whom(self, task: Assignment) -> str:
        return name_of(task.assignee)

    @admin.display(description=_("task given by"), ordering="given_by__last_name")
    def giver(self, task: Assignment) -> str:
        return name_of(task.given_by)

    @admin.display(description=_("to be done by"), ordering="due_on")
    def due(self, task: Assignment) -> SafeString | str | None:
        if task.due_on is None:
            return None
        return _urgent(task.due_on.isoformat()) if task.is_overdue else task.due_on.isoformat()

    @admin.display(description=_("done"), ordering="done_at")
    def done(self, task: Assignment) -> str:
        return f"{day_in_words(timezone.localtime(task.done_at).date())}, {name_of(task.done_by)}" if task.done_at else "–"
