"""The addresses of the press list in the back office."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing.editing import signed_in
from publishing.site_state import AttentionFilter
from publishing.spreadsheet_admin import SheetAdmin

from .. import retention
from ..models import Delivery, Subscriber
from ..server_replies import told
from ..spreadsheets import SUBSCRIBERS
from .person_export import PersonExportAdmin


@admin.register(Subscriber)
class SubscriberAdmin(SheetAdmin, PersonExportAdmin):
    """Addresses come from the form or from an import, with their owners' consent, and go by being erased."""

    sheet_kind = SUBSCRIBERS

    change_list_template = "admin/mailing/subscriber/change_list.html"
    list_display = ("email", "language", "state", "soft_bounces", "asked_for", "origin")
    list_filter = (AttentionFilter, "state", "language")
    search_fields = ("email", "origin")
    ordering = ("email", "pk")
    fields = ("email", "language", "state", "origin", "created_at", "confirmed_at", "left_at", "soft_bounces", "said")
    readonly_fields = ("said",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """An address goes with the record of what was sent to it."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, set(needed) - {Delivery._meta.verbose_name}, protected

    def delete_model(self, request: HttpRequest, obj: Subscriber) -> None:
        retention.erase(Subscriber.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        retention.erase(queryset)

    def note_export(self, request: HttpRequest) -> None:
        """Who took the addresses out is written down; they are other people’s."""
        LogEntry.objects.create(
            user=signed_in(request),
            content_type=ContentType.objects.get_for_model(Subscriber),
            object_id="",
            object_repr="–",
            action_flag=CHANGE,
            change_message=gettext_noop("Took the addresses out as a spreadsheet."),
        )

    def log_deletions(self, request: HttpRequest, queryset: models.QuerySet[Subscriber]) -> list[LogEntry]:
        """The log says that an address was erased, not which: otherwise it would not be."""
        return [self.write_down(request, subscriber, gettext_noop("Erased.")) for subscriber in queryset]

    @admin.display(description=_("what the server said"))
    def said(self, subscriber: Subscriber) -> str:
        return told(subscriber.outcome) if subscriber.outcome else ""

    @admin.display(description=_("asked for"), ordering="created_at")
    def asked_for(self, subscriber: Subscriber) -> str:
        return timezone.localtime(subscriber.created_at).strftime("%Y-%m-%d")
