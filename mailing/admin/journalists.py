"""What the press office knows of the journalists on the list, and the named lists that it keeps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from publishing import languages
from publishing.admin_search import FoldedSearch
from publishing.known_choices import OffersKnownChoices

from ..models import Journalist, PressList
from .recorded import RecordedAdmin


@admin.register(Journalist)
class JournalistAdmin(RecordedAdmin):
    """An address with its languages, and what decides which releases it gets. Rows come and go with the subscriptions."""

    list_display = ("address", "outlet", "medium", "in_languages")
    list_filter = ("medium", "themes", "lists")
    search_fields = ("email", "outlet")
    ordering = ("email", "pk")
    fields = ("address", "in_languages", "outlet", "medium", "themes", "lists")
    readonly_fields = ("address", "in_languages")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).prefetch_related("subscriptions")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "widget": CheckboxSelectMultiple})

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> LogEntry:
        """The log outlives the address: it says that something was changed, not of whom."""
        return self.write_down(request, obj, gettext_noop("Outlet, subjects or lists changed."))

    @admin.display(description=_("address"), ordering="email")
    def address(self, journalist: Journalist) -> str:
        return journalist.email

    @admin.display(description=_("languages"))
    def in_languages(self, journalist: Journalist) -> str:
        found = {row.language: row.get_state_display() for row in journalist.subscriptions.all()}
        return ", ".join(f"{languages.name(code)} ({found[code]})" for code in languages.codes() if code in found)


@admin.register(PressList)
class PressListAdmin(FoldedSearch, OffersKnownChoices, admin.ModelAdmin):
    """Named lists. One that a release is to go to stays until the release has gone."""

    list_display = ("name", "members")
    search_fields = ("name",)
    show_full_result_count = False
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(members_count=models.Count("journalists"))

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Bulk deletion asks without a list: it is not offered."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and isinstance(obj, PressList) and not obj.audiences.exists()

    @admin.display(description=_("journalists"), ordering="members_count")
    def members(self, press_list: Any) -> int:
        return press_list.members_count
